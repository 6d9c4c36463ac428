//! What an office keeps beside the reports that come in: earlier years, published versions, and the facts of the round.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::Archive;
use crate::examine::Beside;
use crate::model::Report;
use crate::rules::{Office, Past, Round};

/// Everything that was read once at the start. Shared by all reports.
#[derive(Debug, Default)]
pub struct Shelves {
    /// Reports of earlier years.
    pub earlier: Archive,
    /// The versions that were published.
    pub published: Archive,
    pub round: Arc<Round>,
}

impl Shelves {
    /// What stands here beside a report. What has come in besides it is the caller's to say.
    #[must_use]
    pub fn beside(&self, report: &Report, today: Date) -> Beside {
        let office = Office { round: Arc::clone(&self.round), today: Some(today), ..Office::default() };
        let Some(agency) = &report.agency else { return Beside { years: Vec::new(), office: Some(office) } };
        let keys = self.round.roster.keys(&agency.value);
        let year = report.year.as_ref().map(|year| year.value);
        let published = year.and_then(|year| keys.iter().find_map(|key| self.published.report(key, year)));
        let office = Office {
            published: office.member(&agency.value).and_then(|member| member.published),
            published_text: published.map(|past| past.document.text.clone()),
            ..office
        };
        Beside { years: self.years(&keys), office: Some(office) }
    }

    /// The reports of a body under any of its keys, in the order of the years; what stands under the first key counts.
    fn years(&self, keys: &[String]) -> Vec<Arc<Past>> {
        let found = keys.iter().rev().flat_map(|key| self.earlier.years(key));
        let years: BTreeMap<i32, Arc<Past>> = found.filter_map(|past| Some((past.year()?, past))).collect();
        years.into_values().collect()
    }
}
