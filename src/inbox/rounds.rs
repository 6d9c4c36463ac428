//! The inbox's own thread: listens for hints, makes its rounds, and sends what has settled.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::names::is_ignored;
use super::reading::{self, Content, Found, Listing};
use super::settling::{Next, Settling, Sign, Stamp};
use super::{Arrived, Hints, Plan};

/// How long to wait at most before looking again for a folder that was lost.
const RETURN: Duration = Duration::from_secs(1);

/// What wakes the thread.
#[derive(Debug)]
pub(super) enum Heard {
    Event(notify::Result<Event>),
    Stop,
}

/// Whether the files of a scan were there before us.
#[derive(Debug, Clone, Copy)]
enum Round {
    First,
    Later,
}

/// The kernel's hints.
struct Watch {
    /// Ends when it is dropped.
    _watcher: RecommendedWatcher,
    /// The folder as its events name it: free of links.
    folder: PathBuf,
    /// Which folder stood there; `None` when only a part of it could be watched, so that the next scan tries again.
    identity: Option<(u64, u64)>,
}

pub(super) struct Rounds<S> {
    plan: Plan,
    stopping: Arc<AtomicBool>,
    /// Given to each new watcher.
    heard: Sender<Heard>,
    send: S,
    settling: Settling,
    watch: Option<Watch>,
    unwatched_said: bool,
    lost: bool,
    round: Round,
    next_scan: Instant,
}

impl<S: FnMut(Arrived) -> ControlFlow<()>> Rounds<S> {
    pub(super) fn new(plan: Plan, stopping: Arc<AtomicBool>, heard: Sender<Heard>, send: S) -> Self {
        let settling = Settling::new(plan.settle);
        let next_scan = Instant::now();
        let round = Round::First;
        Self {
            plan,
            stopping,
            heard,
            send,
            settling,
            watch: None,
            unwatched_said: false,
            lost: false,
            round,
            next_scan,
        }
    }

    /// Runs until it is stopped or `send` breaks.
    pub(super) fn run(mut self, listen: &Receiver<Heard>) {
        let mut hints = BTreeMap::new();
        loop {
            if self.make_round(std::mem::take(&mut hints)).is_break() {
                return;
            }
            let next = self.settling.next_due().map_or(self.next_scan, |due| due.min(self.next_scan));
            let first = match listen.recv_timeout(next.saturating_duration_since(Instant::now())) {
                Ok(heard) => Some(heard),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            for heard in first.into_iter().chain(listen.try_iter()) {
                match heard {
                    Heard::Event(event) => {
                        if self.hear(event, &mut hints).is_break() {
                            return;
                        }
                    }
                    Heard::Stop => return,
                }
            }
        }
    }

    /// Everything that can be done now.
    fn make_round(&mut self, hints: BTreeMap<PathBuf, Sign>) -> ControlFlow<()> {
        if Instant::now() >= self.next_scan {
            self.scan()?;
        }
        for (path, sign) in hints {
            self.visit(&path, sign)?;
        }
        for path in self.settling.due(Instant::now()) {
            self.visit(&path, Sign::Seen)?;
        }
        ControlFlow::Continue(())
    }

    /// Notes which paths an event speaks of; the newest event on a path counts.
    fn hear(&mut self, event: notify::Result<Event>, hints: &mut BTreeMap<PathBuf, Sign>) -> ControlFlow<()> {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                self.next_scan = Instant::now();
                return self.unwatched(error);
            }
        };
        // An overflow of the kernel's queue names no path.
        if event.need_rescan() {
            self.next_scan = Instant::now();
            return ControlFlow::Continue(());
        }
        let Some(sign) = sign(event.kind) else { return ControlFlow::Continue(()) };
        let Some(watch) = &self.watch else { return ControlFlow::Continue(()) };
        for path in &event.paths {
            match path.strip_prefix(&watch.folder) {
                Ok(inside) if inside.as_os_str().is_empty() => self.next_scan = Instant::now(),
                Ok(inside) if is_ignored(inside) => {}
                Ok(inside) => note(hints, self.plan.folder.join(inside), sign, event.kind),
                Err(_) => {}
            }
        }
        ControlFlow::Continue(())
    }

    /// Looks through the whole folder: the truth.
    fn scan(&mut self) -> ControlFlow<()> {
        self.next_scan = Instant::now() + self.plan.rescan;
        let identity = match reading::identity(&self.plan.folder) {
            Ok(identity) => identity,
            Err(error) => return self.lose(error),
        };
        // The watch comes first: what arrives after the listing is then heard.
        if self.watch.as_ref().is_none_or(|watch| watch.identity != Some(identity)) {
            self.arm(identity)?;
        }
        let listing = match reading::list(&self.plan.folder, &self.plan.folder) {
            Ok(listing) => listing,
            Err(error) => return self.lose(error),
        };
        if std::mem::take(&mut self.lost) {
            (self.send)(Arrived::Back)?;
        }
        let unreadable = listing.unreadable.iter().map(|(path, _)| path);
        self.settling
            .keep(&listing.files.iter().map(|(path, _)| path).chain(unreadable).cloned().collect::<BTreeSet<_>>());
        let round = std::mem::replace(&mut self.round, Round::Later);
        self.take_all(listing, |stamp| match round {
            Round::First => Sign::Stood(reading::age(stamp)),
            Round::Later => Sign::Seen,
        })
    }

    /// The folder cannot be looked through.
    fn lose(&mut self, error: io::Error) -> ControlFlow<()> {
        self.next_scan = Instant::now() + self.plan.rescan.min(RETURN);
        self.watch = None;
        self.settling.keep(&BTreeSet::new());
        self.round = Round::First;
        if std::mem::replace(&mut self.lost, true) {
            return ControlFlow::Continue(());
        }
        (self.send)(Arrived::Lost(error))
    }

    /// Asks the kernel for hints on the folder as it stands now.
    fn arm(&mut self, identity: (u64, u64)) -> ControlFlow<()> {
        self.watch = None;
        match self.plan.hints {
            Hints::None => return ControlFlow::Continue(()),
            Hints::FromKernel => {}
        }
        match start_watch(&self.plan.folder, identity, self.heard.clone()) {
            Ok((watch, None)) => {
                self.watch = Some(watch);
                self.unwatched_said = false;
                ControlFlow::Continue(())
            }
            Ok((watch, Some(error))) => {
                self.watch = Some(watch);
                self.unwatched(error)
            }
            Err(error) => self.unwatched(error),
        }
    }

    fn unwatched(&mut self, error: notify::Error) -> ControlFlow<()> {
        if std::mem::replace(&mut self.unwatched_said, true) {
            return ControlFlow::Continue(());
        }
        (self.send)(Arrived::Unwatched(io::Error::other(error)))
    }

    /// Looks at one path that was hinted at or is due.
    fn visit(&mut self, path: &Path, sign: Sign) -> ControlFlow<()> {
        match reading::look(&self.plan.folder, path) {
            Found::File(stamp) => self.take(path, stamp, sign),
            Found::Folder => {
                // What comes between this listing and the kernel's watch on the new folder is heard by nobody.
                self.next_scan = self.next_scan.min(Instant::now() + self.plan.settle);
                match reading::list(&self.plan.folder, path) {
                    Ok(listing) => self.take_all(listing, |_| sign),
                    Err(error) => self.complain(path, error),
                }
            }
            Found::Nothing => {
                self.settling.forget(path);
                ControlFlow::Continue(())
            }
            Found::Unreadable(error) => self.complain(path, error),
        }
    }

    fn take_all(&mut self, listing: Listing, sign: impl Fn(Stamp) -> Sign) -> ControlFlow<()> {
        for (path, stamp) in listing.files {
            self.take(&path, stamp, sign(stamp))?;
        }
        for (path, error) in listing.unreadable {
            self.complain(&path, error)?;
        }
        ControlFlow::Continue(())
    }

    /// Reads a file and sends it, when it has settled.
    fn take(&mut self, path: &Path, stamp: Stamp, sign: Sign) -> ControlFlow<()> {
        if self.stopping.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        match self.settling.look(path, stamp, sign, Instant::now()) {
            Next::Read => {}
            Next::Wait | Next::Nothing => return ControlFlow::Continue(()),
        }
        match reading::read(path, self.plan.max_bytes) {
            Content::Whole(bytes, read) => {
                self.settling.done(path, read);
                (self.send)(Arrived::File { path: path.to_owned(), bytes })
            }
            Content::Changed(now) => {
                self.settling.changed(path, now, Instant::now());
                ControlFlow::Continue(())
            }
            Content::Nothing => {
                self.settling.forget(path);
                ControlFlow::Continue(())
            }
            Content::Unreadable(reason) => {
                self.settling.done(path, stamp);
                (self.send)(Arrived::Unreadable { path: path.to_owned(), reason })
            }
        }
    }

    /// Says once that something cannot even be looked at: it has no stamp, so the empty one stands for it.
    fn complain(&mut self, path: &Path, reason: io::Error) -> ControlFlow<()> {
        let unknown = Stamp::default();
        match self.settling.look(path, unknown, Sign::Stood(Duration::MAX), Instant::now()) {
            Next::Nothing => return ControlFlow::Continue(()),
            Next::Read | Next::Wait => {}
        }
        self.settling.done(path, unknown);
        (self.send)(Arrived::Unreadable { path: path.to_owned(), reason })
    }
}

/// Starts to watch the folder. The path is freed of links first: notify does not look behind a link at the root. When only a
/// part can be watched (a closed subfolder, the kernel's limits), the error says why.
fn start_watch(
    folder: &Path,
    identity: (u64, u64),
    heard: Sender<Heard>,
) -> notify::Result<(Watch, Option<notify::Error>)> {
    let folder = fs::canonicalize(folder).map_err(notify::Error::io)?;
    let handler = move |event: notify::Result<Event>| {
        // Every look at a file, our own included, is an event; most say nothing about its content.
        if event.as_ref().is_ok_and(|event| sign(event.kind).is_none() && !event.need_rescan()) {
            return;
        }
        // When the inbox is gone, nobody needs to be told.
        let _ = heard.send(Heard::Event(event));
    };
    let mut watcher = RecommendedWatcher::new(handler, Config::default().with_follow_symlinks(false))?;
    let partial = watcher.watch(&folder, RecursiveMode::Recursive).err();
    let identity = partial.is_none().then_some(identity);
    Ok((Watch { _watcher: watcher, folder, identity }, partial))
}

/// What an event says about a file; `None` for what concerns no content.
fn sign(kind: EventKind) -> Option<Sign> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Some(Sign::Complete),
        EventKind::Access(_) => None,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => {
            Some(Sign::Seen)
        }
    }
}

/// Keeps the newest word on a path. A change of owner or time, or a rename told a second time, takes nothing back.
fn note(hints: &mut BTreeMap<PathBuf, Sign>, path: PathBuf, sign: Sign, kind: EventKind) {
    match kind {
        EventKind::Modify(ModifyKind::Metadata(_) | ModifyKind::Name(_)) if sign == Sign::Seen => {
            hints.entry(path).or_insert(sign);
        }
        EventKind::Any
        | EventKind::Access(_)
        | EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Other => {
            hints.insert(path, sign);
        }
    }
}
