//! Binary files of Word and WPS: what is read of them, what is left out and said, what is refused.

use std::fmt::Write;

use gouji::document::{Block, Document, Limits, Refusal, read};
use gouji::model::Notice;

use crate::support::doc::{
    DocBlock, DocCell, DocFile, Layout, Marked, RowPlace, cell, cell_end, doc, in_tables, paragraph, property, row_end,
};
use crate::support::mutation::mutations;
use crate::support::shared::sample_shares;

fn try_read(bytes: &[u8]) -> Result<(Document, Vec<Notice>), Refusal> {
    read("", bytes, &Limits::default())
}

/// The blocks one a line: paragraphs as they are, the rows of tables with columns and spans.
pub(crate) fn shown(document: &Document) -> Vec<String> {
    let mut shown = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(span) => shown.push(document.text[span.range()].to_owned()),
            Block::Grid(grid) => {
                shown.push(format!("{:?}", grid.columns));
                for row in &grid.rows {
                    let cells = row.iter().map(|cell| {
                        let text = &document.text[cell.span.range()];
                        let mut shown = format!("{text}@{}", cell.column);
                        if (cell.columns, cell.rows) != (1, 1) {
                            write!(shown, "+{}x{}", cell.columns, cell.rows).unwrap();
                        }
                        shown
                    });
                    shown.push(cells.collect::<Vec<_>>().join(" "));
                }
            }
            Block::Cells(_) | Block::Scattered(_) => shown.push("?".to_owned()),
        }
    }
    shown
}

fn lines(file: &DocFile) -> Vec<String> {
    shown(&try_read(&file.bytes()).unwrap().0)
}

fn sample() -> Vec<DocBlock> {
    let wide = |text: &str, columns, rows| DocCell { text: text.to_owned(), columns, rows };
    vec![
        DocBlock::Paragraph("青云县2021年政府信息公开工作年度报告".to_owned()),
        DocBlock::Paragraph("plain words".to_owned()),
        DocBlock::Table(vec![
            vec![wide("信息内容", 1, 2), wide("自然人", 2, 1)],
            vec![cell("商业企业"), cell("科研机构")],
            vec![cell("规章"), cell("0"), cell("")],
        ]),
        DocBlock::Paragraph("二、其他".to_owned()),
        DocBlock::Table(vec![vec![cell("另表"), cell("12")]]),
    ]
}

fn file(blocks: &[DocBlock]) -> DocFile {
    let mut file = DocFile::default();
    for block in blocks {
        match block {
            DocBlock::Paragraph(text) => file.marked.push(paragraph(text, Vec::new())),
            DocBlock::Table(rows) => {
                for row in rows {
                    file.marked.extend(row.iter().map(|cell| cell_end(&cell.text, 1)));
                    let edges: Vec<i16> = (0..=row.len()).map(|edge| i16::try_from(edge * 500).unwrap()).collect();
                    file.marked.push(row_end(&edges, &vec![0; row.len()], 1));
                }
            }
        }
    }
    file
}

fn expected() -> Vec<&'static str> {
    vec![
        "青云县2021年政府信息公开工作年度报告",
        "plain words",
        "Placed",
        "信息内容@0+1x2 自然人@1+2x1",
        "商业企业@1 科研机构@2",
        "规章@0 0@1 @2",
        "二、其他",
        "Placed",
        "另表@0 12@1",
    ]
}

#[test]
fn paragraphs_and_tables_are_read_with_their_merges() {
    let (document, notices) = try_read(&doc(&sample())).unwrap();
    assert_eq!(shown(&document), expected());
    assert_eq!((document.kind.as_str(), notices.len()), ("doc", 0));
}

#[test]
fn a_file_saved_fast_reads_the_same() {
    let whole = file(&sample());
    for layout in [Layout::Backwards(7), Layout::Backwards(1), Layout::Backwards(100)] {
        let pieces = DocFile { layout, ..whole.clone() };
        assert_eq!(lines(&pieces), lines(&whole), "{layout:?}");
    }
}

#[test]
fn rows_too_long_for_their_page_are_read_from_the_data_stream() {
    let row: Vec<DocCell> = (0..14).map(|number| cell(&number.to_string())).collect();
    let near = file(&[DocBlock::Table(vec![row.clone(), row[..3].to_vec()])]);
    let far = DocFile { row_place: RowPlace::DataStream, ..near.clone() };
    assert_eq!(lines(&far)[2], "0@0 1@1 2@2");
    assert_eq!(lines(&far), lines(&near));
}

#[test]
fn cells_merged_by_flags_cover_their_columns() {
    let mut file = DocFile::default();
    for flags in [[0, 1, 2, 2], [1, 2, 1, 2]] {
        file.marked.extend(["a", "b", "", ""].map(|text| cell_end(text, 1)));
        file.marked.push(row_end(&[-108, 500, 1000, 1500, 2000], &flags, 1));
    }
    // A merge that is laid over the definition: cell 0, going on from above.
    let mut last = row_end(&[-100, 500, 1000, 1500, 2005], &[0; 4], 1);
    last.properties.extend([0x24, 0x56, 0, 2]);
    file.marked.extend(["left over", "left", "c", "d"].map(|text| cell_end(text, 1)));
    file.marked.push(last);
    assert_eq!(lines(&file), ["Placed", "a@0 b@1+3x1", "a b@0+2x1 @2+2x1", "left over left@0+2x1 c@2 d@3"]);
}

#[test]
fn no_cell_is_lost_where_a_row_is_damaged() {
    let mut file = DocFile::default();
    file.marked.extend(["a", "b", "c"].map(|text| cell_end(text, 1)));
    file.marked.push(row_end(&[0, 500], &[0], 1));
    // A row whose end is lost, and cells that do not know that they are in a table.
    file.marked.push(cell_end("d", 1));
    file.marked.push(Marked { properties: Vec::new(), ..cell_end("e", 1) });
    file.marked.push(paragraph("after", Vec::new()));
    assert_eq!(lines(&file), ["Counted", "a@0 b@1 c@2", "d@0 e@1", "after"]);
}

#[test]
fn a_table_in_a_cell_follows_its_table() {
    let mut file = DocFile::default();
    file.marked.push(cell_end("外1", 1));
    file.marked.push(paragraph("前", in_tables(1)));
    file.marked.extend([cell_end("内1", 2), cell_end("内2", 2), row_end(&[0, 300, 600], &[0, 0], 2)]);
    file.marked.push(cell_end("后", 1));
    file.marked.push(row_end(&[0, 1000, 2000], &[0, 0], 1));
    assert_eq!(lines(&file), ["Placed", "外1@0 前 后@1", "Placed", "内1@0 内2@1"]);
}

#[test]
fn formulas_and_drawings_without_results_are_read_or_said() {
    let ruby = "\u{13} EQ \\* jc3 \\* hps22 \\o\\al(\\s\\up 10(7),39)\u{15}";
    let blocks = [
        DocBlock::Paragraph(format!("共{ruby}件，{}", ruby.replace('\u{15}', "\u{14}\u{15}"))),
        DocBlock::Paragraph(format!("{}和\u{13}EQ \\f(1,2)\u{15}", ruby.replace('\u{15}', "\u{14}40\u{15}"))),
        DocBlock::Paragraph("图\u{13} SHAPE \u{14}\u{15}".to_owned()),
    ];
    let (document, notices) = read("", &doc(&blocks), &Limits::default()).unwrap();
    assert_eq!(shown(&document), ["共39件，39", "40和\u{FFFD}", "图"]);
    let codes: Vec<&str> = notices.iter().map(|notice| notice.code).collect();
    assert_eq!(codes, ["drawing-unread", "characters-lost"]);
}

#[test]
fn fields_show_their_results_alone() {
    let text = "共\u{13} =5+6 \u{13}X\u{14}9\u{15}\u{14}11\u{15}件，\u{13}PAGE\u{15}其余\u{13}未完";
    assert_eq!(lines(&file(&[DocBlock::Paragraph(text.to_owned())])), ["共11件，其余未完"]);
}

#[test]
fn special_characters_are_read_as_they_print() {
    let text = "甲\u{1}\u{2}\u{8}乙\u{1E}丙\u{1F}丁\u{B}戊😀";
    assert_eq!(lines(&file(&[DocBlock::Paragraph(text.to_owned())])), ["甲乙-丙丁", "戊😀"]);
}

#[test]
fn deleted_and_hidden_text_is_left_out_and_said() {
    let runs = [
        ("新收", Vec::new()),
        ("10", property(0x0800, 1)),
        ("12", property(0x0801, 1)),
        ("99", property(0x083C, 1)),
        ("件", Vec::new()),
    ];
    let runs = runs.map(|(text, run)| (text.to_owned(), run)).to_vec();
    let file = DocFile { marked: vec![Marked { runs, ..paragraph("", Vec::new()) }], ..DocFile::default() };
    let (document, notices) = try_read(&file.bytes()).unwrap();
    assert_eq!(shown(&document), ["新收12件"]);
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["tracked-changes", "hidden-text"]);
}

#[test]
fn a_deleted_mark_joins_paragraphs_and_a_deleted_row_goes() {
    let deleted = |text: &str, marked: Marked| Marked { runs: vec![(text.to_owned(), property(0x0800, 1))], ..marked };
    let mut file = DocFile::default();
    file.marked.push(deleted("", paragraph("", Vec::new())));
    file.marked[0].runs.insert(0, ("上半".to_owned(), Vec::new()));
    file.marked.push(paragraph("下半", Vec::new()));
    for is_deleted in [false, true] {
        for marked in [cell_end("1", 1), cell_end("2", 1), row_end(&[0, 500, 1000], &[0, 0], 1)] {
            let text = marked.runs.first().map(|run| run.0.clone()).unwrap_or_default();
            file.marked.push(if is_deleted { deleted(&text, marked) } else { marked });
        }
    }
    assert_eq!(lines(&file), ["上半下半", "Placed", "1@0 2@1"]);
}

#[test]
fn automatic_numbers_are_part_of_the_text() {
    let numbered = |text: &str, level: u8| {
        let mut properties = property(0x260A, level);
        properties.extend([0x0B, 0x46, 1, 0]);
        paragraph(text, properties)
    };
    let levels = [(37, "\u{0}、"), (37, "（\u{1}）"), (0, "\u{2}."), (1, "\u{3})")];
    let file = DocFile {
        marked: vec![
            numbered("总体情况", 0),
            numbered("主动公开", 1),
            numbered("甲", 2),
            numbered("乙", 2),
            numbered("依申请公开", 1),
            numbered("丙", 2),
            paragraph("没有编号", Vec::new()),
            numbered("其他", 0),
            numbered("深", 3),
        ],
        levels: levels.map(|(manner, text)| (manner, text.to_owned())).to_vec(),
        ..DocFile::default()
    };
    let expected = [
        "一、总体情况",
        "（一）主动公开",
        "1. 甲",
        "2. 乙",
        "（二）依申请公开",
        "1. 丙",
        "没有编号",
        "二、其他",
        "I) 深",
    ];
    assert_eq!(lines(&file), expected);
    let (_, notices) = try_read(&DocFile { levels: Vec::new(), ..file }.bytes()).unwrap();
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["numbers-lost"]);
}

#[test]
fn notes_follow_the_text_and_short_titles_are_left_out() {
    let long = "本报告由青云县人民政府办公室编制，所列数据的统计期限自2021年1月1日起，至2021年12月31日止，特此说明。";
    let mut file = file(&[DocBlock::Paragraph("正文".to_owned())]);
    file.footnotes = vec![paragraph("\u{2}脚注", Vec::new())];
    file.titles = vec![paragraph("青云县", Vec::new())];
    assert_eq!(lines(&file), ["正文", "脚注"]);
    file.titles = vec![paragraph(long, Vec::new())];
    assert_eq!(lines(&file), ["正文", "脚注", long]);
}

#[test]
fn encrypted_and_older_files_are_refused_by_name() {
    let refusal = |file: DocFile| try_read(&file.bytes()).unwrap_err();
    let plain = file(&sample());
    assert_eq!(refusal(DocFile { flags: 0x0100, ..plain.clone() }).code, "encrypted");
    assert_eq!(refusal(DocFile { flags: 0x8100, ..plain.clone() }).code, "encrypted");
    let older = refusal(DocFile { identity: Some(0xA5DC), ..plain.clone() });
    assert_eq!(older.code, "old-word");
    assert!(older.message.zh.contains("另存为 docx"), "{}", older.message.zh);
    assert_eq!(refusal(DocFile { identity: Some(0x1234), ..plain }).code, "damaged");
}

#[test]
fn a_cut_off_text_is_said() {
    let mut bytes = file(&sample()).bytes();
    // The count of characters in the header of the main stream, which follows the container's own of 512 bytes.
    let header = bytes.windows(2).position(|pair| pair == [0xEC, 0xA5]).unwrap();
    bytes[header + 0x4C] = bytes[header + 0x4C].wrapping_add(9);
    let (document, notices) = try_read(&bytes).unwrap();
    assert_eq!(shown(&document), expected_unmerged());
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["cut-off"]);
}

fn expected_unmerged() -> Vec<String> {
    lines(&file(&sample()))
}

#[test]
fn changed_bytes_and_cuts_never_break_the_reader() {
    let mut whole = file(&sample());
    whole.levels = vec![(37, "\u{0}、".to_owned())];
    whole.marked[0].properties = [0x0B, 0x46, 1, 0].to_vec();
    whole.marked.push(paragraph("共\u{13} =5+6 \u{14}11\u{15}件", Vec::new()));
    whole.marked.extend([cell_end("内1", 2), row_end(&[0, 300], &[0x60], 2)]);
    for layout in [Layout::OnePiece, Layout::Backwards(9)] {
        let sample = DocFile { layout, row_place: RowPlace::DataStream, ..whole.clone() }.bytes();
        let mut read = 0;
        for bytes in mutations(&sample, 1500) {
            read += usize::from(try_read(&bytes).is_ok());
        }
        assert!(read > 100, "only {read} of the damaged files could be read at all");
    }
}

#[test]
fn samples_made_of_real_reports_are_read_right() {
    for (name, right, cells) in sample_shares(&["doc", "wps"]) {
        println!("{name}: {right} of {cells} cells right");
        assert_eq!(right, cells, "{name}");
    }
}
