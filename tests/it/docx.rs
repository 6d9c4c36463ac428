//! Word files, made in the test part by part: what is read of them, what is said about the rest.

use gouji::document::{Document, Limits, Refusal, read};
use gouji::form::Form;
use gouji::model::Notice;
use gouji::parse::parse;

use crate::support::package::{Dice, package, shown};

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";

fn root(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w" xmlns:mc="mc" xmlns:wps="wps" xmlns:v="v"
        xmlns:m="m" xmlns:o="o" xmlns:r="r"><w:body>{body}<w:sectPr/></w:body></w:document>"#
    )
}

fn relations(base: &str, targets: &[(&str, &str)]) -> String {
    let one = |(number, (kind, target)): (usize, &(&str, &str))| {
        format!(r#"<Relationship Id="rId{number}" Type="{base}/{kind}" Target="{target}"/>"#)
    };
    format!("<Relationships>{}</Relationships>", targets.iter().enumerate().map(one).collect::<String>())
}

/// A document with other parts beside the main one, each under its usual name.
fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let kinds: Vec<(&str, String)> = parts.iter().map(|(kind, _)| (*kind, format!("{kind}.xml"))).collect();
    let kinds: Vec<(&str, &str)> =
        kinds.iter().map(|(kind, target)| (kind.trim_end_matches(char::is_numeric), target.as_str())).collect();
    let mut all = vec![
        ("[Content_Types].xml".to_owned(), TYPES.to_owned()),
        ("_rels/.rels".to_owned(), relations(TRANSITIONAL, &[("officeDocument", "word/document.xml")])),
        ("word/document.xml".to_owned(), root(body)),
        ("word/_rels/document.xml.rels".to_owned(), relations(TRANSITIONAL, &kinds)),
    ];
    all.extend(parts.iter().map(|(kind, xml)| (format!("word/{kind}.xml"), (*xml).to_owned())));
    let all: Vec<(&str, &str)> = all.iter().map(|(name, xml)| (name.as_str(), xml.as_str())).collect();
    package(&all)
}

fn reading(bytes: &[u8]) -> (Document, Vec<Notice>) {
    read("", bytes, &Limits::default()).unwrap()
}

/// What is read of a body, in short.
fn body(xml: &str) -> String {
    shown(&reading(&docx(xml, &[])).0)
}

fn refusal(bytes: &[u8]) -> Refusal {
    read("", bytes, &Limits::default()).unwrap_err()
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(text))
}

fn row(cells: &[(&str, &str)]) -> String {
    let cells: String = cells.iter().map(|(properties, text)| cell(properties, text)).collect();
    format!("<w:tr>{cells}</w:tr>")
}

fn listed(list: u32, level: u32, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

fn level(number: u32, format: &str, text: &str, more: &str) -> String {
    format!(r#"<w:lvl w:ilvl="{number}"><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>"#)
}

#[test]
fn runs_breaks_and_symbols_make_one_text() {
    let xml = r#"<w:p><w:bookmarkStart w:name="_Toc1"/><w:r><w:t xml:space="preserve">甲&amp;乙 </w:t></w:r>
        <w:hyperlink w:anchor="x"><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:bookmarkEnd/>
        <w:r><w:tab/><w:t>后</w:t><w:noBreakHyphen/><w:softHyphen/><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Wingdings" w:char="F082"/></w:r>
        <w:smartTag><w:sdt><w:sdtContent><w:r><w:t>控件</w:t><w:br/><w:t>下一行</w:t></w:r></w:sdtContent></w:sdt></w:smartTag>
        <w:r><w:ruby><w:rt><w:r><w:t>zhèng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>政</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"#;
    assert_eq!(body(xml), "甲&乙 链接 后-✓②控件\n下一行政");
}

#[test]
fn characters_of_symbol_fonts_in_plain_runs_are_seen_and_are_no_figures() {
    let run = |font: &str, text: &str| {
        let font = if font.is_empty() { String::new() } else { format!(r#"<w:rFonts w:ascii="{font}"/>"#) };
        format!("<w:r><w:rPr>{font}</w:rPr><w:t>{text}</w:t></w:r>")
    };
    let symbol = |font: &str| format!(r#"<w:r><w:sym w:font="{font}" w:char="F035"/></w:r>"#);
    let runs = [
        run("Wingdings", "&#xF0FC;&#xF06C;"),
        run("Symbol", "&#xF0B3;&#xF035;"),
        run("", "&#xF035;"),
        run("Webdings", "&#xF035;"),
        run("宋体", "&#xF02D;&#xF035;"),
        symbol("Webdings"),
        symbol("Wingdings"),
        symbol("宋体"),
    ];
    assert_eq!(
        body(&format!("<w:p>{}</w:p>", runs.join("<w:r><w:t>|</w:t></w:r>"))),
        "✓●|≥5|\u{F035}|\u{F035}|-\u{F035}|\u{F035}|\u{F035}|\u{F035}"
    );
}

#[test]
fn what_the_file_does_not_say_is_no_figure_and_told() {
    let runs = |runs: &str| format!("<w:tc><w:p>{runs}</w:p></w:tc>");
    let ring = r#"<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r>"#;
    let rows = [
        row(&[("", "信息内容"), ("", "本年制发件数"), ("", "本年废止件数"), ("", "现行有效件数")]),
        row(&[("", "规章"), ("", "5&amp;b;"), ("", "&b;"), ("", "1")]),
        format!(
            "<w:tr>{}{}{}{}</w:tr>",
            cell("", "行政规范性文件"),
            runs(ring),
            runs("<w:r><w:t>&#xF035;</w:t></w:r>"),
            cell("", "5&b;")
        ),
    ];
    let xml = format!("{}<w:tbl>{}</w:tbl>", paragraph("二、主动公开政府信息情况"), rows.concat());
    let (document, notices) = reading(&docx(&xml, &[]));
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["characters-lost"]);
    assert!(notices[0].message.zh.starts_with("有 2 处"), "{}", notices[0].message.zh);
    let (report, _) = parse(&document, &Form::editions().unwrap());
    let told: Vec<(&str, &str)> =
        report.cells.iter().take(6).map(|cell| (cell.state.name(), cell.raw.as_str())).collect();
    assert_eq!(
        told,
        [
            ("text", "5&b;"),
            ("text", "\u{FFFD}"),
            ("number", "1"),
            ("text", "①"),
            ("text", "\u{F035}"),
            ("text", "5\u{FFFD}")
        ]
    );
}

#[test]
fn fields_show_their_results_alone() {
    let field = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let nested = format!(
        "<w:p>{begin}<w:r><w:instrText>IF </w:instrText></w:r>{begin}<w:r><w:instrText>REF a</w:instrText></w:r>{separate}\
         <w:r><w:t>内</w:t></w:r>{end}<w:r><w:instrText> = 1</w:instrText></w:r>{separate}<w:r><w:t>结果</w:t></w:r>{end}\
         <w:fldSimple w:instr=\"=SUM(LEFT)\"><w:r><w:t>12</w:t></w:r></w:fldSimple></w:p>",
        begin = field("begin"),
        separate = field("separate"),
        end = field("end"),
    );
    assert_eq!(body(&nested), "结果12");
    let unclosed = format!("<w:p>{}<w:r><w:t>丢不得</w:t></w:r></w:p>{}", field("begin"), paragraph("后文"));
    assert_eq!(body(&unclosed), "丢不得\n后文");
}

#[test]
fn a_figure_set_in_two_manners_is_not_joined() {
    let xml = r#"<w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t></w:r></w:p>
        <w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>10</w:t></w:r><w:r><w:t>1</w:t></w:r><w:r><w:t>2</w:t></w:r></w:p>
        <w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>"#;
    assert_eq!(body(xml), "12 3\n10 12\n1 2");
}

#[test]
fn merged_cells_stand_in_their_columns() {
    let span = r#"<w:gridSpan w:val="2"/>"#;
    let top = r#"<w:vMerge w:val="restart"/>"#;
    let wide_top = r#"<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>"#;
    let wide_below = r#"<w:gridSpan w:val="2"/><w:vMerge/>"#;
    let table = format!(
        "<w:tbl>{}{}{}{}</w:tbl>",
        row(&[(top, "项目"), (span, "本年"), ("", "")]),
        row(&[("<w:vMerge/>", ""), (wide_top, "新收"), ("", "0")]),
        row(&[(r#"<w:vMerge w:val="continue"/>"#, ""), (wide_below, ""), ("<w:vMerge/>", "5")]),
        row(&[("", "甲"), (r#"<w:hMerge w:val="restart"/>"#, "乙"), ("<w:hMerge/>", ""), ("", "丙")]),
    );
    assert_eq!(body(&table), "| 项目@0v3 | 本年@1>2 | @3\n| 新收@1>2v2 | 0@3\n| 5@3\n| 甲@0 | 乙@1>2 | 丙@3");
}

#[test]
fn rows_and_cells_in_content_controls_are_read() {
    let table = format!(
        r#"<w:tbl>{}<w:sdt><w:sdtContent><w:tr>{}<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt>
        <w:customXml><w:ins><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{}</w:tr></w:ins></w:customXml></w:tbl>"#,
        row(&[("", "甲"), ("", "1")]),
        cell("", "乙"),
        cell("", "7"),
        cell("", "8"),
    );
    assert_eq!(body(&table), "| 甲@0 | 1@1\n| 乙@0 | 7@1\n| 8@1");
}

#[test]
fn a_row_of_another_width_makes_columns_counted() {
    let table = format!("<w:tbl>{}{}</w:tbl>", row(&[("", "甲"), ("", "1"), ("", "2")]), row(&[("", "乙"), ("", "3")]));
    assert_eq!(body(&table), "counted:\n| 甲@0 | 1@1 | 2@2\n| 乙@0 | 3@1");
}

#[test]
fn tables_within_tables_are_read_where_they_are_tables() {
    let figures = format!("<w:tbl>{}{}</w:tbl>", row(&[("", "甲"), ("", "1")]), row(&[("", "乙"), ("", "2")]));
    let frame =
        format!("<w:tbl><w:tr><w:tc>{}{figures}{}</w:tc></w:tr></w:tbl>", paragraph("一、总体情况"), paragraph("后文"));
    assert_eq!(body(&frame), "一、总体情况\n| 甲@0 | 1@1\n| 乙@0 | 2@1\n后文");
    let single = format!("<w:tbl>{}</w:tbl>", row(&[("", "嵌套")]));
    let holder = format!(
        "<w:tbl><w:tr><w:tc>{}{single}<w:p/></w:tc>{}</w:tr>{}</w:tbl>",
        paragraph("0"),
        cell("", "右"),
        row(&[("", "下"), ("", "3")])
    );
    assert_eq!(body(&holder), "| 0 嵌套@0 | 右@1\n| 下@0 | 3@1");
}

#[test]
fn text_boxes_follow_their_paragraph_once() {
    let boxed = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", paragraph(text));
    let xml = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{0}</wps:txbx></w:drawing>\
         </mc:Choice><mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:t>段</w:t></w:r></w:p><w:p><mc:AlternateContent><mc:Choice/><mc:Fallback><w:r><w:pict><v:shape><v:textbox>\
         {1}</v:textbox></v:shape></w:pict></w:r></mc:Fallback></mc:AlternateContent></w:p>",
        boxed("框内"),
        boxed("旧框")
    );
    assert_eq!(body(&xml), "前段\n框内\n旧框");
}

#[test]
fn tracked_changes_are_read_as_accepted_and_told() {
    let xml = format!(
        r"<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>10</w:delText></w:r></w:del><w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:t>件</w:t></w:r></w:p>
        <w:p><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>
        <w:tbl>{}<w:tr><w:trPr><w:del/></w:trPr>{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        row(&[("", "甲"), ("", "1")]),
        cell("", "删"),
        cell("", "2"),
        cell("", "乙"),
        cell("<w:cellDel/>", "9"),
        cell("", "3"),
    );
    let (document, notices) = reading(&docx(&xml, &[]));
    assert_eq!(shown(&document), "共12件\n新处\n前半后半\n| 甲@0 | 1@1\n| 乙@0 | 3@1");
    let [notice] = notices.as_slice() else { panic!("{notices:?}") };
    assert_eq!(notice.code, "tracked-changes");
    assert!(notice.message.zh.contains("插入 2 处，删除 5 处"), "{}", notice.message.zh);
    assert_eq!(notice.span.map(gouji::model::Span::range), Some(3..3), "where the first was taken out");
}

#[test]
fn an_insertion_in_a_cell_is_told_at_its_cell() {
    let table = format!(
        "{}<w:tbl>{}<w:tr>{}<w:tc><w:p><w:ins><w:r><w:t>12</w:t></w:r></w:ins></w:p></w:tc></w:tr></w:tbl>",
        paragraph("前文"),
        row(&[("", "甲"), ("", "1")]),
        cell("", "乙")
    );
    let (document, notices) = reading(&docx(&table, &[]));
    assert_eq!(&document.text[notices[0].span.unwrap().range()], "12");
}

#[test]
fn hidden_text_is_not_read_and_told() {
    let styles = r#"<w:styles><w:style w:type="character" w:styleId="秘"><w:rPr><w:vanish/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="秘二"><w:basedOn w:val="秘"/></w:style></w:styles>"#;
    let xml = r#"<w:p><w:r><w:t>明</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>此处另有二十多个字不显示出来，只给填报的人自己看</w:t></w:r>
        <w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>白</w:t></w:r><w:r><w:rPr><w:rStyle w:val="秘二"/></w:rPr><w:t>暗</w:t></w:r></w:p>"#;
    let (document, notices) = reading(&docx(xml, &[("styles", styles)]));
    assert_eq!(shown(&document), "明白");
    assert_eq!(notices[0].code, "hidden-text");
    assert!(
        notices[0].message.zh.contains("2 处")
            && notices[0].message.zh.contains("“此处另有二十多个字不显示出来，只给填报的…”")
    );
}

#[test]
fn chinese_numbers_are_part_of_the_text() {
    let numbering = format!(
        r#"<w:numbering><w:abstractNum w:abstractNumId="7">{}{}{}{}</w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>"#,
        level(0, "chineseCounting", "%1、", r#"<w:start w:val="1"/>"#),
        level(1, "japaneseCounting", "（%2）", ""),
        level(2, "decimal", "%3.", ""),
        level(3, "decimalEnclosedCircleChinese", "%4", r#"<w:lvlRestart w:val="0"/>"#),
    );
    let xml = [
        listed(1, 0, "总体情况"),
        listed(1, 1, "主动公开"),
        listed(1, 2, "规章"),
        listed(1, 2, "5件"),
        listed(1, 3, "圈"),
        listed(1, 1, "依申请"),
        listed(1, 2, "又从一"),
        listed(1, 3, "接着数"),
        listed(0, 0, "没有号"),
        listed(1, 0, "主动公开情况"),
        listed(2, 1, "从五起"),
        listed(2, 1, "接着六"),
        listed(9, 0, "没有这个列表"),
    ];
    let (document, _) = reading(&docx(&xml.concat(), &[("numbering", &numbering)]));
    assert_eq!(
        shown(&document),
        "一、总体情况\n（一）主动公开\n1.规章\n2. 5件\n① 圈\n（二）依申请\n1.又从一\n② 接着数\n没有号\n二、主动公开情况\n\
         （五）从五起\n（六）接着六\n没有这个列表"
    );
}

#[test]
fn styles_bring_numbers_and_levels() {
    let styles = r#"<w:styles><w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="H3"><w:basedOn w:val="H3"/></w:style>
        <w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style></w:styles>"#;
    let numbering = format!(
        r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>
        <w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/>{}{}</w:abstractNum>
        <w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#,
        level(0, "upperRoman", "第%1部分", ""),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
    );
    let paragraph_of = |style: &str, text: &str| {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
    };
    let xml = [
        paragraph_of("H1", "甲"),
        paragraph_of("H1", "乙"),
        paragraph_of("H2", "丙"),
        paragraph_of("H3", "丁"),
        paragraph_of("没有", "戊"),
    ];
    let (document, _) = reading(&docx(&xml.concat(), &[("styles", styles), ("numbering", &numbering)]));
    assert_eq!(shown(&document), "第I部分甲\n第II部分乙\n2.1 丙\n丁\n戊");
}

#[test]
fn bullets_and_hidden_or_deleted_paragraphs_have_no_number() {
    let numbering = format!(
        r#"<w:numbering><w:abstractNum w:abstractNumId="1">{}{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#,
        level(0, "decimal", "%1．", ""),
        level(1, "bullet", "\u{F06C}", ""),
    );
    let gone = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"#;
    let dark = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r></w:p>"#;
    let xml = [&listed(1, 0, "甲"), gone, dark, &listed(1, 0, "乙"), &listed(1, 1, "点")];
    let (document, _) = reading(&docx(&xml.map(str::to_owned).concat(), &[("numbering", &numbering)]));
    assert_eq!(shown(&document), "1．甲\n2．乙\n点");
}

#[test]
fn notes_follow_the_text_with_their_numbers() {
    let notes = r#"<w:footnotes><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
        <w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> 后注</w:t></w:r></w:p></w:footnote>
        <w:footnote w:id="3"><w:p><w:r><w:t>先注</w:t></w:r></w:p></w:footnote><w:footnote w:id="4"><w:p><w:r><w:t>无人提及</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let xml = r#"<w:p><w:r><w:t>共12</w:t></w:r><w:r><w:footnoteReference w:id="3"/></w:r><w:r><w:t>件</w:t><w:footnoteReference w:id="2"/></w:r></w:p>"#;
    let (document, _) = reading(&docx(xml, &[("footnotes", notes)]));
    assert_eq!(shown(&document), "共12件\n[1] 先注\n[2] 后注");
}

#[test]
fn running_heads_are_left_out_and_long_headers_are_not_lost() {
    let header = |text: &str| format!("<w:hdr>{}</w:hdr>", paragraph(text));
    let long = "青云县石桥镇人民政府".repeat(5);
    let xml = r#"<w:p><w:pPr><w:sectPr><w:headerReference r:id="rId0"/><w:headerReference r:id="rId1"/></w:sectPr></w:pPr><w:r><w:t>正文</w:t></w:r></w:p>"#;
    let bytes = docx(xml, &[("header1", &header("青云县")), ("header2", &header(&long))]);
    assert_eq!(shown(&reading(&bytes).0), format!("正文\n{long}"));
}

#[test]
fn embedded_files_are_told() {
    let xml = format!(
        r#"{}<w:altChunk r:id="x"/><w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>"#,
        paragraph("正文")
    );
    let (_, notices) = reading(&docx(&xml, &[]));
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["embedded-part"]);
    assert!(notices[0].message.zh.contains("2 个"));
}

#[test]
fn a_prompt_of_a_content_control_is_blank_and_a_filled_one_is_not() {
    let control = |text: &str| {
        format!(
            "<w:tc><w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt></w:p></w:tc>"
        )
    };
    let table =
        format!("<w:tbl><w:tr>{}{}{}</w:tr></w:tbl>", cell("", "甲"), control("单击此处输入文字。"), control("12"));
    assert_eq!(body(&table), "| 甲@0 | @1 | 12@2");
}

#[test]
fn the_main_part_is_found_by_its_relationship() {
    let strict = package(&[
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", relations(STRICT, &[("officeDocument", "/story/main.xml")])),
        ("story/main.xml", root(&listed(1, 0, "总体情况"))),
        ("story/_rels/main.xml.rels", relations(STRICT, &[("numbering", "../lists.xml")])),
        (
            "lists.xml",
            format!(
                r#"<numbering><abstractNum abstractNumId="0">{}</abstractNum><num numId="1"><abstractNumId val="0"/></num></numbering>"#,
                r#"<lvl ilvl="0"><numFmt val="chineseCounting"/><lvlText val="%1、"/></lvl>"#
            ),
        ),
    ]);
    assert_eq!(shown(&reading(&strict).0), "一、总体情况");
    let bare = package(&[("[Content_Types].xml", TYPES.to_owned()), ("word/document.xml", root(&paragraph("正文")))]);
    assert_eq!(shown(&reading(&bare).0), "正文");
}

#[test]
fn a_document_in_utf_16_is_read() {
    let xml = root(&paragraph("青云县")).replace("UTF-8", "UTF-16");
    let bytes: Vec<u8> = std::iter::once(0xFEFF).chain(xml.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let bytes = package(&[("[Content_Types].xml", TYPES.as_bytes().to_vec()), ("word/document.xml", bytes)]);
    assert_eq!(shown(&reading(&bytes).0), "青云县");
}

#[test]
fn a_broken_part_beside_the_text_is_told_and_a_broken_text_refused() {
    let (document, notices) = reading(&docx(&listed(1, 0, "甲"), &[("numbering", "<w:numbering><w:num")]));
    assert_eq!((shown(&document).as_str(), notices[0].code), ("甲", "part-damaged"));
    let cut =
        package(&[("[Content_Types].xml", TYPES.to_owned()), ("word/document.xml", "<w:document><w:body>".to_owned())]);
    assert_eq!(refusal(&cut).code, "damaged");
    let none = package(&[("[Content_Types].xml", TYPES)]);
    assert_eq!(refusal(&none).code, "damaged");
    let blank = docx("<w:p/>", &[]);
    assert_eq!(refusal(&blank).code, "empty");
}

#[test]
fn deep_and_large_documents_are_refused() {
    let deep = "<w:tbl><w:tr><w:tc>".repeat(60) + &"</w:tc></w:tr></w:tbl>".repeat(60);
    assert_eq!(refusal(&docx(&deep, &[])).code, "over-limit");
    let bomb = paragraph(&"甲".repeat(30 << 20));
    assert_eq!(refusal(&docx(&bomb, &[])).code, "over-limit");
    let attributes = " a=''".repeat(1_100_000);
    assert_eq!(refusal(&docx(&format!("<w:p{attributes}/>"), &[])).code, "over-limit");
    let cells = "<w:tc/>".repeat(150_000);
    assert_eq!(refusal(&docx(&format!("<w:tbl><w:tr>{cells}{cells}</w:tr></w:tbl>"), &[])).code, "over-limit");
}

#[test]
fn damaged_documents_are_read_or_refused() {
    let numbering = format!(
        r#"<w:numbering><w:abstractNum w:abstractNumId="1">{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#,
        level(0, "chineseCounting", "%1、", r#"<w:start w:val="1"/>"#)
    );
    let merged = r#"<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>"#;
    let below = r#"<w:gridSpan w:val="2"/><w:vMerge/>"#;
    let xml = format!(
        r#"{}<w:tbl>{}{}</w:tbl><w:p><w:r><w:fldChar w:fldCharType="begin"/><w:sym w:font="Symbol" w:char="F0B4"/></w:r><w:ins><w:r><w:t>增</w:t></w:r></w:ins></w:p>"#,
        listed(1, 0, "总体情况"),
        row(&[(merged, "甲"), ("", "1")]),
        row(&[(below, ""), ("", "2")])
    );
    let whole = docx(&xml, &[("numbering", &numbering)]);
    let document = root(&xml);
    let mut dice = Dice(0x5EED_D0C0);
    let mut read_at_all = 0;
    for turn in 0..2000 {
        let bytes = if turn % 3 == 0 {
            dice.damaged(&whole)
        } else {
            // Within the text itself, which a checksum would keep from being reached.
            let main = if turn % 3 == 1 { dice.damaged(document.as_bytes()) } else { document.clone().into_bytes() };
            let lists = if turn % 3 == 2 { dice.damaged(numbering.as_bytes()) } else { numbering.clone().into_bytes() };
            package(&[
                ("[Content_Types].xml", TYPES.as_bytes().to_vec()),
                ("word/document.xml", main),
                ("word/numbering.xml", lists),
            ])
        };
        if let Ok((document, _)) = read("", &bytes, &Limits::default()) {
            shown(&document);
            read_at_all += 1;
        }
    }
    assert!(read_at_all > 300, "{read_at_all}");
}
