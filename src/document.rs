//! Bytes of a file to a `Document`: what it is, its decoded text, its paragraphs and tables, each piece with its place.
//! Knows file formats and nothing of reports: no label of the form occurs here.

use crate::model::{Notice, Phrase, Span};

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
    let _ = (bytes, limits);
    todo!()
}
