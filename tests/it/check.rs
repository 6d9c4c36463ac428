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
        assert!(said.contains("gouji.toml:3: 没有名为 `extra` 的设置；应为 inbox、"), "{said}");
        assert!(!said.contains("expected"), "{said}");
    };
    let english = |said: &str| {
        assert!(said.contains("gouji.toml:2: settle is \"soon\", expected a length of time"), "{said}");
        assert!(said.contains("gouji.toml:3: unknown setting `extra`; expected one of inbox, "), "{said}");
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
    assert!(clean.lines().nth(2).unwrap().ends_with("  42 条恒等式全部成立"), "{clean}");
    assert!(broken.lines().nth(2).unwrap().ends_with("  恒等式成立 37/42"), "{broken}");
    assert!(clean.contains("没有上年报告；用 --last-year 或设置提供上年报告后即可判断\n    YOY-0"), "{clean}");
    assert!(broken.contains("空白按 0 计则成立；补填空格（没有的填 0）后即可判断\n    ARI-02"), "{broken}");
}

/// An office with this roster and section `[office]`, and the files that it checks.
fn office(folder: &Path, settings: &str, files: &[&str]) -> Vec<Value> {
    fs::write(folder.join("gouji.toml"), format!("[office]\nroster = \"roster.toml\"\n{settings}")).unwrap();
    let body = |name: &str| format!("[[body]]\nname = \"{name}\"\nparent = \"青云县\"\n");
    let below = ["石桥镇人民政府", "柳河镇人民政府", "松台乡人民政府"].map(body).concat();
    fs::write(folder.join("roster.toml"), format!("[[body]]\nname = \"青云县人民政府\"\n{below}")).unwrap();
    let files = files.iter().map(|file| demo(file).display().to_string()).collect::<Vec<_>>();
    let config = folder.join("gouji.toml").display().to_string();
    let arguments = [
        &["check", "--format", "ndjson", "--config", &config][..],
        &files.iter().map(String::as_str).collect::<Vec<_>>(),
    ];
    objects(&run(&arguments.concat()))
}

/// How a rule came out for a report: `failed` with what was said, `undecided` with why, or nothing of it.
fn outcome(object: &Value, rule: &str) -> Vec<String> {
    let of = |list: &str| {
        object[list].as_array().unwrap().iter().filter(|one| one["rule"] == rule).cloned().collect::<Vec<_>>()
    };
    let failed = of("findings").into_iter().map(|found| format!("failed {}", found["message"].as_str().unwrap()));
    let undecided = of("undecided").into_iter().map(|found| format!("undecided {}", found["reason"].as_str().unwrap()));
    failed.chain(undecided).collect()
}

const COUNTY: &str = "inbox/青云县人民政府2023.txt";

#[test]
fn a_roster_and_a_deadline_decide_who_has_not_filed() {
    let folder = tempfile::tempdir().unwrap();
    let plain = objects(&run(&["check", "--format", "ndjson", demo(COUNTY).to_str().unwrap()]));
    assert!(outcome(&plain[0], "AGG-02")[0].starts_with("undecided "));
    let two = [COUNTY, "inbox/石桥镇2023.txt", "inbox/柳河镇2023.txt"];
    let past = office(folder.path(), "deadline = 2024-01-26\n", &two);
    assert_eq!(outcome(&past[0], "AGG-02"), ["failed 松台乡人民政府尚未报送2023年年度报告（期限2024-01-26）。"]);
    assert!(outcome(&past[1], "AGG-02").is_empty());
    let to_come = office(folder.path(), "deadline = 2999-01-26\n", &two);
    assert!(outcome(&to_come[0], "AGG-02")[0].starts_with("undecided "), "{:?}", outcome(&to_come[0], "AGG-02"));
    let all = office(folder.path(), "deadline = 2024-01-26\n", &[&two[..], &["inbox/松台乡2023.txt"]].concat());
    assert!(outcome(&all[0], "AGG-02").is_empty());
    assert!(outcome(&all[0], "IDN-08").is_empty() && !outcome(&plain[0], "IDN-08").is_empty());
}

#[test]
fn a_body_without_a_report_above_it_is_told_as_missing_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (roster, config) = (folder.path().join("roster.toml"), folder.path().join("gouji.toml"));
    fs::write(&config, "[office]\nroster = \"roster.toml\"\ndeadline = 2024-01-26\n").unwrap();
    let body = |name: &str, parent: &str| match parent {
        "" => format!("[[body]]\nname = \"{name}\"\n"),
        _ => format!("[[body]]\nname = \"{name}\"\nparent = \"{parent}\"\n"),
    };
    let all = [
        body("青云县气象局", ""),
        body("青云县人民政府", ""),
        body("石桥镇人民政府", "青云县"),
        body("柳河镇人民政府", "青云县"),
        body("石桥镇便民中心", "石桥镇"),
    ];
    fs::write(&roster, all.concat()).unwrap();
    let told = |files: &[&str]| -> Vec<Vec<String>> {
        let files: Vec<String> = files.iter().map(|file| demo(file).display().to_string()).collect();
        let fixed = ["check", "--format", "ndjson", "--config", config.to_str().unwrap()];
        let arguments: Vec<&str> = fixed.into_iter().chain(files.iter().map(String::as_str)).collect();
        let said = |object: &Value| {
            let found = object["findings"].as_array().unwrap().iter().filter(|one| one["rule"] == "AGG-02");
            let undecided = object["undecided"].as_array().unwrap().iter().filter(|one| one["rule"] == "AGG-02");
            found.chain(undecided).map(|one| format!("{} {}", one["severity"], one["message"])).collect()
        };
        objects(&run(&arguments)).iter().map(said).collect()
    };
    let missing = |name: &str| format!("\"error\" \"{name}尚未报送2023年年度报告（期限2024-01-26）。\"");
    let elsewhere = |name: &str| {
        format!(
            "\"warning\" \"与本报告无关：名册中的{name}尚未报送2023年年度报告（期限2024-01-26），其上级也没有报送，在此列出。\""
        )
    };
    // One without a parent is of the area; one whose parent has filed is told there.
    let with_county = told(&[COUNTY, "inbox/石桥镇2023.txt", "inbox/柳河镇2023.txt"]);
    assert_eq!(with_county, [vec![missing("青云县气象局"), missing("石桥镇便民中心")], vec![], vec![]]);
    // Where its parent has not filed either, both are told one step further up.
    let without_town = told(&[COUNTY, "inbox/柳河镇2023.txt"]);
    let three = ["青云县气象局", "石桥镇人民政府", "石桥镇便民中心"].map(missing);
    assert_eq!(without_town, [three.to_vec(), vec![]]);
    // Without any government the first that has filed tells them, the county included, and not as an error of its own.
    let without_county = told(&["inbox/柳河镇2023.txt", "inbox/石桥镇2023.txt"]);
    let three = ["青云县气象局", "青云县人民政府", "石桥镇便民中心"].map(elsewhere);
    assert_eq!(without_county, [vec![], three.to_vec()]);
}

/// What a rule says of a report, whatever came out.
fn message(object: &Value, rule: &str) -> String {
    let mut all = ["findings", "undecided"].into_iter().flat_map(|list| object[list].as_array().unwrap().clone());
    all.find(|one| one["rule"] == rule).map_or_else(String::new, |one| one["message"].as_str().unwrap().to_owned())
}

#[test]
fn what_is_lacking_is_told_with_what_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let dated = office(folder.path(), "deadline = 2024-01-26\n", &["inbox/柳河镇2023.txt"]);
    let late = message(&dated[0], "PRO-01");
    assert!(late.starts_with("已知报送期限 2024-01-26；缺收到日期（批量核对时不知道"), "{late}");
    let county = office(folder.path(), "", &[COUNTY]);
    let filed = message(&county[0], "AGG-02");
    assert!(
        filed.contains("“青云县人民政府”在名册里有 3 个下级机关；缺报送期限（设置 [office] 里的 deadline）"),
        "{filed}"
    );
    let roster = folder.path().join("roster.toml");
    let (config, file) = (folder.path().join("gouji.toml"), demo(COUNTY));
    let with = |text: &str| {
        fs::write(&roster, text).unwrap();
        let arguments = ["check", "--format", "ndjson", "--config", config.to_str().unwrap(), file.to_str().unwrap()];
        message(&objects(&run(&arguments))[0], "AGG-01")
    };
    let childless = with("[[body]]\nname = \"青云县人民政府\"\n[[body]]\nname = \"石桥镇人民政府\"\n");
    assert!(
        childless.contains("没有机关以它为上级；缺名册里它的下级机关，应写 parent = \"青云县人民政府\""),
        "{childless}"
    );
    let unlisted = with("[[body]]\nname = \"石桥镇人民政府\"\n");
    assert!(unlisted.contains("机关“青云县人民政府”，名册里没有它"), "{unlisted}");
}

#[test]
fn a_figure_of_thirty_digits_is_said_to_be_too_long() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    let text = fs::read_to_string(demo("inbox/柳河镇2023.txt")).unwrap();
    let row = text.find("一、本年新收").unwrap();
    let first = row + text[row..].find(|c: char| c.is_ascii_digit()).unwrap();
    let long = "9".repeat(30);
    fs::write(&file, format!("{}{long}{}", &text[..first], &text[first + 1..])).unwrap();
    let told = objects(&run(&["check", "--format", "ndjson", file.to_str().unwrap()]));
    let said = message(&told[0], "TAB-06");
    assert!(said.contains(&long) && said.contains("位数太多，超出可以核对的范围"), "{said}");
    let sums: Vec<&Value> =
        told[0]["undecided"].as_array().unwrap().iter().filter(|one| one["rule"] == "ARI-01").collect();
    assert!(sums[0]["message"].as_str().unwrap().contains("位数太多，无法核对"), "{sums:?}");
}

#[test]
fn folders_of_last_year_that_are_not_as_they_were_are_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let years = folder.path().join("years");
    fs::create_dir(&years).unwrap();
    let file = demo("inbox/柳河镇2023.txt");
    let said = || {
        let output = run(&["check", "--last-year", years.to_str().unwrap(), file.to_str().unwrap()]);
        String::from_utf8(output.stderr).unwrap()
    };
    let place = years.display();
    assert_eq!(said(), format!("gouji: 上年报告的文件夹 {place} 有 0 个文件，采用 0 份报告，0 处没有采用\n"));
    fs::copy(demo("last-year/柳河镇2022.txt"), years.join("柳河镇2022.txt")).unwrap();
    assert_eq!(said(), "", "all is well");
    fs::write(years.join("坏.docx"), b"PK\x03\x04").unwrap();
    assert!(
        said().starts_with(&format!("gouji: 上年报告的文件夹 {place} 有 2 个文件，采用 1 份报告，1 处没有采用\n")),
        "{}",
        said()
    );
}

#[test]
fn a_sum_is_held_against_the_reports_below_once_all_have_filed() {
    let folder = tempfile::tempdir().unwrap();
    let two = ["inbox/石桥镇2023.txt", COUNTY, "inbox/柳河镇2023.txt"];
    let some = office(folder.path(), "", &two);
    assert!(outcome(&some[1], "AGG-01")[0].starts_with("undecided "));
    let all = office(folder.path(), "", &[&two[..], &["inbox/松台乡2023.txt"]].concat());
    assert!(!outcome(&all[1], "AGG-01").iter().any(|told| told.starts_with("undecided ")));
}

#[test]
fn of_two_files_of_one_body_the_last_counts_and_the_same_file_twice_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let twice = office(folder.path(), "", &["inbox/石桥镇2023.txt", "later/石桥镇2023（修改）.txt"]);
    assert_eq!(outcome(&twice[0], "AGG-03"), ["failed 石桥镇人民政府重复报送（2个版本），已按新版本处理。"]);
    let same = office(folder.path(), "", &["inbox/石桥镇2023.txt", "inbox/石桥镇2023.txt"]);
    assert!(outcome(&same[0], "AGG-03").is_empty());
}

#[test]
fn what_was_published_is_held_against_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let published = folder.path().join("published");
    fs::create_dir(&published).unwrap();
    let text = fs::read_to_string(demo("inbox/柳河镇2023.txt")).unwrap();
    fs::write(published.join("柳河镇.txt"), text.replace("定期清理", "按季清理")).unwrap();
    let files = ["inbox/柳河镇2023.txt", "inbox/松台乡2023.txt"];
    let checked = office(folder.path(), "published = [\"published\"]\n", &files);
    assert_eq!(
        outcome(&checked[0], "PRO-03"),
        [
            "failed 本文件与已公布的文本有1处不同；第一处，本文件为“…时同步确定公开属性，定期清理。”，公布的为“…时同步确定公开属性，按季清理。”。"
        ]
    );
    assert!(outcome(&checked[1], "PRO-03")[0].starts_with("undecided "));
    fs::write(published.join("柳河镇.txt"), text).unwrap();
    assert!(outcome(&office(folder.path(), "published = [\"published\"]\n", &files)[0], "PRO-03").is_empty());
}

#[test]
fn what_is_wrong_with_a_file_is_said_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    put("1.docx", b"");
    put("2.docx", b" \r\n");
    put("3.docx", b"PK\x03\x04\x14\0\0\0\x08\0 cut off");
    put("4.txt", "一、总体情况\n".repeat(1_200_000).as_bytes());
    fs::create_dir_all(folder.path().join("5.docx/word")).unwrap();
    put("5.docx/word/document.xml", b"<a/>");
    put("6.html", b"<html><p>&nbsp;</p></html>");
    let told = objects(&run(&["check", "--format", "ndjson", folder.path().to_str().unwrap()]));
    let told: Vec<[&str; 2]> =
        told.iter().map(|one| ["code", "message"].map(|key| one["error"][key].as_str().unwrap())).collect();
    let expected = [
        ["empty", "文件为空，没有任何内容，请报送单位重新发送"],
        ["empty", "文件为空，没有任何内容，请报送单位重新发送"],
        ["damaged", "文件不完整或已损坏，无法打开（像是没有传完的 Word、Excel、OFD 文件或压缩包）；请报送单位重新发送"],
        ["too-large", "文件约 22 MiB，超过上限 20 MiB；请核对是否传错文件"],
        ["folder", "是文件夹，却用了文件的名字，没有读取；请放入其中的原始文件"],
        ["empty", "文件中没有任何文字，请核对是否传错文件，或请报送单位重新发送"],
    ];
    assert_eq!(told, expected);
    let alone = objects(&run(&["check", "--format", "ndjson", folder.path().join("5.docx").to_str().unwrap()]));
    assert_eq!(alone[0]["error"]["code"], "folder");
}

#[test]
fn the_text_says_which_cell_is_suspected_and_fits_a_narrow_terminal() {
    let inbox = demo("inbox");
    let text = String::from_utf8(run(&["check", inbox.to_str().unwrap()]).stdout).unwrap();
    assert!(text.contains("\n  疑点  若 本年新收 自然人 5→6，两式全部成立（疑一位数字写错）\n"), "{text}");
    // Of 45 undecided instances in a cut report each rule is told with a reason, of further ones only the number.
    assert!(text.contains("\n    同类情况另有 33 处：ARI-01×13 ARI-02×6 "), "{text}");
    let english = run(&["check", "--lang", "en", inbox.to_str().unwrap()]).stdout;
    for text in [text, String::from_utf8(english).unwrap()] {
        let lines = text.lines().filter(|line| line.starts_with(' '));
        let wide: Vec<&str> = lines.filter(|line| gouji::text::width(line) > 80).collect();
        assert!(wide.is_empty(), "{wide:#?}");
    }
}

/// A made-up report with some of its text replaced.
fn altered(folder: &Path, changes: &[(&str, &str)]) -> PathBuf {
    let mut text = fs::read_to_string(demo("inbox/柳河镇2023.txt")).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let file = folder.join("柳河镇2023.txt");
    fs::write(&file, text).unwrap();
    file
}

fn text_of(file: &Path, more: &[&str]) -> String {
    String::from_utf8(run(&[&["check", file.to_str().unwrap()], more].concat()).stdout).unwrap()
}

const NO_REVIEWS: &str = "| 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |";

#[test]
fn every_suspect_of_a_tie_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let one_off = "| 3 | 0 | 0 | 0 | 4 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |";
    let text = text_of(&altered(folder.path(), &[(NO_REVIEWS, one_off)]), &[]);
    let told: Vec<&str> = text.lines().filter(|line| line.contains("若 行政复议")).collect();
    assert_eq!(told.len(), 5, "{text}");
    assert!(
        text.contains("\n  疑点  若 行政复议 总计 4→3，") && text.contains("\n  或    若 行政复议 结果维持 3→4，"),
        "{text}"
    );
}

#[test]
fn how_many_sums_there_are_does_not_depend_on_what_was_found() {
    let folder = tempfile::tempdir().unwrap();
    let stock = [("行政规范性文件 | 0 | 0 | 4", "行政规范性文件 | 5 | 0 | 3")];
    let text = text_of(&altered(folder.path(), &stock), &[]);
    assert!(text.contains("ARI-06") && text.contains("\n  42 条恒等式全部成立\n"), "{text}");
    let text = text_of(&altered(folder.path(), &[stock[0], (NO_REVIEWS, &NO_REVIEWS.replacen('0', "1", 1))]), &[]);
    assert!(text.contains("\n  恒等式成立 41/42\n"), "{text}");
}

#[test]
fn every_undecided_rule_has_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    for file in [demo("inbox/石桥镇2023.txt"), demo("inbox/松台乡2023.txt"), demo("inbox/关于召开座谈会的通知.txt")]
    {
        let text = text_of(&file, &[]);
        // From each line of rules on, up to the next; the lines of one message are joined.
        let undecided = text.split_once("\n  未判 ").unwrap().1;
        let joined = undecided.replace("\n    ", "\u{1}").replace('\n', " ");
        let object = &objects(&run(&["check", "--format", "ndjson", file.to_str().unwrap()]))[0];
        for one in object["undecided"].as_array().unwrap() {
            let rule = one["rule"].as_str().unwrap();
            let told = joined
                .split('\u{1}')
                .any(|line| line.starts_with(|c: char| c.is_ascii_uppercase()) && line.contains(rule));
            assert!(told || undecided.contains(rule), "{rule}: {text}");
        }
        assert!(!undecided.contains("\n    另有"), "{text}");
    }
    let notice = text_of(&demo("inbox/关于召开座谈会的通知.txt"), &[]);
    assert!(notice.contains("未判 115  文件未能识别为年度报告；先核对 EXT-01"), "{notice}");
    assert!(!notice.contains("恒等式") && !notice.contains("各条所说"), "{notice}");
    let alone = altered(
        folder.path(),
        &[("柳河镇人民政府编制", "松岭镇人民政府编制"), ("\n柳河镇人民政府\n", "\n松岭镇人民政府\n")],
    );
    let last_year = demo("last-year");
    let given = text_of(&alone, &["--last-year", last_year.to_str().unwrap()]);
    assert!(!given.contains("用 --last-year"), "{given}");
}

#[test]
fn a_reading_that_is_unsure_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let row = "| 一、本年新收政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | | |";
    let joined = "| 一、本年新收政府信息公开申请数量 | 5713 | 0 | 0 | 2 | 14 | 86 |";
    let text = text_of(&altered(folder.path(), &[(row, joined)]), &[]);
    assert!(text.contains("  EXT-06  第35行  先核对读数；“一、本年新收"), "{text}");
    assert!(!text.contains("86→0"), "{text}");
}

#[test]
fn the_total_of_totals_is_named_once() {
    let folder = tempfile::tempdir().unwrap();
    let row = "|  | （七）总计 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | |";
    let blank = "|  | （七）总计 | 0 | 0 | 0 | 0 | 0 | 0 |  | |";
    let text = text_of(&altered(folder.path(), &[(row, blank)]), &[]);
    assert!(text.contains("“（七）总计”") && !text.contains("总计 总计"), "{text}");
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
