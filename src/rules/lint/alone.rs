//! Why the check of one rule can never find anything, or always does, as far as its data alone tells.

use super::line::{Fate, Line};
use super::pattern::{Ground, Matches, can_stand_in_prose, matches};
use super::{Flaw, correct_or_delete};
use crate::form::{Form, NumberType};
use crate::model::Phrase;
use crate::rules::equation::{Equation, Identity, Source};
use crate::rules::kinds::{Check, Forbidden, Pattern, Reach, Required, Within};
use crate::rules::{Rule, dictionary};

pub(super) fn flaws(rule: &Rule, forms: &[Form]) -> Vec<Flaw> {
    match &rule.check {
        Check::Equation(equation) => sums(equation, forms).into_iter().collect(),
        Check::Cells(faults) if faults.faults.is_empty() => vec![Flaw::never(
            "没有写要找的问题",
            "it names no fault",
            Phrase::new("请在 faults 里写明，如 \"blank\"", "name one in faults, as \"blank\""),
        )],
        Check::Forbidden(forbidden) => forbidden_texts(forbidden),
        Check::Required(required) => required_texts(required),
        Check::Words(words) => listed_words(words),
        Check::Change(changes)
            if changes.iter().all(|change| change.cells.iter().all(|(_, cells)| cells.is_empty())) =>
        {
            let cells = Phrase::new("请在 cells 里写明地址", "give addresses in cells");
            vec![Flaw::never("没有写要比较的单元格", "it names no cell", cells)]
        }
        Check::Cells(_) | Check::Change(_) | Check::Sections { .. } | Check::Code { .. } => Vec::new(),
    }
}

/// What can be said of an equation without any figure.
fn sums(equation: &Equation, forms: &[Form]) -> Option<Flaw> {
    let mut fates = Vec::new();
    for (edition, identities) in &equation.identities {
        let form = forms.iter().find(|form| form.edition == *edition)?;
        fates.extend(identities.iter().map(|identity| Line::of(identity).fate(has_signed_cells(identity, form))));
    }
    let fix = correct_or_delete();
    if fates.contains(&Fate::Constants) {
        let what = Phrase::new("永远不成立：两边都是常数", "can never hold: there are only constants");
        return Some(Flaw::new(what, fix));
    }
    if fates.contains(&Fate::Fails) {
        let what =
            Phrase::new("永远不成立：件数和金额不会小于0", "can never hold: counts and amounts are never below 0");
        return Some(Flaw::new(what, fix));
    }
    if fates.contains(&Fate::Same) {
        return Some(Flaw::never("等式两边相同", "both sides are the same", fix));
    }
    let always = !fates.is_empty() && fates.iter().all(|fate| *fate == Fate::Holds);
    always.then(|| {
        Flaw::never("件数和金额不会小于0，总是成立", "counts and amounts are never below 0, so it always holds", fix)
    })
}

/// Whether one of the cells may hold a figure below zero, as the change on the year before.
fn has_signed_cells(identity: &Identity, form: &Form) -> bool {
    let is_signed = |source: &Source| match source {
        Source::Cell(position) => {
            form.column(&form.cells[*position].id).is_none_or(|column| column.number == NumberType::Change)
        }
        Source::LastYear(id) => form.column(id).is_none_or(|column| column.number == NumberType::Change),
        Source::Constant(_) => false,
    };
    identity.left.iter().chain(&identity.right).any(|operand| is_signed(&operand.source))
}

fn shown(pattern: &Pattern) -> String {
    let text = pattern.regex.as_str();
    if text.is_empty() { "（空）".to_owned() } else { format!("`{text}`") }
}

fn correct_the_pattern() -> Phrase {
    Phrase::new("请改正这个模式，或删去这条", "correct the pattern, or delete the rule")
}

/// Why a text is found nowhere, where that is so.
fn nowhere(found: Matches) -> Option<(&'static str, &'static str)> {
    match found {
        Matches::Nothing => Some(("匹配不到任何文字", "matches no text")),
        Matches::NothingInProse => Some((
            "匹配不到正文：核对正文时已去掉空白和 *，全角数字、字母改为半角",
            "matches no prose: blanks and * are taken out of it, and full-width digits and letters made half width",
        )),
        Matches::Anything | Matches::Some => None,
    }
}

fn forbidden_texts(forbidden: &Forbidden) -> Vec<Flaw> {
    if forbidden.patterns.is_empty() {
        let fix = Phrase::new("请写 [[rule.check.pattern]]", "give a [[rule.check.pattern]]");
        return vec![Flaw::never("没有写禁用的文字", "it names no text", fix)];
    }
    let ground = if forbidden.within == Within::Prose { Ground::Prose } else { Ground::Printed };
    let mut found = Vec::new();
    for pattern in &forbidden.patterns {
        let (shown, kind) = (shown(pattern), matches(&pattern.regex, ground));
        let excuse = forbidden.unless.as_ref();
        if let Some((zh, en)) = nowhere(kind) {
            found.push(Flaw::never(&format!("{shown} {zh}"), &format!("{shown} {en}"), correct_the_pattern()));
        } else if excuse.is_some_and(|excuse| excuse.as_str() == pattern.regex.as_str()) {
            let fix = Phrase::new("请改正 unless", "correct unless");
            found.push(Flaw::never(
                "禁用的文字就是免责的文字",
                "the text that is forbidden is the one that excuses it",
                fix,
            ));
        } else if kind == Matches::Anything {
            let (zh, en) = (format!("{shown} 匹配任何文字"), format!("{shown} matches any text"));
            found.push(Flaw::always(&zh, &en, correct_the_pattern()));
        }
    }
    if forbidden.unless.as_ref().is_some_and(|excuse| matches(excuse, Ground::Prose) == Matches::Anything) {
        let fix = Phrase::new("请改正或删去 unless", "correct or delete unless");
        found.push(Flaw::never("unless 匹配任何文字", "unless matches any text", fix));
    }
    if forbidden.after.as_ref().is_some_and(|word| !can_stand_in_prose(word)) {
        let (zh, en) = nowhere(Matches::NothingInProse).unwrap_or_default();
        let what = Phrase::new(format!("after {zh}"), format!("after {en}"));
        found.push(Flaw::new(what, Phrase::new("请改正或删去 after", "correct or delete after")));
    }
    let has_word = |pattern: &Pattern| pattern.regex.capture_names().flatten().any(|name| name == "word");
    if !forbidden.allowed.is_empty() && !forbidden.patterns.iter().any(has_word) {
        let what = Phrase::new(
            "allowed 不起作用：模式里没有名为 word 的组",
            "allowed has no effect: no pattern has a group named word",
        );
        found.push(Flaw::new(what, Phrase::new("请写成 (?P<word>…)", "write (?P<word>…)")));
    }
    found
}

fn required_texts(required: &Required) -> Vec<Flaw> {
    let mut found = Vec::new();
    let same = |pattern: &Pattern| required.when.as_ref().is_some_and(|when| when.as_str() == pattern.regex.as_str());
    if required.patterns.iter().all(same) && required.reach == Reach::Report {
        let fix = Phrase::new("请改正 when", "correct when");
        found.push(Flaw::never("提到了才要求的，正是要求的文字", "it is asked only where the text is there", fix));
    }
    for pattern in &required.patterns {
        let (shown, kind) = (shown(pattern), matches(&pattern.regex, Ground::Prose));
        if let Some((zh, en)) = nowhere(kind) {
            found.push(Flaw::always(&format!("要求的 {shown} {zh}"), &format!("{shown} {en}"), correct_the_pattern()));
        } else if kind == Matches::Anything {
            let (zh, en) = (format!("要求的 {shown} 匹配任何文字"), format!("{shown} matches any text"));
            found.push(Flaw::never(&zh, &en, correct_the_pattern()));
        }
    }
    if let Some((zh, en)) = required.when.as_ref().and_then(|when| nowhere(matches(when, Ground::Prose))) {
        let fix = Phrase::new("请改正或删去 when", "correct or delete when");
        found.push(Flaw::never(&format!("when {zh}"), &format!("when {en}"), fix));
    }
    found
}

fn listed_words(words: &dictionary::Dictionary) -> Vec<Flaw> {
    let lost = words.words.iter().filter(|word| !can_stand_in_prose(&word.found));
    let flaw = |word: &dictionary::Word| {
        let (zh, en) = nowhere(Matches::NothingInProse).unwrap_or_default();
        let what = Phrase::new(format!("词“{}”{zh}", word.found), format!("the word “{}” {en}", word.found));
        Flaw::new(what, Phrase::new("请去掉其中的空白", "write it without blanks"))
    };
    lost.map(flaw).collect()
}
