//! Spreadsheets: cells as their program shows them, merged and hidden ones, headings between tables; and files made to do
//! harm.

use std::fs;
use std::path::Path;

use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::parse::parse;

use crate::html::shown;
use crate::support::damage::damaged;
use crate::support::sheet::{cell, ods, package, record, wide, xls, xlsx};

fn lines(bytes: &[u8]) -> (String, Vec<String>, Vec<&'static str>) {
    let (document, notices) = read("", bytes, &Limits::default()).unwrap();
    (document.kind.clone(), shown(&document), notices.iter().map(|notice| notice.code).collect())
}

fn refused(bytes: &[u8]) -> &'static str {
    read("", bytes, &Limits::default()).unwrap_err().code
}

const ROWS: &str = "<row r='2'><c r='B2' t='s'><v>0</v></c><c r='C2'><v>12</v></c><c r='D2'><v>7229.9817000000003</v></c></row>\
    <row r='3'><c r='B3' t='s'><v>1</v></c><c r='C3' t='e'><v>#REF!</v></c><c r='D3' t='inlineStr'><is><t>007</t></is></c></row>\
    <row r='4'><c t='str' r='B4'><f>A1</f><v>总 计</v></c><c r='C4' s='1'><v>44581</v></c><c r='D4' s='2'><v>0.285</v></c></row>\
    <row r='5' hidden='1'><c r='B5'><v>9</v></c><c r='C5'><v>9</v></c></row>\
    <row r='6'><c r='B6' t='str'><v>合并</v></c><c r='D6'><f>1+1</f></c></row><row r='7'><c r='D7' t='b'><v>1</v></c></row>";

#[test]
fn an_entity_that_nothing_explains_is_told_in_every_kind_of_cell() {
    let rows = "<row r='1'><c r='A1'><v>5&b;</v></c><c r='B1' t='inlineStr'><is><t>&b;</t></is></c><c r='C1' t='str'><v>1</v></c></row>\
        <row r='2'><c r='A2' t='str'><v>&b;7</v></c><c r='B2'><v>2</v></c><c r='C2'><v>3</v></c></row>";
    let (_, lines, notices) = lines(&xlsx(rows, "", ""));
    assert_eq!(lines, ["0:5\u{FFFD}|1:\u{FFFD}|2:1", "0:\u{FFFD}7|1:2|2:3"]);
    // The book has a hidden sheet too.
    assert_eq!(notices, ["hidden-text", "characters-lost"]);
}

#[test]
fn cells_read_as_they_are_shown() {
    let merges = "<mergeCells><mergeCell ref='B6:C7'/><mergeCell ref='XFD1:XFD9'/></mergeCells>";
    let (kind, lines, notices) = lines(&xlsx(ROWS, "<dimension ref='A1:XFD1048576'/>", merges));
    assert_eq!(kind, "xlsx");
    assert_eq!(
        lines,
        [
            "1:规章|2:12|3:7229.9817",
            "1:行政许可|2:#REF!|3:007",
            "1:总 计|2:2022年1月20日|3:28.5%",
            "1:|2:|3:",
            "1:合并[2x2]|3:",
            "3:TRUE",
        ]
    );
    assert_eq!(notices, ["hidden-text", "formula-without-value"]);
}

#[test]
fn headings_and_prose_of_a_sheet_are_paragraphs() {
    let text = |place: &str, text: &str| format!("<c r='{place}' t='str'><v>{text}</v></c>");
    let blank = |place: &str, style: u8| format!("<c r='{place}' s='{style}'/>");
    let prose = "青云县认真贯彻条例的要求，不断改进政务公开工作。";
    let rows = [
        vec![text("A1", "青云县报告")],
        vec![text("A2", "二、主动公开")],
        vec![text("A3", "名称"), text("B3", "甲"), text("C3", "乙")],
        vec![text("A4", "规章"), blank("B4", 3), blank("C4", 3)],
        vec![text("A5", "三、结果"), blank("B5", 3), blank("C5", 3)],
        vec![text("A6", "三、申请")],
        vec![text("A7", "名称"), text("B7", "1"), text("C7", "2")],
        vec![text("A8", prose)],
    ]
    .map(|cells| ["<row>", &cells.concat(), "</row>"].concat())
    .concat();
    let expected = [
        "青云县报告",
        "二、主动公开",
        "0:名称|1:甲|2:乙",
        "0:规章|1:|2:",
        "0:三、结果|1:|2:",
        "三、申请",
        "0:名称|1:1|2:2",
        prose,
    ];
    assert_eq!(lines(&xlsx(&rows, "", "")).1, expected);
}

#[test]
fn old_files_give_the_same() {
    let texts = [&[0; 8], wide("规章").as_slice(), &wide("许可")].concat();
    let (first, rest) = texts.split_at(17);
    // The second character of the first text stands in the record that goes on, behind a mark of its width.
    let (split, rest) = (first[..13].to_vec(), [&[1], &first[13..], rest].concat());
    let globals = [record(0x00FC, &split), record(0x003C, &rest)].concat();
    let sheet = [
        cell(0x00FD, 0, 0, &0_u32.to_le_bytes()),
        cell(0x0203, 0, 1, &7229.9817_f64.to_le_bytes()),
        cell(0x027E, 0, 2, &(12_u32 << 2 | 2).to_le_bytes()),
        cell(0x00FD, 1, 0, &1_u32.to_le_bytes()),
        cell(0x0006, 1, 1, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0]),
        record(0x0207, &wide("无")),
        cell(0x0205, 1, 2, &[0x17, 1]),
        record(0x00BD, &[2, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 10, 0, 0, 0, 1, 0]),
        cell(0x0204, 3, 0, &wide("合")),
        record(0x00E5, &[1, 0, 3, 0, 3, 0, 0, 0, 1, 0]),
        cell(0x0203, 3, 2, &5.0_f64.to_le_bytes()),
    ]
    .concat();
    let (kind, lines, notices) = lines(&xls(&globals, &sheet));
    assert_eq!((kind.as_str(), notices.len()), ("xls", 0));
    assert_eq!(lines, ["0:规章|1:7229.9817|2:12", "0:许可|1:无|2:#REF!", "0:1|1:2|2:", "0:合[1x2]|2:5"]);
}

#[test]
fn an_old_file_under_a_password_is_named() {
    assert_eq!(refused(&xls(&record(0x002F, &[1, 0]), &[])), "encrypted");
}

#[test]
fn open_document_sheets_give_the_same() {
    let rows = "<table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>\
        <table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned='2'><text:p>规<text:s text:c='2'/>章</text:p></table:table-cell>\
        <table:covered-table-cell/><table:table-cell office:value-type='float' office:value='7229.9817'><text:p>7,229.98</text:p></table:table-cell></table:table-row></table:table-header-rows>\
        <table:table-row><table:table-cell table:number-columns-repeated='2' office:value-type='float' office:value='0'><text:p>0</text:p></table:table-cell>\
        <table:table-cell><office:annotation><text:p>注</text:p></office:annotation><text:p>1</text:p><text:p>2</text:p></table:table-cell></table:table-row>\
        <table:table-row table:visibility='collapse'><table:table-cell><text:p>隐</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated='1048000'><table:table-cell/></table:table-row>";
    let (kind, lines, notices) = lines(&ods(rows));
    assert_eq!((kind.as_str(), notices.as_slice()), ("ods", ["hidden-text"].as_slice()));
    assert_eq!(lines, ["0:规  章[1x2]|2:7229.9817", "0:0|1:0|2:1 2"]);
}

#[test]
fn sheets_made_to_do_harm_are_refused_or_read() {
    let far = "<row><c r='A1'><v>1</v></c><c r='XFD1'><v>2</v></c></row>";
    let wide_rows = (1..60)
        .fold(String::new(), |all, row| all + &far.replace("A1", &format!("A{row}")).replace("D1", &format!("D{row}")));
    assert_eq!(refused(&xlsx(&wide_rows, "", "")), "over-limit");
    assert_eq!(
        lines(&xlsx("<row><c r='A1'><v>1</v></c></row><row><c r='XFD1048576'><v>2</v></c></row>", "", "")).1,
        ["1", "2"]
    );
    let repeated = "<table:table-row table:number-rows-repeated='1048576'><table:table-cell table:number-columns-repeated='16384'>\
        <text:p>1</text:p></table:table-cell></table:table-row>";
    assert_eq!(refused(&ods(repeated)), "over-limit");
    let long = format!("<row>{}</row>", "<c t='s'><v>0</v></c>".repeat(30_000));
    let texts = format!("<sst><si><t>{}</t></si></sst>", "甲".repeat(100_000));
    let parts = [
        ("_rels/.rels", ""),
        ("xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='一' r:id='r1'/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='a.xml'/></Relationships>",
        ),
        ("xl/sharedStrings.xml", &texts),
        ("xl/a.xml", &format!("<worksheet><sheetData>{long}</sheetData></worksheet>")),
    ];
    assert_eq!(refused(&package(&parts[1..])), "archive");
    let mut parts = parts.to_vec();
    parts[0].1 = "<Relationships/>";
    assert_eq!(refused(&package(&parts)), "over-limit");
    // Two entries of the directory lead to the same sheet.
    let again = record(0x0085, &[&40_u32.to_le_bytes()[..], &[0, 0, 1, 1, 0, 0x4E]].concat());
    assert_eq!(refused(&xls(&again, &cell(0x0203, 0, 0, &1.0_f64.to_le_bytes()))), "damaged");
}

#[test]
fn binary_and_empty_files_are_refused_by_name() {
    let binary = [("[Content_Types].xml", "<Types/>"), ("xl/workbook.bin", "x")];
    assert_eq!(refused(&package(&binary)), "xlsb");
    assert_eq!(refused(&xlsx("<row><c r='A1'/></row>", "", "")), "empty");
}

#[test]
fn damaged_sheets_never_break_the_reader() {
    let globals = record(0x00FC, &[&[0; 8], wide("规章").as_slice()].concat());
    let sheet =
        [cell(0x00FD, 0, 0, &[0; 4]), cell(0x0203, 9, 9, &[1; 8]), record(0x00E5, &[1, 0, 0, 0, 3, 0, 0, 0, 1, 0])];
    for bytes in damaged(&xls(&globals, &sheet.concat()), 1_500) {
        let _ = read("", &bytes, &Limits::default());
    }
    for bytes in damaged(&xlsx(ROWS, "", ""), 1_500) {
        let _ = read("", &bytes, &Limits::default());
    }
    // Behind the checks of the container, damage must do no harm either.
    for bytes in damaged(ROWS.as_bytes(), 300) {
        let _ = read("", &xlsx(&String::from_utf8_lossy(&bytes), "", ""), &Limits::default());
    }
}

#[test]
fn the_sheets_of_the_format_samples_give_all_figures() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/formats");
    if !folder.is_dir() {
        crate::support::skipped("there is no ../shared/formats beside this checkout");
        return;
    }
    let forms = Form::editions().unwrap();
    for name in ["000_openpyxl.xlsx", "001_openpyxl.xlsx"] {
        let (document, notices) = read(name, &fs::read(folder.join(name)).unwrap(), &Limits::default()).unwrap();
        let (report, _) = parse(&document, &forms);
        let unread = report.cells.iter().filter(|cell| matches!(cell.state.name(), "missing" | "unsure")).count();
        assert_eq!((report.sections.len(), unread, notices.len()), (6, 0, 0), "{name}");
    }
}
