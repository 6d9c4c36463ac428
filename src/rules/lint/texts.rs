//! Places in a rule's sentences, as `{count}`, that its kind of check never fills.

use super::Flaw;
use crate::model::Phrase;
use crate::rules::Rule;
use crate::rules::kinds::Check;
use crate::rules::nearest::nearest;

pub(super) fn flaws(rule: &Rule) -> Vec<Flaw> {
    let Some(known) = known(&rule.check) else { return Vec::new() };
    let sentences = std::iter::once(&rule.message).chain(rule.variants.values());
    let mut unknown: Vec<&str> = sentences.flat_map(|said| places(&said.zh).chain(places(&said.en))).collect();
    unknown.retain(|name| !known.contains(name));
    unknown.sort_unstable();
    unknown.dedup();
    unknown.into_iter().map(|name| flaw(name, known)).collect()
}

fn flaw(name: &str, known: &[&str]) -> Flaw {
    let what = Phrase::new(
        format!("提示语里的 {{{name}}} 不会被填上"),
        format!("{{{name}}} in the message is never filled in"),
    );
    let remedy = match nearest(name, known.iter().copied()) {
        Some(near) => Phrase::new(format!("是不是 {{{near}}}？"), format!("did you mean {{{near}}}?")),
        None => Phrase::new(
            format!("可以用 {}", known.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(" ")),
            format!("there are {}", known.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(" ")),
        ),
    };
    Flaw::new(what, remedy)
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
