//! The outside of the desk: threads, one channel, the terminal, and the performing of effects. Decides nothing itself.
//!
//! Main waits for messages, updates and draws; `inbox` reads what arrives into the store; `clerk` answers from the store;
//! `afresh` checks what was stored under other rules; `keyboard` and `signals` listen. Values move through channels;
//! nothing is shared but what never changes.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use anyhow::Context;

use crate::app::{self, Borders, Earlier, Effect, Msg, Setup, State};
use crate::archive::Shelves;
use crate::config::{Keymap, Settings, Theme, Words};
use crate::examine::Knowledge;
use crate::inbox::{Hints, Inbox, Plan};
use crate::model::Phrase;
use crate::store::{Store, StoreError};
use crate::view;

mod afresh;
mod calendar;
mod clerk;
mod intake;
mod journal;
mod listen;
mod past;
mod terminal;
pub mod wire;

pub(crate) use calendar::today;

use afresh::Afresh;
use calendar::BEIJING;
use clerk::{Clerk, Request};
use journal::Journal;
use past::Memory;
use terminal::{Terminal, size_now};

/// Everything that a desk is opened with.
#[derive(Debug)]
pub struct Office {
    pub settings: Settings,
    pub knowledge: Knowledge,
    /// Earlier years, published versions and the facts of the round.
    pub shelves: Shelves,
    pub keymap: Keymap,
    pub theme: Theme,
    pub words: Words,
}

/// Why a desk cannot be opened, in words for the person who started it.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Something is wrong with the surroundings, and what to do.
    #[error("{}", .0.zh)]
    Refused(Phrase),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// Opens the desk and stays until the reviewer leaves or the connection ends.
///
/// # Errors
/// `Refused` when the inbox is not there, the store cannot be opened or there is no terminal: all before the screen is
/// entered. `Other` when the terminal fails later.
pub fn run(office: Office) -> Result<(), DeskError> {
    let Office { settings, knowledge, shelves, keymap, theme, words } = office;
    if !settings.inbox.is_dir() {
        return Err(DeskError::Refused(no_inbox(&settings.inbox)));
    }
    let journal = Journal::beside(&settings.store);
    let open = || Store::open(&settings.store).map_err(|error| DeskError::Refused(error.phrase()));
    let (intake_store, intake_memory) = (open()?, open()?);
    let (clerk_store, clerk_memory) = (open()?, open()?);
    let (afresh_store, afresh_memory) = (open()?, open()?);
    let knowledge = Arc::new(knowledge);
    let shelves = Arc::new(shelves);

    let mut terminal = Terminal::enter(&journal)?;
    let (send, messages) = mpsc::channel();
    listen::keyboard(send.clone())?;
    listen::signals(send.clone())?;
    let memory = Memory::new(clerk_memory, Arc::clone(&shelves), Arc::clone(&knowledge));
    let clerk =
        Clerk::start(clerk_store, memory, Arc::clone(&knowledge), send.clone(), journal.clone(), settings.doubt)?;
    Afresh {
        store: afresh_store,
        memory: Memory::new(afresh_memory, Arc::clone(&shelves), Arc::clone(&knowledge)),
        knowledge: Arc::clone(&knowledge),
        clerk: clerk.requests(),
        send: send.clone(),
        journal: journal.clone(),
    }
    .start()?;
    let memory = Memory::new(intake_memory, shelves, Arc::clone(&knowledge));
    let known = Arc::clone(&knowledge);
    let intake = intake::Intake::new(&settings.inbox, intake_store, memory, knowledge, clerk.requests(), send, journal);
    let inbox = Inbox::open(plan(&settings), intake.into_receiver()).context("the inbox cannot be started")?;

    let setup = Setup {
        lang: settings.lang,
        keymap,
        size: size_now(),
        inbox: settings.inbox.display().to_string(),
        utc_offset: BEIJING,
        borders: if settings.ascii_borders { Borders::Ascii } else { Borders::Lines },
        knowledge: known,
        earlier: if settings.last_year.is_empty() { Earlier::NotGiven } else { Earlier::Given },
    };
    let mut state = State::new(setup);
    let ended = attend(&mut state, &mut terminal, &messages, &clerk, &theme, &words);
    // The terminal is given back first: a slow disk must not hold the reviewer's screen.
    drop(terminal);
    // The inbox is told to stop and not waited for: a file that takes long to read must not hold the reviewer, and what
    // was not stored yet is found again at the next start.
    drop(inbox);
    clerk.finish();
    Ok(ended?)
}

/// The loop: one message or a burst of them, then one frame.
fn attend(
    state: &mut State,
    terminal: &mut Terminal,
    messages: &Receiver<Msg>,
    clerk: &Clerk,
    theme: &Theme,
    words: &Words,
) -> anyhow::Result<()> {
    loop {
        terminal.draw(state.setup.size, |frame| view::draw(state, theme, words, frame))?;
        app::update(state, Msg::Drawn);
        let Ok(first) = messages.recv() else { return Ok(()) };
        for msg in std::iter::once(first).chain(messages.try_iter()) {
            if matches!(msg, Msg::Resumed) {
                app::update(state, Msg::Resize(terminal.resume()?));
            }
            for effect in app::update(state, msg) {
                match effect {
                    Effect::Open(report) => clerk.ask(Request::Open(report)),
                    Effect::Decide(decision) => clerk.ask(Request::Decide(decision)),
                    Effect::Judge(judgement) => clerk.ask(Request::Judge(judgement)),
                    Effect::Copy(text) => terminal.copy(&text)?,
                    Effect::Suspend => terminal.suspend()?,
                    Effect::Repaint => terminal.forget(),
                    Effect::Quit => return Ok(()),
                }
            }
        }
    }
}

fn plan(settings: &Settings) -> Plan {
    Plan {
        folder: settings.inbox.clone(),
        settle: settings.settle,
        rescan: settings.rescan,
        max_bytes: crate::document::Limits::default().bytes as u64,
        hints: Hints::FromKernel,
    }
}

fn no_inbox(folder: &Path) -> Phrase {
    let folder = folder.display();
    Phrase::new(
        format!("收件目录 {folder} 不存在或不是文件夹；请先建立该目录，或在命令行写明收件目录"),
        format!("the inbox {folder} is not there or is no folder: make it first, or name another on the command line"),
    )
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.phrase())
    }
}
