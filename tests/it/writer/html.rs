//! A page as a web page, and as one saved whole (mht).

use std::fmt::Write;

use super::markup::escaped;
use super::page::{Page, Part, Role, Table};

/// A plain web page in UTF-8.
pub(crate) fn html(page: &Page) -> Vec<u8> {
    markup(page, "utf-8").into_bytes()
}

/// One message with the page as its only part: GBK, quoted-printable, as browsers in offices save it.
pub(crate) fn mht(page: &Page) -> Vec<u8> {
    let source = markup(page, "gb2312");
    let (bytes, _, lost) = encoding_rs::GBK.encode(&source);
    assert!(!lost, "the page has a character that GBK lacks");
    let head = "From: <saved>\r\nSubject: report\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\t\
                type=\"text/html\";\r\n\tboundary=\"----=_NextPart_000\"\r\n\r\n------=_NextPart_000\r\nContent-Type: \
                text/html;\r\n\tcharset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: \
                http://example.com/report.htm\r\n\r\n";
    format!("{head}{}\r\n------=_NextPart_000--\r\n", quoted(&bytes)).into_bytes()
}

fn markup(page: &Page, charset: &str) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"{charset}\">\n<title>年度报告</title>\n\
         <style>td {{ border: 1px solid; }}</style>\n</head>\n<body>\n"
    );
    for part in &page.parts {
        match part {
            Part::Paragraph(role, text) => {
                let tag = match role {
                    Role::Title => "h1",
                    Role::Heading => "h2",
                    Role::Preamble | Role::Body | Role::Closing => "p",
                };
                for line in text.lines() {
                    let _ = writeln!(out, "<{tag}>{}</{tag}>", escaped(line));
                }
            }
            Part::Table(table) => out.push_str(&grid(table)),
        }
    }
    out + "</body>\n</html>\n"
}

fn grid(table: &Table) -> String {
    let mut out = "<table border=\"1\">\n".to_owned();
    for row in table.cells() {
        out.push_str("<tr>");
        for cell in row {
            let span =
                |name: &str, count: usize| if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() };
            let (columns, rows) = (span("colspan", cell.columns), span("rowspan", cell.rows));
            let _ = write!(out, "<td{columns}{rows}>{}</td>", escaped(cell.text));
        }
        out.push_str("</tr>\n");
    }
    out + "</table>\n"
}

/// Lines of at most 76 characters; what is not plain ASCII, and `=`, as two digits behind `=`.
fn quoted(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut used = 0;
    for byte in bytes {
        if *byte == b'\n' {
            out.push_str("\r\n");
            used = 0;
            continue;
        }
        if used > 71 {
            out.push_str("=\r\n");
            used = 0;
        }
        if matches!(byte, b' '..=b'~') && *byte != b'=' {
            out.push(char::from(*byte));
            used += 1;
        } else {
            let _ = write!(out, "={byte:02X}");
            used += 3;
        }
    }
    out
}
