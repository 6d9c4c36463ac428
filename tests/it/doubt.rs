//! Tables that are not as the form has them: what is certain is read, the rest says that it is not (invariant 5).

use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::model::{Cell, CellState, Notice, Report};
use gouji::parse::parse;

use crate::writer::{Layout, Sample, write};

/// A report with a different figure in every cell, written in a layout and then changed as text.
fn changed(layout: Layout, change: impl Fn(String) -> String) -> (Report, Vec<Notice>) {
    let forms = Form::editions().unwrap();
    let mut sample = Sample::new(&forms[1], "青云县", 2022);
    sample.cells =
        forms[1].cells.iter().zip(1000..).map(|(cell, figure)| (cell.id.clone(), figure.to_string())).collect();
    let (document, _) = read("", change(write(&sample, layout)).as_bytes(), &Limits::default()).unwrap();
    parse(&document, &forms)
}

/// The cells whose row begins with a prefix are unsure; all others are figures.
fn only_unsure(report: &Report, prefix: &str) {
    for cell in &report.cells {
        let is_unsure = matches!(cell.state, CellState::Unsure(_));
        assert_eq!(is_unsure, cell.id.row().starts_with(prefix), "{} {:?}", cell.id, cell.state);
    }
}

fn cell<'a>(report: &'a Report, id: &str) -> &'a Cell {
    report.cell(&id.into()).unwrap()
}

#[test]
fn columns_in_another_order_are_unsure() {
    let swap = |text: &str, one: &str, other: &str| text.replace(one, "@").replace(other, one).replace('@', other);
    for layout in [Layout::Grid, Layout::Stacked] {
        let (report, _) = changed(layout, |text| swap(&text, "商业企业", "科研机构"));
        only_unsure(&report, "requests.");
        let (report, _) = changed(layout, |text| swap(&text, "结果维持", "结果纠正"));
        only_unsure(&report, "relief.");
    }
    let (report, _) = changed(Layout::Grid, |text| {
        text.replace("本年制发件数\t本年废止件数\t现行有效件数", "现行有效件数\t本年制发件数\t本年废止件数")
    });
    assert!(matches!(cell(&report, "disclosure.art20_1.rules@made").state, CellState::Unsure(_)));
}

#[test]
fn a_row_that_comes_twice_with_other_figures_is_unsure() {
    for layout in [Layout::Grid, Layout::Stacked] {
        let (report, notices) = changed(layout, |text| {
            let row = if layout == Layout::Grid { "行政许可\t12\t\t\n\n" } else { "\t行政许可\n\t12\n\n" };
            let at = text.find("第二十条").unwrap();
            let at = text[..at].rfind('\n').unwrap() + 1;
            format!("{}{row}{}", &text[..at], &text[at..])
        });
        only_unsure(&report, "disclosure.art20_5.licensing");
        assert!(notices.iter().any(|notice| notice.code == "row-repeated"), "{layout:?} {notices:?}");
    }
}

#[test]
fn an_amount_in_another_unit_is_unsure() {
    let (report, _) = changed(Layout::Grid, |text| text.replace("单位：万元", "单位：元"));
    only_unsure(&report, "disclosure.art20_8.fees");
}

#[test]
fn an_amount_broken_over_two_lines_is_unsure() {
    let (report, _) = changed(Layout::Grid, |text| text.replace("行政事业性收费\t1009\t\t", "行政事业性收费\t10.0\n9"));
    only_unsure(&report, "disclosure.art20_8.fees");
}

#[test]
fn two_rows_of_values_in_table_four_are_unsure() {
    let numbers = (1..=15).map(|number| number.to_string()).collect::<Vec<_>>().join("\t");
    let (report, _) = changed(Layout::Grid, |text| text.replace("1185\t1186", &format!("{numbers}\n1185\t1186")));
    only_unsure(&report, "relief.");
}

#[test]
fn an_extra_column_or_a_blank_between_figures_is_unsure() {
    let (report, _) = changed(Layout::Grid, |text| text.replace("\t1010\t1011\t1012", "\t10\t10\t\t1012"));
    only_unsure(&report, "requests.new_received");
}

#[test]
fn a_remark_in_the_last_cell_of_a_row_is_text_and_shifts_nothing() {
    for layout in [Layout::Grid, Layout::Stacked] {
        let (report, _) = changed(layout, |text| {
            text.replace("1030\n", "1030（含结转1件）\n").replace("\t1030\t", "\t1030（含结转1件）\t")
        });
        assert_eq!(cell(&report, "requests.results.granted@total").state, CellState::Text, "{layout:?}");
        assert_eq!(cell(&report, "requests.results.granted@other_org").state.number(), Some(1029.into()), "{layout:?}");
    }
}

#[test]
fn a_second_report_in_the_file_is_said() {
    let (report, notices) = changed(Layout::Grid, |text| format!("{text}\n{text}"));
    assert!(report.cells.iter().all(|cell| cell.state.number().is_some()));
    assert!(notices.iter().any(|notice| notice.code == "another-report"), "{notices:?}");
}

#[test]
fn headings_numbered_as_parts_are_headings_where_there_are_no_others() {
    for numerals in [["（一）", "（二）", "（三）", "（四）", "（五）", "（六）"], ["1.", "2.", "3.", "4.", "5.", "6."]]
    {
        let (report, _) = changed(Layout::Grid, |text| {
            let titles = Form::editions().unwrap().pop().unwrap().sections;
            titles.iter().zip(numerals).fold(text, |text, (section, numeral)| {
                let stem = section.title.split_once('、').unwrap().1;
                text.replace(&section.title, &format!("{numeral}{stem}"))
            })
        });
        assert_eq!(report.sections.iter().map(|section| section.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
        assert!(report.cells.iter().all(|cell| cell.state.number().is_some()));
    }
}
