//! Reports, readings, judgements and decisions on disk. The only module that knows SQLite; nothing of it shows outside.
//! Every write is one transaction that takes the write lock first, so two desks never decide on the same ground.

use std::path::Path;

use rusqlite::Connection;

use crate::model::{
    Answered, Counts, Decision, Entry, Firings, Judged, Judgements, NewDecision, NewJudgement, Phrase, ReadingId,
    Recorded, ReportId, Reviewer,
};

mod decisions;
mod entries;
mod file;
mod firings;
mod judgements;
mod mount;
mod reports;
mod schema;
mod transaction;

pub use file::current_reviewer;
pub use mount::network_mount;

/// An open store. Each thread opens its own.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
}

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

/// A version of a submission as the store holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub report: ReportId,
    /// The body as the file names it.
    pub agency: String,
    /// BLAKE3 of the bytes, in hex.
    pub hash: String,
    /// Whether a later version of the same submission has arrived.
    pub superseded: bool,
    /// Whether it was rejected, and that stands.
    pub sent_back: bool,
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
    /// `None` where no earlier version was sent back.
    pub answered: Option<Answered>,
}

/// A version that was sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentBack {
    /// Counted from 1.
    pub version: u32,
    /// Its original bytes.
    pub bytes: Vec<u8>,
    /// The findings of the reading that it was decided on, as they were given to `add_reading`.
    pub findings: String,
    /// The fingerprints that went into the letter; `None` for a decision of an older program, which recorded none.
    pub returned: Option<Vec<String>>,
}

/// A content that was sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedContent {
    /// When, in seconds since 1970, UTC.
    pub at: i64,
    /// Every path where it has been seen.
    pub paths: Vec<String>,
}

/// What the store can answer besides what was asked for.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A clear no, in words for the reviewer; nothing was written.
    #[error("{}", .0.en)]
    Refused(Phrase),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

impl StoreError {
    /// The error as a sentence for people.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Refused(phrase) => phrase.clone(),
            Self::Other(error) => Phrase::new(format!("存储出错：{error:#}"), format!("the store failed: {error:#}")),
        }
    }
}

impl Store {
    /// Opens or makes the store. Sets the process's umask to 007, so that the files SQLite lays beside the store can be
    /// written by the office's group as well.
    ///
    /// # Errors
    /// `Refused` for a network mount, a newer version of the store, another program's file, or a path that cannot be
    /// written.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        file::prepare(path)?;
        let mut connection = file::connect(path)?;
        schema::migrate(&mut connection)?;
        Ok(Self { connection })
    }

    /// A store that lives as long as this value, for tests and trials.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        file::configure(&connection)?;
        schema::migrate(&mut connection)?;
        Ok(Self { connection })
    }

    /// The report with this content, if it is known; of several versions with it the newest.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find(&self, hash: &str) -> Result<Option<ReportId>, StoreError> {
        reports::find(&self.connection, hash, None)
    }

    /// As `find`; of several versions with this content the one that lay at a path, where one did.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find_at(&self, hash: &str, path: &str) -> Result<Option<ReportId>, StoreError> {
        reports::find(&self.connection, hash, Some(path))
    }

    /// What is known of a content whose newest version was sent back, and that stands; `None` of any other.
    ///
    /// # Errors
    /// When the database fails.
    pub fn returned_content(&self, hash: &str) -> Result<Option<ReturnedContent>, StoreError> {
        reports::returned_content(&self.connection, hash)
    }

    /// Takes in a content that was sent back and has come again as it was: a new version, on which nothing is decided. As
    /// `add` where it was not sent back, or no longer is.
    ///
    /// # Errors
    /// When the database fails.
    pub fn add_again(&mut self, arrival: Arrival) -> Result<ReportId, StoreError> {
        transaction::write(&mut self.connection, |transaction| reports::add_again(transaction, arrival))
    }

    /// Takes a file in: a new version of its submission, or, when the content is known, the report that has it
    /// (the new path is noted). A refused file is an entry of its own, with an empty reading to decide on. What was
    /// unknown of a known content (it was refused, or named no agency) is filled in when a better reader knows it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn add(&mut self, arrival: Arrival) -> Result<ReportId, StoreError> {
        transaction::write(&mut self.connection, |transaction| reports::add(transaction, arrival))
    }

    /// Keeps a reading; the same rules and findings on the same report are one reading.
    ///
    /// # Errors
    /// When the database fails, or `Refused` when the report is unknown.
    pub fn add_reading(&mut self, reading: NewReading) -> Result<ReadingId, StoreError> {
        transaction::write(&mut self.connection, |transaction| reports::add_reading(transaction, reading))
    }

    /// The reading of a report that was made last; a refused file has an empty one.
    ///
    /// # Errors
    /// When the database fails.
    pub fn newest_reading(&self, report: ReportId) -> Result<Option<ReadingId>, StoreError> {
        reports::newest_reading(&self.connection, report)
    }

    /// The findings of a reading, as they were given to `add_reading`; empty for a refused file.
    ///
    /// # Errors
    /// When the database fails, or `Refused` when the reading is unknown.
    pub fn findings(&self, reading: ReadingId) -> Result<String, StoreError> {
        reports::findings(&self.connection, reading)
    }

    /// Writes a decision, unless another desk was faster.
    ///
    /// # Errors
    /// When the database fails; `Refused` when the report or the reading is unknown, the reading is of another report,
    /// a file that cannot be read is to be approved, or there is nothing to withdraw. Then nothing was written.
    #[expect(clippy::needless_pass_by_value, reason = "a decision is spent when it is written")]
    pub fn decide(&mut self, decision: NewDecision, reviewer: &Reviewer, at: i64) -> Result<Recorded, StoreError> {
        transaction::write(&mut self.connection, |transaction| decisions::decide(transaction, &decision, reviewer, at))
    }

    /// Writes a judgement, unless another one stands on the same evidence than the reviewer had seen.
    ///
    /// # Errors
    /// When the database fails; `Refused` when the reading is unknown, of another report, or has no such finding, a waiver
    /// has no reason, or there is nothing to take back. Then nothing was written.
    #[expect(clippy::needless_pass_by_value, reason = "a judgement is spent when it is written")]
    pub fn judge(&mut self, judgement: NewJudgement, reviewer: &Reviewer, at: i64) -> Result<Judged, StoreError> {
        transaction::write(&mut self.connection, |transaction| judgements::judge(transaction, &judgement, reviewer, at))
    }

    /// What stands on the findings of a report: said of any version of its submission, for evidence does not change with
    /// the version. In the order in which it was said.
    ///
    /// # Errors
    /// When the database fails.
    pub fn judgements(&self, report: ReportId) -> Result<Judgements, StoreError> {
        judgements::standing(&self.connection, report)
    }

    /// The newest version of a submission that was sent back, before a report that belongs to it; before one that has
    /// not come in yet where `before` is `None`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sent_back(
        &self,
        agency_key: &str,
        year: i32,
        before: Option<ReportId>,
    ) -> Result<Option<SentBack>, StoreError> {
        reports::sent_back(&self.connection, agency_key, year, before)
    }

    /// The reports whose newest reading was made by another program or under other rules, the newest first; files that
    /// could not be read are not among them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn stale(&self, program: &str, rules: &str) -> Result<Vec<ReportId>, StoreError> {
        reports::stale(&self.connection, program, rules)
    }

    /// Whether the newest reading of a report was made by another program or under other rules.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_stale(&self, report: ReportId, program: &str, rules: &str) -> Result<bool, StoreError> {
        reports::is_stale(&self.connection, report, program, rules)
    }

    /// All decisions on a report, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn decisions(&self, report: ReportId) -> Result<Vec<Decision>, StoreError> {
        decisions::all(&self.connection, report)
    }

    /// All lines of the queue, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        entries::all(&self.connection)
    }

    /// One line of the queue.
    ///
    /// # Errors
    /// When the database fails, or `Refused` when the report is unknown.
    pub fn entry(&self, report: ReportId) -> Result<Entry, StoreError> {
        entries::one(&self.connection, report)
    }

    /// The original bytes of a report.
    ///
    /// # Errors
    /// When the database fails, or `Refused` when the report is unknown.
    pub fn original(&self, report: ReportId) -> Result<Vec<u8>, StoreError> {
        reports::original(&self.connection, report)
    }

    /// The newest approved report of an agency (by key) on each year, in the order of the years: its original bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub fn approved(&self, agency_key: &str) -> Result<Vec<(i32, Vec<u8>)>, StoreError> {
        reports::approved(&self.connection, agency_key)
    }

    /// How often each rule fires in the newest current reports: superseded and unreadable ones are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn firings(&self) -> Result<Firings, StoreError> {
        firings::count(&self.connection)
    }

    /// All versions of what an agency (by key) has filed for a year, in the order in which they came.
    ///
    /// # Errors
    /// When the database fails.
    pub fn versions(&self, agency_key: &str, year: i32) -> Result<Vec<Held>, StoreError> {
        reports::versions(&self.connection, agency_key, year)
    }

    /// All versions of what any agency has filed for a year, in the order in which they came.
    ///
    /// # Errors
    /// When the database fails.
    pub fn held(&self, year: i32) -> Result<Vec<Held>, StoreError> {
        reports::held(&self.connection, year)
    }

    /// A number that grows with every change by any desk, to see cheaply whether another desk has written.
    ///
    /// # Errors
    /// When the database fails.
    pub fn revision(&self) -> Result<i64, StoreError> {
        Ok(self.connection.prepare_cached("SELECT number FROM revision")?.query_row([], |row| row.get(0))?)
    }
}
