//! The keymap, the theme and the words: the defaults are sound, mistakes are named with their line.

use std::collections::BTreeSet;
use std::path::Path;

use gouji::config::{Action, Colours, Key, Keymap, Mistake, Mode, Role, Theme, Words, words};
use gouji::model::Lang;
use ratatui::style::Color;

use crate::layers::sources;

fn message_keys(text: &str) -> BTreeSet<&str> {
    text.lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, _)| key)
        .collect()
}

#[test]
fn both_languages_have_the_same_words() {
    let [chinese, english] = words::sources().map(message_keys);
    assert_eq!(chinese, english);
    for lang in [Lang::Chinese, Lang::English] {
        let words = Words::load(lang);
        assert!(chinese.iter().all(|key| words.has(key)), "a line of the file is not understood");
    }
}

/// Every string of the sources that looks like the key of a word must be one, and every word must be used.
#[test]
fn every_word_that_the_code_says_exists_and_is_used() {
    let words = Words::load(Lang::Chinese);
    let mut said = BTreeSet::new();
    let mut files = vec![];
    for folder in ["src/view", "src/app", "src/cli"] {
        sources(Path::new(folder), &mut files);
    }
    for file in files {
        let source = std::fs::read_to_string(&file).unwrap();
        for call in [".say(\"", ".say_with(\""] {
            for after in source.split(call).skip(1) {
                let key = after.split('"').next().unwrap();
                assert!(words.has(key), "{}: no words for {key}", file.display());
            }
        }
        said.extend(source.split('"').map(str::to_owned));
    }
    for action in Action::ALL {
        assert!(words.has(action.word()) && words.has(action.doc()), "no words for {}", action.name());
    }
    let unused: Vec<&str> = message_keys(words::sources()[0])
        .into_iter()
        .filter(|key| !key.starts_with("action-") && !said.contains(*key))
        .collect();
    assert!(unused.is_empty(), "never said: {unused:?}");
}

#[test]
fn every_action_has_a_key_that_needs_no_letter() {
    let keymap = Keymap::load(None).unwrap();
    for mode in Mode::ALL {
        for action in keymap.actions(mode) {
            let keys = keymap.keys(mode, action);
            assert!(keys.iter().any(|key| key.needs_no_letter()), "{} in {}", action.name(), mode.name());
        }
    }
}

#[test]
fn every_action_can_be_reached() {
    let keymap = Keymap::load(None).unwrap();
    for action in Action::ALL {
        assert!(Mode::ALL.iter().any(|mode| !keymap.keys(*mode, action).is_empty()), "{}", action.name());
    }
}

#[test]
fn a_users_file_is_laid_over_line_by_line() {
    let keymap = Keymap::load(Some("[review]\na = \"none\"\nx = \"approve\"\n")).unwrap();
    let pressed = |name: &str| keymap.action(Mode::Review, Key::parse(name).unwrap().event());
    assert_eq!(pressed("a"), None);
    assert_eq!(pressed("x"), Some(Action::Approve));
    assert_eq!(pressed("F5"), Some(Action::Approve));
    assert_eq!(pressed("Ctrl-l"), Some(Action::Repaint));
}

fn listed(mistakes: &[Mistake], lang: Lang) -> String {
    let lines: Vec<String> =
        mistakes.iter().map(|mistake| format!("{}: {}", mistake.line, mistake.what.text(lang))).collect();
    lines.join("\n")
}

#[test]
fn all_mistakes_are_listed_with_their_lines() {
    let own = "[review]\na = \"aprove\"\nHyper-x = \"undo\"\nF5 = \"undo\"\nf5 = \"reject\"\n[nowhere]\nx = \"quit\"\n[queue]\nq = \"open\"\n";
    let mistakes = Keymap::load(Some(own)).unwrap_err();
    insta::assert_snapshot!(listed(&mistakes, Lang::English), @r#"
    2: there is no action "aprove"; did you mean "approve"?
    3: there is no key Hyper-x
    5: F5 is already "undo" in line 4, it cannot also be "reject"
    7: there is no table [nowhere]; the tables are anywhere, queue, review, text-field, help
    9: q is "open" in [queue] and "quit" in [anywhere]; unbind one of them with "none"
    "#);
    insta::assert_snapshot!(listed(&mistakes, Lang::Chinese), @r#"
    2: 没有 "aprove" 这个操作；是否应为 "approve"？
    3: 没有 Hyper-x 这个键
    5: F5 在第 4 行已设为 "undo"，不能再设为 "reject"
    7: 没有 [nowhere] 这一节；可用的有 anywhere、queue、review、text-field、help
    9: q 在 [queue] 中是 "open"，在 [anywhere] 中是 "quit"；请用 "none" 取消其中一处
    "#);
}

#[test]
fn broken_toml_is_named_with_its_line() {
    let mistakes = Keymap::load(Some("[review]\na = \n")).unwrap_err();
    assert!(!mistakes.is_empty() && mistakes.iter().all(|mistake| mistake.line == 2), "{mistakes:?}");
    assert_eq!(mistakes[0].what.zh, "第5列：等号后面没有值（`a =`）");
    assert_eq!(mistakes[0].what.en, "column 5: nothing follows the equals sign (`a =`)");
}

#[test]
fn no_color_keeps_what_is_no_colour() {
    let theme = Theme::load(None, Colours::None).unwrap();
    for role in Role::ALL {
        assert_eq!(theme.style(role).fg, None);
        assert_eq!(theme.style(role).bg, None);
    }
    assert!(
        Theme::load(Some("error = \"blue\"\n"), Colours::Sixteen).unwrap().style(Role::Error).fg == Some(Color::Blue)
    );
    let mistakes = Theme::load(Some("eror = \"red\"\nerror = \"#ff0000\"\n"), Colours::Sixteen).unwrap_err();
    assert_eq!(mistakes.iter().map(|mistake| mistake.line).collect::<Vec<_>>(), [1, 2]);
    assert!(mistakes[0].what.zh.starts_with("没有 eror 这一项；可用的有 title、border、"), "{mistakes:?}");
    assert!(mistakes[0].what.en.starts_with("there is no role eror; the roles are title, border, "), "{mistakes:?}");
}
