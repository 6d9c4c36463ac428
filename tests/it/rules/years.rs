//! The rules against last year's report where the editions of the form differ, and where figures are blank.

use gouji::model::Checks;

use super::fixture::Fixture;
use super::standard;

fn check(toml: &str) -> Checks {
    let (forms, rules) = standard();
    Fixture::read(toml, "inline").check(&forms, &rules).checks
}

/// The sentences of one rule.
fn told(checks: &Checks, rule: &str) -> Vec<String> {
    checks.findings.iter().filter(|found| found.rule == rule).map(|found| found.message.zh.clone()).collect()
}

fn undecided(checks: &Checks, rule: &str) -> Vec<&'static str> {
    checks.undecided.iter().filter(|undecided| undecided.rule == rule).map(|found| found.reason.name()).collect()
}

/// A report on 2021 after one on 2020, which follows the form of 2019.
fn across(this: &str, last: &str) -> Checks {
    check(&format!("year = 2021\n{this}\n[last_year]\nform = \"2019\"\n{last}"))
}

#[test]
fn the_carry_over_is_checked_across_the_editions_and_the_stock_is_not() {
    let checks = across(
        "[cells]\n\"requests.carried_in@total\" = \"2\"\n\"disclosure.art20_1.rules@in_force\" = \"9\"",
        "[last_year.cells]\n\"requests.carried_out@total\" = \"3\"\n\"disclosure19.art20_1.rules@total_disclosed\" = \"4\"",
    );
    assert_eq!(told(&checks, "YOY-01"), ["“总计”列：上年报告结转下年3件，本年上年结转填2件。"]);
    assert_eq!((told(&checks, "YOY-02").len(), undecided(&checks, "YOY-02")), (0, vec!["not_comparable"]));
}

#[test]
fn decisions_are_compared_across_the_editions_and_documents_made_are_not_judged() {
    let checks = across(
        "[cells]\n\"disclosure.art20_5.licensing@decisions\" = \"900\"\n\"disclosure.art20_6.penalties@decisions\" = \"5\"\n\
         \"disclosure.art20_1.rules@made\" = \"900\"\n\"disclosure.art20_1.rules@in_force\" = \"900\"\n\
         \"disclosure.art20_1.normative_documents@in_force\" = \"70\"",
        "[last_year.cells]\n\"disclosure19.art20_5.licensing@decisions\" = \"100\"\n\
         \"disclosure19.art20_1.rules@new_made\" = \"2\"\n\"disclosure19.art20_1.rules@total_disclosed\" = \"2\"",
    );
    let jumps = told(&checks, "YOY-03");
    assert!(jumps.len() == 1 && jumps[0].contains("行政许可") && jumps[0].contains("由100变为900"), "{jumps:?}");
    let from_nothing = told(&checks, "YOY-05");
    assert!(from_nothing.len() == 1 && from_nothing[0].contains("行政处罚"), "{from_nothing:?}");
    let proof = checks.findings.iter().find(|found| found.rule == "YOY-03").unwrap().proof.as_ref().unwrap();
    assert!(format!("{:?}", proof.right).contains("disclosure19.art20_5.licensing@decisions"), "{proof:?}");
    let editions = told(&checks, "YOY-09");
    assert!(editions.len() == 1 && editions[0].contains("5格口径不同"), "{editions:?}");
}

#[test]
fn two_years_of_the_edition_of_2019_are_compared_as_well() {
    let checks = check(
        "form = \"2019\"\nyear = 2020\n[cells]\n\"requests.new_received@total\" = \"90\"\n[last_year]\nform = \"2019\"\n\
         [last_year.cells]\n\"requests.new_received@total\" = \"30\"",
    );
    assert_eq!(told(&checks, "YOY-03").len(), 1);
    assert!(told(&checks, "YOY-09").is_empty());
}

#[test]
fn a_table_is_compared_across_the_editions_where_each_of_its_cells_can_be() {
    let relief = "\"relief.review@upheld\" = \"2\"\n\"relief.review@other\" = \"1\"\n\"relief.review@total\" = \"3\"\n";
    let requests = "\"requests.new_received@total\" = \"4\"\n\"requests.results.total@total\" = \"4\"\n";
    let this = format!("[cells]\n{relief}{requests}\"requests.results.other.other@total\" = \"4\"");
    let last = format!("[last_year.cells]\n{relief}{requests}\"requests.results.other_processing@total\" = \"4\"");
    let same = told(&across(&this, &last), "YOY-04");
    assert!(same.len() == 2 && same.iter().all(|table| table.contains("（3个") || table.contains("（5个")), "{same:?}");
    assert!(told(&across(&this, &last.replace("= \"3\"", "= \"7\"")), "YOY-04").len() == 1);
}

#[test]
fn a_table_is_last_years_whatever_stands_for_nothing_in_it() {
    let cells = "\"relief.review@upheld\" = \"2\"\n\"relief.review@other\" = \"1\"\n\"relief.review@total\" = \"3\"\n";
    let with = |blank: &str| format!("[cells]\n{cells}{blank}\n[last_year.cells]\n{cells}");
    let one = |checks: &Checks| told(checks, "YOY-04").len();
    assert_eq!(one(&check(&with("\"relief.review@pending\" = \"\""))), 1);
    assert_eq!(one(&check(&with("\"relief.review@pending\" = \"/\""))), 1);
    assert_eq!(one(&check(&with("\"relief.review@pending\" = \"1\""))), 0);
    assert_eq!(one(&check(&with("\"relief.review@pending\" = \"若干\""))), 0);
}

#[test]
fn from_nothing_any_figure_counts_and_to_nothing_ten() {
    let told_of = |new: &str, old: &str| {
        let toml = format!(
            "[cells]\n\"relief.review@total\" = \"{new}\"\n[last_year.cells]\n\"relief.review@total\" = \"{old}\""
        );
        told(&check(&toml), "YOY-05").len()
    };
    assert_eq!((told_of("1", "0"), told_of("0", "9"), told_of("0", "10"), told_of("0", "0")), (1, 0, 1, 0));
}

#[test]
fn a_figure_left_over_is_one_of_the_same_thing() {
    let told_of = |words: &str, last: &str| {
        let toml = format!(
            "[reword]\n\"全年未收到政府信息公开申请\" = \"{words}\"\n[cells]\n\"requests.new_received@total\" = \"9\"\n\
             \"requests.results.total@total\" = \"8\"\n\"disclosure.art20_6.penalties@decisions\" = \"30\"\n\
             [last_year.cells]\n{last}"
        );
        told(&check(&toml), "YOY-08").len()
    };
    let last = "\"requests.new_received@total\" = \"5\"\n\"requests.carried_in@total\" = \"1\"\n\
                \"disclosure.art20_6.penalties@decisions\" = \"20\"";
    assert_eq!(told_of("全年共收到政府信息公开申请5件", last), 1);
    // 受理 may speak of those carried in as well.
    assert_eq!(told_of("全年受理政府信息公开申请6件", last), 1);
    assert_eq!(told_of("全年共收到政府信息公开申请20件", last), 0);
    assert_eq!(told_of("全年共收到政府信息公开申请9件，作出行政处罚决定20件", last), 1);
    assert_eq!(told_of("全年共收到政府信息公开申请9件，作出行政处罚决定25件", last), 0);
    // What is round may mean this year's.
    assert_eq!(told_of("全年共收到政府信息公开申请9件，作出行政处罚决定20余件", last), 0);
}

#[test]
fn decisions_left_over_are_found_across_the_editions_and_what_counts_otherwise_is_not_held_against_anything() {
    let checks = across(
        "[reword]\n\"全年未收到政府信息公开申请\" = \"作出行政处罚决定20件，现行有效规范性文件7件\"\n[cells]\n\
         \"disclosure.art20_6.penalties@decisions\" = \"30\"\n\
         \"disclosure.art20_1.normative_documents@in_force\" = \"9\"",
        "[last_year.cells]\n\"disclosure19.art20_6.penalties@decisions\" = \"20\"\n\
         \"disclosure19.art20_1.normative_documents@total_disclosed\" = \"7\"",
    );
    let left = told(&checks, "YOY-08");
    assert!(left.len() == 1 && left[0].contains("行政处罚决定20件"), "{left:?}");
}

#[test]
fn a_fee_has_not_passed_where_last_years_cannot_be_compared() {
    let fees = "[cells]\n\"disclosure.art20_8.fees@amount_wan\" = \"12.5\"";
    assert_eq!(undecided(&across(fees, ""), "YOY-11"), ["not_comparable"]);
    let blank = format!("{fees}\n[last_year.cells]\n\"disclosure.art20_8.fees@amount_wan\" = \"\"");
    assert_eq!(undecided(&check(&blank), "YOY-11"), ["not_assessable"]);
    let slipped = fees.replace("12.5", "1250000");
    assert_eq!(told(&across(&slipped, ""), "YOY-11").len(), 1);
}
