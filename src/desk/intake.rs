//! Takes what the inbox sends into the store: reads, checks, keeps. Runs on the inbox's thread; a file that breaks the
//! reader becomes a line that says so.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;

use jiff::Timestamp;

use super::clerk::Request;
use super::journal::Journal;
use super::past::Memory;
use crate::app::Msg;
use crate::diff::Resubmission;
use crate::examine::{Examined, Knowledge};
use crate::export::json;
use crate::inbox::{self, Arrived};
use crate::model::{Counts, Phrase, ReadingId, ReportId};
use crate::parse::agency_key;
use crate::store::{Arrival, NewReading, Store, StoreError};
use crate::trial;

/// The program's version, by which a reading is known.
pub(super) const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// The way from the inbox to the store.
pub(super) struct Intake {
    folder: PathBuf,
    store: Store,
    memory: Memory,
    knowledge: Arc<Knowledge>,
    clerk: Sender<Request>,
    send: Sender<Msg>,
    journal: Journal,
}

impl Intake {
    pub(super) fn new(
        folder: &Path,
        store: Store,
        memory: Memory,
        knowledge: Arc<Knowledge>,
        clerk: Sender<Request>,
        send: Sender<Msg>,
        journal: Journal,
    ) -> Self {
        Self { folder: folder.to_owned(), store, memory, knowledge, clerk, send, journal }
    }

    /// What the inbox calls for each arrival.
    pub(super) fn into_receiver(mut self) -> impl FnMut(Arrived) -> ControlFlow<()> + Send + 'static {
        move |arrived| self.receive(arrived)
    }

    fn receive(&mut self, arrived: Arrived) -> ControlFlow<()> {
        let taken = match arrived {
            Arrived::File { path, bytes } => self.take(&path, &bytes),
            Arrived::Unreadable { path, reason } => self.refuse(&path, &inbox::phrase(&reason)),
            Arrived::Lost(reason) => {
                let why = inbox::phrase(&reason);
                let folder = self.folder.display();
                return self.tell(Msg::Failed(Phrase::new(
                    format!("收件目录 {folder} 无法读取：{}；恢复后自动继续", why.zh),
                    format!("the inbox {folder} cannot be read: {}; goes on by itself when it is back", why.en),
                )));
            }
            Arrived::Back => return self.tell(Msg::Mended),
            Arrived::Unwatched(reason) => {
                self.journal.note(&format!("the kernel sends no events: {reason}"));
                return self.tell(Msg::Failed(Phrase::new(
                    "系统不提供文件通知，改为定时扫描收件目录，新文件会晚一些出现",
                    "the system sends no file events: the inbox is scanned from time to time, new files show later",
                )));
            }
        };
        match taken {
            Ok(()) => {
                // When the clerk is gone the desk is closing.
                if self.clerk.send(Request::Look).is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            }
            Err(error) => {
                self.journal.note(&format!("intake: {error}"));
                let why = error.phrase();
                self.tell(Msg::Failed(Phrase::new(
                    format!("收到的文件没有存下来：{}", why.zh),
                    format!("a file that arrived was not kept: {}", why.en),
                )))
            }
        }
    }

    fn tell(&self, msg: Msg) -> ControlFlow<()> {
        if self.send.send(msg).is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn take(&mut self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let shown = inbox::shown(&self.folder, path);
        let hash = blake3::hash(bytes).to_hex();
        let again = self.has_come_again(path, &shown, hash.as_str())?;
        let known = if again { None } else { self.store.find_at(hash.as_str(), &shown)? };
        let memory = &self.memory;
        let examined = trial::examine(&shown, bytes, &self.knowledge, |report| memory.beside(report, known));
        let agency = examined.as_ref().ok().and_then(|examined| examined.report.agency.as_ref());
        let key = agency.map(|agency| agency_key(&agency.value));
        let arrival = Arrival {
            path: &shown,
            hash: &hash,
            bytes,
            kind: examined.as_ref().map_or("", |examined| examined.document.kind.as_str()),
            agency: agency.zip(key.as_ref()).map(|(agency, key)| (agency.value.as_str(), key.as_str())),
            year: examined.as_ref().ok().and_then(|examined| examined.report.year.as_ref()).map(|year| year.value),
            refusal: examined.as_ref().err().map(|refusal| &refusal.message),
            received: Timestamp::now().as_second(),
        };
        let report = if again { self.store.add_again(arrival) } else { self.store.add(arrival) }?;
        if let Ok(examined) = &examined {
            keep(&mut self.store, report, examined, &self.knowledge)?;
        }
        Ok(())
    }

    /// Whether a content that was sent back is here once more: written since then, or under another name while the files
    /// that were sent back still lie there. A file that was only moved, and one read again at the next start, is the same.
    fn has_come_again(&self, path: &Path, shown: &str, hash: &str) -> Result<bool, StoreError> {
        let Some(returned) = self.store.returned_content(hash)? else { return Ok(false) };
        let is_later = inbox::written(path).is_some_and(|written| written > returned.at);
        let is_new = !returned.paths.iter().any(|known| known == shown);
        let is_there = |known: &String| inbox::written(&self.folder.join(known)).is_some();
        Ok(is_later || (is_new && returned.paths.iter().all(is_there)))
    }

    /// A file that cannot even be opened has no content; its path stands for it.
    fn refuse(&mut self, path: &Path, why: &Phrase) -> Result<(), StoreError> {
        let shown = inbox::shown(&self.folder, path);
        let hash = blake3::hash(shown.as_bytes()).to_hex();
        self.store.add(Arrival {
            path: &shown,
            hash: &format!("unread:{hash}"),
            bytes: &[],
            kind: "",
            agency: None,
            year: None,
            refusal: Some(why),
            received: Timestamp::now().as_second(),
        })?;
        Ok(())
    }
}

/// Keeps what was found as a reading; the same findings under the same rules are one reading.
pub(super) fn keep(
    store: &mut Store,
    report: ReportId,
    examined: &Examined,
    knowledge: &Knowledge,
) -> Result<ReadingId, StoreError> {
    store.add_reading(NewReading {
        report,
        program: PROGRAM,
        rules: &knowledge.rules.hash,
        findings: &json::evidence(&examined.checks).to_string(),
        counts: Counts::of(&examined.checks),
        answered: examined.resubmission.as_ref().map(Resubmission::answered),
    })
}
