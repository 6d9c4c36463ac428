//! A shape and its widths as rows of the screen. Merged cells keep the whole width of their columns and run down beside
//! the rows that they cover.

use std::ops::Range;
use std::sync::Arc;

use super::bands::bands;
use super::shape::{Content, Row, Shape, Slot};
use super::widths::{Holds, holds, widths};
use super::{Piece, SourceRow, broken, narrow};
use crate::text::Reading;

/// A cell that would take more rows than this is no cell of figures: a whole page may be set in a table.
const TALLEST: usize = 60;

/// A cell that reaches into the row at hand.
struct Running {
    column: usize,
    /// Columns of the screen before it.
    left: usize,
    pieces: Vec<Piece>,
    /// How many of its pieces stand in rows above.
    above: usize,
    /// How many rows it still covers, with the one at hand.
    rows: usize,
}

impl Running {
    /// The rows of the screen that the row at hand must have for it.
    fn height(&self) -> usize {
        if self.rows == 1 { self.pieces.len().saturating_sub(self.above).max(1) } else { 0 }
    }
}

/// Every row of a table that stands for `bytes`; nothing where it does not fit the pane. A table that is too wide is set
/// in several parts below one another.
pub(super) fn rows(text: &str, shape: &Shape, bytes: &Range<usize>, columns: usize) -> Option<Vec<SourceRow>> {
    if let Some(widths) = widths(shape, columns) {
        return set(text, shape, &widths, (bytes, columns));
    }
    let mut rows = Vec::new();
    for band in bands(shape, columns)? {
        let part = shape.part(&band);
        if !rows.is_empty() {
            rows.push(SourceRow { bytes: bytes.clone(), pieces: Vec::new(), rules: Arc::default() });
        }
        rows.extend(set(text, &part, &widths(&part, columns)?, (bytes, columns))?);
    }
    Some(rows)
}

fn set(
    text: &str,
    shape: &Shape,
    widths: &[usize],
    (bytes, columns): (&Range<usize>, usize),
) -> Option<Vec<SourceRow>> {
    let holds = holds(shape);
    let mut rows = Vec::new();
    let mut running: Vec<Running> = Vec::new();
    for row in &shape.rows {
        let slots = match row {
            Row::Cells(slots) => slots,
            Row::Line(shown) => {
                let lines = broken(text, shown.clone(), shape.reading, columns).into_iter();
                let rules = Arc::default();
                rows.extend(lines.map(|piece| SourceRow {
                    bytes: bytes.clone(),
                    pieces: vec![piece],
                    rules: Arc::clone(&rules),
                }));
                continue;
            }
        };
        for slot in slots {
            let cell = run(text, slot, widths, holds[slot.column]);
            if cell.pieces.len() > TALLEST {
                return None;
            }
            running.push(cell);
        }
        running.sort_by_key(|cell| cell.column);
        let height = running.iter().map(Running::height).max().unwrap_or(0);
        let inner = running.iter().filter(|cell| cell.left > 0);
        let rules: Arc<[u16]> = inner.map(|cell| narrow(cell.left - 1)).collect();
        for line in 0..height {
            let pieces = running.iter().filter_map(|cell| cell.pieces.get(cell.above + line)).cloned().collect();
            rows.push(SourceRow { bytes: bytes.clone(), pieces, rules: Arc::clone(&rules) });
        }
        running.retain_mut(|cell| {
            cell.above += height;
            cell.rows -= 1;
            cell.rows > 0
        });
    }
    Some(rows)
}

/// A cell broken to its place.
fn run(text: &str, slot: &Slot, widths: &[usize], holds: Holds) -> Running {
    let left = widths[..slot.column].iter().map(|width| width + 1).sum::<usize>();
    let wide = slot.wide(widths);
    let mut pieces: Vec<Piece> = match slot.content {
        Content::Blank => {
            let place = |bytes: &Range<usize>| Piece {
                column: 0,
                columns: narrow(wide),
                bytes: bytes.clone(),
                reading: Reading::Prose,
            };
            slot.lines.iter().map(place).collect()
        }
        Content::Figure | Content::Label => {
            slot.lines.iter().flat_map(|line| broken(text, line.clone(), Reading::Prose, wide)).collect()
        }
    };
    // Figures stand below one another by their last digit, and a heading in one line with them.
    let is_heading = holds == Holds::Figures && slot.columns == 1 && pieces.len() == 1;
    let is_right = slot.content == Content::Figure || is_heading;
    for piece in &mut pieces {
        let indent = if is_right { wide.saturating_sub(usize::from(piece.columns)) } else { 0 };
        piece.column = narrow(left + indent);
    }
    Running { column: slot.column, left, pieces, above: 0, rows: slot.rows }
}
