//! Bytes of a file to a `Document`: what it is, its decoded text, its paragraphs and tables, each piece with its place.
//! Knows file formats and nothing of reports: no label of the form occurs here.

use crate::model::{Notice, Phrase, Span};

use decode::decode;
use sniff::{Kind, is_prose, sniff};

pub mod decode;
pub mod sniff;
pub mod txt;

/// A decoded file. Every span points into `text`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The kind that the content shows, as `txt`; not the name's ending.
    pub kind: String,
    /// The encoding of the bytes, as `utf-8`, `gb18030`, `utf-16le`.
    pub encoding: String,
    /// What the left pane shows; lines end with `\n` alone.
    pub text: String,
    /// Paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
}

/// One paragraph or one table of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// One line or paragraph of prose.
    Paragraph(Span),
    /// A table whose rows and columns are known.
    Grid(Grid),
    /// Cells of which only the order is known.
    Cells(Vec<Span>),
}

/// A table whose rows are known; its columns are as the file gives them, which may be ragged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    pub rows: Vec<Vec<GridCell>>,
}

/// One cell of a grid; an empty cell has an empty span at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GridCell {
    pub span: Span,
    /// Counted from 0, after merged cells to the left.
    pub column: u16,
    /// How many columns it covers; at least 1.
    pub columns: u16,
    /// How many rows it covers; at least 1.
    pub rows: u16,
}

/// Why a file is not read at all, in the reviewer's words, with what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A stable word for programs, as `empty`, `binary`, `too-large`.
    pub code: &'static str,
    pub message: Phrase,
}

/// Bounds on what a reader takes on, each against a hostile or broken file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes. A real report is 10 kB as text and rarely 5 MB as a scan.
    pub bytes: usize,
    /// The most blocks and cells; a report has about 400.
    pub pieces: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 20 << 20, pieces: 200_000 }
    }
}

/// Reads a file of any known kind, found by content.
///
/// # Errors
/// A refusal when nothing can be read: empty, too large, binary, or a kind that this program does not read.
pub fn read(bytes: &[u8], limits: Limits) -> Result<(Document, Vec<Notice>), Refusal> {
    if bytes.len() > limits.bytes {
        return Err(too_large(bytes.len(), limits.bytes));
    }
    let kind = sniff(bytes);
    if kind != Kind::Text {
        return Err(refusal(kind));
    }
    let decoded = decode(bytes);
    if !is_prose(&decoded.text) {
        return Err(refusal(if decoded.text.trim().is_empty() { Kind::Empty } else { Kind::Binary }));
    }
    let blocks = txt::blocks(&decoded.text);
    if pieces(&blocks) > limits.pieces {
        return Err(Refusal {
            code: "too-many-pieces",
            message: Phrase::new(
                format!("文件的段落和单元格超过 {} 个，不是一份年度报告", limits.pieces),
                format!("more than {} paragraphs and cells: this is no yearly report", limits.pieces),
            ),
        });
    }
    let mut notices = Vec::new();
    if decoded.lost > 0 {
        notices.push(Notice {
            code: "characters-lost",
            message: Phrase::new(
                format!("按 {} 解码时有 {} 处字符无法识别，请对照原件", decoded.encoding, decoded.lost),
                format!(
                    "{} characters could not be decoded as {}: compare the original",
                    decoded.lost, decoded.encoding
                ),
            ),
            span: decoded.text.find('\u{FFFD}').map(|at| Span::new(at, at + '\u{FFFD}'.len_utf8())),
        });
    }
    let document = Document { kind: "txt".to_owned(), encoding: decoded.encoding, text: decoded.text, blocks };
    Ok((document, notices))
}

fn pieces(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(_) => 1,
            Block::Cells(cells) => cells.len(),
            Block::Grid(grid) => grid.rows.iter().map(Vec::len).sum(),
        })
        .sum()
}

fn too_large(size: usize, limit: usize) -> Refusal {
    let mib = |bytes: usize| bytes.div_ceil(1 << 20);
    Refusal {
        code: "too-large",
        message: Phrase::new(
            format!("文件约 {} MiB，超过上限 {} MiB；请核对是否传错文件", mib(size), mib(limit)),
            format!("about {} MiB, over the limit of {} MiB: is this the right file?", mib(size), mib(limit)),
        ),
    }
}

fn refusal(kind: Kind) -> Refusal {
    let (code, zh, en) = match kind {
        Kind::Empty => ("empty", "文件为空，请报送单位重新发送", "the file is empty: ask for it again"),
        Kind::Html => (
            "html",
            "网页文件，本版本不能读取，请另存为文本文件（.txt）",
            "a web page, which this version does not read: save it as plain text",
        ),
        Kind::Rtf => (
            "rtf",
            "RTF 文件，本版本不能读取，请另存为文本文件（.txt）",
            "an RTF file, which this version does not read: save it as plain text",
        ),
        Kind::Pdf => (
            "pdf",
            "PDF 文件，本版本不能读取，请提供文本文件（.txt）",
            "a PDF file, which this version does not read: ask for plain text",
        ),
        Kind::Zip => (
            "zip",
            "Word、Excel、OFD 文件或压缩包，本版本不能读取，请另存为文本文件（.txt）",
            "a Word, Excel or OFD file or an archive, which this version does not read: save it as plain text",
        ),
        Kind::Ole => (
            "ole",
            "旧版 Word、WPS、Excel 文件或加密文件，本版本不能读取，请另存为文本文件（.txt）",
            "an old Word, WPS or Excel file or an encrypted one, which this version does not read: save it as plain text",
        ),
        Kind::Archive => ("archive", "压缩包，请解压后再放入收件目录", "an archive: unpack it into the inbox"),
        Kind::Image => ("image", "图片，没有可核对的文字，请提供文字版", "an image without text: ask for the text"),
        Kind::Binary | Kind::Text => (
            "binary",
            "不是文本文件，无法识别内容，请核对是否传错文件",
            "not a text, and not recognised: is this the right file?",
        ),
    };
    Refusal { code, message: Phrase::new(zh, en) }
}
