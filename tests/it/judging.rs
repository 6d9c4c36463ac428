//! Scenes of judging: a finding is explained, goes into the letter or not, and what became of it when it is read anew.

use std::sync::Arc;

use gouji::app::{Answer, Effect, Item, Msg, Opened};
use gouji::model::{
    Entry, Evidence, Finding, Judged, Judgement, JudgementId, JudgementKind, Judgements, NewJudgement, Phrase,
    ReadingId, Recorded, Reviewer, RuleMark, Severity, Verdict,
};
use gouji::recheck::Tally;

use crate::support::samples::{self, MORNING, decided, decision};
use crate::support::scene::{Scene, review, scene};

fn judgement(id: i64, asked: &NewJudgement, name: &str) -> Judgement {
    Judgement {
        id: JudgementId(id),
        report: asked.report,
        reading: asked.reading,
        evidence: asked.evidence.clone(),
        kind: asked.kind,
        reason: asked.reason.clone(),
        reviewer: Reviewer { uid: 1000, name: name.to_owned() },
        at: MORNING + 3600,
    }
}

/// What was said of a finding of 青云县's report, on this reading.
fn said(id: i64, finding: &Finding, kind: JudgementKind, reading: i64) -> Judgement {
    let opened = samples::qingyun();
    let reason = if kind == JudgementKind::Waived { "已电话核实，附件有说明" } else { "" };
    let asked = NewJudgement {
        report: opened.entry.report,
        reading: ReadingId(reading),
        evidence: Evidence::of(finding),
        kind,
        reason: reason.to_owned(),
        previous: None,
    };
    judgement(id, &asked, "王敏")
}

fn asked(scene: &mut Scene) -> NewJudgement {
    match scene.take_effects().pop() {
        Some(Effect::Judge(judgement)) => judgement,
        other => panic!("nothing was judged: {other:?}"),
    }
}

/// The store says yes to what was asked last; `others` stand already.
fn answered(mut scene: Scene, id: i64, others: &[Judgement]) -> Scene {
    let asked = asked(&mut scene);
    let done = judgement(id, &asked, "陈静");
    let mut standing = others.to_vec();
    standing.retain(|other| other.evidence.fingerprint != asked.evidence.fingerprint);
    if asked.kind != JudgementKind::Withdrawn {
        standing.push(done.clone());
    }
    let entry = Entry { open_errors: 4, ..samples::qingyun().entry };
    let answer = Answer { asked, judged: Judged::Done(done), standing: Judgements(standing), entry };
    scene.told(Msg::Judged(Box::new(answer)))
}

fn shown_with(name: &'static str, judgements: Vec<Judgement>) -> Scene {
    let opened = Opened { judgements: Judgements(judgements), ..samples::qingyun() };
    scene(name).press("<enter>").open(opened).shown()
}

fn findings() -> Vec<Finding> {
    samples::qingyun().examined.checks.findings
}

#[test]
fn explaining_a_finding_asks_why() {
    let scene = review("waive").press("jw").snapshots("asks").at(80, 24).press("<enter>").snapshot("asks-again");
    let scene = scene.press("已电话核实<enter>");
    assert!(!scene.text().contains("已说明"), "invariant 8: the store does not have it yet");
    answered(scene, 1, &[]).shown().snapshots("done");
}

#[test]
fn what_was_explained_is_taken_back_by_the_same_key() {
    let waived = said(1, &findings()[0], JudgementKind::Waived, 10);
    let mut scene = shown_with("taken-back", vec![waived.clone()]);
    assert!(scene.text().contains("错误 5  已说明 1"), "{}", scene.text());
    scene = scene.press("w");
    let sent = asked(&mut scene);
    assert_eq!((sent.kind, sent.previous), (JudgementKind::Withdrawn, Some(waived.id)));
}

#[test]
fn a_finding_goes_into_the_letter_and_out_of_it() {
    let kind = |name: &'static str, keys: &str, standing: Vec<Judgement>| {
        let mut scene = shown_with(name, standing).press(keys);
        asked(&mut scene).kind
    };
    let [error, .., warning, _info] = &findings()[..] else { panic!("the sample has an error, a warning and an info") };
    assert_eq!(kind("error", "m", vec![]), JudgementKind::Unmarked);
    let left_out = vec![said(1, error, JudgementKind::Unmarked, 10)];
    assert_eq!(kind("error", "<insert>", left_out), JudgementKind::Withdrawn);
    assert_eq!(kind("warning", "jjjjjm", vec![]), JudgementKind::Marked);
    let marked = vec![said(1, warning, JudgementKind::Marked, 10)];
    assert_eq!(kind("warning", "jjjjjm", marked), JudgementKind::Withdrawn);
    // What was explained is not returned.
    let mut scene = shown_with("letter", vec![said(1, error, JudgementKind::Waived, 10)]).press("m");
    scene.take_effects().iter().for_each(|effect| assert!(!matches!(effect, Effect::Judge(_))));
    assert!(scene.text().contains("先按 w 收回说明"));
}

#[test]
fn the_list_says_how_each_finding_stands() {
    let of = findings();
    let standing = vec![
        said(1, &of[0], JudgementKind::Waived, 10),
        said(2, &of[2], JudgementKind::Unmarked, 10),
        said(3, &of[5], JudgementKind::Marked, 10),
    ];
    let scene = shown_with("standing", standing.clone()).snapshots("list").at(80, 24).press("r").snapshots("letter");
    let mut scene = scene.press("<enter>");
    let Some(Effect::Decide(sent)) = scene.take_effects().pop() else {
        panic!("the letter says why: no reason is needed")
    };
    assert_eq!((sent.verdict, sent.reason.as_str()), (Verdict::Rejected, ""));
    assert_eq!(sent.returned, ["ARI-03", "TAB-01", "STR-01", "PER-01"]);
    shown_with("standing", standing).at(80, 24).press("a").snapshot("approve-asks");
}

#[test]
fn a_report_whose_errors_are_all_explained_is_approved_at_once() {
    let all: Vec<Judgement> =
        (1..).zip(&findings()[..5]).map(|(id, error)| said(id, error, JudgementKind::Waived, 10)).collect();
    let mut scene = shown_with("explained", all.clone()).press("a");
    let Some(Effect::Decide(sent)) = scene.take_effects().pop() else { panic!("nothing is open") };
    assert_eq!((sent.verdict, sent.returned), (Verdict::Approved, vec![]));
    // Sending it back needs a reason now: the letter would be empty.
    let scene = shown_with("explained", all).press("r<enter>").snapshot("nothing-to-return");
    assert!(scene.text().contains("理由不能为空"));
}

#[test]
fn a_long_letter_fits_the_dialog() {
    let mut opened = samples::qingyun();
    let many = (0..40).map(|number| Finding {
        fingerprint: format!("{number}"),
        rule: format!("ARI-{:02}", number % 7),
        ..findings()[1].clone()
    });
    opened.examined.checks.findings = many.collect();
    let scene = scene("long-letter").press("<enter>").open(opened).shown().press("r").snapshots("asks");
    assert!(scene.text().contains("另有 29 个"), "{}", scene.text());
    assert!(scene.at(80, 12).text().contains("退回的理由"));
}

#[test]
fn an_unmarked_error_is_still_open() {
    let of = findings();
    let standing = of[..5].iter().zip(1..).map(|(error, id)| said(id, error, JudgementKind::Unmarked, 10)).collect();
    let scene = shown_with("open", standing).press("a");
    assert!(scene.text().contains("未说明的错误 5 个"), "{}", scene.text());
}

#[test]
fn invariant_9_a_report_that_is_not_on_the_screen_cannot_be_judged() {
    let judges = |scene: &mut Scene| scene.take_effects().iter().any(|effect| matches!(effect, Effect::Judge(_)));
    let mut scene = scene("i9").press("<enter>").open(samples::qingyun()).press("m");
    assert!(!judges(&mut scene), "it has not been drawn");
    let mut scene = scene.shown().press("nm");
    assert!(!judges(&mut scene), "another one has been asked for");
    let mut scene = scene.press("<esc><esc>mw");
    assert!(!judges(&mut scene) && scene.state.dialog.is_none(), "the queue is on the screen");
    // A version that has given way to a newer one is not judged.
    let old = Entry { superseded: true, ..samples::qingyun().entry };
    let mut scene = review("i9").line(old).shown().press("m");
    assert!(!judges(&mut scene));
    // What is under the cursor may be no finding.
    let mut scene = review("i9").press("Gm");
    assert!(!judges(&mut scene) && scene.text().contains("没有可判断的问题"));
}

#[test]
fn one_finding_is_judged_once_and_nothing_is_decided_meanwhile() {
    let mut scene = review("once").press("mmm");
    assert_eq!(scene.take_effects().iter().filter(|effect| matches!(effect, Effect::Judge(_))).count(), 1);
    let mut scene = scene.press("r<enter>");
    assert!(scene.take_effects().is_empty(), "the letter is not settled yet");
    // Other findings may be judged at once.
    let mut scene = scene.press("<esc>jm");
    assert!(matches!(&scene.take_effects()[..], [Effect::Judge(sent)] if sent.evidence.rule == "ARI-03"));
    let scene = scene.press("q");
    assert!(scene.text().contains("还在保存"), "leaving waits for the store");
}

#[test]
fn leaving_waits_for_a_judgement() {
    let scene = review("leaving").press("mq");
    let mut scene = scene;
    let asked = asked(&mut scene);
    let done = judgement(1, &asked, "陈静");
    let standing = Judgements(vec![done.clone()]);
    let answer = Answer { asked, judged: Judged::Done(done), standing, entry: samples::qingyun().entry };
    scene.tell(Msg::Judged(Box::new(answer)));
    assert_eq!(scene.take_effects(), [Effect::Quit]);
}

#[test]
fn a_colleague_who_was_faster_is_heard() {
    let mut scene = review("faster").press("w误填<enter>");
    let asked = asked(&mut scene);
    let theirs = said(7, &findings()[0], JudgementKind::Unmarked, 10);
    let standing = Judgements(vec![theirs.clone()]);
    let entry = samples::qingyun().entry;
    let answer = Answer { asked, judged: Judged::LostRace(Some(theirs)), standing, entry };
    let scene = scene.told(Msg::Judged(Box::new(answer))).snapshot("told");
    // First it must be seen; then the reason that was written is offered.
    let mut scene = scene.press("w");
    assert!(scene.state.dialog.is_none());
    scene.take_effects();
    let mut scene = scene.shown().press("w<enter>");
    let sent = self::asked(&mut scene);
    assert_eq!((sent.reason.as_str(), sent.previous), ("误填", Some(JudgementId(7))));
}

#[test]
fn a_reason_that_could_not_be_saved_is_offered_again() {
    let mut scene = review("not-judged").press("w误填<enter>");
    let asked = asked(&mut scene);
    let scene = scene.told(Msg::NotJudged(Box::new(asked), Phrase::new("磁盘已满", "disk full")));
    assert!(scene.text().contains("> 误填"), "{}", scene.text());
    let mut scene = scene.shown().press("<enter>");
    assert_eq!(self::asked(&mut scene).reason, "误填");
}

#[test]
fn another_desks_judgement_must_be_seen_before_this_one_decides() {
    let theirs = said(7, &findings()[0], JudgementKind::Waived, 10);
    let report = samples::qingyun().entry.report;
    let mut scene = review("judged-elsewhere");
    scene.take_effects();
    let mut scene = scene.told(Msg::Judgements(report, Judgements(vec![theirs]))).snapshot("told").press("r<enter>");
    assert!(scene.take_effects().is_empty());
    let mut scene = scene.shown().press("r<enter>");
    let Some(Effect::Decide(sent)) = scene.take_effects().pop() else { panic!("it has been seen") };
    assert!(!sent.returned.contains(&"NAR-01".to_owned()));
    // Of a report that is not on the screen nothing is told.
    let other = samples::shiqiao().entry.report;
    let scene = review("judged-elsewhere").told(Msg::Judgements(other, Judgements::default()));
    assert!(scene.state.message.is_none());
}

#[test]
fn a_judgement_that_came_while_the_reason_was_written_takes_a_second_enter() {
    let report = samples::qingyun().entry.report;
    let theirs = Judgements(vec![said(7, &findings()[0], JudgementKind::Unmarked, 10)]);
    let judges = |scene: &mut Scene| scene.take_effects().iter().any(|effect| matches!(effect, Effect::Judge(_)));
    let mut scene = review("judged-meanwhile").press("w误填").told(Msg::Judgements(report, theirs.clone())).shown();
    scene = scene.press("<enter><enter>");
    assert!(!judges(&mut scene), "nobody has read the line");
    let scene = scene.shown().snapshot("told");
    assert!(scene.text().contains("王敏 刚刚已判断这个问题：“不写入退回意见”"), "{}", scene.text());
    // Taken back again before it was overturned.
    let mut scene = scene.told(Msg::Judgements(report, Judgements::default())).shown().press("<enter>").shown();
    assert!(!judges(&mut scene) && scene.text().contains("原来的判断刚被收回；仍要说明请再按一次 Enter。"));
    let mut scene = scene.told(Msg::Judgements(report, theirs)).shown().press("<enter>").shown().press("<enter>");
    let sent = asked(&mut scene);
    assert_eq!((sent.kind, sent.reason.as_str()), (JudgementKind::Waived, "误填"));
    assert_eq!(sent.previous, Some(JudgementId(7)));
}

/// 青云县's report as it is read under new rules: one judgement kept, three open again, one without its finding.
fn read_anew() -> Vec<Judgement> {
    let of = findings();
    let other = |finding: &Finding, version: u32, fingerprint: &str| Finding {
        fingerprint: fingerprint.to_owned(),
        version,
        ..finding.clone()
    };
    vec![
        said(1, &other(&of[0], 1, "x"), JudgementKind::Waived, 5),
        said(2, &other(&of[1], 7, "y"), JudgementKind::Waived, 5),
        said(3, &other(&of[2], 7, "z"), JudgementKind::Unmarked, 5),
        said(4, &of[5], JudgementKind::Marked, 5),
        said(5, &Finding { rule: "STR-05".to_owned(), ..other(&of[4], 1, "w") }, JudgementKind::Waived, 5),
    ]
}

#[test]
fn a_report_read_anew_says_what_became_of_its_judgements() {
    let scene = shown_with("recheck", read_anew()).snapshots("told");
    let line = "判断保留 1 条，重新打开 3 条：规则已改 2，数值已变 1；1 条所指问题已不存在";
    assert!(scene.text().lines().last().is_some_and(|last| last.contains(line)), "{}", scene.text());
    let scene = scene.at(80, 24).press("k").snapshots("row").at(80, 24).press("=").snapshot("card").press("=");
    let scene = scene.press("j").snapshots("reopened");
    assert_eq!(scene.state.review().and_then(|review| review.item), Some(Item::Reopened(0)));
    scene.at(80, 24).press("jjj").snapshot("lapsed");
    let english = scene_in_english(read_anew());
    assert!(
        english.text().contains("Judgements kept: 1, open again: 3 because rule changed 2, figures changed 1; finding"),
        "{}",
        english.text()
    );
    english.at(120, 40).press("kj").snapshot("english");
}

#[test]
fn a_judgement_whose_rule_was_switched_off_says_so() {
    let gone = said(1, &Finding { fingerprint: "x".to_owned(), ..other_rule("PER-05") }, JudgementKind::Waived, 5);
    let mut opened = Opened { judgements: Judgements(vec![gone]), ..samples::qingyun() };
    let mut rules = samples::marks();
    let off = RuleMark { is_off: true, ..rules["STR-05"].clone() };
    rules.insert("PER-05".to_owned(), off);
    opened.rules = Arc::new(rules);
    let scene = scene("switched-off").press("<enter>").open(opened).shown().press("kj");
    assert!(scene.text().contains("判断保留 0 条；1 条所属规则已停用"), "{}", scene.text());
    assert!(scene.text().contains("PER-05  所属规则已停用 "), "{}", scene.text());
}

/// A finding of another rule than those of the sample.
fn other_rule(id: &str) -> Finding {
    Finding { rule: id.to_owned(), ..findings()[4].clone() }
}

fn scene_in_english(judgements: Vec<Judgement>) -> Scene {
    let opened = Opened { judgements: Judgements(judgements), ..samples::qingyun() };
    scene("recheck").in_english().at(120, 40).press("<enter>").open(opened).shown()
}

#[test]
fn a_finding_that_is_open_again_is_judged_where_it_is_listed() {
    // The reason that was given before is offered, to be read and sent again.
    let scene = shown_with("judge-again", read_anew()).press("kjw").snapshot("asks");
    let scene = scene.press("<enter>");
    let scene = answered(scene, 9, &read_anew()).shown().snapshot("done");
    assert!(scene.text().contains("判断保留 2 条"), "{}", scene.text());
    assert_eq!(scene.state.review().and_then(|review| review.item), Some(Item::Reopened(0)), "the next one");
}

#[test]
fn judgements_that_all_hold_are_said_to_be_kept() {
    let kept = vec![said(4, &findings()[5], JudgementKind::Marked, 5)];
    let scene = shown_with("all-kept", kept);
    assert!(scene.text().lines().last().is_some_and(|last| last.trim() == "判断保留 1 条"), "{}", scene.text());
    let on_this_reading = vec![said(4, &findings()[5], JudgementKind::Marked, 10)];
    assert!(!shown_with("all-kept", on_this_reading).text().contains("判断保留"));
}

#[test]
fn what_became_of_all_judgements_is_said_once_below_the_queue() {
    let tally = Tally { kept: 12, rule_changed: 2, values_changed: 1, lapsed: [1, 0, 0, 0, 0, 0], ..Tally::default() };
    let scene = scene("rechecked").told(Msg::Rechecked(tally)).shown().snapshots("queue");
    let line = "判断保留 12 条，重新打开 3 条";
    assert!(scene.text().contains(line));
    assert!(!scene.press("j").text().contains(line));
    // While a report is read it waits.
    let scene = review("rechecked").told(Msg::Rechecked(tally)).shown();
    assert!(!scene.text().contains(line));
    let scene = scene.press("j<esc>").shown();
    assert!(scene.text().contains(line), "{}", scene.text());
}

#[test]
fn the_queue_tells_how_many_errors_were_explained() {
    let entry = Entry { open_errors: 3, ..samples::qingyun().entry };
    let scene = scene("explained-errors").line(entry);
    assert!(scene.text().contains("错误 5 个，其中已说明 2 个"), "{}", scene.text());
}

#[test]
fn judging_after_a_decision_changes_nothing_of_it() {
    let done = decision(1, 7, Verdict::Rejected, "", "陈静");
    let line = decided(&samples::qingyun().entry, done.clone());
    let scene = review("after").told(Msg::Recorded(Recorded::Done(done), Box::new(line))).shown().press("m");
    let mut scene = scene;
    assert_eq!(asked(&mut scene).kind, JudgementKind::Unmarked);
    assert_eq!(
        scene.state.shown_entry().and_then(|entry| entry.decision.as_ref()).map(|it| it.verdict),
        Some(Verdict::Rejected)
    );
}

#[test]
fn no_size_makes_judging_fall_over() {
    for (width, height) in [(1, 1), (5, 2), (40, 12), (80, 3), (109, 17), (110, 6)] {
        for keys in ["w", "k", "kj", "kjjj", "k=", "kjw", "m", "r", "a", "kjjjj"] {
            let scene = shown_with("edge", read_anew()).at(width, height).press(keys).shown();
            assert!(scene.text().lines().all(|line| gouji::text::width(line) <= usize::from(width)));
        }
    }
}

#[test]
fn only_findings_of_severity_error_count_as_errors() {
    let warnings = findings().into_iter().filter(|finding| finding.severity != Severity::Error);
    let judgements = Judgements::default();
    let warnings: Vec<Finding> = warnings.collect();
    assert_eq!((judgements.open_errors(&warnings).count(), judgements.returned(&warnings).count()), (0, 0));
}
