//! A version that comes again as rows of the comparison: what became of each point of the letter, then what nobody asked
//! for.

use super::compare::{CompareRow, sentence};
use crate::diff::{Answer, Resubmission};
use crate::model::Lang;
use crate::text;

/// One row of what became of the version that was sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReturnedRow {
    /// Which version, how much of the letter was done, how much was changed besides.
    Summary,
    /// The first row of a point of the letter: its answer, its rule, the beginning of what was found.
    Returned { answer: Answer, rule: String, message: String },
    /// A further row of what was found.
    More(String),
    /// How many changes nobody asked for.
    Unasked { count: usize },
    /// A cell that nobody asked to change, an index into the cells of `Resubmission::unasked`.
    Cell(usize),
    /// The section of the sentences that follow, an index into the sections of `Resubmission::unasked`.
    Section(usize),
    /// What follows is last year's.
    LastYear,
}

/// Columns before a message: the answer and the rule.
pub const RETURNED_HEAD: usize = 20;
const INDENT: usize = 4;
/// Rows that one message may take.
const ROWS: usize = 2;

/// All rows at this width.
pub(super) fn returned_rows(found: &Resubmission, lang: Lang, columns: usize) -> Vec<CompareRow> {
    let mut rows = vec![CompareRow::SentBack(ReturnedRow::Summary)];
    // What is not done comes first: it decides.
    let (done, open): (Vec<_>, Vec<_>) =
        found.returned.iter().partition(|returned| returned.answer == Answer::Corrected);
    for returned in open.into_iter().chain(done) {
        let message = returned.finding.message.text(lang);
        let (first, rest) = (columns.saturating_sub(RETURNED_HEAD), columns.saturating_sub(INDENT));
        let mut lines = text::fill_hanging(message, first, rest, ROWS).into_iter();
        rows.push(CompareRow::SentBack(ReturnedRow::Returned {
            answer: returned.answer,
            rule: returned.finding.rule.clone(),
            message: lines.next().unwrap_or_default(),
        }));
        rows.extend(lines.map(|line| CompareRow::SentBack(ReturnedRow::More(line))));
    }
    let unasked = found.answered().unasked;
    if unasked == 0 {
        return rows;
    }
    rows.push(CompareRow::SentBack(ReturnedRow::Unasked { count: unasked }));
    rows.extend((0..found.unasked.cells.len()).map(|index| CompareRow::SentBack(ReturnedRow::Cell(index))));
    for (index, section) in found.unasked.sections.iter().enumerate() {
        rows.push(CompareRow::SentBack(ReturnedRow::Section(index)));
        for hunk in &section.hunks {
            rows.extend(sentence(hunk, columns).into_iter().map(CompareRow::Text));
        }
    }
    rows
}
