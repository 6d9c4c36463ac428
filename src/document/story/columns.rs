//! How far the columns of a table can be trusted. Programs that turn web pages into Word files leave the spans of cells
//! out; then only their widths tell which cells stand below one another.

use std::borrow::Cow;

use super::super::Columns;
use super::{MOST_COLUMNS, Row, Table};

/// Edges that are no further apart than this are one, in twentieths of a point: programs round.
const TOLERANCE: u32 = 40;

/// The table with every cell in its true column, and whether that could be done. Rows that all come to the same number
/// of columns are as the file says.
pub(super) fn aligned(table: &Table) -> (Cow<'_, Table>, Columns) {
    let mut counts = table.rows.iter().filter(|row| !row.cells.is_empty()).map(column_count);
    let first = counts.next();
    if counts.all(|count| Some(count) == first) {
        return (Cow::Borrowed(table), Columns::Placed);
    }
    match by_widths(table) {
        Some(table) => (Cow::Owned(table), Columns::Placed),
        None => (Cow::Borrowed(table), Columns::Counted),
    }
}

fn column_count(row: &Row) -> usize {
    let cells: usize = row.cells.iter().map(|cell| usize::from(cell.columns)).sum();
    cells + usize::from(row.before) + usize::from(row.after)
}

/// Columns from the edges of all cells, where every cell has a width and all rows are as wide as the table.
fn by_widths(table: &Table) -> Option<Table> {
    let rows = || table.rows.iter().filter(|row| !row.cells.is_empty());
    let mut edges: Vec<u32> = vec![0];
    let mut ends = Vec::new();
    for row in rows() {
        if row.before > 0 || row.after > 0 {
            return None;
        }
        let mut edge = 0_u32;
        for cell in &row.cells {
            if cell.width <= TOLERANCE {
                return None;
            }
            edge = edge.checked_add(cell.width)?;
            edges.push(edge);
        }
        ends.push(edge);
    }
    let widest = ends.iter().copied().max()?;
    if ends.iter().any(|end| widest - end > TOLERANCE) {
        return None;
    }
    edges.sort_unstable();
    edges.dedup_by(|next, before| *next - *before <= TOLERANCE);
    if edges.len() > usize::from(MOST_COLUMNS) {
        return None;
    }
    let mut table = table.clone();
    for row in &mut table.rows {
        let mut edge = 0;
        let mut column = 0;
        for cell in &mut row.cells {
            edge += cell.width;
            // The last edge that begins no later than this one's tolerance allows.
            let reached = edges.partition_point(|known| *known <= edge) - 1;
            cell.columns = u16::try_from(reached.checked_sub(column)?).ok().filter(|columns| *columns > 0)?;
            column = reached;
        }
    }
    Some(table)
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, Merge};
    use super::*;

    fn table(rows: &[&[(u16, u32)]]) -> Table {
        let cell = |(columns, width): &(u16, u32)| Cell {
            pieces: Vec::new(),
            columns: *columns,
            rows: 1,
            down: Merge::None,
            across: Merge::None,
            width: *width,
        };
        let row = |cells: &&[(u16, u32)]| Row { before: 0, after: 0, cells: cells.iter().map(cell).collect() };
        Table { rows: rows.iter().map(row).collect() }
    }

    fn spans(table: &Table) -> Vec<Vec<u16>> {
        table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.columns).collect()).collect()
    }

    #[test]
    fn rows_that_agree_are_as_the_file_says() {
        let table = table(&[&[(2, 100), (1, 900)], &[(1, 0), (1, 0), (1, 0)]]);
        let (aligned, columns) = aligned(&table);
        assert_eq!((spans(&aligned), columns), (vec![vec![2, 1], vec![1, 1, 1]], Columns::Placed));
    }

    #[test]
    fn widths_place_cells_whose_spans_were_left_out() {
        let table = table(&[&[(1, 3000)], &[(1, 1000), (1, 990), (1, 1010)], &[(1, 1005), (1, 1995)]]);
        let (aligned, columns) = aligned(&table);
        assert_eq!((spans(&aligned), columns), (vec![vec![3], vec![1, 1, 1], vec![1, 2]], Columns::Placed));
    }

    #[test]
    fn columns_are_only_counted_where_widths_do_not_tell() {
        for rows in [
            [&[(1, 0)][..], &[(1, 1000), (1, 1000)]],
            [&[(1, 1000)], &[(1, 1000), (1, 1000)]],
            [&[(1, u32::MAX)], &[(1, u32::MAX), (1, 1000)]],
        ] {
            assert_eq!(aligned(&table(&rows)).1, Columns::Counted);
        }
    }
}
