//! A look at all files of a run before they are checked, where a roster is given: who has filed, and the reports that sums
//! over several reports are made of.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::{BATCH, read};
use crate::archive::past_of;
use crate::examine::Knowledge;
use crate::model::Report;
use crate::parse::agency_key;
use crate::rules::{Filed, Roster};

/// What has come in, by year.
#[derive(Debug, Default)]
pub(super) struct Arrivals(HashMap<i32, Arc<[Filed]>>);

impl Arrivals {
    /// Reads every file once. Only the reports of bodies with another above them are kept, one each: no more than the
    /// roster has.
    pub(super) fn of(files: &VecDeque<PathBuf>, pool: &ThreadPool, knowledge: &Knowledge, roster: &Roster) -> Self {
        let mut years: HashMap<i32, Vec<Filed>> = HashMap::new();
        let mut newest: HashMap<(i32, String), usize> = HashMap::new();
        let files: Vec<&PathBuf> = files.iter().collect();
        for batch in files.chunks(pool.current_num_threads() * BATCH) {
            let found: Vec<_> = pool.install(|| batch.par_iter().map(|file| look(file, knowledge, roster)).collect());
            for (year, filed) in found.into_iter().flatten() {
                let year_so_far = years.entry(year).or_default();
                let body = roster.member(&filed.agency).map_or(&filed.agency, |member| &member.name);
                // As in folders of earlier years, the file that comes last counts.
                if let Some(earlier) = newest.insert((year, agency_key(body)), year_so_far.len()) {
                    year_so_far[earlier].superseded = true;
                    year_so_far[earlier].report = None;
                }
                year_so_far.push(filed);
            }
        }
        Self(years.into_iter().map(|(year, filed)| (year, Arc::from(filed))).collect())
    }

    /// What has come in for the year of a report; nothing where its year is not known or nobody looked.
    pub(super) fn beside(&self, report: &Report) -> Option<Arc<[Filed]>> {
        self.0.get(&report.year.as_ref()?.value).cloned()
    }
}

/// What a file files; nothing where it is no report or does not say whose and on what year.
fn look(file: &Path, knowledge: &Knowledge, roster: &Roster) -> Option<(i32, Filed)> {
    let bytes = read(file, knowledge.limits.bytes).ok()?;
    let report = past_of(&file.to_string_lossy(), &bytes, knowledge).ok()?.report;
    let (agency, year) = (report.agency.as_ref()?.value.clone(), report.year.as_ref()?.value);
    let is_summed = roster.member(&agency).is_some_and(|member| member.parent.is_some());
    let hash = blake3::hash(&bytes).to_hex().to_string();
    let report = is_summed.then(|| Arc::new(report));
    Some((year, Filed { agency, hash, superseded: false, sent_back: false, report }))
}
