//! Rules that fire too often to be believed (规则可疑): counted by the store and by `gouji check`, and marked.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use gouji::app::Msg;
use gouji::model::{Counts, DoubtBound, Firing, Phrase, ReportId};
use gouji::store::{Arrival, NewReading, Store};
use rusqlite::Connection;

use crate::support::samples;
use crate::support::scene::{review, scene};

/// A report of an agency with this content.
fn arrival<'a>(agency: &'a str, content: &'a str) -> Arrival<'a> {
    Arrival {
        path: "报告.txt",
        hash: content,
        bytes: content.as_bytes(),
        kind: "txt",
        agency: Some((agency, agency)),
        year: Some(2024),
        refusal: None,
        received: 1_736_000_000,
    }
}

/// Keeps a reading in which these rules found something, each as often as it is named.
fn read(store: &mut Store, report: ReportId, rules: &[&str]) {
    let findings: Vec<_> = rules.iter().map(|rule| serde_json::json!({"rule": rule})).collect();
    let findings = serde_json::json!({"findings": findings, "undecided": [{"rule": "YOY-01"}]}).to_string();
    let counts = Counts::default();
    store
        .add_reading(NewReading {
            report,
            program: "0.1.0",
            rules: "rules-1",
            findings: &findings,
            counts,
            answered: None,
        })
        .unwrap();
}

fn fired(store: &Store) -> (usize, Vec<(String, usize)>) {
    let firings = store.firings().unwrap();
    (firings.reports, firings.fired.into_iter().collect())
}

fn owned(fired: &[(&str, usize)]) -> Vec<(String, usize)> {
    fired.iter().map(|(rule, count)| ((*rule).to_owned(), *count)).collect()
}

#[test]
fn a_rule_counts_once_for_each_current_report_by_its_newest_reading() {
    let mut store = Store::in_memory().unwrap();
    assert_eq!(fired(&store), (0, Vec::new()));
    let first = store.add(arrival("青云县", "一")).unwrap();
    read(&mut store, first, &["ARI-01", "ARI-01", "STR-09"]);
    let second = store.add(arrival("柳河镇", "二")).unwrap();
    read(&mut store, second, &["STR-09"]);
    assert_eq!(fired(&store), (2, owned(&[("ARI-01", 1), ("STR-09", 2)])));

    // Read anew, by other rules.
    read(&mut store, second, &[]);
    assert_eq!(fired(&store), (2, owned(&[("ARI-01", 1), ("STR-09", 1)])));

    // A newer version takes the place of the first.
    let newer = store.add(arrival("青云县", "三")).unwrap();
    read(&mut store, newer, &["FEE-01"]);
    assert_eq!(fired(&store), (2, owned(&[("FEE-01", 1)])));

    // What cannot be read says nothing of the rules.
    let refusal = Phrase::new("已加密", "encrypted");
    store.add(Arrival { refusal: Some(&refusal), agency: None, ..arrival("", "四") }).unwrap();
    assert_eq!(fired(&store).0, 2);
}

#[test]
fn an_older_store_learns_which_rules_fired_from_the_findings_that_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gouji.db");
    let mut store = Store::open(&path).unwrap();
    for (agency, rules) in [("青云县", &["ARI-01", "ARI-01"][..]), ("柳河镇", &["ARI-01", "STR-09"])] {
        let report = store.add(arrival(agency, agency)).unwrap();
        read(&mut store, report, rules);
    }
    let report = store.add(arrival("松台乡", "松台乡")).unwrap();
    let counts = Counts::default();
    store
        .add_reading(NewReading { report, program: "0", rules: "", findings: "不是 JSON", counts, answered: None })
        .unwrap();
    let before = fired(&store);
    assert_eq!(before, (3, owned(&[("ARI-01", 2), ("STR-09", 1)])));
    drop(store);

    // The step is taken back and comes again.
    let sql = include_str!("../../src/store/schema/3.sql");
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch("DROP TRIGGER readings_fired; DROP TABLE fired").unwrap();
    connection.execute_batch(sql).unwrap();
    drop(connection);
    assert_eq!(fired(&Store::open(&path).unwrap()), before);
}

fn doubted() -> Msg {
    Msg::Doubted(BTreeMap::from([("ARI-03".to_owned(), Firing { fired: 19, reports: 22 })]))
}

#[test]
fn a_finding_of_a_rule_in_doubt_is_marked_in_its_row_and_in_its_detail() {
    // The news comes before the report is opened, or while it is on the screen.
    let before = scene("doubted").told(doubted()).press("<enter>").open(samples::qingyun()).shown();
    let during = review("doubted").told(doubted()).shown();
    for scene in [before, during] {
        let scene = scene.press("j").at(120, 40);
        assert!(scene.text().contains("[规则可疑 19/22]"), "{}", scene.text());
        assert!(scene.text().contains("ARI-03  规则可疑 19/22"), "{}", scene.text());
        let settled = scene.told(Msg::Doubted(BTreeMap::new())).shown();
        assert!(!settled.text().contains("规则可疑"), "{}", settled.text());
    }
    let english = review("doubted").in_english().told(doubted()).at(120, 40);
    assert!(english.text().contains("rule in doubt 19/22"), "{}", english.text());
}

#[test]
fn a_mark_leaves_the_cursor_where_it_is() {
    let scene = review("doubted").press("jj");
    let before = scene.state.review().unwrap().item;
    assert_eq!(scene.told(doubted()).state.review().unwrap().item, before);
}

/// `gouji check` on so many copies of a report with errors.
fn check(copies: usize, format: &str, setting: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("reports");
    fs::create_dir(&reports).unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo/inbox/石桥镇2023.txt");
    for number in 0..copies {
        fs::copy(&sample, reports.join(format!("{number}.txt"))).unwrap();
    }
    let settings = folder.path().join("gouji.toml");
    fs::write(&settings, setting).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.args(["check", "--format", format, "--config"]).arg(&settings).arg(&reports);
    command.env("HOME", folder.path()).env_remove("XDG_CONFIG_HOME").env_remove("XDG_DATA_HOME");
    command.output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_batch_ends_with_the_rules_in_doubt() {
    let said = text(&check(10, "text", ""));
    let line = "规则可疑：ARI-03 在 10/10 份报告中触发，超过 50%，请核对规则或其阈值";
    assert!(said.contains(line), "{said}");
    assert!(!text(&check(9, "text", "")).contains("规则可疑"), "nine reports say nothing of a rule");
    assert!(text(&check(2, "text", "doubt_rule_from = 2")).contains("ARI-03 在 2/2 份报告"));
    assert!(!text(&check(10, "text", "doubt_rule_above = \"100%\"")).contains("规则可疑"));
    assert!(
        text(&check(2, "text", "doubt_rule_from = 2\nlang = \"en\"")).contains("Rule in doubt: ARI-03 fires in 2 of 2")
    );
}

#[test]
fn other_programs_are_told_which_rules_of_a_report_are_in_doubt() {
    let doubted = |said: &str| {
        let objects: Vec<serde_json::Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let of = |object: &serde_json::Value| object["rules_in_doubt"].as_array().unwrap().clone();
        objects.iter().map(of).collect::<Vec<_>>()
    };
    let many = doubted(&text(&check(10, "ndjson", "")));
    assert_eq!(many.len(), 10);
    for told in &many {
        assert!(told.contains(&serde_json::json!({"rule": "ARI-03", "fired": 10, "reports": 10})), "{told:?}");
        assert!(
            !told.iter().any(|told| told["rule"] == "YOY-10"),
            "that there is no last year is no fault of the rule"
        );
    }
    assert!(doubted(&text(&check(9, "ndjson", ""))).iter().all(Vec::is_empty), "nine reports say nothing of a rule");
    let array: serde_json::Value = serde_json::from_str(&text(&check(10, "json", ""))).unwrap();
    assert_eq!(array.as_array().unwrap().len(), 10);
    assert!(array[9]["rules_in_doubt"].as_array().unwrap().iter().any(|told| told["rule"] == "ARI-03"));
    assert!(!text(&check(10, "csv", "")).contains("规则可疑"));
}

#[test]
fn a_rule_that_had_nothing_to_go_by_is_not_in_doubt_for_it() {
    assert!(!text(&check(10, "text", "")).contains("规则可疑：YOY-10"));
    let mut store = Store::in_memory().unwrap();
    for number in 0..20 {
        let name = format!("青云县{number}");
        let report = store.add(arrival(&name, &name)).unwrap();
        // Half of them had a last year: there it was decided, and fired in all of these but one.
        let (findings, passed, undecided) = match number {
            0..9 => (vec!["YOY-01"], vec![], vec![]),
            9 => (vec![], vec!["YOY-01"], vec![]),
            _ => (vec![], vec![], vec!["YOY-01"]),
        };
        let rules = |ids: &[&str]| ids.iter().map(|id| serde_json::json!({"rule": id})).collect::<Vec<_>>();
        let findings =
            serde_json::json!({"findings": rules(&findings), "undecided": rules(&undecided), "passed": passed})
                .to_string();
        let counts = Counts::default();
        store
            .add_reading(NewReading { report, program: "0", rules: "", findings: &findings, counts, answered: None })
            .unwrap();
    }
    let firings = store.firings().unwrap();
    assert_eq!((firings.reports, firings.fired["YOY-01"], firings.decided["YOY-01"]), (20, 9, 10));
    let half = DoubtBound { above_percent: 50, from_reports: 10 };
    assert_eq!(firings.doubted(half)["YOY-01"], Firing { fired: 9, reports: 10 });
}
