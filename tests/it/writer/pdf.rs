//! A page as PDF with one Chinese font that is named but not embedded, as offices' printers do.

use std::fmt::Write;

use super::drawing::{SHEET_WIDTH, Setting, Sheet, draw};
use super::page::Page;

/// Objects 1 to 5; sheets follow.
const FONT: &str = "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>";
const GLYPHS: &str = "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)\
                      /Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500]/FontDescriptor 5 0 R>>";
const DESCRIPTOR: &str = "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0\
                          /Ascent 752/Descent -271/CapHeight 737/StemV 58>>";

pub(crate) fn pdf(page: &Page, setting: Setting) -> Vec<u8> {
    let sheets = draw(page, setting);
    let kids: Vec<String> = (0..sheets.len()).map(|sheet| format!("{} 0 R", 6 + 2 * sheet)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{} ]/Count {}>>", kids.join(" "), sheets.len()),
        FONT.to_owned(),
        GLYPHS.to_owned(),
        DESCRIPTOR.to_owned(),
    ];
    for (number, sheet) in sheets.iter().enumerate() {
        let content = content(sheet);
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {SHEET_WIDTH} {}]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>",
            sheet.height,
            7 + 2 * number
        ));
        objects.push(format!("<</Length {}>>\nstream\n{content}endstream", content.len()));
    }
    file(&objects)
}

fn file(objects: &[String]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let table = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(out, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
}

/// In PDF the origin is the lower left corner.
fn content(sheet: &Sheet) -> String {
    let up = |y: f64| sheet.height - y;
    let mut out = String::from("0.5 w\n");
    for stroke in &sheet.strokes {
        let ((x, y), (to_x, to_y)) = (stroke.from, stroke.to);
        let _ = writeln!(out, "{x:.2} {:.2} m {to_x:.2} {:.2} l S", up(y), up(to_y));
    }
    for run in &sheet.runs {
        let codes: Vec<String> = run.text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        let _ = writeln!(
            out,
            "BT /F1 {} Tf {:.2} {:.2} Td <{}> Tj ET",
            run.size,
            run.left,
            up(run.baseline),
            codes.concat()
        );
    }
    out
}
