//! The rule registry, and `check`: a case to the outcome of every rule. Rules are data; code only where data cannot say it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_decimal::Decimal;

use crate::document::Document;
use crate::form::Form;
use crate::model::{Checks, Claim, Outcome, Phrase, Reason, Report, Severity, Undecided};

mod aloud;
mod arithmetic;
mod balance;
mod body;
mod cells;
mod change;
mod claims;
mod closing;
mod code;
mod contact;
mod dictionary;
mod equation;
mod explain;
mod fees;
mod figures;
mod forbidden;
mod headings;
mod hygiene;
mod inspection;
mod kinds;
mod labels;
mod lastyear;
mod likeness;
mod lint;
mod load;
mod names;
mod narrative;
pub(crate) mod nearest;
mod numbering;
mod office;
mod periods;
mod personal;
mod prose;
mod registry;
mod required;
mod roster;
mod round;
mod siblings;
mod structure;
pub(crate) mod syntax;
mod thresholds;
mod ties;
mod years;

pub use body::Body;
pub use equation::{Identity, Operand, Source};
pub use explain::{Explained, Instance, Read};
pub use lint::Lint;
pub use office::{Filed, Member, Office, Round, Sent};
pub use registry::{Balance, Family, Rules};
pub use roster::Roster;

use inspection::Inspection;
use kinds::{Check, Weight};

/// The rule that says whether a file is a report at all; where it fails no other rule can be decided.
const RECOGNISED: &str = "EXT-01";

/// The most that is told of one rule in one report. Nobody reads more, and a file made to be a nuisance would have
/// tens of thousands.
pub const MOST_TOLD: usize = 200;

/// What must hold, and which clause says so.
#[derive(Debug, Clone)]
pub struct Rule {
    pub id: String,
    /// Raised when the meaning changes, so that old judgements do not outlive it.
    pub version: u32,
    pub title: Phrase,
    pub severity: Severity,
    /// The editions it applies to; all when empty.
    pub editions: Vec<String>,
    /// The clause, as `条例第五十条`.
    pub source: String,
    /// What it checks, why, and what to write instead.
    pub doc: Phrase,
    /// What a finding says; `{name}` stands for a figure or a label.
    pub message: Phrase,
    /// Other sentences for special cases, by name.
    pub variants: BTreeMap<String, Phrase>,
    /// The kinds of body that it is asked of; all when empty.
    pub bodies: Vec<Body>,
    /// Thresholds, by name.
    pub parameters: BTreeMap<String, Decimal>,
    /// Where it is written, as `own.toml:3`.
    pub place: String,
    /// What later files change of it, in their order.
    pub amendments: Vec<Amendment>,
    /// A mark of what an office has it demand: it is part of every fingerprint, so that no judgement outlives it. Empty
    /// for a rule of ours as it was shipped, whose version says the same.
    demand: String,
    /// Whether an office wrote it.
    is_own: bool,
    /// The severity that an office sets; nothing of ours stands against it.
    decreed: Option<Severity>,
    /// Where the severity is another; the first that fits decides.
    weights: Vec<Weight>,
    check: Check,
}

impl Rule {
    /// Whether it applies to reports of this edition.
    #[must_use]
    pub fn applies_to(&self, edition: &str) -> bool {
        self.editions.is_empty() || self.editions.iter().any(|known| known == edition)
    }

    /// The first three letters of its id.
    #[must_use]
    pub fn family(&self) -> &str {
        self.id.get(..3).unwrap_or(&self.id)
    }

    /// What data says of its check, for people.
    #[must_use]
    pub fn explained(&self, forms: &[Form]) -> Explained {
        explain::explain(self, forms)
    }

    fn identities(&self, edition: &str) -> Option<&[Identity]> {
        let Check::Equation(equation) = &self.check else { return None };
        equation.identities.iter().find(|(known, _)| known == edition).map(|(_, identities)| identities.as_slice())
    }

    /// The name of the function that decides it, for the few rules that data cannot say.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match &self.check {
            Check::Code { name, .. } => Some(name),
            Check::Equation(_)
            | Check::Sections { .. }
            | Check::Cells(_)
            | Check::Forbidden(_)
            | Check::Required(_)
            | Check::Words(_)
            | Check::Change(_) => None,
        }
    }
}

/// What a rule file changes of a rule of an earlier file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// Where it is written, as `own.toml:3`.
    pub place: String,
    pub what: Amended,
}

/// One thing changed of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amended {
    /// Put out of force.
    Off,
    /// Put in force again.
    On,
    Severity(Severity),
    /// A parameter by name, and its new value.
    Parameter(String, Decimal),
}

/// The names of the functions that a rule of kind `code` may name.
pub fn code_names() -> impl Iterator<Item = &'static str> {
    code::CODE.iter().map(|known| known.name)
}

/// A report of an earlier year, read by its own form.
#[derive(Debug, Clone)]
pub struct Past {
    pub document: Document,
    pub report: Report,
    /// The file it came from, or that it was approved here.
    pub source: String,
}

impl Past {
    /// The year reported on.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        self.report.year.as_ref().map(|year| year.value)
    }
}

/// What the rules look at: a report, its text and form, and last year's report beside it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub document: &'a Document,
    pub report: &'a Report,
    pub form: &'a Form,
    pub last_year: Option<&'a Past>,
    /// All editions, to read last year's report by its own form.
    pub forms: &'a [Form],
    /// What the office knows beside the file; rules that need it are undecided without.
    pub office: Option<&'a Office>,
}

/// Evaluates every rule on a case. Never panics: a rule that breaks down is undecided.
#[must_use]
pub fn check(case: &Case, rules: &Rules) -> Checks {
    evaluate_all(case, rules, &prose::Lazy::new(case))
}

/// As [`check`], and what the prose states of anything in the tables, in the order of the text: it is read once for both.
#[must_use]
pub fn check_with_claims(case: &Case, rules: &Rules) -> (Checks, Vec<Claim>) {
    let prose = prose::Lazy::new(case);
    let checks = evaluate_all(case, rules, &prose);
    if !case.report.is_recognised() {
        return (checks, Vec::new());
    }
    (checks, catch_unwind(AssertUnwindSafe(|| prose.into_claims())).unwrap_or_default())
}

fn evaluate_all(case: &Case, rules: &Rules, prose: &prose::Lazy) -> Checks {
    let mut checks = Checks::default();
    for rule in rules.rules.iter().filter(|rule| rule.applies_to(&case.form.edition)) {
        let inspection = Inspection { case, rule, prose, so_far: &checks.findings };
        if rule.id != RECOGNISED && !case.report.is_recognised() {
            checks.undecided.push(unrecognised(rule));
            continue;
        }
        let outcomes = match asked_of(&inspection) {
            Asked::Yes => guarded(rule, || evaluate(&inspection)),
            Asked::No => continue,
            Asked::Unknown(undecided) => vec![Outcome::Undecided(undecided)],
        };
        record(outcomes, rule, &mut checks);
    }
    checks
        .findings
        .sort_by_key(|finding| (finding.severity, finding.span.is_none(), finding.span, Reverse(finding.cells.len())));
    checks
}

/// Whether a rule is asked of the body that reports.
enum Asked {
    Yes,
    No,
    Unknown(Undecided),
}

fn asked_of(inspection: &Inspection) -> Asked {
    let bodies = &inspection.rule.bodies;
    if bodies.is_empty() {
        return Asked::Yes;
    }
    let unknown = |zh: &str, en: &str| {
        let outcome = inspection.undecided(Reason::NotFound, Vec::new(), Phrase::new(zh, en));
        match outcome {
            Outcome::Undecided(undecided) => Asked::Unknown(undecided),
            Outcome::Pass | Outcome::Fail(_) => Asked::No,
        }
    };
    let Some(body) = inspection.body() else {
        return unknown(
            "机关不明，无法判断是否适用。",
            "The agency is not known, so neither is whether this is asked of it.",
        );
    };
    // A 市 may be of the rank of a county.
    let certain = inspection.case.office.is_some_and(|office| inspection.member(office).is_some());
    if body == Body::City && bodies.contains(&Body::County) && !bodies.contains(&Body::City) && !certain {
        return unknown(
            "名称看不出是设区的市还是县级市，无法判断是否适用；名册写明级别后可以判断。",
            "The name does not tell a prefecture from a county-level city; the roster would settle it.",
        );
    }
    if bodies.contains(&body) { Asked::Yes } else { Asked::No }
}

fn evaluate(inspection: &Inspection) -> Vec<Outcome> {
    match &inspection.rule.check {
        Check::Equation(equation) => arithmetic::check(inspection, equation),
        Check::Sections { what } => structure::sections(inspection, *what),
        Check::Cells(faults) => cells::check(inspection, faults),
        Check::Forbidden(forbidden) => forbidden::check(inspection, forbidden),
        Check::Required(required) => required::check(inspection, required),
        Check::Words(dictionary) => dictionary::check(inspection, dictionary),
        Check::Change(changes) => change::check(inspection, changes),
        Check::Code { run, .. } => run(inspection),
    }
}

/// The outcomes of one rule, or that it broke down: one rule with a fault must not take the others with it.
fn guarded(rule: &Rule, evaluate: impl FnOnce() -> Vec<Outcome>) -> Vec<Outcome> {
    catch_unwind(AssertUnwindSafe(evaluate)).unwrap_or_else(|_| {
        vec![Outcome::Undecided(Undecided {
            rule: rule.id.clone(),
            cells: Vec::new(),
            reason: Reason::Broken,
            message: Phrase::new("规则执行出错，未作判断。", "The rule itself broke down; nothing was decided."),
        })]
    })
}

fn record(outcomes: Vec<Outcome>, rule: &Rule, checks: &mut Checks) {
    let (mut passed, mut told) = (0, 0);
    for outcome in outcomes {
        if outcome != Outcome::Pass {
            told += 1;
        }
        match outcome {
            Outcome::Pass => passed += 1,
            Outcome::Fail(_) | Outcome::Undecided(_) if told > MOST_TOLD => {}
            Outcome::Fail(mut finding) => {
                finding.severity = rule.decreed.unwrap_or(finding.severity);
                checks.findings.push(*finding);
            }
            Outcome::Undecided(undecided) => checks.undecided.push(undecided),
        }
    }
    if told > MOST_TOLD {
        checks.undecided.push(untold(rule, told - MOST_TOLD));
    }
    if passed > 0 {
        checks.passed.push((rule.id.clone(), passed));
    }
}

fn untold(rule: &Rule, count: usize) -> Undecided {
    Undecided {
        rule: rule.id.clone(),
        cells: Vec::new(),
        reason: Reason::NotAssessable,
        message: Phrase::new(
            format!("同类情况过多，只列出前{MOST_TOLD}处，另有{count}处未列。"),
            format!("Too many to list: the first {MOST_TOLD} are shown, {count} more are not."),
        ),
    }
}

fn unrecognised(rule: &Rule) -> Undecided {
    Undecided {
        rule: rule.id.clone(),
        cells: Vec::new(),
        reason: Reason::NotFound,
        message: Phrase::new("文件未能识别为年度报告。", "The file was not recognised as a yearly report."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_panics_is_undecided() {
        let forms = load::tests::forms();
        let rules = Rules::standard(&forms).unwrap();
        let outcomes = guarded(&rules.rules[0], || panic!("out of range"));
        assert!(matches!(&outcomes[..], [Outcome::Undecided(undecided)] if undecided.reason == Reason::Broken));
    }
}
