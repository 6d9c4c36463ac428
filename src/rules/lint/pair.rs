//! What two rules do to one another: say the same, or what cannot both be had.

use super::Flaw;
use super::line::{Clash, Line};
use super::pattern::{Ground, Matches, matches};
use crate::rules::Rule;
use crate::rules::dictionary::Dictionary;
use crate::rules::equation::Equation;
use crate::rules::kinds::{Check, Faults, Forbidden, Pattern, Required, Within};

pub(super) fn flaws(earlier: &Rule, rule: &Rule) -> Vec<Flaw> {
    let one = |flaw: Option<Flaw>| flaw.into_iter().collect();
    match (&earlier.check, &rule.check) {
        (Check::Equation(a), Check::Equation(b)) => one(sums(earlier, a, b)),
        (Check::Forbidden(a), Check::Forbidden(b)) => one(both_forbid(earlier, a, b)),
        (Check::Required(a), Check::Required(b)) => one(both_ask(earlier, a, b)),
        (Check::Required(required), Check::Forbidden(forbidden))
        | (Check::Forbidden(forbidden), Check::Required(required)) => {
            one(asked_and_forbidden(required, forbidden).map(|text| asked_but(earlier, &text)))
        }
        (Check::Required(required), Check::Words(words)) | (Check::Words(words), Check::Required(required)) => {
            one(asked_and_corrected(required, words).map(|text| asked_but(earlier, &text)))
        }
        (Check::Words(a), Check::Words(b)) => words(earlier, a, b),
        (Check::Sections { what: a }, Check::Sections { what: b }) if a == b => {
            one(Some(Flaw::repeats(earlier, "同一种标题核对", "the same check of headings")))
        }
        (Check::Code { name: a, .. }, Check::Code { name: b, .. })
            if a == b && earlier.parameters == rule.parameters =>
        {
            one(Some(Flaw::repeats(earlier, "同一个核对函数", "the same function")))
        }
        (Check::Cells(a), Check::Cells(b)) => one(cells(earlier, a, b)),
        (Check::Change(a), Check::Change(b)) => {
            let same = a.iter().any(|a| b.iter().any(|b| a.cells == b.cells && a.jump == b.jump));
            one(same.then(|| Flaw::repeats(earlier, "同样的单元格和幅度", "the same cells and thresholds")))
        }
        _ => Vec::new(),
    }
}

/// The first two identities of two rules that say the same, or that cannot both hold.
fn sums(earlier: &Rule, a: &Equation, b: &Equation) -> Option<Flaw> {
    let both = a.identities.iter().filter_map(|(edition, left)| {
        let right = b.identities.iter().find(|(known, _)| known == edition)?;
        Some((left, &right.1))
    });
    let mut clashes = both.flat_map(|(left, right)| {
        let left: Vec<Line> = left.iter().map(Line::of).collect();
        right.iter().map(Line::of).filter_map(move |line| left.iter().find_map(|other| other.clash(&line)))
    });
    Some(match clashes.next()? {
        Clash::Repeats => Flaw::repeats(earlier, "同一个算式", "the same sum"),
        Clash::Contradicts => Flaw::contradicts(earlier, "两个算式不能同时成立", "both sums cannot hold"),
    })
}

/// The first pattern that both have.
fn shared<'a>(a: &'a [Pattern], b: &[Pattern]) -> Option<&'a str> {
    a.iter().map(|one| one.regex.as_str()).find(|text| b.iter().any(|other| other.regex.as_str() == *text))
}

fn both_forbid(earlier: &Rule, a: &Forbidden, b: &Forbidden) -> Option<Flaw> {
    let meet = a.sections.is_empty() || b.sections.is_empty() || a.sections.iter().any(|id| b.sections.contains(id));
    let text = shared(&a.patterns, &b.patterns).filter(|_| a.within == b.within && meet)?;
    Some(Flaw::repeats(earlier, &format!("都禁用 `{text}`"), &format!("both forbid `{text}`")))
}

fn both_ask(earlier: &Rule, a: &Required, b: &Required) -> Option<Flaw> {
    let text = shared(&a.patterns, &b.patterns).filter(|_| a.section == b.section)?;
    Some(Flaw::repeats(earlier, &format!("都要求 `{text}`"), &format!("both ask for `{text}`")))
}

fn asked_but(earlier: &Rule, text: &str) -> Flaw {
    let (zh, en) = (format!("一条要求“{text}”，一条禁用它"), format!("one asks for “{text}”, the other forbids it"));
    Flaw::contradicts(earlier, &zh, &en)
}

/// A text that is required although every way to write it is forbidden.
fn asked_and_forbidden(required: &Required, forbidden: &Forbidden) -> Option<String> {
    let elsewhere = !forbidden.sections.is_empty() && !forbidden.sections.contains(&required.section);
    if elsewhere || forbidden.within == Within::Title || forbidden.unless.is_some() {
        return None;
    }
    // A pattern that matches anything forbids everything; that is its own flaw.
    let is_sound = |one: &Pattern| matches(&one.regex, Ground::Printed) != Matches::Anything;
    let is_forbidden =
        |text: &str| forbidden.patterns.iter().any(|pattern| pattern.regex.is_match(text) && is_sound(pattern));
    required.patterns.iter().find_map(|pattern| {
        let text = pattern.regex.as_str();
        let same = forbidden.patterns.iter().any(|other| other.regex.as_str() == text && is_sound(other));
        (same || every_way(text, is_forbidden)).then(|| text.to_owned())
    })
}

/// A text that is required although every way to write it holds a word that is to be another.
fn asked_and_corrected(required: &Required, words: &Dictionary) -> Option<String> {
    let is_wrong = |text: &str| words.words.iter().any(|word| word.unless.is_empty() && text.contains(&word.found));
    required
        .patterns
        .iter()
        .map(|pattern| pattern.regex.as_str())
        .find(|text| every_way(text, is_wrong))
        .map(str::to_owned)
}

/// Whether something holds of all plain texts that a pattern lists; not of patterns that are more than such a list.
fn every_way(pattern: &str, holds: impl Fn(&str) -> bool) -> bool {
    !pattern.is_empty() && pattern.split('|').all(|way| regex::escape(way) == way && holds(way))
}

fn cells(earlier: &Rule, a: &Faults, b: &Faults) -> Option<Flaw> {
    let shared = a.faults.iter().any(|fault| b.faults.contains(fault)) && a.numbers == b.numbers;
    shared.then(|| Flaw::repeats(earlier, "同一种单元格问题", "the same fault of cells"))
}

fn words(earlier: &Rule, a: &Dictionary, b: &Dictionary) -> Vec<Flaw> {
    let mut found = Vec::new();
    for word in &b.words {
        for other in a.words.iter().filter(|other| other.found == word.found) {
            found.push(if other.suggest == word.suggest {
                let word = &word.found;
                Flaw::repeats(earlier, &format!("都有“{word}”"), &format!("both list “{word}”"))
            } else {
                let (word, first, second) = (&word.found, &other.suggest, &word.suggest);
                let zh = format!("“{word}”应改为“{first}”还是“{second}”");
                Flaw::contradicts(earlier, &zh, &format!("should “{word}” be “{first}” or “{second}”"))
            });
        }
        if let Some(other) = a.words.iter().find(|other| other.found == word.suggest) {
            let (here, there) = (&word.suggest, &other.suggest);
            let zh = format!("这里建议的“{here}”，那里又要改为“{there}”");
            found.push(Flaw::contradicts(
                earlier,
                &zh,
                &format!("“{here}” is suggested here and is to be “{there}” there"),
            ));
        }
    }
    found
}
