//! Rules that can never fire, contradict one another or repeat one another are found when they are laid together.

use gouji::rules::Rules;

use super::standard;

fn rule(id: &str, check: &str) -> String {
    format!(
        "[[rule]]\nid = \"{id}\"\ntitle = \"自定\"\nseverity = \"info\"\nmessage = \"不符。\"\n[rule.check]\n{check}\n"
    )
}

fn lint(text: &str) -> Vec<String> {
    let (forms, _) = standard();
    let rules = Rules::with_own(&[("own.toml", text)], &forms).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    rules.lint().into_iter().map(|lint| format!("{} {} {}", lint.place, lint.rule, lint.what.en)).collect()
}

#[track_caller]
fn assert_finds(text: &str, expected: &str) {
    let found = lint(text);
    assert!(found.iter().any(|line| line.contains(expected)), "{expected} is not in {found:#?}");
}

#[test]
fn a_sound_file_of_ones_own_is_clean() {
    let text = rule("OWN-01", "kind = \"equation\"\nequation = \"requests.new_received@total <= 5000\"")
        + "[[rule]]\nid = \"TXT-03\"\noff = true\n[[rule]]\nid = \"TXT-05\"\nseverity = \"warning\"\n";
    assert_eq!(lint(&text), [""; 0]);
}

#[test]
fn the_same_sum_in_another_order_is_a_repetition() {
    let equation = "kind = \"equation\"\nfor = \"columns of requests\"\nequation = \"results.total + carried_out - carried_in = new_received\"";
    assert_finds(&rule("OWN-01", equation), "own.toml:2 OWN-01 repeats ARI-03: the same sum");
}

#[test]
fn sums_that_cannot_both_hold_contradict() {
    let two = |second: &str| {
        rule("OWN-01", "kind = \"equation\"\nequation = \"relief.review@total = 3\"")
            + &rule("OWN-02", &format!("kind = \"equation\"\nequation = \"{second}\""))
    };
    assert_finds(&two("4 - relief.review@total = 0"), "OWN-02 contradicts OWN-01: both sums cannot hold");
    assert_finds(&two("relief.review@total >= 4"), "OWN-02 contradicts OWN-01");
    assert_finds(&two("relief.review@total <= 4"), "OWN-02 repeats OWN-01");
    assert_eq!(lint(&two("relief.litigation_direct@total = 4")), [""; 0]);
}

#[test]
fn what_is_asked_for_may_not_be_forbidden() {
    let text = rule("OWN-01", "kind = \"required\"\nsection = \"other\"\nregex = \"本市规定\"")
        + &rule("OWN-02", "kind = \"forbidden\"\n[[rule.check.pattern]]\nregex = \"本市\"");
    assert_finds(&text, "own.toml:11 OWN-02 contradicts OWN-01: one asks for “本市规定”, the other forbids it");
}

#[test]
fn words_that_send_the_writer_in_a_circle_contradict() {
    let text = rule("OWN-01", "kind = \"words\"\nwords = [{ found = \"甲词\", suggest = \"乙词\" }]")
        + &rule("OWN-02", "kind = \"words\"\nwords = [{ found = \"乙词\", suggest = \"甲词\" }]")
        + &rule(
            "OWN-03",
            "kind = \"words\"\nwords = [{ found = \"甲词\", suggest = \"乙词\" }, { found = \"新一步\", suggest = \"更一步\" }]",
        );
    assert_finds(&text, "OWN-02 contradicts OWN-01: “甲词” is suggested here and is to be “乙词” there");
    assert_finds(&text, "OWN-03 repeats OWN-01: both list “甲词”");
    assert_finds(&text, "OWN-03 contradicts TXT-01: should “新一步” be “进一步” or “更一步”");
}

#[test]
fn rules_that_can_never_fire_are_found() {
    assert_finds(&rule("OWN-01", "kind = \"cells\"\nfaults = []"), "can never fire: it names no fault");
    assert_finds(&rule("OWN-01", "kind = \"forbidden\"\npattern = []"), "can never fire: it names no text");
    let same = "kind = \"equation\"\nequation = \"relief.review@total = relief.review@total\"";
    assert_finds(&rule("OWN-01", same), "can never fire: both sides are the same");
    let circular = "kind = \"required\"\nsection = \"other\"\nregex = \"甲\"\nwhen = \"甲\"";
    assert_finds(&rule("OWN-01", circular), "can never fire: it is asked only where the text is there");
}

#[test]
fn changes_without_effect_are_found() {
    let text = "[[rule]]\nid = \"YOY-07\"\noff = true\nseverity = \"info\"\n[[rule]]\nid = \"TXT-05\"\nseverity = \"error\"\n[[rule]]\nid = \"TXT-05\"\nseverity = \"info\"\n";
    assert_finds(text, "own.toml:4 YOY-07 the rule is switched off, and changed as well");
    assert_finds(text, "own.toml:7 TXT-05 what is changed here is changed again at own.toml:10");
}

#[test]
fn a_check_of_ours_under_another_id_is_a_repetition() {
    assert_finds(&rule("OWN-01", "kind = \"code\"\nname = \"signature\""), "repeats STR-13: the same function");
    assert_finds(&rule("OWN-01", "kind = \"sections\"\nwhat = \"order\""), "repeats STR-02");
    assert_finds(&rule("OWN-01", "kind = \"words\"\ndictionary = \"term\""), "repeats TXT-11");
    assert_finds(&rule("OWN-01", "kind = \"cells\"\nfaults = [\"blank\"]"), "repeats TAB-04");
}
