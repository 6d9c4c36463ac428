//! Rules that fire in so many reports that they are in doubt themselves: their findings are marked.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::State;
use crate::config::Words;
use crate::config::words::Value;
use crate::model::Firing;

/// Takes the rules in doubt, all of them. The report on the screen is marked too, and its cursor stays.
pub(super) fn doubted(state: &mut State, rules: &BTreeMap<String, Firing>) {
    let words = Words::load(state.setup.lang);
    let said = |firing: &Firing| {
        let values = [("fired", Value::Number(firing.fired)), ("reports", Value::Number(firing.reports))];
        words.say_with("rule-in-doubt", &values)
    };
    state.doubted = Arc::new(rules.iter().map(|(rule, firing)| (rule.clone(), said(firing))).collect());
    let doubted = Arc::clone(&state.doubted);
    if let Some(review) = state.review_mut() {
        review.doubted = doubted;
        review.settle();
    }
}
