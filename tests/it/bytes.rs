//! What goes over the wire: the real backend, writing to a byte vector.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use gouji::app::{Msg, State, update};
use gouji::config::{Colours, Theme, Words};
use gouji::model::Lang;
use gouji::view;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use crate::support::scene::{parse, review};

#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Desk {
    state: State,
    terminal: Terminal<CrosstermBackend<Wire>>,
    wire: Wire,
    frames: usize,
}

fn desk() -> Desk {
    let wire = Wire::default();
    let viewport = Viewport::Fixed(Rect::new(0, 0, 120, 40));
    let terminal = Terminal::with_options(CrosstermBackend::new(wire.clone()), TerminalOptions { viewport }).unwrap();
    Desk { state: review("bytes").at(120, 40).state, terminal, wire, frames: 0 }
}

impl Desk {
    /// One turn of the loop: every message of the queue, then one frame if there was any. Tells the bytes sent.
    fn turn(&mut self, messages: Vec<Msg>) -> usize {
        let before = self.wire.0.borrow().len();
        if !messages.is_empty() {
            for message in messages {
                update(&mut self.state, message);
            }
            let (theme, words) = (Theme::load(None, Colours::Sixteen).unwrap(), Words::load(Lang::Chinese));
            self.terminal.draw(|frame| view::draw(&self.state, &theme, &words, frame)).unwrap();
            update(&mut self.state, Msg::Drawn);
            self.frames += 1;
        }
        self.wire.0.borrow().len() - before
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
