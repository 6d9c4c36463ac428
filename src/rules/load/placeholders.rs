//! Places in a rule's sentences, as `{count}`: those that its check never fills are mistakes, and those of its
//! explanation are filled with its thresholds when it is loaded.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Author, Source, Written};
use crate::model::Phrase;
use crate::rules::kinds::Check;
use crate::rules::nearest::nearest;
use crate::rules::thresholds::Threshold;

/// What the sentences of our own rules name, by what they check: the checks written as functions say it nowhere else.
pub(super) type Shipped = BTreeMap<String, BTreeSet<String>>;

pub(super) fn shipped(rules: &[Written]) -> Shipped {
    let mut shipped = Shipped::new();
    for rule in rules.iter().filter(|rule| rule.author == Author::Ours) {
        let Some(check) = &rule.text.check else { continue };
        let names = sentences(rule.text.message.as_ref(), &rule.text.variants).flat_map(|(_, said)| both(said));
        shipped.entry(check.name().to_owned()).or_default().extend(names.map(str::to_owned));
    }
    shipped
}

/// Notes each place that is never filled in.
pub(super) fn judge(
    source: &Source,
    (message, variants): (Option<&Phrase>, &BTreeMap<String, Phrase>),
    check: (&Check, &str),
    shipped: &Shipped,
    mistakes: &mut Vec<Phrase>,
) {
    let (check, name) = check;
    let known: Vec<&str> = match known(check) {
        Some(known) => known.to_vec(),
        None => match shipped.get(name) {
            Some(names) => names.iter().map(String::as_str).chain(["line"]).collect(),
            None => return,
        },
    };
    for (key, said) in sentences(message, variants) {
        let mut unknown: Vec<&str> = both(said).filter(|name| !known.contains(name)).collect();
        unknown.sort_unstable();
        unknown.dedup();
        for name in unknown {
            mistakes.push(source.mistake(&format!("{{{name}}}"), &never_filled(&key, name, &known)));
        }
    }
}

fn never_filled(key: &str, name: &str, known: &[&str]) -> Phrase {
    let what = (format!("{key} 里的 {{{name}}} 不会被填上"), format!("{{{name}}} in {key} is never filled in"));
    let names: Vec<String> = known.iter().map(|name| format!("{{{name}}}")).collect();
    let names = names.join(" ");
    let (zh, en) = match nearest(name, known.iter().copied()) {
        Some(near) => (format!("是不是 {{{near}}}？"), format!("did you mean {{{near}}}?")),
        None if names.is_empty() => ("这里没有可填的内容".to_owned(), "nothing can be filled in here".to_owned()),
        None => (format!("可以用 {names}"), format!("there are {names}")),
    };
    Phrase::new(format!("{}；{zh}", what.0), format!("{}; {en}", what.1))
}

/// An explanation with the thresholds in it as they stand.
pub(super) fn told(doc: Phrase, parameters: &BTreeMap<String, Decimal>, check: &Check) -> Phrase {
    parameters.iter().fold(doc, |told, (name, value)| {
        let Some(threshold) = Threshold::of(check, name) else { return told };
        let (place, spoken) = (format!("{{{name}}}"), threshold.spoken(*value));
        Phrase::new(told.zh.replace(&place, &spoken.zh), told.en.replace(&place, &spoken.en))
    })
}

/// Each sentence with its key.
fn sentences<'a>(
    message: Option<&'a Phrase>,
    variants: &'a BTreeMap<String, Phrase>,
) -> impl Iterator<Item = (String, &'a Phrase)> {
    let message = message.into_iter().map(|said| ("message".to_owned(), said));
    message.chain(variants.iter().map(|(name, said)| (format!("variants.{name}"), said)))
}

/// The names in braces in either language.
fn both(said: &Phrase) -> impl Iterator<Item = &str> {
    places(&said.zh).chain(places(&said.en))
}

/// The names in braces.
fn places(text: &str) -> impl Iterator<Item = &str> {
    let is_name = |name: &&str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).filter(is_name)
}

/// What a kind of check fills in; `None` for checks written as functions, each of which has its own.
const fn known(check: &Check) -> Option<&'static [&'static str]> {
    match check {
        Check::Equation(_) => Some(&[
            "row",
            "column",
            "left",
            "right",
            "left_sum",
            "right_sum",
            "delta",
            "left1",
            "left2",
            "left3",
            "right1",
            "right2",
            "right3",
            "line",
        ]),
        Check::Cells(_) => Some(&["row", "column", "raw", "count", "found", "expected", "line"]),
        Check::Forbidden(_) => {
            Some(&["name", "quote", "suggest", "count", "lines", "codepoint", "year", "next_year", "line"])
        }
        Check::Required(_) => Some(&["missing", "count", "line"]),
        Check::Words(_) => Some(&["found", "suggest", "line"]),
        Check::Change(_) => Some(&["cell", "old", "new", "percent", "line"]),
        Check::Sections { .. } | Check::Code { .. } => None,
    }
}
