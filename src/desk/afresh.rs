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
use crate::model::ReportId;
use crate::recheck::{Tally, recheck};
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
        for &report in stale {
            if let Err(error) = self.check(report) {
                self.journal.note(&format!("checking report {} anew: {error}", report.0));
            }
            if self.clerk.send(Request::Look).is_err() {
                return;
            }
        }
        match self.tally(stale) {
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

    /// What became of the judgements on all of these; each submission counts once, by its newest version.
    fn tally(&self, reports: &[ReportId]) -> Result<Tally, StoreError> {
        let mut sum = Tally::default();
        for &report in reports {
            let judgements = self.store.judgements(report)?;
            if judgements.0.is_empty() || self.store.entry(report)?.superseded {
                continue;
            }
            let Some(reading) = self.store.newest_reading(report)? else { continue };
            let findings = json::findings(&self.store.findings(reading)?).map_err(anyhow::Error::new)?;
            sum = sum.and(recheck(&judgements, &findings).tally());
        }
        Ok(sum)
    }
}
