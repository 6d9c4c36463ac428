//! One file as a JSON object: the contract `gouji.report/1`, whose schema is in `config/schema`.

use serde_json::{Map, Value, json};

use super::Checked;
use crate::diff::Comparison;
use crate::examine::Examined;
use crate::model::{Cell, Counts, Finding, Lang, Proof, Span, Term, TermSource, Undecided};

const SCHEMA: &str = "gouji.report/1";

/// The longest excerpt, in characters; the span says where the whole stands.
const EXCERPT: usize = 200;

/// Everything known about one file, or why it could not be read.
pub(super) fn object(checked: &Checked, lang: Lang) -> Value {
    let file = checked.file.to_string_lossy();
    let hash = checked.hash.map(|hash| hash.to_hex().to_string());
    match &checked.examined {
        Err(refusal) => json!({
            "schema": SCHEMA,
            "file": file,
            "blake3": hash,
            "error": { "code": refusal.code, "message": refusal.message.text(lang) },
        }),
        Ok(examined) => {
            let report = &examined.report;
            json!({
                "schema": SCHEMA,
                "file": file,
                "blake3": hash,
                "kind": examined.document.kind,
                "encoding": examined.document.encoding,
                "agency": report.agency.as_ref().map(|agency| &agency.value),
                "year": report.year.as_ref().map(|year| year.value),
                "form": report.form,
                "cells": report.cells.iter().map(|one| (one.id.to_string(), cell(one))).collect::<Map<String, Value>>(),
                "sections": report
                    .sections
                    .iter()
                    .map(|section| json!({ "number": section.number, "title": section.title, "span": span(section.span) }))
                    .collect::<Vec<Value>>(),
                "claims": [],
                "findings": examined.checks.findings.iter().map(|one| finding(one, examined, lang)).collect::<Vec<Value>>(),
                "undecided": examined.checks.undecided.iter().map(|one| undecided(one, lang)).collect::<Vec<Value>>(),
                "suspects": [],
                "changes": changes(examined),
                "notices": examined
                    .notices
                    .iter()
                    .map(|notice| json!({
                        "code": notice.code,
                        "message": notice.message.text(lang),
                        "span": notice.span.map(span),
                    }))
                    .collect::<Vec<Value>>(),
                "counts": counts(Counts::of(&examined.checks)),
            })
        }
    }
}

fn span(span: Span) -> Value {
    json!([span.start, span.end])
}

fn counts(counts: Counts) -> Value {
    json!({
        "error": counts.error,
        "warning": counts.warning,
        "info": counts.info,
        "undecided": counts.undecided,
        "passed": counts.passed,
    })
}

fn cell(cell: &Cell) -> Value {
    let mut object = Map::new();
    object.insert("state".to_owned(), cell.state.name().into());
    if let Some(value) = cell.state.shown() {
        object.insert("value".to_owned(), value.to_string().into());
    }
    if let Some(place) = cell.span {
        object.insert("raw".to_owned(), cell.raw.as_str().into());
        object.insert("span".to_owned(), span(place));
    }
    Value::Object(object)
}

fn finding(finding: &Finding, examined: &Examined, lang: Lang) -> Value {
    let excerpt = finding.span.and_then(|span| examined.document.text.get(span.range()));
    json!({
        "rule": finding.rule,
        "severity": finding.severity.name(),
        "fingerprint": finding.fingerprint,
        "message": finding.message.text(lang),
        "cells": finding.cells,
        "span": finding.span.map(span),
        "excerpt": excerpt.map(|text| text.chars().take(EXCERPT).collect::<String>()),
        "proof": finding.proof.as_ref().map(proof),
    })
}

fn proof(proof: &Proof) -> Value {
    let side = |terms: &[Term]| terms.iter().map(term).collect::<Vec<Value>>();
    json!({
        "left": side(&proof.left),
        "relation": proof.relation.symbol(),
        "right": side(&proof.right),
        "delta": proof.delta.to_string(),
    })
}

fn term(term: &Term) -> Value {
    let value = term.value.to_string();
    let sign = match term.sign {
        crate::model::Sign::Plus => "+",
        crate::model::Sign::Minus => "-",
    };
    match &term.source {
        TermSource::Cell(id) => json!({ "cell": id, "value": value, "sign": sign }),
        TermSource::LastYear(id) => json!({ "cell": id, "year": "last", "value": value, "sign": sign }),
        TermSource::Prose(place) => json!({ "span": span(*place), "value": value, "sign": sign }),
        TermSource::Constant => json!({ "value": value, "sign": sign }),
    }
}

fn undecided(undecided: &Undecided, lang: Lang) -> Value {
    json!({
        "rule": undecided.rule,
        "cells": undecided.cells,
        "reason": undecided.reason.name(),
        "message": undecided.message.text(lang),
    })
}

/// Every pair of figures that differs; where the two editions count different things, `comparable` is false.
fn changes(examined: &Examined) -> Vec<Value> {
    let cells = examined.diff.iter().flat_map(|diff| &diff.cells);
    cells
        .filter_map(|change| {
            let (old, new) = (change.old.number()?, change.new.number()?);
            (old != new).then(|| {
                json!({
                    "cell": change.cell,
                    "old": old.to_string(),
                    "new": new.to_string(),
                    "comparable": change.comparison == Comparison::Direct,
                })
            })
        })
        .collect()
}
