//! What ties a report to other years, and to the version of it that was sent back, as JSON.

use serde_json::{Map, Value, json};

use crate::diff::{
    CellDiff, Chain, ChainRow, ChangeTag, Figure, Hunk, Link, Resubmission, Returned, SectionDiff, Standing,
};
use crate::model::{CellState, Lang, Sign};

/// The chain: its years, the years missing between them, and each identity with its links.
pub(super) fn chain(chain: &Chain) -> Value {
    let years: Vec<Value> =
        chain.years.iter().map(|year| json!({"year": year.year, "form": year.form, "source": year.source})).collect();
    let between = chain.years.windows(2).flat_map(|pair| pair[0].year + 1..pair[1].year);
    json!({
        "years": years,
        "missing": between.take(MISSING).collect::<Vec<i32>>(),
        "rows": chain.rows.iter().map(row).collect::<Vec<Value>>(),
    })
}

/// Years that are not at hand are listed up to this many: a year may be misread.
const MISSING: usize = 100;

fn row(row: &ChainRow) -> Value {
    json!({"rule": row.rule, "cell": row.cell, "links": row.links.iter().map(link).collect::<Vec<Value>>()})
}

fn link(link: &Link) -> Value {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("from", link.from.into());
    put("to", link.to.into());
    put("state", link.standing.name().into());
    match link.standing {
        Standing::Holds => None,
        Standing::Broken { left, right, delta } => {
            put("stated", left.normalize().to_string().into());
            put("due", right.normalize().to_string().into());
            put("delta", delta.normalize().to_string().into())
        }
        Standing::Unknown(gap) => put("reason", gap.name().into()),
    };
    put("left", link.left.iter().map(figure).collect());
    put("right", link.right.iter().map(figure).collect());
    Value::Object(object)
}

fn figure(figure: &Figure) -> Value {
    let mut object = Map::new();
    if let Some((year, cell)) = &figure.at {
        object.insert("year".to_owned(), (*year).into());
        object.insert("cell".to_owned(), cell.as_str().into());
    }
    if figure.sign == Sign::Minus {
        object.insert("sign".to_owned(), "-".into());
    }
    object.insert("state".to_owned(), figure.state.name().into());
    if let Some(value) = figure.state.shown() {
        object.insert("value".to_owned(), value.normalize().to_string().into());
    }
    Value::Object(object)
}

/// What became of each point of the letter, and the changes that nobody asked for.
pub(super) fn resubmission(found: &Resubmission, lang: Lang) -> Value {
    let returned = |returned: &Returned| {
        let finding = &returned.finding;
        json!({"rule": finding.rule, "fingerprint": finding.fingerprint, "message": finding.message.text(lang),
               "answer": returned.answer.name()})
    };
    let of_section = |section: &SectionDiff| section.hunks.iter().map(|hunk| sentence(section.number, hunk)).collect();
    let sentences: Vec<Vec<Value>> = found.unasked.sections.iter().map(of_section).collect();
    json!({
        "version": found.version,
        "returned": found.returned.iter().map(returned).collect::<Vec<Value>>(),
        "unasked": {
            "cells": found.unasked.cells.iter().map(cell).collect::<Vec<Value>>(),
            "sentences": sentences.concat(),
        },
    })
}

fn cell(cell: &CellDiff) -> Value {
    let side = |state: &CellState| {
        let value = state.shown().map(|value| value.normalize().to_string());
        json!({"state": state.name(), "value": value})
    };
    json!({"cell": cell.cell, "old": side(&cell.old), "new": side(&cell.new)})
}

/// The sentence as it was and as it is; the place is in the present text.
fn sentence(section: u8, hunk: &Hunk) -> Value {
    let without = |tag: ChangeTag| {
        let changes = hunk.changes.iter().filter(move |change| change.tag != tag);
        changes.map(|change| change.text.as_str()).collect::<String>()
    };
    json!({
        "section": section,
        "old": hunk.old.map(|_| without(ChangeTag::Insert)),
        "new": hunk.new.map(|_| without(ChangeTag::Delete)),
        "span": hunk.new.map(super::span),
    })
}
