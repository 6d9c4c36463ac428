//! Plain data of the rules: what each says of a report, and the evidence.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{CellId, Phrase, Span};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 强制性: return to the agency.
    Error,
    /// 核实性: a person must decide.
    Warning,
    /// 提示: shown, never blocks.
    Info,
}

impl Severity {
    /// All of them, the heaviest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Info];

    /// The name in TOML and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// All that the rules say of one report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checks {
    /// By severity, then by place.
    pub findings: Vec<Finding>,
    pub undecided: Vec<Undecided>,
    /// For each rule with passed instances: its id and how many hold.
    pub passed: Vec<(String, usize)>,
}

/// What one instance of a rule says. A rule that was not evaluated has not passed (design invariant 6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Pass,
    Fail(Box<Finding>),
    Undecided(Undecided),
}

/// A rule that does not hold, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id, as `ARI-03`.
    pub rule: String,
    /// The rule's version.
    pub version: u32,
    pub severity: Severity,
    /// Over rule id, rule version, addresses and values: it lives exactly as long as the evidence. Of a rule that an office
    /// wrote or set otherwise, the second half is over what the rule demands.
    pub fingerprint: String,
    pub message: Phrase,
    /// The cells it speaks of, the primary one first.
    pub cells: Vec<CellId>,
    /// The primary place in the text; `None` when it concerns the whole report (design invariant 7).
    pub span: Option<Span>,
    /// The sum written out, for rules of arithmetic and of figures in the prose.
    pub proof: Option<Proof>,
}

impl Finding {
    /// What its rule demands, as the fingerprint marks it; empty for a rule of ours as it was shipped.
    #[must_use]
    pub fn demand(&self) -> &str {
        demand_of(&self.fingerprint)
    }
}

/// Digits of a fingerprint that are over the evidence, and as many again over what the rule demands where that is noted.
const HALF: usize = 16;

/// The second half of a fingerprint; empty where there is none.
pub(super) fn demand_of(fingerprint: &str) -> &str {
    let is_whole = fingerprint.len() == 2 * HALF && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_whole { &fingerprint[HALF..] } else { "" }
}

/// A rule instance that could not be evaluated, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// The rule's id.
    pub rule: String,
    /// The cells that stood in the way.
    pub cells: Vec<CellId>,
    pub reason: Reason,
    /// The reason as a sentence, with figures and labels.
    pub message: Phrase,
}

/// Why a rule instance is undecided (domain 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It holds when each blank is taken as zero, which nobody has said.
    PassIfBlankIsZero,
    /// A cell is missing, no number, or its reading is unsure.
    NotAssessable,
    /// One unknown cell would settle it; the message gives the value it would need.
    Implied,
    /// There is no report of last year at hand.
    NoLastYear,
    /// The two years follow different editions and the cells cannot be compared.
    NotComparable,
    /// What the rule speaks of could not be found in the text.
    NotFound,
    /// The rule itself broke down; the log has the details.
    Broken,
}

impl Reason {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PassIfBlankIsZero => "pass_if_blank_is_zero",
            Self::NotAssessable => "not_assessable",
            Self::Implied => "implied",
            Self::NoLastYear => "no_last_year",
            Self::NotComparable => "not_comparable",
            Self::NotFound => "not_found",
            Self::Broken => "broken",
        }
    }
}

/// An equation or comparison with its figures: `left relation right`, and by how much it is off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    pub left: Vec<Term>,
    pub relation: Relation,
    pub right: Vec<Term>,
    /// Left minus right.
    pub delta: Decimal,
}

impl Proof {
    /// Every figure in the order that it is written: the left side, then the right.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.left.iter().chain(&self.right)
    }
}

/// One figure of a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub source: TermSource,
    pub value: Decimal,
    /// Taken away rather than added.
    pub sign: Sign,
}

/// Where a figure of a proof comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermSource {
    /// A cell of this report.
    Cell(CellId),
    /// A cell of last year's report.
    LastYear(CellId),
    /// A figure in the prose, at this place.
    Prose(Span),
    /// A figure written in the rule.
    Constant,
}

/// Added or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Plus,
    Minus,
}

/// What must hold between the two sides of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    Equal,
    AtLeast,
    AtMost,
}

impl Relation {
    /// The sign to print.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
        }
    }
}
