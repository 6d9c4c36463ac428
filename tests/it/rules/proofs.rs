//! What a finding proves, as other programs read it: every one that says figures do not agree writes the sum out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gouji::document::{Limits, read};
use gouji::examine::{Beside, Knowledge, examine};
use gouji::export::json;
use gouji::model::Lang;
use gouji::parse::parse;
use gouji::rules::Past;
use rust_decimal::Decimal;
use serde_json::Value;

use super::{fixture, standard};

/// The families that compare figures, and the one rule of another that does.
const FAMILIES: [&str; 6] = ["ARI-", "EXT-07", "NAR-", "YOY-", "PER-", "FEE-"];

/// Rules of these families that state no sum, and why.
const WITHOUT: [(&str, &str); 21] = [
    ("NAR-10", "says that the prose is silent about figures; nothing is held against them"),
    ("NAR-12", "a quotient: a proof adds and takes away, and the message gives both numbers and the right percentage"),
    ("NAR-14", "the sum holds; a part of it is a round number"),
    ("NAR-15", "a counter word"),
    ("NAR-16", "a word"),
    ("YOY-04", "a whole table, each figure of which is the same"),
    ("YOY-07", "likeness of texts"),
    ("YOY-09", "cells that are not compared"),
    ("YOY-10", "a report that is absent"),
    ("PER-01", "years of the calendar"),
    ("PER-02", "days of the calendar"),
    ("PER-03", "a year of the calendar"),
    ("PER-04", "a year of the calendar"),
    ("PER-05", "days of the calendar"),
    ("PER-06", "words"),
    ("PER-07", "a year of the calendar"),
    ("PER-08", "a year of the calendar"),
    ("FEE-01", "a statement that is absent"),
    ("FEE-02", "parts of a statement that are absent"),
    ("FEE-05", "a remainder: the amount is no multiple of the step of the tariff"),
    ("FEE-07", "words"),
];

/// Rules that state a sum for some of what they find, and when they do not.
const SOMETIMES: [(&str, &str); 2] = [
    ("EXT-07", "digits apart in one cell, or one figure more than columns: there is no row to add up"),
    ("YOY-11", "without last year's amount there is nothing to hold it against"),
];

fn is_compared(rule: &str) -> bool {
    FAMILIES.iter().any(|family| rule.starts_with(family))
}

fn without(rule: &str) -> bool {
    WITHOUT.iter().any(|(known, _)| *known == rule)
}

fn sometimes(rule: &str) -> bool {
    SOMETIMES.iter().any(|(known, _)| *known == rule)
}

/// The findings, as JSON, of each rule's invalid report.
fn of_fixtures() -> Vec<Value> {
    let (forms, rules) = standard();
    let checked = rules.rules.iter().map(|rule| fixture(&rule.id, "invalid.toml").check(&forms, &rules).checks);
    checked.flat_map(|checks| findings(&json::evidence(&checks))).collect()
}

/// The findings, as JSON, of the made-up office's reports, each beside its report on the year before.
fn of_demo() -> Vec<Value> {
    let (forms, rules) = standard();
    let knowledge = Knowledge { forms, rules, limits: Limits::default(), program: None };
    let past: Vec<Arc<Past>> = files("last-year")
        .into_iter()
        .map(|path| {
            let (document, _) = read("", &fs::read(&path).unwrap(), &knowledge.limits).unwrap();
            let (report, _) = parse(&document, &knowledge.forms);
            Arc::new(Past { document, report, source: path.display().to_string() })
        })
        .collect();
    let agency = |report: &gouji::model::Report| report.agency.as_ref().map(|agency| agency.value.clone());
    let mut all = Vec::new();
    for path in files("inbox") {
        let bytes = fs::read(&path).unwrap();
        let examined = examine("report.txt", &bytes, &knowledge, |report| {
            let same = past.iter().filter(|past| agency(&past.report) == agency(report));
            Beside { years: same.cloned().collect(), office: None }
        });
        all.extend(findings(&json::report("report.txt", "", &examined.unwrap(), Lang::Chinese)));
    }
    all
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn findings(object: &Value) -> Vec<Value> {
    object["findings"].as_array().unwrap().clone()
}

fn rule(finding: &Value) -> &str {
    finding["rule"].as_str().unwrap()
}

/// The sum of a side, each figure of which says where it comes from; one that does not is written in the rule.
fn side(finding: &Value, side: &str) -> Decimal {
    let terms = finding["proof"][side].as_array().unwrap();
    assert!(!terms.is_empty(), "{finding:#}");
    let value = |term: &Value| {
        let sources = ["cell", "last_year", "prose"].into_iter().filter(|source| !term[*source].is_null()).count();
        let is_constant = sources == 0 && rule(finding).starts_with("ARI-");
        assert!(sources == 1 || is_constant, "{finding:#}");
        if let Some(place) = term["prose"].as_array() {
            assert!(place.len() == 2 && place[0].as_u64() < place[1].as_u64(), "{finding:#}");
        }
        let value: Decimal = term["value"].as_str().unwrap().parse().unwrap();
        match term["sign"].as_str() {
            Some("-") => -value,
            Some(sign) => panic!("the sign {sign}"),
            None => value,
        }
    };
    terms.iter().map(value).sum()
}

/// A proof is a sum that anyone can do again, and shows that what should hold does not.
fn holds_water(finding: &Value) {
    let delta: Decimal = finding["proof"]["delta"].as_str().unwrap().parse().unwrap();
    assert_eq!(side(finding, "left") - side(finding, "right"), delta, "{finding:#}");
    let fails = match finding["proof"]["relation"].as_str().unwrap() {
        "=" => !delta.is_zero(),
        "<=" => delta > Decimal::ZERO,
        ">=" => delta < Decimal::ZERO,
        relation => panic!("the relation {relation}"),
    };
    assert!(fails, "{finding:#}");
}

#[test]
fn every_finding_that_compares_figures_writes_the_sum_out() {
    let mut counted: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for finding in of_fixtures().iter().chain(&of_demo()) {
        let proven = !finding["proof"].is_null();
        if proven {
            holds_water(finding);
        }
        if is_compared(rule(finding)) {
            let (with, all) = counted.entry(rule(finding).to_owned()).or_default();
            *with += usize::from(proven);
            *all += 1;
        }
    }
    for (rule, (with, all)) in &counted {
        match (without(rule), sometimes(rule)) {
            (true, _) => assert_eq!(*with, 0, "{rule} states a sum after all"),
            (false, true) => assert!(0 < *with && with <= all, "{rule}: {with} of {all}"),
            (false, false) => assert_eq!(with, all, "{rule}: findings without a sum"),
        }
    }
    let (_, rules) = standard();
    for rule in rules.rules.iter().map(|rule| &rule.id).filter(|id| is_compared(id)) {
        assert!(counted.contains_key(rule), "{rule} did not fire");
    }
}

#[test]
fn the_rules_without_a_sum_are_rules() {
    let (_, rules) = standard();
    for (id, reason) in WITHOUT.iter().chain(&SOMETIMES) {
        assert!(rules.rule(id).is_some() && is_compared(id) && !reason.is_empty(), "{id}");
    }
}
