//! Checks anew, in the background, what is in the store under other rules or by another program: after a change of the rules
//! the queue must not show what the old ones said. Tells at the end what became of the reviewers' judgements.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

use anyhow::Context;

use super::clerk::Request;
use super::intake::{PROGRAM, keep};
use super::journal::Journal;
use super::past::Memory;
use crate::app::Msg;
use crate::examine::Knowledge;
use crate::export::json;
use crate::model::{Judgements, ReadingId, ReportId};
use crate::recheck::{Recheck, Tally, recheck};
use crate::store::{Store, StoreError};
use crate::trial;

/// What is needed to check what is in the store.
pub(super) struct Afresh {
    pub(super) store: Store,
    pub(super) memory: Memory,
    pub(super) knowledge: Arc<Knowledge>,
    pub(super) clerk: Sender<Request>,
    pub(super) send: Sender<Msg>,
    pub(super) journal: Journal,
}

impl Afresh {
    /// Starts where there is anything to check. The thread ends by itself when the desk is closed; each report is one
    /// transaction, and what was not reached is found again at the next start.
    ///
    /// # Errors
    /// When the store fails, or no thread can be started.
    pub(super) fn start(self) -> anyhow::Result<()> {
        let stale = self.store.stale(PROGRAM, &self.knowledge.rules.hash)?;
        if stale.is_empty() {
            return Ok(());
        }
        thread::Builder::new()
            .name("afresh".to_owned())
            .spawn(move || self.run(&stale))
            .context("no thread can be started")?;
        Ok(())
    }

    fn run(mut self, stale: &[ReportId]) {
        let before = self.before(stale);
        for &report in stale {
            if let Err(error) = self.check(report) {
                self.journal.note(&format!("checking report {} anew: {error}", report.0));
            }
            if self.clerk.send(Request::Look).is_err() {
                return;
            }
        }
        match before.and_then(|before| self.tally(&before)) {
            Ok(tally) if tally == Tally::default() => {}
            // When the desk is gone there is nobody left to tell.
            Ok(tally) => drop(self.send.send(Msg::Rechecked(tally))),
            Err(error) => self.journal.note(&format!("counting judgements: {error}")),
        }
    }

    /// Reads one report anew, unless the inbox has brought it meanwhile.
    fn check(&mut self, report: ReportId) -> Result<(), StoreError> {
        if !self.store.is_stale(report, PROGRAM, &self.knowledge.rules.hash)? {
            return Ok(());
        }
        let name = self.store.entry(report)?.path;
        let bytes = self.store.original(report)?;
        let memory = &self.memory;
        match trial::examine(&name, &bytes, &self.knowledge, |read| memory.beside(read, Some(report))) {
            Ok(examined) => {
                keep(&mut self.store, report, &examined, &self.knowledge)?;
            }
            // What was read once stays as it was read.
            Err(refusal) => self.journal.note(&format!("{name} cannot be read any longer: {}", refusal.message.en)),
        }
        Ok(())
    }

    /// The reading that each of these has had until now.
    fn before(&self, stale: &[ReportId]) -> Result<Vec<(ReportId, Option<ReadingId>)>, StoreError> {
        stale.iter().map(|&report| Ok((report, self.store.newest_reading(report)?))).collect()
    }

    /// What became of the judgements on all of these since the reading named; each submission counts once, by its newest
    /// version.
    fn tally(&self, before: &[(ReportId, Option<ReadingId>)]) -> Result<Tally, StoreError> {
        let mut sum = Tally::default();
        for &(report, before) in before {
            let judgements = self.store.judgements(report)?;
            if judgements.0.is_empty() || self.store.entry(report)?.superseded {
                continue;
            }
            let Some(reading) = self.store.newest_reading(report)? else { continue };
            let now = self.hold(&judgements, reading)?;
            let tally = match before {
                Some(before) => now.tally_since(&self.hold(&judgements, before)?),
                None => now.tally(),
            };
            sum = sum.and(tally);
        }
        Ok(sum)
    }

    /// Judgements against what a reading found.
    fn hold(&self, judgements: &Judgements, reading: ReadingId) -> Result<Recheck, StoreError> {
        let checks = json::checks(&self.store.findings(reading)?).map_err(anyhow::Error::new)?;
        Ok(recheck(judgements, &checks, &self.knowledge.rules.marks()))
    }
}
