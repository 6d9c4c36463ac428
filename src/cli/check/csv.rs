//! One finding a line, for a spreadsheet: UTF-8 with a byte order mark, so that Excel shows Chinese as it is.

use std::io::{self, Write};

use super::Checked;
use crate::model::{CellId, Lang};
use crate::text::safe;

/// The byte order mark and the names of the columns.
pub(super) fn head(out: &mut impl Write) -> io::Result<()> {
    write!(out, "\u{FEFF}file,agency,year,rule,severity,message,cells,line,excerpt\r\n")
}

/// The findings of one file; a file that could not be read is one line with its reason.
pub(super) fn print(out: &mut impl Write, checked: &Checked, lang: Lang) -> io::Result<()> {
    let file = checked.file.to_string_lossy().into_owned();
    let examined = match &checked.examined {
        Ok(examined) => examined,
        Err(refusal) => {
            let message = refusal.message.text(lang);
            return row(out, &[&file, "", "", "", "unreadable", message, "", "", ""]);
        }
    };
    let agency = examined.report.agency.as_ref().map_or("", |agency| agency.value.as_str());
    let year = examined.report.year.as_ref().map_or_else(String::new, |year| year.value.to_string());
    let text = &examined.document.text;
    for finding in &examined.checks.findings {
        let cells: Vec<&str> = finding.cells.iter().map(CellId::as_str).collect();
        let line =
            finding.span.and_then(|span| text.get(..span.start)).map(|before| before.split('\n').count().to_string());
        let excerpt = finding.span.and_then(|span| text.get(span.range())).unwrap_or_default();
        row(
            out,
            &[
                &file,
                agency,
                &year,
                &finding.rule,
                finding.severity.name(),
                finding.message.text(lang),
                &cells.join(" "),
                &line.unwrap_or_default(),
                excerpt,
            ],
        )?;
    }
    Ok(())
}

fn row(out: &mut impl Write, fields: &[&str]) -> io::Result<()> {
    let fields: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
    write!(out, "{}\r\n", fields.join(","))
}

/// A spreadsheet runs what begins like a formula: an apostrophe before it makes it text.
fn quoted(field: &str) -> String {
    let field = safe(&field.replace(['\n', '\t'], " ")).into_owned();
    let guard = if field.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    if guard.is_empty() && !field.contains([',', '"', ' ']) {
        return field;
    }
    format!("\"{guard}{}\"", field.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn formulas_and_quotes_are_harmless() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("甲,\"乙\""), "\"甲,\"\"乙\"\"\"");
        assert_eq!(quoted("ARI-01"), "ARI-01");
    }
}
