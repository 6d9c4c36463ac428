//! The proof card of the selected finding: its sum term by term with the cursor on one of them, what the finding says, the
//! clause that it rests on, and the suspects.

use ratatui::layout::Rect;

use super::findings::{judged, message};
use super::pen::Pen;
use super::proof::{self, CardLine};
use super::suspects;
use crate::app::{Review, State};
use crate::config::Role;
use crate::model::Proof;
use crate::text;

/// What is told beside the sum has at least so many columns, or stands below it.
const NARROWEST: u16 = 30;

/// Between the sum and what stands beside it.
const GAP: u16 = 2;

/// Rows of what was said of the finding and of its message, where room is scarce.
const FEW: usize = 3;

/// Draws the card; its first row is a rule with the title.
pub(super) fn draw(pen: &mut Pen, state: &State, review: &Review, proof: &Proof, area: Rect) {
    let title = title(review);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let (columns, room) = (usize::from(body.width), usize::from(body.height));
    let (shared, lines) = proof::card(proof, review, pen, columns);
    pen.rule(area, 0, format!("{title}  {shared}").trim_end());
    let told = Told::of(pen, state, review, columns, usize::MAX);
    if lines.len() + told.rows() <= room {
        let sum_at = told.above.len();
        text_from(pen, body, 0, &told.above);
        sum(pen, review, Rect { y: body.y + narrow(sum_at), height: narrow(lines.len()), ..body }, &lines);
        text_from(pen, body, sum_at + lines.len(), &told.below);
        return;
    }
    let widest = narrow(lines.iter().map(|line| text::width(&line.text)).max().unwrap_or(0));
    if body.width >= widest + GAP + NARROWEST {
        let beside = Rect { x: body.x + widest + GAP, width: body.width - widest - GAP, ..body };
        let told = Told::of(pen, state, review, usize::from(beside.width), room);
        sum(pen, review, Rect { width: widest, ..body }, &lines);
        text_from(pen, beside, 0, &told.above);
        text_from(pen, beside, told.above.len(), &told.below);
        return;
    }
    // The cell that the sum points at is never cut off, and of the sum the cursor's term is in sight.
    let told = Told::of(pen, state, review, columns, room.div_ceil(2));
    let foot = told.below.len().min(room);
    sum(pen, review, Rect { height: narrow(room - foot), ..body }, &lines);
    text_from(pen, body, room - foot, &told.below);
}

/// The rule, and that it is in doubt where it is.
fn title(review: &Review) -> String {
    let rule = review.rule().unwrap_or_default();
    review.doubt().map_or_else(|| rule.to_owned(), |doubt| format!("{rule}  {doubt}"))
}

/// What is told beside the figures.
struct Told {
    /// What was said of the finding, and what it says.
    above: Vec<String>,
    /// The clause and the suspects.
    below: Vec<String>,
}

impl Told {
    /// All of it, or as much as goes into so many rows.
    fn of(pen: &Pen, state: &State, review: &Review, columns: usize, room: usize) -> Self {
        let few = if room == usize::MAX { usize::MAX } else { FEW };
        let mut above = text::fill_at_most(&judged(pen, review, state.setup.utc_offset), columns, few);
        above.extend(text::fill_at_most(message(pen, review).unwrap_or_default(), columns, few));
        above.retain(|line| !line.is_empty());
        let mut below = clause(pen, state, review, columns, few.min(room.saturating_sub(above.len() + 2)));
        let left = room.saturating_sub(above.len() + below.len());
        below.extend(suspects::lines(pen, review, columns, left.max(1)));
        Self { above, below }
    }

    fn rows(&self) -> usize {
        self.above.len() + self.below.len()
    }
}

/// The clause that the rule rests on.
fn clause(pen: &Pen, state: &State, review: &Review, columns: usize, rows: usize) -> Vec<String> {
    let rule = review.rule().and_then(|id| state.setup.knowledge.rules.find(id));
    match rule.map(|rule| rule.source.as_str()) {
        None | Some("") => Vec::new(),
        Some(_) if rows == 0 => Vec::new(),
        Some(source) => text::fill_at_most(&format!("{} {source}", pen.words.say("rule-source")), columns, rows),
    }
}

/// The sum, around the cursor's term where not all of it fits.
fn sum(pen: &mut Pen, review: &Review, area: Rect, lines: &[CardLine]) {
    let height = usize::from(area.height);
    let is_here = |line: &CardLine| line.term == Some(review.term);
    let here = lines.iter().position(is_here).unwrap_or(0);
    // What follows the last term belongs to it.
    let is_last = lines[here.min(lines.len())..].iter().skip(1).all(|line| line.term.is_none());
    let last_top = lines.len().saturating_sub(height);
    let top = if is_last { last_top.min(here) } else { here.saturating_sub(height / 2).min(last_top) };
    for (row, line) in (0..area.height).zip(lines.iter().skip(top)) {
        let role = if is_here(line) { Role::Selected } else { Role::Plain };
        pen.text(area, row, &line.text, role);
    }
}

fn text_from(pen: &mut Pen, area: Rect, row: usize, lines: &[String]) {
    for (row, line) in (narrow(row)..area.height).zip(lines) {
        pen.text(area, row, line, Role::Plain);
    }
}

/// A number of rows or columns; no screen has more than this can say.
fn narrow(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
