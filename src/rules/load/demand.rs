//! A mark of what a rule demands, so that no judgement outlives it. Texts, severities and the kinds of body that it is asked
//! of are no part of it: what was judged of a report is the same under another title.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use toml::{Table, Value};

use super::{Author, Written};

/// Digits of a mark: half a fingerprint.
const DIGITS: usize = 16;

/// What a pattern says to people, and how much it weighs.
const OF_PATTERN: [&str; 3] = ["name", "severity", "suggest"];
/// What a check says of where to look, of what to quote, and how much it weighs.
const OF_CHECK: [&str; 3] = ["near", "quote", "some_missing"];

/// Over the check of a rule of an office's own and its thresholds as they stand, as the file writes them: what no file
/// changes keeps its mark in every later version of this program. Of a rule of ours, over the thresholds that were set
/// otherwise than shipped; empty where there are none.
pub(super) fn mark(rule: &Written) -> String {
    let mut pieces = Vec::new();
    match rule.author {
        Author::Office => {
            put_table(&check(rule.source.text), &OF_CHECK, &mut pieces);
            pieces.extend(rule.text.parameters.iter().map(set));
        }
        Author::Ours => pieces.extend(changed(&rule.shipped, &rule.text.parameters).map(set)),
    }
    if rule.author == Author::Ours && pieces.is_empty() {
        return String::new();
    }
    let mut hasher = blake3::Hasher::new();
    for piece in pieces {
        hasher.update(piece.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..DIGITS].to_owned()
}

fn changed<'a>(
    shipped: &BTreeMap<String, Decimal>,
    now: &'a BTreeMap<String, Decimal>,
) -> impl Iterator<Item = (&'a String, &'a Decimal)> {
    now.iter().filter(|(name, value)| shipped.get(*name) != Some(value))
}

fn set((name, value): (&String, &Decimal)) -> String {
    format!("{name} = {}", value.normalize())
}

/// The table `[rule.check]` of a piece.
fn check(text: &str) -> Table {
    let piece: Table = text.parse().unwrap_or_default();
    let rule = piece.get("rule").and_then(|rules| rules.get(0)).and_then(|rule| rule.get("check"));
    rule.and_then(Value::as_table).cloned().unwrap_or_default()
}

/// Every key with its value, in the order of the keys.
fn put_table(table: &Table, besides: &[&str], pieces: &mut Vec<String>) {
    let mut entries: Vec<(&String, &Value)> = table.iter().collect();
    entries.sort_by_key(|(name, _)| *name);
    for (name, value) in entries.into_iter().filter(|(name, _)| !besides.contains(&name.as_str())) {
        pieces.push(format!("{name}:"));
        put(value, if name == "pattern" { &OF_PATTERN } else { &[] }, pieces);
    }
}

fn put(value: &Value, besides: &[&str], pieces: &mut Vec<String>) {
    match value {
        Value::Table(table) => {
            pieces.push("{".to_owned());
            put_table(table, besides, pieces);
            pieces.push("}".to_owned());
        }
        Value::Array(items) => {
            pieces.push("[".to_owned());
            for item in items {
                put(item, besides, pieces);
            }
            pieces.push("]".to_owned());
        }
        Value::String(text) => pieces.push(format!("\"{text}\"")),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {
            let text = value.to_string();
            pieces.push(text.parse::<Decimal>().map_or(text, |number| number.normalize().to_string()));
        }
    }
}
