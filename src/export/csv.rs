//! Findings as a table for a spreadsheet: one line for each, UTF-8 with a byte order mark, as Excel and WPS expect it.

use crate::examine::Examined;
use crate::export::json;
use crate::model::Lang;

/// What stands before the first line.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The line of column names.
#[must_use]
pub fn head() -> String {
    line(&["file", "agency", "year", "rule", "severity", "line", "message", "cells", "excerpt", "fingerprint"])
}

/// One line for each finding of a report.
#[must_use]
pub fn findings(file: &str, examined: &Examined, lang: Lang) -> String {
    let report = &examined.report;
    let agency = report.agency.as_ref().map_or("", |agency| agency.value.as_str());
    let year = report.year.as_ref().map(|year| year.value.to_string()).unwrap_or_default();
    let mut lines = String::new();
    for finding in &examined.checks.findings {
        let number = finding.span.map(|span| line_number(&examined.document.text, span.start).to_string());
        let cells: Vec<&str> = finding.cells.iter().map(crate::model::CellId::as_str).collect();
        let excerpt = finding.span.and_then(|span| json::excerpt(&examined.document, span));
        lines.push_str(&line(&[
            file,
            agency,
            &year,
            &finding.rule,
            finding.severity.name(),
            &number.unwrap_or_default(),
            finding.message.text(lang),
            &cells.join(" "),
            &excerpt.unwrap_or_default(),
            &finding.fingerprint,
        ]));
    }
    lines
}

/// The line of a file that cannot be read.
#[must_use]
pub fn error(file: &str, code: &str, message: &str) -> String {
    line(&[file, "", "", code, "error", "", message, "", "", ""])
}

/// The line of a text, counted from 1, that a byte stands in.
#[must_use]
pub fn line_number(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

fn line(fields: &[&str]) -> String {
    let fields: Vec<String> = fields.iter().map(|text| field(text)).collect();
    fields.join(",") + "\r\n"
}

/// Quoted where needed. A spreadsheet takes a field that begins with one of `= + - @` for a formula, and a report from
/// outside must not calculate on the reviewer's machine.
fn field(text: &str) -> String {
    let guarded = match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.to_owned(),
    };
    if guarded.contains(['"', ',', '\n', '\r', '\'']) {
        return format!("\"{}\"", guarded.replace('"', "\"\""));
    }
    guarded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_never_becomes_a_formula_or_two_fields() {
        assert_eq!(field("=1+1"), "\"'=1+1\"");
        assert_eq!(field("-3"), "\"'-3\"");
        assert_eq!(field("甲,\"乙\""), "\"甲,\"\"乙\"\"\"");
        assert_eq!(field("予以公开"), "予以公开");
    }
}
