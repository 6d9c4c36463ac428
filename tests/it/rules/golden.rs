//! The five real reports: every rule that is there fires exactly where it must and nowhere that it must not.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use gouji::document::{Document, Limits, read};
use gouji::form::Form;
use gouji::model::{CellId, Checks, Claim, Finding, Span};
use gouji::parse::parse;
use gouji::rules::{Case, Rules, check_with_claims};
use serde_json::Value;

use super::standard;

fn line(document: &Document, span: Span) -> u64 {
    document.text[..span.start].matches('\n').count() as u64 + 1
}

pub(super) fn each_report(mut judge: impl FnMut(&Value, &Document, &(Checks, Vec<Claim>), &Rules)) {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !shared.join("golden").is_dir() {
        crate::support::skipped("there is no ../shared/golden beside this checkout");
        return;
    }
    let (forms, rules) = standard();
    for entry in fs::read_dir(shared.join("golden")).unwrap() {
        let golden: Value = serde_json::from_str(&fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        let bytes = fs::read(shared.join("reports").join(golden["file"].as_str().unwrap())).unwrap();
        let (document, _) = read("", &bytes, &Limits::default()).unwrap();
        let (report, _) = parse(&document, &forms);
        let form: &Form = forms.iter().find(|form| form.edition == report.form).unwrap();
        let case = Case { document: &document, report: &report, form, last_year: None, forms: &forms, office: None };
        judge(&golden, &document, &check_with_claims(&case, &rules), &rules);
    }
}

#[test]
fn the_real_reports_get_the_findings_that_they_deserve() {
    let mut wrong = Vec::new();
    each_report(|golden, document, (checks, _), rules| {
        let file = golden["file"].as_str().unwrap();
        // What is noted there of EXT-06 is a label out of its column, whose values are all there: no doubt, no finding.
        let in_doubt = |violation: &&Value| violation["rule"] != "EXT-06" || violation["severity"] != "info";
        let expected: Vec<&Value> = golden["violations"].as_array().unwrap().iter().filter(in_doubt).collect();
        let of = |id: &str| -> Vec<&Finding> { checks.findings.iter().filter(|finding| finding.rule == id).collect() };
        // What is noted there without a line has its place in the tables, if it has any.
        let unplaced =
            |id: &str| expected.iter().any(|violation| violation["rule"] == id && violation["lines"][0].is_null());
        let place = |finding: &Finding| {
            let span = finding.span.filter(|_| finding.cells.is_empty() || !unplaced(&finding.rule));
            span.map(|span| line(document, span))
        };
        for violation in expected.iter().filter(|violation| rules.rule(violation["rule"].as_str().unwrap()).is_some()) {
            let id = violation["rule"].as_str().unwrap();
            let first = violation["lines"][0].as_u64();
            let Some(finding) = of(id).into_iter().find(|finding| place(finding) == first) else {
                // What is probable or a matter of judgement may be told, but need not.
                if violation["certainty"] == "certain" {
                    let found: Vec<_> =
                        of(id).into_iter().map(|finding| (place(finding), &finding.message.zh)).collect();
                    wrong.push(format!("{file}: {id} is silent at {first:?}, expected {violation}; found {found:?}"));
                }
                continue;
            };
            println!("{file}: {} {}", finding.severity.name(), finding.message.zh);
            if violation["certainty"] == "certain" && finding.severity.name() != violation["severity"] {
                wrong.push(format!("{file}: {id}: {:?}, expected {}", finding.severity, violation["severity"]));
            }
            if violation["certainty"] != "certain" && finding.severity.name() == "error" {
                wrong.push(format!("{file}: {id}: an error, though only {}", violation["certainty"]));
            }
            let cells: BTreeSet<&str> = finding.cells.iter().map(CellId::row).collect();
            let whole: BTreeSet<&str> = finding.cells.iter().map(CellId::as_str).collect();
            for cell in violation["cells"].as_array().into_iter().flatten().map(|cell| cell.as_str().unwrap()) {
                if !cells.contains(cell) && !whole.contains(cell) {
                    wrong.push(format!("{file}: {id}: {cell} is not among the cells"));
                }
            }
            if let Some(quote) = violation["quote"].as_str().filter(|_| id == "NAR-01" || id == "PER-03") {
                let found = &document.text[finding.span.unwrap().range()];
                if !quote.starts_with(found) && found != quote {
                    wrong.push(format!("{file}: {id}: quotes {found}, expected {quote}"));
                }
            }
        }
        for finding in checks.findings.iter().filter(|finding| finding.rule != "YOY-10") {
            let known = expected.iter().any(|violation| {
                violation["rule"] == finding.rule.as_str()
                    && match place(finding) {
                        None => violation["lines"][0].is_null(),
                        Some(line) => violation["lines"].as_array().is_some_and(|lines| lines.contains(&line.into())),
                    }
            });
            if !known {
                wrong.push(format!("{file}: {} fired at {:?}: {}", finding.rule, place(finding), finding.message.zh));
            }
        }
        for silent in golden["must_not_fire"].as_array().unwrap() {
            if !of(silent.as_str().unwrap()).is_empty() {
                wrong.push(format!("{file}: {silent} must be silent"));
            }
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_identities_of_the_real_reports_are_counted_one_by_one() {
    each_report(|golden, _, (checks, _), _| {
        let is_identity = |id: &str| ["ARI-01", "ARI-02", "ARI-03", "ARI-04", "ARI-06"].contains(&id);
        let passed: usize = checks.passed.iter().filter(|(id, _)| is_identity(id)).map(|(_, holds)| holds).sum();
        let undecided = |reason: &str| {
            checks.undecided.iter().filter(|u| is_identity(&u.rule) && u.reason.name() == reason).count() as u64
        };
        let expected = |key: &str| golden["identities"][key].as_u64().unwrap_or(0);
        let file = &golden["file"];
        assert_eq!(passed as u64, expected("pass"), "{file}");
        assert_eq!(undecided("not_assessable"), expected("not_assessable"), "{file}");
        assert_eq!(undecided("pass_if_blank_is_zero"), expected("pass_if_blank_is_zero"), "{file}");
    });
}
