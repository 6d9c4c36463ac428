//! Sheets saved as text: every separator and encoding, quoted fields; and texts that only look like one.

use encoding_rs::GB18030;
use gouji::document::{Document, Limits, read};
use gouji::form::Form;
use gouji::parse::parse;

use crate::html::shown;
use crate::support::damage::damaged;
use crate::support::share::{Share, reading};
use crate::writer::csv::csv;
use crate::writer::{Layout, Page, Sample, write};

fn document(text: &str) -> Document {
    read("a.csv", text.as_bytes(), &Limits::default()).unwrap().0
}

#[test]
fn every_separator_and_encoding_gives_the_same_figures() {
    let forms = Form::editions().unwrap();
    let mut sample = Sample::new(&forms[1], "青云县", 2022).set(&[
        ("requests.new_received@total", ""),
        ("requests.carried_in@natural_person", "1,204"),
        ("disclosure.art20_8.fees@amount_wan", "15954.526468"),
    ]);
    sample.preamble += "（\"青云\",简称;全称）";
    let page = Page::of(&sample);
    for separator in [',', ';', '\t'] {
        let text = csv(&page, separator);
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let (gbk, _, _) = GB18030.encode(&text);
        let unix = text.replace("\r\n", "\n");
        for bytes in [text.as_bytes(), &[b"\xEF\xBB\xBF", text.as_bytes()].concat(), &utf16, &gbk, unix.as_bytes()] {
            let (document, notices) = read("a.csv", bytes, &Limits::default()).unwrap();
            assert_eq!((document.kind.as_str(), notices.len()), ("csv", 0));
            let (report, _) = parse(&document, &forms);
            assert_eq!(report.sections.len(), 6, "{separator:?}");
            let share = Share::compare(&reading(bytes, &forms).unwrap(), |id| {
                sample.written(id).map(|figure| figure.replace(',', ""))
            });
            assert!(share.wrong.is_empty(), "{separator:?}: {}", Share::first(&share.wrong));
        }
    }
}

#[test]
fn quoted_fields_hold_separators_quotes_and_breaks() {
    let text = "名称,甲,乙\n\"规,章\",\"2\n0\",\n\"\"\"文件\"\"\",,3\n许可,4,5\n处罚,6,7\n强制,8,\n收费,,9\n";
    assert_eq!(
        shown(&document(text)),
        [
            "0:名称|1:甲|2:乙",
            "0:规,章|1:2 0|2:",
            "0:\"文件\"|1:|2:3",
            "0:许可|1:4|2:5",
            "0:处罚|1:6|2:7",
            "0:强制|1:8|2:",
            "0:收费|1:|2:9"
        ]
    );
}

#[test]
fn rows_of_their_own_width_stand_between_prose() {
    let rows = "名称,甲,乙\n规章,1,2\n文件,3,\n许可,,4\n处罚,5,6\n强制,7,8\n";
    let text = format!("青云县报告\n公开,及时,准确,规范。\n{rows}继续努力。\n");
    let read = shown(&document(&text));
    assert_eq!(read[..3], ["青云县报告", "公开,及时,准确,规范。", "0:名称|1:甲|2:乙"]);
    assert_eq!(read[4..], ["0:文件|1:3|2:", "0:许可|1:|2:4", "0:处罚|1:5|2:6", "0:强制|1:7|2:8", "继续努力。"]);
}

#[test]
fn texts_with_commas_and_tabs_are_no_sheets() {
    let forms = Form::editions().unwrap();
    let sample = Sample::new(&forms[1], "青云县", 2022);
    for layout in Layout::ALL {
        let text = write(&sample, layout);
        assert_eq!(document(&text).kind, "txt", "{layout:?}");
        // Thousands parted by commas.
        let large = text.replace("\t0", "\t1,234,567").replace("  0", "  1,234,567").replace("| 0", "| 1,234,567");
        assert_eq!(document(&large).kind, "txt", "{layout:?}");
    }
    let thousands = "规章 1,234 5,678 2,345\n".repeat(12);
    assert_eq!(document(&thousands).kind, "txt");
    let prose = "公开1条, 答复2件, 其他没有。\n下一步, 努力。\n".repeat(12);
    assert_eq!(document(&prose).kind, "txt");
}

#[test]
fn damaged_sheets_never_break_the_reader() {
    let forms = Form::editions().unwrap();
    let text = csv(&Page::of(&Sample::new(&forms[1], "青云县", 2022)), ',');
    for bytes in damaged(text.as_bytes(), 600) {
        let _ = read("a.csv", &bytes, &Limits::default());
    }
    let quoted = format!("甲,乙,丙\n\"{}", "1,2,3\n".repeat(200_000));
    let _ = read("a.csv", quoted.as_bytes(), &Limits::default());
    let wide = format!("甲{}\n", ",".repeat(100_000)).repeat(8);
    let many = "1,2,3\n".repeat(70_000);
    assert_eq!(document(&wide).kind, "txt");
    let refused = read("a.csv", many.as_bytes(), &Limits::default()).map(|(document, _)| document.kind);
    assert_eq!(refused.unwrap_err().code, "over-limit");
}
