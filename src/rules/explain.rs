//! What a rule says of itself: where its severity differs, and its equation read aloud, as a formula, and as instances.

use super::aloud;
use super::equation::{Equation, Identity};
use super::kinds::{Check, Weight};
use super::{Amended, Rule};
use crate::form::Form;
use crate::model::{CellId, Lang, Phrase, Severity};

mod how;

/// What can be told of a rule beside its texts.
#[derive(Debug, Clone, Default)]
pub struct Explained {
    /// Where the severity is another than the rule's.
    pub exceptions: Vec<(Phrase, Severity)>,
    /// What is looked at, where, and what counts.
    pub checked: Vec<Phrase>,
    /// What each parameter means and within which range, by name.
    pub parameters: Vec<(String, Phrase)>,
    /// What leaves it undecided.
    pub undecided: Vec<Phrase>,
    /// The formula and what it is repeated for, for rules that are equations.
    pub formula: Option<String>,
    /// The equation in the words of the form of each edition.
    pub aloud: Vec<Read>,
    /// Every instance in the newest edition that the rule applies to.
    pub instances: Vec<Instance>,
}

impl Explained {
    /// The equation read aloud in one language; the editions are named where they say different things.
    #[must_use]
    pub fn read(&self, lang: Lang) -> Vec<(&str, Option<String>)> {
        let mut said: Vec<(&str, Vec<&str>)> = Vec::new();
        for read in &self.aloud {
            let text = read.text.text(lang);
            match said.iter_mut().find(|(known, _)| *known == text) {
                Some((_, editions)) => editions.push(&read.edition),
                None => said.push((text, vec![&read.edition])),
            }
        }
        let alone = said.len() < 2;
        said.into_iter().map(|(text, editions)| (text, (!alone).then(|| editions.join(", ")))).collect()
    }
}

/// An equation in the words of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub edition: String,
    pub text: Phrase,
}

/// One row or one column that an equation is asked of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// The row's or the column's label; empty for an equation that is not repeated.
    pub label: Phrase,
    /// The formula with whole addresses.
    pub formula: String,
}

pub(super) fn explain(rule: &Rule, forms: &[Form]) -> Explained {
    let mut explained = Explained {
        exceptions: exceptions(rule, forms),
        checked: how::checked(rule, forms),
        parameters: rule
            .parameters
            .keys()
            .filter_map(|name| Some((name.clone(), how::parameter(rule, name)?)))
            .collect(),
        undecided: how::undecided(rule),
        ..Explained::default()
    };
    let Check::Equation(equation) = &rule.check else { return explained };
    let formula = aloud::formula(&equation.formula);
    explained.formula = Some(match equation.scope.written() {
        Some(scope) => format!("{scope}: {formula}"),
        None => formula,
    });
    for (edition, identities) in &equation.identities {
        let Some(form) = forms.iter().find(|form| form.edition == *edition) else { continue };
        explained.aloud.push(Read { edition: edition.clone(), text: aloud::aloud(equation, form) });
        explained.instances = identities.iter().map(|identity| instance(equation, identity, form)).collect();
    }
    explained
}

fn instance(equation: &Equation, identity: &Identity, form: &Form) -> Instance {
    let columns = form.tables.iter().flat_map(|table| &table.columns);
    let mut columns = columns.filter(|column| column.id == identity.column);
    let label = match (form.row(&identity.row), columns.next()) {
        (Some((table, row)), _) => match table.group(row) {
            Some(group) => Phrase::new(format!("{} {}", group.label, row.label), format!("{} / {}", group.en, row.en)),
            None => Phrase::new(&row.label, &row.en),
        },
        (None, Some(column)) => Phrase::new(&column.label, &column.en),
        (None, None) => Phrase::default(),
    };
    Instance { label, formula: aloud::instance(equation, identity) }
}

/// Where the severity is another. What an office sets has no exceptions.
fn exceptions(rule: &Rule, forms: &[Form]) -> Vec<(Phrase, Severity)> {
    if rule.amendments.iter().any(|amendment| matches!(amendment.what, Amended::Severity(_))) {
        return Vec::new();
    }
    let mut found: Vec<(Phrase, Severity)> =
        rule.weights.iter().map(|weight| (described(weight, forms), weight.severity)).collect();
    let patterns = match &rule.check {
        Check::Forbidden(forbidden) => &forbidden.patterns[..],
        Check::Required(required) => &required.patterns[..],
        Check::Equation(_)
        | Check::Sections { .. }
        | Check::Cells(_)
        | Check::Words(_)
        | Check::Change(_)
        | Check::Code { .. } => &[],
    };
    found.extend(patterns.iter().filter_map(|pattern| Some((pattern.name.clone(), pattern.severity?))));
    if let Check::Required(required) = &rule.check
        && let Some(severity) = required.some_missing
    {
        found.push((Phrase::new("只缺一部分", "only some are missing"), severity));
    }
    found.retain(|(_, severity)| found_other(*severity, rule));
    found
}

fn found_other(severity: Severity, rule: &Rule) -> bool {
    severity != rule.severity || !rule.weights.is_empty()
}

/// The cells of a weight in words: rows and columns by their labels.
fn described(weight: &Weight, forms: &[Form]) -> Phrase {
    let (mut zh, mut en): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for pattern in &weight.cells {
        let id = CellId::from(pattern.as_str());
        let row = forms.iter().rev().find_map(|form| form.row(id.row())).map(|(_, row)| row);
        let tables = forms.iter().rev().flat_map(|form| &form.tables);
        let column = tables.flat_map(|table| &table.columns).find(|column| column.id == id.column());
        let (cell_zh, cell_en) = match (row, column) {
            (None, None) if weight.editions.is_empty() => ("其余各格".to_owned(), "all other cells".to_owned()),
            (None, None) => ("各格".to_owned(), "every cell".to_owned()),
            (None, Some(column)) => (format!("“{}”列", column.label), format!("column {}", column.en)),
            (Some(row), None) => (format!("“{}”行", row.label), format!("row {}", row.en)),
            (Some(row), Some(column)) => {
                (format!("“{} {}”", row.label, column.label), format!("{} / {}", row.en, column.en))
            }
        };
        if !zh.contains(&cell_zh) {
            zh.push(cell_zh);
            en.push(cell_en);
        }
    }
    let (mut zh, mut en) = (zh.join("、"), en.join(", "));
    if !weight.editions.is_empty() {
        zh = format!("{} 版{zh}", weight.editions.join("、"));
        en = format!("{en} ({} edition)", weight.editions.join(", "));
    }
    Phrase::new(zh, en)
}
