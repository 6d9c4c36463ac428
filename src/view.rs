//! Draws a `State`; changes nothing and decides nothing.

use ratatui::Frame;
use ratatui::buffer::Buffer;

use crate::app::{Dialog, Screen, State};
use crate::config::{Theme, Words};
use crate::text;

mod bars;
mod card;
mod chain;
mod compare;
mod dialogs;
mod explain;
mod findings;
mod help;
mod pen;
mod proof;
mod queue;
mod returned;
mod review;
mod say;
mod source;
mod suspects;
mod tables;

use pen::Pen;

/// Draws the whole screen.
pub fn draw(state: &State, theme: &Theme, words: &Words, frame: &mut Frame) {
    let area = frame.area();
    let mut pen = Pen { buffer: frame.buffer_mut(), theme, words, borders: state.setup.borders };
    match state.screen {
        Screen::Queue => queue::draw(&mut pen, state),
        Screen::Review => review::draw(&mut pen, state),
    }
    // The terminal's cursor is shown in a text field only.
    let cursor = match &state.dialog {
        Some(Dialog::Reason { wanted, field, asked }) => Some(dialogs::reason(&mut pen, state, (wanted, field, asked))),
        Some(Dialog::Filter { field, .. }) => Some(dialogs::filter(&mut pen, state, field)),
        Some(Dialog::ConfirmQuit) => {
            dialogs::confirm_quit(&mut pen, state);
            None
        }
        Some(Dialog::Help { top }) => {
            help::draw(&mut pen, state, *top);
            None
        }
        Some(Dialog::Explain { rule, top }) => {
            explain::draw(&mut pen, state, rule, *top);
            None
        }
        None => None,
    };
    sweep(frame.buffer_mut());
    if let Some(cursor) = cursor.filter(|at| area.contains(*at)) {
        frame.set_cursor_position(cursor);
    }
}

/// The last look at the finished screen: whatever could move the cursor or hide text becomes a question mark.
fn sweep(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if cell.symbol().chars().any(text::is_unprintable) {
            cell.set_symbol("?");
        }
    }
}
