//! Equations that say nothing new: those that are a sum of multiples of others, found by elimination in whole numbers;
//! and those that can never hold together with others.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::Flaw;
use super::line::Line;
use crate::model::{Phrase, Relation};
use crate::rules::Rule;
use crate::rules::equation::Identity;
use crate::rules::kinds::Check;

/// So many equations are named of those that one follows from.
const NAMED: usize = 8;

/// By the place of the rule: that all of its equations follow from those of earlier rules, or that one of them cannot
/// hold together with them.
pub(super) fn implied(rules: &[Rule]) -> BTreeMap<usize, Flaw> {
    let mut editions: Vec<&str> = Vec::new();
    for (edition, _) in rules.iter().flat_map(identities) {
        if !editions.contains(&edition.as_str()) {
            editions.push(edition);
        }
    }
    let mut verdicts: BTreeMap<usize, Vec<(Verdict, Flaw)>> = BTreeMap::new();
    let mut news: BTreeSet<usize> = BTreeSet::new();
    for edition in editions {
        let mut known = Known::default();
        for (place, rule) in rules.iter().enumerate() {
            let of_edition = identities(rule).iter().filter(|(known, _)| known == edition);
            let own: Vec<&Identity> = of_edition.flat_map(|(_, identities)| identities).collect();
            for identity in &own {
                match known.judge(identity) {
                    Verdict::New => drop(news.insert(place)),
                    verdict => {
                        let flaw = verdict.flaw(&known.sources, rules);
                        verdicts.entry(place).or_default().push((verdict, flaw));
                    }
                }
            }
            for identity in own {
                known.learn(place, identity);
            }
        }
    }
    let first = |(place, told): (usize, Vec<(Verdict, Flaw)>)| {
        let is_new = news.contains(&place);
        let mut told = told.into_iter();
        let flaw = told.find(|(verdict, _)| matches!(verdict, Verdict::Contradicts(_)) || !is_new);
        Some((place, flaw?.1))
    };
    verdicts.into_iter().filter_map(first).collect()
}

fn identities(rule: &Rule) -> &[(String, Vec<Identity>)] {
    match &rule.check {
        Check::Equation(equation) => &equation.identities,
        Check::Sections { .. }
        | Check::Cells(_)
        | Check::Forbidden(_)
        | Check::Required(_)
        | Check::Words(_)
        | Check::Change(_)
        | Check::Code { .. } => &[],
    }
}

/// What an equation is beside those already known.
enum Verdict {
    New,
    /// The known equations that it is a sum of, by their places.
    Follows(Vec<usize>),
    Contradicts(Vec<usize>),
}

impl Verdict {
    fn flaw(&self, sources: &[Named], rules: &[Rule]) -> Flaw {
        let places = match self {
            Self::New => &[][..],
            Self::Follows(places) | Self::Contradicts(places) => places,
        };
        let mut named: Vec<String> = places.iter().take(NAMED).map(|place| sources[*place].name(rules)).collect();
        if places.len() > NAMED {
            named.push("…".to_owned());
        }
        let (zh, en) = (named.join("、"), named.join(", "));
        match self {
            Self::New | Self::Follows(_) => Flaw::new(
                Phrase::new(format!("没有新内容：由 {zh} 可以推出"), format!("says nothing new: it follows from {en}")),
                Phrase::new(
                    "请删去这条；只想改级别的，改原来的规则",
                    "delete it; to change a severity, change the rules named",
                ),
            ),
            Self::Contradicts(_) => Flaw::new(
                Phrase::new(
                    format!("矛盾：不能与 {zh} 同时成立"),
                    format!("contradicts: cannot hold together with {en}"),
                ),
                Phrase::new("请改正这条，或停用其中一条", "correct it, or switch one of them off"),
            ),
        }
    }
}

/// Where a known equation comes from.
struct Named {
    rule: usize,
    at: String,
}

impl Named {
    fn name(&self, rules: &[Rule]) -> String {
        format!("{} {}", rules[self.rule].id, self.at).trim_end().to_owned()
    }
}

/// The equations known so far.
#[derive(Default)]
struct Known {
    sources: Vec<Named>,
    rows: Vec<Row>,
    variables: BTreeMap<String, usize>,
    basis: Basis,
}

impl Known {
    fn judge(&mut self, identity: &Identity) -> Verdict {
        let Some(row) = self.row(identity) else { return Verdict::New };
        match self.basis.reduced(row.clone()) {
            Some(rest) if rest.factors.is_empty() => {
                let from = self.reasons(&row);
                if rest.constant == 0 { Verdict::Follows(from) } else { Verdict::Contradicts(from) }
            }
            Some(_) | None => Verdict::New,
        }
    }

    fn learn(&mut self, rule: usize, identity: &Identity) {
        let Some(row) = self.row(identity) else { return };
        let at = if identity.row.is_empty() { identity.column.clone() } else { identity.row.clone() };
        self.basis.learn(row.clone());
        self.sources.push(Named { rule, at });
        self.rows.push(row);
    }

    /// Equations that an equation follows from, none of which could be left out: those that share most cells with it are
    /// tried first, for they are the reason that a person would give.
    fn reasons(&self, row: &Row) -> Vec<usize> {
        let shared =
            |place: &usize| self.rows[*place].factors.keys().filter(|cell| row.factors.contains_key(cell)).count();
        let mut places: Vec<usize> = (0..self.rows.len()).collect();
        places.sort_by_key(|place| Reverse(shared(place)));
        let enough = (1..=places.len()).find(|count| self.lead_to(&places[..*count], row)).unwrap_or(places.len());
        places.truncate(enough);
        for place in places.clone() {
            let without: Vec<usize> = places.iter().copied().filter(|other| *other != place).collect();
            if self.lead_to(&without, row) {
                places = without;
            }
        }
        places.sort_unstable();
        places
    }

    fn lead_to(&self, places: &[usize], row: &Row) -> bool {
        let mut basis = Basis::default();
        for place in places {
            basis.learn(self.rows[*place].clone());
        }
        basis.reduced(row.clone()).is_some_and(|rest| rest.factors.is_empty())
    }

    /// An equality over at least one cell; `None` for what is none, or has no whole factors.
    fn row(&mut self, identity: &Identity) -> Option<Row> {
        let line = Line::of(identity);
        if line.relation != Relation::Equal || line.terms.is_empty() {
            return None;
        }
        let unit = 10i128.checked_pow(line.constant.scale())?;
        let mut factors = BTreeMap::new();
        for (name, factor) in line.terms {
            let next = self.variables.len();
            let variable = *self.variables.entry(name).or_insert(next);
            factors.insert(variable, whole(factor)?.checked_mul(unit)?);
        }
        Some(Row { factors, constant: line.constant.mantissa() })
    }
}

fn whole(value: Decimal) -> Option<i128> {
    value.is_integer().then(|| value.normalize().mantissa())
}

/// Equations of which each begins with a cell that those after it do not have.
#[derive(Default)]
struct Basis(BTreeMap<usize, Row>);

impl Basis {
    fn learn(&mut self, row: Row) {
        let Some(rest) = self.reduced(row) else { return };
        if let Some(first) = rest.factors.keys().next().copied() {
            self.0.insert(first, rest);
        }
    }

    /// The equation without the first cells of those known; `None` where the numbers grow too large.
    fn reduced(&self, mut row: Row) -> Option<Row> {
        while let Some(first) = row.factors.keys().find(|variable| self.0.contains_key(variable)).copied() {
            row = row.without(first, &self.0[&first])?;
        }
        Some(row)
    }
}

/// An equation in whole numbers.
#[derive(Clone)]
struct Row {
    factors: BTreeMap<usize, i128>,
    constant: i128,
}

impl Row {
    /// This times the other's factor, less the other times this one's: the cell falls out.
    fn without(&self, cell: usize, other: &Self) -> Option<Self> {
        let (own, others) = (*self.factors.get(&cell)?, *other.factors.get(&cell)?);
        let less = |a: i128, b: i128| a.checked_mul(others)?.checked_sub(b.checked_mul(own)?);
        let mut factors = BTreeMap::new();
        for key in self.factors.keys().chain(other.factors.keys()) {
            let of = |row: &Self| row.factors.get(key).copied().unwrap_or(0);
            let value = less(of(self), of(other))?;
            if value != 0 {
                factors.insert(*key, value);
            }
        }
        Some(Self { factors, constant: less(self.constant, other.constant)? }.smallest())
    }

    /// Divided by what all its numbers have in common.
    fn smallest(self) -> Self {
        let common = self.factors.values().fold(self.constant, |a, b| divisor(a, *b)).abs().max(1);
        let factors = self.factors.into_iter().map(|(key, value)| (key, value / common)).collect();
        Self { factors, constant: self.constant / common }
    }
}

/// The greatest number that divides both (Euclid).
fn divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { divisor(b, a % b) }
}
