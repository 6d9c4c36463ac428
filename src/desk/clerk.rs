//! The clerk: answers the desk from the store, writes decisions, and sees what other desks have written.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::Context;
use jiff::Timestamp;

use super::intake::keep;
use super::journal::Journal;
use super::past::Memory;
use crate::app::{Answer, Msg, Opened};
use crate::examine::Knowledge;
use crate::model::{DoubtBound, Entry, Firing, Judgements, NewDecision, NewJudgement, Phrase, ReportId, Reviewer};
use crate::store::{Store, StoreError, current_reviewer};
use crate::trial;

/// How often to look whether another desk has written. A look is one cheap query and sends nothing when nothing changed.
const LOOK: Duration = Duration::from_secs(2);

/// How long at least between two counts of how often the rules fire.
const COUNT_PAUSE: Duration = Duration::from_secs(5);

/// What the clerk is asked to do.
#[derive(Debug)]
pub(super) enum Request {
    /// Bring a report to the screen.
    Open(ReportId),
    /// Write a decision.
    Decide(NewDecision),
    /// Write a judgement.
    Judge(NewJudgement),
    /// Something was added: see what changed.
    Look,
    /// The desk is closing; what was asked before is done first.
    Finish,
}

/// The clerk as the desk knows it.
#[derive(Debug)]
pub(super) struct Clerk {
    requests: Sender<Request>,
    thread: JoinHandle<()>,
}

impl Clerk {
    /// Starts the clerk, who first brings every line of the queue.
    pub(super) fn start(
        store: Store,
        memory: Memory,
        knowledge: Arc<Knowledge>,
        send: Sender<Msg>,
        journal: Journal,
        doubt: DoubtBound,
    ) -> anyhow::Result<Self> {
        let (requests, asked) = mpsc::channel();
        let mut work = Work {
            store,
            memory,
            knowledge,
            send,
            journal,
            reviewer: current_reviewer(),
            revision: None,
            told: BTreeMap::new(),
            doubt,
            counted: None,
            doubted: BTreeMap::new(),
            shown: None,
            in_trouble: false,
        };
        let thread = thread::Builder::new()
            .name("clerk".to_owned())
            .spawn(move || work.run(&asked))
            .context("no thread can be started")?;
        Ok(Self { requests, thread })
    }

    /// A way to reach the clerk from another thread.
    pub(super) fn requests(&self) -> Sender<Request> {
        self.requests.clone()
    }

    /// Asks; the answer comes as a message. A clerk who is gone has said why.
    pub(super) fn ask(&self, request: Request) {
        let _ = self.requests.send(request);
    }

    /// Lets the clerk finish what was asked, then waits for the end.
    pub(super) fn finish(self) {
        self.ask(Request::Finish);
        drop(self.requests);
        // A panic was reported by the panic hook.
        let _ = self.thread.join();
    }
}

/// Lines that changed, and what stands on the report on the screen where that did.
type Changed = (Vec<Entry>, Option<(ReportId, Judgements)>);

struct Work {
    store: Store,
    memory: Memory,
    knowledge: Arc<Knowledge>,
    send: Sender<Msg>,
    journal: Journal,
    reviewer: Reviewer,
    /// The store's revision at the last look.
    revision: Option<i64>,
    /// The lines as the desk knows them.
    told: BTreeMap<ReportId, Entry>,
    doubt: DoubtBound,
    /// When the firings of the rules were last counted, and at which revision.
    counted: Option<(Instant, i64)>,
    /// The rules in doubt as the desk knows them.
    doubted: BTreeMap<String, Firing>,
    /// The report that was opened last, and what stands on it as the desk knows it.
    shown: Option<(ReportId, Judgements)>,
    in_trouble: bool,
}

impl Work {
    fn run(&mut self, asked: &Receiver<Request>) {
        self.look();
        loop {
            match asked.recv_timeout(LOOK) {
                Ok(Request::Open(report)) => self.open(report),
                Ok(Request::Decide(decision)) => self.decide(decision),
                Ok(Request::Judge(judgement)) => self.judge(judgement),
                Ok(Request::Look) | Err(RecvTimeoutError::Timeout) => {}
                Ok(Request::Finish) | Err(RecvTimeoutError::Disconnected) => return,
            }
            self.look();
        }
    }

    /// Tells the desk what has changed since the last look, or once that the store is in trouble.
    fn look(&mut self) {
        match self.bring() {
            Ok(()) => {
                if std::mem::take(&mut self.in_trouble) {
                    self.tell(Msg::Mended);
                }
            }
            Err(error) if !self.in_trouble => {
                self.in_trouble = true;
                let why = self.noted(&error);
                self.tell(Msg::Failed(why));
            }
            Err(_) => {}
        }
    }

    /// What stands on the report on the screen, then every line that has changed, the oldest first: the order in which
    /// they came. Then the rules in doubt.
    fn bring(&mut self) -> Result<(), StoreError> {
        let (changed, judged) = self.changed()?;
        if let Some((report, standing)) = judged {
            self.shown = Some((report, standing.clone()));
            self.tell(Msg::Judgements(report, standing));
        }
        for entry in changed {
            self.told.insert(entry.report, entry.clone());
            self.tell(Msg::Checked(Box::new(entry)));
        }
        if let Some(doubted) = self.doubted()? {
            self.doubted.clone_from(&doubted);
            self.tell(Msg::Doubted(doubted));
        }
        Ok(())
    }

    fn changed(&mut self) -> Result<Changed, StoreError> {
        let revision = self.store.revision()?;
        if self.revision == Some(revision) {
            return Ok((Vec::new(), None));
        }
        let entries = self.store.entries()?;
        let judged = self.judged_since()?;
        self.revision = Some(revision);
        let changed = entries.into_iter().rev().filter(|entry| self.told.get(&entry.report) != Some(entry)).collect();
        Ok((changed, judged))
    }

    /// What stands on the report on the screen, where that is not what the desk knows.
    fn judged_since(&self) -> Result<Option<(ReportId, Judgements)>, StoreError> {
        let Some((report, known)) = &self.shown else { return Ok(None) };
        let standing = self.store.judgements(*report)?;
        Ok((standing != *known).then_some((*report, standing)))
    }

    /// The rules in doubt, where they are others than before. Counted when the store has changed, and not at every change
    /// while a folder is being read.
    fn doubted(&mut self) -> Result<Option<BTreeMap<String, Firing>>, StoreError> {
        let Some(revision) = self.revision else { return Ok(None) };
        if self.counted.is_some_and(|(at, counted)| counted == revision || at.elapsed() < COUNT_PAUSE) {
            return Ok(None);
        }
        let doubted = self.store.firings()?.doubted(self.doubt);
        self.counted = Some((Instant::now(), revision));
        Ok((doubted != self.doubted).then_some(doubted))
    }

    /// Reads the original anew: a few milliseconds, and always by the rules of today.
    fn open(&mut self, report: ReportId) {
        let msg = match self.opened(report) {
            Ok(Ok(opened)) => Msg::Opened(Box::new(opened)),
            Ok(Err(why)) => Msg::NotOpened(report, why),
            Err(error) => Msg::NotOpened(report, self.noted(&error)),
        };
        self.tell(msg);
    }

    fn opened(&mut self, report: ReportId) -> Result<Result<Opened, Phrase>, StoreError> {
        let bytes = self.store.original(report)?;
        let name = self.store.entry(report)?.path;
        let (knowledge, memory) = (Arc::clone(&self.knowledge), &self.memory);
        let examined = match trial::examine(&name, &bytes, &knowledge, |read| memory.beside(read, Some(report))) {
            Ok(examined) => examined,
            Err(refusal) => return Ok(Err(refusal.message)),
        };
        let reading = keep(&mut self.store, report, &examined, &knowledge)?;
        let entry = self.store.entry(report)?;
        let judgements = self.store.judgements(report)?;
        self.shown = Some((report, judgements.clone()));
        let form = Arc::new(knowledge.form(&examined.report.form).clone());
        let rules = Arc::new(knowledge.rules.marks());
        Ok(Ok(Opened { entry, reading, examined, judgements, form, rules }))
    }

    fn judge(&mut self, asked: NewJudgement) {
        let report = asked.report;
        let judged = self.store.judge(asked.clone(), &self.reviewer, Timestamp::now().as_second());
        let answer = judged.and_then(|judged| Ok((judged, self.store.judgements(report)?, self.store.entry(report)?)));
        let msg = match answer {
            Ok((judged, standing, entry)) => {
                self.told.insert(report, entry.clone());
                if self.shown.as_ref().is_some_and(|(shown, _)| *shown == report) {
                    self.shown = Some((report, standing.clone()));
                }
                Msg::Judged(Box::new(Answer { asked, judged, standing, entry }))
            }
            Err(error) => Msg::NotJudged(Box::new(asked), self.noted(&error)),
        };
        self.tell(msg);
    }

    fn decide(&mut self, decision: NewDecision) {
        let report = decision.report;
        let recorded = self.store.decide(decision, &self.reviewer, Timestamp::now().as_second());
        let answer = recorded.and_then(|recorded| Ok((recorded, self.store.entry(report)?)));
        let msg = match answer {
            Ok((recorded, entry)) => {
                self.told.insert(report, entry.clone());
                Msg::Recorded(recorded, Box::new(entry))
            }
            Err(error) => Msg::NotRecorded(report, self.noted(&error)),
        };
        self.tell(msg);
    }

    fn noted(&self, error: &StoreError) -> Phrase {
        self.journal.note(&format!("store: {error:?}"));
        error.phrase()
    }

    /// When the desk is gone there is nobody left to tell.
    fn tell(&self, msg: Msg) {
        let _ = self.send.send(msg);
    }
}
