//! The list of findings as rows: which things the cursor can stand on, and how their messages break.

use std::borrow::Cow;

use super::review::Review;
use super::{Opened, again};
use crate::config::Words;
use crate::model::{Checks, JudgementKind, Reason, Severity};
use crate::recheck::Recheck;
use crate::text;

/// What the cursor can stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// What became of the judgements made before this reading.
    Recheck,
    /// An index into `Recheck::reopened`.
    Reopened(usize),
    /// An index into `Recheck::lapsed`.
    Lapsed(usize),
    /// An index into `Checks::findings`.
    Finding(usize),
    /// All rules that are undecided for one reason.
    Group(Reason),
    /// An index into `Checks::undecided`.
    Undecided(usize),
    /// An index into `Examined::notices`: what the reader of the file wants to say.
    Notice(usize),
}

/// How a finding stands, in a word before its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A figure that it speaks of was not read with certainty: the reading comes before the report.
    Unsure,
    /// It was judged before, and that holds no longer.
    Reopened,
    /// It needs no correction.
    Waived,
    /// It goes into the letter.
    Returned,
    /// An error that is left out of the letter.
    Omitted,
}

impl Mark {
    /// The key of its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unsure => "mark-unsure",
            Self::Reopened => "mark-reopened",
            Self::Waived => "mark-waived",
            Self::Returned => "mark-returned",
            Self::Omitted => "mark-omitted",
        }
    }
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingRow {
    Severity {
        severity: Severity,
        count: usize,
        /// How many of them were explained.
        waived: usize,
    },
    /// What became of earlier judgements, in one sentence; further rows of it are `More`.
    Recheck {
        message: String,
    },
    /// The first row of an item: its number or mark, its rule, and the beginning of its message.
    Head {
        item: Item,
        rule: String,
        marks: Vec<Mark>,
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
            Self::Recheck { .. } => Some(Item::Recheck),
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
pub(super) fn items(opened: &Opened, recheck: &Recheck, cursor: Option<Item>) -> Vec<Item> {
    let Opened { examined, .. } = opened;
    let checks = &examined.checks;
    let mut items = Vec::new();
    if opened.was_rechecked() {
        items.push(Item::Recheck);
    }
    if lists_recheck(cursor) {
        items.extend((0..recheck.reopened.len()).map(Item::Reopened));
        items.extend((0..recheck.lapsed.len()).map(Item::Lapsed));
    }
    items.extend((0..checks.findings.len()).map(Item::Finding));
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

/// The rows of the list.
pub(super) fn finding_rows(review: &Review, words: &Words, columns: usize) -> Vec<FindingRow> {
    let (examined, cursor, lang) = (&review.opened.examined, review.item, words.lang());
    let checks = &examined.checks;
    let list = List { words, columns };
    let mut rows = Vec::new();
    list.push_recheck(&mut rows, review);
    for severity in Severity::ALL {
        let of: Vec<usize> = (0..checks.findings.len()).filter(|&i| checks.findings[i].severity == severity).collect();
        if of.is_empty() {
            continue;
        }
        let waived = of.iter().filter(|&&index| review.judgements().waives(&checks.findings[index])).count();
        rows.push(FindingRow::Severity { severity, count: of.len(), waived });
        for index in of {
            let finding = &checks.findings[index];
            let item = Item::Finding(index);
            let message = match review.doubted.get(&finding.rule) {
                Some(doubt) => Cow::Owned(format!("[{doubt}] {}", finding.message.text(lang))),
                None => Cow::Borrowed(finding.message.text(lang)),
            };
            list.push_message(&mut rows, item, &finding.rule, marks(review, index), &message);
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
                list.push_message(&mut rows, Item::Undecided(index), &undecided.rule, Vec::new(), message);
            }
        }
    }
    if !examined.notices.is_empty() {
        rows.push(FindingRow::Notices { count: examined.notices.len() });
    }
    for (index, notice) in examined.notices.iter().enumerate() {
        list.push_message(&mut rows, Item::Notice(index), "", Vec::new(), notice.message.text(lang));
    }
    rows.push(FindingRow::Passed { count: checks.passed.iter().map(|(_, count)| count).sum() });
    rows
}

/// What rows are broken for.
struct List<'a> {
    words: &'a Words,
    columns: usize,
}

impl List<'_> {
    fn push_message(&self, rows: &mut Vec<FindingRow>, item: Item, rule: &str, marks: Vec<Mark>, message: &str) {
        let of_marks: usize = marks.iter().map(|mark| text::width(&self.words.say(mark.word())) + 1).sum();
        let head = if rule.is_empty() { INDENT } else { HEAD };
        let first = self.columns.saturating_sub(head + of_marks);
        let allowed = if self.columns < WIDE { ROWS } else { WIDE_ROWS };
        let mut lines = text::fill_hanging(message, first, self.columns.saturating_sub(INDENT), allowed).into_iter();
        let message = lines.next().unwrap_or_default();
        rows.push(FindingRow::Head { item, rule: rule.to_owned(), marks, message });
        rows.extend(lines.map(|message| FindingRow::More { item, message }));
    }

    /// What became of earlier judgements; each of them below while the cursor is there.
    fn push_recheck(&self, rows: &mut Vec<FindingRow>, review: &Review) {
        let recheck = &review.recheck;
        if !review.opened.was_rechecked() {
            return;
        }
        let said = again::tally(recheck.tally(), self.words);
        let room = |indent: usize| self.columns.saturating_sub(indent);
        let mut lines = text::fill_hanging(&said, room(2), room(INDENT), ROWS).into_iter();
        rows.push(FindingRow::Recheck { message: lines.next().unwrap_or_default() });
        rows.extend(lines.map(|message| FindingRow::More { item: Item::Recheck, message }));
        if !lists_recheck(review.item) {
            return;
        }
        let lang = self.words.lang();
        for (index, reopened) in recheck.reopened.iter().enumerate() {
            let Some(finding) = review.opened.examined.checks.findings.get(reopened.finding) else { continue };
            let marks = vec![Mark::Reopened];
            self.push_message(rows, Item::Reopened(index), &finding.rule, marks, finding.message.text(lang));
        }
        for (index, lapsed) in recheck.lapsed.iter().enumerate() {
            let evidence = &lapsed.judgement.evidence;
            let message = format!("{} {}", again::gone(lapsed.why, self.words), evidence.message.text(lang));
            self.push_message(rows, Item::Lapsed(index), &evidence.rule, Vec::new(), &message);
        }
    }
}

/// How a finding stands.
fn marks(review: &Review, index: usize) -> Vec<Mark> {
    let finding = &review.opened.examined.checks.findings[index];
    let mut marks = Vec::new();
    if review.opened.examined.report.unsure(&finding.cells) > 0 {
        marks.push(Mark::Unsure);
    }
    if review.recheck.of(index).is_some() {
        marks.push(Mark::Reopened);
    }
    marks.extend(match review.judgements().on(finding).map(|judgement| judgement.kind) {
        Some(JudgementKind::Waived) => Some(Mark::Waived),
        Some(JudgementKind::Unmarked) => Some(Mark::Omitted),
        Some(JudgementKind::Marked | JudgementKind::Withdrawn) | None => {
            review.judgements().returns(finding).then_some(Mark::Returned)
        }
    });
    marks
}

/// Whether each judgement that changed lies open below their sum.
const fn lists_recheck(cursor: Option<Item>) -> bool {
    matches!(cursor, Some(Item::Recheck | Item::Reopened(_) | Item::Lapsed(_)))
}

fn reasons(checks: &Checks) -> impl Iterator<Item = Reason> {
    REASONS.into_iter().filter(|reason| undecided_for(checks, *reason).next().is_some())
}

fn undecided_for(checks: &Checks, reason: Reason) -> impl Iterator<Item = usize> {
    checks.undecided.iter().enumerate().filter(move |(_, undecided)| undecided.reason == reason).map(|(index, _)| index)
}

fn open_group(checks: &Checks, cursor: Option<Item>) -> Option<Reason> {
    match cursor? {
        Item::Recheck | Item::Reopened(_) | Item::Lapsed(_) | Item::Finding(_) | Item::Notice(_) => None,
        Item::Group(reason) => Some(reason),
        Item::Undecided(index) => checks.undecided.get(index).map(|undecided| undecided.reason),
    }
}
