//! What the cursor stands on: the finding, judgement, rule or notice, and the place in the text that it points at.

use super::{FindingsView, Review};
use crate::app::findings::Item;
use crate::app::layout::Pane;
use crate::model::{Cell, CellId, Finding, Judgement, Notice, Phrase, Span, Undecided};
use crate::recheck::Reopened;

impl Review {
    /// The finding that the cursor stands on.
    #[must_use]
    pub fn finding(&self) -> Option<&Finding> {
        self.opened.examined.checks.findings.get(self.finding_index()?)
    }

    /// Its position in `Checks::findings`.
    #[must_use]
    pub fn finding_index(&self) -> Option<usize> {
        match self.item? {
            Item::Finding(index) => Some(index),
            Item::Reopened(index) => self.recheck.reopened.get(index).map(|reopened| reopened.finding),
            Item::Recheck | Item::Lapsed(_) | Item::Group(_) | Item::Undecided(_) | Item::Notice(_) => None,
        }
    }

    /// The judgement under the cursor that is open again.
    #[must_use]
    pub fn reopened(&self) -> Option<&Reopened> {
        self.recheck.of(self.finding_index()?)
    }

    /// The judgement under the cursor whose finding is gone.
    #[must_use]
    pub fn lapsed(&self) -> Option<&Judgement> {
        match self.item? {
            Item::Lapsed(index) => self.recheck.lapsed.get(index).map(|lapsed| &lapsed.judgement),
            Item::Recheck
            | Item::Reopened(_)
            | Item::Finding(_)
            | Item::Group(_)
            | Item::Undecided(_)
            | Item::Notice(_) => None,
        }
    }

    /// The undecided rule that the cursor stands on.
    #[must_use]
    pub fn undecided(&self) -> Option<&Undecided> {
        match self.item? {
            Item::Undecided(index) => self.opened.examined.checks.undecided.get(index),
            Item::Recheck
            | Item::Reopened(_)
            | Item::Lapsed(_)
            | Item::Finding(_)
            | Item::Group(_)
            | Item::Notice(_) => None,
        }
    }

    /// What the reader of the file says where the cursor stands.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        match self.item? {
            Item::Notice(index) => self.opened.examined.notices.get(index),
            Item::Recheck
            | Item::Reopened(_)
            | Item::Lapsed(_)
            | Item::Finding(_)
            | Item::Group(_)
            | Item::Undecided(_) => None,
        }
    }

    /// What the sums say about the cells of the selected item: the likeliest set that would make it go away, or why none
    /// is proposed. For an unsure reading, what it would have to be.
    #[must_use]
    pub fn suspect(&self) -> Option<&Phrase> {
        let suspects = &self.opened.examined.suspects;
        if let Some(Finding { rule, cells, .. }) = self.finding() {
            let unsettled = || suspects.unsettled_for(rule, cells).map(|unsettled| &unsettled.message);
            return suspects.best_for(rule, cells).map(|suspect| &suspect.message).or_else(unsettled);
        }
        let in_the_way = &self.undecided()?.cells;
        let readings = suspects.sets.iter().filter(|suspect| suspect.check_reading);
        let mut of_these = readings.filter(|suspect| suspect.cells.iter().any(|one| in_the_way.contains(&one.cell)));
        of_these.next().map(|suspect| &suspect.message)
    }

    /// That the rule of the selected finding is itself in doubt, in words.
    #[must_use]
    pub fn doubt(&self) -> Option<&str> {
        self.doubted.get(&self.finding()?.rule).map(String::as_str)
    }

    /// The cells that the selected item speaks of, the primary one first.
    #[must_use]
    pub fn cells(&self) -> &[CellId] {
        let undecided = self.undecided().map(|undecided| undecided.cells.as_slice());
        self.finding().map(|finding| finding.cells.as_slice()).or(undecided).unwrap_or(&[])
    }

    /// The marked cell as it was read.
    #[must_use]
    pub fn marked(&self) -> Option<&Cell> {
        self.opened.examined.report.cells.get(self.cell)
    }

    /// The place in the text that everything points at: the marked cell's while the tables have the focus, else the
    /// selected finding's.
    #[must_use]
    pub fn place(&self) -> Option<Span> {
        if self.focus == Pane::Tables {
            return self.marked().and_then(|cell| cell.span);
        }
        if let (FindingsView::Chain, Some(chain)) = (self.view, &self.opened.examined.chain) {
            let cell = &chain.rows.get(self.chain_row)?.cell;
            return self.opened.examined.report.cell(cell)?.span;
        }
        if let Some(finding) = self.finding() {
            return finding.span;
        }
        if let Some(notice) = self.notice() {
            return notice.span;
        }
        let first = self.cells().first()?;
        self.opened.examined.report.cell(first)?.span
    }
}
