//! The reports of a body on other years: from the folders of earlier years, or approved here.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::archive::Archive;
use crate::document;
use crate::examine::{Beside, Knowledge};
use crate::model::Report;
use crate::parse::{agency_key, parse};
use crate::rules::Past;
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

    /// What is at hand beside a report.
    pub(super) fn beside(&self, report: &Report) -> Beside {
        let Some(agency) = &report.agency else { return Beside::default() };
        Beside { years: self.years(&agency_key(&agency.value)), office: None }
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
