//! Where each pane stands, for a size and a focus. Pure: `update` pages by it, `draw` places by it.

use ratatui::layout::{Constraint, Layout, Margin, Rect, Size};

use super::review::{Card, FindingsView, Review};

/// The three panes of the review screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    Source,
    Tables,
    Findings,
}

impl Pane {
    /// In the order of `Tab`.
    pub const ALL: [Self; 3] = [Self::Source, Self::Tables, Self::Findings];

    /// The pane after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Source => Self::Tables,
            Self::Tables => Self::Findings,
            Self::Findings => Self::Source,
        }
    }

    /// The pane before this one.
    #[must_use]
    pub const fn previous(self) -> Self {
        self.next().next()
    }
}

/// How the panes stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement {
    Columns,
    Stacked,
}

/// Where everything stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panes {
    pub arrangement: Arrangement,
    /// The line that says which report this is and how it stands.
    pub status: Rect,
    pub source: Rect,
    pub tables: Rect,
    pub findings: Rect,
    /// Keys, or the answer to the last one.
    pub footer: Rect,
}

impl Panes {
    /// The place of the chain of years: beside or below the text, where tables and findings stand otherwise.
    #[must_use]
    pub fn chain(&self) -> Rect {
        self.tables.union(self.findings)
    }

    /// The place of one pane.
    #[must_use]
    pub const fn of(&self, pane: Pane) -> Rect {
        match pane {
            Pane::Source => self.source,
            Pane::Tables => self.tables,
            Pane::Findings => self.findings,
        }
    }
}

/// From this width on, the panes stand side by side.
const COLUMNS_FROM: u16 = 110;

/// The panes of a screen of this size.
#[must_use]
pub fn panes(size: Size, focus: Pane) -> Panes {
    let whole = Rect::new(0, 0, size.width, size.height);
    let [status, body, footer] =
        Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)]).areas(whole);
    let (arrangement, [source, tables, findings]) = if size.width >= COLUMNS_FROM {
        (Arrangement::Columns, Layout::horizontal([Constraint::Fill(1); 3]).areas(body))
    } else {
        let small = small_pane(body.height);
        let share = |pane| if pane == focus { Constraint::Fill(1) } else { Constraint::Length(small) };
        (Arrangement::Stacked, Layout::vertical(Pane::ALL.map(share)).areas(body))
    };
    Panes { arrangement, status, source, tables, findings, footer }
}

/// Rows for a pane without the focus: five, three when the screen is low, none when it is tiny.
const fn small_pane(body: u16) -> u16 {
    match body {
        0..9 => 0,
        9..15 => 3,
        _ => 5,
    }
}

/// The inside of a frame.
#[must_use]
pub fn inner(pane: Rect) -> Rect {
    pane.inner(Margin::new(1, 1))
}

/// The most columns of a page: longer lines are hard to read.
const PAGE: u16 = 90;

/// The place of a page that lies over the screen: the help, a rule.
#[must_use]
pub fn page(size: Size) -> Rect {
    let width = size.width.min(PAGE);
    Rect::new((size.width - width) / 2, 0, width, size.height)
}

/// The parts of the findings pane: the list, the sum of the selected finding, last year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingsSplit {
    pub list: Rect,
    /// Its first row is a rule.
    pub detail: Rect,
    /// Its first row is a rule.
    pub compare: Rect,
}

/// The rows that say that there is nothing to compare with.
const NOTHING_TO_COMPARE: u16 = 3;

/// The parts of the findings pane's inside. Their heights depend on the pane and the report alone, not on the finding,
/// so that a step between findings moves nothing.
#[must_use]
pub fn split_findings(inside: Rect, arrangement: Arrangement, review: &Review) -> FindingsSplit {
    let height = inside.height;
    let (view, card) = (review.view, review.card);
    let compared = match review.compare_rows.len() {
        0 => NOTHING_TO_COMPARE,
        rows => u16::try_from(rows).unwrap_or(u16::MAX),
    };
    let (detail, compare) = match (view, arrangement, card) {
        (FindingsView::Compare | FindingsView::Chain, _, _) => (0, height),
        (FindingsView::List, _, Card::Unfolded) => (height, 0),
        (FindingsView::List, Arrangement::Columns, Card::Folded) if height >= 24 => {
            (height / 4, compared.saturating_add(1).min(height / 4))
        }
        (FindingsView::List, _, Card::Folded) if height >= 9 => (4, 0),
        (FindingsView::List, _, Card::Folded) => (0, 0),
    };
    let [list, detail, compare] =
        Layout::vertical([Constraint::Fill(1), Constraint::Length(detail), Constraint::Length(compare)]).areas(inside);
    FindingsSplit { list, detail, compare }
}

/// Where a view of `height` rows must begin so that the rows from `first` to before `end` are in sight. It stays where
/// it is when they are; otherwise they come to stand half a page in: scrolling costs the most bytes on the line.
#[must_use]
pub(super) fn scrolled(top: usize, first: usize, end: usize, height: usize, total: usize) -> usize {
    let last_top = total.saturating_sub(height);
    let end = end.max(first + 1).min(first + height.max(1));
    if first >= top && end <= top + height {
        return top.min(last_top);
    }
    first.saturating_sub(height / 2).min(last_top)
}
