//! A version that comes again: each point of the letter with its answer, and what nobody asked for.

use std::sync::Arc;

use gouji::diff::{Answer, Resubmission};
use gouji::document::{Limits, read};
use gouji::examine::{Beside, Examined, Knowledge, examine};
use gouji::form::Form;
use gouji::model::{CellState, Finding, Lang, Severity};
use gouji::parse::parse;
use gouji::rules::{Office, Past, Rules, Sent};
use rust_decimal::Decimal;

use crate::support::samples;
use crate::support::scene::{Scene, scene};
use crate::writer::{Layout, Sample, write};

fn knowledge() -> Knowledge {
    let forms = Form::editions().unwrap();
    let rules = Rules::standard(&forms).unwrap();
    Knowledge { forms, rules, limits: Limits::default(), program: None }
}

/// What stands in the first version: a row that does not add up, a figure of the prose that the table does not have, and
/// the same once more in the table on review.
fn first(form: &Form) -> Sample<'_> {
    Sample::new(form, "石桥镇人民政府", 2023)
        .set(&[
            ("requests.new_received@natural_person", "5"),
            ("requests.new_received@total", "6"),
            ("requests.results.granted@natural_person", "5"),
            ("requests.results.granted@total", "5"),
            ("requests.results.total@natural_person", "5"),
            ("requests.results.total@total", "5"),
            ("relief.review@upheld", "1"),
            ("relief.review@total", "2"),
        ])
        .reword("全年未收到政府信息公开申请", "全年共收到政府信息公开申请7件")
}

/// The second version against the first, of which every error was sent back.
fn again(knowledge: &Knowledge, first: &Sample, second: &Sample) -> (Vec<Finding>, Examined) {
    let (old, new) = (write(first, Layout::Grid), write(second, Layout::Grid));
    let mut findings = examine("1.txt", old.as_bytes(), knowledge, |_| Beside::default()).unwrap().checks.findings;
    findings.retain(|finding| finding.severity == Severity::Error);
    let (document, _) = read("", old.as_bytes(), &knowledge.limits).unwrap();
    let (report, _) = parse(&document, &knowledge.forms);
    let past = Arc::new(Past { document, report, source: "第1版".to_owned() });
    let sent = Sent { version: 1, past, findings: findings.clone() };
    let office = Office { sent_back: Some(sent), ..Office::default() };
    let beside = Beside { office: Some(office), ..Beside::default() };
    (findings, examine("2.txt", new.as_bytes(), knowledge, |_| beside).unwrap())
}

fn answers(found: &Resubmission) -> Vec<(&str, Answer)> {
    found.returned.iter().map(|returned| (returned.finding.rule.as_str(), returned.answer)).collect()
}

fn answer(found: &Resubmission, rule: &str, cell: &str) -> Answer {
    let is_this = |finding: &Finding| finding.rule == rule && finding.cells.iter().any(|id| id.as_str() == cell);
    found.returned.iter().find(|returned| is_this(&returned.finding)).unwrap().answer
}

#[test]
fn the_same_again_answers_nothing_and_changes_nothing() {
    let knowledge = knowledge();
    let sample = first(knowledge.form("2021"));
    let (findings, examined) = again(&knowledge, &sample, &sample.clone());
    let found = examined.resubmission.unwrap();
    assert!(findings.len() >= 3, "{findings:#?}");
    assert_eq!(
        (found.version, found.returned.len(), found.answered().corrected, found.answered().unasked),
        (1, findings.len(), 0, 0)
    );
    assert!(answers(&found).iter().all(|(_, answer)| *answer == Answer::Unchanged), "{:?}", answers(&found));
}

#[test]
fn each_point_of_the_letter_has_its_own_answer() {
    let knowledge = knowledge();
    let sample = first(knowledge.form("2021"));
    // The total is corrected; the prose now says 8, which is as wrong; the block of reviews is left as it was.
    let second = sample.clone().set(&[("requests.new_received@total", "5")]).reword("申请7件", "申请8件");
    let (_, examined) = again(&knowledge, &sample, &second);
    let found = examined.resubmission.unwrap();
    let total = "requests.new_received@total";
    assert_eq!(answer(&found, "ARI-01", total), Answer::Corrected);
    assert_eq!(answer(&found, "NAR-01", total), Answer::StillWrong);
    assert_eq!(answer(&found, "ARI-04", "relief.review@total"), Answer::Unchanged);
    assert_eq!(found.answered().unasked, 0, "{:#?}", found.unasked);
}

#[test]
fn a_figure_that_is_taken_away_is_no_correction() {
    let knowledge = knowledge();
    let sample = first(knowledge.form("2021"));
    let second = sample.clone().set(&[("relief.review@total", "/")]);
    let (_, examined) = again(&knowledge, &sample, &second);
    let found = examined.resubmission.unwrap();
    assert_eq!(answer(&found, "ARI-04", "relief.review@total"), Answer::Unknown);
}

#[test]
fn what_nobody_asked_for_is_listed_with_old_and_new() {
    let knowledge = knowledge();
    let sample = first(knowledge.form("2021"));
    let second = sample
        .clone()
        .set(&[
            // In the row and the column that were sent back.
            ("requests.new_received@commercial_enterprise", "1"),
            // In none.
            ("disclosure.art20_5.licensing@decisions", "31"),
            ("disclosure.art20_6.coercion@decisions", ""),
        ])
        .reword("申请7件", "申请6件")
        .reword("定期清理。", "按季清理。")
        .reword("电话：0999-5550100", "电话：0999-5550111");
    let (_, examined) = again(&knowledge, &sample, &second);
    let found = examined.resubmission.unwrap();
    let cells: Vec<(&str, CellState, CellState)> =
        found.unasked.cells.iter().map(|cell| (cell.cell.as_str(), cell.old, cell.new)).collect();
    let number = |value: i64| CellState::Number(Decimal::from(value));
    assert_eq!(
        cells,
        [
            ("disclosure.art20_5.licensing@decisions", number(0), number(31)),
            ("disclosure.art20_6.coercion@decisions", number(0), CellState::Blank),
        ]
    );
    let sections: Vec<(u8, usize)> =
        found.unasked.sections.iter().map(|section| (section.number, section.hunks.len())).collect();
    assert_eq!(sections, [(0, 1), (1, 1)], "{:#?}", found.unasked.sections);
    assert_eq!(found.answered().unasked, 4);
}

#[test]
fn a_section_that_was_missing_may_come() {
    let knowledge = knowledge();
    let mut sample = first(knowledge.form("2021"));
    let second = sample.clone();
    sample.sections[5] = None;
    let (findings, examined) = again(&knowledge, &sample, &second);
    assert!(findings.iter().any(|finding| finding.rule == "STR-01"), "{findings:#?}");
    let found = examined.resubmission.unwrap();
    let answers = answers(&found);
    assert!(answers.contains(&("STR-01", Answer::Corrected)), "{answers:?}");
    assert!(found.unasked.sections.iter().all(|section| section.number != 6), "{:#?}", found.unasked.sections);
}

/// The second version of a report whose section on other matters had these words, against the first.
fn other_matters(knowledge: &Knowledge, first: &str, second: &str) -> Resubmission {
    let mut sample = Sample::new(knowledge.form("2021"), "石桥镇人民政府", 2023);
    sample.sections[5] = Some(first.to_owned());
    let mut later = sample.clone();
    later.sections[5] = Some(second.to_owned());
    let (findings, examined) = again(knowledge, &sample, &later);
    assert!(findings.iter().any(|finding| finding.rule == "FEE-01"), "{findings:#?}");
    examined.resubmission.unwrap()
}

const FEE: &str = "2023年度未收取信息处理费。发出收费通知的件数和总金额，以及实际收取的总金额均为零。";

#[test]
fn sentences_that_correct_a_point_of_the_letter_were_asked_for() {
    let knowledge = knowledge();
    let matters = "本镇举办政府信息公开培训2次。";
    let two = format!("{matters}\n全镇干部都参加了学习。");
    for (first, second) in [("无", FEE.to_owned()), ("无。", format!("{FEE}无。")), (&two, format!("{two}\n{FEE}"))]
    {
        let found = other_matters(&knowledge, first, &second);
        assert!(answers(&found).contains(&("FEE-01", Answer::Corrected)), "{:?}", answers(&found));
        assert_eq!(found.answered().unasked, 0, "{first}: {:#?}", found.unasked);
    }
}

#[test]
fn a_sentence_in_the_place_of_one_that_was_sent_back_was_asked_for() {
    let knowledge = knowledge();
    let sample = first(knowledge.form("2021"));
    let corrected = sample.clone().set(&[("requests.new_received@total", "5")]);
    let second = corrected.reword("定期清理。", "定期清理。另建阅览室一处。");
    let long = "完善接收、登记、审核、答复各环节，全年共收到政府信息公开申请7件";
    let second = second.reword(long, "年内收到申请5件");
    let (_, examined) = again(&knowledge, &sample, &second);
    let found = examined.resubmission.unwrap();
    assert_eq!(answer(&found, "NAR-01", "requests.new_received@total"), Answer::Corrected, "{:?}", answers(&found));
    assert_eq!(found.answered().unasked, 1, "{:#?}", found.unasked);
}

#[test]
fn sentences_that_correct_nothing_were_not_asked_for() {
    let knowledge = knowledge();
    let found = other_matters(&knowledge, "无", "本镇另建阅览室一处，欢迎各界前来查阅。");
    assert_eq!(found.answered().corrected, 0, "{:?}", answers(&found));
    assert_eq!(found.answered().unasked, 1, "{:#?}", found.unasked);
    // A corrected point asks for nothing outside its section, nor far from the sentence it stood on.
    let sample = first(knowledge.form("2021"));
    let figure = "全年共收到政府信息公开申请7件";
    let second =
        sample.clone().set(&[("requests.new_received@total", "5")]).reword("定期清理。", "定期清理。另建阅览室一处。");
    let second = second.reword(figure, "全年共收到政府信息公开申请5件");
    let (_, examined) = again(&knowledge, &sample, &second);
    let found = examined.resubmission.unwrap();
    assert_eq!(answer(&found, "NAR-01", "requests.new_received@total"), Answer::Corrected);
    assert_eq!(found.answered().unasked, 1, "{:#?}", found.unasked);
}

#[test]
fn the_object_says_it_as_the_schema_has_it() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../config/schema/report.schema.json")).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let knowledge = knowledge();
    let sample = first(knowledge.form("2021"));
    let second = sample
        .clone()
        .set(&[("requests.new_received@total", "5"), ("disclosure.art20_5.licensing@decisions", "31")])
        .reword("定期清理。", "按季清理。");
    let (_, examined) = again(&knowledge, &sample, &second);
    let object = gouji::export::json::report("2.txt", &"0".repeat(64), &examined, Lang::Chinese);
    let mistakes: Vec<String> =
        schema.iter_errors(&object).map(|mistake| format!("{mistake} at {}", mistake.instance_path())).collect();
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    let found = &object["resubmission"];
    assert_eq!(found["version"], 1);
    assert!(found["returned"].as_array().unwrap().iter().any(|returned| returned["answer"] == "corrected"));
    assert_eq!(found["unasked"]["cells"][0]["new"]["value"], "31");
    let sentence = &found["unasked"]["sentences"][0];
    assert!(sentence["old"].as_str().unwrap().ends_with("定期清理。"), "{sentence}");
    assert!(sentence["new"].as_str().unwrap().ends_with("按季清理。"), "{sentence}");
}

/// The second version on the screen.
fn shown(name: &'static str) -> Scene {
    let knowledge = knowledge();
    let sample = first(knowledge.form("2021"));
    let second = sample
        .clone()
        .set(&[
            ("requests.new_received@total", "5"),
            ("disclosure.art20_5.licensing@decisions", "31"),
            ("disclosure.art20_6.coercion@decisions", ""),
        ])
        .reword("申请7件", "申请8件")
        .reword("定期清理。", "按季清理。");
    let (_, examined) = again(&knowledge, &sample, &second);
    let mut opened = samples::shiqiao();
    opened.entry.version = 2;
    opened.entry.counts = gouji::model::Counts::of(&examined.checks);
    opened.examined = examined;
    scene(name).press("j<enter>").open(opened).shown()
}

#[test]
fn the_comparison_begins_with_the_letter() {
    shown("again").snapshot("head").press("d").snapshots("open");
}
