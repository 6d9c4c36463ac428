//! What a mistake in a rule file is answered with: file, line, what was found, what was expected; all of them at once.

use gouji::rules::Rules;

use super::standard;

const GOOD: &str = r#"[[rule]]
id = "OWN-01"
version = 1
title = { zh = "自定规则", en = "Our own" }
severity = "error"
source = "某市规定"
message = { zh = "不符。", en = "Does not hold." }
doc.zh = "检查。"
doc.en = "Checks."
[rule.check]
kind = "equation"
for = "columns of requests"
equation = "carried_in = 0"
"#;

fn mistakes(text: &str) -> Vec<String> {
    let (forms, _) = standard();
    let mistakes = Rules::from_toml(&[("own.toml", text)], &forms).map(|rules| format!("{rules:?}")).unwrap_err();
    mistakes.into_iter().map(|mistake| mistake.en).collect()
}

#[test]
fn a_good_file_loads() {
    let (forms, _) = standard();
    assert_eq!(Rules::from_toml(&[("own.toml", GOOD)], &forms).unwrap().rules.len(), 1);
}

#[test]
fn each_mistake_is_told_with_its_line_and_the_nearest_name() {
    for (old, new, expected) in [
        ("carried_in = 0", "carried_im = 0", "own.toml:13: unknown row `carried_im`; did you mean `carried_in`?"),
        ("columns of requests", "columns of request", "did you mean `requests`?"),
        ("carried_in = 0", "carried_in", "own.toml:13: `carried_in` has no `=`"),
        ("OWN-01", "own1", "own.toml:2: the id `own1` is not of the shape `ABC-01`"),
        ("severity", "severty", "own.toml:5: unknown key `severty`"),
        ("\"error\"", "\"fatal\"", "own.toml:5: unknown value `fatal`; there are `error`, `warning`, `info`"),
        ("kind = \"equation\"", "kind = \"equatoin\"", "unknown value `equatoin`"),
        ("source", "editions = [\"2022\"]\nsource", "own.toml:6: unknown edition `2022`; did you mean `2021`?"),
        ("version = 1", "version = ", "own.toml:3:"),
        (
            "[rule.check]",
            "[[rule.weight]]\ncells = [\"requests.carried_im@*\"]\nseverity = \"info\"\n[rule.check]",
            "own.toml:11: unknown row `requests.carried_im`",
        ),
    ] {
        let said = mistakes(&GOOD.replace(old, new));
        assert!(said.iter().any(|mistake| mistake.contains(expected)), "{new}: {said:#?}");
    }
}

#[test]
fn checks_of_other_kinds_are_held_to_what_exists() {
    let head = &GOOD[..GOOD.find("[rule.check]").unwrap()];
    for (check, expected) in [
        ("kind = \"code\"\nname = \"truncted\"", "own.toml:12: unknown code `truncted`; did you mean `truncated`?"),
        (
            "kind = \"required\"\nsection = \"othr\"\nregex = \"x\"",
            "own.toml:12: unknown section `othr`; did you mean `other`?",
        ),
        ("kind = \"words\"\ndictionary = \"tpyo\"", "unknown list of words `tpyo`; did you mean `typo`?"),
        (
            "kind = \"words\"\nwords = [{ found = \"甲\", suggest = \"甲\" }]",
            "the word `甲` is empty or its own suggestion",
        ),
        (
            "kind = \"change\"\n[[rule.check.group]]\ncells = [\"requests.new_recieved@total\"]\nfloor = 1",
            "unknown cell `requests.new_recieved@total`; did you mean `requests.new_received@total`?",
        ),
        ("kind = \"code\"\nname = \"fee-tariff\"", "the parameter `step` is lacking"),
        ("kind = \"required\"\nsection = \"other\"", "a required text needs `regex`"),
        (
            "kind = \"required\"\nsection = \"other\"\nregex = \"(x\"",
            "own.toml:13: the regular expression `(x`: at character 1, unclosed group",
        ),
    ] {
        let said = mistakes(&format!("{head}[rule.check]\n{check}\n"));
        assert!(said.iter().any(|mistake| mistake.contains(expected)), "{check}: {said:#?}");
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let second = GOOD.replace("OWN-01", "OWN-02").replace("carried_in", "carried_up");
    let third = GOOD.replace("severity = \"error\"", "severity = 1");
    let said = mistakes(&format!("{GOOD}\n{second}\n{third}\n{GOOD}"));
    assert_eq!(said.len(), 4, "{said:#?}");
    assert!(said[0].starts_with("own.toml:27:"), "{said:#?}");
    assert!(said[1].starts_with("own.toml:30: the id `OWN-01` is already"), "{said:#?}");
    assert_eq!(said[2], "own.toml:33: severity is 1, expected a text in quotes (`severity = 1`)");
    assert!(said[3].contains("`OWN-01` is already that of the rule at own.toml:2"), "{said:#?}");
}
