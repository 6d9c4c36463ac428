//! The original text as screen rows: paragraphs broken to the pane, tables set in columns. Every piece of a row knows its
//! place in the source.

use std::ops::Range;
use std::sync::Arc;

use crate::document::{Block, Document, Grid, Scrap};
use crate::model::Span;
use crate::text::{Glyph, Reading, glyphs, wrap};

mod bands;
mod scattered;
mod shape;
mod stacked;
mod table;
mod widths;

use shape::Shape;

/// One row of the text pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// The bytes of `Document.text` that the row stands for. The rows of one table share those of the whole table, for a
    /// merged cell runs down beside cells that come after it in the text.
    pub bytes: Range<usize>,
    /// From left to right; none on a blank row.
    pub pieces: Vec<Piece>,
    /// The columns of the rules between the cells of a table, from left to right.
    pub rules: Arc<[u16]>,
}

/// A stretch of the source on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The columns of the row before it.
    pub column: u16,
    /// The columns that belong to it: of a blank cell the whole place, else what its text takes.
    pub columns: u16,
    /// Its bytes in `Document.text`; of a blank cell none, at its place.
    pub bytes: Range<usize>,
    pub reading: Reading,
}

impl SourceRow {
    fn line(piece: Piece) -> Self {
        Self { bytes: piece.bytes.clone(), pieces: vec![piece], rules: Arc::default() }
    }

    fn blank(at: usize) -> Self {
        Self { bytes: at..at, pieces: Vec::new(), rules: Arc::default() }
    }

    /// Where the row is in the text: where the piece begins that comes last there.
    fn place(&self) -> usize {
        self.pieces.iter().map(|piece| piece.bytes.start).max().unwrap_or(self.bytes.start)
    }

    fn touches(&self, span: Span) -> bool {
        self.pieces.iter().any(|piece| {
            piece.bytes.start < span.end.max(span.start + 1) && span.start < piece.bytes.end.max(piece.bytes.start + 1)
        })
    }
}

/// All the text that is set in tables, in bytes: many times that of any report. What lies beyond it is shown line by
/// line, so that a hostile file cannot ask for a row of the screen for each of its characters.
const TABLES: usize = 1 << 20;

/// Every row of a document at this width. Blank lines that follow one another are one.
pub(super) fn source_rows(document: &Document, columns: usize) -> Vec<SourceRow> {
    let mut rows = Vec::new();
    let mut at = 0;
    let mut tables = 0;
    for table in &tables_of(document) {
        // Places that do not fit the text would be a mistake of a reader: then the lines are shown as they stand.
        let Some((bytes, set)) = set(document, table, at, columns) else { continue };
        tables += bytes.len();
        if tables > TABLES {
            break;
        }
        prose(document, at..bytes.start, columns, &mut rows);
        at = bytes.end;
        rows.extend(set);
    }
    prose(document, at..document.text.len(), columns, &mut rows);
    rows
}

/// The rows that a span covers, as a range of row numbers; empty when there are no rows.
pub(super) fn rows_of(rows: &[SourceRow], span: Span) -> Range<usize> {
    let first = rows.partition_point(|row| row.bytes.end <= span.start).min(rows.len().saturating_sub(1));
    let end = rows.partition_point(|row| row.bytes.start < span.end.max(span.start + 1)).max(first);
    let touched = |row: &SourceRow| row.touches(span);
    match (rows[first..end].iter().position(touched), rows[first..end].iter().rposition(touched)) {
        (Some(from), Some(to)) => first + from..first + to + 1,
        (Some(_) | None, _) => first..end,
    }
}

/// The row that shows what `row` of other rows of the same text shows.
pub(super) fn same_place(rows: &[SourceRow], row: Option<&SourceRow>) -> usize {
    row.map_or(0, |row| rows_of(rows, Span::new(row.place(), row.place())).start)
}

/// Something in the text that is not prose.
enum Table<'a> {
    Grid(&'a Grid),
    Scattered(&'a [Scrap]),
    Stack(Vec<Span>),
}

impl Table<'_> {
    fn start(&self) -> Option<usize> {
        match self {
            Self::Grid(grid) => grid.rows.iter().flatten().next().map(|cell| cell.span.start),
            Self::Scattered(scraps) => scraps.first().map(|scrap| scrap.span.start),
            Self::Stack(cells) => cells.first().map(|cell| cell.start),
        }
    }
}

/// The tables in the order of the text.
fn tables_of(document: &Document) -> Vec<Table<'_>> {
    let grids = document.blocks.iter().filter_map(|block| match block {
        Block::Grid(grid) => Some(Table::Grid(grid)),
        Block::Paragraph(_) | Block::Cells(_) | Block::Scattered(_) => None,
    });
    let scattered = document.blocks.iter().filter_map(|block| match block {
        Block::Scattered(scraps) => Some(scattered::tables(&document.text, scraps)),
        Block::Paragraph(_) | Block::Cells(_) | Block::Grid(_) => None,
    });
    let scattered = scattered.flatten().map(Table::Scattered);
    let mut tables: Vec<Table> =
        grids.chain(scattered).chain(stacked::stacks(document).into_iter().map(Table::Stack)).collect();
    tables.sort_by_key(Table::start);
    tables
}

/// The rows of a table and the stretch of text that they stand for, which begins at or after `from`.
fn set(document: &Document, table: &Table, from: usize, columns: usize) -> Option<(Range<usize>, Vec<SourceRow>)> {
    let text = &document.text;
    let begin = table.start()?;
    let before = text.get(from..begin)?;
    let start = from + before.rfind('\n').map_or(0, |end| end + 1);
    match table {
        Table::Grid(grid) => {
            let last = grid.rows.iter().flatten().next_back()?.span.end;
            in_columns(text, &shape::shape(text, grid, start)?, start..last, columns)
        }
        Table::Scattered(scraps) => {
            let last = scraps.last()?.span.end;
            in_columns(text, &scattered::shape(text, scraps, start)?, start..last, columns)
        }
        Table::Stack(cells) => {
            let end = cells.last()?.end;
            text.get(start..end)?;
            if cells.iter().any(|cell| text.get(cell.range()).is_none()) {
                return None;
            }
            let shape = stacked::shape(document, cells, start);
            if let Some(set) = shape.and_then(|shape| in_columns(text, &shape, start..end, columns)) {
                return Some(set);
            }
            let mut rows = Vec::new();
            for (bytes, reading) in stacked::cell_lines(document, start, cells) {
                line(document, bytes, (reading, columns), &mut rows);
            }
            let end = if text[end..].starts_with('\n') { end + 1 } else { end };
            Some((start..end, rows))
        }
    }
}

/// The rows of a table that ends on the last line of `bytes`.
fn in_columns(
    text: &str,
    shape: &Shape,
    bytes: Range<usize>,
    columns: usize,
) -> Option<(Range<usize>, Vec<SourceRow>)> {
    let end = text[bytes.end..].find('\n').map_or(text.len(), |line| bytes.end + line + 1);
    let bytes = bytes.start..end;
    let rows = table::rows(text, shape, &bytes, columns)?;
    Some((bytes, rows))
}

fn prose(document: &Document, bytes: Range<usize>, columns: usize, rows: &mut Vec<SourceRow>) {
    let mut start = bytes.start;
    let Some(stretch) = document.text.get(bytes) else { return };
    for shown in stretch.split_inclusive('\n') {
        // Exporters pad the rows of a table with empty cells.
        let end = start + shown.trim_end().len();
        line(document, start..end, (Reading::Prose, columns), rows);
        start += shown.len();
    }
}

/// A line of the text in as many rows as it takes.
fn line(document: &Document, bytes: Range<usize>, (reading, columns): (Reading, usize), rows: &mut Vec<SourceRow>) {
    let is_blank = document.text.get(bytes.clone()).is_none_or(|line| line.trim().is_empty());
    if is_blank {
        let follows_blank = rows.last().is_none_or(|row| row.pieces.is_empty());
        if !follows_blank {
            rows.push(SourceRow::blank(bytes.start));
        }
        return;
    }
    let pieces = broken(&document.text, bytes, reading, columns).into_iter();
    rows.extend(pieces.map(SourceRow::line));
}

/// A stretch of the text in pieces of at most `columns`, each to stand on a row of its own.
fn broken(text: &str, bytes: Range<usize>, reading: Reading, columns: usize) -> Vec<Piece> {
    let all: Vec<Glyph> = glyphs(text, bytes, reading).collect();
    let mut pieces = Vec::new();
    for row in wrap(&all, columns) {
        let shown = &all[row];
        if let (Some(first), Some(last)) = (shown.first(), shown.last()) {
            let taken = narrow(shown.iter().map(|glyph| glyph.columns).sum());
            pieces.push(Piece { column: 0, columns: taken, bytes: first.source.start..last.source.end, reading });
        }
    }
    pieces
}

/// A number of columns; no screen has more than this can say.
fn narrow(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}
