//! What a check looks at, what counts, what its numbers mean and what leaves it undecided, in words for the telephone.

use regex::Regex;

use crate::form::{Form, NumberType};
use crate::model::Phrase;
use crate::rules::Rule;
use crate::rules::equation::{Equation, Source};
use crate::rules::kinds::{
    Bound, Change, Check, Fault, Faults, Forbidden, Grouping, Pattern, Reach, Required, SectionCheck, Within,
};
use crate::rules::thresholds::Threshold;

/// What is checked, over what, and what counts: a line each.
pub(super) fn checked(rule: &Rule, forms: &[Form]) -> Vec<Phrase> {
    let applied: Vec<&Form> = forms.iter().filter(|form| rule.applies_to(&form.edition)).collect();
    match &rule.check {
        Check::Equation(_) => Vec::new(),
        Check::Sections { what } => vec![sections(*what), all_sections(&applied)],
        Check::Cells(faults) => vec![cells(faults)],
        Check::Forbidden(forbidden) => forbidden_texts(forbidden, &applied),
        Check::Required(required) => required_texts(required, &applied),
        Check::Words(words) => {
            let listed: Vec<String> =
                words.words.iter().map(|word| format!("{}→{}", word.found, word.suggest)).collect();
            let (count, listed) = (listed.len(), listed.join("、"));
            vec![Phrase::new(
                format!("在正文（已去掉空白）里逐一查找 {count} 个词：{listed}"),
                format!("Looks for {count} words in the prose, blanks taken out: {listed}"),
            )]
        }
        Check::Change(changes) => changes.iter().filter_map(|change| compared(change, &applied)).collect(),
        Check::Code { name, .. } => vec![Phrase::new(
            format!("由程序里的 {name} 核对，方法见说明"),
            format!("Decided by the function {name} of the program, as the explanation says"),
        )],
    }
}

fn sections(what: SectionCheck) -> Phrase {
    match what {
        SectionCheck::Present => {
            Phrase::new("六个部分的标题都要有，别名也算", "Each of the six headings must be there; known aliases count")
        }
        SectionCheck::Order => Phrase::new("六个部分要按下列顺序", "The six sections must come in this order"),
        SectionCheck::Wording => Phrase::new(
            "标题的文字要与下列一致，空白和标点不计",
            "The headings must be worded so, blanks and punctuation aside",
        ),
        SectionCheck::Once => {
            Phrase::new("每个部分、每个序号只能出现一次", "Each section and each numeral may come once only")
        }
    }
}

fn all_sections(applied: &[&Form]) -> Phrase {
    let Some(form) = applied.last() else { return Phrase::default() };
    let titles = |text: fn(&crate::form::SectionForm) -> &str| form.sections.iter().map(text).collect::<Vec<_>>();
    Phrase::new(titles(|section| &section.title).join("；"), titles(|section| &section.en).join("; "))
}

fn cells(faults: &Faults) -> Phrase {
    let kinds = match &faults.numbers[..] {
        [] => Phrase::new("三张表的每一格", "every cell of the three tables"),
        some => {
            let (zh, en): (Vec<&str>, Vec<&str>) = some.iter().map(|number| number_words(*number)).unzip();
            Phrase::new(format!("填{}的每一格", zh.join("、")), format!("every cell for {}", en.join(", ")))
        }
    };
    let (zh, en): (Vec<&str>, Vec<&str>) = faults.faults.iter().map(|fault| fault_words(*fault)).unzip();
    Phrase::new(
        format!("查看{}，有下列情形之一即提示：{}", kinds.zh, zh.join("、")),
        format!("Looks at {}; told where it is: {}", kinds.en, en.join(", ")),
    )
}

const fn number_words(number: NumberType) -> (&'static str, &'static str) {
    match number {
        NumberType::Count => ("件数", "counts"),
        NumberType::Change => ("增减数", "changes"),
        NumberType::AmountWan => ("万元金额", "amounts in 万元"),
        NumberType::Amount => ("带单位的金额", "amounts with their unit"),
    }
}

const fn fault_words(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::Blank => ("空着没有填", "left blank"),
        Fault::NotApplicable => ("填了 / — 无 等符号", "a sign as / or 无"),
        Fault::Text => ("填的不是数字", "no number"),
        Fault::Negative => ("负数", "negative"),
        Fault::Fraction => ("小数", "a fraction"),
        Fault::Irregular => {
            ("数字写法不规范（全角、千分号、单位等）", "digits written otherwise (full width, separators, units)")
        }
        Fault::Unsure => ("一行的数字个数与栏数对不上", "a row whose figures do not fit its columns"),
    }
}

/// The section that an id stands for, by its title.
fn titled(id: &str, applied: &[&Form]) -> Phrase {
    if id == "preamble" {
        return Phrase::new("开头（第一部分之前）", "the preamble before section one");
    }
    let found = applied.iter().rev().find_map(|form| form.sections.iter().find(|section| section.id == id));
    found.map_or_else(
        || Phrase::new(id, id),
        |section| Phrase::new(format!("“{}”", section.title), format!("“{}”", section.en)),
    )
}

/// A pattern with its name and what to write instead.
fn pattern(pattern: &Pattern) -> Phrase {
    let text = pattern.regex.as_str();
    let with =
        |name: &str, sign: &str| if name.is_empty() { format!("`{text}`") } else { format!("{name}{sign}`{text}`") };
    let (mut zh, mut en) = (with(&pattern.name.zh, "："), with(&pattern.name.en, ": "));
    if !pattern.suggest.is_empty() {
        for text in [&mut zh, &mut en] {
            text.push_str(" → ");
            text.push_str(&pattern.suggest);
        }
    }
    Phrase::new(zh, en)
}

fn forbidden_texts(forbidden: &Forbidden, applied: &[&Form]) -> Vec<Phrase> {
    let (mut zh, mut en) = match forbidden.within {
        Within::Document => {
            ("表格以外的全部段落（照原文）".to_owned(), "all paragraphs outside the tables, as printed".to_owned())
        }
        Within::Sections => {
            ("六个部分的段落（照原文）".to_owned(), "the paragraphs of the six sections, as printed".to_owned())
        }
        Within::Prose => (
            "正文（已去掉空白，全角数字改半角）".to_owned(),
            "the prose, without blanks and with half-width digits".to_owned(),
        ),
        Within::Title => ("报告标题".to_owned(), "the title".to_owned()),
    };
    if !forbidden.sections.is_empty() {
        let named: Vec<Phrase> = forbidden.sections.iter().map(|id| titled(id, applied)).collect();
        zh = format!("{}的{zh}", named.iter().map(|one| one.zh.as_str()).collect::<Vec<_>>().join("、"));
        en = format!("{en} of {}", named.iter().map(|one| one.en.as_str()).collect::<Vec<_>>().join(", "));
    }
    if let Some(word) = &forbidden.after {
        zh = format!("{zh}，以及其他段落里“{word}”之后");
        en = format!("{en}, and other paragraphs from “{word}” on");
    }
    let (each_zh, each_en) = match forbidden.group {
        Grouping::Place => ("每处一条", "each place is told"),
        Grouping::Pattern => ("每种一条，列出所在行", "each kind is told once, with its lines"),
    };
    let mut lines = vec![Phrase::new(
        format!("在{zh}里查找下列文字，找到即提示，{each_zh}"),
        format!("Looks for these texts in {en}; {each_en}"),
    )];
    lines.extend(forbidden.patterns.iter().map(pattern));
    if let Some(unless) = &forbidden.unless {
        lines.push(excuse(unless));
    }
    if !forbidden.allowed.is_empty() {
        let (zh, en) = (forbidden.allowed.join("、"), forbidden.allowed.join(", "));
        lines.push(Phrase::new(format!("允许的词：{zh}"), format!("Allowed words: {en}")));
    }
    lines
}

fn excuse(unless: &Regex) -> Phrase {
    Phrase::new(format!("正文里有 `{unless}` 的不提示"), format!("Not told where the prose says `{unless}`"))
}

fn required_texts(required: &Required, applied: &[&Form]) -> Vec<Phrase> {
    let place = titled(&required.section, applied);
    let (where_zh, where_en) = match required.reach {
        Reach::Report => (
            format!("应写在{}，全文任何一处写到也算", place.zh),
            format!("belongs in {}; anywhere in the prose counts", place.en),
        ),
        Reach::Section => (
            format!("必须写在{}，写在别处不算", place.zh),
            format!("must stand in {}; elsewhere it does not count", place.en),
        ),
    };
    let mut lines = vec![
        Phrase::new(
            format!("下列文字{}；{where_zh}", if required.patterns.len() > 1 { "每一项都要有" } else { "要有" }),
            format!("What is looked for {where_en}"),
        ),
        Phrase::new(
            "标题和表格里的不算；空白不计；用 | 隔开的写到一种即可",
            "Headings and tables do not count, nor do blanks; of what | separates one is enough",
        ),
    ];
    lines.extend(required.patterns.iter().map(pattern));
    if let Some(when) = &required.when {
        lines.push(Phrase::new(
            format!("只在正文写到 `{when}` 时才要求"),
            format!("Asked only where the prose says `{when}`"),
        ));
    }
    if let Some(year) = required.from_year {
        lines.push(Phrase::new(format!("从 {year} 年度的报告起要求"), format!("Asked of reports on {year} and later")));
    }
    lines
}

fn compared(change: &Change, applied: &[&Form]) -> Option<Phrase> {
    let form = applied.last()?;
    let (_, cells) = change.cells.iter().find(|(edition, _)| *edition == form.edition)?;
    let labels: Vec<String> = cells.iter().map(|position| form.cell_label(&form.cells[*position].id)).collect();
    let addresses: Vec<&str> = cells.iter().map(|position| form.cells[*position].id.as_str()).collect();
    let bounds = change.jump.bounds();
    let said = |text: fn(&Threshold) -> &'static str, sign: &str| {
        let one = |(bound, meant): &(&Bound, Threshold)| {
            let name = bound.name.as_deref().unwrap_or(meant.name);
            format!("{} {name} = {}", text(meant), bound.value.normalize())
        };
        bounds.iter().map(one).collect::<Vec<_>>().join(sign)
    };
    Some(Phrase::new(
        format!("与上年同一格比较：{}；{}", labels.join("、"), said(|meant| meant.zh, "，")),
        format!("Compared with last year: {}; {}", addresses.join(", "), said(|meant| meant.en, ", ")),
    ))
}

/// A parameter's meaning and range; nothing of a parameter that the check does not know.
pub(super) fn parameter(rule: &Rule, name: &str) -> Option<Phrase> {
    let Threshold { zh, en, range, .. } = Threshold::of(&rule.check, name)?;
    let said = range.said();
    Some(Phrase::new(format!("{zh}（{}）", said.zh), format!("{en} ({})", said.en)))
}

/// What leaves the rule undecided.
pub(super) fn undecided(rule: &Rule) -> Vec<Phrase> {
    let mut lines = Vec::new();
    let mut say = |zh: &str, en: &str| lines.push(Phrase::new(zh, en));
    match &rule.check {
        Check::Equation(equation) => {
            say(
                "有关的格空白、缺失、不是数字或读数不确定，而已知的数又不足以判断",
                "a cell is blank, missing, no number or not read with certainty, and what is known does not decide",
            );
            if is_over_years(equation) {
                say(
                    "没有上年报告，或上年报告的版式没有这一格",
                    "there is no report of last year, or its form has no such cell",
                );
            }
        }
        Check::Cells(_) => say("该行读数不确定", "the row was not read with certainty"),
        Check::Change(_) => say(
            "没有上年报告，或两年没有都填数字",
            "there is no report of last year, or not both years state the figure",
        ),
        Check::Forbidden(forbidden) => {
            let of_year =
                |pattern: &Pattern| pattern.regex.capture_names().flatten().any(|name| name.ends_with("year"));
            if forbidden.patterns.iter().any(of_year) {
                say("看不出报告年度", "the year reported on is not known");
            }
        }
        Check::Required(required) => {
            if required.reach == Reach::Section {
                say("没有找到该部分", "the section was not found");
            }
            if required.when.is_some() {
                say("正文没有提到有关的事", "the prose does not speak of it");
            }
            if required.from_year.is_some() {
                say("看不出报告年度", "the year reported on is not known");
            }
        }
        Check::Code { name, .. } => {
            if let Some((zh, en)) = wanted(name) {
                say(zh, en);
            }
        }
        Check::Sections { .. } | Check::Words(_) => {}
    }
    if !rule.bodies.is_empty() {
        say("看不出机关的级别", "the rank of the agency is not known");
    }
    if lines.is_empty() {
        lines.push(Phrase::new(
            "只要文件认得出是年度报告，总能判断",
            "always decided once the file is recognised as a report",
        ));
    }
    lines
}

fn is_over_years(equation: &Equation) -> bool {
    let mut operands =
        equation.identities.iter().flat_map(|(_, all)| all).flat_map(|one| one.left.iter().chain(&one.right));
    operands.any(|operand| matches!(operand.source, Source::LastYear(_)))
}

/// What a check that is a function cannot do without.
fn wanted(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "last-year-present" | "names-agree" | "foreign-self" => ("看不出机关或年度", "agency or year are not known"),
        "copied-prose" | "same-tables" | "stale-figures" | "editions-differ" | "fee-unit" => {
            ("没有上年报告，或两年没有可比的内容", "there is no report of last year, or nothing that can be compared")
        }
        "years-agree" | "edition" | "whole-year" | "year-of-account" | "signing-date" => {
            ("看不出报告年度，或报告没有写有关日期", "the year is not known, or the report does not give the date")
        }
        "received-in-prose" | "zero-in-prose" | "relief-in-prose" | "accepted-in-prose" | "answered-in-prose"
        | "carried-in-prose" | "results-in-prose" | "documents-in-prose" | "decisions-in-prose"
        | "relief-unmentioned" | "parts-add-up" | "round-parts" | "percentages" | "stated-twice"
        | "request-counters" => (
            "正文没有可以确定所指的数字，或表里对应的格读不出",
            "the prose gives no number that surely speaks of this, or the cell of the table cannot be read",
        ),
        "fee-notices" | "fee-in-table" | "fee-tariff" | "fee-collected" => {
            ("正文没有写明有关的件数或金额", "the prose does not state the number or the amount")
        }
        "amounts" | "split-digits" | "opposite-columns" | "difference-hints" => (
            "有关的格读数不确定，或没有不平的算式可看",
            "the cells were not read with certainty, or there is no sum that fails",
        ),
        "abolished" | "aggregate" | "not-filed" | "filed-twice" => (
            "没有名册、期限或已报清单，或名册里没有该机关",
            "roster, deadline or what has come in are not given, or the roster lacks the agency",
        ),
        "filed-late" => ("没有收到日期或报送期限", "the day of receipt or the deadline is not given"),
        "unchanged" => ("没有退回过的版本", "no version was sent back"),
        "published-otherwise" => ("没有公布的文本", "the published text is not given"),
        "published-late" => {
            ("没有公布日期，或看不出期限", "the day of publication is not given, or its deadline is not known")
        }
        "perfunctory" | "numbering" | "stray-rows" | "label-wording" | "column-order" => {
            ("没有找到有关的部分或表格", "the section or the table was not found")
        }
        _ => return None,
    })
}
