//! What becomes of a reviewer's judgements when a report is read anew: those with unchanged evidence are kept, the others
//! are open again or have lapsed, and why. Judgements, findings and rules in, an answer out; nothing is changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{CellId, Checks, Evidence, Finding, Judgement, Judgements, RuleMarks};

/// The judgements of a submission, held against the findings of the present reading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recheck {
    /// The evidence is unchanged: they hold.
    pub kept: Vec<Judgement>,
    /// The same thing is found on other evidence: a person must look again. In the order of the findings.
    pub reopened: Vec<Reopened>,
    /// What they were said of is found no more.
    pub lapsed: Vec<Lapsed>,
}

/// A judgement that holds no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopened {
    pub judgement: Judgement,
    /// The finding that has taken the place of the one it was said of: an index into the findings.
    pub finding: usize,
    pub why: Why,
}

/// Why a judgement holds no longer, though something is found where it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The rule demands something else now. An office rewrites its own rule and leaves the version as it was.
    RuleChanged { old: u32, new: u32 },
    /// It was said of an office's own rule by a program that did not note what the rule demanded.
    DemandUnknown,
    /// The same rule, other figures or words.
    ValuesChanged,
}

/// A judgement of which nothing is found any longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lapsed {
    pub judgement: Judgement,
    pub why: Gone,
}

/// Why nothing is found of what a judgement was said of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// The rule was asked, and holds there.
    Mended,
    /// The rule demands something else now, and finds nothing.
    RuleChanged,
    /// The rule is out of force.
    RuleOff,
    /// There is no such rule any longer.
    RuleDropped,
    /// The rule cannot be decided now.
    Undecided,
    /// The rule is not asked of such a report.
    NotAsked,
}

impl Gone {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Self::Mended, Self::RuleChanged, Self::RuleOff, Self::RuleDropped, Self::Undecided, Self::NotAsked];

    /// By what the rules say of the report now; nobody else speaks of what was judged.
    fn of(judgement: &Judgement, checks: &Checks, rules: &RuleMarks) -> Self {
        let old = &judgement.evidence;
        let Some(rule) = rules.get(&old.rule) else { return Self::RuleDropped };
        if rule.is_off {
            return Self::RuleOff;
        }
        let is_unknown = rule.is_own && old.demand().is_empty();
        if rule.version != old.version || (rule.demand != old.demand() && !is_unknown) {
            return Self::RuleChanged;
        }
        let passed = checks.passed.iter().any(|(id, _)| *id == old.rule);
        let mut undecided = checks.undecided.iter().filter(|undecided| undecided.rule == old.rule);
        let in_the_way = |cells: &[CellId]| {
            if cells.is_empty() { !passed } else { cells.iter().any(|cell| old.cells.contains(cell)) }
        };
        if undecided.any(|undecided| in_the_way(&undecided.cells)) {
            return Self::Undecided;
        }
        let was_asked = passed || checks.findings.iter().any(|finding| finding.rule == old.rule);
        if was_asked { Self::Mended } else { Self::NotAsked }
    }
}

/// How many judgements of each kind, of one report or of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub kept: usize,
    pub rule_changed: usize,
    pub demand_unknown: usize,
    pub values_changed: usize,
    /// In the order of [`Gone::ALL`].
    pub lapsed: [usize; Gone::ALL.len()],
}

impl Tally {
    /// How many are open again.
    #[must_use]
    pub const fn reopened(&self) -> usize {
        self.rule_changed + self.demand_unknown + self.values_changed
    }

    /// Of how many nothing is found any longer.
    #[must_use]
    pub fn lapsed(&self) -> usize {
        self.lapsed.iter().sum()
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut lapsed = self.lapsed;
        lapsed.iter_mut().zip(other.lapsed).for_each(|(sum, more)| *sum += more);
        Self {
            kept: self.kept + other.kept,
            rule_changed: self.rule_changed + other.rule_changed,
            demand_unknown: self.demand_unknown + other.demand_unknown,
            values_changed: self.values_changed + other.values_changed,
            lapsed,
        }
    }
}

impl Reopened {
    /// By the finding at an index into the findings.
    fn by(judgement: &Judgement, finding: usize, found: &Finding, rules: &RuleMarks) -> Self {
        let old = &judgement.evidence;
        let is_own = rules.get(&old.rule).is_some_and(|rule| rule.is_own);
        let why = if old.version != found.version {
            Why::RuleChanged { old: old.version, new: found.version }
        } else if old.demand() == found.demand() {
            Why::ValuesChanged
        } else if is_own && old.demand().is_empty() {
            Why::DemandUnknown
        } else {
            Why::RuleChanged { old: old.version, new: found.version }
        };
        Self { judgement: judgement.clone(), finding, why }
    }
}

impl Recheck {
    /// How many of each.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally { kept: self.kept.len(), lapsed: of_each(&self.lapsed, |_| true), ..Tally::default() };
        for reopened in &self.reopened {
            match reopened.why {
                Why::RuleChanged { .. } => tally.rule_changed += 1,
                Why::DemandUnknown => tally.demand_unknown += 1,
                Why::ValuesChanged => tally.values_changed += 1,
            }
        }
        tally
    }

    /// How many of each, those left out that had lapsed in the reading before already: they were told of then.
    #[must_use]
    pub fn tally_since(&self, before: &Self) -> Tally {
        let is_new = |lapsed: &Lapsed| before.lapsed.iter().all(|earlier| earlier.judgement.id != lapsed.judgement.id);
        Tally { lapsed: of_each(&self.lapsed, is_new), ..self.tally() }
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

/// How many have lapsed for each reason.
fn of_each(lapsed: &[Lapsed], counts: impl Fn(&Lapsed) -> bool) -> [usize; Gone::ALL.len()] {
    Gone::ALL.map(|why| lapsed.iter().filter(|lapsed| lapsed.why == why && counts(lapsed)).count())
}

/// Holds what stands on a submission against what is found in it now, by the rules of now. Each judgement without its evidence is given at most
/// one finding that nobody has judged, and each such finding to at most one judgement; later judgements choose first. A
/// judgement in whose place a person has judged anew, on a later reading, is history: it is in none of the lists.
#[must_use]
pub fn recheck(judgements: &Judgements, checks: &Checks, rules: &RuleMarks) -> Recheck {
    let findings = &checks.findings;
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
            reopened.push(Reopened::by(judgement, finding, &findings[finding], rules));
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
            lapsed.push(Lapsed { judgement: judgement.clone(), why: Gone::of(judgement, checks, rules) });
            successors.push(judgement);
        }
    }
    lapsed.sort_by_key(|lapsed: &Lapsed| lapsed.judgement.id);
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
            Self::Rule if old.version != new.version || old.demand() != new.demand() => true,
            Self::Rule => old.cells.iter().any(|cell| new.cells.contains(cell)),
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
