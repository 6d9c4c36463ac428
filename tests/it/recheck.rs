//! A re-check keeps exactly the judgements whose evidence is unchanged, and says of each other one what became of it.

use std::collections::BTreeSet;

use gouji::model::{
    CellId, Checks, Evidence, Finding, Judgement, JudgementId, JudgementKind, Judgements, Phrase, ReadingId, Reason,
    ReportId, Reviewer, RuleMark, RuleMarks, Severity, Span, Undecided,
};
use gouji::recheck::{Gone, Lapsed, Recheck, Tally, Why};
use proptest::prelude::*;

fn finding(rule: &str, version: u32, cells: &[&str], value: u32) -> Finding {
    Finding {
        rule: rule.to_owned(),
        version,
        severity: Severity::Error,
        fingerprint: format!("{rule}/{version}/{cells:?}/{value}"),
        message: Phrase::new(format!("总计为{value}"), format!("the total is {value}")),
        cells: cells.iter().map(|cell| CellId::from(*cell)).collect(),
        span: None,
        proof: None,
    }
}

fn judged(id: i64, reading: i64, finding: &Finding) -> Judgement {
    Judgement {
        id: JudgementId(id),
        report: ReportId(1),
        reading: ReadingId(reading),
        evidence: Evidence::of(finding),
        kind: JudgementKind::Waived,
        reason: "电话核实".to_owned(),
        reviewer: Reviewer { uid: 1, name: "王芳".to_owned() },
        at: 1,
    }
}

fn ids(judgements: &[Judgement]) -> Vec<i64> {
    judgements.iter().map(|judgement| judgement.id.0).collect()
}

fn gone(lapsed: &[Lapsed]) -> Vec<i64> {
    lapsed.iter().map(|lapsed| lapsed.judgement.id.0).collect()
}

fn mark(version: u32, demand: &str) -> RuleMark {
    RuleMark { version, demand: demand.to_owned(), is_own: false, is_off: false }
}

/// Under rules of ours of the first version, each of which passed elsewhere.
fn recheck(judgements: &Judgements, findings: &[Finding]) -> Recheck {
    let judged = judgements.0.iter().map(|judgement| judgement.evidence.rule.clone());
    let rules: RuleMarks = judged.map(|rule| (rule, mark(1, ""))).collect();
    let passed = rules.keys().map(|rule| (rule.clone(), 1)).collect();
    gouji::recheck::recheck(judgements, &Checks { findings: findings.to_vec(), passed, ..Checks::default() }, &rules)
}

#[test]
fn each_judgement_is_kept_open_again_or_gone() {
    let old = [
        finding("ARI-01", 1, &["a@total"], 5),
        finding("ARI-02", 1, &["b@total"], 5),
        finding("ARI-03", 1, &["c@total", "d@total"], 5),
        finding("TAB-01", 1, &[], 2),
    ];
    let judgements = Judgements((1..).zip(&old).map(|(id, finding)| judged(id, 1, finding)).collect());
    let now = [
        finding("ARI-03", 2, &["d@total", "c@total"], 5),
        finding("ARI-02", 1, &["b@total"], 6),
        old[0].clone(),
        finding("ARI-02", 1, &["x@total"], 5),
    ];
    let checked = recheck(&judgements, &now);
    assert_eq!(ids(&checked.kept), [1]);
    assert_eq!(gone(&checked.lapsed), [4]);
    let reopened: Vec<_> = checked.reopened.iter().map(|one| (one.judgement.id.0, one.finding, one.why)).collect();
    assert_eq!(reopened, [(3, 0, Why::RuleChanged { old: 1, new: 2 }), (2, 1, Why::ValuesChanged)]);
    assert_eq!(
        checked.tally(),
        Tally { kept: 1, rule_changed: 1, values_changed: 1, lapsed: [1, 0, 0, 0, 0, 0], ..Tally::default() }
    );
    assert!(!checked.is_calm());
}

#[test]
fn several_findings_of_a_rule_on_the_same_cells_are_joined_one_to_one() {
    let cells = ["a@total"];
    let (one, two) = (finding("ARI-04", 1, &cells, 1), finding("ARI-04", 1, &cells, 2));
    let judgements = Judgements(vec![judged(1, 1, &one), judged(2, 1, &two)]);
    // One of the two changed: the other is not taken for it.
    let checked = recheck(&judgements, &[finding("ARI-04", 1, &cells, 3), two.clone()]);
    assert_eq!((ids(&checked.kept), checked.reopened.len(), checked.lapsed.len()), (vec![2], 1, 0));
    assert_eq!((checked.reopened[0].judgement.id.0, checked.reopened[0].finding), (1, 0));
    // One of the two is gone.
    let checked = recheck(&judgements, &[finding("ARI-04", 1, &cells, 3)]);
    assert_eq!((checked.reopened.len(), checked.lapsed.len()), (1, 1));
    // A third has come: it was never judged.
    let checked = recheck(&judgements, &[one, two, finding("ARI-04", 1, &cells, 3)]);
    assert!(checked.is_calm());
}

#[test]
fn what_was_judged_anew_is_not_said_again() {
    let cells = ["a@total"];
    let readings: Vec<Finding> = (1..=4).map(|value| finding("ARI-01", 1, &cells, value)).collect();
    let judgements: Vec<Judgement> = (1..).zip(&readings).map(|(id, found)| judged(id, id, found)).collect();
    // Judged on three readings, and the third still holds.
    let checked = recheck(&Judgements(judgements[..3].to_vec()), &readings[2..3]);
    assert_eq!((ids(&checked.kept), checked.is_calm()), (vec![3], true));
    // Changed once more: only the last judgement is open again.
    let checked = recheck(&Judgements(judgements[..3].to_vec()), &readings[3..]);
    assert_eq!((checked.reopened[0].judgement.id.0, checked.tally().reopened(), checked.lapsed.len()), (3, 1, 0));
    // Corrected: it is gone, and said once.
    let checked = recheck(&Judgements(judgements), &[]);
    assert_eq!(gone(&checked.lapsed), [4]);
}

#[test]
fn a_finding_without_cells_is_known_by_its_words_or_its_place() {
    let place = |start: usize, words: &str, version: u32| Finding {
        fingerprint: format!("{start}{words}{version}"),
        span: Some(Span::new(start, start + 10)),
        message: Phrase::new(words, words),
        ..finding("STY-01", version, &[], 0)
    };
    let judgements = Judgements(vec![judged(1, 1, &place(100, "第3行：套话", 1))]);
    assert_eq!(recheck(&judgements, &[place(400, "第9行：套话", 1)]).reopened.len(), 1, "the words");
    assert_eq!(recheck(&judgements, &[place(105, "换了说法", 2)]).reopened.len(), 1, "the place");
    let elsewhere = recheck(&judgements, &[place(400, "别的事", 1)]);
    assert_eq!((elsewhere.reopened.len(), elsewhere.lapsed.len()), (0, 1));
}

#[test]
fn a_rule_that_comes_to_look_at_other_cells_opens_its_judgements_again() {
    let (penalties, coercion) = ("penalties@decisions", "coercion@decisions");
    let old = finding("OWN-01", 1, &["sum@total", penalties], 5);
    let judgements = Judgements(vec![judged(1, 1, &old)]);
    let why = |now: &[Finding]| {
        let checked = recheck(&judgements, now);
        assert_eq!(checked.reopened.len() + checked.lapsed.len(), 1);
        checked.reopened.first().map(|one| (one.finding, one.why))
    };
    let wider = finding("OWN-01", 1, &["sum@total", penalties, coercion], 5);
    assert_eq!(why(std::slice::from_ref(&wider)), Some((0, Why::ValuesChanged)), "the same rule");
    let newer = finding("OWN-01", 2, &["sum@total", penalties, coercion], 5);
    assert_eq!(why(&[newer]), Some((0, Why::RuleChanged { old: 1, new: 2 })));
    let elsewhere = finding("OWN-01", 2, &["other@total", coercion], 5);
    assert_eq!(why(std::slice::from_ref(&elsewhere)), Some((0, Why::RuleChanged { old: 1, new: 2 })), "the only one");
    // Which of two it would be is not known, and the same rule finds another fault in other cells.
    assert_eq!(why(&[elsewhere.clone(), finding("OWN-01", 2, &["x@total"], 5)]), None);
    assert_eq!(why(&[finding("OWN-01", 1, &["other@total", coercion], 5)]), None);
    // The same cells come before the same first cell, and that before the only one left.
    let same = finding("OWN-01", 2, &["sum@total", penalties], 5);
    assert_eq!(why(&[elsewhere, wider.clone(), same]), Some((2, Why::RuleChanged { old: 1, new: 2 })));
    // Judged anew after the change, the earlier judgement is history.
    let both = Judgements(vec![judged(1, 1, &old), judged(2, 2, &wider)]);
    let checked = recheck(&both, &[wider]);
    assert_eq!((ids(&checked.kept), checked.is_calm()), (vec![2], true));
}

#[test]
fn what_had_lapsed_before_is_not_counted_again() {
    let (one, two) = (finding("ARI-01", 1, &["a@total"], 5), finding("ARI-02", 1, &["b@total"], 5));
    let judgements = Judgements(vec![judged(1, 1, &one), judged(2, 1, &two)]);
    let before = recheck(&judgements, std::slice::from_ref(&two));
    assert_eq!(before.tally_since(&recheck(&judgements, &[one, two])), before.tally());
    let now = recheck(&judgements, &[]);
    assert_eq!((now.tally().lapsed(), now.tally_since(&before).lapsed(), now.tally_since(&now).lapsed()), (2, 1, 0));
}

const OLD: &str = "0123456789abcdef";
const NEW: &str = "fedcba9876543210";

/// A finding of an office's own rule: `demand` is empty where an earlier program did not note it.
fn own(demand: &str, cells: &[&str], value: u32) -> Finding {
    Finding { fingerprint: format!("{value:016x}{demand}"), ..finding("OWN-01", 1, cells, value) }
}

#[test]
fn a_rule_that_an_office_rewrote_opens_its_judgements_again() {
    let rules: RuleMarks = [("OWN-01".to_owned(), RuleMark { is_own: true, ..mark(1, NEW) })].into();
    let why = |judged_on: &Finding, now: Finding| {
        let judgements = Judgements(vec![judged(1, 1, judged_on)]);
        let checks = Checks { findings: vec![now], ..Checks::default() };
        let checked = gouji::recheck::recheck(&judgements, &checks, &rules);
        assert_eq!(checked.kept.len() + checked.reopened.len(), 1);
        checked.reopened.first().map(|one| one.why)
    };
    let rewritten = Some(Why::RuleChanged { old: 1, new: 1 });
    assert_eq!(why(&own(NEW, &["a@total"], 7), own(NEW, &["a@total"], 7)), None);
    assert_eq!(why(&own(OLD, &["a@total"], 7), own(NEW, &["a@total"], 7)), rewritten, "the same figures");
    assert_eq!(why(&own(OLD, &[], 7), own(NEW, &[], 7)), rewritten, "a text that is missing");
    assert_eq!(why(&own(OLD, &["a@total"], 7), own(NEW, &["b@total"], 7)), rewritten, "another place");
    assert_eq!(why(&own(NEW, &["a@total"], 7), own(NEW, &["a@total"], 8)), Some(Why::ValuesChanged));
    assert_eq!(why(&own("", &["a@total"], 7), own(NEW, &["a@total"], 7)), Some(Why::DemandUnknown));
    // Of a rule of ours nothing is noted where it is as it was shipped.
    let ours = [("OWN-01".to_owned(), mark(1, NEW))].into();
    let judgements = Judgements(vec![judged(1, 1, &own("", &["a@total"], 7))]);
    let checks = Checks { findings: vec![own(NEW, &["a@total"], 7)], ..Checks::default() };
    assert_eq!(Some(gouji::recheck::recheck(&judgements, &checks, &ours).reopened[0].why), rewritten);
}

#[test]
fn a_finding_that_is_gone_is_gone_for_a_reason() {
    let judged_on = finding("OWN-01", 1, &["a@total"], 5);
    let judgements = Judgements(vec![judged(1, 1, &judged_on)]);
    let passed = Checks { passed: vec![("OWN-01".to_owned(), 3)], ..Checks::default() };
    let undecided = |cells: &[&str]| Undecided {
        rule: "OWN-01".to_owned(),
        cells: cells.iter().map(|cell| CellId::from(*cell)).collect(),
        reason: Reason::NoLastYear,
        message: Phrase::new("没有上年报告", "no report of last year"),
    };
    let held = Checks { undecided: vec![undecided(&[])], ..Checks::default() };
    let here = Checks { undecided: vec![undecided(&["a@total"])], ..passed.clone() };
    let elsewhere = Checks { undecided: vec![undecided(&["b@total"])], ..passed.clone() };
    let off = RuleMark { is_off: true, ..mark(1, "") };
    for (rule, checks, expected) in [
        (Some(mark(1, "")), &passed, Gone::Mended),
        (Some(mark(1, "")), &elsewhere, Gone::Mended),
        (Some(mark(1, "")), &here, Gone::Undecided),
        (Some(mark(1, "")), &held, Gone::Undecided),
        (Some(mark(1, "")), &Checks::default(), Gone::NotAsked),
        (Some(mark(2, "")), &passed, Gone::RuleChanged),
        (Some(mark(1, NEW)), &passed, Gone::RuleChanged),
        (Some(RuleMark { is_own: true, ..mark(1, NEW) }), &passed, Gone::Mended),
        (Some(off), &passed, Gone::RuleOff),
        (None, &passed, Gone::RuleDropped),
    ] {
        let rules: RuleMarks = rule.iter().map(|mark| ("OWN-01".to_owned(), mark.clone())).collect();
        let checked = gouji::recheck::recheck(&judgements, checks, &rules);
        assert_eq!(checked.lapsed[0].why, expected, "{rule:?} {checks:?}");
        let place = Gone::ALL.iter().position(|why| *why == expected).unwrap();
        assert_eq!((checked.tally().lapsed[place], checked.tally().lapsed()), (1, 1));
    }
}

/// A finding out of few rules, versions, cells and values, so that many are alike.
fn some_finding() -> impl Strategy<Value = Finding> {
    let cells = [&[][..], &["a@total"], &["b@total"], &["a@total", "b@total"]];
    (0..3_usize, 1..3_u32, 0..4_usize, 0..4_u32).prop_map(move |(rule, version, place, value)| {
        finding(["ARI-01", "ARI-02", "TAB-01"][rule], version, cells[place], value)
    })
}

proptest! {
    #[test]
    fn invariant_10_a_new_reading_keeps_exactly_the_judgements_whose_evidence_is_unchanged(
        old in prop::collection::vec((some_finding(), 1..4_i64), 0..12),
        now in prop::collection::vec(some_finding(), 0..12),
    ) {
        // The last word on each evidence stands.
        let mut seen = BTreeSet::new();
        let standing: Vec<Judgement> = (1..)
            .zip(&old)
            .map(|(id, (finding, reading))| judged(id, *reading, finding))
            .filter(|judgement| seen.insert(judgement.evidence.fingerprint.clone()))
            .collect();
        let judgements = Judgements(standing.clone());
        let checked = recheck(&judgements, &now);

        let found: BTreeSet<&str> = now.iter().map(|finding| finding.fingerprint.as_str()).collect();
        let unchanged: Vec<i64> = standing
            .iter()
            .filter(|judgement| found.contains(judgement.evidence.fingerprint.as_str()))
            .map(|judgement| judgement.id.0)
            .collect();
        prop_assert_eq!(ids(&checked.kept), unchanged);

        // Each other judgement is said once at most, each finding is given once at most, and never one that was judged.
        let said: Vec<i64> = checked.reopened.iter().map(|one| one.judgement.id.0).chain(gone(&checked.lapsed)).collect();
        prop_assert_eq!(said.iter().collect::<BTreeSet<_>>().len(), said.len());
        prop_assert!(said.iter().all(|id| !ids(&checked.kept).contains(id)));
        let given: BTreeSet<usize> = checked.reopened.iter().map(|one| one.finding).collect();
        prop_assert_eq!(given.len(), checked.reopened.len());
        for one in &checked.reopened {
            let finding = &now[one.finding];
            prop_assert!(judgements.on(finding).is_none());
            prop_assert_eq!(&finding.rule, &one.judgement.evidence.rule);
            prop_assert_eq!(one.why == Why::ValuesChanged, finding.version == one.judgement.evidence.version);
        }
        // Nothing is gone while an unjudged finding of its rule on its cells is there and nobody else has it.
        for Lapsed { judgement: lost, .. } in &checked.lapsed {
            let left = now.iter().enumerate().find(|(index, finding)| {
                !given.contains(index)
                    && judgements.on(finding).is_none()
                    && finding.rule == lost.evidence.rule
                    && finding.cells == lost.evidence.cells
            });
            prop_assert!(left.is_none(), "{:?} could have gone on in {:?}", lost.evidence, left);
        }
        // A judgement of the newest reading is never dropped in silence.
        let newest = standing.iter().map(|judgement| judgement.reading).max();
        for judgement in standing.iter().filter(|judgement| Some(judgement.reading) == newest) {
            prop_assert!(said.contains(&judgement.id.0) || ids(&checked.kept).contains(&judgement.id.0));
        }
    }
}
