//! The object of `gouji check --format json` (schema `gouji.report/1`, `config/schema/report.schema.json`), and the
//! evidence that the store keeps beside a decision.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::diff::{CellDiff, Comparison};
use crate::document::Document;
use crate::examine::Examined;
use crate::model::{
    Cell, CellId, CellState, Checks, Claim, Counts, Explained, Finding, Firing, Lang, Link, Part, Phrase, Proof,
    Proposal, Reason, Severity, Sign, Span, Suspect, Term, TermSource, Undecided, Unsettled,
};

mod across;

/// The name of the object's schema; it changes when a key changes its meaning.
pub const SCHEMA: &str = "gouji.report/1";

/// How the object of a report ends while no rule is in doubt.
const NONE_IN_DOUBT: &str = "\"rules_in_doubt\":[]}";

/// An excerpt is no longer than this many characters.
const EXCERPT: usize = 80;

/// Everything known about one file; `hash` is BLAKE3 of its bytes in hex.
#[must_use]
pub fn report(file: &str, hash: &str, examined: &Examined, lang: Lang) -> Value {
    let Examined { document, report, notices, checks, claims, balance, diff, suspects, .. } = examined;
    let cells: Map<String, Value> = report.cells.iter().map(|found| (found.id.to_string(), cell(found))).collect();
    let sections: Vec<Value> = report
        .sections
        .iter()
        .map(|section| json!({"number": section.number, "title": section.title, "span": span(section.span)}))
        .collect();
    let findings: Vec<Value> = checks.findings.iter().map(|found| finding(found, document, lang)).collect();
    let undecided: Vec<Value> = checks
        .undecided
        .iter()
        .map(|found| {
            json!({"rule": found.rule, "cells": found.cells, "reason": found.reason.name(),
                   "message": found.message.text(lang)})
        })
        .collect();
    let changes: Vec<Value> = diff.iter().flat_map(|diff| diff.cells.iter().filter_map(change)).collect();
    let notices: Vec<Value> = notices
        .iter()
        .map(|notice| json!({"code": notice.code, "message": notice.message.text(lang), "span": notice.span.map(span)}))
        .collect();
    json!({
        "schema": SCHEMA,
        "file": file,
        "blake3": hash,
        "kind": document.kind,
        "encoding": document.encoding,
        "agency": report.agency.as_ref().map(|agency| &agency.value),
        "year": report.year.as_ref().map(|year| year.value),
        "form": report.form,
        "cells": cells,
        "sections": sections,
        "claims": claims.iter().map(claim).collect::<Vec<Value>>(),
        "findings": findings,
        "undecided": undecided,
        "suspects": suspects.sets.iter().map(|set| suspect(set, checks, lang)).collect::<Vec<Value>>(),
        "suspects_unsettled": suspects.unsettled.iter().map(|sums| unsettled(sums, checks, lang)).collect::<Vec<Value>>(),
        "suspects_bounded": suspects.bounded,
        "changes": changes,
        "chain": examined.chain.as_ref().map(across::chain),
        "resubmission": examined.resubmission.as_ref().map(|found| across::resubmission(found, lang)),
        "notices": notices,
        "balance": {"hold": balance.hold, "sums": balance.sums},
        "counts": Counts::of(checks),
        // One report alone says nothing of a rule; `with_doubt` tells what all of them say.
        "rules_in_doubt": [],
    })
}

/// A file that cannot be read; `hash` is `None` when not even its bytes could be.
#[must_use]
pub fn error(file: &str, hash: Option<&str>, code: &str, message: &str) -> Value {
    json!({"schema": SCHEMA, "file": file, "blake3": hash, "error": {"code": code, "message": message}})
}

/// The findings and undecided rules in both languages: what a person decided on, whatever the language of the screen.
#[must_use]
pub fn evidence(checks: &Checks) -> Value {
    let findings: Vec<Value> = checks
        .findings
        .iter()
        .map(|found| {
            json!({"rule": found.rule, "version": found.version, "severity": found.severity,
                   "fingerprint": found.fingerprint, "message": found.message, "cells": found.cells, "span": found.span.map(span),
                   "proof": found.proof.as_ref().map(proof)})
        })
        .collect();
    let undecided: Vec<Value> = checks
        .undecided
        .iter()
        .map(|found| {
            json!({"rule": found.rule, "cells": found.cells, "reason": found.reason.name(), "message": found.message})
        })
        .collect();
    let passed: Vec<&str> = checks.passed.iter().map(|(rule, _)| rule.as_str()).collect();
    json!({"findings": findings, "undecided": undecided, "passed": passed})
}

/// The object of a report with those of its rules that fire in so many reports of the run that they are in doubt.
#[must_use]
pub fn with_doubt(object: &str, rules: &[String], doubted: &BTreeMap<String, Firing>) -> String {
    let of_report = doubted.iter().filter(|(rule, _)| rules.contains(rule));
    let told: Vec<Value> = of_report
        .map(|(rule, firing)| json!({"rule": rule, "fired": firing.fired, "reports": firing.reports}))
        .collect();
    match object.strip_suffix(NONE_IN_DOUBT) {
        Some(body) if !told.is_empty() => format!("{body}\"rules_in_doubt\":{}}}", Value::from(told)),
        Some(_) | None => object.to_owned(),
    }
}

/// The findings of an `evidence` that the store has kept, without their proofs. What an older program wrote says no version
/// of the rule: it was the first.
///
/// # Errors
/// When the text is no evidence.
pub fn findings(evidence: &str) -> serde_json::Result<Vec<Finding>> {
    let kept: Kept = serde_json::from_str(evidence)?;
    let finding = |kept: KeptFinding| Finding {
        rule: kept.rule,
        version: kept.version,
        severity: kept.severity,
        fingerprint: kept.fingerprint,
        message: kept.message,
        cells: kept.cells,
        span: kept.span.map(|[start, end]| Span::new(start, end)),
        proof: None,
    };
    Ok(kept.findings.into_iter().map(finding).collect())
}

/// An `evidence` that the store has kept: its findings as [`findings`] gives them, which rules were undecided over which
/// cells, and which passed. The reasons are not told apart.
///
/// # Errors
/// When the text is no evidence.
pub fn checks(evidence: &str) -> serde_json::Result<Checks> {
    let kept: KeptRules = serde_json::from_str(evidence)?;
    let undecided = |kept: KeptUndecided| Undecided {
        rule: kept.rule,
        cells: kept.cells,
        reason: Reason::NotAssessable,
        message: kept.message,
    };
    Ok(Checks {
        findings: findings(evidence)?,
        undecided: kept.undecided.into_iter().map(undecided).collect(),
        passed: kept.passed.into_iter().map(|rule| (rule, 1)).collect(),
    })
}

#[derive(Deserialize)]
struct Kept {
    findings: Vec<KeptFinding>,
}

#[derive(Deserialize)]
struct KeptRules {
    #[serde(default)]
    undecided: Vec<KeptUndecided>,
    /// An older program did not say which.
    #[serde(default)]
    passed: Vec<String>,
}

#[derive(Deserialize)]
struct KeptUndecided {
    rule: String,
    cells: Vec<CellId>,
    message: Phrase,
}

#[derive(Deserialize)]
struct KeptFinding {
    rule: String,
    #[serde(default = "first_version")]
    version: u32,
    severity: Severity,
    fingerprint: String,
    message: Phrase,
    cells: Vec<CellId>,
    span: Option<[usize; 2]>,
}

const fn first_version() -> u32 {
    1
}

/// The text at a place, on one line and not too long; `None` where the place is no place in the text.
#[must_use]
pub fn excerpt(document: &Document, place: Span) -> Option<String> {
    let text = document.text.get(place.range())?;
    let line: Vec<&str> = text.split_whitespace().collect();
    Some(line.join(" ").chars().take(EXCERPT).collect())
}

fn span(span: Span) -> Value {
    json!([span.start, span.end])
}

fn cell(cell: &Cell) -> Value {
    let mut object = Map::new();
    object.insert("state".to_owned(), cell.state.name().into());
    if let Some(value) = cell.state.shown() {
        object.insert("value".to_owned(), value.to_string().into());
    }
    object.insert("raw".to_owned(), cell.raw.as_str().into());
    object.insert("span".to_owned(), cell.span.map_or(Value::Null, span));
    Value::Object(object)
}

/// A number of the prose; `cell` only where it was held against exactly one.
fn claim(claim: &Claim) -> Value {
    let cells: &[CellId] = match &claim.link {
        Some(Link::Cells(cells)) => cells,
        Some(Link::Sum(_) | Link::Share { .. } | Link::Growth(_) | Link::Repeats(_) | Link::Fee(_)) | None => &[],
    };
    let only = if let [only] = cells { Some(only) } else { None };
    let shown = |value: rust_decimal::Decimal| value.normalize().to_string();
    json!({
        "quote": claim.quote,
        "printed": claim.printed,
        "value": shown(claim.value),
        "unit": claim.unit,
        "span": span(claim.span),
        "interval": claim.interval.map(|interval| json!([shown(interval.low), interval.high.map(shown)])),
        "cell": only,
        "cells": cells,
        "link": claim.link.as_ref().map(link),
        "verdict": claim.verdict.name(),
    })
}

/// What a claim was held against; cells are listed beside it.
fn link(link: &Link) -> Value {
    let mut object = Map::new();
    object.insert("kind".to_owned(), link.name().into());
    let mut add = |name: &str, value: Value| object.insert(name.to_owned(), value);
    match link {
        Link::Cells(_) | Link::Growth(_) => None,
        Link::Sum(parts) => {
            let part = |part: &Part| json!({"value": part.value.normalize().to_string(), "span": span(part.span), "exact": part.exact});
            add("parts", parts.iter().map(part).collect())
        }
        Link::Share { part, whole } => {
            add("part", part.normalize().to_string().into());
            add("whole", whole.normalize().to_string().into())
        }
        Link::Repeats(first) => add("first", span(*first)),
        Link::Fee(said) => add("said", said.clone().into()),
    };
    Value::Object(object)
}

fn finding(found: &Finding, document: &Document, lang: Lang) -> Value {
    json!({
        "rule": found.rule,
        "severity": found.severity,
        "fingerprint": found.fingerprint,
        "message": found.message.text(lang),
        "cells": found.cells,
        "span": found.span.map(span),
        "excerpt": found.span.and_then(|place| excerpt(document, place)),
        "proof": found.proof.as_ref().map(proof),
    })
}

fn proof(proof: &Proof) -> Value {
    let terms = |terms: &[Term]| terms.iter().map(term).collect::<Vec<Value>>();
    json!({
        "left": terms(&proof.left),
        "relation": proof.relation.symbol(),
        "right": terms(&proof.right),
        "delta": proof.delta.normalize().to_string(),
    })
}

fn term(term: &Term) -> Value {
    let mut object = Map::new();
    match &term.source {
        TermSource::Cell(id) => object.insert("cell".to_owned(), id.as_str().into()),
        TermSource::LastYear(id) => object.insert("last_year".to_owned(), id.as_str().into()),
        TermSource::Prose(place) => object.insert("prose".to_owned(), span(*place)),
        TermSource::Constant => None,
    };
    if term.sign == Sign::Minus {
        object.insert("sign".to_owned(), "-".into());
    }
    object.insert("value".to_owned(), term.value.normalize().to_string().into());
    Value::Object(object)
}

fn suspect(suspect: &Suspect, checks: &Checks, lang: Lang) -> Value {
    let cell = |proposal: &Proposal| json!({"cell": proposal.cell, "found": proposal.found.to_string(), "proposed": proposal.proposed.to_string()});
    json!({
        "cells": suspect.cells.iter().map(cell).collect::<Vec<Value>>(),
        "explains": rules(&suspect.explains),
        "findings": fingerprints(&suspect.explains, checks),
        "why": suspect.why.name(),
        "message": suspect.message.text(lang),
        "check_reading": suspect.check_reading,
    })
}

fn unsettled(unsettled: &Unsettled, checks: &Checks, lang: Lang) -> Value {
    json!({
        "explains": rules(&unsettled.sums),
        "findings": fingerprints(&unsettled.sums, checks),
        "message": unsettled.message.text(lang),
    })
}

/// Each rule once.
fn rules(explained: &[Explained]) -> Vec<&str> {
    let mut rules: Vec<&str> = explained.iter().map(|explained| explained.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

fn fingerprints<'a>(explained: &[Explained], checks: &'a Checks) -> Vec<&'a str> {
    let findings = checks.findings.iter();
    let is_explained = |found: &&Finding| explained.iter().any(|explained| explained.is(&found.rule, &found.cells));
    findings.filter(is_explained).map(|found| found.fingerprint.as_str()).collect()
}

/// A cell whose figure or state is not last year's; cells without a counterpart have not changed.
fn change(cell: &CellDiff) -> Option<Value> {
    if cell.old_cells.is_empty() || cell.old == cell.new {
        return None;
    }
    let shown = |state: &CellState| state.shown().map(|value| value.normalize().to_string());
    let mut object = json!({
        "cell": cell.cell,
        "old": shown(&cell.old),
        "new": shown(&cell.new),
        "comparable": cell.comparison == Comparison::Direct,
    });
    if let Some(object) = object.as_object_mut().filter(|_| !cell.also.is_empty()) {
        let also: Vec<&str> = cell.also.iter().map(CellId::as_str).collect();
        object.insert("also".to_owned(), also.into());
    }
    Some(object)
}
