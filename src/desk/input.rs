//! The keyboard, on a thread of its own: terminal events to messages.

use std::sync::mpsc::Sender;

use ratatui::crossterm::event::{self, KeyEventKind};
use ratatui::layout::Size;

use super::{Event, say};
use crate::app::Msg;

/// Reads until the terminal is gone.
pub(super) fn read(events: &Sender<Event>) {
    loop {
        match event::read() {
            Ok(event::Event::Key(key)) if key.kind != KeyEventKind::Release => say(events, Msg::Key(key)),
            Ok(event::Event::Paste(text)) => say(events, Msg::Paste(text)),
            Ok(event::Event::Resize(columns, rows)) => say(events, Msg::Resize(Size::new(columns, rows))),
            Ok(event::Event::Key(_) | event::Event::Mouse(_) | event::Event::FocusGained | event::Event::FocusLost) => {
            }
            Err(_) => return say(events, Msg::Hangup),
        }
    }
}
