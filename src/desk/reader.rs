//! Bytes to an examined report with last year's beside it, and to the store: what pipeline and clerk have in common.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::log::Log;
use crate::archive::{self, Archive};
use crate::document::Refusal;
use crate::examine::{Examined, Knowledge, examine};
use crate::export::json;
use crate::form::Form;
use crate::model::{Counts, Phrase, ReadingId, ReportId};
use crate::rules::Past;
use crate::store::{NewReading, Store, StoreError};

/// The knowledge and last year's reports; never changed while the desk is open.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    knowledge: Arc<Knowledge>,
    forms: Vec<Arc<Form>>,
    archive: Arc<Archive>,
    log: Log,
}

impl Reader {
    pub(super) fn new(knowledge: Knowledge, archive: Archive, log: Log) -> Self {
        let forms = knowledge.forms.iter().cloned().map(Arc::new).collect();
        Self { knowledge: Arc::new(knowledge), forms, archive: Arc::new(archive), log }
    }

    /// The most bytes that are read of a file.
    pub(super) fn limit(&self) -> usize {
        self.knowledge.limits.bytes
    }

    /// The edition that a report was read by.
    pub(super) fn form(&self, edition: &str) -> Arc<Form> {
        let known = self.forms.iter().find(|form| form.edition == edition);
        known.map_or_else(|| Arc::new(self.knowledge.form(edition).clone()), Arc::clone)
    }

    /// Reads and checks a file. A panic is a refusal of this file alone.
    pub(super) fn examine(&self, bytes: &[u8], store: &Store) -> Result<Examined, Refusal> {
        let examined = catch_unwind(AssertUnwindSafe(|| {
            examine(bytes, &self.knowledge, |agency_key, year| self.past(agency_key, year, store))
        }));
        examined.unwrap_or_else(|_| {
            let message =
                Phrase::new("读取时程序出错，详见日志", "the program failed while reading it; the log has more");
            Err(Refusal { code: "panic", message })
        })
    }

    /// Keeps what the rules said.
    pub(super) fn keep(
        &self,
        report: ReportId,
        examined: &Examined,
        store: &mut Store,
    ) -> Result<ReadingId, StoreError> {
        store.add_reading(NewReading {
            report,
            program: env!("CARGO_PKG_VERSION"),
            rules: &self.knowledge.rules.hash,
            findings: &json::evidence(&examined.checks).to_string(),
            counts: Counts::of(&examined.checks),
        })
    }

    /// A report that was approved here goes before a file in a folder: somebody has looked at it.
    fn past(&self, agency_key: &str, year: i32, store: &Store) -> Option<Past> {
        match store.approved(agency_key, year) {
            Ok(Some(bytes)) => {
                let source = "gouji".to_owned();
                archive::past(&bytes, source, &self.knowledge).ok()
            }
            Ok(None) => self.archive.find(agency_key, year).cloned(),
            Err(error) => {
                self.log.note(&format!("looking for last year's report: {error}"));
                self.archive.find(agency_key, year).cloned()
            }
        }
    }
}
