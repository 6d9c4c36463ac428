//! Folders with reports of earlier years, or with published ones, read once at the start: by body and year. Reads files
//! and nothing else; which year is last year is the caller's affair.
#![expect(clippy::disallowed_methods, reason = "the archive is one of the modules that touch files")]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::document;
use crate::examine::Knowledge;
use crate::inbox::{TooLarge, is_ignored, phrase};
use crate::model::Phrase;
use crate::parse::{agency_key, parse};
use crate::rules::Past;
use crate::trial;

mod shelves;

pub use shelves::Shelves;

/// Reports on any years.
#[derive(Debug, Default)]
pub struct Archive {
    /// By body, then by year.
    reports: HashMap<String, BTreeMap<i32, Arc<Past>>>,
    /// Files that are no report or could not be read, folders that could not be opened, and why.
    pub skipped: Vec<(PathBuf, Phrase)>,
    /// How many files were looked at.
    pub files: usize,
}

impl Archive {
    /// Reads every file in the folders and their subfolders. Where several files report on the same body and year, the
    /// one whose path sorts last counts.
    ///
    /// # Errors
    /// For each folder that cannot be looked through, the folder and why.
    pub fn open(folders: &[PathBuf], knowledge: &Knowledge) -> Result<Self, Vec<(PathBuf, io::Error)>> {
        let mut paths = Vec::new();
        let (mut lost, mut closed) = (Vec::new(), Vec::new());
        for folder in folders {
            if let Err(error) = list(folder, folder, &mut paths, &mut closed) {
                lost.push((folder.clone(), error));
            }
        }
        if !lost.is_empty() {
            return Err(lost);
        }
        paths.sort();
        let read: Vec<Result<Past, Phrase>> = paths.par_iter().map(|path| read(path, knowledge)).collect();
        let mut archive = Self { files: paths.len(), skipped: closed, ..Self::default() };
        for (path, read) in paths.into_iter().zip(read) {
            match read {
                Ok(past) => {
                    if let (Some(agency), Some(year)) = (&past.report.agency, &past.report.year) {
                        let (key, year) = (agency_key(&agency.value), year.value);
                        let chosen = past.source.clone();
                        let text = past.document.text.clone();
                        let before = archive.reports.entry(key).or_default().insert(year, Arc::new(past));
                        if let Some(before) = before.filter(|before| before.document.text != text) {
                            let why = Phrase::new(
                                format!("与 {chosen} 是同一机关同一年度而内容不同，采用了后者；请只留一份"),
                                format!(
                                    "is of the same body and year as {chosen} and differs; the latter is used: keep one"
                                ),
                            );
                            archive.skipped.push((PathBuf::from(&before.source), why));
                        }
                    } else {
                        let why = Phrase::new("看不出机关或年度", "neither body nor year can be told");
                        archive.skipped.push((path, why));
                    }
                }
                Err(why) => archive.skipped.push((path, why)),
            }
        }
        Ok(archive)
    }

    /// How many reports it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.reports.values().map(BTreeMap::len).sum()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    /// The report of a body, by its key, on one year.
    #[must_use]
    pub fn report(&self, agency_key: &str, year: i32) -> Option<&Arc<Past>> {
        self.reports.get(agency_key)?.get(&year)
    }

    /// The reports of a body, by its key (`parse::agency_key`), in the order of the years.
    #[must_use]
    pub fn years(&self, agency_key: &str) -> Vec<Arc<Past>> {
        self.reports.get(agency_key).into_iter().flat_map(BTreeMap::values).cloned().collect()
    }
}

/// All files below a folder that are not hidden or temporary. A subfolder that cannot be opened is passed over and named.
fn list(root: &Path, folder: &Path, paths: &mut Vec<PathBuf>, closed: &mut Vec<(PathBuf, Phrase)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if path.strip_prefix(root).is_ok_and(is_ignored) {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            // A link is no folder here: it could lead in a circle.
            if let Err(error) = list(root, &path, paths, closed) {
                closed.push((path, phrase(&error)));
            }
        } else if kind.is_file() {
            paths.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path, knowledge: &Knowledge) -> Result<Past, Phrase> {
    let size = fs::metadata(path).map_err(|error| phrase(&error))?.len();
    if size > knowledge.limits.bytes as u64 {
        return Err(phrase(&TooLarge { size, limit: knowledge.limits.bytes as u64 }.into()));
    }
    let bytes = fs::read(path).map_err(|error| phrase(&error))?;
    past_of(&path.display().to_string(), &bytes, knowledge)
}

/// A file as a report to hold others against; `shown` is what it is called.
///
/// # Errors
/// That it is none, or cannot be read.
pub fn past_of(shown: &str, bytes: &[u8], knowledge: &Knowledge) -> Result<Past, Phrase> {
    trial::stand(bytes, knowledge).map_err(|refusal| refusal.message)?;
    let read = || {
        let (document, _) = document::read(shown, bytes, &knowledge.limits).map_err(|refusal| refusal.message)?;
        let (report, _) = parse(&document, &knowledge.forms);
        if report.is_recognised() {
            Ok(Past { document, report, source: shown.to_owned() })
        } else {
            Err(Phrase::new("不是年度报告", "it is no yearly report"))
        }
    };
    let broken = || Phrase::new("读取时程序出错", "the reader broke down on it");
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(broken()))
}
