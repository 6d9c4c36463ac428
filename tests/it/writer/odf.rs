//! A page as an `OpenDocument` text and as an `OpenDocument` spreadsheet.

use std::fmt::Write;

use super::markup::{escaped, package};
use super::page::{Page, Part, Table};

const NAMES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2""#;

pub(crate) fn odt(page: &Page) -> Vec<u8> {
    let mut body = String::new();
    for (number, part) in page.parts.iter().enumerate() {
        match part {
            Part::Paragraph(_, text) => body.extend(text.lines().map(paragraph)),
            Part::Table(table) => {
                let _ = write!(body, r#"<table:table table:name="表{number}">"#);
                let _ = write!(body, r#"<table:table-column table:number-columns-repeated="{}"/>"#, table.width());
                let _ = write!(body, "{}</table:table>", rows(table));
            }
        }
    }
    opendocument("application/vnd.oasis.opendocument.text", "text", &body)
}

/// One sheet with everything below one another, as a report pasted into a spreadsheet is.
pub(crate) fn ods(page: &Page) -> Vec<u8> {
    let mut body =
        String::from(r#"<table:table table:name="Sheet1"><table:table-column table:number-columns-repeated="15"/>"#);
    for part in &page.parts {
        match part {
            Part::Paragraph(_, text) => {
                for line in text.lines() {
                    let _ = write!(body, "<table:table-row>{}</table:table-row>", cell(line, ""));
                }
            }
            Part::Table(table) => body.push_str(&rows(table)),
        }
    }
    opendocument("application/vnd.oasis.opendocument.spreadsheet", "spreadsheet", &(body + "</table:table>"))
}

fn opendocument(kind: &str, element: &str, body: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {NAMES}><office:body><office:{element}>{body}</office:{element}></office:body></office:document-content>"#
    );
    let manifest = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#
    );
    package(&[("mimetype", kind.to_owned()), ("META-INF/manifest.xml", manifest), ("content.xml", content)])
}

fn paragraph(text: &str) -> String {
    format!("<text:p>{}</text:p>", escaped(text))
}

fn cell(text: &str, spans: &str) -> String {
    if text.is_empty() {
        return format!("<table:table-cell{spans}/>");
    }
    format!(r#"<table:table-cell office:value-type="string"{spans}>{}</table:table-cell>"#, paragraph(text))
}

/// Every place of the lattice is an element: a cell, or one that a merged cell covers.
fn rows(table: &Table) -> String {
    let mut out = String::new();
    for row in table.cells() {
        out.push_str("<table:table-row>");
        let mut column = 0;
        for own in row {
            out.push_str(&"<table:covered-table-cell/>".repeat(own.column - column));
            let mut spans = String::new();
            if own.columns > 1 || own.rows > 1 {
                let _ = write!(
                    spans,
                    r#" table:number-columns-spanned="{}" table:number-rows-spanned="{}""#,
                    own.columns, own.rows
                );
            }
            out.push_str(&cell(own.text, &spans));
            out.push_str(&"<table:covered-table-cell/>".repeat(own.columns - 1));
            column = own.column + own.columns;
        }
        out.push_str(&"<table:covered-table-cell/>".repeat(table.width() - column));
        out.push_str("</table:table-row>");
    }
    out
}
