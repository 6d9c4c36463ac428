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
    rules
        .lint(&forms)
        .into_iter()
        .map(|lint| format!("{} {} {}; {}", lint.place, lint.rule, lint.what.en, lint.remedy.en))
        .collect()
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

const ROW: &str = "requests.new_received@natural_person + requests.new_received@commercial_enterprise + \
    requests.new_received@research_institution + requests.new_received@public_welfare_org + \
    requests.new_received@legal_service_org + requests.new_received@other_org";

#[test]
fn a_sum_that_follows_from_others_is_named_with_those_it_follows_from() {
    let follows = |right: &str| {
        let equation = format!("{ROW} + requests.carried_in@total = {right}");
        rule("OWN-01", &format!("kind = \"equation\"\nequation = \"{equation}\""))
    };
    let right = "requests.results.total@total + requests.carried_out@total";
    assert_finds(
        &follows(right),
        "own.toml:2 OWN-01 says nothing new: it follows from ARI-01 requests.new_received, ARI-03 total; delete it",
    );
    assert_finds(
        &follows(&format!("{right} + 1")),
        "own.toml:2 OWN-01 contradicts: cannot hold together with ARI-01 requests.new_received, ARI-03 total",
    );
    // Twice a sum is that sum, and half of it as well.
    let twice = "kind = \"equation\"\nfor = \"columns of requests\"\nequation = \"new_received + new_received + carried_in + carried_in = results.total + results.total + carried_out + carried_out\"";
    assert_finds(&rule("OWN-01", twice), "OWN-01 says nothing new: it follows from ARI-03");
    // What is new in one of its columns is new.
    let new = "kind = \"equation\"\nfor = \"columns of requests\"\nequation = \"carried_in = 0\"";
    assert_eq!(lint(&rule("OWN-01", new)), [""; 0]);
}

#[test]
fn a_sum_that_fails_or_holds_whatever_the_figures_are_is_found() {
    let of = |sum: &str| rule("OWN-01", &format!("kind = \"equation\"\nequation = \"{sum}\""));
    assert_finds(&of("relief.review@total >= 0"), "can never fire: counts and amounts are never below 0");
    assert_finds(&of("relief.review@total + 1 <= 0"), "can never hold: counts and amounts are never below 0");
    assert_finds(&of("relief.review@total + relief.review@other + 3 = 0"), "can never hold");
    assert_finds(&of("relief.review@total = relief.review@total + 2"), "can never hold: there are only constants");
    // The change on the year before may be below zero.
    let signed = "kind = \"equation\"\nequation = \"disclosure19.art20_6.penalties@change + 5 >= 0\"";
    let signed = rule("OWN-01", signed).replace("severity", "editions = [\"2019\"]\nseverity");
    assert_eq!(lint(&signed), [""; 0]);
}

#[test]
fn patterns_that_match_nothing_or_anything_are_found() {
    let forbid =
        |regex: &str| rule("OWN-01", &format!("kind = \"forbidden\"\n[[rule.check.pattern]]\nregex = '{regex}'"));
    assert_finds(&forbid("[^\\s\\S]"), "can never fire: `[^\\s\\S]` matches no text; correct the pattern");
    assert_finds(&forbid("a^b"), "can never fire: `a^b` matches no text");
    assert_finds(&forbid(""), "fires in every report: （空） matches any text");
    assert_finds(&forbid("(政务)?"), "fires in every report: `(政务)?` matches any text");
    assert_eq!(lint(&forbid("")).len(), 1, "what is required is not said to be forbidden by an empty pattern");
    let ask = |regex: &str| rule("OWN-01", &format!("kind = \"required\"\nsection = \"other\"\nregex = '{regex}'"));
    assert_finds(&ask("x*"), "can never fire: `x*` matches any text");
    assert_finds(&ask("政务 热线"), "fires in every report: `政务 热线` matches no prose: blanks and * are taken out");
    assert_finds(&ask("甲\"\nwhen = \"乙^丙").replace('\'', "\""), "can never fire: when matches no text");
    let unless = forbid("政务").replace("kind = \"forbidden\"", "kind = \"forbidden\"\nunless = \".*\"");
    assert_finds(&unless, "can never fire: unless matches any text");
}

#[test]
fn a_required_text_that_a_list_of_words_corrects_contradicts_it() {
    let text = rule("OWN-01", "kind = \"required\"\nsection = \"other\"\nregex = \"市民热线|12345热线\"")
        + &rule("OWN-02", "kind = \"words\"\nwords = [{ found = \"热线\", suggest = \"电话\" }]");
    assert_finds(&text, "OWN-02 contradicts OWN-01: one asks for “市民热线|12345热线”, the other forbids it");
}

#[test]
fn a_warning_above_the_error_is_found_where_it_is_set() {
    let set = |value: &str| format!("[[rule]]\nid = \"YOY-07\"\n[rule.parameters]\nwarning = {value}\n");
    assert_finds(&set("0.97"), "own.toml:4 YOY-07 warning 0.97 is above error 0.95");
    assert_eq!(lint(&set("0.9")), [""; 0]);
}

#[test]
fn what_no_edition_or_cell_comes_to_is_found() {
    let asked = "kind = \"required\"\nsection = \"other\"\nregex = \"甲\"\nfrom_year = 2021";
    let asked = rule("OWN-01", asked).replace("severity", "editions = [\"2019\"]\nseverity");
    assert_finds(&asked, "can never fire: it is asked from 2021 on, and the form of 2019 ends with 2020");
    let cells = rule("OWN-01", "kind = \"cells\"\nfaults = [\"negative\"]\nnumbers = [\"change\"]");
    assert_finds(
        &cells.replace("severity", "editions = [\"2021\"]\nseverity"),
        "the form of 2021 has no cell of the kind",
    );
    let weights = "[[rule.weight]]\ncells = [\"*@*\"]\nseverity = \"error\"\n[[rule.weight]]\ncells = [\"*@total\"]\nseverity = \"info\"\n[rule.check]";
    let weighted = rule("OWN-01", "kind = \"equation\"\nequation = \"requests.new_received@total <= 5\"");
    assert_finds(&weighted.replace("[rule.check]", weights), "[[rule.weight]] number 2 (*@total) has no effect");
}
