//! Pieces written through the builder: which table is one and which only arranges others, and where its cells stand.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use crate::model::Span;

use super::super::builder::{Builder, CellText};
use super::super::{Block, Document, Refusal};
use super::line::{Line, Remark};
use super::{Merge, Piece, Table, columns};

/// The longest header that is only a running head.
const RUNNING_HEAD: usize = 40;

/// The writer of a document, with the places of what is to be said.
pub(in super::super) struct Layout<'a> {
    pub(in super::super) builder: Builder<'a>,
    places: Vec<(Remark, Place)>,
    /// Text of cells that a merged cell covers, which no program shows.
    pub(in super::super) covered: Vec<String>,
    /// What the headers and footers say that were written.
    margins: HashSet<String>,
}

enum Place {
    Text(Range<usize>),
    /// A cell of the first table that begins at this byte or later, by row and place in the row.
    Cell(usize, usize, usize),
}

/// A row laid out: the cells that begin in it, with the remarks on them.
type Placed = Vec<(CellText, Vec<Remark>)>;

impl<'a> Layout<'a> {
    pub(in super::super) fn new(builder: Builder<'a>) -> Self {
        Self { builder, places: Vec::new(), covered: Vec::new(), margins: HashSet::new() }
    }

    pub(in super::super) fn pieces(&mut self, pieces: &[Piece]) -> Result<(), Refusal> {
        for piece in pieces {
            match piece {
                Piece::Paragraph(line) => self.paragraph(line)?,
                Piece::Table(table) if arranges(table) => {
                    for cell in table.rows.iter().flat_map(|row| &row.cells) {
                        self.pieces(&cell.pieces)?;
                    }
                }
                Piece::Table(table) => self.table(table)?,
            }
        }
        Ok(())
    }

    /// A note at the end, with its number.
    pub(in super::super) fn note(&mut self, number: usize, mut pieces: Vec<Piece>) -> Result<(), Refusal> {
        if let Some(Piece::Paragraph(line)) = pieces.first_mut() {
            line.trim();
            line.prepend(&format!("[{number}] "));
        }
        self.pieces(&pieces)
    }

    /// A header or footer. It is no part of the text; but one that holds more than a running head is not lost.
    pub(in super::super) fn margin(&mut self, pieces: &[Piece]) -> Result<(), Refusal> {
        let (text, _) = cell_text(pieces);
        let length = text.chars().filter(|character| !character.is_whitespace()).count();
        if (length > RUNNING_HEAD || holds_table(pieces)) && self.margins.insert(text) {
            self.pieces(pieces)?;
        }
        Ok(())
    }

    fn paragraph(&mut self, line: &Line) -> Result<(), Refusal> {
        let start = self.builder.position();
        self.builder.paragraph(&line.text)?;
        for (remark, range) in &line.remarks {
            let place = |offset: usize| start + written(line.text.get(..offset).unwrap_or_default());
            self.places.push((*remark, Place::Text(place(range.start)..place(range.end))));
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), Refusal> {
        let start = self.builder.position();
        let (table, columns) = &columns::aligned(table);
        let mut rows = Vec::with_capacity(table.rows.len());
        for (number, row) in placed(table, &mut self.covered).into_iter().enumerate() {
            let mut cells = Vec::with_capacity(row.len());
            for (place, (cell, remarks)) in row.into_iter().enumerate() {
                self.places.extend(remarks.into_iter().map(|remark| (remark, Place::Cell(start, number, place))));
                cells.push(cell);
            }
            rows.push(cells);
        }
        if rows.iter().all(Vec::is_empty) {
            return Ok(());
        }
        self.builder.grid(rows, *columns)
    }

    /// The document, and where the first of each remark stands in it.
    pub(in super::super) fn finish(self, kind: &str) -> (Document, Vec<(Remark, Span)>) {
        let document = self.builder.finish(kind, "");
        let mut spans = Vec::new();
        for (remark, place) in self.places {
            let span = match place {
                Place::Text(range) => Some(Span::new(range.start, range.end)),
                Place::Cell(start, row, cell) => cell_span(&document, start, row, cell),
            };
            spans.extend(span.filter(|span| document.text.get(span.range()).is_some()).map(|span| (remark, span)));
        }
        (document, spans)
    }
}

fn cell_span(document: &Document, start: usize, row: usize, cell: usize) -> Option<Span> {
    document.blocks.iter().find_map(|block| match block {
        Block::Grid(grid) => {
            let first = grid.rows.iter().flatten().next()?;
            if first.span.start < start { None } else { Some(grid.rows.get(row)?.get(cell)?.span) }
        }
        Block::Paragraph(_) | Block::Cells(_) | Block::Scattered(_) => None,
    })
}

/// How many bytes the builder makes of a text that goes on: lines lose the blanks at their ends.
fn written(text: &str) -> usize {
    let (lines, last) = text.rsplit_once('\n').map_or((None, text), |(lines, last)| (Some(lines), last));
    lines.into_iter().flat_map(|lines| lines.split('\n')).map(|line| line.trim_end().len() + 1).sum::<usize>()
        + last.len()
}

/// The cells that begin in each row, each in its column and with the rows it covers.
fn placed(table: &Table, covered: &mut Vec<String>) -> Vec<Placed> {
    let mut rows: Vec<Placed> = Vec::with_capacity(table.rows.len());
    // Cells that reach down to the row before, by their first column: row and place in the row.
    let mut reaching: BTreeMap<u16, (usize, usize)> = BTreeMap::new();
    for (number, row) in table.rows.iter().enumerate() {
        let mut placed: Placed = Vec::with_capacity(row.cells.len());
        let mut reached = BTreeMap::new();
        let mut column = row.before;
        for cell in &row.cells {
            let own = column;
            column = column.saturating_add(cell.columns);
            let (text, remarks) = cell_text(&cell.pieces);
            if cell.across == Merge::Continues
                && let Some((left, marks)) = placed.last_mut()
                && left.column.saturating_add(left.columns) == own
            {
                left.columns = left.columns.saturating_add(cell.columns);
                left.text = joined(&left.text, &text);
                marks.extend(remarks);
                continue;
            }
            if cell.down == Merge::Continues
                && let Some((top, place)) = reaching.get(&own).copied()
                && let Some((above, marks)) = rows.get_mut(top).and_then(|row| row.get_mut(place))
            {
                above.rows = u16::try_from(number - top + 1).unwrap_or(u16::MAX);
                marks.extend(remarks);
                reached.insert(own, (top, place));
                if !text.trim().is_empty() {
                    covered.push(text);
                }
                continue;
            }
            if cell.down == Merge::Covered {
                if !text.trim().is_empty() {
                    covered.push(text);
                }
                continue;
            }
            if cell.down == Merge::Begins {
                reached.insert(own, (number, placed.len()));
            }
            let below = u16::try_from(table.rows.len() - number).unwrap_or(u16::MAX);
            let rows = cell.rows.clamp(1, below.max(1));
            placed.push((CellText { text, column: own, columns: cell.columns, rows }, remarks));
        }
        reaching = reached;
        rows.push(placed);
    }
    rows
}

fn joined(one: &str, other: &str) -> String {
    match (one.trim().is_empty(), other.trim().is_empty()) {
        (_, true) => one.to_owned(),
        (true, false) => other.to_owned(),
        (false, false) => format!("{one}\n{other}"),
    }
}

/// The text of a cell, a line for each of its paragraphs and for each cell of a table within.
fn cell_text(pieces: &[Piece]) -> (String, Vec<Remark>) {
    let mut text = String::new();
    let mut remarks = Vec::new();
    collect(pieces, &mut text, &mut remarks);
    (text, remarks)
}

fn collect(pieces: &[Piece], text: &mut String, remarks: &mut Vec<Remark>) {
    for piece in pieces {
        match piece {
            Piece::Paragraph(line) => {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&line.text);
                remarks.extend(line.remarks.iter().map(|(remark, _)| *remark));
            }
            Piece::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    collect(&cell.pieces, text, remarks);
                }
            }
        }
    }
}

/// Whether a table is there for the looks of the page: it frames text, or other tables that hold more than itself.
fn arranges(table: &Table) -> bool {
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    if cells().nth(1).is_none() {
        return true;
    }
    let (mut own, mut nested) = (0, 0);
    for cell in cells() {
        let inner = size_of_tables(&cell.pieces);
        nested += inner;
        own += usize::from(inner == 0);
    }
    nested > 0 && own <= nested
}

/// The cells of the tables right within a cell, those that are no more than a frame left out.
fn size_of_tables(pieces: &[Piece]) -> usize {
    let tables = pieces.iter().filter_map(|piece| match piece {
        Piece::Table(table) => Some(table),
        Piece::Paragraph(_) => None,
    });
    tables.map(size).sum()
}

fn size(table: &Table) -> usize {
    let within: usize = table.rows.iter().flat_map(|row| &row.cells).map(|cell| size_of_tables(&cell.pieces)).sum();
    let is_real = table.rows.len() > 1 && table.rows.iter().any(|row| row.cells.len() > 1);
    if is_real { within + table.rows.iter().map(|row| row.cells.len()).sum::<usize>() } else { within }
}

/// Whether a piece holds a table with text.
fn holds_table(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Table(table) => {
            table.rows.iter().flat_map(|row| &row.cells).any(|cell| !cell_text(&cell.pieces).0.trim().is_empty())
        }
        Piece::Paragraph(_) => false,
    })
}
