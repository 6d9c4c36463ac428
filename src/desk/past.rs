//! Last year's report of a body: from the folders of earlier years, or approved here a year ago.

use std::sync::Arc;

use crate::archive::Archive;
use crate::document;
use crate::examine::Knowledge;
use crate::parse::parse;
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

    /// The report of a body (by its key) on a year. What was approved here is the best evidence; then the folders.
    pub(super) fn find(&self, agency_key: &str, year: i32) -> Option<Past> {
        self.approved(agency_key, year).or_else(|| self.archive.find(agency_key, year))
    }

    fn approved(&self, agency_key: &str, year: i32) -> Option<Past> {
        let bytes = self.store.approved(agency_key, year).ok()??;
        let (document, _) = document::read("", &bytes, &self.knowledge.limits).ok()?;
        let (report, _) = parse(&document, &self.knowledge.forms);
        Some(Past { document, report, source: format!("已通过的 {year} 年报告") })
    }
}
