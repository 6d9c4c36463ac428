//! The original text, with the place that the cursor points at reversed.

use ratatui::layout::Rect;

use super::pen::{Pen, Run};
use crate::app::{Pane, Review, inner};
use crate::config::Role;
use crate::text::glyphs;

/// Draws the text pane.
pub(super) fn draw(pen: &mut Pen, review: &Review, area: Rect, role: Role) {
    let title = pen.words.say(match review.focus {
        Pane::Source => "pane-source-focused",
        Pane::Tables | Pane::Findings => "pane-source",
    });
    pen.frame(area, &title, role);
    let inside = inner(area);
    let rows = review.source_rows.iter().skip(review.source_top);
    for (line, row) in (0..inside.height).zip(rows) {
        let runs = runs(pen, review, row);
        pen.line(inside, line, &runs);
    }
}

/// A row in pieces: what lies within the place is reversed.
fn runs(pen: &Pen, review: &Review, row: &crate::app::SourceRow) -> Vec<Run> {
    let place = review.place();
    let mut runs: Vec<(Role, String)> = Vec::new();
    for glyph in glyphs(&review.opened.examined.document.text, row.bytes.clone(), row.reading) {
        let is_meant = place.is_some_and(|place| place.start <= glyph.source.start && glyph.source.end <= place.end);
        let role = if is_meant && !glyph.shown.trim().is_empty() { Role::Selected } else { Role::Plain };
        match runs.last_mut() {
            Some((last, text)) if *last == role => text.push_str(&glyph.shown),
            Some(_) | None => runs.push((role, glyph.shown.into_owned())),
        }
    }
    runs.into_iter().map(|(role, text)| pen.run(text, role)).collect()
}
