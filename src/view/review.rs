//! The review screen: three panes between the status line and the keys.

use super::pen::Pen;
use super::{bars, chain, findings, source, tables};
use crate::app::{FindingsView, Pane, Panes, Shown, State, inner, panes};
use crate::config::{Mode, Role};
use crate::model::{Entry, ReportId};
use crate::text;

/// Draws the review screen.
pub(super) fn draw(pen: &mut Pen, state: &State) {
    match &state.shown {
        None => {}
        Some(Shown::Refused(report)) => refused(pen, state, *report),
        Some(Shown::Report(review)) => {
            let panes = panes(state.setup.size, review.focus);
            bars::report(pen, state, panes.status);
            let is_chain = review.view == FindingsView::Chain;
            for pane in Pane::ALL {
                let role = if pane == review.focus { Role::Focus } else { Role::Border };
                let area = panes.of(pane);
                match pane {
                    Pane::Source => source::draw(pen, review, area, role),
                    Pane::Findings if is_chain => chain::draw(pen, review, panes.chain(), role),
                    Pane::Tables if is_chain => {}
                    Pane::Tables => tables::draw(pen, review, area, role),
                    Pane::Findings => findings::draw(pen, state, review, area, role),
                }
            }
            bars::footer(pen, state, panes.footer, Mode::Review);
        }
    }
}

/// A file that could not be read: why, in large plain words, and what to do.
fn refused(pen: &mut Pen, state: &State, report: ReportId) {
    let Panes { status, footer, .. } = panes(state.setup.size, Pane::Findings);
    bars::report(pen, state, status);
    bars::footer(pen, state, footer, Mode::Review);
    let Some(entry) = state.entry(report) else { return };
    let area = super::queue::body(state);
    pen.frame(area, &pen.words.say("refused-title"), Role::Error);
    let inside = inner(area).inner(ratatui::layout::Margin::new(2, 1));
    let columns = usize::from(inside.width);
    let mut row = 0;
    for (text, role) in sentences(pen, entry) {
        for line in text::fill(&text, columns) {
            pen.text(inside, row, &line, role);
            row += 1;
        }
        row += 1;
    }
}

fn sentences(pen: &Pen, entry: &Entry) -> [(String, Role); 3] {
    let why = entry.refusal.as_ref().map_or("", |refusal| refusal.text(pen.words.lang()));
    [
        (text::safe(&entry.path).into_owned(), Role::Title),
        (why.to_owned(), Role::Error),
        (pen.words.say("refused-advice"), Role::Plain),
    ]
}
