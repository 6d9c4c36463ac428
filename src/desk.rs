//! The outside of the desk: threads, one channel, the terminal, signals, and performing what `app::update` asks for.
//! Decides nothing about reports.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvError, Sender};
use std::thread;

use ratatui::crossterm::terminal;
use ratatui::layout::Size;

use crate::app::{Borders, Effect, Msg, Setup, State, update};
use crate::archive::{Archive, Unused};
use crate::config::{Config, Theme, Words};
use crate::examine::Knowledge;
use crate::inbox::{self, Hints, Inbox, Plan};
use crate::model::Phrase;
use crate::store::{Store, current_reviewer};

mod clerk;
mod input;
mod log;
mod pipeline;
mod reader;
mod screen;
mod signals;

use clerk::{Clerk, Request};
use log::Log;
use pipeline::Pipeline;
use reader::Reader;
use screen::Screen;

/// Times on the screen are China's: servers there may lack time zone tables, and there is one zone.
const UTC_OFFSET: i32 = 8 * 3600;

/// What the desk needs to open.
#[derive(Debug)]
pub struct Office {
    pub config: Config,
    pub knowledge: Knowledge,
    pub archive: Archive,
    /// What of last year's folders is of no use; the reviewer is told.
    pub unused: Vec<Unused>,
}

/// Why the desk does not open; the screen was not touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub Phrase);

/// What reaches the main thread.
#[derive(Debug)]
enum Event {
    Said(Msg),
    /// Another program asks us to stop for a while, as Ctrl-Z does.
    Suspend,
}

/// Opens the desk and stays until the reviewer or the system ends it.
///
/// # Errors
/// The inbox is no folder, the store does not open, or there is no terminal.
pub fn run(office: Office) -> Result<(), Refused> {
    let Office { config, knowledge, archive, unused } = office;
    let settings = &config.settings;
    let log = Log::beside(&settings.store);
    require_folder(&settings.inbox)?;
    let stores = [open_store(&settings.store)?, open_store(&settings.store)?];
    let [pipeline_store, clerk_store] = stores;
    let entries = clerk_store.entries().map_err(|error| Refused(error.phrase()))?;
    let size = terminal::size().map_err(|error| no_terminal(&error))?;
    let reader = Reader::new(knowledge, archive, log.clone());

    let (events, inbound) = mpsc::channel();
    let (requests, asked) = mpsc::channel();
    for entry in &entries {
        say(&events, Msg::Checked(Box::new(entry.clone())));
    }
    for message in unused_messages(&unused) {
        log.note(&message.en);
        say(&events, Msg::Failed(message));
    }
    let mut state = State::new(Setup {
        lang: settings.lang,
        keymap: config.keymap.clone(),
        size: Size::new(size.0, size.1),
        inbox: settings.inbox.display().to_string(),
        utc_offset: UTC_OFFSET,
        borders: if settings.ascii_borders { Borders::Ascii } else { Borders::Lines },
    });

    // Signals first: from here on a hang-up leaves in good order.
    signals::listen(events.clone()).map_err(|error| no_terminal(&error))?;
    let clerk = Clerk::new(clerk_store, reader.clone(), current_reviewer(), &entries, events.clone());
    let clerk = spawn("clerk", move || clerk.work(&asked))?;
    let mut pipeline = Pipeline::new(pipeline_store, reader, settings.inbox.clone(), events.clone(), log.clone());
    let plan = Plan {
        folder: settings.inbox.clone(),
        settle: settings.settle,
        rescan: settings.rescan,
        max_bytes: u64::try_from(pipeline.limit()).unwrap_or(u64::MAX),
        hints: Hints::FromKernel,
    };
    let inbox = Inbox::open(plan, move |arrived| pipeline.take(arrived)).map_err(|error| no_terminal(&error))?;
    screen::guard_against_panics(log.clone());
    let screen = Screen::enter(state.setup.size).map_err(|error| no_terminal(&error))?;
    spawn("input", move || input::read(&events))?;

    let words = Words::load(config.settings.lang);
    let mut desk = Desk { screen, requests, theme: config.theme, words, log };
    desk.work(&mut state, &inbound);

    let Desk { screen, requests, .. } = desk;
    screen.leave();
    drop(inbox);
    // The clerk first finishes what was asked for: a decision on its way is written.
    drop(requests);
    // A panic of the clerk is in the log.
    let _ = clerk.join();
    Ok(())
}

/// The main thread's belongings.
struct Desk {
    screen: Screen,
    requests: Sender<Request>,
    theme: Theme,
    words: Words,
    log: Log,
}

/// Whether the loop goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    GoOn,
    Leave,
}

impl Desk {
    /// The only loop: sleeps until something happens, lets all of it happen, draws once.
    fn work(&mut self, state: &mut State, inbound: &Receiver<Event>) {
        let mut first: Result<Event, RecvError> = Ok(Event::Said(Msg::Resumed));
        while let Ok(event) = first {
            for event in std::iter::once(event).chain(inbound.try_iter()) {
                if self.happen(state, event) == Flow::Leave {
                    return;
                }
            }
            if let Err(error) = self.screen.draw(state, &self.theme, &self.words) {
                self.log.note(&format!("the terminal is gone: {error}"));
                return;
            }
            if self.tell(state, Msg::Drawn) == Flow::Leave {
                return;
            }
            first = inbound.recv();
        }
    }

    fn happen(&mut self, state: &mut State, event: Event) -> Flow {
        match event {
            Event::Said(message) => self.tell(state, message),
            Event::Suspend => self.perform(state, Effect::Suspend),
        }
    }

    fn tell(&mut self, state: &mut State, message: Msg) -> Flow {
        for effect in update(state, message) {
            if self.perform(state, effect) == Flow::Leave {
                return Flow::Leave;
            }
        }
        Flow::GoOn
    }

    fn perform(&mut self, state: &mut State, effect: Effect) -> Flow {
        match effect {
            Effect::Open(report) => self.ask(Request::Open(report)),
            Effect::Decide(decision) => self.ask(Request::Decide(decision)),
            Effect::Copy(text) => self.screen.copy(&text),
            Effect::Repaint => self.screen.forget(),
            Effect::Suspend => {
                if let Err(error) = self.screen.suspend() {
                    self.log.note(&format!("cannot suspend: {error}"));
                }
                if let Ok((columns, rows)) = terminal::size() {
                    update(state, Msg::Resize(Size::new(columns, rows)));
                }
                return self.tell(state, Msg::Resumed);
            }
            Effect::Quit => return Flow::Leave,
        }
        Flow::GoOn
    }

    fn ask(&self, request: Request) {
        if self.requests.send(request).is_err() {
            self.log.note("the clerk is gone");
        }
    }
}

/// Says something to the main thread. When it has left, nobody needs to hear it.
fn say(events: &Sender<Event>, message: Msg) {
    let _ = events.send(Event::Said(message));
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<thread::JoinHandle<()>, Refused> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map_err(|error| no_terminal(&error))
}

fn open_store(path: &std::path::Path) -> Result<Store, Refused> {
    Store::open(path).map_err(|error| {
        let why = error.phrase();
        let path = path.display();
        Refused(Phrase::new(
            format!("打不开数据库 {path}：{}", why.zh),
            format!("cannot open the store {path}: {}", why.en),
        ))
    })
}

fn require_folder(inbox: &PathBuf) -> Result<(), Refused> {
    #[expect(clippy::disallowed_methods, reason = "the desk looks whether the inbox is there")]
    match std::fs::read_dir(inbox) {
        Ok(_) => Ok(()),
        Err(error) => {
            let why = inbox::phrase(&error);
            let folder = inbox.display();
            Err(Refused(Phrase::new(
                format!("收件文件夹 {folder} {}", why.zh),
                format!("the inbox folder {folder}: {}", why.en),
            )))
        }
    }
}

fn no_terminal(error: &std::io::Error) -> Refused {
    Refused(Phrase::new(format!("无法使用终端：{error}"), format!("cannot use the terminal: {error}")))
}

/// What of last year's folders is of no use: each file, so that none is silently ignored.
fn unused_messages(unused: &[Unused]) -> Vec<Phrase> {
    let message = |unused: &Unused| {
        let path = unused.path.display();
        Phrase::new(
            format!("往年报告 {path}：{}", unused.why.zh),
            format!("report of an earlier year {path}: {}", unused.why.en),
        )
    };
    unused.iter().map(message).collect()
}
