//! Another body of the same roster named where the report should name its own: a text that was taken over from there.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::claims::pattern;
use super::inspection::{Inspection, Values};
use super::roster::Roster;
use crate::model::Outcome;

pattern!(
    BEFORE,
    "(?:(?P<start>^)|[。；！？\\n])(?:20\\d\\d年度?以?来?|一年来|全年|本年度?|今年以来)?[，,]?(?:\\p{Han}{1,8}?[省市州县区旗])?$|(?P<by>由|请与|请向|可与|可向|[，。；]与|现公布|现将)$"
);
pattern!(
    AFTER,
    "^(?:20\\d\\d年度?)?[，,]?(?:以|按照|根据|围绕|紧紧|紧扣|认真|严格|积极|高度重视|深入|坚持|始终|全面|进一步|不断|切实|扎实|稳步|持续|着力|主动公开|公开|依法|共|全年|收到|未收到|没有收到|无|政府信息公开|信息公开|政务公开|在|对|把|将)"
);
pattern!(
    NAMED,
    "^(?:20\\d\\d年度?)?(?:政府)?信息公开(?:工作)?年度报告|^(?:党政|综合|政务公开)?(?:办公室|办)?(?:联系|反映|编制|负责编制)"
);

/// Each place where a body with the same parent stands for the one that reports; nothing without a roster.
pub(super) fn named(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let (Some(office), Some(agency)) = (case.office, &case.report.agency) else { return Vec::new() };
    let roster = &office.round.roster;
    let Some(own) = roster.place(&agency.value) else { return Vec::new() };
    // An office that answers for the whole county tells of the others too.
    if agency.value.contains("办公室") || agency.value.contains("办公厅") {
        return Vec::new();
    }
    let prose = inspection.prose.get();
    let mut outcomes = Vec::new();
    for (place, range) in roster.mentions(&prose.whole) {
        if place == own || !are_siblings(roster, own, place) || !stands_for_own(&prose.whole, &range) {
            continue;
        }
        let values = Values::default().text("quote", &prose.whole[range.clone()]).text("agency", &agency.value);
        let severity = inspection.rule.severity;
        outcomes.extend(prose.place(range).map(|span| inspection.fail_as("sibling", severity, &values, Some(span))));
    }
    outcomes
}

fn are_siblings(roster: &Roster, own: usize, other: usize) -> bool {
    let parent = |place: usize| roster.members().get(place)?.parent.as_deref();
    match (parent(own), parent(other)) {
        (Some(own), Some(other)) => roster.same(own, other),
        (None, _) | (_, None) => false,
    }
}

/// How far before a name its sentence may begin, in characters.
const OPENING: usize = 20;

/// Whether a name stands where a report names its own body: as the subject that opens a sentence, or as the one that
/// wrote the report or answers questions. That of a body among others (会同财政局) does not.
fn stands_for_own(text: &str, name: &Range<usize>) -> bool {
    let before = &text[..name.start];
    let from = before.char_indices().rev().nth(OPENING).map_or(0, |(at, _)| at);
    let (before, after) = (&before[from..], &text[name.end..]);
    match BEFORE.captures(before) {
        Some(found) if found.name("by").is_some() => NAMED.is_match(after),
        // Where the text was cut off, no sentence begins.
        Some(found) => (from == 0 || found.name("start").is_none()) && AFTER.is_match(after),
        None => false,
    }
}
