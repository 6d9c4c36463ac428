//! A page as OFD (GB/T 33190): text objects and path objects on sheets measured in millimetres.

use std::fmt::Write;

use super::drawing::{SHEET_WIDTH, Setting, Sheet, draw, measure};
use super::markup::{escaped, package};
use super::page::Page;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
const SPACE: &str = r#"xmlns:ofd="http://www.ofdspec.org/2016""#;
/// Millimetres in a point.
const POINT: f64 = 25.4 / 72.0;

pub(crate) fn ofd(page: &Page, setting: Setting) -> Vec<u8> {
    let sheets = draw(page, setting);
    let height = sheets.first().map_or(842.0, |sheet| sheet.height) * POINT;
    let mut parts = vec![
        (
            "OFD.xml".to_owned(),
            format!(
                "{HEAD}<ofd:OFD {SPACE} Version=\"1.0\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID>\
                 </ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            ),
        ),
        (
            "Doc_0/PublicRes.xml".to_owned(),
            format!(
                "{HEAD}<ofd:Res {SPACE} BaseLoc=\"Res\"><ofd:Fonts><ofd:Font ID=\"3\" FontName=\"宋体\" \
                 FamilyName=\"宋体\"/></ofd:Fonts></ofd:Res>"
            ),
        ),
    ];
    let mut pages = String::new();
    for (number, sheet) in sheets.iter().enumerate() {
        let place = format!("Pages/Page_{number}/Content.xml");
        let _ = write!(pages, "<ofd:Page ID=\"{}\" BaseLoc=\"{place}\"/>", 10 + number);
        parts.push((format!("Doc_0/{place}"), content(sheet)));
    }
    let document = format!(
        "{HEAD}<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID><ofd:PageArea>\
         <ofd:PhysicalBox>0 0 {:.3} {height:.3}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml\
         </ofd:PublicRes></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>",
        SHEET_WIDTH * POINT
    );
    parts.insert(1, ("Doc_0/Document.xml".to_owned(), document));
    let parts: Vec<(&str, String)> = parts.iter().map(|(name, part)| (name.as_str(), part.clone())).collect();
    package(&parts)
}

fn content(sheet: &Sheet) -> String {
    let mut objects = String::new();
    let mut id = 100;
    for run in &sheet.runs {
        id += 1;
        let size = run.size * POINT;
        let _ = write!(
            objects,
            "<ofd:TextObject ID=\"{id}\" Boundary=\"{:.3} {:.3} {:.3} {:.3}\" Font=\"3\" Size=\"{size:.3}\">\
             <ofd:TextCode X=\"0\" Y=\"{size:.3}\"{}>{}</ofd:TextCode></ofd:TextObject>",
            run.left * POINT,
            (run.baseline - run.size) * POINT,
            measure(&run.text, size),
            size * 1.25,
            steps(&run.text, size),
            escaped(&run.text)
        );
    }
    for stroke in &sheet.strokes {
        id += 1;
        let ((x, y), (to_x, to_y)) = (stroke.from, stroke.to);
        let (left, top) = (x.min(to_x), y.min(to_y));
        let point = |x: f64, y: f64| format!("{:.3} {:.3}", (x - left) * POINT, (y - top) * POINT);
        let _ = write!(
            objects,
            "<ofd:PathObject ID=\"{id}\" Boundary=\"{:.3} {:.3} {:.3} {:.3}\" LineWidth=\"0.2\"><ofd:AbbreviatedData>\
             M {} L {}</ofd:AbbreviatedData></ofd:PathObject>",
            left * POINT,
            top * POINT,
            (x - to_x).abs() * POINT + 0.2,
            (y - to_y).abs() * POINT + 0.2,
            point(x, y),
            point(to_x, to_y)
        );
    }
    format!(
        "{HEAD}<ofd:Page {SPACE}><ofd:Content><ofd:Layer ID=\"9\" Type=\"Body\">{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    )
}

/// How far each character but the last moves on; `g n w` stands for n times w.
fn steps(text: &str, size: f64) -> String {
    let widths: Vec<f64> = text.chars().map(|c| if c.is_ascii() { size / 2.0 } else { size }).collect();
    let Some((_, widths)) = widths.split_last().filter(|(_, rest)| !rest.is_empty()) else {
        return String::new();
    };
    let runs = widths.chunk_by(|one, other| one.to_bits() == other.to_bits());
    let steps: Vec<String> = runs
        .map(|run| if let [one] = run { format!("{one:.3}") } else { format!("g {} {:.3}", run.len(), run[0]) })
        .collect();
    format!(" DeltaX=\"{}\"", steps.join(" "))
}
