//! Words for plain things: severities, reasons, verdicts, times, cells.

use jiff::Timestamp;
use jiff::tz::Offset;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::app::Mark;
use crate::config::{Role, Words};
use crate::form::{ColumnForm, Form, GroupForm, RowForm};
use crate::model::{CellId, Judgement, JudgementKind, Lang, Severity, Verdict};

/// The key of a severity's word.
pub(super) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Info => "severity-info",
    }
}

/// How a severity looks.
pub(super) const fn severity_role(severity: Severity) -> Role {
    match severity {
        Severity::Error => Role::Error,
        Severity::Warning => Role::Warning,
        Severity::Info => Role::Info,
    }
}

/// The key of a verdict's word.
pub(super) const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approved => "verdict-approved",
        Verdict::Rejected => "verdict-rejected",
        Verdict::Withdrawn => "verdict-withdrawn",
    }
}

/// How a verdict looks.
pub(super) const fn verdict_role(verdict: Verdict) -> Role {
    match verdict {
        Verdict::Approved => Role::Passed,
        Verdict::Rejected => Role::Error,
        Verdict::Withdrawn => Role::Plain,
    }
}

/// The key of a judgement's word.
pub(super) const fn judgement(kind: JudgementKind) -> &'static str {
    match kind {
        JudgementKind::Waived => "judgement-waived",
        JudgementKind::Marked => "judgement-marked",
        JudgementKind::Unmarked => "judgement-unmarked",
        JudgementKind::Withdrawn => "judgement-withdrawn",
    }
}

/// What was judged, by whom, when, and why.
pub(super) fn judged(judgement: &Judgement, words: &Words, utc_offset: i32) -> String {
    let word = words.say(self::judgement(judgement.kind));
    let said = format!("{word} {} {}", judgement.reviewer.name, moment(judgement.at, utc_offset));
    if judgement.reason.is_empty() { said } else { format!("{said} {}", judgement.reason) }
}

/// How a mark looks.
pub(super) const fn mark_role(mark: Mark) -> Role {
    match mark {
        Mark::Unsure | Mark::Reopened => Role::Warning,
        Mark::Waived => Role::Passed,
        Mark::Returned => Role::Error,
        Mark::Omitted => Role::Faint,
    }
}

/// A moment as `01-16 09:12` at the reviewer's place.
pub(super) fn moment(seconds: i64, utc_offset: i32) -> String {
    let (Ok(moment), Ok(offset)) = (Timestamp::from_second(seconds), Offset::from_seconds(utc_offset)) else {
        return String::new();
    };
    offset.to_datetime(moment).strftime("%m-%d %H:%M").to_string()
}

/// How much room a label has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Short,
    Full,
}

/// A row's label.
pub(super) fn row(row: &RowForm, lang: Lang, length: Length) -> &str {
    match (lang, length) {
        (Lang::English, _) => &row.en,
        (Lang::Chinese, Length::Short) => &row.short,
        (Lang::Chinese, Length::Full) => &row.label,
    }
}

/// The heading of a group.
pub(super) fn group(group: &GroupForm, lang: Lang) -> &str {
    match lang {
        Lang::Chinese => &group.label,
        Lang::English => &group.en,
    }
}

/// A column's label.
pub(super) fn column(column: &ColumnForm, lang: Lang, length: Length) -> &str {
    match (lang, length) {
        (Lang::English, _) => &column.en,
        (Lang::Chinese, Length::Short) => &column.short,
        (Lang::Chinese, Length::Full) => &column.label,
    }
}

/// The row and the column of a cell as two labels.
pub(super) fn cell<'a>(form: &'a Form, id: &'a CellId, words: &Words, length: Length) -> (&'a str, &'a str) {
    let lang = words.lang();
    let row_label = form.row(id.row()).map_or(id.row(), |(_, found)| row(found, lang, length));
    let column_label = form.column(id).map_or(id.column(), |found| column(found, lang, length));
    (row_label, column_label)
}

/// The row and the column of a cell as one label.
pub(super) fn whole_cell(form: &Form, id: &CellId, words: &Words, length: Length) -> String {
    let (row, column) = cell(form, id, words, length);
    if form.row_names_total(id) { row.to_owned() } else { format!("{row} {column}") }
}

/// A difference with its sign.
pub(super) fn signed(number: Decimal) -> String {
    let number = number.normalize();
    if number > Decimal::ZERO { format!("+{number}") } else { number.to_string() }
}

/// How much `new` is above or below `old`, as `+50%`; empty where nothing can be said.
pub(super) fn percent(old: Decimal, new: Decimal) -> String {
    let share = new.checked_sub(old).and_then(|delta| delta.checked_mul(Decimal::ONE_HUNDRED));
    share.and_then(|share| share.checked_div(old)).map_or_else(String::new, |share| {
        let digits = u32::from(share.abs() < Decimal::ONE_HUNDRED);
        format!("{}%", signed(share.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)))
    })
}
