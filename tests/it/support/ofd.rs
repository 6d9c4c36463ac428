//! Pages with texts and ruling lines, written as an ofd package; and a plain container for what is broken on purpose.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::pdf::PdfPage;

/// Millimetres to a point.
const MILLIMETRES: f64 = 25.4 / 72.0;

/// A container with these parts.
pub(crate) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The bytes of a file with these pages.
pub(crate) fn ofd(pages: &[PdfPage]) -> Vec<u8> {
    let contents: Vec<(String, String)> = pages
        .iter()
        .enumerate()
        .map(|(number, page)| (format!("Doc_0/Pages/Page_{number}/Content.xml"), content(page)))
        .collect();
    let mut list = String::new();
    for number in 0..pages.len() {
        let _ = write!(list, r#"<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>"#);
    }
    let document = format!(
        "<ofd:Document xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297\
         </ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{list}</ofd:Pages></ofd:Document>"
    );
    let mut parts = vec![("OFD.xml", ROOT), ("Doc_0/Document.xml", document.as_str())];
    parts.extend(contents.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    package(&parts)
}

/// The first part of a file with one document.
pub(crate) const ROOT: &str = r#"<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"#;

fn content(page: &PdfPage) -> String {
    let mm = |points: f64| points * MILLIMETRES;
    let mut objects = String::new();
    for (x0, y0, x1, y1) in &page.lines {
        let _ = write!(
            objects,
            r#"<ofd:PathObject Boundary="{} {} 200 200" LineWidth="0.25"><ofd:AbbreviatedData>M 0 0 L {} {}</ofd:AbbreviatedData></ofd:PathObject>"#,
            mm(*x0),
            mm(*y0),
            mm(x1 - x0),
            mm(y1 - y0)
        );
    }
    for (left, baseline, size, text) in &page.texts {
        let steps: Vec<String> = text
            .chars()
            .map(|character| mm(if character.is_ascii() { size / 2.0 } else { *size }).to_string())
            .collect();
        let _ = write!(
            objects,
            r#"<ofd:TextObject Boundary="{} {} 200 10" Font="1" Size="{}"><ofd:TextCode X="0" Y="{}" DeltaX="{}">{}</ofd:TextCode></ofd:TextObject>"#,
            mm(*left),
            mm(baseline - size),
            mm(*size),
            mm(*size),
            steps.join(" "),
            text.replace('&', "&amp;").replace('<', "&lt;")
        );
    }
    format!(
        "<ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:Content><ofd:Layer Type=\"Body\">{objects}</ofd:Layer>\
         </ofd:Content></ofd:Page>"
    )
}
