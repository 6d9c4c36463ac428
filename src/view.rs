//! Draws a `State`; changes nothing and decides nothing.

use ratatui::Frame;

use crate::app::State;
use crate::config::{Theme, Words};

/// Draws the whole screen.
pub fn draw(state: &State, theme: &Theme, words: &Words, frame: &mut Frame) {
    let _ = (state, theme, words, frame);
}
