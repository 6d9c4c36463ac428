//! Reports, readings and decisions on disk. The only module that knows SQLite; nothing of it shows outside.

use std::path::Path;

use crate::model::{Counts, Entry, NewDecision, Phrase, ReadingId, Recorded, ReportId, Reviewer};

/// An open store. Each thread opens its own.
#[derive(Debug)]
pub struct Store {}

/// A file on its way into the store.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// Where it lay, relative to the inbox where possible.
    pub path: &'a str,
    /// BLAKE3 of the bytes, in hex.
    pub hash: &'a str,
    pub bytes: &'a [u8],
    /// `txt`, `docx` ...; empty for a refused file.
    pub kind: &'a str,
    /// The body as the file names it, and its key (`parse::agency_key`).
    pub agency: Option<(&'a str, &'a str)>,
    pub year: Option<i32>,
    /// Why it cannot be read.
    pub refusal: Option<&'a Phrase>,
    /// Seconds since 1970, UTC.
    pub received: i64,
}

/// A reading on its way into the store.
#[derive(Debug, Clone, Copy)]
pub struct NewReading<'a> {
    pub report: ReportId,
    /// The program's version.
    pub program: &'a str,
    /// `Rules::hash`.
    pub rules: &'a str,
    /// The findings and undecided rules as JSON: the evidence of a decision.
    pub findings: &'a str,
    pub counts: Counts,
}

/// What the store can answer besides what was asked for.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{0}")]
    Refused(String),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

impl Store {
    /// Opens or makes the store.
    ///
    /// # Errors
    /// `Refused` for a network mount, a newer version of the store, or a path that cannot be written.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let _ = path;
        todo!()
    }

    /// The report with this content, if it is known.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find(&self, hash: &str) -> Result<Option<ReportId>, StoreError> {
        let _ = hash;
        todo!()
    }

    /// Takes a file in: a new version of its submission, or, when the content is known, the report that has it
    /// (the new path is noted). A refused file is an entry of its own.
    ///
    /// # Errors
    /// When the database fails.
    pub fn add(&mut self, arrival: Arrival) -> Result<ReportId, StoreError> {
        let _ = arrival;
        todo!()
    }

    /// Keeps a reading; the same rules and findings on the same report are one reading.
    ///
    /// # Errors
    /// When the database fails.
    pub fn add_reading(&mut self, reading: NewReading) -> Result<ReadingId, StoreError> {
        let _ = reading;
        todo!()
    }

    /// Writes a decision, unless another desk was faster.
    ///
    /// # Errors
    /// When the database fails, or the report or the reading is unknown: then nothing was written.
    pub fn decide(&mut self, decision: NewDecision, reviewer: &Reviewer, at: i64) -> Result<Recorded, StoreError> {
        let _ = (decision, reviewer, at);
        todo!()
    }

    /// All lines of the queue, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        todo!()
    }

    /// One line of the queue.
    ///
    /// # Errors
    /// When the database fails or the report is unknown.
    pub fn entry(&self, report: ReportId) -> Result<Entry, StoreError> {
        let _ = report;
        todo!()
    }

    /// The original bytes of a report.
    ///
    /// # Errors
    /// When the database fails or the report is unknown.
    pub fn original(&self, report: ReportId) -> Result<Vec<u8>, StoreError> {
        let _ = report;
        todo!()
    }

    /// The newest approved report of an agency (by key) and year: its original bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub fn approved(&self, agency_key: &str, year: i32) -> Result<Option<Vec<u8>>, StoreError> {
        let _ = (agency_key, year);
        todo!()
    }

    /// A number that grows with every change by any desk, to see cheaply whether another desk has written.
    ///
    /// # Errors
    /// When the database fails.
    pub fn revision(&self) -> Result<i64, StoreError> {
        todo!()
    }
}
