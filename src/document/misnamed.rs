//! What the ending of a file's name claims, and a notice where its content shows another kind.

use crate::model::{Notice, Phrase};

use super::sniff::Kind;

/// Whether a name ends as those of files do that may be reports: what has such a name and is a folder was unpacked or
/// renamed by mistake.
#[must_use]
pub fn is_named_as_report(name: &str) -> bool {
    ending(name).is_some_and(|ending| claimed(&ending).is_some())
}

/// A notice where the ending of `name` is that of another kind. An unknown ending or none claims nothing.
pub(super) fn misnamed(name: &str, kind: Kind) -> Option<Notice> {
    let ending = ending(name)?;
    if claimed(&ending)?.contains(&kind) {
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

fn ending(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())
}

/// The kinds that an ending in lower case may stand for.
fn claimed(ending: &str) -> Option<&'static [Kind]> {
    Some(match ending {
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
    })
}
