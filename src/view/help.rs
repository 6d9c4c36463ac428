//! The help: every key, from the keymap, and what went wrong so far.

use super::pen::{Pen, Run};
use crate::app::{State, inner, page};
use crate::config::{Action, Mode, Role};
use crate::text::{self, Align};

/// Columns for the keys of an action.
const KEYS: usize = 22;

/// Draws the help over the screen.
pub(super) fn draw(pen: &mut Pen, state: &State, top: usize) {
    let area = page(pen.buffer.area.as_size());
    pen.clear(area);
    let inside = inner(area);
    let lines = lines(pen, state, usize::from(inside.width));
    let last_top = lines.len().saturating_sub(usize::from(inside.height));
    let top = top.min(last_top);
    let title = pen.words.say(if last_top == 0 { "help-title" } else { "help-title-more" });
    pen.frame(area, &title, Role::Focus);
    super::bars::page_keys(pen, state, area, Mode::Help);
    for (row, line) in (0..inside.height).zip(lines.iter().skip(top)) {
        pen.line(inside, row, line);
    }
}

fn lines(pen: &Pen, state: &State, columns: usize) -> Vec<Vec<Run>> {
    let mut lines = Vec::new();
    if !state.failures.is_empty() {
        lines.push(vec![pen.run(pen.words.say("help-failures"), Role::Error)]);
        for failure in state.failures.iter().rev().take(8) {
            for line in text::fill(failure.text(pen.words.lang()), columns.saturating_sub(2)) {
                lines.push(vec![pen.run(format!("  {line}"), Role::Plain)]);
            }
        }
        lines.push(Vec::new());
    }
    for mode in [Mode::Review, Mode::Queue, Mode::Anywhere, Mode::TextField] {
        let heading = match mode {
            Mode::Review => "help-review",
            Mode::Queue => "help-queue",
            Mode::TextField => "help-text-field",
            Mode::Anywhere | Mode::Help => "help-anywhere",
        };
        lines.push(vec![pen.run(pen.words.say(heading), Role::Title)]);
        for action in state.setup.keymap.actions(mode) {
            lines.push(key_line(pen, state, mode, action));
        }
        lines.push(Vec::new());
    }
    lines.extend(
        text::fill(&pen.words.say("help-signs"), columns).into_iter().map(|line| vec![pen.run(line, Role::Faint)]),
    );
    lines
}

fn key_line(pen: &Pen, state: &State, mode: Mode, action: Action) -> Vec<Run> {
    let keys: Vec<String> = state.setup.keymap.keys(mode, action).iter().map(ToString::to_string).collect();
    let keys = text::pad(&keys.join("  "), KEYS, Align::Left);
    vec![pen.run(format!("  {keys} "), Role::Key), pen.run(pen.words.say(action.doc()), Role::Plain)]
}
