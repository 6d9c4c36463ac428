//! Files made to be a nuisance: text without stops, and thousands of the same claim. They are checked like any other and
//! told in bounds.

use gouji::rules::MOST_TOLD;

use super::fixture::{Checked, Fixture};
use super::standard;

const PLAIN: &str = "全年未收到政府信息公开申请";

fn with_sentence(sentence: &str) -> Checked {
    let (forms, rules) = standard();
    let toml = format!("[reword]\n\"{PLAIN}\" = \"{sentence}\"");
    Fixture::read(&toml, "hostile").check(&forms, &rules)
}

fn findings(checked: &Checked, rule: &str) -> usize {
    checked.checks.findings.iter().filter(|finding| finding.rule == rule).count()
}

#[test]
fn a_paragraph_without_a_stop_makes_no_claims() {
    for (piece, times) in [("一、", 200_000), ("收到政府信息公开申请5件，", 20_000), ("信息公开行政复议5件、", 20_000)]
    {
        let checked = with_sentence(&piece.repeat(times));
        for rule in ["NAR-01", "NAR-06", "NAR-09"] {
            assert_eq!(findings(&checked, rule), 0, "{piece}");
        }
    }
}

#[test]
fn sentences_full_of_figures_are_read_in_bounded_time() {
    for piece in ["其中五件，", "五件", "其中5件、", "增长5%，", "5件", "信息公开诉讼5件"] {
        let sentence = format!("收到政府信息公开申请，{}。", piece.repeat(1900 / piece.chars().count()));
        let checked = with_sentence(&sentence.repeat(20));
        assert!(checked.claims.len() <= 20_000, "{piece}: {}", checked.claims.len());
        assert_eq!(findings(&checked, "NAR-01"), 0, "{piece}");
    }
}

#[test]
fn a_number_beyond_all_counting_is_no_figure() {
    let checked = with_sentence(&format!("收到政府信息公开申请{}件。", "1".repeat(1900)).repeat(50));
    assert_eq!(findings(&checked, "NAR-01") + findings(&checked, "NAR-06"), 0);
}

#[test]
fn what_is_told_of_one_rule_has_an_end() {
    let checked = with_sentence(&"收到政府信息公开申请5件。".repeat(MOST_TOLD + 7));
    assert_eq!(findings(&checked, "NAR-06"), MOST_TOLD);
    let rest = checked.checks.undecided.iter().find(|undecided| undecided.rule == "NAR-06").unwrap();
    assert!(rest.message.zh.contains("另有7处未列"), "{}", rest.message.zh);
}

#[test]
fn a_plan_without_a_stop_is_told_once() {
    let (forms, rules) = standard();
    let toml = format!("[reword]\n\"下一步，将加强培训\" = \"{}\"", "2023年我县将加强培训".repeat(150));
    let checked = Fixture::read(&toml, "hostile").check(&forms, &rules);
    assert_eq!(findings(&checked, "PER-03"), 1);
}

#[test]
fn a_text_broken_at_a_fixed_width_is_told_once_and_quoted_without_its_line_breaks() {
    let lines = [
        "各单位按照要求及时梳理本年度应当公开的各类事项并",
        "逐项明确责任科室和完成时限，定期通报有关情况和",
        "存在的不足",
    ];
    let checked = with_sentence(&format!(
        "{}经过逐件核对和统计，全年收到政府信息公开申\\n\\n请5件",
        format!("{}。\\n\\n", lines.join("\\n\\n")).repeat(6)
    ));
    let told: Vec<&str> = checked
        .checks
        .findings
        .iter()
        .filter(|finding| finding.rule == "EXT-04")
        .map(|finding| finding.message.zh.as_str())
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("共13处"), "{told:?}");
    let quotes: Vec<&str> = checked.checks.findings.iter().map(|finding| finding.message.zh.as_str()).collect();
    assert!(quotes.iter().all(|message| !message.contains('\n')), "{quotes:?}");
    assert!(quotes.iter().any(|message| message.contains("收到政府信息公开申请5件")), "{quotes:?}");
}
