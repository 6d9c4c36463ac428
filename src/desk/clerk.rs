//! Opens reports and writes decisions, and notices what other desks have written. On a thread of its own, so that no
//! decision waits behind files that are being read.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::log::now;
use super::reader::Reader;
use super::{Event, say};
use crate::app::{Msg, Opened};
use crate::model::{Entry, NewDecision, Phrase, ReportId, Reviewer};
use crate::store::{Store, StoreError};

/// How often the store is asked whether another desk has written. Costs one small query and, when nothing has changed,
/// no byte on the wire.
const LOOK: Duration = Duration::from_secs(2);

/// What the main thread asks for.
#[derive(Debug)]
pub(super) enum Request {
    Open(ReportId),
    Decide(NewDecision),
}

/// The desk's other connection to the store.
pub(super) struct Clerk {
    store: Store,
    reader: Reader,
    reviewer: Reviewer,
    /// Every line of the queue as it was last told.
    told: HashMap<ReportId, Entry>,
    revision: i64,
    events: Sender<Event>,
    is_failing: bool,
}

impl Clerk {
    pub(super) fn new(
        store: Store,
        reader: Reader,
        reviewer: Reviewer,
        entries: &[Entry],
        events: Sender<Event>,
    ) -> Self {
        let told = entries.iter().map(|entry| (entry.report, entry.clone())).collect();
        Self { store, reader, reviewer, told, revision: -1, events, is_failing: false }
    }

    /// Answers until nobody can ask any more; everything asked before that is done.
    pub(super) fn work(mut self, asked: &Receiver<Request>) {
        loop {
            match asked.recv_timeout(LOOK) {
                Ok(Request::Open(report)) => {
                    let answer = self.open(report);
                    say(&self.events, answer);
                }
                Ok(Request::Decide(decision)) => {
                    let answer = self.decide(decision);
                    say(&self.events, answer);
                }
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn open(&mut self, report: ReportId) -> Msg {
        match self.read(report) {
            Ok(Ok(opened)) => Msg::Opened(opened),
            Ok(Err(why)) => Msg::NotOpened(report, why),
            Err(error) => Msg::NotOpened(report, error.phrase()),
        }
    }

    /// Reads the report anew, by today's rules and with today's reports of last year.
    fn read(&mut self, report: ReportId) -> Result<Result<Box<Opened>, Phrase>, StoreError> {
        let bytes = self.store.original(report)?;
        let examined = match self.reader.examine(&bytes, &self.store) {
            Ok(examined) => examined,
            Err(refusal) => return Ok(Err(refusal.message)),
        };
        let reading = self.reader.keep(report, &examined, &mut self.store)?;
        let entry = self.entry(report)?;
        let form = self.reader.form(&examined.report.form);
        Ok(Ok(Box::new(Opened { entry, reading, examined, form })))
    }

    fn decide(&mut self, decision: NewDecision) -> Msg {
        let report = decision.report;
        let recorded = self.store.decide(decision, &self.reviewer, now());
        match recorded.and_then(|recorded| Ok((recorded, self.entry(report)?))) {
            Ok((recorded, entry)) => Msg::Recorded(recorded, Box::new(entry)),
            Err(error) => Msg::NotRecorded(report, error.phrase()),
        }
    }

    fn entry(&mut self, report: ReportId) -> Result<Entry, StoreError> {
        let entry = self.store.entry(report)?;
        self.told.insert(report, entry.clone());
        Ok(entry)
    }

    /// Tells what has changed in the store since the last look.
    fn look(&mut self) {
        match self.changed() {
            Ok(changed) => {
                if std::mem::take(&mut self.is_failing) {
                    say(&self.events, Msg::Mended);
                }
                for entry in changed {
                    say(&self.events, Msg::Checked(Box::new(entry)));
                }
            }
            Err(error) => {
                if !std::mem::replace(&mut self.is_failing, true) {
                    say(&self.events, Msg::Failed(error.phrase()));
                }
            }
        }
    }

    fn changed(&mut self) -> Result<Vec<Entry>, StoreError> {
        let revision = self.store.revision()?;
        if revision == self.revision {
            return Ok(Vec::new());
        }
        let mut changed = self.store.entries()?;
        changed.retain(|entry| self.told.get(&entry.report) != Some(entry));
        for entry in &changed {
            self.told.insert(entry.report, entry.clone());
        }
        self.revision = revision;
        Ok(changed)
    }
}
