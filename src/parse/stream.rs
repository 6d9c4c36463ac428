//! A document as one stream of tokens in reading order: paragraphs and cells, each with its place.

use std::ops::Range;

use crate::document::{Block, Columns, Document, GridCell, Scrap};
use crate::model::Span;

use super::labels::key;

/// One paragraph or cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// As it stands in the text, without the blanks around it.
    pub(super) raw: &'a str,
    /// Letters and figures alone, as labels are compared; empty for an empty cell.
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) place: Place,
}

/// Where a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A line of prose, or the continuation of a cell over a line break.
    Loose,
    /// A cell of which only the order is known.
    Cell,
    /// A cell of a row; rows are counted through the whole document.
    Row { grid: usize, row: usize, column: u16 },
    /// A cell of a row of which the file itself says in how many and which columns it stands, and over how many rows.
    Placed { grid: usize, row: usize, column: u16, columns: u16, rows: u16 },
    /// Somewhere on a page, until `scatter` gives it a row.
    Page(Scrap),
}

impl Token<'_> {
    /// A part of it, by bytes of its text.
    #[must_use]
    pub(super) fn part(&self, part: Range<usize>) -> Self {
        let raw = &self.raw[part.clone()];
        let span = Span::new(self.span.start + part.start, self.span.start + part.end);
        Token { raw, key: key(raw), span, place: self.place }
    }

    /// Whether nothing stands in the cell.
    #[must_use]
    pub(super) fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// The row it stands in, where rows are known.
    #[must_use]
    pub(super) const fn row(&self) -> Option<usize> {
        match self.place {
            Place::Row { row, .. } | Place::Placed { row, .. } => Some(row),
            Place::Loose | Place::Cell | Place::Page(_) => None,
        }
    }
    /// Over how many rows it is merged.
    #[must_use]
    pub(super) const fn rows(&self) -> u16 {
        match self.place {
            Place::Placed { rows, .. } => rows,
            Place::Loose | Place::Cell | Place::Row { .. } | Place::Page(_) => 1,
        }
    }

    /// Whether it is a line of its own, as a heading is.
    #[must_use]
    pub(super) const fn is_line(&self) -> bool {
        match self.place {
            Place::Loose => true,
            Place::Page(scrap) => scrap.alone,
            Place::Cell | Place::Row { .. } | Place::Placed { .. } => false,
        }
    }

    /// Whether it goes on with the label that `first` begins: a line below a broken cell, or a piece of the same cell.
    #[must_use]
    pub(super) fn continues(&self, first: &Self) -> bool {
        self.place == Place::Loose || (self.row().is_some() && self.place == first.place)
    }
}

/// All tokens of a document.
#[must_use]
pub(super) fn stream(document: &Document) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rows = 0;
    let token = |span: Span, place: Place| {
        let raw = document.text[span.range()].trim();
        Token { raw, key: key(raw), span, place }
    };
    for (grid, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Paragraph(span) => {
                let text = &document.text[span.range()];
                let start = span.start + text.len() - text.trim_start().len();
                tokens.push(token(Span::new(start, start + text.trim().len()), Place::Loose));
            }
            Block::Scattered(scraps) => {
                tokens.extend(scraps.iter().map(|scrap| token(scrap.span, Place::Page(*scrap))));
            }
            Block::Cells(cells) => tokens.extend(cells.iter().map(|span| token(*span, Place::Cell))),
            Block::Grid(table) => {
                for row in &table.rows {
                    let place = |cell: &GridCell| match table.columns {
                        Columns::Counted => Place::Row { grid, row: rows, column: cell.column },
                        Columns::Placed => Place::Placed {
                            grid,
                            row: rows,
                            column: cell.column,
                            columns: cell.columns,
                            rows: cell.rows,
                        },
                    };
                    tokens.extend(row.iter().map(|cell| token(cell.span, place(cell))));
                    rows += 1;
                }
            }
        }
    }
    tokens
}
