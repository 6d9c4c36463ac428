//! The list of findings as rows: which things the cursor can stand on, and how their messages break.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::examine::Examined;
use crate::model::{Checks, Lang, Reason, Severity};
use crate::text;

/// What the cursor can stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// An index into `Checks::findings`.
    Finding(usize),
    /// All rules that are undecided for one reason.
    Group(Reason),
    /// An index into `Checks::undecided`.
    Undecided(usize),
    /// An index into `Examined::notices`: what the reader of the file wants to say.
    Notice(usize),
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingRow {
    Severity {
        severity: Severity,
        count: usize,
    },
    /// The first row of an item: its number or mark, its rule, and the beginning of its message.
    Head {
        item: Item,
        rule: String,
        message: String,
    },
    /// A further row of its message.
    More {
        item: Item,
        message: String,
    },
    Group {
        reason: Reason,
        count: usize,
    },
    /// How many things the reader of the file says.
    Notices {
        count: usize,
    },
    /// How many rule instances hold.
    Passed {
        count: usize,
    },
    /// Nothing was found at all.
    Clean,
}

impl FindingRow {
    /// The item that the row belongs to.
    #[must_use]
    pub fn item(&self) -> Option<Item> {
        match self {
            Self::Head { item, .. } | Self::More { item, .. } => Some(*item),
            Self::Group { reason, .. } => Some(Item::Group(*reason)),
            Self::Severity { .. } | Self::Notices { .. } | Self::Passed { .. } | Self::Clean => None,
        }
    }
}

/// Columns before a message: cursor mark, number, rule.
pub(super) const HEAD: usize = 13;
/// Columns before the further rows of a message.
pub(super) const INDENT: usize = 5;
/// Rows of the list that one message may take in a narrow pane and in a wide one; the detail shows the whole.
const ROWS: usize = 3;
const WIDE_ROWS: usize = 2;
/// From this width on, a pane is wide.
const WIDE: usize = 60;

/// The order in which reasons are listed.
const REASONS: [Reason; 7] = [
    Reason::Implied,
    Reason::PassIfBlankIsZero,
    Reason::NotAssessable,
    Reason::NotFound,
    Reason::NotComparable,
    Reason::NoLastYear,
    Reason::Broken,
];

/// Everything the cursor can stand on while it stands on `cursor`: the group that it is in lies open.
pub(super) fn items(examined: &Examined, cursor: Option<Item>) -> Vec<Item> {
    let checks = &examined.checks;
    let mut items: Vec<Item> = (0..checks.findings.len()).map(Item::Finding).collect();
    let open = open_group(checks, cursor);
    for reason in reasons(checks) {
        items.push(Item::Group(reason));
        if open == Some(reason) {
            items.extend(undecided_for(checks, reason).map(Item::Undecided));
        }
    }
    items.extend((0..examined.notices.len()).map(Item::Notice));
    items
}

/// The rows of the list while the cursor stands on `cursor`.
pub(super) fn finding_rows(
    examined: &Examined,
    cursor: Option<Item>,
    doubted: &BTreeMap<String, String>,
    lang: Lang,
    columns: usize,
) -> Vec<FindingRow> {
    let checks = &examined.checks;
    let mut rows = Vec::new();
    for severity in Severity::ALL {
        let of: Vec<usize> = (0..checks.findings.len()).filter(|&i| checks.findings[i].severity == severity).collect();
        if of.is_empty() {
            continue;
        }
        rows.push(FindingRow::Severity { severity, count: of.len() });
        for index in of {
            let finding = &checks.findings[index];
            let message = match doubted.get(&finding.rule) {
                Some(doubt) => Cow::Owned(format!("[{doubt}] {}", finding.message.text(lang))),
                None => Cow::Borrowed(finding.message.text(lang)),
            };
            push_message(&mut rows, Item::Finding(index), &finding.rule, &message, columns);
        }
    }
    if checks.findings.is_empty() {
        rows.push(FindingRow::Clean);
    }
    let open = open_group(checks, cursor);
    for reason in reasons(checks) {
        rows.push(FindingRow::Group { reason, count: undecided_for(checks, reason).count() });
        if open == Some(reason) {
            for index in undecided_for(checks, reason) {
                let undecided = &checks.undecided[index];
                let message = undecided.message.text(lang);
                push_message(&mut rows, Item::Undecided(index), &undecided.rule, message, columns);
            }
        }
    }
    if !examined.notices.is_empty() {
        rows.push(FindingRow::Notices { count: examined.notices.len() });
    }
    for (index, notice) in examined.notices.iter().enumerate() {
        push_message(&mut rows, Item::Notice(index), "", notice.message.text(lang), columns);
    }
    rows.push(FindingRow::Passed { count: checks.passed.iter().map(|(_, count)| count).sum() });
    rows
}

fn push_message(rows: &mut Vec<FindingRow>, item: Item, rule: &str, message: &str, columns: usize) {
    let first = columns.saturating_sub(if rule.is_empty() { INDENT } else { HEAD });
    let allowed = if columns < WIDE { ROWS } else { WIDE_ROWS };
    let mut lines = text::fill_hanging(message, first, columns.saturating_sub(INDENT), allowed).into_iter();
    rows.push(FindingRow::Head { item, rule: rule.to_owned(), message: lines.next().unwrap_or_default() });
    rows.extend(lines.map(|message| FindingRow::More { item, message }));
}

fn reasons(checks: &Checks) -> impl Iterator<Item = Reason> {
    REASONS.into_iter().filter(|reason| undecided_for(checks, *reason).next().is_some())
}

fn undecided_for(checks: &Checks, reason: Reason) -> impl Iterator<Item = usize> {
    checks.undecided.iter().enumerate().filter(move |(_, undecided)| undecided.reason == reason).map(|(index, _)| index)
}

fn open_group(checks: &Checks, cursor: Option<Item>) -> Option<Reason> {
    match cursor? {
        Item::Finding(_) | Item::Notice(_) => None,
        Item::Group(reason) => Some(reason),
        Item::Undecided(index) => checks.undecided.get(index).map(|undecided| undecided.reason),
    }
}
