//! The original text, with the place that the cursor points at reversed.

use ratatui::layout::Rect;

use super::pen::{Pen, Run};
use crate::app::{Extent, Pane, Review, SourceRow, inner};
use crate::config::Role;
use crate::config::words::Value;
use crate::text::glyphs;

/// Draws the text pane.
pub(super) fn draw(pen: &mut Pen, review: &Review, area: Rect, role: Role) {
    let title = pen.words.say(match review.focus {
        Pane::Source => "pane-source-focused",
        Pane::Tables | Pane::Findings => "pane-source",
    });
    let title = match review.extent() {
        None => title,
        Some(Extent::Whole) => format!("{title}  {}", pen.words.say("extent-whole")),
        Some(Extent::Section(section)) => {
            format!("{title}  {}", pen.words.say_with("extent-section", &[("section", Value::Text(section.trim()))]))
        }
    };
    pen.frame(area, &title, role);
    let inside = inner(area);
    let rows = review.source_rows.iter().skip(review.source_top);
    for (line, row) in (0..inside.height).zip(rows) {
        let runs = runs(pen, review, row);
        pen.line(inside, line, &runs);
    }
}

/// A row from left to right: what lies within the place is reversed, a blank cell as well when it is the place.
fn runs(pen: &Pen, review: &Review, row: &SourceRow) -> Vec<Run> {
    let place = review.place();
    let text = &review.opened.examined.document.text;
    let mut runs = Line { runs: Vec::new(), used: 0 };
    let mut rules = row.rules.iter().copied().peekable();
    for piece in &row.pieces {
        while let Some(rule) = rules.next_if(|rule| *rule < piece.column) {
            runs.rule(rule, pen.down());
        }
        runs.fill(piece.column);
        if piece.bytes.is_empty() {
            let is_meant = place.is_some_and(|place| place.range() == piece.bytes);
            let role = if is_meant { Role::Selected } else { Role::Plain };
            runs.push(role, &" ".repeat(usize::from(piece.columns)), piece.columns);
            continue;
        }
        for glyph in glyphs(text, piece.bytes.clone(), piece.reading) {
            let is_meant =
                place.is_some_and(|place| place.start <= glyph.source.start && glyph.source.end <= place.end);
            let role = if is_meant && !glyph.shown.trim().is_empty() { Role::Selected } else { Role::Plain };
            runs.push(role, &glyph.shown, 0);
        }
        runs.used = piece.column + piece.columns;
    }
    for rule in rules {
        runs.rule(rule, pen.down());
    }
    runs.runs.into_iter().map(|(role, text)| pen.run(text, role)).collect()
}

/// A line under construction.
struct Line {
    runs: Vec<(Role, String)>,
    used: u16,
}

impl Line {
    fn push(&mut self, role: Role, text: &str, columns: u16) {
        match self.runs.last_mut() {
            Some((last, run)) if *last == role => run.push_str(text),
            Some(_) | None => self.runs.push((role, text.to_owned())),
        }
        self.used += columns;
    }

    /// Blanks up to a column.
    fn fill(&mut self, column: u16) {
        let blanks = column.saturating_sub(self.used);
        if blanks > 0 {
            self.push(Role::Plain, &" ".repeat(usize::from(blanks)), blanks);
        }
    }

    fn rule(&mut self, column: u16, down: &str) {
        self.fill(column);
        self.push(Role::Border, down, 1);
    }
}
