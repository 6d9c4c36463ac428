//! Whether each cell holds what the form asks for: one finding a row, so that a row left empty is one line to read.

use super::inspection::{Inspection, Values};
use super::kinds::{Fault, Faults};
use crate::form::{CellForm, NumberType};
use crate::model::{Cell, CellId, CellState, Outcome, Phrase, Reason, Severity};
use crate::parse::value::is_split_figure;

/// 1 分 is 0.000001 万元.
const DECIMALS_OF_A_FEN: usize = 6;

/// A figure of so many digits can still be added up exactly.
const LONGEST_FIGURE: usize = 28;

/// One outcome for each row that was found.
pub(super) fn check(inspection: &Inspection, faults: &Faults) -> Vec<Outcome> {
    let wanted = |number: NumberType| faults.numbers.is_empty() || faults.numbers.contains(&number);
    let case = inspection.case;
    let pairs: Vec<(&CellForm, &Cell)> = case.form.cells.iter().zip(&case.report.cells).collect();
    let mut outcomes = Vec::new();
    for row in pairs.chunk_by(|a, b| (a.0.table, a.0.row) == (b.0.table, b.0.row)) {
        let cells: Vec<(NumberType, &Cell)> = row
            .iter()
            .map(|(form, cell)| (number(inspection, form), *cell))
            .filter(|(number, _)| wanted(*number))
            .collect();
        if cells.iter().any(|(_, cell)| cell.state != CellState::Missing) {
            outcomes.push(check_row(inspection, faults, &cells));
        }
    }
    outcomes
}

fn number(inspection: &Inspection, cell: &CellForm) -> NumberType {
    inspection.case.form.tables[cell.table].columns[cell.column].number
}

fn check_row(inspection: &Inspection, faults: &Faults, cells: &[(NumberType, &Cell)]) -> Outcome {
    let bad: Vec<&Cell> = cells
        .iter()
        .filter(|(number, cell)| faults.faults.iter().any(|fault| has(*fault, *number, cell)))
        .map(|(_, cell)| *cell)
        .collect();
    if bad.is_empty() {
        return unsure(inspection, cells.iter().map(|(_, cell)| *cell)).unwrap_or(Outcome::Pass);
    }
    let ids: Vec<CellId> = bad.iter().map(|cell| cell.id.clone()).collect();
    let columns: Vec<Phrase> = ids.iter().map(|id| inspection.column_label(id)).collect();
    let joined = |text: fn(&Phrase) -> &str, sign: &str| columns.iter().map(text).collect::<Vec<_>>().join(sign);
    let mut raw: Vec<&str> = bad.iter().map(|cell| cell.raw.trim()).collect();
    raw.dedup();
    let found = cells.iter().filter(|(_, cell)| !cell.raw.trim().is_empty()).count();
    let values = Values::default()
        .phrase("row", inspection.row_label(ids[0].row()))
        .phrase("column", Phrase::new(joined(|label| &label.zh, "、"), joined(|label| &label.en, ", ")))
        .text("raw", raw.join("、"))
        .text("count", ids.len());
    if !faults.faults.contains(&Fault::Unsure) {
        let too_long = bad.iter().all(|cell| is_too_long(cell));
        let template = if too_long { inspection.variant("long") } else { &inspection.rule.message };
        return inspection.fail_with(template, inspection.severity(&ids), &values, &ids, None, None);
    }
    // Too many values are cut to the columns, so a full row does not say how many there were.
    let template = if found == cells.len() { inspection.variant("crowded") } else { &inspection.rule.message };
    let values = values.text("found", found).text("expected", cells.len());
    inspection.fail_with(template, inspection.severity(&ids), &values, &ids, None, None)
}

fn has(fault: Fault, number: NumberType, cell: &Cell) -> bool {
    match (fault, cell.state) {
        (Fault::Blank, CellState::Blank)
        | (Fault::NotApplicable, CellState::NotApplicable)
        | (Fault::Unsure, CellState::Unsure(_)) => true,
        (Fault::Text, CellState::Text) => !is_split(&cell.raw),
        // A change on the year before (`+3`, `-2`) is the one figure of the form that may be negative.
        (Fault::Negative, CellState::Number(value)) => {
            value.is_sign_negative() && !value.is_zero() && number != NumberType::Change
        }
        (Fault::Fraction, CellState::Number(value)) => !value.fract().is_zero(),
        (Fault::Irregular, CellState::Number(_)) => !is_plain(cell.raw.trim(), number),
        (
            _,
            CellState::Number(_)
            | CellState::Blank
            | CellState::NotApplicable
            | CellState::Text
            | CellState::Missing
            | CellState::Unsure(_),
        ) => false,
    }
}

/// Whether a cell holds a figure of more digits than can be reckoned with: nobody has so many requests, nor so much money.
pub(super) fn is_too_long(cell: &Cell) -> bool {
    let raw = cell.raw.trim().trim_start_matches(['+', '-', '−']);
    cell.state == CellState::Text
        && raw.chars().filter(|c| c.is_numeric()).count() > LONGEST_FIGURE
        && raw.chars().all(|c| c.is_numeric() || c == ',' || c == '.')
}

/// Whether digits stand apart in one cell, as `2 0`: one figure or two, only the original tells (EXT-07).
pub(super) fn is_split(raw: &str) -> bool {
    raw.split_whitespace().count() > 1 && is_split_figure(raw)
}

/// Whether a figure stands in plain digits. The unit that an amount may carry is another rule's business.
fn is_plain(raw: &str, number: NumberType) -> bool {
    let unsigned = match number {
        NumberType::Change => raw.strip_prefix(['+', '-']).unwrap_or(raw),
        NumberType::Count => raw.strip_prefix('-').unwrap_or(raw),
        NumberType::AmountWan => raw.trim_end_matches(['元', '万']).trim_end().trim_start_matches(['¥', '￥', '-']),
        NumberType::Amount => return true,
    };
    let whole = match number {
        NumberType::AmountWan => unsigned.split('.').next().unwrap_or(unsigned),
        NumberType::Count | NumberType::Change | NumberType::Amount => unsigned,
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    digits(unsigned) && (whole == "0" || !whole.starts_with('0'))
}

fn unsure<'a>(inspection: &Inspection, cells: impl Iterator<Item = &'a Cell>) -> Option<Outcome> {
    let ids: Vec<CellId> =
        cells.filter(|cell| matches!(cell.state, CellState::Unsure(_))).map(|cell| cell.id.clone()).collect();
    let row = inspection.row_label(ids.first()?.row());
    let message = Phrase::new(
        format!("“{}”一行读数不确定，请对照原件。", row.zh),
        format!("The row {} was not read with certainty; compare with the original.", row.en),
    );
    Some(inspection.undecided(Reason::NotAssessable, ids, message))
}

/// Amounts in 万元: not negative, at most six decimals, the figure alone (TAB-07).
pub(super) fn amounts(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let amounts = case
        .form
        .cells
        .iter()
        .zip(&case.report.cells)
        .filter(|(form, _)| number(inspection, form) == NumberType::AmountWan);
    amounts.filter_map(|(_, cell)| amount(inspection, cell)).collect()
}

fn amount(inspection: &Inspection, cell: &Cell) -> Option<Outcome> {
    let raw = cell.raw.trim();
    let decimals = raw.split_once('.').map_or("", |(_, decimals)| decimals);
    let with_unit = raw.contains(['元', '万', '¥', '￥']);
    let malformed = match cell.state {
        CellState::Missing | CellState::Blank | CellState::NotApplicable => return None,
        CellState::Unsure(_) => return unsure(inspection, std::iter::once(cell)),
        CellState::Text => true,
        CellState::Number(value) => value.is_sign_negative() && !value.is_zero(),
    };
    let values = Values::default().text("raw", raw);
    let ids = [cell.id.clone()];
    let places = decimals.chars().filter(char::is_ascii_digit).count();
    if is_too_long(cell) {
        return Some(inspection.fail_with(
            inspection.variant("long"),
            inspection.severity(&ids),
            &values,
            &ids,
            None,
            None,
        ));
    }
    if malformed || with_unit || places > DECIMALS_OF_A_FEN {
        return Some(inspection.fail(&values, &ids, None, None));
    }
    if decimals.ends_with('0') {
        return Some(inspection.fail_with(inspection.variant("zeros"), Severity::Info, &values, &ids, None, None));
    }
    Some(Outcome::Pass)
}
