//! Plain data of the review desk: what arrived, which version it is, who decided what on which reading.

use serde::{Deserialize, Serialize};

use super::{Checks, Phrase, Severity};

/// The number of a report (one version of one submission) in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportId(pub i64);

/// The number of a reading (one parse and check of one report) in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReadingId(pub i64);

/// The number of a decision in the store; later decisions have larger numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecisionId(pub i64);

/// What a reviewer says of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// 通过
    Approved,
    /// 退回
    Rejected,
    /// 撤销: the decision before it no longer stands; the report is open again.
    Withdrawn,
}

impl Verdict {
    /// The name in the store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// The person at the keyboard, by the process's real uid and not by an environment variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    pub uid: u32,
    /// The account's name, or `uid 1234` where the system knows none.
    pub name: String,
}

/// Who said what, when, why, on which reading. Never changed or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub id: DecisionId,
    pub report: ReportId,
    pub reading: ReadingId,
    pub verdict: Verdict,
    /// Empty where none was asked for.
    pub reason: String,
    pub reviewer: Reviewer,
    /// Seconds since 1970, UTC.
    pub at: i64,
}

/// A decision on its way to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDecision {
    pub report: ReportId,
    /// The reading that was on the screen.
    pub reading: ReadingId,
    pub verdict: Verdict,
    pub reason: String,
    /// The fingerprints of the findings that a rejection sends back; empty for every other verdict.
    pub returned: Vec<String>,
    /// The newest decision on this report that the reviewer had seen; the store refuses when there is a newer one.
    pub previous: Option<DecisionId>,
}

/// How the store answers a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// It is on disk.
    Done(Decision),
    /// Another desk was faster; this is what stands, and nothing was written.
    LostRace(Decision),
}

/// How many outcomes of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    pub error: usize,
    pub warning: usize,
    pub info: usize,
    pub undecided: usize,
    pub passed: usize,
}

impl Counts {
    /// Counts the outcomes of all rules.
    #[must_use]
    pub fn of(checks: &Checks) -> Self {
        let of = |severity: Severity| checks.findings.iter().filter(|finding| finding.severity == severity).count();
        Self {
            error: of(Severity::Error),
            warning: of(Severity::Warning),
            info: of(Severity::Info),
            undecided: checks.undecided.len(),
            passed: checks.passed.iter().map(|(_, instances)| instances).sum(),
        }
    }
}

/// How a version that comes again answers the one that was sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// How many points the letter had.
    pub returned: usize,
    /// How many of them have been corrected.
    pub corrected: usize,
    /// How many changes nobody asked for.
    pub unasked: usize,
}

/// One line of the queue: one version of one submission, or a file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub report: ReportId,
    /// Where the file lay when it was taken, relative to the inbox where possible.
    pub path: String,
    /// `None` where the file names none or could not be read.
    pub agency: Option<String>,
    pub year: Option<i32>,
    /// Counted from 1 within one agency and year.
    pub version: u32,
    /// Whether a later version of the same submission has arrived.
    pub superseded: bool,
    /// Seconds since 1970, UTC.
    pub received: i64,
    pub counts: Counts,
    /// The errors of `counts` that nobody has explained.
    pub open_errors: usize,
    /// `None` where no earlier version was sent back.
    pub answered: Option<Answered>,
    /// Why the file could not be read, in words; such an entry has an empty reading and cannot be approved.
    pub refusal: Option<Phrase>,
    /// The decision that stands, `None` while open or after it was withdrawn.
    pub decision: Option<Decision>,
    /// The newest decision of any kind, withdrawn ones included: what a new decision must name as `previous`.
    pub last_decision: Option<DecisionId>,
    /// Whether the newest reading differs from the one that the standing decision was made on.
    pub changed_since: bool,
}
