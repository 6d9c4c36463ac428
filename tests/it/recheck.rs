//! A re-check keeps exactly the judgements whose evidence is unchanged, and says of each other one what became of it.

use std::collections::BTreeSet;

use gouji::model::{
    CellId, Evidence, Finding, Judgement, JudgementId, JudgementKind, Judgements, Phrase, ReadingId, ReportId,
    Reviewer, Severity, Span,
};
use gouji::recheck::{Tally, Why, recheck};
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
    assert_eq!(ids(&checked.lapsed), [4]);
    let reopened: Vec<_> = checked.reopened.iter().map(|one| (one.judgement.id.0, one.finding, one.why)).collect();
    assert_eq!(reopened, [(3, 0, Why::RuleChanged { old: 1, new: 2 }), (2, 1, Why::ValuesChanged)]);
    assert_eq!(checked.tally(), Tally { kept: 1, rule_changed: 1, values_changed: 1, lapsed: 1 });
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
    assert_eq!(ids(&checked.lapsed), [4]);
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
    assert_eq!(why(std::slice::from_ref(&wider)), Some((0, Why::RuleChanged { old: 1, new: 1 })), "no new version");
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
    assert_eq!((now.tally().lapsed, now.tally_since(&before).lapsed, now.tally_since(&now).lapsed), (2, 1, 0));
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
        let said: Vec<i64> = checked.reopened.iter().map(|one| one.judgement.id.0).chain(ids(&checked.lapsed)).collect();
        prop_assert_eq!(said.iter().collect::<BTreeSet<_>>().len(), said.len());
        prop_assert!(said.iter().all(|id| !ids(&checked.kept).contains(id)));
        let given: BTreeSet<usize> = checked.reopened.iter().map(|one| one.finding).collect();
        prop_assert_eq!(given.len(), checked.reopened.len());
        for one in &checked.reopened {
            let finding = &now[one.finding];
            prop_assert!(judgements.on(finding).is_none());
            prop_assert_eq!(&finding.rule, &one.judgement.evidence.rule);
            let old = &one.judgement.evidence;
            let on_same_cells = finding.cells.iter().collect::<BTreeSet<_>>() == old.cells.iter().collect();
            prop_assert_eq!(one.why == Why::ValuesChanged, finding.version == old.version && on_same_cells);
        }
        // Nothing is gone while an unjudged finding of its rule on its cells is there and nobody else has it.
        for lost in &checked.lapsed {
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
