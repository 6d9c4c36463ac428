//! Settings files, good and bad.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gouji::config::{Colours, Config, Places, Settings, knowledge};
use gouji::model::Lang;

fn places(root: &Path) -> Places {
    Places { home: root.join("home"), config: root.join("config"), data: root.join("data") }
}

fn load(text: &str) -> Result<Settings, Vec<String>> {
    Settings::load(Some((Path::new("/etc/gouji.toml"), text)), &places(Path::new("/somewhere")))
}

#[test]
fn the_defaults_are_valid_and_named_in_their_file() {
    let settings = Settings::load(None, &places(Path::new("/somewhere"))).unwrap();
    assert_eq!(settings.inbox, PathBuf::from("inbox"));
    assert_eq!(settings.store, PathBuf::from("/somewhere/data/gouji.db"));
    assert_eq!((settings.settle, settings.lang), (Duration::from_secs(2), Lang::Chinese));
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
        "settle = \"2x\"\nrescan = 5\n\ninbux = \"a\"\nlang = \"fr\"\nlast_year = \"a\"\nborders = 'none'\nstore = 1\n",
    )
    .unwrap_err();
    let expected = [
        "/etc/gouji.toml:1: settle is \"2x\", expected a length of time from \"100ms\" to \"24h\", as \"500ms\", \"2s\" or \"5m\"",
        "/etc/gouji.toml:2: rescan is 5, expected a length of time from \"100ms\" to \"24h\", as \"500ms\", \"2s\" or \"5m\"",
        "/etc/gouji.toml:4: unknown key inbux, expected inbox, store, last_year, settle, rescan, lang or borders",
        "/etc/gouji.toml:5: lang is \"fr\", expected \"zh-CN\" or \"en\"",
        "/etc/gouji.toml:6: last_year is \"a\", expected a list of paths, as [\"../2022\"]",
        "/etc/gouji.toml:7: borders is 'none', expected \"lines\" or \"ascii\"",
        "/etc/gouji.toml:8: store is 1, expected a path in quotes",
    ];
    assert_eq!(mistakes, expected);
}

#[test]
fn a_slip_of_syntax_has_its_line_too() {
    let mistakes = load("lang = \"en\"\nsettle = \n").unwrap_err();
    assert!(mistakes[0].starts_with("/etc/gouji.toml:2: "), "{mistakes:?}");
}

#[test]
fn a_named_file_must_exist_and_the_usual_one_need_not() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    assert!(Config::load(None, &places, Colours::Sixteen).is_ok());
    let named = folder.path().join("other.toml");
    let mistakes = Config::load(Some(&named), &places, Colours::Sixteen).unwrap_err();
    assert_eq!(mistakes, [format!("{}: there is no such file", named.display())]);
    fs::write(&named, "inbox = \"in\"").unwrap();
    let config = Config::load(Some(&named), &places, Colours::Sixteen).unwrap();
    assert_eq!(config.settings.inbox, folder.path().join("in"));
}
