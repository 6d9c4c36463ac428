//! Why rules are undecided, and what would decide them, in words that are true of the report at hand.

use crate::config::Words;
use crate::config::words::Value;
use crate::model::{Reason, Report};

/// Whether folders of earlier years were named at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    Given,
    NotGiven,
}

/// The key of a reason's words.
#[must_use]
pub fn reason(reason: Reason, report: &Report) -> &'static str {
    match reason {
        Reason::PassIfBlankIsZero => "reason-pass-if-blank-is-zero",
        Reason::NotAssessable => "reason-not-assessable",
        Reason::Implied => "reason-implied",
        Reason::NoLastYear => "reason-no-last-year",
        Reason::NotComparable => "reason-not-comparable",
        Reason::NotFound if !report.is_recognised() => "reason-unrecognised",
        Reason::NotFound => "reason-not-found",
        Reason::Broken => "reason-broken",
    }
}

/// What would decide the rules that are undecided for a reason.
#[must_use]
pub fn decides(reason: Reason, report: &Report, earlier: Earlier, words: &Words) -> String {
    let key = match reason {
        Reason::PassIfBlankIsZero => "decide-pass-if-blank-is-zero",
        Reason::NotAssessable => "decide-not-assessable",
        Reason::Implied => "decide-implied",
        Reason::NoLastYear => match sought(report, earlier) {
            Sought::Nobody => "decide-last-year-of-nobody",
            Sought::NotGiven => "decide-no-last-year",
            Sought::NotThere(year) => {
                return words.say_with("decide-last-year-not-there", &[("year", Value::Text(&year))]);
            }
        },
        Reason::NotComparable => "decide-not-comparable",
        Reason::NotFound if !report.is_recognised() => "decide-unrecognised",
        Reason::NotFound => "decide-not-found",
        Reason::Broken => "decide-broken",
    };
    words.say(key)
}

/// Why there is nothing to compare with.
#[must_use]
pub fn nothing_to_compare(report: &Report, earlier: Earlier, words: &Words) -> String {
    match sought(report, earlier) {
        Sought::Nobody => words.say("last-year-of-nobody"),
        Sought::NotGiven => words.say("no-last-year"),
        Sought::NotThere(year) => words.say_with("last-year-not-there", &[("year", Value::Text(&year))]),
    }
}

/// What became of the search for last year's report.
enum Sought {
    /// Whose report of which year this is, is not known.
    Nobody,
    NotGiven,
    /// The year that was looked for.
    NotThere(String),
}

fn sought(report: &Report, earlier: Earlier) -> Sought {
    match (&report.agency, &report.year, earlier) {
        (Some(_), Some(year), Earlier::Given) => Sought::NotThere((year.value - 1).to_string()),
        (Some(_), Some(_), Earlier::NotGiven) => Sought::NotGiven,
        (None, _, _) | (_, None, _) => Sought::Nobody,
    }
}
