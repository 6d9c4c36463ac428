//! `gouji check` as other programs meet it: exit codes, the JSON object, the table, and what is said of bad files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn demo(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo").join(folder)
}

/// The program with a home of its own.
fn gouji(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    let home = std::env::temp_dir().join("gouji-no-such-home");
    command.args(arguments).env("HOME", &home).env_remove("XDG_CONFIG_HOME").env_remove("XDG_DATA_HOME");
    command
}

fn run(arguments: &[&str]) -> Output {
    gouji(arguments).output().unwrap()
}

fn objects(output: &Output) -> Vec<Value> {
    String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_object_is_what_the_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../../config/schema/report.schema.json")).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.txt");
    fs::write(&empty, "").unwrap();
    let inbox = demo("inbox");
    let last_year = demo("last-year");
    let absent = folder.path().join("absent.txt");
    let paths = [inbox.to_str().unwrap(), empty.to_str().unwrap(), absent.to_str().unwrap()];
    let output =
        run(&[&["check", "--format", "ndjson", "--last-year", last_year.to_str().unwrap()][..], &paths[..]].concat());
    let objects = objects(&output);
    assert_eq!(objects.len(), fs::read_dir(&inbox).unwrap().count() + 2);
    for object in &objects {
        let mistakes: Vec<String> =
            schema.iter_errors(object).map(|mistake| format!("{mistake} at {}", mistake.instance_path())).collect();
        assert!(mistakes.is_empty(), "{}: {mistakes:#?}", object["file"]);
    }
    assert!(objects.iter().any(|object| object["changes"].as_array().is_some_and(|changes| !changes.is_empty())));
    assert!(objects.iter().any(|object| object["findings"][0]["proof"].is_object()));
    assert!(objects.iter().any(|object| object["chain"]["rows"].as_array().is_some_and(|rows| rows.len() == 9)));
    let claims: Vec<&Value> = objects.iter().filter_map(|object| object["claims"].as_array()).flatten().collect();
    assert!(claims.iter().any(|claim| claim["cell"].is_string() && claim["verdict"] == "agrees"));
    assert_eq!(objects[objects.len() - 2]["error"]["code"], "empty");
    assert_eq!(objects[objects.len() - 1]["error"]["code"], "not-found");
    assert_eq!(output.status.code(), Some(3));
}

/// Reports of one body on several years, the newest to be checked: a chain with a gap and a broken link.
#[test]
fn the_chain_over_all_years_is_in_the_object() {
    let folder = tempfile::tempdir().unwrap();
    let model = fs::read_to_string(demo("inbox/柳河镇2023.txt")).unwrap();
    for year in [2019, 2021, 2022] {
        let text = model.replace("2024", &(year + 1).to_string()).replace("2023", &year.to_string());
        let text = if year == 2022 {
            text.replace("行政规范性文件 | 0 | 0 | 4", "行政规范性文件 | 0 | 0 | 5")
        } else {
            text
        };
        fs::write(folder.path().join(format!("柳河镇{year}.txt")), text).unwrap();
    }
    let report = demo("inbox/柳河镇2023.txt");
    let output =
        run(&["check", "--format", "ndjson", "--last-year", folder.path().to_str().unwrap(), report.to_str().unwrap()]);
    let object = &objects(&output)[0];
    let years: Vec<i64> =
        object["chain"]["years"].as_array().unwrap().iter().filter_map(|year| year["year"].as_i64()).collect();
    assert_eq!((years, object["chain"]["missing"].as_array().unwrap().len()), (vec![2019, 2021, 2022, 2023], 1));
    let stock = &object["chain"]["rows"][8];
    assert_eq!(stock["cell"], "disclosure.art20_1.normative_documents@in_force");
    let states: Vec<&str> =
        stock["links"].as_array().unwrap().iter().filter_map(|link| link["state"].as_str()).collect();
    assert_eq!(states, ["unknown", "broken", "broken"]);
    assert_eq!(stock["links"][0]["reason"], "year_missing");
    assert_eq!(
        (&stock["links"][2]["stated"], &stock["links"][2]["due"], &stock["links"][2]["delta"]),
        (&"4".into(), &"5".into(), &"-1".into())
    );
    assert_eq!(stock["links"][2]["right"][0]["year"], 2022);
    assert_eq!((&object["balance"]["hold"], &object["balance"]["sums"]), (&42.into(), &42.into()));
}

#[test]
fn json_is_the_same_objects_in_an_array_and_jobs_change_nothing() {
    let inbox = demo("inbox");
    let lines = objects(&run(&["check", "--format", "ndjson", "--jobs", "1", inbox.to_str().unwrap()]));
    let array = run(&["check", "--format", "json", "--jobs", "4", inbox.to_str().unwrap()]);
    let array: Vec<Value> = serde_json::from_slice(&array.stdout).unwrap();
    assert_eq!(lines, array);
    let names: Vec<&str> = lines.iter().filter_map(|object| object["file"].as_str()).collect();
    assert!(names.is_sorted(), "{names:?}");
    assert_eq!(lines[1]["cells"].as_object().unwrap().len(), 200);
}

#[test]
fn exit_codes_are_a_contract() {
    let clean = demo("inbox/柳河镇2023.txt");
    let last_year = demo("last-year");
    let broken = demo("inbox/石桥镇2023.txt");
    let code = |arguments: &[&str]| run(arguments).status.code();
    assert_eq!(code(&["check", clean.to_str().unwrap(), "--last-year", last_year.to_str().unwrap()]), Some(0));
    assert_eq!(code(&["check", clean.to_str().unwrap(), broken.to_str().unwrap()]), Some(1));
    assert_eq!(code(&["check"]), Some(2));
    assert_eq!(code(&["check", "--jobs", "0", clean.to_str().unwrap()]), Some(2));
    assert_eq!(code(&["check", clean.to_str().unwrap(), "--last-year", "/no/such/folder"]), Some(2));
    assert_eq!(code(&["check", clean.to_str().unwrap(), "--config", "/no/such/file.toml"]), Some(2));
    assert_eq!(code(&["check", broken.to_str().unwrap(), "/no/such/report.txt"]), Some(3));
    assert_eq!(code(&["--help"]), Some(0));
}

#[test]
fn a_wrong_setting_is_named_with_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gouji.toml");
    let said = |text: &str, more: &[&str]| {
        fs::write(&file, text).unwrap();
        let output = run(&[&["review", "--config", file.to_str().unwrap()], more].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).unwrap()
    };
    let chinese = |said: &str| {
        assert!(said.contains("gouji.toml:2: settle 为 \"soon\"，应为 \"100ms\" 到 \"24h\" 的时长"), "{said}");
        assert!(said.contains("gouji.toml:3: 没有 extra 这一项，应为 inbox、"), "{said}");
        assert!(!said.contains("expected"), "{said}");
    };
    let english = |said: &str| {
        assert!(said.contains("gouji.toml:2: settle is \"soon\", expected a length of time"), "{said}");
        assert!(said.contains("gouji.toml:3: unknown key extra, expected inbox, "), "{said}");
        assert!(!said.contains("应为"), "{said}");
    };
    let silent = "# 设置\nsettle = \"soon\"\nextra = 1\n";
    let asking = "lang = \"en\"\nsettle = \"soon\"\nextra = 1\n";
    chinese(&said(silent, &[]));
    english(&said(silent, &["--lang", "en"]));
    english(&said(asking, &[]));
    chinese(&said(asking, &["--lang", "zh-CN"]));
}

#[test]
fn a_folder_of_last_year_that_is_not_there_is_named_in_the_readers_language() {
    let report = demo("inbox/柳河镇2023.txt");
    let said = |more: &[&str]| {
        let output = run(&[&["check", report.to_str().unwrap(), "--last-year", "/no/such/folder"], more].concat());
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(said(&[]), "gouji: 上年报告的文件夹 /no/such/folder 无法读取：不存在\n");
    assert_eq!(
        said(&["--lang", "en"]),
        "gouji: the folder of last year's reports /no/such/folder cannot be read: it is not there\n"
    );
}

#[test]
fn an_inbox_that_is_not_there_is_said_before_the_screen_is_touched() {
    let output = run(&["review", "/no/such/inbox", "--lang", "en", "--store", "/tmp/gouji-never-made/gouji.db"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("/no/such/inbox"));
    assert!(!Path::new("/tmp/gouji-never-made").exists());
}

#[test]
fn text_for_people_has_lines_and_nothing_that_moves_the_cursor() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = folder.path().join("坏\u{1b}[31m名.txt");
    fs::write(&hostile, "没有标题的文字\u{1b}[2J\u{202e}").unwrap();
    let broken = demo("inbox/石桥镇2023.txt");
    let output = run(&["check", hostile.to_str().unwrap(), broken.to_str().unwrap()]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("石桥镇人民政府 2023") && text.contains("ARI-") && text.contains("第"), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !gouji::text::is_unprintable(c)), "{text:?}");
}

#[test]
fn the_verdict_comes_first_and_what_is_undecided_says_what_would_decide_it() {
    let said = |report: &str| {
        let output = run(&["check", demo(report).to_str().unwrap()]);
        String::from_utf8(output.stdout).unwrap()
    };
    let (clean, broken) = (said("inbox/柳河镇2023.txt"), said("inbox/石桥镇2023.txt"));
    assert!(clean.lines().nth(1).unwrap().ends_with("  42 条恒等式全部成立"), "{clean}");
    assert!(broken.lines().nth(1).unwrap().ends_with("  恒等式成立 37/42"), "{broken}");
    assert!(clean.contains("没有上年报告；用 --last-year 或设置提供上年报告后即可判断\n    YOY-0"), "{clean}");
    assert!(broken.contains("空白按 0 计则成立；补填空格（没有的填 0）后即可判断\n    ARI-02"), "{broken}");
}

#[test]
fn csv_opens_in_a_spreadsheet_with_one_line_for_each_finding() {
    let broken = demo("inbox/石桥镇2023.txt");
    let output = run(&["check", "--format", "csv", "--lang", "en", broken.to_str().unwrap()]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("\u{feff}file,agency,year,rule,"));
    let findings = objects(&run(&["check", "--format", "ndjson", broken.to_str().unwrap()]));
    assert_eq!(text.lines().count() - 1, findings[0]["findings"].as_array().unwrap().len());
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let inbox = demo("inbox");
    let mut child = gouji(&["check", "--format", "json", inbox.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.code().is_some_and(|code| code < 2));
}
