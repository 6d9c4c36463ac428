//! One report under review: the cursor, what it points at, and which rows of each pane are in sight.

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::layout::Size;

use super::chain::{first_row, furthest_back, split_chain};
use super::compare::{CompareRow, compare_rows};
use super::findings::{FindingRow, Item, finding_rows, items};
use super::layout::{Pane, inner, panes, scrolled, split_findings};
use super::message::Message;
use super::source::{SourceRow, rows_of, same_place, source_rows};
use super::tables::{TableRow, has_common_head, line_of, table_rows};
use super::{Opened, Screen, Shown, State};
use crate::config::Words;
use crate::model::{Judgements, Lang, Phrase, ReportId, Term, TermSource};
use crate::recheck::{Recheck, recheck};

mod pointed;

pub use pointed::Extent;

/// The report on the review screen.
#[derive(Debug)]
pub struct Review {
    pub opened: Opened,
    /// What became of the judgements that were made before this reading.
    pub recheck: Recheck,
    pub focus: Pane,
    /// What the cursor stands on; `None` when nothing was found and nothing is undecided.
    pub item: Option<Item>,
    /// The table that is shown, by its position in the form.
    pub table: usize,
    /// Where the cursor is in the tables, by its position in the form; `mark` tells whether it is shown there.
    pub cell: usize,
    pub card: Card,
    /// The term of the unfolded card that the cursor stands on, counted from the left side's first.
    pub term: usize,
    pub view: FindingsView,
    pub source_rows: Vec<SourceRow>,
    pub source_top: usize,
    pub finding_rows: Vec<FindingRow>,
    pub findings_top: usize,
    pub table_rows: Vec<TableRow>,
    pub tables_top: usize,
    pub compare_rows: Vec<CompareRow>,
    pub compare_top: usize,
    /// The rules in doubt, each with the words that say so.
    pub(super) doubted: Arc<BTreeMap<String, String>>,
    words: Words,
    /// The row of the chain that the cursor stands on.
    pub chain_row: usize,
    pub chain_top: usize,
    /// How many columns of the chain are left out at the newest end.
    pub chain_back: usize,
    lang: Lang,
    size: Size,
}

/// Whether the sum of the selected finding is written out term by term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Card {
    Folded,
    Unfolded,
}

/// What the findings pane shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingsView {
    List,
    /// 与上年对比
    Compare,
    /// 多年衔接: in the place of the tables, too.
    Chain,
}

impl Review {
    fn new(opened: Opened, doubted: Arc<BTreeMap<String, String>>, lang: Lang, size: Size) -> Self {
        let recheck = recheck(&opened.judgements, &opened.examined.checks, &opened.rules);
        let listed = items(&opened, &recheck, None);
        let mut review = Self {
            // What became of earlier judgements stands above the findings, and was said at opening.
            item: listed.iter().find(|item| **item != Item::Recheck).or(listed.first()).copied(),
            recheck,
            opened,
            focus: Pane::Findings,
            table: 0,
            cell: 0,
            card: Card::Folded,
            term: 0,
            view: FindingsView::List,
            source_rows: Vec::new(),
            source_top: 0,
            finding_rows: Vec::new(),
            findings_top: 0,
            table_rows: Vec::new(),
            tables_top: 0,
            compare_rows: Vec::new(),
            compare_top: 0,
            doubted,
            words: Words::load(lang),
            chain_row: 0,
            chain_top: 0,
            chain_back: 0,
            lang,
            size,
        };
        review.table_rows = table_rows(&review.opened.form, 0);
        review.point_at_item();
        review.rearrange(size);
        review
    }

    /// What stands on the findings.
    #[must_use]
    pub const fn judgements(&self) -> &Judgements {
        &self.opened.judgements
    }

    /// Takes in what stands on the findings now; the cursor stays where it is as far as that place is still there.
    pub(super) fn stand(&mut self, judgements: Judgements) {
        let finding = self.finding_index();
        self.opened.judgements = judgements;
        self.recheck = recheck(&self.opened.judgements, &self.opened.examined.checks, &self.opened.rules);
        let listed = items(&self.opened, &self.recheck, self.item);
        if !self.item.is_some_and(|item| listed.contains(&item)) {
            let next = match self.item {
                Some(Item::Reopened(index)) => index.checked_sub(1).map(Item::Reopened),
                Some(Item::Lapsed(index)) => index.checked_sub(1).map(Item::Lapsed),
                Some(Item::Recheck | Item::Finding(_) | Item::Group(_) | Item::Undecided(_) | Item::Notice(_))
                | None => None,
            };
            let still = next.filter(|item| listed.contains(item)).or(finding.map(Item::Finding));
            self.item = still.or(listed.first().copied());
            self.point_at_item();
        }
        self.settle();
    }

    /// Breaks everything anew for a size and brings the cursor into sight.
    pub(super) fn rearrange(&mut self, size: Size) {
        let panes_before = panes(self.size, self.focus);
        let panes = panes(size, self.focus);
        self.size = size;
        if self.source_rows.is_empty() || panes_before.source.width != panes.source.width {
            let rows = source_rows(&self.opened.examined.document, usize::from(inner(panes.source).width));
            self.source_top = same_place(&rows, self.source_rows.get(self.source_top));
            self.source_rows = rows;
        }
        let columns = usize::from(inner(panes.findings).width);
        self.compare_rows = compare_rows(&self.opened.examined, self.lang, columns);
        self.settle();
    }

    /// Lists the findings anew and scrolls each pane to the cursor where it is out of sight.
    pub(super) fn settle(&mut self) {
        let panes = panes(self.size, self.focus);
        let findings = inner(panes.findings);
        let columns = usize::from(findings.width);
        self.finding_rows = finding_rows(self, &self.words, columns);
        let split = split_findings(findings, panes.arrangement, self);
        self.scroll_findings(usize::from(split.list.height));
        let last = self.compare_rows.len().saturating_sub(usize::from(split.compare.height).saturating_sub(1));
        self.compare_top = self.compare_top.min(last);
        let head = usize::from(has_common_head(&self.opened.form, self.table));
        self.scroll_tables(usize::from(inner(panes.tables).height).saturating_sub(head));
        self.settle_chain();
        self.scroll_source(usize::from(inner(panes.source).height));
    }

    fn scroll_findings(&mut self, height: usize) {
        let is_here = |row: &FindingRow| row.item().is_some() && row.item() == self.item;
        let total = self.finding_rows.len();
        let Some(first) = self.finding_rows.iter().position(is_here) else {
            self.findings_top = self.findings_top.min(total.saturating_sub(height));
            return;
        };
        let end = first + self.finding_rows[first..].iter().take_while(|row| is_here(row)).count();
        // The first item takes its heading into sight with it.
        let first = if first <= 1 { 0 } else { first };
        self.findings_top = scrolled(self.findings_top, first, end, height, total);
    }

    fn scroll_tables(&mut self, height: usize) {
        let total = self.table_rows.len();
        let Some(line) = line_of(&self.table_rows, self.cell) else {
            self.tables_top = self.tables_top.min(total.saturating_sub(height));
            return;
        };
        self.tables_top = scrolled(self.tables_top, line, line + 1, height, total);
    }

    fn scroll_source(&mut self, height: usize) {
        let total = self.source_rows.len();
        self.source_top = self.source_top.min(total.saturating_sub(height));
        if self.focus == Pane::Source {
            return;
        }
        if let Some(place) = self.place() {
            let rows = rows_of(&self.source_rows, place);
            self.source_top = scrolled(self.source_top, rows.start, rows.end, height, total);
        }
    }

    /// Shows the table and marks the cell that the selected item speaks of, if it speaks of one.
    pub(super) fn point_at_item(&mut self) {
        let Some(cell) = self.cells().iter().find_map(|id| self.opened.form.position(id)) else { return };
        self.cell = cell;
        self.show_table(self.opened.form.cells[cell].table);
    }

    /// Points at what the selected item speaks of, or the selected term of its sum, unless the cursor walks the tables.
    pub(super) fn point_again(&mut self) {
        match self.focus {
            Pane::Findings if self.term().is_some() => self.point_at_term(),
            Pane::Findings => self.point_at_item(),
            Pane::Source | Pane::Tables => {}
        }
    }

    /// Writes the sum of the selected finding out; the cursor goes to the term of the marked cell.
    pub(super) fn unfold_card(&mut self) {
        let here = self.opened.form.cells.get(self.cell).map(|cell| &cell.id);
        let is_here = |term: &Term| matches!(&term.source, TermSource::Cell(id) if Some(id) == here);
        let proof = self.finding().and_then(|finding| finding.proof.as_ref());
        self.term = proof.and_then(|proof| proof.terms().position(is_here)).unwrap_or(0);
        self.card = Card::Unfolded;
        self.point_again();
    }

    /// Folds the card; everything points at the finding again.
    pub(super) fn fold_card(&mut self) {
        if self.card == Card::Unfolded {
            self.card = Card::Folded;
            self.point_again();
        }
    }

    /// Moves the cursor over the terms of the unfolded card, and the tables with it.
    pub(super) fn step_term(&mut self, steps: isize) {
        let terms = self.finding().and_then(|finding| finding.proof.as_ref()).map_or(0, |proof| proof.terms().count());
        self.term = self.term.saturating_add_signed(steps).min(terms.saturating_sub(1));
        self.point_at_term();
        self.settle();
    }

    /// Shows the table of the selected term. Of a figure of last year its row of this year is shown, and not marked.
    fn point_at_term(&mut self) {
        let Some(TermSource::Cell(id) | TermSource::LastYear(id)) = self.term().map(|term| &term.source) else {
            return;
        };
        let Some(cell) = self.opened.form.position(id) else { return };
        self.cell = cell;
        self.show_table(self.opened.form.cells[cell].table);
    }

    /// Shows a table; the mark stays where it is.
    pub(super) fn show_table(&mut self, table: usize) {
        if table != self.table {
            self.table = table;
            self.tables_top = 0;
            self.table_rows = table_rows(&self.opened.form, table);
        }
    }

    /// Moves the cursor over the findings by a number of steps, and everything with it.
    pub(super) fn step(&mut self, steps: isize) {
        let items = items(&self.opened, &self.recheck, self.item);
        let at = self.item.and_then(|item| items.iter().position(|other| *other == item)).unwrap_or(0);
        let to = at.saturating_add_signed(steps).min(items.len().saturating_sub(1));
        self.item = items.get(to).copied();
        self.card = Card::Folded;
        self.point_at_item();
        self.settle();
    }

    /// Moves the mark over the table by lines and by columns.
    pub(super) fn step_cell(&mut self, lines: isize, columns: isize) {
        let cells_of = |row: &TableRow| match row {
            TableRow::Line { cells, .. } => Some(cells.clone()),
            TableRow::Heading { .. } => None,
        };
        let all: Vec<_> = self.table_rows.iter().filter_map(cells_of).collect();
        let at = all.iter().position(|cells| cells.contains(&self.cell)).unwrap_or(0);
        let Some(here) = all.get(at) else { return };
        let column = if here.contains(&self.cell) { self.cell - here.start } else { 0 };
        let Some(there) = all.get(at.saturating_add_signed(lines).min(all.len() - 1)) else { return };
        let column = column.saturating_add_signed(columns).min(there.len().saturating_sub(1));
        self.cell = there.start + column;
        self.settle();
    }

    /// The height of the rows of a pane that a page key moves by.
    pub(super) fn page(&self) -> usize {
        usize::from(inner(panes(self.size, self.focus).of(self.focus)).height / 2).max(1)
    }

    /// Scrolls the text by rows.
    pub(super) fn scroll_source_by(&mut self, rows: isize) {
        self.source_top = self.source_top.saturating_add_signed(rows);
        self.settle();
    }

    /// Shows the chain of years, the cursor where the selected finding or the first break is.
    pub(super) fn show_chain(&mut self) {
        self.view = FindingsView::Chain;
        self.focus = Pane::Findings;
        self.card = Card::Folded;
        let finding = self.finding().map(|finding| (finding.rule.as_str(), finding.cells.as_slice()));
        self.chain_row = self.opened.examined.chain.as_ref().map_or(0, |chain| first_row(chain, finding));
        self.chain_back = 0;
        self.settle();
    }

    /// Moves the cursor over the rows of the chain.
    pub(super) fn step_chain(&mut self, rows: isize) {
        self.chain_row = self.chain_row.saturating_add_signed(rows);
        self.settle();
    }

    /// Brings older years of the chain into sight, or with negative columns newer ones.
    pub(super) fn scroll_chain_by(&mut self, columns: isize) {
        self.chain_back = self.chain_back.saturating_add_signed(columns);
        self.settle();
    }

    fn settle_chain(&mut self) {
        let Some(chain) = &self.opened.examined.chain else { return };
        let inside = inner(panes(self.size, self.focus).chain());
        self.chain_row = self.chain_row.min(chain.rows.len().saturating_sub(1));
        let furthest = furthest_back(chain, &self.opened.form, self.lang, usize::from(inside.width));
        self.chain_back = self.chain_back.min(furthest);
        let height = usize::from(split_chain(inside, chain.rows.len()).list.height);
        self.chain_top = scrolled(self.chain_top, self.chain_row, self.chain_row + 1, height, chain.rows.len());
    }

    /// Scrolls the comparison by rows.
    pub(super) fn scroll_compare_by(&mut self, rows: isize) {
        self.compare_top = self.compare_top.saturating_add_signed(rows);
        self.settle();
    }
}

/// Shows the report that was asked for; a late answer to an older question is dropped.
pub(super) fn opened(state: &mut State, opened: Opened) {
    let report = opened.entry.report;
    if state.opening != Some(report) {
        return;
    }
    state.opening = None;
    if matches!(state.message, Some(Message::Opening(_))) {
        state.message = None;
    }
    super::queue::put(state, opened.entry.clone());
    let review = Review::new(opened, Arc::clone(&state.doubted), state.setup.lang, state.setup.size);
    if review.opened.was_rechecked() && state.message.is_none() {
        state.message = Some(Message::Rechecked(review.recheck.tally()));
    }
    show(state, Shown::Report(Box::new(review)));
}

/// Says why the report that was asked for cannot be shown.
pub(super) fn not_opened(state: &mut State, report: ReportId, why: Phrase) {
    if state.opening == Some(report) {
        state.opening = None;
        state.message = Some(Message::CannotOpen(why));
    }
}

/// Brings something onto the review screen; it has not been drawn yet.
pub(super) fn show(state: &mut State, shown: Shown) {
    state.selected = Some(shown.report());
    state.shown = Some(shown);
    state.screen = Screen::Review;
    state.drawn = None;
    super::queue::keep_in_sight(state);
}
