//! What the inbox says, to the store and to the screen. Runs on the inbox's thread.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::log::{Log, now};
use super::reader::Reader;
use super::{Event, say};
use crate::app::Msg;
use crate::examine::Examined;
use crate::inbox::{self, Arrived};
use crate::model::{Entry, Phrase};
use crate::parse::agency_key;
use crate::store::{Arrival, Store, StoreError};

/// How often and after how long a file is offered again to a store that fails, as a full disk does.
const TRIES: u32 = 30;
const PAUSE: Duration = Duration::from_secs(2);

/// From an arrived file to a line of the queue.
pub(super) struct Pipeline {
    store: Store,
    reader: Reader,
    inbox: PathBuf,
    events: Sender<Event>,
    log: Log,
}

impl Pipeline {
    pub(super) fn new(store: Store, reader: Reader, inbox: PathBuf, events: Sender<Event>, log: Log) -> Self {
        Self { store, reader, inbox, events, log }
    }

    /// The most bytes that are read of a file.
    pub(super) fn limit(&self) -> usize {
        self.reader.limit()
    }

    /// Takes in what the inbox says.
    pub(super) fn take(&mut self, arrived: Arrived) -> ControlFlow<()> {
        match arrived {
            Arrived::File { path, bytes } => return self.until_stored(&path, |pipeline| pipeline.file(&path, &bytes)),
            Arrived::Unreadable { path, reason } => {
                return self.until_stored(&path, |pipeline| pipeline.unreadable(&path, &reason));
            }
            Arrived::Lost(reason) => {
                let why = inbox::phrase(&reason);
                self.fail(Phrase::new(
                    format!("收件文件夹 {}：{}", self.inbox.display(), why.zh),
                    format!("the inbox folder {}: {}", self.inbox.display(), why.en),
                ));
            }
            Arrived::Back => say(&self.events, Msg::Mended),
            Arrived::Unwatched(reason) => self.fail(Phrase::new(
                format!("系统不通知文件变化（{reason}），新文件会晚一些出现"),
                format!("the system sends no file events ({reason}): new files appear a little later"),
            )),
        }
        ControlFlow::Continue(())
    }

    /// Repeats until the store has it, for a while: no file is lost because a disk was full for a minute.
    fn until_stored(&mut self, path: &Path, store: impl Fn(&mut Self) -> Result<Entry, StoreError>) -> ControlFlow<()> {
        for attempt in 0..TRIES {
            match store(self) {
                Ok(entry) => {
                    if attempt > 0 {
                        say(&self.events, Msg::Mended);
                    }
                    let said = self.events.send(Event::Said(Msg::Checked(Box::new(entry))));
                    return if said.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
                }
                Err(error) => {
                    let why = error.phrase();
                    let path = inbox::shown(&self.inbox, path);
                    self.fail(Phrase::new(
                        format!("{path} 未能入库：{}", why.zh),
                        format!("{path} could not be stored: {}", why.en),
                    ));
                    thread::sleep(PAUSE);
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn file(&mut self, path: &Path, bytes: &[u8]) -> Result<Entry, StoreError> {
        match self.reader.examine(bytes, &self.store) {
            Ok(examined) => self.examined(path, bytes, &examined),
            Err(refusal) => {
                let hash = blake3::hash(bytes).to_hex();
                self.refused(path, &hash, bytes, &refusal.message)
            }
        }
    }

    fn examined(&mut self, path: &Path, bytes: &[u8], examined: &Examined) -> Result<Entry, StoreError> {
        let agency = examined.report.agency.as_ref().map(|agency| agency.value.as_str());
        let key = agency.map(agency_key);
        let report = self.store.add(Arrival {
            path: &inbox::shown(&self.inbox, path),
            hash: &blake3::hash(bytes).to_hex(),
            bytes,
            kind: &examined.document.kind,
            agency: agency.zip(key.as_deref()),
            year: examined.report.year.as_ref().map(|year| year.value),
            refusal: None,
            received: now(),
        })?;
        self.reader.keep(report, examined, &mut self.store)?;
        self.store.entry(report)
    }

    /// A file of which no byte is known is known by its place.
    fn unreadable(&mut self, path: &Path, reason: &io::Error) -> Result<Entry, StoreError> {
        let hash = blake3::hash(format!("unreadable\0{}", path.display()).as_bytes()).to_hex();
        self.refused(path, &hash, &[], &inbox::phrase(reason))
    }

    fn refused(&mut self, path: &Path, hash: &str, bytes: &[u8], why: &Phrase) -> Result<Entry, StoreError> {
        let report = self.store.add(Arrival {
            path: &inbox::shown(&self.inbox, path),
            hash,
            bytes,
            kind: "",
            agency: None,
            year: None,
            refusal: Some(why),
            received: now(),
        })?;
        self.store.entry(report)
    }

    fn fail(&self, why: Phrase) {
        self.log.note(&why.en);
        say(&self.events, Msg::Failed(why));
    }
}
