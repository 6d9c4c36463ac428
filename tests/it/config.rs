//! Settings files, good and bad.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gouji::config::{Colours, Config, Places, Settings, knowledge};
use gouji::form::Form;
use gouji::model::{DoubtBound, Lang, Phrase};

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
        "/etc/gouji.toml:4: unknown key inbux, expected inbox, store, last_year, rules, settle, rescan, lang, borders, doubt_rule_above or doubt_rule_from",
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
        "/etc/gouji.toml:4: 没有 inbux 这一项，应为 inbox、store、last_year、rules、settle、rescan、lang、borders、doubt_rule_above 或 doubt_rule_from",
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
fn a_slip_of_syntax_has_its_line_too() {
    let mistakes = load("lang = \"en\"\nsettle = \n").unwrap_err();
    let said = mistakes[0].en.strip_prefix("/etc/gouji.toml:2: ").unwrap();
    assert_eq!(mistakes[0].zh, format!("/etc/gouji.toml:2: TOML 语法有误：{said}"));
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
