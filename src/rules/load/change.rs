//! What a later rule file changes of a rule of an earlier one: switched off, another severity, other parameters.

use super::shape::RuleText;
use super::{Source, Written};
use crate::model::Phrase;
use crate::rules::nearest::unknown;
use crate::rules::{Amended, Amendment};

/// Lays a change over the rule that it names; every mistake is noted.
pub(super) fn apply(change: &RuleText, source: &Source, written: &mut [Written], mistakes: &mut Vec<Phrase>) {
    let id = change.id.as_ref();
    let Some(place) = written.iter().position(|known| known.text.id.as_ref() == id) else {
        mistakes.push(source.mistake(id, &no_such_rule(id, written)));
        return;
    };
    let target = &mut written[place];
    for name in others(change) {
        mistakes.push(source.mistake(name, &not_to_change(name)));
    }
    let (off, severity) = (change.off, change.severity);
    if off.is_none() && severity.is_none() && change.parameters.is_empty() && !change.is_partial() {
        mistakes.push(source.mistake(id, &nothing_changed()));
    }
    let mut amend = |offending: &str, what| {
        target.amendments.push(Amendment { place: source.place(offending), what });
    };
    if let Some(off) = off {
        amend("off", if off { Amended::Off } else { Amended::On });
    }
    if let Some(severity) = severity {
        amend("severity", Amended::Severity(severity));
    }
    parameters(change, source, target, mistakes);
}

/// Other thresholds: of those that the rule has.
fn parameters(change: &RuleText, source: &Source, target: &mut Written, mistakes: &mut Vec<Phrase>) {
    let id = change.id.as_ref();
    for (name, value) in &change.parameters {
        if let Some(known) = target.text.parameters.get_mut(name) {
            *known = *value;
            let what = Amended::Parameter(name.clone(), *value);
            target.amendments.push(Amendment { place: source.place(name), what });
            continue;
        }
        let said = if target.text.parameters.is_empty() {
            Phrase::new(format!("{id} 没有可调的数值"), format!("{id} has no parameters"))
        } else {
            unknown(("参数", "parameter"), name, target.text.parameters.keys().map(String::as_str))
        };
        mistakes.push(source.mistake(name, &said));
    }
}

fn no_such_rule(id: &str, written: &[Written]) -> Phrase {
    let known: Vec<&str> = written.iter().map(|known| known.text.id.as_ref().as_str()).collect();
    let Phrase { zh, en } = unknown(("规则", "rule"), id, known);
    let stop = if zh.ends_with('？') { ' ' } else { '；' };
    Phrase::new(format!("{zh}{stop}新规则要写明 [rule.check]"), format!("{en} (a rule of your own needs [rule.check])"))
}

fn not_to_change(name: &str) -> Phrase {
    Phrase::new(
        format!("修改已有规则只能写 off、severity 和 [rule.parameters]，不能写 `{name}`；要另写一条，请用新的 id"),
        format!(
            "a change takes off, severity and [rule.parameters], not `{name}`; a rule of your own needs its own id"
        ),
    )
}

fn nothing_changed() -> Phrase {
    Phrase::new(
        "什么也没有改；可以写 off = true、severity = \"…\" 或 [rule.parameters]，新规则要写明 [rule.check]",
        "nothing is changed: give off = true, severity = \"…\" or [rule.parameters]; a rule of your own needs [rule.check]",
    )
}

/// What stands in a change that only a rule can say.
fn others(change: &RuleText) -> Vec<&'static str> {
    let RuleText {
        id: _,
        off: _,
        severity: _,
        parameters: _,
        version,
        title,
        editions,
        source,
        message,
        variants,
        weights,
        bodies,
        doc,
        check: _,
        given: _,
    } = change;
    [
        ("version", version.is_some()),
        ("title", title.is_some()),
        ("editions", !editions.is_empty()),
        ("source", source.is_some()),
        ("message", message.is_some()),
        ("variants", !variants.is_empty()),
        ("weight", !weights.is_empty()),
        ("bodies", !bodies.is_empty()),
        ("doc", doc.is_some()),
    ]
    .into_iter()
    .filter_map(|(name, given)| given.then_some(name))
    .collect()
}
