//! Notices a file whose name claims another kind than its content shows.

use crate::model::{Notice, Phrase};

use super::sniff::Kind;

/// A notice where the ending of `name` is that of another kind. An unknown ending or none claims nothing.
pub(super) fn misnamed(name: &str, kind: Kind) -> Option<Notice> {
    let (_, ending) = name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let claimed: &[Kind] = match ending.as_str() {
        "txt" | "md" | "text" | "csv" | "tsv" => &[Kind::Text],
        "html" | "htm" | "shtml" | "xhtml" => &[Kind::Html],
        "mht" | "mhtml" => &[Kind::Mht],
        "docx" | "docm" => &[Kind::Docx],
        // WPS writes its own files in the container of Word.
        "doc" | "wps" | "dot" | "wpt" => &[Kind::Doc],
        "odt" => &[Kind::Odt],
        "rtf" => &[Kind::Rtf],
        "pdf" => &[Kind::Pdf],
        "ofd" => &[Kind::Ofd],
        "xlsx" | "xlsm" => &[Kind::Xlsx],
        "ods" => &[Kind::Ods],
        "xls" | "et" => &[Kind::Xls],
        _ => return None,
    };
    if claimed.contains(&kind) {
        return None;
    }
    let (zh, en) = kind.names();
    Some(Notice {
        code: "misnamed",
        message: Phrase::new(
            format!("文件名以 .{ending} 结尾，内容其实是{zh}，已按内容读取"),
            format!("the name ends in .{ending} but the content is {en}: it was read as what it is"),
        ),
        span: None,
    })
}
