//! A table that goes on after a page break as one: repeated headings dropped, rows that the break cut in two made whole,
//! labels of groups drawn out.

use super::characters::{begins_numbered, is_figure};
use super::lines::run_on;
use super::rules::{nearest, places};
use super::table::{Cell, Table};

/// How far the edges of two halves of a table may lie apart, in points.
const EDGES: f64 = 4.0;

/// Whether the second table, first on its page, goes on with the first, last on its own.
pub(super) fn goes_on(one: &Table, next: &Table) -> bool {
    shift(one, next).is_some()
}

/// How far the second table has to be moved; books with facing pages have another margin on every second page.
fn shift(one: &Table, next: &Table) -> Option<f64> {
    let left = one.left() - next.left();
    let right = one.right() - next.right();
    if left.abs() <= EDGES && right.abs() <= EDGES {
        return Some(0.0);
    }
    let shared = |place: &f64| one.columns.iter().any(|own| (own - place - left).abs() <= EDGES);
    let inner = next.columns.iter().filter(|place| shared(place)).count();
    ((left - right).abs() <= EDGES && inner > 2).then_some(left)
}

/// The two as one table.
pub(super) fn joined(mut one: Table, mut next: Table) -> Table {
    let shift = shift(&one, &next).unwrap_or_default();
    for place in &mut next.columns {
        *place += shift;
    }
    let columns = places(one.columns.iter().chain(&next.columns).copied().collect());
    place_anew(&mut one, &columns);
    place_anew(&mut next, &columns);
    next.rows.drain(..repeated(&one, &next));
    append(&mut one, next);
    one
}

fn place_anew(table: &mut Table, columns: &[f64]) {
    for cell in table.rows.iter_mut().flatten() {
        let at = |number: usize| nearest(columns, table.columns.get(number).copied().unwrap_or_default());
        let (first, behind) = (at(cell.column), at(cell.column + cell.columns));
        cell.column = first;
        cell.columns = behind.saturating_sub(first).max(1);
    }
    table.columns = columns.to_vec();
}

/// How many of the first rows say again what the first rows of the whole table say, with no figure among them.
fn repeated(one: &Table, next: &Table) -> usize {
    let same = |(own, new): &(&Vec<Cell>, &Vec<Cell>)| {
        let alike = own.iter().zip(new.iter()).all(|(own, new)| own.column == new.column && own.text == new.text);
        let said = own.iter().any(|cell| !cell.text.is_empty());
        own.len() == new.len() && alike && said && !own.iter().any(|cell| is_figure(&cell.text))
    };
    let mut count = one.rows.iter().zip(&next.rows).take_while(same).count();
    // Only whole rows can go: no cell may reach out of them.
    let reaches_out = |count: usize| {
        next.rows.iter().take(count).enumerate().any(|(row, cells)| cells.iter().any(|cell| row + cell.rows > count))
    };
    while count > 0 && reaches_out(count) {
        count -= 1;
    }
    if count >= next.rows.len() { 0 } else { count }
}

fn append(one: &mut Table, next: Table) {
    let cut = is_cut(one, &next);
    let last = one.rows.len().saturating_sub(1);
    let offset = if cut { last } else { one.rows.len() };
    one.rows.resize(offset.max(one.rows.len()) + next.rows.len() - usize::from(cut), Vec::new());
    for (row, cells) in next.rows.into_iter().enumerate() {
        for cell in cells {
            let above = if row == 0 { covering(one, last, cell.column, cell.columns) } else { None };
            match above {
                Some(own) if cut => {
                    own.text = run_on([own.text.as_str(), &cell.text].into_iter().filter(|text| !text.is_empty()));
                    own.rows += cell.rows - 1;
                }
                Some(own) if cell.text.is_empty() && own.rows.max(cell.rows) > 1 => own.rows += cell.rows,
                _ => {
                    if let Some(row) = one.rows.get_mut(offset + row) {
                        row.push(cell);
                    }
                }
            }
        }
    }
    for row in &mut one.rows {
        row.sort_by_key(|cell| cell.column);
    }
    one.letters.extend(next.letters);
    one.crossed += next.crossed;
    one.closed_below = next.closed_below;
}

/// The cell that stands in exactly these columns of a row, wherever it begins.
fn covering(table: &mut Table, row: usize, column: usize, columns: usize) -> Option<&mut Cell> {
    let rows = table.rows.iter_mut().enumerate().take(row + 1);
    rows.flat_map(|(begin, cells)| cells.iter_mut().map(move |cell| (begin, cell)))
        .filter(|(begin, cell)| begin + cell.rows > row && cell.column == column && cell.columns == columns)
        .map(|(_, cell)| cell)
        .next_back()
}

/// Whether the break went through a row. Both halves then have the same columns and at most one holds figures; in the
/// columns of those figures the other is blank. Where writers close both halves with lines, a label that clearly goes on
/// must say it too: a blank row and the one below it look the same otherwise.
fn is_cut(one: &Table, next: &Table) -> bool {
    let Some(pairs) = halves(one, next) else { return false };
    let upper = pairs.iter().any(|(upper, _)| is_figure(&upper.text));
    let lower = pairs.iter().any(|(_, lower)| is_figure(&lower.text));
    let mut labels = 0;
    let mut blanks = 0;
    let mut broken = 0;
    for (upper, lower) in &pairs {
        match (upper.text.is_empty(), lower.text.is_empty()) {
            (true, true) => blanks += 1,
            // A figure broken over lines, and the lines over pages: its pieces stay apart in one cell.
            (false, false) if upper.full && is_figure(&upper.text) && is_figure(&lower.text) => broken += 1,
            (false, false) if is_figure(&upper.text) || is_figure(&lower.text) => return false,
            (false, false) if begins_numbered(&lower.text) => return false,
            (false, false) => labels += usize::from(upper.full),
            (true, false) | (false, true) => {}
        }
    }
    match (upper, lower) {
        (true, true) => broken > 0 && labels > 0,
        (true, false) | (false, true) => labels > 0 || !one.closed_below && !next.closed_above,
        // A row of an empty form: its places for figures are blank in both halves.
        (false, false) => labels > 0 && blanks * 2 > pairs.len(),
    }
}

/// The cells of the last row of the first table beside those of the first row of the second, where they have the same
/// columns.
fn halves<'a>(one: &'a Table, next: &'a Table) -> Option<Vec<(&'a Cell, &'a Cell)>> {
    let last = one.rows.len().checked_sub(1)?;
    let reaching = |(row, cells): (usize, &'a Vec<Cell>)| cells.iter().filter(move |cell| row + cell.rows > last);
    let mut above: Vec<&Cell> = one.rows.iter().enumerate().flat_map(reaching).collect();
    above.sort_by_key(|cell| cell.column);
    let below = next.rows.first()?;
    let same = |(own, cell): (&&Cell, &Cell)| own.column == cell.column && own.columns == cell.columns;
    let fit = above.len() == below.len() && above.len() > 1 && above.iter().zip(below).all(same);
    fit.then(|| above.into_iter().zip(below).collect())
}
