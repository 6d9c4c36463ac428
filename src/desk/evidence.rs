//! What a reading is kept as: the findings and undecided rules as JSON, the evidence that a decision rests on.

use serde_json::{Value, json};

use crate::model::Checks;

/// The outcomes of all rules, without places in the text: the same evidence gives the same JSON.
pub(super) fn evidence(checks: &Checks) -> String {
    let findings: Vec<Value> = checks
        .findings
        .iter()
        .map(|finding| {
            json!({
                "rule": finding.rule,
                "severity": finding.severity.name(),
                "fingerprint": finding.fingerprint,
                "message": finding.message.zh,
                "cells": finding.cells,
            })
        })
        .collect();
    let undecided: Vec<Value> = checks
        .undecided
        .iter()
        .map(|undecided| json!({ "rule": undecided.rule, "reason": undecided.reason.name(), "cells": undecided.cells }))
        .collect();
    let passed: Vec<Value> = checks.passed.iter().map(|(rule, times)| json!([rule, times])).collect();
    json!({ "findings": findings, "undecided": undecided, "passed": passed }).to_string()
}
