//! Plain data of what a reviewer says of one finding: that it needs no correction, or that it goes into the letter. It
//! lives exactly as long as the finding's evidence (design invariant 10).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::finding::demand_of;
use super::{CellId, Finding, Phrase, ReadingId, ReportId, Reviewer, Severity, Span};

/// How the ids of rules begin that speak of several bodies, as AGG-02 of those that have not filed.
const ACROSS_BODIES: &str = "AGG-";

/// The rule that speaks of an earlier letter: what was not corrected is found again by its own rule.
pub const OF_EARLIER_LETTER: &str = "PRO-02";

/// The number of a judgement in the store; later judgements have larger numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JudgementId(pub i64);

/// What a reviewer says of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JudgementKind {
    /// 已说明: it holds and needs no correction; never without a reason.
    Waived,
    /// 写入退回意见: goes into the letter, whatever its severity.
    Marked,
    /// An error that is left out of the letter; it stays open.
    Unmarked,
    /// What was said before is taken back.
    Withdrawn,
}

impl JudgementKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Waived, Self::Marked, Self::Unmarked, Self::Withdrawn];

    /// The name in the store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waived => "waived",
            Self::Marked => "marked",
            Self::Unmarked => "unmarked",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// The finding as it was when it was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The rule's id.
    pub rule: String,
    /// The rule's version.
    pub version: u32,
    pub fingerprint: String,
    pub cells: Vec<CellId>,
    /// Its place in the text of the reading.
    pub span: Option<Span>,
    pub message: Phrase,
}

impl Evidence {
    /// What is kept of a finding.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        Self {
            rule: finding.rule.clone(),
            version: finding.version,
            fingerprint: finding.fingerprint.clone(),
            cells: finding.cells.clone(),
            span: finding.span,
            message: finding.message.clone(),
        }
    }

    /// What the rule demanded then; empty for a rule of ours as it was shipped, and where an earlier program did not note it.
    #[must_use]
    pub fn demand(&self) -> &str {
        demand_of(&self.fingerprint)
    }
}

/// A rule as it stands now, as far as it matters to what was judged of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleMark {
    pub version: u32,
    /// What it demands beyond its version, as the fingerprints of its findings say it; empty for a rule of ours as it was
    /// shipped.
    pub demand: String,
    /// Whether an office wrote it.
    pub is_own: bool,
    /// Whether it is out of force.
    pub is_off: bool,
}

/// Every rule there is, by id.
pub type RuleMarks = BTreeMap<String, RuleMark>;

/// Who said what of which finding, when and why. Never changed or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    pub id: JudgementId,
    /// The version that was on the screen; it holds for the same evidence in every version of the submission.
    pub report: ReportId,
    pub reading: ReadingId,
    pub evidence: Evidence,
    pub kind: JudgementKind,
    /// Empty where none was asked for.
    pub reason: String,
    pub reviewer: Reviewer,
    /// Seconds since 1970, UTC.
    pub at: i64,
}

/// A judgement on its way to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJudgement {
    pub report: ReportId,
    /// The reading that was on the screen.
    pub reading: ReadingId,
    pub evidence: Evidence,
    pub kind: JudgementKind,
    pub reason: String,
    /// The judgement on this evidence that stood on the screen; the store refuses where another stands by now.
    pub previous: Option<JudgementId>,
}

/// How the store answers a judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// It is on disk.
    Done(Judgement),
    /// Another desk was faster; this is what stands (`None`: it was taken back), and nothing was written.
    LostRace(Option<Judgement>),
}

/// The judgements that stand on a submission: one at most for each evidence, none that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judgements(pub Vec<Judgement>);

impl Judgements {
    /// What stands on a finding.
    #[must_use]
    pub fn on(&self, finding: &Finding) -> Option<&Judgement> {
        self.0.iter().find(|judgement| judgement.evidence.fingerprint == finding.fingerprint)
    }

    /// Whether a finding was explained: it counts as open no more and never goes into the letter.
    #[must_use]
    pub fn waives(&self, finding: &Finding) -> bool {
        self.on(finding).is_some_and(|judgement| judgement.kind == JudgementKind::Waived)
    }

    /// Whether a finding goes into the letter: an error unless it is left out, anything else only when marked. What the
    /// office counts across bodies (AGG) is no fault of the one that is written to, and a point of an earlier letter
    /// (PRO-02) is in this one by itself.
    #[must_use]
    pub fn returns(&self, finding: &Finding) -> bool {
        match self.on(finding).map(|judgement| judgement.kind) {
            Some(JudgementKind::Waived | JudgementKind::Unmarked) => false,
            Some(JudgementKind::Marked) => true,
            Some(JudgementKind::Withdrawn) | None => {
                finding.severity == Severity::Error
                    && !finding.rule.starts_with(ACROSS_BODIES)
                    && finding.rule != OF_EARLIER_LETTER
            }
        }
    }

    /// The errors that nobody has explained.
    pub fn open_errors<'a>(&self, findings: &'a [Finding]) -> impl Iterator<Item = &'a Finding> {
        findings.iter().filter(|finding| finding.severity == Severity::Error && !self.waives(finding))
    }

    /// The findings of the letter.
    pub fn returned<'a>(&self, findings: &'a [Finding]) -> impl Iterator<Item = &'a Finding> {
        findings.iter().filter(|finding| self.returns(finding))
    }
}
