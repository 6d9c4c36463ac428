//! The reports of a body on other years, from the folders of earlier years or approved here; and the version of this
//! year's that was sent back.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::archive::Archive;
use crate::document;
use crate::examine::{Beside, Knowledge};
use crate::export::json;
use crate::model::{Finding, Report, ReportId, Severity};
use crate::parse::{agency_key, parse};
use crate::rules::{Office, Past, Sent};
use crate::store::Store;

/// What one thread remembers of earlier years.
pub(super) struct Memory {
    store: Store,
    archive: Arc<Archive>,
    knowledge: Arc<Knowledge>,
}

impl Memory {
    /// Over a store of its own: a look-up happens in the middle of another write.
    pub(super) const fn new(store: Store, archive: Arc<Archive>, knowledge: Arc<Knowledge>) -> Self {
        Self { store, archive, knowledge }
    }

    /// What is at hand beside a report; `own` is the report in the store that has these bytes.
    pub(super) fn beside(&self, report: &Report, own: Option<ReportId>) -> Beside {
        let Some(agency) = &report.agency else { return Beside::default() };
        let office = self.sent_back(report, own).map(|sent| Office { sent_back: Some(sent), ..Office::default() });
        Beside { years: self.years(&agency_key(&agency.value)), office }
    }

    /// The version of this report that was sent back last, with the findings of its letter.
    fn sent_back(&self, report: &Report, own: Option<ReportId>) -> Option<Sent> {
        let (agency, year) = (report.agency.as_ref()?, report.year.as_ref()?);
        let sent = self.store.sent_back(&agency_key(&agency.value), year.value, own).ok()??;
        let (document, _) = document::read("", &sent.bytes, &self.knowledge.limits).ok()?;
        let (read, _) = parse(&document, &self.knowledge.forms);
        let is_returned = |finding: &Finding| match &sent.returned {
            Some(returned) => returned.contains(&finding.fingerprint),
            // An older program kept no list: what must be corrected was sent back.
            None => finding.severity == Severity::Error,
        };
        let findings = json::findings(&sent.findings).ok()?.into_iter().filter(is_returned).collect();
        let source = format!("第{}版", sent.version);
        Some(Sent { version: sent.version, past: Arc::new(Past { document, report: read, source }), findings })
    }

    /// The reports of a body (by its key). What was approved here is the best evidence of a year; then the folders.
    fn years(&self, agency_key: &str) -> Vec<Arc<Past>> {
        let mut years: BTreeMap<i32, Arc<Past>> =
            self.archive.years(agency_key).into_iter().filter_map(|past| Some((past.year()?, past))).collect();
        for (year, bytes) in self.store.approved(agency_key).unwrap_or_default() {
            let Ok((document, _)) = document::read("", &bytes, &self.knowledge.limits) else { continue };
            let (report, _) = parse(&document, &self.knowledge.forms);
            let source = format!("已通过的 {year} 年报告");
            years.insert(year, Arc::new(Past { document, report, source }));
        }
        years.into_values().collect()
    }
}
