//! Bytes of a file to a `Document`: what it is, its decoded text, its paragraphs and tables, each piece with its place.
//! Knows file formats and nothing of reports: no label of the form occurs here.

use crate::model::{Notice, Phrase, Span};

use sniff::{Kind, sniff};

pub mod decode;
pub mod doc;
pub mod docx;
pub mod html;
pub mod odt;
pub mod ofd;
pub mod pdf;
pub mod rtf;
pub mod sheet;
pub mod sniff;
pub mod txt;

mod builder;
mod container;
mod edges;
mod flow;
mod formula;
mod limits;
mod misnamed;
mod numerals;
mod omitted;
mod package;
mod page;
mod refusal;
mod rows;
mod story;
mod xml;

pub use limits::Limits;
pub use misnamed::is_named_as_report;
pub use refusal::Refusal;

/// A decoded file. Every span points into `text`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The kind that the content shows, as `txt`; not the name's ending.
    pub kind: String,
    /// The encoding of the bytes, as `utf-8`, `gb18030`, `utf-16le`; of a kind that has none of its own, empty.
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
    /// Pieces of text of which only the place on the page is known: a table without lines. In the order of the text.
    Scattered(Vec<Scrap>),
}

/// A table whose rows are known. A row lists the cells that begin in it; a cell merged over several rows or columns is
/// listed once, in the row and column where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    pub columns: Columns,
    pub rows: Vec<Vec<GridCell>>,
}

/// How far the column numbers of a grid can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    /// The file itself says in which column a cell stands: cells with the same number stand below one another.
    Placed,
    /// Cells were counted from the left of their line, which may lack some: a ragged grid.
    Counted,
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

/// A piece of one line with its box on the page, in thousandths of the height of the characters around it (a Chinese
/// character is about 1000 wide). `top` and `bottom` grow downwards and run on over page breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scrap {
    pub span: Span,
    pub left: i32,
    pub right: i32,
    pub top: i32,
    pub bottom: i32,
    /// Whether nothing else stands on its line.
    pub alone: bool,
    pub measure: Measure,
}

/// How far the place of a scrap can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// As drawn on the page.
    Drawn,
    /// Counted in characters of a text that imitates a page: what is long pushes aside the rest of its line, and only of
    /// the same line the order is certain. Each page has a left edge of its own.
    Typed { page: u16 },
}

/// Reads a file of any known kind, found by content; `name` only serves to say that its ending claims another kind.
///
/// # Errors
/// A refusal when nothing can be read: empty, too large, binary, encrypted, over a limit, or a kind not read.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<(Document, Vec<Notice>), Refusal> {
    if bytes.len() > limits.bytes {
        return Err(Refusal::too_large(bytes.len(), limits.bytes));
    }
    let kind = sniff(bytes);
    let (document, mut notices) = match kind {
        Kind::Text => txt::read(bytes, limits),
        Kind::Html | Kind::Mht => html::read(bytes, limits),
        Kind::Docx => docx::read(bytes, limits),
        Kind::Doc => doc::read(bytes, limits),
        Kind::Odt => odt::read(bytes, limits),
        Kind::Rtf => rtf::read(bytes, limits),
        Kind::Pdf => pdf::read(bytes, limits),
        Kind::Ofd => ofd::read(bytes, limits),
        Kind::Xlsx | Kind::Xls | Kind::Ods => sheet::read(bytes, limits),
        Kind::Empty
        | Kind::Encrypted
        | Kind::Archive
        | Kind::CutOff
        | Kind::Unread
        | Kind::Office
        | Kind::Image
        | Kind::Binary => Err(Refusal::of_kind(kind)),
    }?;
    if document.text.trim().is_empty() {
        return Err(Refusal::without_text());
    }
    notices.extend(unreadable(&document, &notices));
    notices.extend(misnamed::misnamed(name, kind));
    Ok((document, notices))
}

/// A notice of characters that stand for something unreadable, where the reader has not spoken of them itself.
fn unreadable(document: &Document, notices: &[Notice]) -> Option<Notice> {
    let is_told = |notice: &Notice| matches!(notice.code, "characters-lost" | "unreadable-glyphs");
    let at = document.text.find('\u{FFFD}').filter(|_| !notices.iter().any(is_told))?;
    let count = document.text.matches('\u{FFFD}').count();
    Some(Notice {
        code: "characters-lost",
        message: Phrase::new(
            format!("有 {count} 处字符无法识别，以 � 标出，请对照原件"),
            format!("{count} characters could not be made out and are shown as �: compare the original"),
        ),
        span: Some(Span::new(at, at + '\u{FFFD}'.len_utf8())),
    })
}
