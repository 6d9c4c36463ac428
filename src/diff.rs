//! Two reports to a `Diff`: the cells that changed and the sentences that changed. Pure; judges nothing.

use std::time::Duration;

use rust_decimal::Decimal;

use crate::document::Document;
use crate::form::Form;
use crate::model::{CellId, CellState, Report, Span};

mod cells;
mod chain;
mod counterparts;
mod prose;
mod resubmission;

pub use chain::{Chain, ChainRow, ChainYear, Figure, Gap, Link, Operand, Place, Standing, Tie, Year, chain};
pub use counterparts::{Counterpart, counterpart, counterparts};
pub use resubmission::{Answer, Resubmission, Returned, SentBack, resubmission};

/// One of the two reports: its text, what was read from it, and the edition it was read by.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    pub document: &'a Document,
    pub report: &'a Report,
    pub form: &'a Form,
}

/// Compares this year's report with last year's. Prose that takes longer than `patience` is compared more coarsely.
#[must_use]
pub fn diff(new: Side, old: Side, patience: Duration) -> Diff {
    Diff { cells: cells::compare(new, old), sections: prose::compare(new, old, patience) }
}

/// This year's report against last year's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diff {
    /// One for each cell of this year's form that has or could have a counterpart, in the order of the form.
    pub cells: Vec<CellDiff>,
    /// One for each section that either report has.
    pub sections: Vec<SectionDiff>,
}

/// A figure of this year beside the same figure of last year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellDiff {
    /// This year's cell.
    pub cell: CellId,
    /// Further cells of this year that are added to `cell`, where last year's form had one row for several.
    pub also: Vec<CellId>,
    /// Last year's cells: one, several that are added up, or none where the editions have no counterpart.
    pub old_cells: Vec<CellId>,
    pub old: CellState,
    pub new: CellState,
    pub comparison: Comparison,
}

/// How far two years can be compared (domain 2.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The same thing was counted.
    Direct,
    /// Shown, but not judged: the wording of the two editions differs.
    Weak,
    /// Something else was counted.
    None,
}

impl CellDiff {
    /// Whether two certain figures that can be compared differ.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.delta().is_some_and(|delta| !delta.is_zero())
    }

    /// New minus old, for two certain figures that can be compared.
    #[must_use]
    pub fn delta(&self) -> Option<Decimal> {
        if self.comparison == Comparison::None {
            return None;
        }
        self.new.number()?.checked_sub(self.old.number()?)
    }

    /// The change in per cent of last year's figure, with one decimal place; `None` where last year's figure is zero.
    #[must_use]
    pub fn percent(&self) -> Option<Decimal> {
        let old = self.old.number()?;
        let share = self.delta()?.checked_div(old)?;
        Some(share.checked_mul(Decimal::ONE_HUNDRED)?.round_dp(1))
    }
}

/// One section's prose against last year's, sentence by sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionDiff {
    pub number: u8,
    /// This year's heading, or last year's where the section is gone.
    pub title: String,
    /// Sentences that are the same in both, white space aside; not listed among the hunks.
    pub unchanged: usize,
    pub hunks: Vec<Hunk>,
}

/// A sentence that came, went or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// Its place in last year's text.
    pub old: Option<Span>,
    /// Its place in this year's text.
    pub new: Option<Span>,
    pub changes: Vec<Change>,
}

/// A run of characters within a hunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub tag: ChangeTag,
    pub text: String,
}

/// Whether a run is in both texts or in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeTag {
    Equal,
    Delete,
    Insert,
}
