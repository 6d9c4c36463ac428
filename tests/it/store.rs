//! The store as several desks use it: what is decided stays, what is decided twice is told so.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on fails; files are its ground"
)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::thread;

use gouji::model::{
    Counts, Decision, DecisionId, NewDecision, Phrase, ReadingId, Recorded, ReportId, Reviewer, Verdict,
};
use gouji::store::{Arrival, Held, NewReading, Store, StoreError, current_reviewer, network_mount};
use rusqlite::Connection;
use tempfile::TempDir;

const FINDINGS: &str = r#"{"findings":[],"undecided":[]}"#;

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office").join("gouji.db");
    (folder, path)
}

fn reviewer(name: &str) -> Reviewer {
    Reviewer { uid: 1001, name: name.to_owned() }
}

/// A report of 青云县 for 2024 with this content.
fn arrival(content: &str) -> Arrival<'_> {
    Arrival {
        path: "青云县.txt",
        hash: content,
        bytes: content.as_bytes(),
        kind: "txt",
        agency: Some(("青云县人民政府", "青云县")),
        year: Some(2024),
        refusal: None,
        received: 1_736_000_000,
    }
}

fn reading(report: ReportId, findings: &str) -> NewReading<'_> {
    let counts = Counts { error: 1, warning: 2, info: 3, undecided: 4, passed: 50 };
    NewReading { report, program: "0.1.0", rules: "rules-1", findings, counts, answered: None }
}

fn new(report: ReportId, reading: ReadingId, verdict: Verdict, previous: Option<DecisionId>) -> NewDecision {
    NewDecision { report, reading, verdict, reason: "已核对".to_owned(), returned: Vec::new(), previous }
}

fn done(recorded: Recorded) -> Decision {
    match recorded {
        Recorded::Done(decision) => decision,
        Recorded::LostRace(decision) => panic!("lost the race to {decision:?}"),
    }
}

fn refusal(result: Result<impl std::fmt::Debug, StoreError>) -> Phrase {
    match result {
        Err(StoreError::Refused(phrase)) => phrase,
        other => panic!("not refused: {other:?}"),
    }
}

/// A store with one report, read once.
fn with_one(path: &Path) -> (Store, ReportId, ReadingId) {
    let mut store = Store::open(path).unwrap();
    let report = store.add(arrival("第一稿")).unwrap();
    let read = store.add_reading(reading(report, FINDINGS)).unwrap();
    (store, report, read)
}

#[test]
fn invariant_8_what_was_answered_with_done_is_there_after_a_kill() {
    let (_folder, path) = place();
    let (mut store, report, read) = with_one(&path);
    let decision = done(store.decide(new(report, read, Verdict::Approved, None), &reviewer("王芳"), 7).unwrap());
    // No destructor runs, as after SIGKILL: the log is not folded back and no lock is given up in order.
    std::mem::forget(store);

    let reopened = Store::open(&path).unwrap();
    let entry = reopened.entry(report).unwrap();
    assert_eq!(entry.decision.as_ref(), Some(&decision));
    assert_eq!(entry.last_decision, Some(decision.id));
    assert_eq!(decision.reviewer, reviewer("王芳"));
    assert_eq!((decision.reason.as_str(), decision.at, decision.reading), ("已核对", 7, read));
    assert_eq!(reopened.original(report).unwrap(), "第一稿".as_bytes());
    assert_eq!(reopened.findings(read).unwrap(), FINDINGS);
    assert_eq!(entry.counts, Counts { error: 1, warning: 2, info: 3, undecided: 4, passed: 50 });
    assert_eq!((entry.agency.as_deref(), entry.year, entry.version), (Some("青云县人民政府"), Some(2024), 1));
}

#[test]
fn invariant_8_a_desk_killed_in_the_middle_loses_nothing_it_was_told() {
    const INSIDE: &str = "GOUJI_TEST_STORE_TO_DECIDE_IN";
    const NAME: &str = "store::invariant_8_a_desk_killed_in_the_middle_loses_nothing_it_was_told";
    if let Some(path) = std::env::var_os(INSIDE) {
        decide_for_ever(Path::new(&path));
    }
    let (_folder, path) = place();
    drop(with_one(&path));
    let mut desk = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture"])
        .env(INSIDE, &path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = Vec::new();
    for line in BufReader::new(desk.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        told.extend(line.split_once("decided ").map(|(_, id)| DecisionId(id.parse().unwrap())));
        if told.len() == 50 {
            // SIGKILL; what it still writes until then is read below.
            desk.kill().unwrap();
        }
    }
    assert!(told.len() >= 50);
    assert_eq!(desk.wait().unwrap().signal(), Some(9));
    let kept: Vec<_> = Store::open(&path).unwrap().decisions(ReportId(1)).unwrap();
    let kept: Vec<_> = kept.into_iter().map(|decision| decision.id).collect();
    assert!(kept.starts_with(&told), "{} told, {} kept", told.len(), kept.len());
    assert!(kept.len() <= told.len() + 1, "at most one was written and not yet told");
}

/// A desk that approves and takes back until it is killed, and says what the store has answered.
#[expect(clippy::print_stdout, reason = "the other process listens")]
fn decide_for_ever(path: &Path) -> ! {
    let mut store = Store::open(path).unwrap();
    let read = store.newest_reading(ReportId(1)).unwrap().unwrap();
    let mut previous = None;
    loop {
        for verdict in [Verdict::Approved, Verdict::Withdrawn] {
            let decision = done(store.decide(new(ReportId(1), read, verdict, previous), &reviewer("王芳"), 1).unwrap());
            previous = Some(decision.id);
            println!("decided {}", decision.id.0);
        }
    }
}

#[test]
fn invariant_10_decisions_readings_and_originals_are_never_changed_or_removed() {
    let (_folder, path) = place();
    let (mut store, report, read) = with_one(&path);
    done(store.decide(new(report, read, Verdict::Approved, None), &reviewer("王芳"), 7).unwrap());
    drop(store);

    let raw = Connection::open(&path).unwrap();
    raw.pragma_update(None, "foreign_keys", false).unwrap();
    for (statement, word) in [
        ("UPDATE decisions SET verdict = 'rejected'", "never changed"),
        ("UPDATE decisions SET reason = ''", "never changed"),
        ("DELETE FROM decisions", "never removed"),
        (
            "INSERT OR REPLACE INTO decisions SELECT id, report, reading, content_hash, 'rejected', '', 0, '', 0, previous, returned FROM decisions",
            "never replaced",
        ),
        (
            "INSERT OR REPLACE INTO decisions SELECT NULL, report, reading, content_hash, 'rejected', '', 0, '', 0, previous, returned FROM decisions",
            "never replaced",
        ),
        ("UPDATE readings SET findings = '[]'", "never changed"),
        ("UPDATE readings SET errors = 0", "never changed"),
        ("DELETE FROM readings", "never removed"),
        ("UPDATE originals SET bytes = x'00'", "never changed"),
        ("DELETE FROM originals", "never removed"),
        ("INSERT OR REPLACE INTO originals SELECT report, x'00' FROM originals", "never replaced"),
        ("UPDATE reports SET hash = 'x'", "never changed"),
        ("UPDATE reports SET received = 0", "never changed"),
        ("DELETE FROM reports", "never removed"),
        (
            "INSERT OR REPLACE INTO reports (version, path, hash, kind, received) SELECT 1, '', hash, '', 0 FROM reports",
            "never replaced",
        ),
    ] {
        let error = raw.execute(statement, []).expect_err(statement).to_string();
        assert!(error.contains(word), "{statement}: {error}");
    }
    let entry = Store::open(&path).unwrap().entry(report).unwrap();
    assert_eq!(entry.decision.map(|decision| decision.verdict), Some(Verdict::Approved));
}

#[test]
fn invariant_10_undo_appends() {
    let mut store = Store::in_memory().unwrap();
    let report = store.add(arrival("第一稿")).unwrap();
    let read = store.add_reading(reading(report, FINDINGS)).unwrap();
    let approved = done(store.decide(new(report, read, Verdict::Approved, None), &reviewer("王芳"), 1).unwrap());
    let undo = new(report, read, Verdict::Withdrawn, Some(approved.id));
    let withdrawn = done(store.decide(undo, &reviewer("李强"), 2).unwrap());

    let entry = store.entry(report).unwrap();
    assert_eq!(entry.decision, None, "the report is open again");
    assert_eq!(entry.last_decision, Some(withdrawn.id));
    assert_eq!(store.decisions(report).unwrap(), [approved, withdrawn.clone()]);

    let again = new(report, read, Verdict::Withdrawn, Some(withdrawn.id));
    assert_eq!(refusal(store.decide(again, &reviewer("李强"), 3)).zh, "没有可以撤销的决定");
    let rejected = new(report, read, Verdict::Rejected, Some(withdrawn.id));
    let rejected = done(store.decide(rejected, &reviewer("李强"), 4).unwrap());
    assert_eq!(store.entry(report).unwrap().decision, Some(rejected));
}

#[test]
fn nothing_to_undo_is_refused_and_nothing_is_written() {
    let mut store = Store::in_memory().unwrap();
    let report = store.add(arrival("第一稿")).unwrap();
    let read = store.add_reading(reading(report, FINDINGS)).unwrap();
    let undo = new(report, read, Verdict::Withdrawn, None);
    assert_eq!(refusal(store.decide(undo, &reviewer("王芳"), 1)).en, "there is no decision to take back");
    assert!(store.decisions(report).unwrap().is_empty());
}

#[test]
fn principle_1_two_desks_decide_each_report_once_and_the_slower_is_told() {
    const REPORTS: i64 = 60;
    let (_folder, path) = place();
    let mut store = Store::open(&path).unwrap();
    for number in 0..REPORTS {
        let content = format!("报告{number}");
        let report = store.add(Arrival { agency: None, ..arrival(&content) }).unwrap();
        store.add_reading(reading(report, FINDINGS)).unwrap();
    }
    let start = Barrier::new(3);
    let desk = |name: &'static str| {
        let mut store = Store::open(&path).unwrap();
        start.wait();
        let mut won = Vec::new();
        for number in 1..=REPORTS {
            let report = ReportId(number);
            let read = store.newest_reading(report).unwrap().unwrap();
            match store.decide(new(report, read, Verdict::Approved, None), &reviewer(name), number).unwrap() {
                Recorded::Done(decision) => won.push(decision),
                Recorded::LostRace(stands) => {
                    assert_ne!(stands.reviewer.name, name);
                    assert_eq!(stands.report, report);
                }
            }
        }
        won
    };
    let won: Vec<Decision> = thread::scope(|scope| {
        let desks = ["王芳", "李强", "赵敏"].map(|name| scope.spawn(move || desk(name)));
        desks.into_iter().flat_map(|desk| desk.join().unwrap()).collect()
    });
    let mut decided: Vec<_> = won.iter().map(|decision| decision.report.0).collect();
    decided.sort_unstable();
    assert_eq!(decided, (1..=REPORTS).collect::<Vec<_>>());
    for decision in won {
        assert_eq!(store.decisions(decision.report).unwrap(), [decision]);
    }
}

#[test]
fn a_desk_that_has_not_seen_the_newest_decision_writes_nothing() {
    let (_folder, path) = place();
    let (mut ours, report, read) = with_one(&path);
    let mut theirs = Store::open(&path).unwrap();
    let first = done(ours.decide(new(report, read, Verdict::Approved, None), &reviewer("王芳"), 1).unwrap());
    let second = new(report, read, Verdict::Rejected, Some(first.id));
    let second = done(theirs.decide(second, &reviewer("李强"), 2).unwrap());

    let late = new(report, read, Verdict::Withdrawn, Some(first.id));
    assert_eq!(ours.decide(late, &reviewer("王芳"), 3).unwrap(), Recorded::LostRace(second.clone()));
    assert_eq!(ours.decisions(report).unwrap(), [first, second]);
}

#[test]
fn a_previous_decision_of_nowhere_is_refused() {
    let mut store = Store::in_memory().unwrap();
    let report = store.add(arrival("第一稿")).unwrap();
    let read = store.add_reading(reading(report, FINDINGS)).unwrap();
    let confused = new(report, read, Verdict::Approved, Some(DecisionId(77)));
    refusal(store.decide(confused, &reviewer("王芳"), 1));
    assert!(store.decisions(report).unwrap().is_empty());
}

#[test]
fn invariant_9_a_decision_needs_a_reading_of_that_report() {
    let mut store = Store::in_memory().unwrap();
    let report = store.add(arrival("第一稿")).unwrap();
    let other = store.add(arrival("第二稿")).unwrap();
    let of_other = store.add_reading(reading(other, FINDINGS)).unwrap();
    for (decision, word) in [
        (new(report, of_other, Verdict::Approved, None), "another report"),
        (new(report, ReadingId(99), Verdict::Approved, None), "no reading 99"),
        (new(ReportId(99), of_other, Verdict::Approved, None), "no report 99"),
    ] {
        let phrase = refusal(store.decide(decision, &reviewer("王芳"), 1));
        assert!(phrase.en.contains(word), "{}", phrase.en);
    }
    assert!(store.decisions(report).unwrap().is_empty());
    assert!(store.decisions(other).unwrap().is_empty());
}

#[test]
fn a_refused_file_is_listed_can_be_rejected_and_cannot_be_approved() {
    let mut store = Store::in_memory().unwrap();
    let why = Phrase::new("空文件", "the file is empty");
    let report = store.add(Arrival { kind: "", agency: None, year: None, refusal: Some(&why), ..arrival("") }).unwrap();
    let entry = store.entry(report).unwrap();
    assert_eq!((entry.refusal.as_ref(), entry.version, entry.counts), (Some(&why), 1, Counts::default()));

    let read = store.newest_reading(report).unwrap().unwrap();
    let phrase = refusal(store.decide(new(report, read, Verdict::Approved, None), &reviewer("王芳"), 1));
    assert_eq!(phrase.zh, "这个文件没有读出来，不能通过，只能退回");
    assert_eq!(store.entry(report).unwrap().decision, None);
    done(store.decide(new(report, read, Verdict::Rejected, None), &reviewer("王芳"), 1).unwrap());
}

#[test]
fn a_file_refused_by_an_older_program_takes_its_place_when_it_can_be_read() {
    let mut store = Store::in_memory().unwrap();
    let why = Phrase::new("暂不支持 docx", "docx is not supported yet");
    let refused = Arrival { kind: "", agency: None, year: None, refusal: Some(&why), ..arrival("一份 docx") };
    let report = store.add(refused).unwrap();
    let empty = store.newest_reading(report).unwrap().unwrap();
    store.add(arrival("第一稿")).unwrap();

    assert_eq!(store.add(arrival("一份 docx")).unwrap(), report);
    let entry = store.entry(report).unwrap();
    assert_eq!((entry.refusal, entry.version, entry.year), (None, 2, Some(2024)));
    assert_eq!(store.original(report).unwrap(), "一份 docx".as_bytes());
    refusal(store.decide(new(report, empty, Verdict::Approved, None), &reviewer("王芳"), 1));
    let read = store.add_reading(reading(report, FINDINGS)).unwrap();
    done(store.decide(new(report, read, Verdict::Approved, None), &reviewer("王芳"), 1).unwrap());

    store.add(refused).unwrap();
    assert_eq!(store.entry(report).unwrap().refusal, None, "what was read once stays read");
}

#[test]
fn a_changed_file_is_the_next_version_and_the_same_content_is_one_report() {
    let mut store = Store::in_memory().unwrap();
    let first = store.add(arrival("第一稿")).unwrap();
    let second = store.add(arrival("第二稿")).unwrap();
    let next_year = store.add(Arrival { year: Some(2025), ..arrival("下一年") }).unwrap();
    assert_eq!(store.find("第二稿").unwrap(), Some(second));
    assert_eq!(store.find("没有").unwrap(), None);

    let revision = store.revision().unwrap();
    assert_eq!(store.add(Arrival { path: "补交/青云县.txt", ..arrival("第一稿") }).unwrap(), first);
    assert_eq!(store.revision().unwrap(), revision, "nothing to see for other desks");

    let lines: Vec<_> =
        store.entries().unwrap().into_iter().map(|entry| (entry.report, entry.version, entry.superseded)).collect();
    assert_eq!(lines, [(next_year, 1, false), (second, 2, false), (first, 1, true)]);
    assert_eq!(store.entry(first).unwrap().path, "青云县.txt");
}

#[test]
fn a_content_that_was_sent_back_and_comes_again_is_a_version_of_its_own_and_the_rejection_stays() {
    let mut store = Store::in_memory().unwrap();
    let first = store.add(arrival("第一稿")).unwrap();
    let read = store.add_reading(reading(first, FINDINGS)).unwrap();
    let copy = Arrival { path: "副本.txt", ..arrival("第一稿") };
    // What was never sent back is one report, however often it comes.
    assert_eq!(store.returned_content("第一稿").unwrap(), None);
    assert_eq!(store.add_again(copy).unwrap(), first);
    let rejected = done(store.decide(new(first, read, Verdict::Rejected, None), &reviewer("王芳"), 7).unwrap());
    let returned = store.returned_content("第一稿").unwrap().unwrap();
    assert_eq!((returned.at, returned.paths.len()), (7, 2));
    // Seen again without being sent again, it is still the first.
    assert_eq!(store.add(arrival("第一稿")).unwrap(), first);

    let again = Arrival { path: "重报.txt", ..arrival("第一稿") };
    let second = store.add_again(again).unwrap();
    let lines = |store: &Store| -> Vec<_> {
        let entries = store.entries().unwrap();
        entries.into_iter().map(|entry| (entry.report, entry.version, entry.superseded, entry.decision)).collect()
    };
    assert_eq!(lines(&store), [(second, 2, false, None), (first, 1, true, Some(rejected.clone()))]);
    assert_eq!(store.original(second).unwrap(), store.original(first).unwrap());
    let held = store.versions("青云县", 2024).unwrap();
    assert!(held.iter().all(|held| held.hash == "第一稿") && held.len() == 2, "{held:?}");
    // Another desk that is a moment later, and the next start, know each by its place.
    assert_eq!(store.add_again(again).unwrap(), second);
    assert_eq!(store.add(again).unwrap(), second);
    assert_eq!(store.add(copy).unwrap(), first);
    assert_eq!(store.find_at("第一稿", "青云县.txt").unwrap(), Some(first));
    assert_eq!(store.find("第一稿").unwrap(), Some(second));
    assert_eq!(store.find("第一").unwrap(), None);
    assert_eq!(store.sent_back("青云县", 2024, Some(second)).unwrap().unwrap().version, 1);

    // Sent back once more it comes a third time; each decision names the content.
    let read = store.add_reading(reading(second, FINDINGS)).unwrap();
    done(store.decide(new(second, read, Verdict::Rejected, None), &reviewer("王芳"), 9).unwrap());
    let third = store.add_again(Arrival { path: "三报.txt", ..arrival("第一稿") }).unwrap();
    assert_eq!(store.entry(third).unwrap().version, 3);
    assert_eq!(store.entry(first).unwrap().decision, Some(rejected));
}

#[test]
fn reports_without_agency_or_year_stand_alone() {
    let mut store = Store::in_memory().unwrap();
    for content in ["甲", "乙"] {
        store.add(Arrival { agency: None, ..arrival(content) }).unwrap();
        store.add(Arrival { year: None, ..arrival(&format!("{content}二")) }).unwrap();
    }
    for entry in store.entries().unwrap() {
        assert_eq!((entry.version, entry.superseded), (1, false));
    }
}

#[test]
fn two_desks_take_the_same_files_in_and_get_the_same_reports() {
    let (_folder, path) = place();
    let desk = || {
        let mut store = Store::open(&path).unwrap();
        (0..40).map(|number| store.add(arrival(&format!("第{number}稿"))).unwrap()).collect::<Vec<_>>()
    };
    let (ours, theirs) = thread::scope(|scope| {
        let theirs = scope.spawn(desk);
        (desk(), theirs.join().unwrap())
    });
    assert_eq!(ours, theirs);
    let mut versions: Vec<_> =
        Store::open(&path).unwrap().entries().unwrap().iter().map(|entry| entry.version).collect();
    versions.sort_unstable();
    assert_eq!(versions, (1..=40).collect::<Vec<_>>());
}

#[test]
fn the_same_reading_is_kept_once_and_a_new_one_marks_the_decision() {
    let mut store = Store::in_memory().unwrap();
    let report = store.add(arrival("第一稿")).unwrap();
    let read = store.add_reading(reading(report, FINDINGS)).unwrap();
    assert_eq!(store.add_reading(reading(report, FINDINGS)).unwrap(), read);
    let approved = done(store.decide(new(report, read, Verdict::Approved, None), &reviewer("王芳"), 1).unwrap());
    assert!(!store.entry(report).unwrap().changed_since);

    let same_evidence = store.add_reading(NewReading { rules: "rules-2", ..reading(report, FINDINGS) }).unwrap();
    assert_ne!(same_evidence, read);
    assert!(!store.entry(report).unwrap().changed_since, "other rules, the same evidence");

    let newest =
        store.add_reading(NewReading { rules: "rules-3", ..reading(report, r#"{"findings":["ARI-03"]}"#) }).unwrap();
    assert_eq!(store.newest_reading(report).unwrap(), Some(newest));
    let entry = store.entry(report).unwrap();
    assert!(entry.changed_since);
    assert_eq!(entry.decision, Some(approved), "the decision stands on its own reading");
    refusal(store.add_reading(reading(ReportId(99), FINDINGS)));
}

#[test]
fn the_newest_approved_version_serves_as_last_years_report() {
    let mut store = Store::in_memory().unwrap();
    let approve = |store: &mut Store, content: &str, verdict| {
        let report = store.add(arrival(content)).unwrap();
        let read = store.add_reading(reading(report, FINDINGS)).unwrap();
        (report, read, done(store.decide(new(report, read, verdict, None), &reviewer("王芳"), 1).unwrap()).id)
    };
    assert_eq!(store.approved("青云县").unwrap(), []);
    approve(&mut store, "第一稿", Verdict::Approved);
    let (report, read, previous) = approve(&mut store, "第二稿", Verdict::Approved);
    approve(&mut store, "第三稿", Verdict::Rejected);
    assert_eq!(store.approved("青云县").unwrap(), [(2024, "第二稿".as_bytes().to_vec())]);

    store.decide(new(report, read, Verdict::Withdrawn, Some(previous)), &reviewer("王芳"), 2).unwrap();
    assert_eq!(store.approved("青云县").unwrap(), [(2024, "第一稿".as_bytes().to_vec())]);
}

#[test]
fn what_has_come_in_for_a_year_is_listed_with_what_became_of_it() {
    let mut store = Store::in_memory().unwrap();
    let first = store.add(arrival("第一稿")).unwrap();
    let read = store.add_reading(reading(first, FINDINGS)).unwrap();
    done(store.decide(new(first, read, Verdict::Rejected, None), &reviewer("王芳"), 1).unwrap());
    let second = store.add(arrival("第二稿")).unwrap();
    let town = store.add(Arrival { agency: Some(("石桥镇人民政府", "石桥镇")), ..arrival("石桥") }).unwrap();
    store.add(Arrival { year: Some(2023), ..arrival("前年") }).unwrap();
    let held = |report, agency: &str, hash: &str, superseded, sent_back| Held {
        report,
        agency: agency.to_owned(),
        hash: hash.to_owned(),
        superseded,
        sent_back,
    };
    let versions =
        [held(first, "青云县人民政府", "第一稿", true, true), held(second, "青云县人民政府", "第二稿", false, false)];
    assert_eq!(store.versions("青云县", 2024).unwrap(), versions);
    let [one, two] = versions;
    assert_eq!(store.held(2024).unwrap(), [one, two, held(town, "石桥镇人民政府", "石桥", false, false)]);
    assert_eq!(store.versions("柳河镇", 2024).unwrap(), []);
}

#[test]
fn the_revision_grows_when_another_desk_writes() {
    let (_folder, path) = place();
    let (mut ours, report, read) = with_one(&path);
    let theirs = Store::open(&path).unwrap();
    let before = theirs.revision().unwrap();
    assert_eq!(theirs.revision().unwrap(), before);
    ours.decide(new(report, read, Verdict::Approved, None), &reviewer("王芳"), 1).unwrap();
    assert!(theirs.revision().unwrap() > before);
}

#[test]
fn many_desks_may_open_a_new_store_in_the_same_moment() {
    let (_folder, path) = place();
    let start = Barrier::new(8);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                start.wait();
                Store::open(&path).unwrap().add(arrival("第一稿")).unwrap();
            });
        }
    });
    assert_eq!(Store::open(&path).unwrap().entries().unwrap().len(), 1);
}

#[test]
fn the_office_group_may_write_every_file_of_the_store() {
    let (_folder, path) = place();
    let (_store, ..) = with_one(&path);
    for ending in ["", "-wal", "-shm"] {
        let file = PathBuf::from(format!("{}{ending}", path.display()));
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o660, "{}", file.display());
    }
    assert_eq!(fs::metadata(path.parent().unwrap()).unwrap().permissions().mode() & 0o007, 0);
}

#[test]
fn a_newer_store_another_programs_and_a_broken_one_are_refused_in_words() {
    let (_folder, path) = place();
    drop(with_one(&path));
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(refusal(Store::open(&path)).en.contains("version 99"));

    let folder = tempfile::tempdir().unwrap();
    let foreign = folder.path().join("foreign.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE accounts (id)").unwrap();
    assert!(refusal(Store::open(&foreign)).en.contains("another program"));

    let text = folder.path().join("text.db");
    fs::write(&text, "这不是数据库。".repeat(100)).unwrap();
    assert!(refusal(Store::open(&text)).en.contains("no database"));
    assert_eq!(fs::read(&text).unwrap(), "这不是数据库。".repeat(100).as_bytes(), "left as it was");

    assert!(refusal(Store::open(folder.path())).en.contains("cannot be written"));
    assert!(refusal(Store::open(&text.join("gouji.db"))).zh.contains("不能写"));
}

#[test]
fn a_desk_left_running_while_the_store_was_upgraded_writes_nothing_more() {
    let (_folder, path) = place();
    let (mut store, report, read) = with_one(&path);
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    refusal(store.decide(new(report, read, Verdict::Approved, None), &reviewer("王芳"), 1));
    assert!(store.decisions(report).unwrap().is_empty());
}

#[test]
fn network_mounts_are_known_by_their_number() {
    for (magic, kind) in
        [(0x6969, "NFS"), (0xFF53_4D42, "CIFS"), (0xFE53_4D42, "SMB2"), (0x6573_5546, "FUSE"), (0x0102_1997, "9P")]
    {
        assert_eq!(network_mount(magic), Some(kind));
    }
    // ext4, xfs, btrfs, tmpfs, overlay, zfs
    for magic in [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0x794C_7630, 0x2FC1_2FC1] {
        assert_eq!(network_mount(magic), None);
    }
}

#[test]
fn the_reviewer_is_the_owner_of_the_process_whatever_the_environment_says() {
    let reviewer = current_reviewer();
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(reviewer.uid, fs::metadata(folder.path()).unwrap().uid());
    let known = Command::new("id").arg("-un").env("USER", "somebody").env("LOGNAME", "somebody").output().unwrap();
    if known.status.success() {
        assert_eq!(reviewer.name, String::from_utf8_lossy(&known.stdout).trim());
    } else {
        assert_eq!(reviewer.name, format!("uid {}", reviewer.uid));
    }
}
