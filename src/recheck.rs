//! What becomes of a reviewer's judgements when a report is read anew: those with unchanged evidence are kept, the others
//! are open again, and why. Judgements and findings in, an answer out; nothing is changed.

use crate::model::{CellId, Evidence, Finding, Judgement, Judgements};

/// The judgements of a submission, held against the findings of the present reading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recheck {
    /// The evidence is unchanged: they hold.
    pub kept: Vec<Judgement>,
    /// The same thing is found on other evidence: a person must look again. In the order of the findings.
    pub reopened: Vec<Reopened>,
    /// What they were said of is found no more.
    pub lapsed: Vec<Judgement>,
}

/// A judgement that holds no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopened {
    pub judgement: Judgement,
    /// The finding that has taken the place of the one it was said of: an index into the findings.
    pub finding: usize,
    pub why: Why,
}

/// Why a judgement holds no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The rule means something else now.
    RuleChanged { old: u32, new: u32 },
    /// The same rule and cells, other figures or words.
    ValuesChanged,
}

/// How many judgements of each kind, of one report or of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub kept: usize,
    pub rule_changed: usize,
    pub values_changed: usize,
    pub lapsed: usize,
}

impl Tally {
    /// How many are open again.
    #[must_use]
    pub const fn reopened(&self) -> usize {
        self.rule_changed + self.values_changed
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            kept: self.kept + other.kept,
            rule_changed: self.rule_changed + other.rule_changed,
            values_changed: self.values_changed + other.values_changed,
            lapsed: self.lapsed + other.lapsed,
        }
    }
}

impl Recheck {
    /// How many of each.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let by_rule = |reopened: &&Reopened| matches!(reopened.why, Why::RuleChanged { .. });
        let rule_changed = self.reopened.iter().filter(by_rule).count();
        Tally {
            kept: self.kept.len(),
            rule_changed,
            values_changed: self.reopened.len() - rule_changed,
            lapsed: self.lapsed.len(),
        }
    }

    /// Whether every judgement holds.
    #[must_use]
    pub fn is_calm(&self) -> bool {
        self.reopened.is_empty() && self.lapsed.is_empty()
    }

    /// The judgement that a finding has taken from.
    #[must_use]
    pub fn of(&self, finding: usize) -> Option<&Reopened> {
        self.reopened.iter().find(|reopened| reopened.finding == finding)
    }
}

/// Holds what stands on a submission against what is found in it now. Each judgement without its evidence is given at most
/// one finding that nobody has judged, and each such finding to at most one judgement; later judgements choose first. A
/// judgement in whose place a person has judged anew, on a later reading, is history: it is in none of the lists.
#[must_use]
pub fn recheck(judgements: &Judgements, findings: &[Finding]) -> Recheck {
    let is_found = |judgement: &Judgement| findings.iter().any(|finding| is_on(judgement, finding));
    let (kept, mut adrift): (Vec<&Judgement>, Vec<&Judgement>) = judgements.0.iter().partition(|one| is_found(one));
    adrift.sort_by_key(|judgement| std::cmp::Reverse(judgement.id));
    let mut free: Vec<usize> = (0..findings.len()).filter(|&index| judgements.on(&findings[index]).is_none()).collect();
    let mut reopened: Vec<Reopened> = Vec::new();
    for nearness in Nearness::ALL {
        adrift.retain(|judgement| {
            let near = |index: &usize| nearness.joins(&judgement.evidence, &findings[*index]);
            let Some(at) = free.iter().position(near) else { return true };
            let finding = free.remove(at);
            let (old, new) = (judgement.evidence.version, findings[finding].version);
            let why = if old == new { Why::ValuesChanged } else { Why::RuleChanged { old, new } };
            reopened.push(Reopened { judgement: (*judgement).clone(), finding, why });
            false
        });
    }
    reopened.sort_by_key(|reopened| reopened.finding);
    let mut successors: Vec<&Judgement> =
        kept.iter().copied().chain(reopened.iter().map(|reopened| &reopened.judgement)).collect();
    let mut lapsed = Vec::new();
    for judgement in adrift {
        let follows = |later: &&Judgement| later.reading > judgement.reading && is_same(later, judgement);
        // A chain: the one that was followed can itself have followed another.
        if let Some(at) = successors.iter().position(follows) {
            successors[at] = judgement;
        } else {
            lapsed.push(judgement.clone());
            successors.push(judgement);
        }
    }
    lapsed.sort_by_key(|judgement| judgement.id);
    Recheck { kept: kept.into_iter().cloned().collect(), reopened, lapsed }
}

fn is_on(judgement: &Judgement, finding: &Finding) -> bool {
    judgement.evidence.fingerprint == finding.fingerprint
}

/// How surely a finding is about the same thing as one that was judged. The surest are joined first.
#[derive(Debug, Clone, Copy)]
enum Nearness {
    /// The same rule and cells, and the message differs in figures at most.
    Words,
    /// The same rule and cells, or the same rule at the same place in the text, or of the report as a whole.
    Place,
}

impl Nearness {
    const ALL: [Self; 2] = [Self::Words, Self::Place];

    fn joins(self, old: &Evidence, new: &Finding) -> bool {
        if old.rule != new.rule || !same_cells(&old.cells, &new.cells) {
            return false;
        }
        match self {
            Self::Words => without_figures(&old.message.zh) == without_figures(&new.message.zh),
            Self::Place if !old.cells.is_empty() => true,
            Self::Place => match (old.span, new.span) {
                (Some(old), Some(new)) => old.start < new.end && new.start < old.end,
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            },
        }
    }
}

/// Whether two judgements speak of the same thing.
fn is_same(one: &Judgement, other: &Judgement) -> bool {
    let (one, other) = (&one.evidence, &other.evidence);
    one.rule == other.rule
        && same_cells(&one.cells, &other.cells)
        && (!one.cells.is_empty() || without_figures(&one.message.zh) == without_figures(&other.message.zh))
}

/// A rule may come to name its cells in another order.
fn same_cells(one: &[CellId], other: &[CellId]) -> bool {
    one.len() == other.len() && one.iter().all(|cell| other.contains(cell))
}

/// A sentence without its digits: line numbers and figures move.
fn without_figures(message: &str) -> String {
    message.chars().filter(|character| !character.is_numeric()).collect()
}
