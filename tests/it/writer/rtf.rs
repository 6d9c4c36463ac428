//! A page as rich text: ASCII throughout, Chinese as numbers, rows as Word writes them.

use std::fmt::Write;

use super::page::{Page, Part, Table};

pub(crate) fn rtf(page: &Page) -> Vec<u8> {
    let mut out = String::from("{\\rtf1\\ansi\\ansicpg936\\deff0\\uc1{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}\n");
    for part in &page.parts {
        match part {
            Part::Paragraph(_, text) => {
                for line in text.lines() {
                    let _ = writeln!(out, "\\pard\\plain {}\\par", escaped(line));
                }
            }
            Part::Table(table) => out.push_str(&grid(table)),
        }
    }
    (out + "}\n").into_bytes()
}

/// `\uN?`: the number is signed and has 16 bits; `?` is for programs that know no Unicode.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for unit in text.encode_utf16() {
        match unit {
            0x5C | 0x7B | 0x7D => {
                let _ = write!(out, "\\{}", char::from(u8::try_from(unit).unwrap()));
            }
            0x20..=0x7E => out.push(char::from(u8::try_from(unit).unwrap())),
            _ => {
                let _ = write!(out, "\\u{}?", unit.cast_signed());
            }
        }
    }
    out
}

fn grid(table: &Table) -> String {
    let column = 9_000 / table.width();
    let cells: Vec<_> = table.cells().into_iter().flatten().collect();
    let mut out = String::new();
    for line in 0..table.lines.len() {
        let mut own: Vec<_> = cells.iter().filter(|cell| cell.line <= line && line < cell.line + cell.rows).collect();
        own.sort_by_key(|cell| cell.column);
        out.push_str("\\trowd\\trgaph108");
        for cell in &own {
            if cell.rows > 1 {
                out.push_str(if cell.line == line { "\\clvmgf" } else { "\\clvmrg" });
            }
            out.push_str("\\clbrdrt\\brdrs\\clbrdrl\\brdrs\\clbrdrb\\brdrs\\clbrdrr\\brdrs");
            let _ = write!(out, "\\cellx{}", column * (cell.column + cell.columns));
        }
        out.push('\n');
        for cell in own {
            let text = if cell.line == line { cell.text } else { "" };
            let _ = writeln!(out, "\\pard\\plain\\intbl {}\\cell", escaped(text));
        }
        out.push_str("\\row\n");
    }
    out
}
