//! What goes over the wire: the real backend, writing to a byte vector.

use gouji::app::{Msg, State, update};
use gouji::config::{Colours, Theme, Words};
use gouji::desk::wire::Wire;
use gouji::model::Lang;
use gouji::view;
use ratatui::layout::{Rect, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};

use crate::support::scene::{parse, review};

struct Desk {
    state: State,
    terminal: Terminal<Wire>,
    sent: Vec<u8>,
    frames: usize,
}

fn desk() -> Desk {
    let viewport = Viewport::Fixed(Rect::new(0, 0, 120, 40));
    let terminal = Terminal::with_options(Wire::new(Size::new(120, 40)), TerminalOptions { viewport }).unwrap();
    Desk { state: review("bytes").at(120, 40).state, terminal, sent: Vec::new(), frames: 0 }
}

impl Desk {
    /// One turn of the loop: every message of the queue, then one frame if there was any. Tells the bytes sent.
    fn turn(&mut self, messages: Vec<Msg>) -> usize {
        let before = self.sent.len();
        if !messages.is_empty() {
            for message in messages {
                update(&mut self.state, message);
            }
            let (theme, words) = (Theme::load(None, Colours::Sixteen).unwrap(), Words::load(Lang::Chinese));
            self.terminal.backend_mut().begin();
            self.terminal.draw(|frame| view::draw(&self.state, &theme, &words, frame)).unwrap();
            self.terminal.backend_mut().send(&mut self.sent).unwrap();
            update(&mut self.state, Msg::Drawn);
            self.frames += 1;
        }
        self.sent.len() - before
    }
}

fn keys(keys: &str) -> Vec<Msg> {
    parse(keys).into_iter().map(|key| Msg::Key(key.event())).collect()
}

#[test]
fn invariant_3_an_idle_screen_sends_zero_bytes() {
    let mut desk = desk();
    desk.turn(keys("k"));
    assert_eq!(desk.turn(vec![]), 0);
}

/// A step to a place that is in sight; scrolling a pane costs more and is done only when it must be.
#[test]
fn a_step_between_findings_sends_at_most_600_bytes() {
    let mut desk = desk();
    desk.turn(keys("k"));
    let mut in_sight = 0;
    for step in 1..7 {
        let before = tops(&desk.state);
        let sent = desk.turn(keys("j"));
        if tops(&desk.state) == before {
            in_sight += 1;
            assert!(sent <= 600, "step {step} sent {sent} B");
        }
    }
    assert!(in_sight >= 4, "only {in_sight} steps without scrolling");
}

fn tops(state: &State) -> (usize, usize, usize, usize) {
    let review = state.review().unwrap();
    (review.source_top, review.tables_top, review.findings_top, review.table)
}

#[test]
fn thirty_held_keys_are_one_frame() {
    let mut held = desk();
    held.turn(keys("k"));
    let sent = held.turn(keys(&"j".repeat(30)));
    assert_eq!(held.frames, 2);
    let mut each = desk();
    each.turn(keys("k"));
    let one_by_one: usize = (0..30).map(|_| each.turn(keys("j"))).sum();
    assert!(sent < one_by_one, "held {sent} B, one by one {one_by_one} B");
}

#[test]
fn what_is_sent_shows_what_was_drawn() {
    let mut desk = desk();
    let mut shown = vt100::Parser::new(40.try_into().unwrap(), 120.try_into().unwrap(), 0);
    let mut largest = (0, "");
    for step in [
        "k",
        "j",
        "j",
        "j",
        "=",
        "<tab>",
        "jjjj",
        "<pagedown>",
        "t",
        "<tab>",
        "d",
        "jjj",
        "d",
        "?",
        "<esc>",
        "a",
        "<esc>",
        "<esc>",
    ] {
        let from = desk.sent.len();
        desk.turn(keys(step));
        largest = largest.max((desk.sent.len() - from, step));
        shown.process(&desk.sent[from..]);
        let rows: Vec<String> = shown.screen().rows(0, 120).map(|row| row.trim_end().to_owned()).collect();
        let buffer = crate::support::scene::drawn(&desk.state);
        let drawn: Vec<String> =
            crate::support::screen::glyphs(&buffer).lines().map(|row| row.trim_end().to_owned()).collect();
        assert_eq!(rows, drawn, "after {step}");
    }
    assert!(largest.0 <= 12_000, "the step {} sent {} B", largest.1, largest.0);
}
