//! The rows and cells of one table of a page: where each cell stands once merged cells are counted.

use super::super::builder::CellText;
use super::super::{Limits, Refusal};
use super::flow::Flow;
use super::style::{Role, role};
use super::tree::{Id, Tree};

/// The widest table that is laid out; a cell may cover 1,000 columns by the rules of browsers, and a report has 11.
const MOST_COLUMNS: usize = 2_000;

/// The most rows that one cell may cover, by the rules of browsers.
const MOST_ROWS: usize = 65_534;

/// A cell of a table and what it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) id: Id,
    pub(super) column: u16,
    pub(super) columns: u16,
    pub(super) rows: u16,
}

/// A table with its cells in place.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) captions: Vec<Id>,
    pub(super) rows: Vec<Vec<Place>>,
    /// Rows and cells that the page hides.
    pub(super) hidden: Vec<Id>,
}

impl Table {
    /// How many columns the widest row reaches.
    pub(super) fn width(&self) -> usize {
        self.rows.iter().flatten().map(|cell| usize::from(cell.column) + usize::from(cell.columns)).max().unwrap_or(0)
    }

    /// The cells with their texts.
    pub(super) fn texts(&self, flow: &mut Flow) -> Vec<Vec<CellText>> {
        self.rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|cell| CellText {
                        text: flow.text(cell.id),
                        column: cell.column,
                        columns: cell.columns,
                        rows: cell.rows,
                    })
                    .collect()
            })
            .collect()
    }
}

/// Lays out a table. Rows of a head come first and rows of a foot last, wherever they stand.
///
/// # Errors
/// When it is wider than any table of a report, or has more cells than the limit.
pub(super) fn table(tree: &Tree, id: Id, limits: &Limits) -> Result<Table, Refusal> {
    let mut table = Table::default();
    let mut groups: [Vec<Vec<Id>>; 3] = Default::default();
    for child in tree.children(id) {
        if role(tree, child) == Role::Hidden {
            table.hidden.push(child);
            continue;
        }
        match tree.name(child) {
            "caption" => table.captions.push(child),
            "thead" => groups[0].push(rows_of(tree, child, &mut table.hidden)),
            "tbody" => groups[1].push(rows_of(tree, child, &mut table.hidden)),
            "tfoot" => groups[2].push(rows_of(tree, child, &mut table.hidden)),
            _ => {}
        }
    }
    let mut cells = 0;
    for group in groups.into_iter().flatten() {
        place_group(tree, &group, &mut table, &mut cells, limits)?;
    }
    Ok(table)
}

fn rows_of(tree: &Tree, group: Id, hidden: &mut Vec<Id>) -> Vec<Id> {
    let mut rows = Vec::new();
    for row in tree.children(group).filter(|child| tree.name(*child) == "tr") {
        if role(tree, row) == Role::Hidden { hidden.push(row) } else { rows.push(row) }
    }
    rows
}

/// A cell covers no rows beyond its group.
fn place_group(
    tree: &Tree,
    group: &[Id],
    table: &mut Table,
    cells: &mut usize,
    limits: &Limits,
) -> Result<(), Refusal> {
    // By column, the first row of the group in which it is free again.
    let mut free: Vec<usize> = Vec::new();
    for (row, id) in group.iter().enumerate() {
        let mut places = Vec::new();
        let mut column = 0;
        for cell in tree.children(*id).filter(|child| matches!(tree.name(*child), "td" | "th")) {
            if role(tree, cell) == Role::Hidden {
                table.hidden.push(cell);
                continue;
            }
            *cells += 1;
            while free.get(column).is_some_and(|until| *until > row) {
                column += 1;
            }
            let rows = match span(tree, cell, "rowspan").unwrap_or(1) {
                0 => group.len() - row,
                rows => rows.min(MOST_ROWS).min(group.len() - row),
            };
            let wanted = span(tree, cell, "colspan").unwrap_or(1).clamp(1, 1_000);
            let columns =
                (0..wanted).take_while(|next| free.get(column + next).is_none_or(|until| *until <= row)).count();
            if column + columns > MOST_COLUMNS {
                return Err(Refusal::over_limit(("表格的列数", "columns of a table"), MOST_COLUMNS));
            }
            if *cells > limits.pieces {
                return Err(Refusal::over_limit(("段落和单元格", "paragraphs and cells"), limits.pieces));
            }
            if free.len() < column + columns {
                free.resize(column + columns, 0);
            }
            free[column..column + columns].fill(row + rows);
            let small = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
            places.push(Place { id: cell, column: small(column), columns: small(columns), rows: small(rows) });
            column += columns;
        }
        table.rows.push(places);
    }
    Ok(())
}

/// The number at the start of an attribute, as browsers read it.
fn span(tree: &Tree, id: Id, name: &str) -> Option<usize> {
    let value = tree.attribute(id, name)?.trim_start();
    let digits = value.len() - value.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    if digits == 0 {
        return None;
    }
    Some(value[..digits].parse().unwrap_or(usize::MAX))
}
