//! A page as a Word file: the parts that Word asks for and no more.

use std::fmt::Write;

use super::markup::{escaped, package};
use super::page::{Page, Part, Table};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

/// Sizes of characters, in half points as Word counts.
const PROSE: u8 = 24;
const FIGURES: u8 = 16;

pub(crate) fn docx(page: &Page) -> Vec<u8> {
    let mut body = String::new();
    for part in &page.parts {
        match part {
            Part::Paragraph(_, text) => body.extend(text.lines().map(|line| paragraph(line, PROSE))),
            Part::Table(table) => body.push_str(&grid(table)),
        }
    }
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="850" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>"#
    );
    package(&[
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("word/document.xml", document),
    ])
}

fn paragraph(text: &str, half_points: u8) -> String {
    if text.is_empty() {
        return "<w:p/>".to_owned();
    }
    format!(
        r#"<w:p><w:r><w:rPr><w:sz w:val="{half_points}"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#,
        escaped(text)
    )
}

fn grid(table: &Table) -> String {
    let width = table.width();
    // Word measures in twentieths of a point; the page has 10,206 of them between its margins.
    let column = 10_206 / width;
    let mut out = String::from(r#"<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>"#);
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(out, r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#);
    }
    // Narrow margins and small figures, so that five digits stay on one line in the fifteen columns of table four.
    out.push_str("</w:tblBorders><w:tblCellMar>");
    out.push_str(
        r#"<w:left w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>"#,
    );
    out.push_str(&format!(r#"<w:gridCol w:w="{column}"/>"#).repeat(width));
    out.push_str("</w:tblGrid>");
    let cells: Vec<_> = table.cells().into_iter().flatten().collect();
    for line in 0..table.lines.len() {
        out.push_str("<w:tr>");
        let mut own: Vec<_> = cells.iter().filter(|cell| cell.line <= line && line < cell.line + cell.rows).collect();
        own.sort_by_key(|cell| cell.column);
        for cell in own {
            let _ = write!(out, r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/>"#, column * cell.columns);
            if cell.columns > 1 {
                let _ = write!(out, r#"<w:gridSpan w:val="{}"/>"#, cell.columns);
            }
            let begins = cell.line == line;
            if cell.rows > 1 {
                out.push_str(if begins { r#"<w:vMerge w:val="restart"/>"# } else { "<w:vMerge/>" });
            }
            let _ = write!(out, "</w:tcPr>{}</w:tc>", paragraph(if begins { cell.text } else { "" }, FIGURES));
        }
        out.push_str("</w:tr>");
    }
    // Two tables without a paragraph between them are one table to Word.
    out + "</w:tbl><w:p/>"
}
