//! Tables copied out of a page, line by line: what together makes a label of the form has its figures, and nothing else has.

use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::model::{CellState, Report};
use gouji::parse::parse;

fn parsed(table: &str) -> Report {
    let text = format!(
        "青云县2022年政府信息公开工作年度报告\n一、总体情况\n本年度公开信息三百余条。\n\
         三、收到和处理政府信息公开申请情况\n{table}\n四、政府信息公开行政复议、行政诉讼情况\n"
    );
    let (document, _) = read("", text.as_bytes(), &Limits::default()).unwrap();
    parse(&document, &Form::editions().unwrap()).0
}

/// The row as it was read: figures, or the name of the state that is not one.
fn row(report: &Report, row: &str) -> Vec<String> {
    let cells = report.cells.iter().filter(|cell| cell.id.row() == format!("requests.{row}"));
    let shown = |state: CellState| state.number().map_or_else(|| state.name().to_owned(), |number| number.to_string());
    cells
        .map(|cell| if matches!(cell.state, CellState::Unsure(_)) { "unsure".to_owned() } else { shown(cell.state) })
        .collect()
}

const HEADS: &str =
    "申请人情况\n自\n然\n人\n法人或其他组织 总计\n商业\n企业\n科研\n机构\n社会公益\n组织\n法律服务\n机构\n其他\n";

#[test]
fn a_label_may_stand_above_around_and_before_its_figures() {
    let report = parsed(&format!(
        "{HEADS}一、本年新收政府信息公开\n申请数量\n21 22 23 24 25 26 141\n二、上年结转政府信息公开\n申请数量 1 2 3 4 5 6 21\n\
         （一）予以公开 7 0 0 0 0 0 7\n（二）部分公开\n（区分处理的，\n1 1 1 1 1 1 6\n只计这一情形，\n不计其他情形）\n\
         （三）\n不予公\n开\n1.属于国家\n秘密\n0 0 0 3 0 0 3\n"
    ));
    assert_eq!(row(&report, "new_received"), ["21", "22", "23", "24", "25", "26", "141"]);
    assert_eq!(row(&report, "carried_in"), ["1", "2", "3", "4", "5", "6", "21"]);
    assert_eq!(row(&report, "results.granted"), ["7", "0", "0", "0", "0", "0", "7"]);
    assert_eq!(row(&report, "results.partially_granted"), ["1", "1", "1", "1", "1", "1", "6"]);
    assert_eq!(row(&report, "results.denied.state_secret"), ["0", "0", "0", "3", "0", "0", "3"]);
}

#[test]
fn figures_below_an_unknown_label_are_not_those_of_the_next() {
    let report = parsed(&format!(
        "{HEADS}一、本年新收政府信息公开\n申请数量\n21 22 23 24 25 26 141\n另行登记的\n申请\n9 9 9 9 9 9 54\n\
         二、上年结转政府信息公开\n申请数量\n1 2 3 4 5 6 21\n"
    ));
    assert_eq!(row(&report, "new_received"), ["21", "22", "23", "24", "25", "26", "141"]);
    assert_eq!(row(&report, "carried_in"), ["1", "2", "3", "4", "5", "6", "21"]);
}

#[test]
fn figures_below_two_labels_belong_to_neither_for_certain() {
    let report = parsed(&format!(
        "{HEADS}一、本年新收政府信息公开\n申请数量\n二、上年结转政府信息公开\n申请数量\n21 22 23 24 25 26 141\n1 2 3 4 5 6 21\n\
         （一）予以公开 22 24 26 28 30 32 162\n"
    ));
    for of in ["new_received", "carried_in"] {
        assert_eq!(row(&report, of), ["missing"; 7]);
    }
    assert_eq!(row(&report, "results.granted"), ["22", "24", "26", "28", "30", "32", "162"]);
}

#[test]
fn the_last_heads_are_no_label_of_the_figures_below_them() {
    let report = parsed(
        "自然人\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他\n总计\n1 2 3 4 5 6 21\n（一）予以公开 1 0 0 0 0 0 1\n",
    );
    assert_eq!(row(&report, "results.total"), ["missing"; 7]);
    assert_eq!(row(&report, "results.other.other"), ["missing"; 7]);
}

#[test]
fn a_row_that_lost_a_figure_is_unsure() {
    let report = parsed(&format!("{HEADS}一、本年新收政府信息公开\n申请数量\n21 22 24 25 26 141\n"));
    assert!(row(&report, "new_received").iter().all(|cell| cell == "unsure"), "{:?}", row(&report, "new_received"));
}

/// As a program prints it that counts a Chinese character as one column: letters of two heads touch.
fn slipped(first: &str) -> String {
    format!(
        "                                       申请人情况\n\n\
         {first}\n\n\
         一、本年新收政府信息公开申请数量                     21 22   0    0    0    0    43\n\n\
         二、上年结转政府信息公开申请数量                     1  2   0    0    0    0    3\n\n\
         \u{20}        （一）予以公开                     7  2   0    0    0    0    9\n"
    )
}

const SLIPPED: &str = "                                     自                        总\n\
     \u{20}                                    然商 科 社会公益 法律服务 其 计\n\
     \u{20}                                    人业 研 组织   机构   他\n\
     \u{20}                                     企 机\n\
     \u{20}                                     业 构";

const SWAPPED: &str = "                                     自                        总\n\
     \u{20}                                    然科 商 社会公益 法律服务 其 计\n\
     \u{20}                                    人研 业 组织   机构   他\n\
     \u{20}                                     机 企\n\
     \u{20}                                     构 业";

#[test]
fn heads_that_slipped_sideways_are_read_letter_by_letter() {
    let report = parsed(&slipped(SLIPPED));
    assert_eq!(row(&report, "new_received"), ["21", "22", "0", "0", "0", "0", "43"]);
    assert_eq!(row(&report, "results.granted"), ["7", "2", "0", "0", "0", "0", "9"]);
}

#[test]
fn slipped_heads_in_another_order_or_with_one_more_leave_the_figures_unsure() {
    let more = SLIPPED.replace('其', "小 其");
    for heads in [SWAPPED.to_owned(), more] {
        let report = parsed(&slipped(&heads));
        assert!(
            row(&report, "new_received").iter().all(|cell| cell == "unsure"),
            "{heads}\n{:?}",
            row(&report, "new_received")
        );
    }
}

#[test]
fn a_word_among_the_figures_of_a_page_is_the_text_of_its_cell() {
    let report = parsed(
        "                                自然人   商业企业  科研机构  社会公益组织  法律服务机构  其他   总计\n\
         一、本年新收政府信息公开申请数量    21     22     0      0        0        0     43\n\
         二、上年结转政府信息公开申请数量    十二    2      0      0        0        0     14\n\
         （一）予以公开                  7      2      0      0        0        0     9\n\
         （二）部分公开                  8      2      0      0        0        0     10\n",
    );
    assert_eq!(row(&report, "carried_in"), ["text", "2", "0", "0", "0", "0", "14"]);
}
