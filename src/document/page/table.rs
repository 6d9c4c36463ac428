//! A table as it was ruled: cells at rows and columns with the places of all lines, ready to be joined with its
//! continuation or handed on.

use super::characters::is_figure;
use super::lines::{Letter, Line, lines, run_on};
use crate::document::builder::CellText;

/// A ruled table, of one page or of several.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// The places of the plumb lines, from the left; one more than columns.
    pub(super) columns: Vec<f64>,
    /// Cells by the row in which they begin, from left to right.
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// Whether its last row is bounded below, and its first above.
    pub(super) closed_below: bool,
    pub(super) closed_above: bool,
    /// All that stands in it by its pages, for when it turns out to be no table.
    pub(super) letters: Vec<(usize, Vec<Letter>)>,
    /// How many figures run over a line between cells.
    pub(super) crossed: usize,
}

/// One cell of a ruled table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) column: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) text: String,
    /// Whether a line of its holds several figures that stand apart.
    pub(super) crowded: bool,
    /// Whether its last line reaches the end of the cell, as a line does that goes on.
    pub(super) full: bool,
}

impl Table {
    pub(super) fn left(&self) -> f64 {
        self.columns.first().copied().unwrap_or_default()
    }

    pub(super) fn right(&self) -> f64 {
        self.columns.last().copied().unwrap_or_default()
    }

    /// Whether it has the rows and columns of a table, and not the one cell of a frame around text.
    pub(super) fn is_ruled(&self) -> bool {
        let cells = || self.rows.iter().flatten();
        let side_by_side = self.rows.iter().any(|row| row.len() > 1);
        let crowded = cells().filter(|cell| cell.crowded).count();
        side_by_side && crowded <= cells().count() / 12
    }

    pub(super) fn into_rows(self) -> Vec<Vec<CellText>> {
        let number = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let cell = |cell: Cell| CellText {
            text: cell.text,
            column: number(cell.column),
            columns: number(cell.columns),
            rows: number(cell.rows),
        };
        self.rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect()
    }
}

/// A cell of a given width from what stands in it.
pub(super) fn cell(place: (usize, usize, usize), width: f64, letters: Vec<Letter>) -> Cell {
    let lines = lines(letters);
    let crowded = lines.iter().any(|line| {
        let pieces = line.pieces();
        pieces.len() > 1 && pieces.iter().filter(|piece| is_figure(&piece.text())).count() > 1
    });
    // Cells have up to 6 points of air on either side, and the next word may be two letters long.
    let full = lines.last().is_some_and(|line| width - (line.right - line.left) < 12.0 + 1.8 * line.size);
    let texts: Vec<String> = lines.iter().map(Line::text).collect();
    let text = run_on(texts.iter().map(String::as_str));
    let (column, columns, rows) = place;
    Cell { column, columns, rows, text, crowded, full }
}
