//! A page as an Excel file: one sheet, merged ranges, figures as numbers.

use std::fmt::Write;

use super::markup::{escaped, package};
use super::page::{Page, Part};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const SHEETS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;

pub(crate) fn xlsx(page: &Page) -> Vec<u8> {
    let mut rows = String::new();
    let mut merges = Vec::new();
    let mut row = 1;
    for part in &page.parts {
        match part {
            Part::Paragraph(_, text) => {
                for line in text.lines() {
                    let _ = write!(rows, r#"<row r="{row}">{}</row>"#, cell(0, row, line));
                    row += 1;
                }
            }
            Part::Table(table) => {
                for line in table.cells() {
                    let _ = write!(rows, r#"<row r="{row}">"#);
                    for own in line {
                        rows.push_str(&cell(own.column, row, own.text));
                        if own.columns > 1 || own.rows > 1 {
                            let (right, bottom) = (own.column + own.columns - 1, row + own.rows - 1);
                            merges.push(format!("{}:{}", address(own.column, row), address(right, bottom)));
                        }
                    }
                    rows.push_str("</row>");
                    row += 1;
                }
            }
        }
    }
    let ranges = merges.iter().fold(String::new(), |all, range| all + r#"<mergeCell ref=""# + range + r#""/>"#);
    let sheet = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData><mergeCells count="{}">{ranges}</mergeCells></worksheet>"#,
        merges.len()
    );
    package(&[
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("xl/workbook.xml", BOOK.to_owned()),
        ("xl/_rels/workbook.xml.rels", SHEETS.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// Columns are A to O: no table of the form is wider.
fn address(column: usize, row: usize) -> String {
    format!("{}{row}", char::from(b'A' + u8::try_from(column).unwrap()))
}

fn cell(column: usize, row: usize, text: &str) -> String {
    let address = address(column, row);
    if text.is_empty() {
        return format!(r#"<c r="{address}"/>"#);
    }
    if is_plain_number(text) {
        return format!(r#"<c r="{address}"><v>{text}</v></c>"#);
    }
    format!(r#"<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#, escaped(text))
}

/// A figure that Excel would give back as it was typed.
fn is_plain_number(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "1"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && text.len() <= 15
        && (whole == "0" || !whole.starts_with('0'))
        && !fraction.ends_with('0')
}
