//! A table of the form as rows: headings and lines of cells.

use std::ops::Range;

use crate::form::Form;

/// One row of the tables pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableRow {
    /// A group heading or the heads of the columns that follow, or both.
    Heading {
        /// A row of the table that stands under it.
        row: usize,
        /// Positions in `Form::cells` whose columns are headed here; empty where the heads stand above the whole table.
        heads: Range<usize>,
    },
    Line {
        row: usize,
        /// Positions in `Form::cells`.
        cells: Range<usize>,
    },
}

/// Whether every row of a table has every column, so that one line of heads serves all.
#[must_use]
pub fn has_common_head(form: &Form, table: usize) -> bool {
    form.tables.get(table).is_some_and(|table| table.rows.iter().all(|row| row.columns.is_empty()))
}

/// The rows of a table.
pub(super) fn table_rows(form: &Form, table: usize) -> Vec<TableRow> {
    let Some(shape) = form.tables.get(table) else { return Vec::new() };
    let has_head = has_common_head(form, table);
    let mut rows = Vec::new();
    let mut before: Option<&crate::form::RowForm> = None;
    for (row, line) in shape.rows.iter().enumerate() {
        let cells = cells_of(form, table, row);
        // A group that is taken up again after others, as the total of all results, needs no second heading.
        let is_new_group = shape.rows[..row].iter().all(|before| before.group != line.group);
        let has_new_columns = !has_head && before.is_none_or(|before| before.columns != line.columns);
        if (is_new_group && line.group.is_some()) || has_new_columns {
            let heads = if has_head { cells.start..cells.start } else { cells.clone() };
            rows.push(TableRow::Heading { row, heads });
        }
        rows.push(TableRow::Line { row, cells });
        before = Some(line);
    }
    rows
}

/// The row number of the line that holds a cell.
pub(super) fn line_of(rows: &[TableRow], cell: usize) -> Option<usize> {
    rows.iter().position(|row| matches!(row, TableRow::Line { cells, .. } if cells.contains(&cell)))
}

fn cells_of(form: &Form, table: usize, row: usize) -> Range<usize> {
    let is_here = |cell: &crate::form::CellForm| (cell.table, cell.row) == (table, row);
    let start = form.cells.iter().position(is_here).unwrap_or(0);
    let count = form.cells[start..].iter().take_while(|cell| is_here(cell)).count();
    start..start + count
}
