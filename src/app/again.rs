//! What became of earlier judgements, as sentences: for the one line of answers, the list of findings and its detail.

use crate::config::Words;
use crate::config::words::Value;
use crate::recheck::{Gone, Tally, Why};

/// `判断保留 12 条，重新打开 3 条：规则已改 2，数值已变 1；1 条所指问题已不存在`.
#[must_use]
pub fn tally(tally: Tally, words: &Words) -> String {
    let count = |key: &str, count: usize| words.say_with(key, &[("count", Value::Number(count))]);
    let mut said = count("recheck-kept", tally.kept);
    if tally.reopened() > 0 {
        said.push_str(&count("recheck-reopened", tally.reopened()));
        let reasons = [
            ("recheck-by-rule", tally.rule_changed),
            ("recheck-by-unknown", tally.demand_unknown),
            ("recheck-by-values", tally.values_changed),
        ];
        let reasons = reasons.into_iter().filter(|(_, number)| *number > 0).map(|(key, number)| count(key, number));
        said.push_str(&reasons.collect::<Vec<_>>().join(&words.say("recheck-and")));
    }
    for (gone, number) in Gone::ALL.into_iter().zip(tally.lapsed).filter(|(_, number)| *number > 0) {
        let key = match gone {
            Gone::Mended => "recheck-lapsed",
            Gone::RuleChanged => "recheck-lapsed-changed",
            Gone::RuleOff => "recheck-lapsed-off",
            Gone::RuleDropped => "recheck-lapsed-dropped",
            Gone::Undecided => "recheck-lapsed-undecided",
            Gone::NotAsked => "recheck-lapsed-not-asked",
        };
        said.push_str(&count(key, number));
    }
    said
}

/// Why nothing is found of one judgement.
#[must_use]
pub fn gone(gone: Gone, words: &Words) -> String {
    words.say(match gone {
        Gone::Mended => "recheck-gone",
        Gone::RuleChanged => "recheck-gone-changed",
        Gone::RuleOff => "recheck-gone-off",
        Gone::RuleDropped => "recheck-gone-dropped",
        Gone::Undecided => "recheck-gone-undecided",
        Gone::NotAsked => "recheck-gone-not-asked",
    })
}

/// Why one judgement is open again.
#[must_use]
pub fn why(why: Why, words: &Words) -> String {
    match why {
        Why::RuleChanged { old, new } if old == new => words.say("recheck-rule-rewritten"),
        Why::RuleChanged { old, new } => words.say_with(
            "recheck-rule-changed",
            &[("old", Value::Number(old as usize)), ("new", Value::Number(new as usize))],
        ),
        Why::DemandUnknown => words.say("recheck-demand-unknown"),
        Why::ValuesChanged => words.say("recheck-values-changed"),
    }
}
