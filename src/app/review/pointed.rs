//! What the cursor stands on: the finding, judgement, rule or notice, and the place in the text that it points at.

use super::{Card, FindingsView, Review};
use crate::app::findings::Item;
use crate::app::layout::Pane;
use crate::model::{Cell, CellId, Finding, Judgement, Notice, Span, Suspected, Term, TermSource, Undecided};
use crate::recheck::Reopened;

/// What a finding without a cell concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent<'a> {
    /// The whole report.
    Whole,
    /// One section, by its title.
    Section(&'a str),
}

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

    /// What the sums say about the cells of the selected item: the sets that would make it go away, or why none is
    /// proposed. For an unsure reading, what it would have to be.
    #[must_use]
    pub fn suspected(&self) -> Suspected<'_> {
        let suspects = &self.opened.examined.suspects;
        let of_sums = self.finding().map(|finding| suspects.said_of(&finding.rule, &finding.cells));
        let of_sums = of_sums.filter(|said| !said.messages.is_empty());
        of_sums.unwrap_or_else(|| suspects.readings_of(self.cells()))
    }

    /// How many of the cells that the selected item speaks of were not read with certainty.
    #[must_use]
    pub fn unsure(&self) -> usize {
        self.opened.examined.report.unsure(self.cells())
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

    /// The rule that the selected item is about.
    #[must_use]
    pub fn rule(&self) -> Option<&str> {
        let finding = self.finding().map(|finding| &finding.rule);
        let undecided = self.undecided().map(|undecided| &undecided.rule);
        let lapsed = self.lapsed().map(|judgement| &judgement.evidence.rule);
        finding.or(undecided).or(lapsed).map(String::as_str)
    }

    /// The term of the unfolded card that the cursor stands on.
    #[must_use]
    pub fn term(&self) -> Option<&Term> {
        if self.card == Card::Folded {
            return None;
        }
        self.finding()?.proof.as_ref()?.terms().nth(self.term)
    }

    /// The marked cell, by its position in the form: the one that is meant, and none where none is.
    #[must_use]
    pub fn mark(&self) -> Option<usize> {
        if self.focus == Pane::Tables {
            return Some(self.cell);
        }
        let here = &self.opened.form.cells.get(self.cell)?.id;
        let is_meant = match self.term().map(|term| &term.source) {
            Some(TermSource::Cell(id)) => id == here,
            Some(TermSource::LastYear(_) | TermSource::Prose(_) | TermSource::Constant) => false,
            None => self.cells().contains(here),
        };
        is_meant.then_some(self.cell)
    }

    /// The marked cell as it was read.
    #[must_use]
    pub fn marked(&self) -> Option<&Cell> {
        self.opened.examined.report.cells.get(self.mark()?)
    }

    /// What the selected finding concerns where it speaks of no cell.
    #[must_use]
    pub fn extent(&self) -> Option<Extent<'_>> {
        let finding = self.finding().filter(|finding| finding.cells.is_empty())?;
        let Some(place) = finding.span else { return Some(Extent::Whole) };
        let mut sections = self.opened.examined.report.sections.iter();
        let section = sections.find(|section| section.span.start <= place.start && place.start < section.span.end)?;
        Some(Extent::Section(&section.title))
    }

    /// The place in the text that everything points at: the marked cell's while the tables have the focus, that of the
    /// selected term while the card is unfolded, else the selected finding's.
    #[must_use]
    pub fn place(&self) -> Option<Span> {
        if self.focus == Pane::Tables {
            return self.marked().and_then(|cell| cell.span);
        }
        if let (FindingsView::Chain, Some(chain)) = (self.view, &self.opened.examined.chain) {
            let cell = &chain.rows.get(self.chain_row)?.cell;
            return self.opened.examined.report.cell(cell)?.span;
        }
        if let Some(term) = self.term() {
            return match &term.source {
                TermSource::Cell(id) => self.opened.examined.report.cell(id)?.span,
                TermSource::Prose(span) => Some(*span),
                TermSource::LastYear(_) | TermSource::Constant => None,
            };
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
