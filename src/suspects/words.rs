//! What a suspect says: what it would repair, and the slip in words. Both languages.

use crate::form::{ColumnForm, RowForm};
use crate::model::{CellId, Phrase, Proposal, Slip, Suspect};
use crate::rules::Case;

/// The sentence of one suspect: `若 其他 12→11 且 自然人 5→6，四条全部成立（疑1件归错申请人类别）`.
/// `named` are the cells without totals that follow them, where a set is large.
pub(super) fn message(case: &Case, suspect: &Suspect, named: &[Proposal]) -> Phrase {
    let cells = named;
    let one_row = cells.len() > 1 && cells.iter().all(|proposal| proposal.cell.row() == cells[0].cell.row());
    let one_column = cells.len() > 1 && cells.iter().all(|proposal| proposal.cell.column() == cells[0].cell.column());
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for proposal in cells {
        let (row, column) = (row(case, &proposal.cell), column(case, &proposal.cell));
        let (found, proposed) = (proposal.found, proposal.proposed);
        let name = match (one_row, one_column) {
            (true, _) => column,
            (false, true) => row,
            (false, false) if case.form.row_names_total(&proposal.cell) => row,
            (false, false) => Phrase::new(format!("{} {}", row.zh, column.zh), format!("{} / {}", row.en, column.en)),
        };
        zh.push(format!("{} {found}→{proposed}", name.zh));
        en.push(format!("{} {found}→{proposed}", name.en));
    }
    let shared = match (one_row, one_column) {
        (true, _) => row(case, &cells[0].cell),
        (false, true) => column(case, &cells[0].cell),
        (false, false) => Phrase::default(),
    };
    let held = held(suspect.explains.len());
    let why = why(suspect);
    let (follow_zh, follow_en) = if cells.len() < suspect.cells.len() {
        ("（总计同改）", " (and the totals with them)")
    } else {
        ("", "")
    };
    let shared_zh = if shared.zh.is_empty() { String::new() } else { format!("{}：", shared.zh) };
    let shared_en = if shared.en.is_empty() { String::new() } else { format!("{}: ", shared.en) };
    let (first_zh, first_en) =
        if suspect.check_reading { ("先核对读数；", "Check the reading first; ") } else { ("", "") };
    let (why_zh, why_en) = match suspect.why {
        Slip::Unnamed => (String::new(), String::new()),
        _ => (format!("（{}）", why.zh), format!(" ({})", why.en)),
    };
    Phrase::new(
        format!("{first_zh}{shared_zh}若 {}{follow_zh}，{}{why_zh}", zh.join(" 且 "), held.zh),
        format!("{first_en}{shared_en}if {}{follow_en}, {}{why_en}", en.join(" and "), held.en),
    )
}

/// Why no set is told for a group of sums: that many are as good as `best`.
pub(super) fn too_many(case: &Case, best: &Suspect, alike: usize) -> Phrase {
    if let (Slip::WrongApplicant, [one, other]) = (best.why, best.cells.as_slice()) {
        let (first, second) = (column(case, &one.cell), column(case, &other.cell));
        let cases = one.proposed.saturating_sub(one.found).saturating_abs();
        return Phrase::new(
            format!(
                "“{}”与“{}”两列疑有{cases}件归错申请人类别，但有{alike}行都可能，请核对台账。",
                first.zh, second.zh
            ),
            format!(
                "{cases} seem to be filed under the wrong applicant, {} or {}, in any of {alike} rows: see the register.",
                first.en, second.en
            ),
        );
    }
    Phrase::new(
        format!("有{alike}种同样小的改法可使各式成立，无从判断是哪一格，请核对台账。"),
        format!("{alike} changes, all equally small, would satisfy the sums; only the register can tell."),
    )
}

/// As [`too_many`], where nothing was found.
pub(super) fn none(is_bounded: bool) -> Phrase {
    if is_bounded {
        return Phrase::new(
            "在限定的搜索范围内没有找到能使各式成立的改法，请核对台账。",
            "Within the bound of the search no change was found that satisfies the sums; go through the register.",
        );
    }
    Phrase::new(
        "改动四格以内不能使各式全部成立，多处有误，请核对台账。",
        "No change of up to four cells satisfies the sums: several are wrong; go through the register.",
    )
}

fn held(count: usize) -> Phrase {
    const NUMERALS: [&str; 9] = ["两", "三", "四", "五", "六", "七", "八", "九", "十"];
    match count {
        0 | 1 => Phrase::new("该式成立", "it holds"),
        2 => Phrase::new("两式全部成立", "both hold"),
        _ => {
            let zh = NUMERALS.get(count - 2).map_or_else(|| count.to_string(), |numeral| (*numeral).to_owned());
            Phrase::new(format!("{zh}式全部成立"), format!("all {count} hold"))
        }
    }
}

/// The slip in words.
fn why(suspect: &Suspect) -> Phrase {
    let cases = suspect.cells.first().map_or(0, |proposal| proposal.proposed.saturating_sub(proposal.found));
    let cases = cases.saturating_abs();
    let (zh, en) = match suspect.why {
        Slip::RowShifted => ("疑该行错开一格", "the row seems to stand one column off"),
        Slip::ColumnShifted => ("疑该列错开一行", "the column seems to stand one row off"),
        Slip::CellsSwapped => ("疑两格填反", "the two seem to be exchanged"),
        Slip::DigitsSplit => ("疑拆格或并格", "the digits of one figure seem to be split over two cells, or joined"),
        Slip::DigitsTransposed => ("疑相邻两位数字颠倒", "two neighbouring digits seem to be the wrong way round"),
        Slip::DigitDoubled => ("疑数字重打一位", "a digit seems to be typed twice"),
        Slip::LastYearPasted => ("与上年数相同，疑未更新", "it is last year's figure"),
        Slip::UnitSlip => ("疑单位错用，相差一万倍", "off by ten thousand: another unit, it seems"),
        Slip::ZeroTooMany => ("疑多写0", "a zero too many, it seems"),
        Slip::ZeroTooFew => ("疑少写0", "a zero too few, it seems"),
        Slip::DigitDropped => ("疑漏写一位数字", "a digit seems to be left out"),
        Slip::DigitAdded => ("疑多写一位数字", "a digit seems to be added"),
        Slip::DigitTypo => ("疑一位数字写错", "one digit seems to be mistyped"),
        Slip::CountedTwice => ("疑合计时重复计算一项", "an addend seems to be counted twice"),
        Slip::LeftOut => ("疑漏计", "something seems to be left out"),
        Slip::WrongApplicant => {
            return Phrase::new(
                format!("疑{cases}件归错申请人类别"),
                format!("{cases} seem to be filed under the wrong applicant"),
            );
        }
        Slip::WrongRow => {
            return Phrase::new(format!("疑{cases}件填错行"), format!("{cases} seem to be filed in the wrong row"));
        }
        Slip::Several => ("疑各有笔误", "each seems to be a slip of its own"),
        Slip::Unnamed => ("", ""),
    };
    Phrase::new(zh, en)
}

/// The row by its short label: a suspect names several cells in one line.
fn row(case: &Case, id: &CellId) -> Phrase {
    let named = |row: &RowForm| Phrase::new(without_numeral(row), row.en.as_str());
    case.form.row(id.row()).map_or_else(|| Phrase::new(id.row(), id.row()), |(_, row)| named(row))
}

/// Short labels put the numeral of `一、本年新收...` or `1.本机关...` before the first word without a mark; beside
/// figures that cannot be read.
fn without_numeral(row: &RowForm) -> &str {
    let numeral = row.label.split_once(['、', '.']).map_or("", |(numeral, _)| numeral);
    row.short.strip_prefix(numeral).unwrap_or(&row.short)
}

fn column(case: &Case, id: &CellId) -> Phrase {
    let column = case.form.column(id);
    let named = |column: &ColumnForm| Phrase::new(column.label.as_str(), column.en.as_str());
    column.map_or_else(|| Phrase::new(id.column(), id.column()), named)
}
