//! All rules together: by family, by id, and how many of the sums inside a report hold.

use serde::Deserialize;

use super::equation::{Identity, Source};
use super::lint::{self, Lint};
use super::{Rule, load, nearest};
use crate::form::Form;
use crate::model::{Checks, Phrase, Relation, RuleMark, RuleMarks, Severity};

/// A family of rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The first three letters of its rules' ids.
    pub id: String,
    #[serde(deserialize_with = "super::load::sentence")]
    pub title: Phrase,
}

/// Every rule in force.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    pub rules: Vec<Rule>,
    /// What the first three letters of the ids stand for, in the order of the catalogue.
    pub families: Vec<Family>,
    /// The rules that an office put out of force.
    pub off: Vec<Rule>,
    /// Over the text of all rules: a reading says by which rules it was made.
    pub hash: String,
}

impl Rules {
    /// Reads rule files, each with its name for messages, as an office's own. Equations are compiled for every edition that
    /// they apply to.
    ///
    /// # Errors
    /// Every mistake in every file, each with file, line, what was found and what was expected.
    pub fn from_toml(files: &[(&str, &str)], forms: &[Form]) -> Result<Self, Vec<Phrase>> {
        load::load(&[], files, forms)
    }

    /// The rules that are compiled in, from `config/rules`.
    ///
    /// # Errors
    /// As [`Rules::from_toml`]: where the forms given are not those that the rules were written for.
    pub fn standard(forms: &[Form]) -> Result<Self, Vec<Phrase>> {
        Self::with_own(&[], forms)
    }

    /// The rules that are compiled in, with an office's own files (each its name and its text) laid over them.
    ///
    /// # Errors
    /// As [`Rules::from_toml`].
    pub fn with_own(own: &[(&str, &str)], forms: &[Form]) -> Result<Self, Vec<Phrase>> {
        load::load(load::STANDARD, own, forms)
    }

    /// The rules by family, in the order of the catalogue, those out of force included; then those of no family.
    pub fn by_family(&self) -> impl Iterator<Item = (&str, Option<&Family>, Vec<&Rule>)> {
        let all: Vec<&Rule> = self.rules.iter().chain(&self.off).collect();
        let mut ids: Vec<&str> = self.families.iter().map(|family| family.id.as_str()).collect();
        for rule in &all {
            if !ids.contains(&rule.family()) {
                ids.push(rule.family());
            }
        }
        ids.into_iter().map(move |id| {
            let mut rules: Vec<&Rule> = all.iter().copied().filter(|rule| rule.family() == id).collect();
            rules.sort_by(|a, b| a.id.cmp(&b.id));
            (id, self.families.iter().find(|family| family.id == id), rules)
        })
    }

    /// Whether a rule is out of force.
    #[must_use]
    pub fn is_off(&self, rule: &Rule) -> bool {
        self.off.iter().any(|off| off.id == rule.id)
    }

    /// Every rule by id as far as it matters to what was judged of it.
    #[must_use]
    pub fn marks(&self) -> RuleMarks {
        let mark = |rule: &Rule, is_off: bool| {
            let (version, demand, is_own) = (rule.version, rule.demand.clone(), rule.is_own);
            (rule.id.clone(), RuleMark { version, demand, is_own, is_off })
        };
        let on = self.rules.iter().map(|rule| mark(rule, false));
        on.chain(self.off.iter().map(|rule| mark(rule, true))).collect()
    }

    /// The rule with this id, in force or not, however its letters are written.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().chain(&self.off).find(|rule| rule.id.eq_ignore_ascii_case(id))
    }

    /// The id nearest to a mistyped one.
    #[must_use]
    pub fn nearest(&self, id: &str) -> Option<&str> {
        let known = self.rules.iter().chain(&self.off).map(|rule| rule.id.as_str());
        nearest::nearest(&id.to_ascii_uppercase(), known)
    }

    /// What is wrong with the rules as a whole.
    #[must_use]
    pub fn lint(&self, forms: &[Form]) -> Vec<Lint> {
        lint::lint(self, forms)
    }

    /// The rule with this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Every identity that must hold in an edition, each with its rule: those of rules that only inform are left out.
    pub fn identities(&self, edition: &str) -> impl Iterator<Item = (&Rule, &Identity)> {
        let rules = self.rules.iter().filter(|rule| rule.severity != Severity::Info);
        rules
            .filter_map(|rule| Some((rule, rule.identities(edition)?)))
            .flat_map(|(rule, identities)| identities.iter().map(move |identity| (rule, identity)))
    }

    /// How many of the sums inside one report hold: each must equal its total, with figures of this year alone. How many
    /// there are depends on the edition and the rules, never on what was found.
    #[must_use]
    pub fn balance(&self, edition: &str, checks: &Checks) -> Balance {
        let is_sum = |identity: &Identity| {
            let mut operands = identity.left.iter().chain(&identity.right);
            identity.relation == Relation::Equal && operands.all(|operand| matches!(operand.source, Source::Cell(_)))
        };
        let rules = self.rules.iter().filter(|rule| rule.severity != Severity::Info && rule.applies_to(edition));
        let mut balance = Balance::default();
        for rule in rules {
            let identities = rule.identities(edition).unwrap_or_default();
            if identities.is_empty() || !identities.iter().all(is_sum) {
                continue;
            }
            balance.sums += identities.len();
            balance.hold += checks.passed.iter().find(|(id, _)| *id == rule.id).map_or(0, |(_, count)| *count);
        }
        balance
    }
}

/// How many of the sums inside one report hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    pub hold: usize,
    pub sums: usize,
}
