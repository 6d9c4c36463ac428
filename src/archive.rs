//! Folders with reports of earlier years, to find the one of an agency and year. Reads files; what it cannot use it says,
//! and goes on.
#![expect(clippy::disallowed_methods, reason = "the archive is one of the modules that touch files")]

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::document::{self, Refusal};
use crate::examine::Knowledge;
use crate::inbox;
use crate::model::Phrase;
use crate::parse::{agency_key, parse};
use crate::rules::Past;

/// The reports of earlier years, by agency key and year.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    reports: HashMap<(String, i32), Past>,
}

/// A file of the archive that is of no use, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unused {
    pub path: PathBuf,
    pub why: Phrase,
}

impl Archive {
    /// Reads every file in the folders and their subfolders. Where two files report for one agency and year, the later
    /// in the order of folders and names is taken and the other is named as unused.
    ///
    /// # Errors
    /// The folders that are not there or cannot be looked through.
    pub fn open(folders: &[PathBuf], knowledge: &Knowledge) -> Result<(Self, Vec<Unused>), Vec<Unused>> {
        let closed: Vec<Unused> = folders
            .iter()
            .filter_map(|folder| fs::read_dir(folder).err().map(|error| unused(folder, inbox::phrase(&error))))
            .collect();
        if !closed.is_empty() {
            return Err(closed);
        }
        let found: Vec<Found> = folders.iter().flat_map(|folder| files_below(folder)).collect();
        let read: Vec<Result<Past, Unused>> = found.into_par_iter().map(|file| read(file, knowledge)).collect();
        let mut archive = Self::default();
        let mut left_out = Vec::new();
        for past in read {
            match past {
                Ok(past) => left_out.extend(archive.take(past)),
                Err(why) => left_out.push(why),
            }
        }
        Ok((archive, left_out))
    }

    /// The report of an agency (by its key, `parse::agency_key`) and year.
    #[must_use]
    pub fn find(&self, agency_key: &str, year: i32) -> Option<&Past> {
        self.reports.get(&(agency_key.to_owned(), year))
    }

    /// Takes a report in, or says why it is of no use.
    fn take(&mut self, past: Past) -> Option<Unused> {
        let (Some(agency), Some(year)) = (&past.report.agency, &past.report.year) else {
            let why = Phrase::new("没有读出机关名称或年份", "it names no agency or no year");
            return Some(unused(Path::new(&past.source), why));
        };
        let key = (agency_key(&agency.value), year.value);
        let kept = past.source.clone();
        let replaced = self.reports.insert(key, past)?;
        let why = Phrase::new(
            format!("同一机关同一年份另有 {kept}，以后者为准"),
            format!("{kept} is of the same agency and year, and is used instead"),
        );
        Some(unused(Path::new(&replaced.source), why))
    }
}

/// A file below a folder, or a place that cannot be looked through.
pub type Found = Result<PathBuf, (PathBuf, io::Error)>;

/// Every regular file below a folder, by name, without hidden and temporary names and without following links to folders.
#[must_use]
pub fn files_below(folder: &Path) -> Vec<Found> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        if let Err(error) = look_through(folder, &next, &mut found, &mut waiting) {
            found.push(Err((next, error)));
        }
    }
    found.sort_by(|a, b| place(a).cmp(place(b)));
    found
}

/// The content of a regular file, unless it is larger than `limit`. A pipe is not waited for.
///
/// # Errors
/// Those of the system; `FileTooLarge`; `InvalidInput` for what is no regular file.
pub fn read_file(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    // One byte more tells a file that is too large from one that just fits.
    File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= limit) {
        return Ok(bytes);
    }
    Err(ErrorKind::FileTooLarge.into())
}

/// Reads an earlier report from its bytes.
///
/// # Errors
/// Why the bytes cannot be read at all.
pub fn past(bytes: &[u8], source: String, knowledge: &Knowledge) -> Result<Past, Refusal> {
    let (document, _) = document::read(bytes, knowledge.limits)?;
    let (report, _) = parse(&document, &knowledge.forms);
    Ok(Past { document, report, source })
}

fn look_through(root: &Path, folder: &Path, found: &mut Vec<Found>, waiting: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if inbox::is_ignored(path.strip_prefix(root).unwrap_or(&path)) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            waiting.push(path);
        } else if fs::metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
            found.push(Ok(path));
        }
    }
    Ok(())
}

fn place(found: &Found) -> &Path {
    match found {
        Ok(path) | Err((path, _)) => path,
    }
}

fn read(file: Found, knowledge: &Knowledge) -> Result<Past, Unused> {
    let path = file.map_err(|(path, error)| unused(&path, inbox::phrase(&error)))?;
    let bytes = read_file(&path, knowledge.limits.bytes).map_err(|error| unused(&path, inbox::phrase(&error)))?;
    let source = path.to_string_lossy().into_owned();
    match catch_unwind(AssertUnwindSafe(|| past(&bytes, source, knowledge))) {
        Ok(past) => past.map_err(|refusal| unused(&path, refusal.message)),
        Err(_) => Err(unused(&path, Phrase::new("读取时程序出错", "the program failed while reading it"))),
    }
}

fn unused(path: &Path, why: Phrase) -> Unused {
    Unused { path: path.to_owned(), why }
}
