//! A page as a spreadsheet saves it as text: every row as wide as the widest, of a merged cell only the first place.

use super::page::{Page, Part};

pub(crate) fn csv(page: &Page, separator: char) -> String {
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for part in &page.parts {
        match part {
            Part::Paragraph(_, text) => rows.extend(text.lines().map(|line| vec![line])),
            Part::Table(table) => rows.extend(table.cells().iter().map(|line| {
                let mut row = vec![""; table.width()];
                for cell in line {
                    row[cell.column] = cell.text;
                }
                row
            })),
        }
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for mut row in rows {
        row.resize(width, "");
        let fields: Vec<String> = row.iter().map(|field| quoted(field, separator)).collect();
        text += &fields.join(&separator.to_string());
        text += "\r\n";
    }
    text
}

fn quoted(field: &str, separator: char) -> String {
    if field.contains([separator, '"', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}
