//! What asks the reviewer for something: a reason, a filter, whether to leave.

use ratatui::layout::{Position, Rect};

use super::bars;
use super::pen::{Pen, Run};
use crate::app::{Asked, Field, State, queue_layout};
use crate::config::words::Value;
use crate::config::{Mode, Role};
use crate::model::{Severity, Verdict};
use crate::text;

/// The most findings that are listed above the reason.
const LISTED: usize = 5;

/// A place in the middle of the screen.
fn place(pen: &Pen, columns: u16, rows: u16) -> Rect {
    let screen = pen.buffer.area;
    let width = columns.min(screen.width);
    let height = rows.min(screen.height);
    Rect::new(screen.x + (screen.width - width) / 2, screen.y + (screen.height - height) / 2, width, height)
}

/// Draws a box with lines in it and gives back its inside.
fn dialog(pen: &mut Pen, title: &str, lines: &[Vec<Run>], role: Role) -> Rect {
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    let area = place(pen, 72, rows);
    pen.clear(area);
    pen.frame(area, title, role);
    let inside = area.inner(ratatui::layout::Margin::new(2, 1));
    for (row, line) in (0..inside.height).zip(lines) {
        pen.line(inside, row, line);
    }
    inside
}

/// Asks why a report with errors is approved, or why one is sent back.
pub(super) fn reason(pen: &mut Pen, state: &State, (verdict, field, asked): (Verdict, &Field, Asked)) -> Position {
    let name = state.shown_entry().and_then(|entry| entry.agency.as_deref()).unwrap_or_default();
    let (title, question, role) = match verdict {
        Verdict::Approved => ("reason-approve-title", "reason-approve-question", Role::Warning),
        Verdict::Rejected | Verdict::Withdrawn => ("reason-reject-title", "reason-reject-question", Role::Error),
    };
    let title = pen.words.say_with(title, &[("name", Value::Text(name))]);
    let columns = usize::from(pen.buffer.area.width.min(72)).saturating_sub(4);
    let mut lines = open_errors(pen, state, columns);
    for line in text::fill(&pen.words.say(question), columns) {
        lines.push(vec![pen.run(line, Role::Plain)]);
    }
    lines.push(Vec::new());
    let field_row = u16::try_from(lines.len()).unwrap_or(0);
    lines.push(Vec::new());
    lines.push(vec![match asked {
        Asked::Once => pen.run("", Role::Plain),
        Asked::Again => pen.run(pen.words.say("reason-needed"), Role::Error),
    }]);
    lines.push(Vec::new());
    let inside = dialog(pen, &title, &lines, role);
    let keys = Rect { x: inside.x, y: inside.bottom().saturating_sub(1), width: inside.width, height: 1 };
    if inside.height > field_row + 1 {
        bars::keys(pen, state, keys, Mode::TextField);
    }
    write(pen, inside, field_row.min(inside.height.saturating_sub(1)), field)
}

/// The errors of the report, as many as there is room for.
fn open_errors(pen: &Pen, state: &State, columns: usize) -> Vec<Vec<Run>> {
    let Some(review) = state.review() else { return Vec::new() };
    let errors: Vec<_> =
        review.opened.examined.checks.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    if errors.is_empty() {
        return Vec::new();
    }
    let count = [("count", Value::Number(errors.len()))];
    let mut lines = vec![vec![pen.run(pen.words.say_with("reason-errors", &count), Role::Error)]];
    for finding in errors.iter().take(LISTED) {
        let text = format!("  {:<7} {}", finding.rule, finding.message.text(pen.words.lang()));
        lines.push(vec![pen.run(text::cut(&text, columns), Role::Plain)]);
    }
    if errors.len() > LISTED {
        let more = [("count", Value::Number(errors.len() - LISTED))];
        lines.push(vec![pen.run(format!("  {}", pen.words.say_with("reason-more", &more)), Role::Plain)]);
    }
    lines.push(Vec::new());
    lines
}

/// Draws a field on a row, scrolled so that the cursor is in sight.
fn write(pen: &mut Pen, area: Rect, row: u16, field: &Field) -> Position {
    let columns = usize::from(area.width).saturating_sub(3);
    let (before, behind) = field.halves();
    let before = text::cut_start(before, columns).into_owned();
    let behind = text::cut(behind, columns.saturating_sub(text::width(&before))).into_owned();
    let at = u16::try_from(text::width(&before)).unwrap_or(0);
    let runs = [pen.run("> ", Role::Key), pen.run(before, Role::Plain), pen.run(behind, Role::Plain)];
    pen.line(area, row, &runs);
    Position::new(area.x.saturating_add(2).saturating_add(at), area.y + row)
}

/// The filter stands in the last line, below the list that it thins out.
pub(super) fn filter(pen: &mut Pen, state: &State, field: &Field) -> Position {
    let area = queue_layout(state.setup.size).footer;
    pen.clear(area);
    let label = pen.run(format!(" {} ", pen.words.say("filter-label")), Role::Key);
    let used = pen.line(area, 0, &[label]);
    let rest = Rect { x: area.x + used, width: area.width - used, ..area };
    let half = Rect { width: rest.width.min(rest.width / 2 + 8), ..rest };
    let cursor = write(pen, half, 0, field);
    let keys = Rect { x: half.right(), width: rest.width - half.width, ..rest };
    bars::keys(pen, state, keys, Mode::TextField);
    cursor
}

/// Asks before leaving while a decision is on its way to the store.
pub(super) fn confirm_quit(pen: &mut Pen, state: &State) {
    let columns = usize::from(pen.buffer.area.width.min(72)).saturating_sub(4);
    let mut lines: Vec<Vec<Run>> = Vec::new();
    for line in text::fill(&pen.words.say("quit-question"), columns) {
        lines.push(vec![pen.run(line, Role::Plain)]);
    }
    lines.push(Vec::new());
    for (key, word) in [(crate::config::Action::Submit, "quit-now"), (crate::config::Action::Back, "quit-stay")] {
        let keys = state.setup.keymap.keys(Mode::TextField, key);
        let key = keys.first().map_or_else(String::new, ToString::to_string);
        lines.push(vec![pen.run(format!("{key:<6}"), Role::Key), pen.run(pen.words.say(word), Role::Plain)]);
    }
    let title = pen.words.say("quit-title");
    dialog(pen, &title, &lines, Role::Warning);
}
