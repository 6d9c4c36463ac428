//! What became of earlier judgements, as sentences: for the one line of answers, the list of findings and its detail.

use crate::config::Words;
use crate::config::words::Value;
use crate::recheck::{Tally, Why};

/// `判断保留 12 条，重新打开 3 条：规则已改 2，数值已变 1；1 条所指问题已不存在`.
#[must_use]
pub fn tally(tally: Tally, words: &Words) -> String {
    let count = |key: &str, count: usize| words.say_with(key, &[("count", Value::Number(count))]);
    let mut said = count("recheck-kept", tally.kept);
    if tally.reopened() > 0 {
        said.push_str(&count("recheck-reopened", tally.reopened()));
        let reasons = [("recheck-by-rule", tally.rule_changed), ("recheck-by-values", tally.values_changed)];
        let reasons = reasons.into_iter().filter(|(_, number)| *number > 0).map(|(key, number)| count(key, number));
        said.push_str(&reasons.collect::<Vec<_>>().join(&words.say("recheck-and")));
    }
    if tally.lapsed > 0 {
        said.push_str(&count("recheck-lapsed", tally.lapsed));
    }
    said
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
        Why::ValuesChanged => words.say("recheck-values-changed"),
    }
}
