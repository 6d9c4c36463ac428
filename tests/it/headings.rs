//! The six sections, in the many ways in which their headings are written.

use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::model::Section;
use gouji::parse::parse;

const HEADINGS: [&str; 6] = [
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
];

const NUMERALS: [char; 6] = ['一', '二', '三', '四', '五', '六'];

fn sections(heading: impl Fn(usize, char, &str) -> String) -> Vec<Section> {
    let mut text = "石桥镇人民政府2022年政府信息公开工作年度报告\n".to_owned();
    for (place, words) in HEADINGS.iter().enumerate() {
        text.push_str(&heading(place + 1, NUMERALS[place], words));
        text.push_str("\n一年来各项工作平稳有序。\n");
    }
    let (document, _) = read("", text.as_bytes(), &Limits::default()).unwrap();
    parse(&document, &Form::editions().unwrap()).0.sections
}

/// How a heading is written, from its number, its numeral and its words.
type Manner = fn(usize, char, &str) -> String;

const MANNERS: [(&str, Manner); 10] = [
    ("一、", |_, numeral, words| format!("{numeral}、{words}")),
    ("1、", |number, _, words| format!("{number}、 {words}")),
    ("一.", |_, numeral, words| format!("{numeral}.{words}")),
    ("（一）", |_, numeral, words| format!("（{numeral}）{words}")),
    ("第一部分", |_, numeral, words| format!("第{numeral}部分 {words}")),
    ("without a number", |_, _, words| words.to_owned()),
    ("with a colon", |_, numeral, words| format!("{numeral}、{words}：")),
    ("with a full stop", |_, numeral, words| format!("{numeral}、{words}。")),
    ("with the year", |_, numeral, words| format!("{numeral}、2022年{words}")),
    ("with the year and figures", |number, _, words| format!("{number}.2022年度{words}")),
];

#[test]
fn all_six_are_found_however_they_are_written() {
    for (name, manner) in MANNERS {
        let found = sections(manner);
        let numbers: Vec<u8> = found.iter().map(|section| section.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6], "{name}");
    }
}

#[test]
fn only_the_words_of_the_form_are_the_heading_of_the_form() {
    let canonical = |manner: Manner| sections(manner).iter().all(|section| section.canonical);
    assert!(canonical(|_, numeral, words| format!("{numeral}、{words}")));
    assert!(!canonical(|_, numeral, words| format!("{numeral}、{words}。")));
    assert!(!canonical(|_, numeral, words| format!("{numeral}、2022年{words}")));
}

#[test]
fn a_sentence_that_speaks_of_a_section_is_no_heading() {
    let found = sections(|_, numeral, words| format!("{numeral}、本部分按要求报告{words}，详见附表。"));
    assert!(found.is_empty(), "{found:?}");
}
