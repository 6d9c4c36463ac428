//! Why a file is not read at all, in the reviewer's words, with what to do.

use crate::model::Phrase;

use super::sniff::Kind;

/// Why a file is not read at all, with what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A stable word for programs, as `empty`, `binary`, `too-large`.
    pub code: &'static str,
    pub message: Phrase,
}

impl Refusal {
    /// A refusal in Chinese and English.
    pub fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, message: Phrase::new(zh, en) }
    }

    /// A file of a known kind that cannot be understood: cut off, damaged, or made up.
    #[must_use]
    pub fn damaged(kind: &str) -> Self {
        Self::new(
            "damaged",
            format!("{kind} 文件已损坏或不完整，无法读取；请用办公软件打开核对，或请报送单位重新发送"),
            format!("the {kind} file is damaged or incomplete: open it in its program, or ask for it again"),
        )
    }

    /// A file that asks for more than a limit allows; `what` names the limit, as 页数 / pages.
    #[must_use]
    pub fn over_limit(what: (&str, &str), limit: usize) -> Self {
        Self::new(
            "over-limit",
            format!("{}超过上限 {limit}，不像一份年度报告，未读取；请核对是否传错文件", what.0),
            format!("more than {limit} {}: no yearly report, and not read; is this the right file?", what.1),
        )
    }

    /// A reader that broke down on a file: a mistake of the program.
    #[must_use]
    pub fn broke_down() -> Self {
        Self::new(
            "reader-broke-down",
            "读取这份文件时程序出错，请人工核对原件，并把文件发给维护人员",
            "the reader broke down on this file: check the original by hand and send the file to the maintainers",
        )
    }

    /// A file over the limit of bytes.
    #[must_use]
    pub fn too_large(size: usize, limit: usize) -> Self {
        let mib = |bytes: usize| bytes.div_ceil(1 << 20);
        Self::new(
            "too-large",
            format!("文件约 {} MiB，超过上限 {} MiB；请核对是否传错文件", mib(size), mib(limit)),
            format!("about {} MiB, over the limit of {} MiB: is this the right file?", mib(size), mib(limit)),
        )
    }

    /// A file that is not empty and yet holds no text.
    pub(super) fn without_text() -> Self {
        Self::new(
            "empty",
            "文件中没有任何文字，请核对是否传错文件，或请报送单位重新发送",
            "there is no text in the file: is this the right file? If so, ask for it again",
        )
    }

    /// A file of a kind that holds no report that could be read.
    pub(super) fn of_kind(kind: Kind) -> Self {
        let (code, zh, en) = match kind {
            Kind::Empty => {
                ("empty", "文件为空，没有任何内容，请报送单位重新发送", "the file is empty: ask for it again")
            }
            Kind::Encrypted => (
                "encrypted",
                "文件已加密，无法读取；请报送单位去掉密码后重新发送",
                "the file is encrypted: ask for it without a password",
            ),
            Kind::Archive => ("archive", "压缩包，请解压后再放入收件目录", "an archive: unpack it into the inbox"),
            Kind::CutOff => (
                "damaged",
                "文件不完整或已损坏，无法打开（像是没有传完的 Word、Excel、OFD 文件或压缩包）；请报送单位重新发送",
                "the file is incomplete or damaged, as a Word, Excel or OFD file or an archive cut off: ask for it again",
            ),
            Kind::Unread => (
                "unread-format",
                "Word 2003 XML、平面 OpenDocument（fodt）、Pages 等格式，不在可读取之列；请用原软件打开，另存为 docx 后再放入",
                "Word 2003 XML, flat OpenDocument, Pages or the like, which is not read: save it as docx in its own program",
            ),
            Kind::Office => (
                "office",
                "演示文稿、邮件或其他办公文件，不是年度报告的格式；请核对是否传错文件",
                "a presentation, a message or another office file: is this the right file?",
            ),
            Kind::Image => ("image", "图片，没有可核对的文字，请提供文字版", "an image without text: ask for the text"),
            Kind::Text
            | Kind::Html
            | Kind::Mht
            | Kind::Docx
            | Kind::Doc
            | Kind::Odt
            | Kind::Rtf
            | Kind::Pdf
            | Kind::Ofd
            | Kind::Xlsx
            | Kind::Ods
            | Kind::Xls
            | Kind::Binary => (
                "binary",
                "不是文本文件，无法识别内容，请核对是否传错文件",
                "not a text, and not recognised: is this the right file?",
            ),
        };
        Self::new(code, zh, en)
    }
}
