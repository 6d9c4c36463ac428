//! Web archives: the page found among its parts, whatever they were packed with.

use std::fmt::Write as _;

use encoding_rs::GB18030;
use gouji::document::{Limits, read};

use crate::html::shown;
use crate::support::damage::damaged;

const PAGE: &str = "<html><head><meta charset=gb2312></head><body><p>青云县=报告</p><table><tr><td>规章</td><td>1</td></tr></table></body></html>";

fn quoted(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (place, byte) in bytes.iter().enumerate() {
        write!(text, "={byte:02X}").unwrap();
        if place % 20 == 19 {
            text.push_str("=\r\n");
        }
    }
    text
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let at = |place: usize| u32::from(three.get(place).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > three.len() { '=' } else { char::from(letter) });
        }
        if text.len() % 78 == 76 {
            text.push_str("\r\n");
        }
    }
    text
}

/// A message as browsers and Word write it: folded fields, a picture and another page beside the page.
fn archive(packing: &str, charset: &str, page: &str) -> String {
    format!(
        "From: <Saved by a browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\
        \tstart=\"<b@x>\";\r\n\tboundary=\"--=_A\"\r\n\r\nnothing\r\n\r\n----=_A\r\nContent-Type: text/html\r\nContent-ID: <a@x>\r\n\r\n\
        <p>frame</p>\r\n----=_A\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n\
        ----=_A\r\nContent-Type: text/html;{charset}\r\nContent-ID: <b@x>\r\nContent-Transfer-Encoding: {packing}\r\n\r\n{page}\r\n----=_A--\r\n"
    )
}

fn read_lines(bytes: &[u8]) -> (String, String, Vec<String>) {
    let (document, _) = read("a.mht", bytes, &Limits::default()).unwrap();
    (document.kind.clone(), document.encoding.clone(), shown(&document))
}

#[test]
fn the_page_is_found_and_unpacked() {
    let (gb, _, _) = GB18030.encode(PAGE);
    let expected = |encoding: &str| {
        ("mht".to_owned(), encoding.to_owned(), vec!["青云县=报告".to_owned(), "0:规章|1:1".to_owned()])
    };
    let gb18030 = expected("gb18030");
    assert_eq!(read_lines(archive("quoted-printable", " charset=\"gb2312\"", &quoted(&gb)).as_bytes()), gb18030);
    assert_eq!(read_lines(archive("Base64", "", &base64(&gb)).as_bytes()), gb18030);
    assert_eq!(read_lines(archive("8bit", " charset=utf-8", PAGE).as_bytes()), expected("utf-8"));
    let cut = archive("quoted-printable", "", &quoted(&gb)).replace("----=_A--\r\n", "");
    assert_eq!(read_lines(cut.as_bytes()), gb18030);
}

#[test]
fn a_message_of_one_part_is_read() {
    let (gb, _, _) = GB18030.encode(PAGE);
    let one = format!(
        "MIME-Version: 1.0\nContent-Type: text/html;\n charset=gbk\nContent-Transfer-Encoding: base64\n\n{}",
        base64(&gb)
    );
    assert_eq!(read_lines(one.as_bytes()).2, ["青云县=报告", "0:规章|1:1"]);
}

#[test]
fn messages_made_to_do_harm_are_refused() {
    let code = |text: &str| read("a.mht", text.as_bytes(), &Limits::default()).unwrap_err().code;
    let head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n";
    assert_eq!(code(head), "damaged");
    assert_eq!(code(&format!("{head}--x\r\nContent-Type: image/png\r\n\r\nx\r\n--x--")), "damaged");
    assert_eq!(code(&format!("{head}{}", "--x\r\nContent-Type: a/b\r\n\r\n1\r\n".repeat(9_000))), "over-limit");
    let mut nested = String::new();
    for level in 1..=30 {
        let boundary = "x".repeat(level);
        let _ = write!(nested, "--{boundary}\r\nContent-Type: multipart/mixed; boundary={boundary}x\r\n\r\n");
    }
    assert_eq!(code(&format!("{head}{nested}")), "over-limit");
}

#[test]
fn damaged_archives_never_break_the_reader() {
    let (gb, _, _) = GB18030.encode(PAGE);
    for bytes in damaged(archive("quoted-printable", " charset=gbk", &quoted(&gb)).as_bytes(), 1_500) {
        let _ = read("a.mht", &bytes, &Limits::default());
    }
}
