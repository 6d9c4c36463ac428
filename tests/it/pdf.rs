//! The reader of pdf files, and through it the layout of pages: tables by their lines, prose, columns without lines.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use gouji::document::{Block, Document, Limits, Refusal, read};
use gouji::form::Form;
use gouji::model::Notice;
use gouji::parse::parse;
use serde_json::Value;

use crate::support::mutate::mutations;
use crate::support::pdf::{PdfPage, pdf};

const COLUMNS: [f64; 4] = [60.0, 200.0, 300.0, 400.0];

fn open(pages: &[PdfPage]) -> (Document, Vec<Notice>) {
    read("", &pdf(pages), &Limits::default()).unwrap()
}

/// The blocks as a person would sketch them.
pub(crate) fn sketch(document: &Document) -> Vec<String> {
    let text = |span: gouji::model::Span| document.text[span.range()].to_owned();
    let mut lines = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(span) => lines.push(text(*span)),
            Block::Cells(_) => lines.push("cells".to_owned()),
            Block::Scattered(scraps) => {
                let all: Vec<String> = scraps.iter().map(|scrap| text(scrap.span)).collect();
                lines.push(format!("~ {}", all.join(" ~ ")));
            }
            Block::Grid(grid) => {
                for row in &grid.rows {
                    let cell = |cell: &gouji::document::GridCell| {
                        let spread = if cell.columns * cell.rows > 1 {
                            format!("({}x{})", cell.columns, cell.rows)
                        } else {
                            String::new()
                        };
                        format!("{}:{}{spread}", cell.column, text(cell.span))
                    };
                    lines.push(format!("| {}", row.iter().map(cell).collect::<Vec<_>>().join(" | ")));
                }
            }
        }
    }
    lines
}

#[test]
fn cells_are_what_the_lines_enclose() {
    let page = PdfPage::new()
        .row(80.0, &[(240.0, "青云县年度报告")])
        .cell((60.0, 100.0, 90.0, 196.0), "办\n理\n结\n果")
        .cell((90.0, 100.0, 300.0, 124.0), "申请人")
        .cell((90.0, 124.0, 200.0, 148.0), "自然人")
        .cell((200.0, 124.0, 300.0, 148.0), "法人")
        .cell((90.0, 148.0, 200.0, 172.0), "12")
        .cell((200.0, 148.0, 300.0, 172.0), "")
        .cell((90.0, 172.0, 200.0, 196.0), "3\n4")
        .cell((200.0, 172.0, 300.0, 196.0), "0");
    let (document, notices) = open(&[page]);
    let wanted =
        ["青云县年度报告", "| 0:办理结果(1x4) | 1:申请人(2x1)", "| 1:自然人 | 2:法人", "| 1:12 | 2:", "| 1:3 4 | 2:0"];
    assert_eq!(sketch(&document), wanted);
    assert_eq!((document.kind.as_str(), notices), ("pdf", vec![]));
}

#[test]
fn a_table_goes_on_after_a_page_break() {
    let head: &[&str] = &["信息内容", "制发件数", "废止件数"];
    let first = PdfPage::new()
        .row(40.0, &[(60.0, "石桥镇年度报告")])
        .table(&COLUMNS, 700.0, &[head, &["规章", "1", "2"], &["本机关不掌握相关政府的有", "", ""]])
        .row(820.0, &[(290.0, "- 1 -")]);
    let second = PdfPage::new()
        .row(40.0, &[(60.0, "石桥镇年度报告")])
        .table(&COLUMNS, 60.0, &[head, &["信息", "3", "4"], &["规范性文件", "5", "6"], &["其他", "7", "8"]])
        .row(820.0, &[(290.0, "- 2 -")]);
    let (document, _) = open(&[first, second]);
    let wanted = [
        "| 0:信息内容 | 1:制发件数 | 2:废止件数",
        "| 0:规章 | 1:1 | 2:2",
        "| 0:本机关不掌握相关政府的有信息 | 1:3 | 2:4",
        "| 0:规范性文件 | 1:5 | 2:6",
        "| 0:其他 | 1:7 | 2:8",
    ];
    assert_eq!(sketch(&document), wanted);
}

#[test]
fn rows_on_both_sides_of_a_break_stay_apart() {
    let rows = |above: &[&'static str; 3], below: &[&'static str; 3]| {
        let first = PdfPage::new().table(&COLUMNS, 700.0, &[&["信息内容", "甲", "乙"], above]);
        let second = PdfPage::new().table(&COLUMNS, 60.0, &[below, &["其他", "9", "9"]]);
        sketch(&open(&[first, second]).0).len()
    };
    // Both hold figures; a blank row above another entry; blank rows of an empty form.
    assert_eq!(rows(&["行政许可行政许可行政许可", "1", "2"], &["行政处罚", "3", "4"]), 4);
    assert_eq!(rows(&["行政处罚", "", ""], &["行政强制", "3", "4"]), 4);
    assert_eq!(rows(&["1.属于国家秘密属于国家秘密", "", ""], &["2.禁止公开", "3", "4"]), 4);
    assert_eq!(rows(&["行政处罚", "", ""], &["行政强制", "", ""]), 4);
    // One label that goes on.
    assert_eq!(rows(&["要求行政机关确认或重新出", "", ""], &["具已获取信息", "3", "4"]), 3);
}

#[test]
fn a_figure_over_a_line_is_parted_and_said() {
    let mut page = PdfPage::new().table(&COLUMNS, 100.0, &[&["规章", "1", "2"], &["许可", "", ""]]);
    page.texts.push((290.0, 142.0, 10.0, "1234"));
    let (document, notices) = open(&[page]);
    assert_eq!(sketch(&document)[1], "| 0:许可 | 1:12 | 2:34");
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["digits-cross-line"]);
    let span = notices[0].span.unwrap();
    assert!(document.text[span.range()].contains("许可"));
}

#[test]
fn lines_are_joined_to_paragraphs_over_pages_and_headings_stay_alone() {
    let full = "一年来我县认真落实上级部署稳步推进各项工作取得一定成效但仍存在一些不足之处今后将继续努力";
    let first = PdfPage::new()
        .row(80.0, &[(70.0, "一、总体情况")])
        .row(100.0, &[(90.0, &full[..full.len() - 6])])
        .row(120.0, &[(70.0, full)])
        .row(140.0, &[(70.0, "做好工作。")])
        .row(160.0, &[(90.0, &full[..full.len() - 6])])
        .row(830.0, &[(290.0, "1")]);
    let second =
        PdfPage::new().row(60.0, &[(70.0, "共收到12件。")]).row(80.0, &[(70.0, full)]).row(830.0, &[(290.0, "2")]);
    let (document, _) = open(&[first, second]);
    let short = &full[..full.len() - 6];
    let wanted = [
        "一、总体情况".to_owned(),
        format!("{short}{full}做好工作。"),
        format!("{short}共收到12件。"),
        full.to_owned(),
    ];
    assert_eq!(sketch(&document), wanted);
}

#[test]
fn columns_without_cells_are_pieces_with_their_places() {
    let mut page = PdfPage::new()
        .row(100.0, &[(60.0, "信息内容"), (200.0, "制发件数"), (300.0, "现行有效")])
        .row(120.0, &[(60.0, "规章"), (200.0, "0"), (300.0, "10")])
        .row(140.0, &[(60.0, "要求行政机关确认")])
        .row(152.0, &[(60.0, "或重新出具"), (200.0, "2"), (205.0, "5"), (300.0, "3")]);
    let wanted = "~ 信息内容 ~ 制发件数 ~ 现行有效 ~ 规章 ~ 0 ~ 10 ~ 要求行政机关确认 ~ 或重新出具 ~ 25 ~ 3";
    assert_eq!(sketch(&open(std::slice::from_ref(&page)).0), [wanted]);
    // Lines between rows alone, and a frame around all, make no cells.
    for baseline in [85.0, 108.0, 126.0, 158.0] {
        page.lines.push((55.0, baseline, 340.0, baseline));
    }
    assert_eq!(sketch(&open(std::slice::from_ref(&page)).0), [wanted]);
    page.lines.extend([(55.0, 85.0, 55.0, 158.0), (340.0, 85.0, 340.0, 158.0)]);
    let (document, _) = open(&[page]);
    assert_eq!(sketch(&document), [wanted]);
    let Block::Scattered(scraps) = &document.blocks[0] else { panic!("no pieces") };
    let boxes: Vec<(i32, i32, bool)> = scraps.iter().map(|scrap| (scrap.left, scrap.right, scrap.alone)).collect();
    assert_eq!(boxes[4..7], [(20000, 20500, false), (30000, 31000, false), (6000, 14000, true)]);
}

#[test]
fn a_turned_page_reads_as_an_upright_one() {
    let upright = PdfPage::new().table(&COLUMNS, 100.0, &[&["规章", "1", "2"], &["许可", "3", "4"]]);
    let turned = PdfPage { width: 842.0, height: 595.0, turned: 90, ..upright.clone() };
    assert_eq!(sketch(&open(&[turned]).0), sketch(&open(&[upright]).0));
}

#[test]
fn text_drawn_twice_is_read_once_and_figures_beside_each_other_are_kept() {
    let mut page = PdfPage::new().row(100.0, &[(60.0, "梅川乡人民政府"), (60.3, "梅川乡人民政府")]);
    page.texts.push((60.0, 130.0, 10.0, "共11件"));
    assert_eq!(sketch(&open(&[page]).0), ["梅川乡人民政府", "共11件"]);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason() {
    let refusal = |bytes: &[u8]| -> Refusal { read("", bytes, &Limits::default()).unwrap_err() };
    assert_eq!(refusal(&pdf(&[PdfPage::new()])).code, "empty");
    assert_eq!(refusal(b"%PDF-1.4\n").code, "damaged");
    let page = PdfPage::new().row(100.0, &[(60.0, "松台乡人民政府")]);
    let file = String::from_utf8(pdf(std::slice::from_ref(&page))).unwrap();
    // The same length, so that the table of places still holds.
    let coded = file.replace("/UniGB-UCS2-H", "/Identity-H  ").replace("(GB1)", "(Xy1)");
    assert_eq!(refusal(coded.as_bytes()).code, "no-text");
    let locked =
        file.replace("/Root 1 0 R", "/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 9/R 9/O()/U()/P 0>>");
    assert_eq!(refusal(locked.as_bytes()).code, "encrypted");
    let few = Limits { pages: 2, ..Limits::default() };
    assert_eq!(read("", &pdf(&vec![page.clone(); 3]), &few).unwrap_err().code, "over-limit");
    let few = Limits { marks: 5, ..Limits::default() };
    assert_eq!(read("", &pdf(&[page]), &few).unwrap_err().code, "over-limit");
}

/// A file of these objects, the first of which is its root.
fn objects(objects: &[&str]) -> Vec<u8> {
    let (mut file, mut places) = ("%PDF-1.4\n".to_owned(), String::new());
    for (number, object) in (1..).zip(objects) {
        writeln!(places, "{:010} 00000 n ", file.len()).unwrap();
        write!(file, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let (start, count) = (file.len(), objects.len() + 1);
    write!(file, "xref\n0 {count}\n0000000000 65535 f \n{places}").unwrap();
    write!(file, "trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").unwrap();
    file.into_bytes()
}

#[test]
fn blank_pages_pictures_and_pages_that_lead_in_a_circle_are_told_apart() {
    const ROOT: &str = "<</Type/Catalog/Pages 2 0 R>>";
    let refusal = |bytes: &[u8]| -> Refusal { read("", bytes, &Limits::default()).unwrap_err() };
    let pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
    let blank = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]>>";
    let blank = refusal(&objects(&[ROOT, pages, blank]));
    assert_eq!(blank.code, "empty");
    assert!(blank.message.zh.contains("没有任何文字") && !blank.message.zh.contains("扫描"), "{}", blank.message.zh);
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>";
    let picture = "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>\
        stream\nx\nendstream";
    let drawn = "<</Length 29>>stream\nq 400 0 0 400 0 0 cm /I Do Q \nendstream";
    let scan = refusal(&objects(&[ROOT, pages, page, picture, drawn]));
    assert_eq!(scan.code, "no-text");
    assert!(scan.message.zh.contains("各页都是图片"), "{}", scan.message.zh);
    let circle = "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>";
    let circle = refusal(&objects(&[ROOT, circle]));
    assert_eq!(circle.code, "damaged");
    assert!(circle.message.zh.contains("循环引用"), "{}", circle.message.zh);
}

#[test]
fn broken_files_are_read_or_refused() {
    let page = PdfPage::new()
        .row(80.0, &[(70.0, "柳河镇年度报告")])
        .table(&COLUMNS, 100.0, &[&["规章", "1", "2"], &["许可", "3", "4"]])
        .row(300.0, &[(60.0, "甲"), (160.0, "1")])
        .row(320.0, &[(60.0, "乙"), (160.0, "2")]);
    let file = pdf(&[page.clone(), page]);
    let read = mutations(&file, 300).filter(|bytes| read("", bytes, &Limits::default()).is_ok()).count();
    println!("{read} of 300 broken files were read");
    assert!(read > 0);
}

#[test]
fn shared_samples_are_read_cell_by_cell() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !shared.join("formats").is_dir() {
        crate::support::skipped("there is no ../shared/formats beside this checkout");
        return;
    }
    let forms = Form::editions().unwrap();
    let mut wrong = Vec::new();
    let mut names: Vec<String> = fs::read_dir(shared.join("formats"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| {
            let extension = Path::new(name).extension().and_then(|own| own.to_str());
            name.starts_with("00") && matches!(extension, Some("pdf" | "ofd"))
        })
        .collect();
    names.sort();
    for name in names {
        let golden = fs::read_dir(shared.join("golden"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.file_name().unwrap().to_string_lossy().starts_with(&name[..3]))
            .unwrap();
        let golden: Value = serde_json::from_str(&fs::read_to_string(golden).unwrap()).unwrap();
        let bytes = fs::read(shared.join("formats").join(&name)).unwrap();
        let (document, _) = read("", &bytes, &Limits::default()).unwrap();
        let (report, _) = parse(&document, &forms);
        let mut right = 0;
        for (id, golden) in golden["cells"].as_object().unwrap() {
            let cell = report.cell(&id.as_str().into()).unwrap();
            let value = cell.state.number().map(|value| value.to_string());
            if cell.state.name() == golden["state"] && value.as_deref() == golden["value"].as_str() {
                right += 1;
            } else if value.is_some() || !name.contains("noborder") {
                wrong.push(format!("{name}: {id}: read {value:?}, golden {golden}"));
            }
        }
        println!("{name}: {right} of 200 cells");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
