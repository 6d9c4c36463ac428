//! What is wrong with the rules as a whole: those that can never fire, that always do, that contradict one another, or
//! that repeat or follow from others. Mistakes in one rule alone are found when it is loaded.

use super::{Amended, Rule, Rules};
use crate::form::Form;
use crate::model::Phrase;

mod alone;
mod implied;
mod line;
mod pair;
mod pattern;
mod reach;

/// One thing that is wrong, at the rule that should change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// File and line, as `own.toml:3`.
    pub place: String,
    pub rule: String,
    pub what: Phrase,
    /// What to do about it.
    pub remedy: Phrase,
}

/// What is wrong with a rule, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Flaw {
    /// Where it is written, if not where the rule is.
    place: Option<String>,
    what: Phrase,
    remedy: Phrase,
}

impl Flaw {
    fn new(what: Phrase, remedy: Phrase) -> Self {
        Self { place: None, what, remedy }
    }

    /// A rule that is asked and never finds anything.
    fn never(zh: &str, en: &str, remedy: Phrase) -> Self {
        Self::new(Phrase::new(format!("永远不会提示：{zh}"), format!("can never fire: {en}")), remedy)
    }

    /// A rule that finds something in every report.
    fn always(zh: &str, en: &str, remedy: Phrase) -> Self {
        Self::new(Phrase::new(format!("每份报告都会提示：{zh}"), format!("fires in every report: {en}")), remedy)
    }

    fn repeats(other: &Rule, zh: &str, en: &str) -> Self {
        Self::new(
            Phrase::new(format!("与 {} 重复：{zh}", other.id), format!("repeats {}: {en}", other.id)),
            Phrase::new(
                format!("请删去这条，或停用 {}（off = true）", other.id),
                format!("delete this rule, or switch {} off (off = true)", other.id),
            ),
        )
    }

    fn contradicts(other: &Rule, zh: &str, en: &str) -> Self {
        Self::new(
            Phrase::new(format!("与 {} 矛盾：{zh}", other.id), format!("contradicts {}: {en}", other.id)),
            Phrase::new(
                format!("请改正其中一条，或停用 {}（off = true）", other.id),
                format!("correct one of the two, or switch {} off (off = true)", other.id),
            ),
        )
    }

    fn of(self, rule: &Rule) -> Lint {
        let place = self.place.unwrap_or_else(|| rule.place.clone());
        Lint { place, rule: rule.id.clone(), what: self.what, remedy: self.remedy }
    }
}

fn correct_or_delete() -> Phrase {
    Phrase::new("请改正或删去这条", "correct this rule or delete it")
}

pub(super) fn lint(rules: &Rules, forms: &[Form]) -> Vec<Lint> {
    let mut found = Vec::new();
    for rule in rules.rules.iter().chain(&rules.off) {
        found.extend(amended(rule, rules.is_off(rule)));
    }
    let mut implied = implied::implied(&rules.rules);
    for (place, rule) in rules.rules.iter().enumerate() {
        let mut flaws = alone::flaws(rule, forms);
        flaws.extend(reach::flaws(rule, forms));
        let pairs: Vec<Flaw> = rules.rules[..place]
            .iter()
            .filter(|earlier| meet(earlier, rule))
            .flat_map(|earlier| pair::flaws(earlier, rule))
            .collect();
        // What is said of two rules need not be said of all of them.
        flaws.extend(implied.remove(&place).filter(|_| pairs.is_empty() && flaws.is_empty()));
        found.extend(flaws.into_iter().chain(pairs).map(|flaw| flaw.of(rule)));
    }
    found.dedup();
    found
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
        let (what, remedy) = match (later, &amendment.what) {
            (Some(later), _) => (
                Phrase::new(
                    format!("这里的修改被 {} 的修改取代", later.place),
                    format!("what is changed here is changed again at {}", later.place),
                ),
                Phrase::new("请只留一处", "keep one of the two"),
            ),
            (None, Amended::Severity(_) | Amended::Parameter(..)) if is_off => (
                Phrase::new("规则已经停用，又改了它的级别或参数", "the rule is switched off, and changed as well"),
                Phrase::new("请删去这一行，或不要停用", "delete this line, or leave the rule in force"),
            ),
            (None, Amended::Off | Amended::On | Amended::Severity(_) | Amended::Parameter(..)) => continue,
        };
        found.push(Lint { place: amendment.place.clone(), rule: rule.id.clone(), what, remedy });
    }
    found
}
