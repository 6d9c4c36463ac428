//! Settings files, good and bad.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use gouji::config::{Colours, Config, OfficeSettings, Places, Settings, knowledge};
use gouji::form::Form;
use gouji::model::{DoubtBound, Lang, Phrase};
use gouji::rules::{Body, Member};
use jiff::civil::Date;

fn places(root: &Path) -> Places {
    Places { home: root.join("home"), config: root.join("config"), data: root.join("data") }
}

fn load(text: &str) -> Result<Settings, Vec<Phrase>> {
    Settings::load(Some((Path::new("/etc/gouji.toml"), text)), &places(Path::new("/somewhere")))
}

#[test]
fn the_defaults_are_valid_and_named_in_their_file() {
    let settings = Settings::load(None, &places(Path::new("/somewhere"))).unwrap();
    assert_eq!(settings.inbox, PathBuf::from("inbox"));
    assert_eq!(settings.store, PathBuf::from("/somewhere/data/gouji.db"));
    assert_eq!((settings.settle, settings.lang), (Duration::from_secs(2), Lang::Chinese));
    assert_eq!(settings.doubt, DoubtBound { above_percent: 50, from_reports: 10 });
    let knowledge = knowledge().unwrap();
    assert!(knowledge.forms.len() >= 2 && !knowledge.rules.rules.is_empty());
}

#[test]
fn paths_start_at_the_file_and_home_is_known() {
    let settings = load("inbox = \"arrivals\"\nlast_year = [\"~/2022\", \"/srv/2021\"]\nrescan = \"5m\"").unwrap();
    assert_eq!(settings.inbox, PathBuf::from("/etc/arrivals"));
    assert_eq!(settings.last_year, [PathBuf::from("/somewhere/home/2022"), PathBuf::from("/srv/2021")]);
    assert_eq!((settings.rescan, settings.settle), (Duration::from_mins(5), Duration::from_secs(2)));
}

#[test]
fn every_mistake_is_reported_with_file_line_and_what_was_expected() {
    let mistakes = load(
        "settle = \"2x\"\nrescan = 5\n\ninbux = \"a\"\nlang = \"fr\"\nlast_year = \"a\"\nborders = 'none'\nstore = 1\n\
         doubt_rule_above = 0.5\ndoubt_rule_from = 0\n",
    )
    .unwrap_err();
    let expected = [
        "/etc/gouji.toml:1: settle is \"2x\", expected a length of time from \"100ms\" to \"24h\", as \"500ms\", \"2s\" or \"5m\"",
        "/etc/gouji.toml:2: rescan is 5, expected a length of time from \"100ms\" to \"24h\", as \"500ms\", \"2s\" or \"5m\"",
        "/etc/gouji.toml:4: unknown setting `inbux`; did you mean `inbox`?",
        "/etc/gouji.toml:5: lang is \"fr\", expected \"zh-CN\" or \"en\"",
        "/etc/gouji.toml:6: last_year is \"a\", expected a list of paths, as [\"../2022\"]",
        "/etc/gouji.toml:7: borders is 'none', expected \"lines\" or \"ascii\"",
        "/etc/gouji.toml:8: store is 1, expected a path in quotes",
        "/etc/gouji.toml:9: doubt_rule_above is 0.5, expected a share from \"1%\" to \"100%\"",
        "/etc/gouji.toml:10: doubt_rule_from is 0, expected a whole number from 1, as 10",
    ];
    let chinese = [
        "/etc/gouji.toml:1: settle 为 \"2x\"，应为 \"100ms\" 到 \"24h\" 的时长，如 \"500ms\"、\"2s\"、\"5m\"",
        "/etc/gouji.toml:2: rescan 为 5，应为 \"100ms\" 到 \"24h\" 的时长，如 \"500ms\"、\"2s\"、\"5m\"",
        "/etc/gouji.toml:4: 没有名为 `inbux` 的设置；是不是 `inbox`？",
        "/etc/gouji.toml:5: lang 为 \"fr\"，应为 \"zh-CN\" 或 \"en\"",
        "/etc/gouji.toml:6: last_year 为 \"a\"，应为路径的列表，如 [\"../2022\"]",
        "/etc/gouji.toml:7: borders 为 'none'，应为 \"lines\" 或 \"ascii\"",
        "/etc/gouji.toml:8: store 为 1，应为用引号括起的路径",
        "/etc/gouji.toml:9: doubt_rule_above 为 0.5，应为 \"1%\" 到 \"100%\" 的比例",
        "/etc/gouji.toml:10: doubt_rule_from 为 0，应为从 1 起的整数，如 10",
    ];
    assert_eq!(mistakes.iter().map(|mistake| mistake.text(Lang::English)).collect::<Vec<_>>(), expected);
    assert_eq!(mistakes.iter().map(|mistake| mistake.text(Lang::Chinese)).collect::<Vec<_>>(), chinese);
}

#[test]
fn the_office_says_what_it_knows_of_the_round() {
    let settings = load(
        "[office]\ndeadline = 2024-01-26\npublication_deadline = \"2024-03-31\"\nroster = \"roster.toml\"\n\
         published = [\"~/published\"]\n",
    )
    .unwrap();
    let office = settings.office;
    assert_eq!(office.deadline, Date::new(2024, 1, 26).ok());
    assert_eq!(office.publication_deadline, Date::new(2024, 3, 31).ok());
    assert_eq!(office.roster, Some(PathBuf::from("/etc/roster.toml")));
    assert_eq!(office.published, [PathBuf::from("/somewhere/home/published")]);
    assert_eq!(load("").unwrap().office, OfficeSettings::default());
}

#[test]
fn mistakes_in_what_the_office_says_are_told_with_line_and_nearest_name() {
    let mistakes = load(
        "[office]\ndeadlin = 2024-01-26\ndeadline = 2024-01-26T10:00:00\npublication_deadline = \"31 January\"\n\
         roster = 1\npublished = \"a\"\n",
    )
    .unwrap_err();
    let expected = [
        ("2: 没有名为 `deadlin` 的设置；是不是 `deadline`？", "2: unknown setting `deadlin`; did you mean `deadline`?"),
        (
            "3: deadline 为 2024-01-26T10:00:00，应为日期，如 2024-01-15",
            "3: deadline is 2024-01-26T10:00:00, expected a date, as 2024-01-15",
        ),
        (
            "4: publication_deadline 为 \"31 January\"，应为日期，如 2024-01-15",
            "4: publication_deadline is \"31 January\", expected a date, as 2024-01-15",
        ),
        ("5: roster 为 1，应为用引号括起的路径", "5: roster is 1, expected a path in quotes"),
        (
            "6: published 为 \"a\"，应为路径的列表，如 [\"../published\"]",
            "6: published is \"a\", expected a list of paths, as [\"../published\"]",
        ),
    ];
    assert_eq!(mistakes, expected.map(|(zh, en)| placed("/etc/gouji.toml", zh, en)));
    assert!(load("office = 1").unwrap_err()[0].en.ends_with("gouji.toml:1: office is 1, expected a section [office]"));
    assert!(load("[office]\ndeadline = 2024-02-30\n").unwrap_err()[0].en.starts_with("/etc/gouji.toml:2: "));
}

#[test]
fn a_day_that_does_not_exist_is_told_once() {
    for day in ["2024-02-30", "2024-13-40", "2024-1-5", "20240126"] {
        let told = load(&format!("[office]\ndeadline = {day}\nlang = 1\n")).unwrap_err();
        let of_the_day = told.iter().filter(|told| told.en.contains("gouji.toml:2: ")).count();
        assert_eq!((told.len(), of_the_day), (2, 1), "{told:#?}");
        let roster = with_roster(&format!("[[body]]\nname = \"甲县\"\nfrom = {day}\nkind = \"contry\"\n")).unwrap_err();
        assert_eq!(roster.len(), 2, "{roster:#?}");
    }
}

fn placed(file: &str, zh: &str, en: &str) -> Phrase {
    Phrase::new(format!("{file}:{zh}"), format!("{file}:{en}"))
}

/// A settings file that names a roster of this text, and what became of it.
fn with_roster(text: &str) -> Result<Config, Vec<Phrase>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gouji.toml");
    fs::write(&file, "[office]\nroster = \"roster.toml\"\n").unwrap();
    fs::write(folder.path().join("roster.toml"), text).unwrap();
    let place = format!("{}/", folder.path().display());
    let bare = |mistake: Phrase| Phrase::new(mistake.zh.replace(&place, ""), mistake.en.replace(&place, ""));
    Config::load(Some(&file), &places(folder.path()), Colours::Sixteen)
        .map_err(|mistakes| mistakes.found.into_iter().map(bare).collect())
}

#[test]
fn a_roster_lists_who_must_report() {
    let config = with_roster(
        "[[body]]\nname = \"青云县人民政府\"\nkind = \"county\"\n\n[[body]]\nname = \"青云县农业局\"\n\
         aliases = [\"县农业局\"]\nparent = \"青云县\"\nfrom = 2001-01-01\nto = \"2019-03-20\"\n\
         became = \"并入青云县农业农村局\"\npublished = 2024-01-20\n",
    )
    .unwrap();
    let member = config.roster.member("县农业局").unwrap();
    let expected = Member {
        name: "青云县农业局".to_owned(),
        body: None,
        aliases: vec!["县农业局".to_owned()],
        parent: Some("青云县".to_owned()),
        from: Date::new(2001, 1, 1).ok(),
        to: Date::new(2019, 3, 20).ok(),
        became: "并入青云县农业农村局".to_owned(),
        published: Date::new(2024, 1, 20).ok(),
    };
    assert_eq!(*member, expected);
    assert_eq!(config.roster.member("青云县").unwrap().body, Some(Body::County));
    assert_eq!(config.roster.below("青云县").map(|(place, _)| place).collect::<Vec<_>>(), [1]);
}

#[test]
fn every_mistake_in_a_roster_is_told_with_its_line() {
    let told = with_roster(
        "[[body]]\nname = \"青云县人民政府\"\nkind = \"conty\"\n\n\
         [[body]]\nname = \"石桥镇人民政府\"\nparnt = \"青云县\"\nfrom = \"2020\"\n\n\
         [[body]]\nname = \"柳河镇\"\naliases = [\"石桥镇\", 3]\nparent = \"青云县人民正府\"\n\n\
         [[body]]\nname = \"松台乡\"\nparent = \"梅川乡\"\n\n\
         [[body]]\nname = \"梅川乡\"\nparent = \"松台乡人民政府\"\nfrom = 2020-01-01\nto = 2019-01-01\n\n\
         [[body]]\nkind = 1\naliases = \"x\"\nparent = \"丁\"\n\n[bodies]\n",
    )
    .unwrap_err();
    let expected = [
        (
            "3: 没有名为 `conty` 的机关类型；是不是 `county`？",
            "3: unknown kind of body `conty`; did you mean `county`?",
        ),
        ("7: 没有名为 `parnt` 的项；是不是 `parent`？", "7: unknown key `parnt`; did you mean `parent`?"),
        ("8: from 为 \"2020\"，应为日期，如 2024-01-15", "8: from is \"2020\", expected a date, as 2024-01-15"),
        ("12: aliases 为 3，应为用引号括起的文字", "12: aliases is 3, expected a text in quotes"),
        ("12: “石桥镇”在第 6 行已经列出", "12: “石桥镇” is listed already in line 6"),
        (
            "13: 名册里没有上级“青云县人民正府”；是不是“青云县人民政府”？",
            "13: the roster lists no “青云县人民正府”; did you mean “青云县人民政府”?",
        ),
        ("17: “松台乡”的上级“梅川乡”又在它之下", "17: “松台乡” has “梅川乡” above it, which stands below it"),
        ("19: to 2019-01-01 早于 from 2020-01-01", "19: to 2019-01-01 is before from 2020-01-01"),
        (
            "21: “梅川乡”的上级“松台乡人民政府”又在它之下",
            "21: “梅川乡” has “松台乡人民政府” above it, which stands below it",
        ),
        ("25: 缺少 name", "25: name is missing"),
        ("26: kind 为 1，应为用引号括起的文字", "26: kind is 1, expected a text in quotes"),
        (
            "27: aliases 为 \"x\"，应为名称的列表，如 [\"县卫健局\"]",
            "27: aliases is \"x\", expected a list of names, as [\"县卫健局\"]",
        ),
        ("28: 名册里没有上级“丁”，请把它也列出", "28: the roster lists no “丁”: list it too"),
        ("30: 没有名为 `bodies` 的项；是不是 `body`？", "30: unknown key `bodies`; did you mean `body`?"),
    ];
    assert_eq!(told, expected.map(|(zh, en)| placed("roster.toml", zh, en)));
}

#[test]
fn a_roster_that_is_empty_or_not_there_is_named() {
    let told = with_roster("# nobody yet\n").unwrap_err();
    assert_eq!(told[0].en, "roster.toml:1: the roster lists no body, expected [[body]]");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gouji.toml");
    fs::write(&file, "[office]\nroster = \"roster.toml\"\n").unwrap();
    let mistakes = Config::load(Some(&file), &places(folder.path()), Colours::Sixteen).unwrap_err();
    let place = folder.path().join("roster.toml").display().to_string();
    assert_eq!(mistakes.found, [placed(&place, " 没有这个文件", " there is no such file")]);
}

#[test]
fn a_slip_of_syntax_has_its_line_too() {
    let mistakes = load("lang = \"en\"\nsettle = \n").unwrap_err();
    assert_eq!(mistakes[0].zh, "/etc/gouji.toml:2: 第10列：等号后面没有值（`settle =`）");
    assert_eq!(mistakes[0].en, "/etc/gouji.toml:2: column 10: nothing follows the equals sign (`settle =`)");
    let twice = load("lang = \"en\"\nlang = \"en\"\n").unwrap_err();
    assert_eq!(twice[0].zh, "/etc/gouji.toml:2: 第1列：这一项写了两次（`lang = \"en\"`）");
}

#[test]
fn mistakes_in_the_roster_and_in_the_rules_are_told_with_those_of_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let settings = write("gouji.toml", "rulz = []\nrules = [\"own.toml\"]\n[office]\nroster = \"roster.toml\"\n");
    let roster = write("roster.toml", "[[body]]\nname = \"柳河镇\"\n[[body]]\nname = \"柳河镇\"\n");
    let rules = write("own.toml", "[[rule]]\nid = \"TXT-3\"\noff = true\n");
    let output = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--config", &settings, "a.txt"])
        .env("HOME", folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    for expected in [
        format!("gouji: {settings}:1: 没有名为 `rulz` 的设置；是不是 `rules`？\n"),
        format!("gouji: {roster}:4: “柳河镇”在第 2 行已经列出\n"),
        format!("gouji: {rules}:2: 没有名为 `TXT-3` 的规则；是不是 `TXT-03`？"),
    ] {
        assert!(said.contains(&expected), "{said}, not {expected}");
    }
}

#[test]
fn control_characters_in_names_are_refused_and_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("gouji.toml");
    fs::write(&settings, "inbox = \"\\u001b]0;x\\u0007\"\n[office]\nroster = \"roster.toml\"\n\"a\\u001b[31mb\" = 1\n")
        .unwrap();
    let roster = "[[body]]\nname = \"柳河\\u001b[31m镇\"\naliases = [\"柳\\u202e河\"]\nparent = \"青\\u0007云县\"\n";
    fs::write(folder.path().join("roster.toml"), roster).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--config"])
        .arg(&settings)
        .arg("a.txt")
        .env("HOME", folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("roster.toml:2: name “柳河␛[31m镇”含有看不见的控制字符 U+001B，请删去"), "{said}");
    assert!(said.contains("roster.toml:3: aliases “柳<U+202E>河”含有看不见的控制字符 U+202E"), "{said}");
    assert!(said.contains("roster.toml:4: parent “青␇云县”"), "{said}");
    assert!(said.chars().all(|c| c == '\n' || !gouji::text::is_unprintable(c)), "{said:?}");
}

#[test]
fn a_named_file_must_exist_and_the_usual_one_need_not() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    assert!(Config::load(None, &places, Colours::Sixteen).is_ok());
    let named = folder.path().join("other.toml");
    let mistakes = Config::load(Some(&named), &places, Colours::Sixteen).unwrap_err();
    let place = named.display();
    assert_eq!(
        mistakes.found,
        [Phrase::new(format!("{place}: 没有这个文件"), format!("{place}: there is no such file"))]
    );
    fs::write(&named, "inbox = \"in\"").unwrap();
    let config = Config::load(Some(&named), &places, Colours::Sixteen).unwrap();
    assert_eq!(config.settings.inbox, folder.path().join("in"));
}

#[test]
fn mistakes_are_told_in_the_language_that_the_settings_ask_for() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    let file = folder.path().join("gouji.toml");
    let keys = folder.path().join("keys.toml");
    fs::write(&keys, "[review]\na = 1\n").unwrap();
    fs::write(folder.path().join("theme.toml"), "error = \"#ff0000\"\n").unwrap();
    for (text, lang) in [
        ("", Lang::Chinese),
        ("lang = \"zh-CN\"\nsettle = 1\n", Lang::Chinese),
        ("lang = \"en\"\n", Lang::English),
        ("settle = 1\nlang = \"en\"\n", Lang::English),
        ("lang = \"en\"\nsettle = \n", Lang::English),
        ("lang = \"fr\"\n", Lang::Chinese),
    ] {
        fs::write(&file, text).unwrap();
        let mistakes = Config::load(Some(&file), &places, Colours::Sixteen).unwrap_err();
        assert_eq!(mistakes.lang, lang, "{text}");
    }
    fs::write(&file, "").unwrap();
    let mistakes = Config::load(Some(&file), &places, Colours::Sixteen).unwrap_err();
    let (keys, theme) = (keys.display(), folder.path().join("theme.toml"));
    assert_eq!(
        mistakes.found,
        [
            Phrase::new(format!("{keys}:2: a 应为用引号括起的文字"), format!("{keys}:2: a must be a text in quotes")),
            Phrase::new(
                format!(
                    "{}:1: #ff0000 不是颜色；请用 16 种 ANSI 颜色的名称，或 bold、reversed、underlined、dim",
                    theme.display()
                ),
                format!(
                    "{}:1: #ff0000 is no colour; use one of the 16 ANSI names, bold, reversed, underlined, dim",
                    theme.display()
                )
            ),
        ]
    );
}

#[test]
fn a_file_that_cannot_be_read_is_named_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gouji.toml");
    fs::write(&file, b"inbox = \"\xca\xd5\"\n").unwrap();
    let mistakes = Config::load(Some(&file), &places(folder.path()), Colours::Sixteen).unwrap_err();
    let place = file.display();
    assert_eq!(
        mistakes.found,
        [Phrase::new(format!("{place}: 不是 UTF-8 编码的文本"), format!("{place}: it is no text in UTF-8"))]
    );
}

#[test]
fn every_group_of_a_form_has_its_heading_in_both_languages() {
    for form in Form::editions().unwrap() {
        let groups: Vec<_> = form.tables.iter().flat_map(|table| &table.groups).collect();
        assert!(!groups.is_empty());
        for group in groups {
            assert!(!group.en.is_empty() && group.en.is_ascii(), "{}: {}", form.edition, group.en);
        }
    }
    let form = include_str!("../../config/forms/2021.toml").replace("label = \"行政诉讼\"", "label = \"诉讼\"");
    let mistake = Form::from_toml(&form).unwrap_err();
    assert_eq!(mistake, "row relief.litigation_direct names the group 行政诉讼, which table relief does not have");
}
