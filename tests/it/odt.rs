//! `OpenDocument` texts, made in the test: what is read of them, what is said about the rest.

use gouji::document::{Document, Limits, read};
use gouji::model::Notice;

use crate::support::package::{Dice, package, shown};

const STYLES: &str = r#"<office:document-styles xmlns:office="o" xmlns:text="t" xmlns:style="s" xmlns:loext="l"><office:styles>
    <text:outline-style><text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
    <text:outline-level-style text:level="2" style:num-format="一, 二, 三, ..." style:num-prefix="（" style:num-suffix="）"/></text:outline-style>
    <style:style style:name="暗" style:family="text"><style:text-properties text:display="none"/></style:style>
    <style:style style:name="上" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style></office:styles>
    <office:master-styles><style:master-page><style:header><text:p>青云县</text:p></style:header></style:master-page></office:master-styles>
    </office:document-styles>"#;

fn content(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:text="t" xmlns:style="s" xmlns:table="tb" xmlns:draw="d" xmlns:loext="l">
        <office:automatic-styles><text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
        <text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>
        <text:list-level-style-number text:level="3" style:num-format="1" loext:num-list-format="(%3%)" text:start-value="4"/></text:list-style>
        <text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style></office:automatic-styles>
        <office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    )
}

fn odt(body: &str) -> Vec<u8> {
    package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text".to_owned()),
        ("content.xml", content(body)),
        ("styles.xml", STYLES.to_owned()),
        ("META-INF/manifest.xml", "<manifest/>".to_owned()),
    ])
}

fn reading(body: &str) -> (Document, Vec<Notice>) {
    read("", &odt(body), &Limits::default()).unwrap()
}

fn shown_body(body: &str) -> String {
    shown(&reading(body).0)
}

fn cell(attributes: &str, text: &str) -> String {
    format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
}

#[test]
fn an_entity_that_nothing_explains_is_told() {
    let row = format!("<table:table-row>{}{}</table:table-row>", cell("", "规章"), cell("", "5&b;"));
    let (document, notices) = reading(&format!("<table:table>{row}</table:table>"));
    assert!(shown(&document).contains("5\u{FFFD}"), "{}", shown(&document));
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["characters-lost"]);
}

#[test]
fn paragraphs_headings_and_lists_carry_their_numbers() {
    let item = |text: &str| format!("<text:list-item><text:p>{text}</text:p></text:list-item>");
    let body = format!(
        r#"<text:h text:outline-level="1">总体情况</text:h><text:h text:outline-level="2">主动公开</text:h><text:h text:outline-level="1">其他</text:h>
        <text:list text:style-name="L1">{}<text:list-item><text:p>乙</text:p><text:p>乙之续</text:p><text:list>{}<text:list-item><text:list>{}</text:list></text:list-item></text:list></text:list-item></text:list>
        <text:p>隔开</text:p><text:list text:style-name="L1" text:continue-numbering="true">{}</text:list><text:list text:style-name="L1">{}
        <text:list-header><text:p>无号</text:p></text:list-header><text:list-item text:start-value="9"><text:p>九起</text:p></text:list-item></text:list>
        <text:list text:style-name="L2">{}</text:list>"#,
        item("甲"),
        item("内"),
        item("深"),
        item("丙"),
        item("重来"),
        item("点")
    );
    assert_eq!(
        shown_body(&body),
        "一、总体情况\n（一）主动公开\n二、其他\n一、甲\n二、乙\n乙之续\n二.1 内\n(4)深\n隔开\n三、丙\n一、重来\n无号\n九、九起\n点"
    );
}

#[test]
fn blanks_spans_and_breaks_make_one_text() {
    let body = r#"<text:p>甲<text:s text:c="3"/>乙<text:span>丙<text:a>丁</text:a></text:span><text:line-break/>下
        行<text:bookmark/><text:span>12</text:span><text:span text:style-name="上">3</text:span></text:p>
        <text:p>注<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注</text:p></text:note-body></text:note><office:annotation><text:p>批注</text:p></office:annotation>后</text:p>
        <text:p>框<draw:frame><draw:text-box><text:p>框内</text:p></draw:text-box></draw:frame>外</text:p>"#;
    assert_eq!(shown_body(body), "甲   乙丙丁\n下 行12 3\n注后\n框外\n框内\n[1] 脚注");
}

#[test]
fn merged_and_repeated_cells_stand_in_their_columns() {
    let covered = "<table:covered-table-cell/>";
    let body = format!(
        "<table:table><table:table-column/><table:table-header-rows><table:table-row>{}{}{covered}</table:table-row></table:table-header-rows>
        <table:table-row>{covered}{}</table:table-row><table:table-row table:number-rows-repeated=\"2\">{}{}{}</table:table-row></table:table>",
        cell(r#"table:number-rows-spanned="2""#, "项目"),
        cell(r#"table:number-columns-spanned="2""#, "本年"),
        cell(r#"table:number-columns-repeated="2""#, "0"),
        cell("", "甲"),
        cell("", "1</text:p><text:p>2"),
        cell("", "")
    );
    assert_eq!(shown_body(&body), "| 项目@0v2 | 本年@1>2\n| 0@1 | 0@2\n| 甲@0 | 1 2@1 | @2\n| 甲@0 | 1 2@1 | @2");
}

#[test]
fn changes_and_hidden_text_are_told_and_not_read() {
    let body = r#"<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p></text:deletion></text:changed-region>
        <text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>
        <text:p>共<text:change text:change-id="a"/><text:change-start/>12<text:change-end/>件<text:span text:style-name="暗">看不见</text:span></text:p>"#;
    let (document, notices) = reading(body);
    assert_eq!(shown(&document), "共12件");
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["tracked-changes", "hidden-text"]);
    assert!(notices[0].message.zh.contains("插入 1 处，删除 1 处"), "{}", notices[0].message.zh);
    assert_eq!(notices[0].span.map(gouji::model::Span::range), Some(3..3));
    assert!(notices[1].message.zh.contains("“看不见”"));
}

#[test]
fn numbers_that_repeat_cells_without_end_are_refused() {
    let wide = format!(
        "<table:table><table:table-row table:number-rows-repeated=\"1000000\">{}</table:table-row></table:table>",
        cell(r#"table:number-columns-repeated="1000000""#, "0")
    );
    let refused = |body: &str| read("", &odt(body), &Limits::default()).unwrap_err().code;
    assert_eq!(refused(&wide), "over-limit");
    assert_eq!(refused(&("<text:section>".repeat(120) + &"</text:section>".repeat(120))), "over-limit");
    let blank = package(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<office:a")]);
    assert_eq!(read("", &blank, &Limits::default()).unwrap_err().code, "damaged");
}

#[test]
fn damaged_documents_are_read_or_refused() {
    let body = format!(
        r#"<text:list text:style-name="L1"><text:list-item><text:p>甲<text:s text:c="2"/></text:p></text:list-item></text:list>
        <table:table><table:table-row>{}{}</table:table-row></table:table><text:p>框<draw:frame><draw:text-box><text:p>内</text:p></draw:text-box></draw:frame></text:p>"#,
        cell(r#"table:number-rows-spanned="2" table:number-columns-repeated="3""#, "1"),
        cell("", "2")
    );
    let (whole, xml) = (odt(&body), content(&body));
    let mut dice = Dice(0x5EED_0D70);
    let mut read_at_all = 0;
    for turn in 0..2000 {
        let bytes = if turn % 4 == 0 {
            dice.damaged(&whole)
        } else {
            let text = b"application/vnd.oasis.opendocument.text".to_vec();
            package(&[
                ("mimetype", text),
                ("content.xml", dice.damaged(xml.as_bytes())),
                ("styles.xml", STYLES.as_bytes().to_vec()),
            ])
        };
        if let Ok((document, _)) = read("", &bytes, &Limits::default()) {
            shown(&document);
            read_at_all += 1;
        }
    }
    assert!(read_at_all > 300, "{read_at_all}");
}
