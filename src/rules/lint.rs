//! What is wrong with the rules as a whole: those that can never fire, contradict one another, or repeat one another.
//! Mistakes in one rule alone are found when it is loaded.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::equation::{Identity, Operand, Source};
use super::kinds::{Check, Forbidden, Jump, Pattern, Required};
use super::{Amended, Rule, Rules};
use crate::model::{Phrase, Relation, Sign};

/// One thing that is wrong, at the rule that should change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// File and line, as `own.toml:3`.
    pub place: String,
    pub rule: String,
    pub what: Phrase,
}

pub(super) fn lint(rules: &Rules) -> Vec<Lint> {
    let mut found = Vec::new();
    for rule in rules.rules.iter().chain(&rules.off) {
        found.extend(amended(rule, rules.is_off(rule)));
    }
    for (place, rule) in rules.rules.iter().enumerate() {
        found.extend(alone(rule).into_iter().map(|what| of(rule, what)));
        for earlier in rules.rules[..place].iter().filter(|earlier| meet(earlier, rule)) {
            found.extend(pair(earlier, rule).into_iter().map(|what| of(rule, what)));
        }
    }
    found.dedup();
    found
}

fn of(rule: &Rule, what: Phrase) -> Lint {
    Lint { place: rule.place.clone(), rule: rule.id.clone(), what }
}

/// Whether two rules can be asked of the same report.
fn meet(a: &Rule, b: &Rule) -> bool {
    fn share<T: PartialEq>(a: &[T], b: &[T]) -> bool {
        a.is_empty() || b.is_empty() || a.iter().any(|one| b.contains(one))
    }
    share(&a.editions, &b.editions) && share(&a.bodies, &b.bodies)
}

/// Changes that have no effect: of a rule that is off, or taken back by a later one.
fn amended(rule: &Rule, is_off: bool) -> Vec<Lint> {
    let mut found = Vec::new();
    for (place, amendment) in rule.amendments.iter().enumerate() {
        let same = |other: &Amended| match (&amendment.what, other) {
            (Amended::Severity(_), Amended::Severity(_)) | (Amended::Off | Amended::On, Amended::Off | Amended::On) => {
                true
            }
            (Amended::Parameter(name, _), Amended::Parameter(other, _)) => name == other,
            (Amended::Off | Amended::On | Amended::Severity(_) | Amended::Parameter(..), _) => false,
        };
        let later = rule.amendments[place + 1..].iter().find(|later| same(&later.what));
        let what = match (later, &amendment.what) {
            (Some(later), _) => Phrase::new(
                format!("这里的修改被 {} 的修改取代", later.place),
                format!("what is changed here is changed again at {}", later.place),
            ),
            (None, Amended::Severity(_) | Amended::Parameter(..)) if is_off => {
                Phrase::new("规则已经停用，又改了它的级别或参数", "the rule is switched off, and changed as well")
            }
            (None, Amended::Off | Amended::On | Amended::Severity(_) | Amended::Parameter(..)) => continue,
        };
        found.push(Lint { place: amendment.place.clone(), rule: rule.id.clone(), what });
    }
    found
}

/// Why a rule can never fire, or always does.
fn alone(rule: &Rule) -> Vec<Phrase> {
    let mut found = Vec::new();
    let mut never =
        |zh: &str, en: &str| found.push(Phrase::new(format!("永远不会提示：{zh}"), format!("can never fire: {en}")));
    match &rule.check {
        Check::Equation(equation) => {
            for line in equation.identities.iter().flat_map(|(_, identities)| identities).map(Line::of) {
                if line.terms.is_empty() && line.holds() {
                    never("等式两边相同", "both sides are the same");
                } else if line.terms.is_empty() {
                    found.push(Phrase::new("永远不成立：两边都是常数", "can never hold: there are only constants"));
                } else {
                    continue;
                }
                break;
            }
        }
        Check::Cells(faults) if faults.faults.is_empty() => never("没有写要找的问题", "it names no fault"),
        Check::Forbidden(forbidden) => {
            if forbidden.patterns.is_empty() {
                never("没有写禁用的文字", "it names no text");
            }
            for pattern in &forbidden.patterns {
                if forbidden.unless.as_ref().is_some_and(|unless| unless.as_str() == pattern.regex.as_str()) {
                    never("禁用的文字就是免责的文字", "the text that is forbidden is the one that excuses it");
                }
            }
        }
        Check::Required(required) => {
            let same =
                |pattern: &Pattern| required.when.as_ref().is_some_and(|when| when.as_str() == pattern.regex.as_str());
            if required.patterns.iter().all(same) && required.reach == super::kinds::Reach::Report {
                never("提到了才要求的，正是要求的文字", "it is asked only where the text is there");
            }
        }
        Check::Change(changes) => {
            if changes.iter().all(|change| change.cells.iter().all(|(_, cells)| cells.is_empty())) {
                never("没有写要比较的单元格", "it names no cell");
            }
        }
        Check::Cells(_) | Check::Sections { .. } | Check::Words(_) | Check::Code { .. } => {}
    }
    found
}

/// What two rules do to one another.
fn pair(earlier: &Rule, rule: &Rule) -> Vec<Phrase> {
    let repeats = |zh: &str, en: &str| {
        vec![Phrase::new(format!("与 {} 重复：{zh}", earlier.id), format!("repeats {}: {en}", earlier.id))]
    };
    match (&earlier.check, &rule.check) {
        (Check::Equation(a), Check::Equation(b)) => {
            let both = a.identities.iter().filter_map(|(edition, left)| {
                let right = b.identities.iter().find(|(known, _)| known == edition)?;
                Some((left, &right.1))
            });
            both.flat_map(|(left, right)| lines(left, right)).next().map_or_else(Vec::new, |clash| match clash {
                Clash::Repeats => repeats("同一个算式", "the same sum"),
                Clash::Contradicts => vec![contradicts(earlier, "两个算式不能同时成立", "both sums cannot hold")],
            })
        }
        (Check::Forbidden(a), Check::Forbidden(b)) => {
            let same = |one: &&Pattern| b.patterns.iter().any(|other| other.regex.as_str() == one.regex.as_str());
            match a.patterns.iter().find(same) {
                Some(one) if share_a_place(a, b) => repeats(
                    &format!("都禁用 `{}`", one.regex.as_str()),
                    &format!("both forbid `{}`", one.regex.as_str()),
                ),
                Some(_) | None => Vec::new(),
            }
        }
        (Check::Required(a), Check::Required(b)) => {
            let same = |one: &&Pattern| b.patterns.iter().any(|other| other.regex.as_str() == one.regex.as_str());
            let one = a.patterns.iter().find(same).filter(|_| a.section == b.section);
            one.map_or_else(Vec::new, |one| {
                repeats(&format!("都要求 `{}`", one.regex.as_str()), &format!("both ask for `{}`", one.regex.as_str()))
            })
        }
        (Check::Required(required), Check::Forbidden(forbidden))
        | (Check::Forbidden(forbidden), Check::Required(required)) => asked_and_forbidden(required, forbidden)
            .map(|text| {
                contradicts(
                    earlier,
                    &format!("一条要求“{text}”，一条禁用它"),
                    &format!("one asks for “{text}”, the other forbids it"),
                )
            })
            .into_iter()
            .collect(),
        (Check::Words(a), Check::Words(b)) => words(earlier, a, b),
        (Check::Sections { what: a }, Check::Sections { what: b }) if a == b => {
            repeats("同一种标题核对", "the same check of headings")
        }
        (Check::Code { name: a, .. }, Check::Code { name: b, .. })
            if a == b && earlier.parameters == rule.parameters =>
        {
            repeats("同一个核对函数", "the same function")
        }
        (Check::Cells(a), Check::Cells(b)) => {
            let shared = a.faults.iter().any(|fault| b.faults.contains(fault));
            if shared && a.numbers == b.numbers {
                repeats("同一种单元格问题", "the same fault of cells")
            } else {
                Vec::new()
            }
        }
        (Check::Change(a), Check::Change(b)) => {
            let same = a.iter().any(|a| b.iter().any(|b| a.cells == b.cells && same_jump(a.jump, b.jump)));
            if same { repeats("同样的单元格和幅度", "the same cells and thresholds") } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

fn contradicts(earlier: &Rule, zh: &str, en: &str) -> Phrase {
    Phrase::new(format!("与 {} 矛盾：{zh}", earlier.id), format!("contradicts {}: {en}", earlier.id))
}

fn same_jump(a: Jump, b: Jump) -> bool {
    match (a, b) {
        (Jump::Ratio { floor, ratio }, Jump::Ratio { floor: other, ratio: and }) => floor == other && ratio == and,
        (Jump::Zero { floor }, Jump::Zero { floor: other }) => floor == other,
        (Jump::Ratio { .. } | Jump::Zero { .. }, _) => false,
    }
}

fn share_a_place(a: &Forbidden, b: &Forbidden) -> bool {
    a.within == b.within
        && (a.sections.is_empty() || b.sections.is_empty() || a.sections.iter().any(|id| b.sections.contains(id)))
}

/// A text that is required although every way to write it is forbidden.
fn asked_and_forbidden(required: &Required, forbidden: &Forbidden) -> Option<String> {
    let elsewhere = !forbidden.sections.is_empty() && !forbidden.sections.contains(&required.section);
    if elsewhere || forbidden.within == super::kinds::Within::Title || forbidden.unless.is_some() {
        return None;
    }
    let is_forbidden = |text: &str| forbidden.patterns.iter().any(|pattern| pattern.regex.is_match(text));
    required.patterns.iter().find_map(|pattern| {
        let text = pattern.regex.as_str();
        let same = forbidden.patterns.iter().any(|other| other.regex.as_str() == text);
        let literal = text.split('|').all(|way| regex::escape(way) == way && is_forbidden(way));
        (same || literal).then(|| text.to_owned())
    })
}

fn words(earlier: &Rule, a: &super::dictionary::Dictionary, b: &super::dictionary::Dictionary) -> Vec<Phrase> {
    let mut found = Vec::new();
    for word in &b.words {
        for other in a.words.iter().filter(|other| other.found == word.found) {
            found.push(if other.suggest == word.suggest {
                let (id, word) = (&earlier.id, &word.found);
                Phrase::new(format!("与 {id} 重复：都有“{word}”"), format!("repeats {id}: both list “{word}”"))
            } else {
                contradicts(
                    earlier,
                    &format!("“{}”应改为“{}”还是“{}”", word.found, other.suggest, word.suggest),
                    &format!("should “{}” be “{}” or “{}”", word.found, other.suggest, word.suggest),
                )
            });
        }
        if let Some(other) = a.words.iter().find(|other| other.found == word.suggest) {
            found.push(contradicts(
                earlier,
                &format!("这里建议的“{}”，那里又要改为“{}”", word.suggest, other.suggest),
                &format!("“{}” is suggested here and is to be “{}” there", word.suggest, other.suggest),
            ));
        }
    }
    found
}

enum Clash {
    Repeats,
    Contradicts,
}

/// The first two identities of two rules that say the same, or that cannot both hold.
fn lines<'a>(left: &'a [Identity], right: &'a [Identity]) -> impl Iterator<Item = Clash> + 'a {
    let left: Vec<Line> = left.iter().map(Line::of).collect();
    right.iter().map(Line::of).filter_map(move |line| left.iter().find_map(|other| other.clash(&line)))
}

/// An identity with everything that is no constant on the left, in one order: `terms relation constant`.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    terms: BTreeMap<String, Decimal>,
    relation: Relation,
    constant: Decimal,
}

impl Line {
    fn of(identity: &Identity) -> Self {
        let mut line = Self { terms: BTreeMap::new(), relation: identity.relation, constant: Decimal::ZERO };
        line.add(&identity.left, Decimal::ONE);
        line.add(&identity.right, -Decimal::ONE);
        line.terms.retain(|_, factor| !factor.is_zero());
        // `a - b <= 0` and `b - a >= 0` are one.
        if line.terms.values().next().is_some_and(Decimal::is_sign_negative) {
            line.terms.values_mut().for_each(|factor| *factor = -*factor);
            line.constant = -line.constant;
            line.relation = match line.relation {
                Relation::Equal => Relation::Equal,
                Relation::AtLeast => Relation::AtMost,
                Relation::AtMost => Relation::AtLeast,
            };
        }
        line
    }

    fn add(&mut self, side: &[Operand], factor: Decimal) {
        for operand in side {
            let factor = match operand.sign {
                Sign::Plus => factor,
                Sign::Minus => -factor,
            };
            let name = match &operand.source {
                Source::Constant(value) => {
                    self.constant -= factor * *value;
                    continue;
                }
                Source::Cell(position) => position.to_string(),
                Source::LastYear(id) => format!("{id}@last"),
            };
            *self.terms.entry(name).or_default() += factor;
        }
    }

    /// Whether a line without terms holds.
    fn holds(&self) -> bool {
        match self.relation {
            Relation::Equal => self.constant.is_zero(),
            Relation::AtLeast => self.constant <= Decimal::ZERO,
            Relation::AtMost => self.constant >= Decimal::ZERO,
        }
    }

    /// What another line with the same terms does to this one.
    fn clash(&self, other: &Self) -> Option<Clash> {
        if self.terms != other.terms || self.terms.is_empty() {
            return None;
        }
        let (a, b) = (self.constant, other.constant);
        match (self.relation, other.relation) {
            (Relation::Equal, Relation::Equal) => Some(if a == b { Clash::Repeats } else { Clash::Contradicts }),
            (Relation::Equal, Relation::AtLeast) => Some(if a >= b { Clash::Repeats } else { Clash::Contradicts }),
            (Relation::Equal, Relation::AtMost) => Some(if a <= b { Clash::Repeats } else { Clash::Contradicts }),
            (Relation::AtLeast, Relation::Equal) => Some(if b >= a { Clash::Repeats } else { Clash::Contradicts }),
            (Relation::AtMost, Relation::Equal) => Some(if b <= a { Clash::Repeats } else { Clash::Contradicts }),
            (Relation::AtLeast, Relation::AtMost) => (a > b).then_some(Clash::Contradicts),
            (Relation::AtMost, Relation::AtLeast) => (b > a).then_some(Clash::Contradicts),
            (Relation::AtLeast, Relation::AtLeast) | (Relation::AtMost, Relation::AtMost) => Some(Clash::Repeats),
        }
    }
}
