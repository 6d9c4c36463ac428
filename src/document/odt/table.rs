//! Tables of an odt as they stand in the file; not yet placed.

use super::super::Refusal;
use super::super::story::{Cell, MOST_COLUMNS, Merge, Piece, Row, Table};
use super::super::xml::Element;
use super::reader::Reader;

impl<'e> Reader<'e> {
    pub(super) fn table(&mut self, element: &'e Element) -> Result<Table, Refusal> {
        let mut table = Table::default();
        self.rows(element, &mut table.rows)?;
        Ok(table)
    }

    /// Rows, also those within groups and headings.
    fn rows(&mut self, parent: &'e Element, rows: &mut Vec<Row>) -> Result<(), Refusal> {
        for element in parent.elements() {
            match &*element.name {
                "table-row" => {
                    let row = self.row(element)?;
                    let times = count(element, "number-rows-repeated");
                    self.repeat(row.cells.iter().map(weight).sum::<usize>() + 64, times)?;
                    rows.extend(std::iter::repeat_n(row, times));
                }
                "shapes" | "table-columns" | "table-header-columns" => {}
                _ => self.rows(element, rows)?,
            }
        }
        Ok(())
    }

    fn row(&mut self, element: &'e Element) -> Result<Row, Refusal> {
        let mut row = Row::default();
        // Covered cells that belong to the cell to their left.
        let mut within = 0;
        for child in element.elements() {
            let is_covered = match &*child.name {
                "table-cell" => false,
                "covered-table-cell" => true,
                _ => continue,
            };
            let mut times = count(child, "number-columns-repeated");
            let pieces = self.pieces(child)?;
            if is_covered {
                let inner = times.min(within);
                within -= inner;
                times -= inner;
                if inner > 0 && !is_blank(&pieces) {
                    row.cells.push(Cell { columns: 0, ..covered(pieces.clone()) });
                }
            }
            let columns = count(child, "number-columns-spanned");
            let cell = if is_covered {
                covered(pieces)
            } else {
                let rows = count(child, "number-rows-spanned");
                let narrow = |count: usize| u16::try_from(count).unwrap_or(MOST_COLUMNS);
                let (down, across) = (Merge::None, Merge::None);
                Cell { pieces, columns: narrow(columns), rows: narrow(rows), down, across, width: 0 }
            };
            self.repeat(weight(&cell), times)?;
            row.cells.extend(std::iter::repeat_n(cell, times));
            if !is_covered {
                within = columns - 1;
            }
        }
        Ok(row)
    }

    /// A number in the file may stand for any amount of text.
    fn repeat(&mut self, weight: usize, times: usize) -> Result<(), Refusal> {
        self.repeated = self.repeated.saturating_add(weight.saturating_mul(times.saturating_sub(1)));
        if self.repeated > self.limits.text {
            return Err(Refusal::over_limit(("文字的字节数", "bytes of text"), self.limits.text));
        }
        Ok(())
    }
}

/// A place that another cell covers.
fn covered(pieces: Vec<Piece>) -> Cell {
    Cell { pieces, columns: 1, rows: 1, down: Merge::Covered, across: Merge::None, width: 0 }
}

/// A number that is at least 1 and no more than a table can have.
fn count(element: &Element, name: &str) -> usize {
    let count = element.attribute(name).and_then(|count| count.trim().parse::<usize>().ok()).unwrap_or(1);
    count.clamp(1, usize::from(MOST_COLUMNS))
}

/// About how many bytes a cell takes.
fn weight(cell: &Cell) -> usize {
    fn of(pieces: &[Piece]) -> usize {
        let one = |piece: &Piece| match piece {
            Piece::Paragraph(line) => line.text.len() + 64,
            Piece::Table(table) => table.rows.iter().flat_map(|row| &row.cells).map(weight).sum(),
        };
        pieces.iter().map(one).sum()
    }
    of(&cell.pieces) + 64
}

fn is_blank(pieces: &[Piece]) -> bool {
    pieces.iter().all(|piece| matches!(piece, Piece::Paragraph(line) if line.is_blank()))
}
