//! Tables without a header, with rows that the form does not have, with cells set otherwise: nothing is guessed in silence.

use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::model::{CellState, Notice, Report};
use gouji::parse::parse;

use crate::writer::csv::csv;
use crate::writer::{Format, Layout, Page, Sample, write};

/// A report with a figure of its own in every cell: the first is 1000, the next 1001.
fn sample(form: &Form) -> Sample<'_> {
    let mut sample = Sample::new(form, "梅川乡", 2022);
    sample.cells = form.cells.iter().zip(1000..).map(|(cell, figure)| (cell.id.clone(), figure.to_string())).collect();
    sample
}

fn parsed(text: &str) -> (Report, Vec<Notice>) {
    let (document, _) = read("", text.as_bytes(), &Limits::default()).unwrap();
    parse(&document, &Form::editions().unwrap())
}

/// The sample as a web page, its rows changed one by one; a row for which there is nothing is left out.
fn page(change: impl Fn(&str) -> Option<String>) -> (Report, Vec<Notice>) {
    let forms = Form::editions().unwrap();
    let html = String::from_utf8(Format::Html.bytes(&Page::of(&sample(&forms[1])))).unwrap();
    let changed = |line: &str| if line.starts_with("<tr>") { change(line) } else { Some(line.to_owned()) };
    parsed(&html.lines().filter_map(changed).collect::<Vec<_>>().join("\n"))
}

fn states(report: &Report, row: &str) -> Vec<&'static str> {
    report.cells.iter().filter(|cell| cell.id.row().starts_with(row)).map(|cell| cell.state.name()).collect()
}

fn all(report: &Report, row: &str, state: &str) -> bool {
    states(report, row).iter().all(|own| *own == state)
}

fn said<'a>(notices: &'a [Notice], code: &str) -> Vec<&'a str> {
    notices.iter().filter(|notice| notice.code == code).map(|notice| notice.message.zh.as_str()).collect()
}

fn is_head_of_requests(row: &str) -> bool {
    ["申请人情况", "自然人", "商业企业"].iter().any(|head| row.contains(head))
}

fn is_head_of_relief(row: &str) -> bool {
    ["行政复议", "复议后起诉", "结果维持"].iter().any(|head| row.contains(head))
}

#[test]
fn without_a_header_a_full_row_is_read_and_an_uneven_one_unsure() {
    let (report, notices) = page(|row| (!is_head_of_requests(row)).then(|| row.replace(">1016<", "><")));
    assert_eq!(said(&notices, "header-missing").len(), 1, "{notices:?}");
    assert!(said(&notices, "header-missing")[0].contains("表头"));
    let first = states(&report, "requests.new_received");
    assert!(first.iter().all(|state| *state == "unsure"), "{first:?}");
    assert!(all(&report, "requests.carried_in", "number") && all(&report, "relief", "number"));
    let (report, notices) = page(|row| Some(row.to_owned()));
    assert!(all(&report, "", "number") && notices.is_empty(), "{notices:?}");
}

#[test]
fn without_a_header_rows_that_add_up_from_the_left_are_unsure() {
    let sum: u32 = (1018..=1023).sum();
    let (report, _) = page(|row| (!is_head_of_requests(row)).then(|| row.replace(">1017<", &format!(">{sum}<"))));
    assert!(all(&report, "requests", "unsure"), "{:?}", states(&report, "requests"));
    assert!(all(&report, "disclosure", "number"));
}

#[test]
fn fifteen_figures_without_a_header_are_shown_and_unsure() {
    let (report, notices) = page(|row| (!is_head_of_relief(row)).then(|| row.to_owned()));
    assert!(all(&report, "relief", "unsure") && all(&report, "requests", "number"));
    assert_eq!(report.cell(&"relief.review@upheld".into()).unwrap().raw, "1185");
    assert_eq!(said(&notices, "header-missing").len(), 1, "{notices:?}");
}

#[test]
fn table_four_is_read_by_its_own_header() {
    let heads = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>";
    let (report, _) = page(|row| {
        if row.contains("行政复议") {
            return Some(
                "<tr><td colspan=\"10\">行政诉讼</td><td colspan=\"5\" rowspan=\"2\">行政复议</td></tr>".to_owned(),
            );
        }
        if row.contains("复议后起诉") {
            return Some(
                "<tr><td colspan=\"5\">未经复议直接起诉</td><td colspan=\"5\">复议后起诉</td></tr>".to_owned(),
            );
        }
        Some(if row.contains("结果维持") { format!("<tr>{}</tr>", heads.repeat(3)) } else { row.to_owned() })
    });
    let figure = |id: &str| report.cell(&id.into()).unwrap().state.number();
    assert_eq!(figure("relief.litigation_direct@upheld"), Some(1185.into()));
    assert_eq!(figure("relief.litigation_after_review@total"), Some(1194.into()));
    assert_eq!(figure("relief.review@upheld"), Some(1195.into()));
    assert!(all(&report, "relief", "number"));
    assert!(report.tables[2].misplaced.is_some(), "the order is still told");
}

#[test]
fn a_column_lost_and_another_put_in_leave_no_figure_in_a_wrong_column() {
    const LAST: &str = "<td rowspan=\"2\">尚未审结</td><td rowspan=\"2\">总计</td>";
    let (report, _) = page(|row| {
        assert!(!row.contains("复议后起诉") || row.contains(LAST), "{row}");
        Some(row.replacen(LAST, "<td rowspan=\"2\">总计</td><td rowspan=\"2\">小计</td>", 1))
    });
    assert!(all(&report, "relief", "unsure"), "{:?}", states(&report, "relief"));
}

#[test]
fn a_row_of_figures_that_no_row_of_the_form_took_is_told() {
    for (label, wanted) in [("历史遗留", "“历史遗留”一行有7个数值"), ("", "没有行名")] {
        let (report, notices) = page(|row| Some(row.replace("2.重复申请", label)));
        assert!(all(&report, "requests.results.not_processed.repeated", "missing"), "{label}");
        let told = said(&notices, "row-unknown");
        assert_eq!(told.len(), 1, "{notices:?}");
        assert!(told[0].contains(wanted) && told[0].contains("1.信访举报投诉类申请"), "{}", told[0]);
    }
    let subtotal = "<tr><td>小计</td><td>5</td><td></td><td></td></tr>";
    let (_, notices) = page(|row| {
        let added = if row.contains("行政强制") { subtotal } else { "" };
        Some(format!("{added}{row}"))
    });
    assert_eq!(said(&notices, "row-unknown").len(), 1, "{notices:?}");
}

#[test]
fn a_page_number_or_a_note_over_all_columns_is_passed_over() {
    for note in ["3", "- 3 -", "续表"] {
        let (report, notices) = page(|row| {
            // As Word does it: the merges above end with the row over all columns, and begin anew, blank, below it.
            let row = row.replace("rowspan=\"22\"", "rowspan=\"15\"").replace("rowspan=\"5\"", "rowspan=\"2\"");
            if !row.contains("3.要求提供公开出版物") {
                return Some(row);
            }
            let below = row.replace("<tr>", "<tr><td rowspan=\"7\"></td><td rowspan=\"3\"></td>");
            Some(format!("<tr><td colspan=\"10\">{note}</td></tr>\n{below}"))
        });
        assert!(all(&report, "", "number"), "{note}: {:?}", states(&report, "requests"));
        assert!(said(&notices, "row-unknown").is_empty(), "{notices:?}");
    }
}

#[test]
fn a_row_of_a_sheet_without_any_figure_is_blank_and_no_heading() {
    let forms = Form::editions().unwrap();
    let columns: Vec<&str> = forms[1].tables[1].columns.iter().map(|column| column.id.as_str()).collect();
    for rows in
        [&["carried_in"][..], &["carried_out"], &["new_received"], &["new_received", "carried_in", "carried_out"]]
    {
        let mut sample = sample(&forms[1]);
        for id in rows.iter().flat_map(|row| columns.iter().map(move |column| format!("requests.{row}@{column}"))) {
            sample.cells.insert(id.as_str().into(), String::new());
        }
        for bytes in [csv(&Page::of(&sample), ',').into_bytes(), Format::Xlsx.bytes(&Page::of(&sample))] {
            let (document, _) = read("", &bytes, &Limits::default()).unwrap();
            let (report, _) = parse(&document, &forms);
            assert_eq!(report.sections.len(), 6, "{rows:?}");
            for cell in &report.cells {
                let is_blank = rows.iter().any(|row| cell.id.row() == format!("requests.{row}"));
                let wanted = if is_blank { "blank" } else { "number" };
                assert_eq!(cell.state.name(), wanted, "{rows:?} {}", cell.id);
            }
        }
    }
}

#[test]
fn a_sheet_copied_into_a_text_keeps_its_blanks() {
    let forms = Form::editions().unwrap();
    let mut sample = sample(&forms[1]);
    for (place, cell) in forms[1].cells.iter().enumerate().filter(|(place, _)| place % 3 != 0) {
        let is_blank = place % 9 != 1 && !cell.id.row().starts_with("disclosure");
        if is_blank {
            sample.cells.insert(cell.id.clone(), String::new());
        }
    }
    let sheet = csv(&Page::of(&sample), '\t').replace("\r\n", "\n").replace("商业企业", "\"商业\n企业\"");
    // Prose has no tab stops behind it.
    let line = |line: &str| {
        let is_prose = line.contains('。') || line.trim_end_matches('\t').matches('\t').count() == 0;
        if is_prose && !line.contains("条第") {
            line.trim_end_matches('\t').to_owned() + "\n\n"
        } else {
            line.to_owned() + "\n"
        }
    };
    let text: String = sheet.lines().map(line).collect();
    let text = text.replace("\"商业\n\n", "\"商业\n");
    let (document, _) = read("", text.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(document.kind, "txt");
    let (report, _) = parse(&document, &forms);
    for cell in &report.cells {
        let written = sample.written(&cell.id).unwrap();
        match cell.state {
            CellState::Number(figure) => assert_eq!(figure.to_string(), written, "{}", cell.id),
            CellState::Blank => assert_eq!("", written, "{}", cell.id),
            other => panic!("{} {other:?} {written}", cell.id),
        }
    }
}

#[test]
fn a_figure_broken_over_two_lines_of_a_typed_page_is_unsure() {
    let forms = Form::editions().unwrap();
    let sample = sample(&forms[1]).set(&[
        ("requests.carried_in@commercial_enterprise", "78156517"),
        ("requests.carried_in@research_institution", ""),
    ]);
    let text = write(&sample, Layout::Columns);
    let at = text.find("78156517").unwrap();
    let start = text[..at].rfind('\n').unwrap() + 1;
    let end = at + text[at..].find('\n').unwrap();
    let column = text[start..at].chars().count();
    let rest = format!("\n{}517", " ".repeat(column + 9));
    let broken = format!("{}78156   {}{rest}{}", &text[..at], &text[at + 8..end], &text[end..]);
    let (report, _) = parsed(&broken);
    assert!(all(&report, "requests.carried_in", "unsure"), "{:?}", states(&report, "requests.carried_in"));
}

#[test]
fn files_of_rare_word_processors_are_refused_by_name() {
    for text in [
        "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument><w:t>梅川乡</w:t></w:wordDocument>",
        "<?xml version=\"1.0\"?><office:document><text:p>梅川乡</text:p></office:document>",
    ] {
        let refusal = read("report.xml", text.as_bytes(), &Limits::default()).unwrap_err();
        assert_eq!(refusal.code, "unread-format");
        assert!(refusal.message.zh.contains("另存为 docx"));
    }
}
