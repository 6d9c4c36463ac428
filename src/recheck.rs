//! What becomes of a reviewer's judgements when a report is read anew: those with unchanged evidence are kept, the others
//! are open again, and why. Judgements and findings in, an answer out; nothing is changed.

use std::collections::{BTreeMap, BTreeSet};

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
    /// The rule means something else now. An office can rewrite its own rule and leave the version as it was: then only
    /// the cells differ.
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

impl Reopened {
    /// By the finding at an index into the findings.
    fn by(judgement: &Judgement, finding: usize, found: &Finding) -> Self {
        let evidence = &judgement.evidence;
        let (old, new) = (evidence.version, found.version);
        let is_same_rule = old == new && same_cells(&evidence.cells, &found.cells);
        let why = if is_same_rule { Why::ValuesChanged } else { Why::RuleChanged { old, new } };
        Self { judgement: judgement.clone(), finding, why }
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

    /// How many of each, those left out that had lapsed in the reading before already: they were told of then.
    #[must_use]
    pub fn tally_since(&self, before: &Self) -> Tally {
        let is_new = |lapsed: &&Judgement| before.lapsed.iter().all(|earlier| earlier.id != lapsed.id);
        Tally { lapsed: self.lapsed.iter().filter(is_new).count(), ..self.tally() }
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
        let alone = alone(&adrift, free.iter().map(|&index| &findings[index]));
        adrift.retain(|judgement| {
            let near = |index: &usize| {
                nearness.joins(&judgement.evidence, &findings[*index])
                    && (nearness != Nearness::Rule || alone.contains(judgement.evidence.rule.as_str()))
            };
            let Some(at) = free.iter().position(near) else { return true };
            let finding = free.remove(at);
            reopened.push(Reopened::by(judgement, finding, &findings[finding]));
            false
        });
    }
    reopened.sort_by_key(|reopened| reopened.finding);
    let mut successors: Vec<&Judgement> =
        kept.iter().copied().chain(reopened.iter().map(|reopened| &reopened.judgement)).collect();
    let mut lapsed = Vec::new();
    for judgement in adrift {
        let follows = |later: &&Judgement| later.reading > judgement.reading && is_same(later, judgement);
        let widens = |later: &&Judgement| later.reading > judgement.reading && is_rewritten(later, judgement);
        // A chain: the one that was followed can itself have followed another.
        if let Some(at) = successors.iter().position(follows).or_else(|| successors.iter().position(widens)) {
            successors[at] = judgement;
        } else {
            lapsed.push(judgement.clone());
            successors.push(judgement);
        }
    }
    lapsed.sort_by_key(|judgement| judgement.id);
    Recheck { kept: kept.into_iter().cloned().collect(), reopened, lapsed }
}

/// The rules of which one judgement and one finding are left.
fn alone<'a>(adrift: &[&'a Judgement], free: impl Iterator<Item = &'a Finding>) -> BTreeSet<&'a str> {
    let mut left: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for judgement in adrift {
        left.entry(&judgement.evidence.rule).or_default().0 += 1;
    }
    for finding in free {
        left.entry(&finding.rule).or_default().1 += 1;
    }
    left.into_iter().filter_map(|(rule, count)| (count == (1, 1)).then_some(rule)).collect()
}

fn is_on(judgement: &Judgement, finding: &Finding) -> bool {
    judgement.evidence.fingerprint == finding.fingerprint
}

/// How surely a finding is about the same thing as one that was judged. The surest are joined first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nearness {
    /// The same rule and cells, and the message differs in figures at most.
    Words,
    /// The same rule and cells, or the same rule at the same place in the text, or of the report as a whole.
    Place,
    /// The same rule, and the first cell of both is the same: the rule has come to add up other cells.
    FirstCell,
    /// The same rule, which is another one now or still names one of the cells. Only where nothing else of it is left.
    Rule,
}

impl Nearness {
    const ALL: [Self; 4] = [Self::Words, Self::Place, Self::FirstCell, Self::Rule];

    fn joins(self, old: &Evidence, new: &Finding) -> bool {
        if old.rule != new.rule {
            return false;
        }
        let on_same_cells = same_cells(&old.cells, &new.cells);
        match self {
            Self::FirstCell => old.cells.first().is_some_and(|first| new.cells.first() == Some(first)),
            Self::Rule => old.version != new.version || old.cells.iter().any(|cell| new.cells.contains(cell)),
            Self::Words | Self::Place if !on_same_cells => false,
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

/// Whether two judgements speak of what a rule found before and after it came to look at other cells.
fn is_rewritten(one: &Judgement, other: &Judgement) -> bool {
    let (one, other) = (&one.evidence, &other.evidence);
    one.rule == other.rule && one.cells.first().is_some_and(|first| other.cells.first() == Some(first))
}

/// A rule may come to name its cells in another order.
fn same_cells(one: &[CellId], other: &[CellId]) -> bool {
    one.len() == other.len() && one.iter().all(|cell| other.contains(cell))
}

/// A sentence without its digits: line numbers and figures move.
fn without_figures(message: &str) -> String {
    message.chars().filter(|character| !character.is_numeric()).collect()
}
