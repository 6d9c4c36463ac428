//! Paragraphs and tables of an office file in reading order, before they are laid out. Knows no file format.

use line::Line;

mod columns;
pub(super) mod layout;
pub(super) mod line;
pub(super) mod notices;

/// The widest table that is believed; Word has at most 63 columns.
pub(super) const MOST_COLUMNS: u16 = 1024;

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Paragraph(Line),
    Table(Table),
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Row {
    /// Columns that are left out in front and behind.
    pub(super) before: u16,
    pub(super) after: u16,
    pub(super) cells: Vec<Cell>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) pieces: Vec<Piece>,
    pub(super) columns: u16,
    pub(super) rows: u16,
    /// With the cell above.
    pub(super) down: Merge,
    /// With the cell to the left.
    pub(super) across: Merge,
    /// In twentieths of a point; 0 where it is not said.
    pub(super) width: u32,
}

/// The part of a cell in a merged one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Merge {
    #[default]
    None,
    Begins,
    Continues,
    /// Lies under a cell that said how many rows it covers.
    Covered,
}
