//! Judgements in the store: the last word on each evidence stands, on every version of a submission, and nothing is lost.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use gouji::export::json;
use gouji::model::{
    CellId, Checks, Counts, DecisionId, Evidence, Finding, Judged, Judgement, JudgementId, JudgementKind, Judgements,
    NewDecision, NewJudgement, Phrase, ReadingId, Recorded, ReportId, Reviewer, Severity, Span, Verdict,
};
use gouji::store::{Arrival, NewReading, Store, StoreError};
use rusqlite::Connection;
use tempfile::TempDir;

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gouji.db");
    (folder, path)
}

fn reviewer(name: &str) -> Reviewer {
    Reviewer { uid: 1001, name: name.to_owned() }
}

fn finding(fingerprint: &str, severity: Severity) -> Finding {
    Finding {
        rule: "ARI-03".to_owned(),
        version: 2,
        severity,
        fingerprint: fingerprint.to_owned(),
        message: Phrase::new("总计为6，应为5", "the total is 6, not 5"),
        cells: vec![CellId::from("requests.new_received@total")],
        span: Some(Span::new(3, 4)),
        proof: None,
    }
}

fn evidence(findings: &[Finding]) -> String {
    json::evidence(&Checks { findings: findings.to_vec(), ..Checks::default() }).to_string()
}

fn arrive(store: &mut Store, content: &str) -> ReportId {
    let arrival = Arrival {
        path: "青云县.txt",
        hash: content,
        bytes: content.as_bytes(),
        kind: "txt",
        agency: Some(("青云县人民政府", "青云县")),
        year: Some(2024),
        refusal: None,
        received: 1_736_000_000,
    };
    store.add(arrival).unwrap()
}

fn read(store: &mut Store, report: ReportId, rules: &str, findings: &[Finding]) -> ReadingId {
    let checks = Checks { findings: findings.to_vec(), ..Checks::default() };
    let counts = Counts::of(&checks);
    store
        .add_reading(NewReading {
            report,
            program: "0.1.0",
            rules,
            findings: &evidence(findings),
            counts,
            answered: None,
        })
        .unwrap()
}

/// A report with two errors and a warning.
fn with_three(store: &mut Store, content: &str) -> (ReportId, ReadingId) {
    let findings =
        [finding("aaaa", Severity::Error), finding("bbbb", Severity::Error), finding("cccc", Severity::Warning)];
    let report = arrive(store, content);
    (report, read(store, report, "rules-1", &findings))
}

fn new((report, reading): (ReportId, ReadingId), fingerprint: &str, kind: JudgementKind) -> NewJudgement {
    let reason = if kind == JudgementKind::Waived { "电话核实" } else { "" };
    NewJudgement {
        report,
        reading,
        evidence: Evidence::of(&finding(fingerprint, Severity::Error)),
        kind,
        reason: reason.to_owned(),
        previous: None,
    }
}

fn done(judged: Judged) -> Judgement {
    match judged {
        Judged::Done(judgement) => judgement,
        Judged::LostRace(standing) => panic!("lost the race to {standing:?}"),
    }
}

fn refusal(result: Result<impl std::fmt::Debug, StoreError>) -> Phrase {
    match result {
        Err(StoreError::Refused(phrase)) => phrase,
        other => panic!("not refused: {other:?}"),
    }
}

fn reject(store: &mut Store, (report, reading): (ReportId, ReadingId), returned: &[&str]) -> DecisionId {
    let returned = returned.iter().map(|one| (*one).to_owned()).collect();
    let reason = "请更正".to_owned();
    let decision = NewDecision { report, reading, verdict: Verdict::Rejected, reason, returned, previous: None };
    match store.decide(decision, &reviewer("王芳"), 1).unwrap() {
        Recorded::Done(decision) => decision.id,
        Recorded::LostRace(decision) => panic!("lost the race to {decision:?}"),
    }
}

#[test]
fn invariant_8_what_was_judged_is_there_after_a_kill() {
    let (_folder, path) = place();
    let mut store = Store::open(&path).unwrap();
    let ground = with_three(&mut store, "第一稿");
    let judged = done(store.judge(new(ground, "aaaa", JudgementKind::Waived), &reviewer("王芳"), 7).unwrap());
    // No destructor runs, as after SIGKILL.
    std::mem::forget(store);
    let reopened = Store::open(&path).unwrap();
    assert_eq!(reopened.judgements(ground.0).unwrap().0.first(), Some(&judged));
    assert_eq!((judged.reason.as_str(), judged.at, judged.reviewer), ("电话核实", 7, reviewer("王芳")));
    assert_eq!(judged.evidence, Evidence::of(&finding("aaaa", Severity::Error)));
}

#[test]
fn invariant_8_a_desk_killed_while_it_judges_loses_nothing_it_was_told() {
    const INSIDE: &str = "GOUJI_TEST_STORE_TO_JUDGE_IN";
    const NAME: &str = "judgements::invariant_8_a_desk_killed_while_it_judges_loses_nothing_it_was_told";
    if let Some(path) = std::env::var_os(INSIDE) {
        judge_for_ever(Path::new(&path));
    }
    let (_folder, path) = place();
    let report = with_three(&mut Store::open(&path).unwrap(), "第一稿").0;
    let mut desk = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture"])
        .env(INSIDE, &path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = Vec::new();
    for line in BufReader::new(desk.stdout.take().unwrap()).lines() {
        told.extend(line.unwrap().split_once("judged ").map(|(_, id)| id.parse::<i64>().unwrap()));
        if told.len() == 41 {
            desk.kill().unwrap();
        }
    }
    assert_eq!(desk.wait().unwrap().signal(), Some(9));
    let kept: i64 =
        Connection::open(&path).unwrap().query_row("SELECT max(id) FROM judgements", [], |row| row.get(0)).unwrap();
    let last = *told.last().unwrap();
    assert!((last..=last + 1).contains(&kept), "told of {last}, kept {kept}");
    assert!(Store::open(&path).unwrap().judgements(report).unwrap().0.len() <= 1);
}

/// A desk that marks and takes back until it is killed, and says what the store has answered.
#[expect(clippy::print_stdout, reason = "the other process listens")]
fn judge_for_ever(path: &Path) -> ! {
    let mut store = Store::open(path).unwrap();
    let ground = (ReportId(1), store.newest_reading(ReportId(1)).unwrap().unwrap());
    let mut previous = None;
    loop {
        for kind in [JudgementKind::Marked, JudgementKind::Withdrawn] {
            let judgement = NewJudgement { previous, ..new(ground, "cccc", kind) };
            let judged = done(store.judge(judgement, &reviewer("王芳"), 1).unwrap());
            previous = (kind == JudgementKind::Marked).then_some(judged.id);
            println!("judged {}", judged.id.0);
        }
    }
}

#[test]
fn invariant_10_judgements_are_never_changed_or_removed() {
    let (_folder, path) = place();
    let mut store = Store::open(&path).unwrap();
    let ground = with_three(&mut store, "第一稿");
    done(store.judge(new(ground, "aaaa", JudgementKind::Waived), &reviewer("王芳"), 7).unwrap());
    drop(store);
    let raw = Connection::open(&path).unwrap();
    for (statement, word) in [
        ("UPDATE judgements SET kind = 'marked'", "never changed"),
        ("UPDATE judgements SET reason = '改'", "never changed"),
        ("DELETE FROM judgements", "never removed"),
        ("INSERT OR REPLACE INTO judgements SELECT * FROM judgements", "never replaced"),
    ] {
        let error = raw.execute(statement, []).expect_err(statement).to_string();
        assert!(error.contains(word), "{statement}: {error}");
    }
}

#[test]
fn the_last_word_on_each_evidence_stands_and_what_was_taken_back_is_gone() {
    let mut store = Store::in_memory().unwrap();
    let ground = with_three(&mut store, "第一稿");
    let who = reviewer("王芳");
    let waived = done(store.judge(new(ground, "aaaa", JudgementKind::Waived), &who, 1).unwrap());
    let marked = done(store.judge(new(ground, "cccc", JudgementKind::Marked), &who, 2).unwrap());
    assert_eq!(store.judgements(ground.0).unwrap().0, [waived.clone(), marked.clone()]);
    let back = NewJudgement { previous: Some(waived.id), ..new(ground, "aaaa", JudgementKind::Withdrawn) };
    done(store.judge(back, &who, 3).unwrap());
    assert_eq!(store.judgements(ground.0).unwrap().0, [marked]);
    // What was taken back may be said again.
    let again = done(store.judge(new(ground, "aaaa", JudgementKind::Unmarked), &who, 4).unwrap());
    assert_eq!(store.judgements(ground.0).unwrap().0.last(), Some(&again));
}

#[test]
fn a_judgement_holds_for_every_version_of_its_submission_and_for_no_other() {
    let mut store = Store::in_memory().unwrap();
    let first = with_three(&mut store, "第一稿");
    let waived = done(store.judge(new(first, "aaaa", JudgementKind::Waived), &reviewer("王芳"), 1).unwrap());
    let second = with_three(&mut store, "第二稿");
    assert_eq!(store.judgements(second.0).unwrap().0.first(), Some(&waived));
    assert_eq!(store.entry(second.0).unwrap().open_errors, 1);
    let unknown = Arrival {
        path: "无名.txt",
        hash: "无名",
        bytes: b"x",
        kind: "txt",
        agency: None,
        year: None,
        refusal: None,
        received: 1,
    };
    let alone = store.add(unknown).unwrap();
    assert!(store.judgements(alone).unwrap().0.is_empty());
    // It is taken back on the later version, and so on the first.
    let back = NewJudgement { previous: Some(waived.id), ..new(second, "aaaa", JudgementKind::Withdrawn) };
    done(store.judge(back, &reviewer("李强"), 2).unwrap());
    assert!(store.judgements(first.0).unwrap().0.is_empty());
}

#[test]
fn what_is_no_fault_of_its_own_is_not_in_the_letter_unless_marked() {
    let of = |rule: &str| Finding { rule: rule.to_owned(), ..finding(rule, Severity::Error) };
    let findings = [of("AGG-02"), of("ARI-03"), of("PRO-02")];
    let none = Judgements::default();
    let returned: Vec<&str> = none.returned(&findings).map(|finding| finding.rule.as_str()).collect();
    assert_eq!(
        returned,
        ["ARI-03"],
        "another body's report is no fault of this one, and PRO-02 repeats another finding"
    );
    assert_eq!(none.open_errors(&findings).count(), 3, "it stays open all the same");
    let marked = Judgement {
        id: JudgementId(1),
        report: ReportId(1),
        reading: ReadingId(1),
        evidence: Evidence::of(&findings[0]),
        kind: JudgementKind::Marked,
        reason: String::new(),
        reviewer: reviewer("甲"),
        at: 0,
    };
    assert_eq!(Judgements(vec![marked]).returned(&findings).count(), 2);
}

#[test]
fn two_desks_judge_one_finding_and_the_slower_is_told() {
    let (_folder, path) = place();
    let (mut ours, mut theirs) = (Store::open(&path).unwrap(), Store::open(&path).unwrap());
    let ground = with_three(&mut ours, "第一稿");
    let before = theirs.revision().unwrap();
    let waived = done(ours.judge(new(ground, "aaaa", JudgementKind::Waived), &reviewer("王芳"), 1).unwrap());
    assert!(theirs.revision().unwrap() > before, "the other desk sees it");
    let late = theirs.judge(new(ground, "aaaa", JudgementKind::Unmarked), &reviewer("李强"), 2).unwrap();
    assert_eq!(late, Judged::LostRace(Some(waived.clone())));
    let seen = NewJudgement { previous: Some(waived.id), ..new(ground, "aaaa", JudgementKind::Withdrawn) };
    done(theirs.judge(seen.clone(), &reviewer("李强"), 3).unwrap());
    assert_eq!(ours.judge(seen, &reviewer("王芳"), 4).unwrap(), Judged::LostRace(None));
}

#[test]
fn invariant_9_only_what_was_found_in_that_reading_can_be_judged() {
    let mut store = Store::in_memory().unwrap();
    let ground = with_three(&mut store, "第一稿");
    let other = arrive(&mut store, "第二稿");
    let of_other = read(&mut store, other, "rules-1", &[finding("aaaa", Severity::Error)]);
    for (judgement, word) in [
        (new(ground, "dddd", JudgementKind::Marked), "no such finding"),
        (new((ground.0, of_other), "aaaa", JudgementKind::Marked), "another report"),
        (new((ground.0, ReadingId(99)), "aaaa", JudgementKind::Marked), "no reading 99"),
        (new(ground, "aaaa", JudgementKind::Withdrawn), "no judgement to take back"),
        (NewJudgement { reason: "  ".to_owned(), ..new(ground, "aaaa", JudgementKind::Waived) }, "needs a reason"),
    ] {
        let phrase = refusal(store.judge(judgement, &reviewer("王芳"), 1));
        assert!(phrase.en.contains(word), "{}", phrase.en);
    }
    assert!(store.judgements(ground.0).unwrap().0.is_empty());
}

#[test]
fn the_queue_counts_the_errors_that_nobody_has_explained() {
    let mut store = Store::in_memory().unwrap();
    let ground = with_three(&mut store, "第一稿");
    let open =
        |store: &Store| (store.entry(ground.0).unwrap().counts.error, store.entry(ground.0).unwrap().open_errors);
    assert_eq!(open(&store), (2, 2));
    let waived = done(store.judge(new(ground, "aaaa", JudgementKind::Waived), &reviewer("王芳"), 1).unwrap());
    done(store.judge(new(ground, "bbbb", JudgementKind::Unmarked), &reviewer("王芳"), 1).unwrap());
    done(store.judge(new(ground, "cccc", JudgementKind::Waived), &reviewer("王芳"), 1).unwrap());
    assert_eq!(open(&store), (2, 1));
    let marked = NewJudgement { previous: Some(waived.id), ..new(ground, "aaaa", JudgementKind::Marked) };
    done(store.judge(marked, &reviewer("王芳"), 1).unwrap());
    assert_eq!(open(&store), (2, 2));
}

#[test]
fn the_version_that_was_sent_back_is_the_newest_rejected_one_before() {
    let mut store = Store::in_memory().unwrap();
    assert_eq!(store.sent_back("青云县", 2024, None).unwrap(), None);
    let first = with_three(&mut store, "第一稿");
    let rejected = reject(&mut store, first, &["aaaa", "cccc"]);
    let sent = store.sent_back("青云县", 2024, None).unwrap().unwrap();
    assert_eq!((sent.version, sent.bytes.as_slice()), (1, "第一稿".as_bytes()));
    assert_eq!(sent.returned, Some(vec!["aaaa".to_owned(), "cccc".to_owned()]));
    let findings = json::findings(&sent.findings).unwrap();
    assert_eq!(findings[2], finding("cccc", Severity::Warning), "the evidence reads back as it was");
    // It was not sent back before itself; nor for another year or body.
    assert_eq!(store.sent_back("青云县", 2024, Some(first.0)).unwrap(), None);
    assert_eq!(store.sent_back("青云县", 2023, None).unwrap(), None);
    assert_eq!(store.sent_back("石桥镇", 2024, None).unwrap(), None);
    let second = with_three(&mut store, "第二稿");
    assert_eq!(store.sent_back("青云县", 2024, Some(second.0)).unwrap().map(|sent| sent.version), Some(1));
    reject(&mut store, second, &[]);
    let third = with_three(&mut store, "第三稿");
    let sent = store.sent_back("青云县", 2024, Some(third.0)).unwrap().unwrap();
    assert_eq!((sent.version, sent.returned), (2, Some(vec![])));
    // A rejection that was taken back sends nothing back.
    let (report, reading) = first;
    let previous = Some(rejected);
    let undo =
        NewDecision { report, reading, verdict: Verdict::Withdrawn, reason: String::new(), returned: vec![], previous };
    store.decide(undo, &reviewer("王芳"), 2).unwrap();
    assert_eq!(store.sent_back("青云县", 2024, Some(second.0)).unwrap(), None);
}

#[test]
fn a_store_of_the_first_shape_is_brought_up_with_all_that_was_decided() {
    let (_folder, path) = place();
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../../src/store/schema/1.sql")).unwrap();
    let findings = r#"{"findings":[{"rule":"ARI-03","severity":"error","fingerprint":"aaaa","message":{"zh":"一","en":"one"},"cells":[],"span":null,"proof":null}],"undecided":[]}"#;
    old.execute_batch(&format!(
        "INSERT INTO submissions VALUES (1, '青云县', 2024);
         INSERT INTO reports VALUES (1, 1, 1, 'a.txt', 'h', 'txt', '青云县', 2024, 5, NULL, NULL);
         INSERT INTO originals VALUES (1, x'41');
         INSERT INTO readings VALUES (1, 1, '0.0.9', 'r', 'd', '{findings}', 1, 0, 0, 0, 0, 5);
         INSERT INTO decisions VALUES (1, 1, 1, 'h', 'rejected', '请更正', 1, '王芳', 6, NULL);
         PRAGMA application_id = 1735357802; PRAGMA user_version = 1;"
    ))
    .unwrap();
    drop(old);
    let mut store = Store::open(&path).unwrap();
    let entry = store.entry(ReportId(1)).unwrap();
    assert_eq!((entry.counts.error, entry.open_errors), (1, 1));
    assert_eq!(entry.decision.map(|decision| decision.reason), Some("请更正".to_owned()));
    let sent = store.sent_back("青云县", 2024, None).unwrap().unwrap();
    assert_eq!(sent.returned, None, "an older program recorded no list");
    assert_eq!(json::findings(&sent.findings).unwrap()[0].version, 1);
    let judgement =
        new((ReportId(1), store.newest_reading(ReportId(1)).unwrap().unwrap()), "aaaa", JudgementKind::Waived);
    done(store.judge(judgement, &reviewer("王芳"), 7).unwrap());
}

#[test]
fn a_reading_under_rules_that_came_back_is_the_newest_again() {
    let mut store = Store::in_memory().unwrap();
    let report = arrive(&mut store, "第一稿");
    let one = read(&mut store, report, "rules-1", &[finding("aaaa", Severity::Error)]);
    let other = read(&mut store, report, "rules-2", &[]);
    assert_eq!(store.newest_reading(report).unwrap(), Some(other));
    assert_eq!(store.stale("0.1.0", "rules-1").unwrap(), [report]);
    let revision = store.revision().unwrap();
    assert_eq!(read(&mut store, report, "rules-1", &[finding("aaaa", Severity::Error)]), one);
    assert!(store.revision().unwrap() > revision, "other desks are told");
    assert_eq!(store.newest_reading(report).unwrap(), Some(one));
    assert_eq!(store.entry(report).unwrap().counts.error, 1);
    assert!(store.stale("0.1.0", "rules-1").unwrap().is_empty());
    assert_eq!(store.stale("0.2.0", "rules-1").unwrap(), [report]);
}
