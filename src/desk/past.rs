//! What is at hand beside a report: other years of the same body, from the folders or approved here, the version that was
//! sent back, and what has come in.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::calendar::{day, today};
use crate::archive::Shelves;
use crate::document;
use crate::examine::{Beside, Knowledge};
use crate::export::json;
use crate::model::{Finding, OF_EARLIER_LETTER, Report, ReportId, Severity};
use crate::parse::{agency_key, parse};
use crate::rules::{Filed, Office, Past, Sent};
use crate::store::{Held, Store, StoreError};

/// What one thread remembers of earlier years and of the round.
pub(super) struct Memory {
    store: Store,
    shelves: Arc<Shelves>,
    knowledge: Arc<Knowledge>,
    /// Reports that a sum was made over. What a report reads never changes, and there are no more than the roster has.
    summed: RefCell<HashMap<ReportId, Option<Arc<Report>>>>,
}

impl Memory {
    /// Over a store of its own: a look-up happens in the middle of another write.
    pub(super) fn new(store: Store, shelves: Arc<Shelves>, knowledge: Arc<Knowledge>) -> Self {
        Self { store, shelves, knowledge, summed: RefCell::default() }
    }

    /// What is at hand beside a report; `own` is the report in the store that has these bytes.
    pub(super) fn beside(&self, report: &Report, own: Option<ReportId>) -> Beside {
        let Beside { years, office } = self.shelves.beside(report, today());
        let office =
            Office { received: own.map_or(Some(today()), |own| self.received(own)), ..office.unwrap_or_default() };
        let (Some(agency), Some(year)) = (&report.agency, &report.year) else {
            return Beside { years, office: Some(office) };
        };
        let filed = self.filed(&agency.value, year.value, own).ok();
        // Only what was published is held against it.
        let approved = office.published_text.as_ref().and_then(|_| self.approved_text(&agency.value, year.value, own));
        let sent_back = self.sent_back(report, own);
        let office = Office { filed: filed.map(Arc::from), approved_text: approved, sent_back, ..office };
        Beside { years: self.years(&agency.value, years), office: Some(office) }
    }

    /// The version of this report that was sent back last, with the findings of its letter.
    fn sent_back(&self, report: &Report, own: Option<ReportId>) -> Option<Sent> {
        let (agency, year) = (report.agency.as_ref()?, report.year.as_ref()?);
        let sent = self.store.sent_back(&agency_key(&agency.value), year.value, own).ok()??;
        let (document, _) = document::read("", &sent.bytes, &self.knowledge.limits).ok()?;
        let (read, _) = parse(&document, &self.knowledge.forms);
        // What an earlier letter had said is counted where it is found by its own rule, and only there.
        let is_returned = |finding: &Finding| match &sent.returned {
            _ if finding.rule == OF_EARLIER_LETTER => false,
            Some(returned) => returned.contains(&finding.fingerprint),
            // An older program kept no list: what must be corrected was sent back.
            None => finding.severity == Severity::Error,
        };
        let findings = json::findings(&sent.findings).ok()?.into_iter().filter(is_returned).collect();
        let source = format!("第{}版", sent.version);
        Some(Sent { version: sent.version, past: Arc::new(Past { document, report: read, source }), findings })
    }

    /// The reports of a body. What was approved here is the best evidence of a year; then the folders.
    fn years(&self, agency: &str, from_folders: Vec<Arc<Past>>) -> Vec<Arc<Past>> {
        let mut years: BTreeMap<i32, Arc<Past>> =
            from_folders.into_iter().filter_map(|past| Some((past.year()?, past))).collect();
        for key in self.shelves.round.roster.keys(agency).iter().rev() {
            for (year, bytes) in self.store.approved(key).unwrap_or_default() {
                let Ok((document, _)) = document::read("", &bytes, &self.knowledge.limits) else { continue };
                let (report, _) = parse(&document, &self.knowledge.forms);
                let source = format!("已通过的 {year} 年报告");
                years.insert(year, Arc::new(Past { document, report, source }));
            }
        }
        years.into_values().collect()
    }

    fn received(&self, own: ReportId) -> Option<jiff::civil::Date> {
        day(self.store.entry(own).ok()?.received)
    }

    /// What has come in: of a body that has others below it, and once the deadline is over of any, everything of the year;
    /// of any other its own versions.
    fn filed(&self, agency: &str, year: i32, own: Option<ReportId>) -> Result<Vec<Filed>, StoreError> {
        let round = &self.shelves.round;
        let roster = &round.roster;
        let below: Vec<usize> = roster.below(agency).map(|(place, _)| place).collect();
        let keys = roster.keys(agency);
        let is_over = !roster.is_empty() && round.deadline.is_some_and(|deadline| today() > deadline);
        let mut held = Vec::new();
        if below.is_empty() && !is_over {
            for key in &keys {
                held.extend(self.store.versions(key, year)?);
            }
        } else {
            held = self.store.held(year)?;
        }
        let is_held = held.iter().any(|held| Some(held.report) == own);
        let mut filed: Vec<Filed> = held
            .into_iter()
            .map(|held| {
                let is_summed =
                    !held.superseded && roster.place(&held.agency).is_some_and(|place| below.contains(&place));
                let report = if is_summed { self.read(held.report) } else { None };
                let Held { agency, hash, superseded, sent_back, .. } = held;
                Filed { agency, hash, superseded, sent_back, report }
            })
            .collect();
        if !is_held {
            for earlier in filed.iter_mut().filter(|filed| keys.contains(&agency_key(&filed.agency))) {
                earlier.superseded = true;
            }
            // No hash in the store is its own.
            let (agency, hash) = (agency.to_owned(), String::new());
            filed.push(Filed { agency, hash, superseded: false, sent_back: false, report: None });
        }
        Ok(filed)
    }

    fn read(&self, report: ReportId) -> Option<Arc<Report>> {
        let read = || {
            let bytes = self.store.original(report).ok()?;
            let (document, _) = document::read("", &bytes, &self.knowledge.limits).ok()?;
            Some(Arc::new(parse(&document, &self.knowledge.forms).0))
        };
        self.summed.borrow_mut().entry(report).or_insert_with(read).clone()
    }

    /// The text of the newest version that was approved, where that is not the one at hand.
    fn approved_text(&self, agency: &str, year: i32, own: Option<ReportId>) -> Option<String> {
        let (of_year, bytes) =
            self.store.approved(&agency_key(agency)).ok()?.into_iter().find(|(of, _)| *of == year)?;
        debug_assert_eq!(of_year, year);
        let approved = self.store.find(&blake3::hash(&bytes).to_hex()).ok()?;
        if approved == own {
            return None;
        }
        document::read("", &bytes, &self.knowledge.limits).ok().map(|(document, _)| document.text)
    }
}
