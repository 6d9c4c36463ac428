//! The reader of ofd files; what it shares with pdf is tested there.

use gouji::document::{Limits, read};

use crate::pdf::sketch;
use crate::support::mutate::mutations;
use crate::support::ofd::{ROOT, ofd, package};
use crate::support::pdf::{PdfPage, pdf};

const DOCUMENT: &str = r#"<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea>
<TemplatePage ID="9" BaseLoc="/Doc_0/Tpls/T.xml"/></CommonData><Pages><Page ID="1" BaseLoc="P.xml"/></Pages></Document>"#;

const TEMPLATE: &str = r#"<Page><Content><Layer><TextObject Boundary="20 10 100 10" Size="4"><TextCode X="0" Y="4">青云县</TextCode></TextObject></Layer></Content></Page>"#;

/// What is read of a page with these objects upon a template.
fn page(objects: &str) -> Vec<String> {
    let content = format!(r#"<Page><Template TemplateID="9"/><Content><Layer>{objects}</Layer></Content></Page>"#);
    let parts = [
        ("OFD.xml", ROOT),
        ("Doc_0/Document.xml", DOCUMENT),
        ("Doc_0/Tpls/T.xml", TEMPLATE),
        ("Doc_0/P.xml", content.as_str()),
    ];
    sketch(&read("", &package(&parts), &Limits::default()).unwrap().0)
}

#[test]
fn an_entity_that_nothing_explains_is_no_digit() {
    let object = r#"<TextObject Boundary="20 40 100 10" Size="4"><TextCode X="0" Y="4" DeltaX="g 3 2">共1&b;件</TextCode></TextObject>"#;
    assert_eq!(page(object), ["青云县", "共1\u{FFFD}件"]);
}

/// A line of text whose characters stand a step apart, Chinese ones and others.
fn spread(top: f64, wide: f64, narrow: f64, text: &str) -> String {
    let step = |character: char| if character.is_ascii() { narrow } else { wide }.to_string();
    let steps: Vec<String> = text.chars().map(step).collect();
    format!(
        r#"<TextObject Boundary="20 {top} 170 10" Size="4"><TextCode X="0" Y="4" DeltaX="{}">{text}</TextCode></TextObject>"#,
        steps.join(" ")
    )
}

#[test]
fn lines_set_wide_have_no_blanks_in_their_figures() {
    for (wide, narrow) in [(5.2, 3.2), (5.8, 3.8), (5.2, 5.2), (6.2, 4.2)] {
        let lines = ["全年收到申请125件按时办结率", "为100%其中2022年办结118件", "满意度99.5%较上年提高3%。"];
        let objects: String =
            lines.iter().zip([40.0, 50.0, 60.0]).map(|(text, top)| spread(top, wide, narrow, text)).collect();
        let read = page(&objects).join("").replace("青云县", "");
        assert_eq!(read, lines.concat(), "{wide} {narrow}");
    }
    // Pieces of a cell and figures that stand alone are no spread line.
    assert_eq!(page(&spread(40.0, 4.0, 3.4, "20"))[1..], ["2 0"]);
    let line = |points: &str| {
        format!(r#"<PathObject Boundary="0 0 210 297"><AbbreviatedData>{points}</AbbreviatedData></PathObject>"#)
    };
    let rules = [
        "M 20 40 L 120 40",
        "M 20 50 L 120 50",
        "M 20 60 L 120 60",
        "M 20 40 L 20 60",
        "M 80 40 L 80 60",
        "M 120 40 L 120 60",
    ];
    let texts = [(41.0, 22.0, "行政许可数量"), (41.0, 82.0, "20"), (51.0, 22.0, "总计"), (51.0, 82.0, "7")];
    let texts: String =
        texts.map(|(top, left, text)| spread(top, 5.2, 3.4, text).replace("\"20 ", &format!("\"{left} "))).concat();
    let objects = rules.map(line).concat() + &texts;
    assert_eq!(page(&objects)[1..], ["| 0:行政许可数量 | 1:2 0", "| 0:总计 | 1:7"]);
}

#[test]
fn the_same_pages_read_the_same_as_ofd_and_as_pdf() {
    let columns = [60.0, 200.0, 300.0, 400.0];
    let first = PdfPage::new()
        .row(80.0, &[(70.0, "一、总体情况 A & B")])
        .table(&columns, 100.0, &[&["规章", "1", "2"], &["许可", "3", "4567"]])
        .row(300.0, &[(60.0, "甲"), (160.0, "1")])
        .row(320.0, &[(60.0, "乙"), (160.0, "-2.5")]);
    let second = PdfPage::new().table(&columns, 60.0, &[&["处罚", "", "0"]]);
    let pages = [first, second];
    let (document, notices) = read("", &ofd(&pages), &Limits::default()).unwrap();
    let (other, _) = read("", &pdf(&pages), &Limits::default()).unwrap();
    assert_eq!((document.kind.as_str(), notices), ("ofd", vec![]));
    assert_eq!(sketch(&document), sketch(&other));
    assert_eq!(sketch(&document)[2], "| 0:许可 | 1:3 | 2:4567");
}

#[test]
fn templates_blocks_and_matrices_place_the_text() {
    let text = |attributes: &str, code: &str, text: &str| {
        format!("<TextObject {attributes}><TextCode {code}>{text}</TextCode></TextObject>")
    };
    let plain = text(r#"Boundary="20 30 100 10" Size="4""#, r#"X="0" Y="4" DeltaX="g 3 4""#, "石桥镇共12件");
    assert_eq!(page(&plain), ["青云县", "石桥镇共12件"]);
    assert_eq!(page(&format!("<PageBlock><PageBlock>{plain}</PageBlock></PageBlock>")), ["青云县", "石桥镇共12件"]);
    // Twice as large, and moved down by its matrix; the later one stands above.
    let large = text(r#"Boundary="20 40 100 10" Size="4" CTM="2 0 0 2 0 100""#, r#"X="0" Y="4""#, "大字");
    assert_eq!(page(&(large + &plain)), ["青云县", "石桥镇共12件", "大字"]);
    let hidden = text(r#"Boundary="20 30 100 10" Size="4" Visible="false""#, r#"X="0" Y="4""#, "看不见");
    assert_eq!(page(&hidden), ["青云县"]);
    let endless = text(r#"Boundary="20 30 100 10" Size="4""#, r#"X="0" Y="4" DeltaX="g 99999999999999 4""#, "重复");
    assert_eq!(page(&endless), ["青云县", "重复"]);
}

#[test]
fn boxes_are_cells_filled_thin_or_stroked() {
    let path = |left: f64, attributes: &str, outline: &str| {
        format!(
            r#"<PathObject Boundary="{left} 50 100 100" {attributes}><AbbreviatedData>{outline}</AbbreviatedData></PathObject>"#
        )
    };
    let text = |left: f64, down: f64, text: &str| {
        format!(
            r#"<TextObject Boundary="{left} {down} 50 10" Size="4"><TextCode X="0" Y="4">{text}</TextCode></TextObject>"#
        )
    };
    let boxes = path(20.0, "", "M 0 0 L 40 0 L 40 10 L 0 10 C M 40 0 L 80 0 L 80 10 L 40 10 C")
        + &path(20.0, r#"Fill="true" Stroke="false""#, "M 0 20 L 80 20 L 80 20.2 L 0 20.2 C")
        + &path(
            20.0,
            r#"Fill="true" Stroke="false""#,
            "M 0 0 L 0.2 0 L 0.2 20 L 0 20 C M 80 0 L 80.2 0 L 80.2 20 L 80 20 C",
        )
        + &path(60.0, "", "M 0 10 L 0 20");
    let texts = text(22.0, 52.0, "规章") + &text(62.0, 52.0, "12") + &text(22.0, 62.0, "许可") + &text(62.0, 62.0, "7");
    assert_eq!(page(&(boxes + &texts)), ["青云县", "| 0:规章 | 1:12", "| 0:许可 | 1:7"]);
}

#[test]
fn what_is_missing_is_refused_and_more_documents_are_said() {
    let code = |parts: &[(&str, &str)]| read("", &package(parts), &Limits::default()).unwrap_err().code;
    assert_eq!(code(&[("OFD.xml", ROOT)]), "damaged");
    assert_eq!(code(&[("OFD.xml", ROOT), ("Doc_0/Document.xml", DOCUMENT)]), "damaged");
    let empty = "<Page><Content/></Page>";
    let parts = [("OFD.xml", ROOT), ("Doc_0/Document.xml", DOCUMENT), ("Doc_0/P.xml", empty)];
    assert_eq!(code(&parts), "empty");
    let two = ROOT
        .replace("</ofd:OFD>", "<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>");
    let parts = [("OFD.xml", two.as_str()), ("Doc_0/Document.xml", DOCUMENT), ("Doc_0/P.xml", TEMPLATE)];
    let (_, notices) = read("", &package(&parts), &Limits::default()).unwrap();
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["another-document"]);
}

#[test]
fn broken_files_are_read_or_refused() {
    let file = ofd(&[PdfPage::new().table(&[60.0, 200.0, 300.0], 100.0, &[&["规章", "1"], &["许可", "3"]])]);
    let whole = mutations(&file, 1_000);
    // Behind the container's own checks: broken pages in sound packages.
    let content = r#"<Page><Content><Layer><PathObject Boundary="20 50 100 100" CTM="1 0 0 1 0 0"><AbbreviatedData>M 0 0 L 40 0 L 40 10
        B 1 2 3 4 5 6 A 1 1 0 0 1 9 9 C</AbbreviatedData></PathObject><TextObject Boundary="20 30 100 10" Size="4" HScale="0.5"
        CharDirection="90"><TextCode X="0" Y="4" DeltaX="g 3 4 5" DeltaY="0 1">石桥镇12</TextCode></TextObject></Layer></Content></Page>"#;
    let pages = mutations(content.as_bytes(), 1_000).map(|page| {
        let page = String::from_utf8_lossy(&page).into_owned();
        package(&[("OFD.xml", ROOT), ("Doc_0/Document.xml", DOCUMENT), ("Doc_0/P.xml", &page)])
    });
    let read = whole.chain(pages).filter(|bytes| read("", bytes, &Limits::default()).is_ok()).count();
    println!("{read} of 2000 broken files were read");
    assert!(read > 100);
}
