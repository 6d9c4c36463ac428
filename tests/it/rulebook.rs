//! `gouji rules` as the person at the desk meets it, and an office's own rules in `check`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use gouji::text;

fn gouji(arguments: &[&str]) -> Output {
    let home = std::env::temp_dir().join("gouji-no-such-home");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.args(arguments).env("HOME", &home).env_remove("XDG_CONFIG_HOME").env_remove("XDG_DATA_HOME");
    command.output().unwrap()
}

fn said(arguments: &[&str]) -> String {
    let output = gouji(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn own(folder: &Path, text: &str) -> String {
    let path = folder.join("own.toml");
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_list_names_every_rule_below_its_family_and_keeps_to_80_columns() {
    for (lang, heading, line) in [
        ("zh-CN", "ARI  表内勾稽\n", "\n  ARI-03  错误  收办勾稽不平\n"),
        ("en", "ARI  Arithmetic inside one report\n", "\n  ARI-03  error    Received and carried in do not balance\n"),
    ] {
        let list = said(&["rules", "--lang", lang]);
        assert!(list.contains(heading) && list.contains(line), "{list}");
        assert!(list.lines().all(|line| text::width(line) <= 80 && line.trim_end() == line), "{list}");
    }
}

#[test]
fn explanations_keep_to_80_columns() {
    let list = said(&["rules", "--lang", "en"]);
    let ids: Vec<&str> =
        list.lines().filter_map(|line| line.strip_prefix("  ")?.get(..6)).filter(|id| id.contains('-')).collect();
    assert!(ids.len() > 100, "{ids:?}");
    for (id, lang) in ids.iter().step_by(5).zip(["zh-CN", "en"].iter().cycle()) {
        let page = said(&["rules", id, "--lang", lang]);
        for line in page.lines() {
            // One address alone may be longer than what is left of the line.
            assert!(text::width(line) <= 80 || line.trim().split(' ').count() == 1, "{id}: {line}");
        }
    }
}

#[test]
fn a_sum_is_read_aloud_and_its_instances_are_cut_with_their_number() {
    let page = said(&["rules", "ari-01"]);
    assert!(page.contains("读作    表三各行：自然人 ＋ 商业企业 ＋ "), "{page}");
    assert!(page.contains("实例    25 条\n"), "{page}");
    assert!(page.contains("另有 15 条，加 --all 全部列出"), "{page}");
    let all = said(&["rules", "ARI-01", "--all"]);
    assert!(all.contains("\n        25  ") && !all.contains("--all"), "{all}");
    let exceptions = said(&["rules", "TAB-04", "--lang", "en"]);
    assert!(exceptions.contains("severity    error\n            info     every cell (2019 edition)\n"), "{exceptions}");
    let parameters = said(&["rules", "YOY-07"]);
    assert!(
        parameters.contains("参数    error = 0.95  相似到这个比例即为错误（大于0、不超过1的比例）\n"),
        "{parameters}"
    );
}

#[test]
fn each_kind_of_check_explains_itself() {
    let text = |id: &str| said(&["rules", id]).split_whitespace().collect::<String>();
    for (id, told) in [
        (
            "STR-09",
            &[
                "应写在“一、总体情况”，全文任何一处写到也算",
                "每一项都要有",
                "用|隔开的写到一种即可",
                "责任追究",
                "看不出机关的级别",
            ][..],
        ),
        ("FEE-01", &["信息处理费", "从2020年度的报告起要求", "看不出报告年度"]),
        ("STR-01", &["六个部分的标题都要有", "四、政府信息公开行政复议、行政诉讼情况", "总能判断"]),
        ("TAB-04", &["查看三张表的每一格，有下列情形之一即提示：空着没有填", "该行读数不确定"]),
        ("EXT-03", &["找到即提示，每种一条，列出所在行"]),
        ("TXT-01", &["在正文（已去掉空白）里逐一查找", "新一步→进一步", "总能判断"]),
        (
            "YOY-03",
            &[
                "与上年同一格比较：一、本年新收政府信息公开申请数量总计",
                "requests_ratio=2至少增到这么多倍，或减到几分之一（大于1的数）",
                "没有上年报告",
            ],
        ),
        ("ARI-03", &["表三各列", "读数不确定", "id=\"ARI-03\"，再写severity=\"…\"改级别"]),
        ("YOY-01", &["没有上年报告，或上年报告的版式没有这一格"]),
        (
            "PRO-04",
            &["department=131部门、乡镇的最后一天", "没有公布日期", "在[rule.parameters]里写上面的参数名和新的值"],
        ),
        ("PER-03", &["看不出报告年度", "下一步"]),
    ] {
        let page = text(id);
        for told in told {
            assert!(page.contains(told), "{id}: {told} is not in\n{page}");
        }
    }
}

#[test]
fn an_unknown_id_names_the_nearest() {
    let output = gouji(&["rules", "ARI-3"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "gouji: 没有规则 ARI-3；是不是 ARI-03？gouji rules 列出全部规则\n");
}

#[test]
fn an_offices_own_file_shows_in_the_list_and_in_the_explanation() {
    let folder = tempfile::tempdir().unwrap();
    let path = own(
        folder.path(),
        "[[rule]]\nid = \"ARI-09\"\noff = true\n[[rule]]\nid = \"YOY-07\"\n[rule.parameters]\nerror = 0.9\n",
    );
    let list = said(&["rules", "--rules", &path]);
    assert!(list.contains("  ARI-09  提示  差额特征提示 [停用]\n"), "{list}");
    assert!(list.contains("  YOY-07  警告  正文与上年雷同 [已改]\n") && list.contains("；停用 1\n"), "{list}");
    let page = said(&["rules", "YOY-07", "--rules", &path, "--lang", "en"]);
    assert!(page.contains("error = 0.9  from this likeness on it is an error"), "{page}");
    // The settings may name it instead; a relative path starts at the settings.
    let settings = folder.path().join("gouji.toml");
    fs::write(&settings, "rules = [\"own.toml\"]\n").unwrap();
    assert_eq!(said(&["rules", "--config", settings.to_str().unwrap()]), list);
}

#[test]
fn lint_ends_with_one_where_something_is_found() {
    assert!(said(&["rules", "--lint"]).contains("没有发现"));
    let folder = tempfile::tempdir().unwrap();
    let path = own(folder.path(), "[[rule]]\nid = \"ARI-09\"\noff = true\nseverity = \"error\"\n");
    let output = gouji(&["rules", "--lint", "--rules", &path]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("own.toml:4: ARI-09: 规则已经停用，又改了它的级别或参数；请删去这一行，或不要停用\n"),
        "{said}"
    );
}

#[test]
fn check_obeys_an_offices_own_rules() {
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo/inbox/柳河镇2023.txt");
    let report = report.to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = own(
        folder.path(),
        "[[rule]]\nid = \"OWN-01\"\ntitle = \"须写明热线\"\nseverity = \"error\"\nmessage = \"没有写明本市热线。\"\n[rule.check]\nkind = \"required\"\nsection = \"other\"\nregex = \"本市热线\"\n",
    );
    let output = gouji(&["check", report, "--rules", &path]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("OWN-01") && said.contains("没有写明本市热线。"), "{said}");
}

#[test]
fn mistakes_in_a_rule_file_end_with_two_and_are_told_in_the_readers_language() {
    let folder = tempfile::tempdir().unwrap();
    let path = own(folder.path(), "[[rule]]\nid = \"ARI-09\"\nof = true\n[[rule]]\nid = \"ARO-08\"\noff = true\n");
    for (lang, first, second) in [
        (
            "zh-CN",
            "own.toml:3: 没有 `of` 这一项；是不是 `off`？（`of = true`）\n",
            "own.toml:5: 没有名为 `ARO-08` 的规则；是不是 `ARI-08`？",
        ),
        (
            "en",
            "own.toml:3: unknown key `of`; did you mean `off`? (`of = true`)\n",
            "own.toml:5: unknown rule `ARO-08`; did you mean `ARI-08`?",
        ),
    ] {
        for command in [&["rules"][..], &["check", "a.txt"], &["review"]] {
            let output = gouji(&[command, &["--rules", &path, "--lang", lang]].concat());
            assert_eq!(output.status.code(), Some(2));
            assert!(output.stdout.is_empty());
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(said.contains(first) && said.contains(second), "{said}");
        }
    }
    let absent = folder.path().join("absent.toml");
    let output = gouji(&["rules", "--rules", absent.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("absent.toml: 没有这个文件"));
}
