//! The state of the desk and the only function that changes it. No input, no output, no clock.

use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Size;

use crate::config::Keymap;
use crate::examine::Examined;
use crate::model::{Entry, Lang, NewDecision, Phrase, ReadingId, Recorded, ReportId};

/// Everything that can happen to the desk.
#[derive(Debug)]
pub enum Msg {
    Key(KeyEvent),
    /// A bracketed paste.
    Paste(String),
    Resize(Size),
    /// A report was listed for the first time, or its line has changed (new reading, new decision, superseded).
    Checked(Box<Entry>),
    /// The report that was asked for is ready to be shown.
    Opened(Box<Opened>),
    /// The report that was asked for cannot be shown.
    NotOpened(ReportId, Phrase),
    /// The store has answered a decision; the line is as it stands now.
    Recorded(Recorded, Box<Entry>),
    /// The store could not take a decision on this report: nothing was written.
    NotRecorded(ReportId, Phrase),
    /// Something in the surroundings went wrong (folder gone, disk full): shown in one line and kept for the help screen.
    Failed(Phrase),
    /// What `Failed` said before is over.
    Mended,
    /// The current state has been drawn.
    Drawn,
    /// The terminal is ours again after a suspension; everything must be drawn anew.
    Resumed,
    /// The connection or the terminal is gone, or the system asks us to stop.
    Hangup,
}

/// What the desk must do in the outside world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    Open(ReportId),
    Decide(NewDecision),
    /// Copy to the reviewer's own clipboard (OSC 52).
    Copy(String),
    Suspend,
    /// Forget what the terminal shows and draw all of it.
    Repaint,
    Quit,
}

/// A report on its way to the screen.
#[derive(Debug, Clone)]
pub struct Opened {
    pub entry: Entry,
    pub reading: ReadingId,
    pub examined: Examined,
}

/// What the desk starts with.
#[derive(Debug, Clone)]
pub struct Setup {
    pub lang: Lang,
    pub keymap: Keymap,
    pub size: Size,
    /// The folder that is watched, as the reviewer wrote it.
    pub inbox: String,
    /// Seconds between local time and UTC, to print times with.
    pub utc_offset: i32,
}

/// All that the screen shows.
#[derive(Debug)]
pub struct State {
    pub setup: Setup,
}

impl State {
    /// An empty desk.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        Self { setup }
    }
}

/// The only function that changes `State`.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let _ = (state, msg);
    Vec::new()
}
