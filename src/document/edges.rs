//! Columns of a table whose file gives each row its own cell edges, as Word and RTF files do: the union of all edges is
//! the true grid, and every cell gets its column, its spans and its merges from it.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Columns;
use super::builder::CellText;

/// Edges nearer than this are one: a drag of the mouse leaves rows a few twips apart. A character is 200 twips wide.
const TOLERANCE: i32 = 20;
/// The width of a cell that its row's definition lacks.
const UNKNOWN_WIDTH: i32 = 1000;

/// A cell's part in a set of cells merged side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Across {
    #[default]
    Alone,
    First,
    Merged,
}

/// A cell's part in a set of cells merged one below the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Down {
    #[default]
    Alone,
    First,
    Merged,
}

/// How one cell is merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct CellShape {
    pub(super) across: Across,
    pub(super) down: Down,
}

/// The definition of a row: one edge more than cells, in twips from a line common to the table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct RowShape {
    pub(super) edges: Vec<i32>,
    pub(super) cells: Vec<CellShape>,
}

/// A row as it stands in the file: the texts of its cells, and its definition where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct EdgeRow {
    pub(super) shape: Option<Rc<RowShape>>,
    pub(super) texts: Vec<String>,
}

/// The grid of the rows. A row whose cells and definition do not agree makes the columns no better than counted; its
/// cells are kept all the same.
pub(super) fn place(mut rows: Vec<EdgeRow>) -> (Vec<Vec<CellText>>, Columns) {
    if !borrow_shapes(&mut rows) {
        return (counted(rows), Columns::Counted);
    }
    let mut columns = Columns::Placed;
    let mut shapes = Vec::with_capacity(rows.len());
    for row in &mut rows {
        let defined = row.shape.as_deref();
        let count = defined.map_or(0, |shape| shape.cells.len());
        // LibreOffice ends a row's last cell several times where a table stands in the row.
        while row.texts.len() > count && row.texts.last().is_some_and(|text| text.trim().is_empty()) {
            row.texts.pop();
        }
        if count != row.texts.len() {
            columns = Columns::Counted;
        }
        shapes.push(complete(defined, row.texts.len()));
    }
    let lines = grid_lines(&shapes);
    let mut placed = Vec::with_capacity(rows.len());
    // Merges that reach the row above, by their column and width, with the row and the place in it where they begin.
    let mut open: BTreeMap<(u16, u16), (usize, usize)> = BTreeMap::new();
    for (number, (row, shape)) in rows.into_iter().zip(shapes).enumerate() {
        let mut cells: Vec<CellText> = Vec::new();
        let mut reaching = BTreeMap::new();
        for (cell, down) in join_across(row.texts, &shape, &lines) {
            let key = (cell.column, cell.columns);
            if let (Down::Merged, true, Some(&start)) = (down, cell.text.trim().is_empty(), open.get(&key)) {
                extend(&mut placed, start);
                reaching.insert(key, start);
                continue;
            }
            if down == Down::First {
                reaching.insert(key, (number, cells.len()));
            }
            cells.push(cell);
        }
        placed.push(cells);
        open = reaching;
    }
    (placed, columns)
}

fn extend(placed: &mut [Vec<CellText>], (row, place): (usize, usize)) {
    if let Some(cell) = placed.get_mut(row).and_then(|cells| cells.get_mut(place)) {
        cell.rows = cell.rows.saturating_add(1);
    }
}

/// A row without a definition takes that of the row with as many cells that was seen last; false where there is none.
fn borrow_shapes(rows: &mut [EdgeRow]) -> bool {
    let mut known: BTreeMap<usize, Rc<RowShape>> = BTreeMap::new();
    for shape in rows.iter().filter_map(|row| row.shape.as_ref()) {
        known.entry(shape.cells.len()).or_insert_with(|| {
            let cells = vec![CellShape::default(); shape.cells.len()];
            Rc::new(RowShape { edges: shape.edges.clone(), cells })
        });
    }
    for row in rows.iter_mut().filter(|row| row.shape.is_none()) {
        let Some(shape) = known.get(&row.texts.len()) else {
            return false;
        };
        row.shape = Some(shape.clone());
    }
    true
}

/// The definition with as many cells as the row has, and edges far enough apart to be told apart.
fn complete(defined: Option<&RowShape>, count: usize) -> RowShape {
    let mut shape = RowShape::default();
    if let Some(defined) = defined {
        shape.cells.extend(defined.cells.iter().take(count));
        shape.edges.extend(defined.edges.iter().take(count + 1));
    }
    shape.cells.resize(count, CellShape::default());
    let mut last = shape.edges.last().copied().unwrap_or(0);
    while shape.edges.len() < count + 1 {
        if !shape.edges.is_empty() {
            last = last.saturating_add(UNKNOWN_WIDTH);
        }
        shape.edges.push(last);
    }
    let mut bound = i32::MIN;
    for edge in &mut shape.edges {
        *edge = (*edge).max(bound);
        bound = edge.saturating_add(TOLERANCE + 1);
    }
    shape
}

/// The lines of the grid from left to right, each the leftmost of the edges that fall on it.
fn grid_lines(shapes: &[RowShape]) -> Vec<i32> {
    let mut edges: Vec<i32> = shapes.iter().flat_map(|shape| shape.edges.iter().copied()).collect();
    edges.sort_unstable();
    let mut lines: Vec<i32> = Vec::new();
    for edge in edges {
        if lines.last().is_none_or(|line| edge.saturating_sub(*line) > TOLERANCE) {
            lines.push(edge);
        }
    }
    lines
}

/// The cells of one row on the lines of the grid, those merged side by side as one.
fn join_across(texts: Vec<String>, shape: &RowShape, lines: &[i32]) -> Vec<(CellText, Down)> {
    let line = |place: usize| {
        let edge = shape.edges.get(place).copied().unwrap_or(0);
        lines.partition_point(|line| *line <= edge).saturating_sub(1)
    };
    let mut joined: Vec<(CellText, Down)> = Vec::new();
    let mut set_open = false;
    for (place, text) in texts.into_iter().enumerate() {
        let cell = shape.cells.get(place).copied().unwrap_or_default();
        let (left, right) = (line(place), line(place + 1));
        if let (true, Across::Merged, Some((first, _))) = (set_open, cell.across, joined.last_mut()) {
            first.columns = narrow(right).saturating_sub(first.column).max(1);
            if !text.is_empty() {
                first.text.push('\n');
                first.text.push_str(&text);
            }
            continue;
        }
        set_open = cell.across != Across::Alone;
        let columns = narrow(right.saturating_sub(left)).max(1);
        joined.push((CellText { text, column: narrow(left), columns, rows: 1 }, cell.down));
    }
    joined
}

fn counted(rows: Vec<EdgeRow>) -> Vec<Vec<CellText>> {
    let cell = |(place, text)| CellText { text, column: narrow(place), columns: 1, rows: 1 };
    rows.into_iter().map(|row| row.texts.into_iter().enumerate().map(cell).collect()).collect()
}

fn narrow(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(edges: &[i32], texts: &[&str]) -> EdgeRow {
        let cells = vec![CellShape::default(); edges.len() - 1];
        let shape = RowShape { edges: edges.to_vec(), cells };
        EdgeRow { shape: Some(Rc::new(shape)), texts: texts.iter().map(|text| (*text).to_owned()).collect() }
    }

    fn shown(rows: Vec<EdgeRow>) -> (Vec<String>, Columns) {
        let (rows, columns) = place(rows);
        let cell = |cell: &CellText| format!("{}@{}+{}x{}", cell.text, cell.column, cell.columns, cell.rows);
        (rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" ")).collect(), columns)
    }

    #[test]
    fn the_union_of_all_edges_is_the_grid() {
        let rows = vec![row(&[0, 1000, 3000], &["a", "b"]), row(&[-8, 1010, 2000, 2995], &["c", "d", "e"])];
        assert_eq!(
            shown(rows),
            (vec!["a@0+1x1 b@1+2x1".to_owned(), "c@0+1x1 d@1+1x1 e@2+1x1".into()], Columns::Placed)
        );
    }

    #[test]
    fn merges_cover_and_lose_nothing() {
        let mut first = row(&[0, 1000, 2000, 3000], &["a", "b", ""]);
        let mut second = row(&[0, 1000, 2000, 3000], &["", "c", "d"]);
        let mut third = row(&[0, 1000, 2000, 3000], &["left over", "e", "f"]);
        let set = |row: &mut EdgeRow, place: usize, across, down| {
            Rc::make_mut(row.shape.as_mut().unwrap()).cells[place] = CellShape { across, down };
        };
        set(&mut first, 0, Across::Alone, Down::First);
        set(&mut first, 1, Across::First, Down::Alone);
        set(&mut first, 2, Across::Merged, Down::Alone);
        set(&mut second, 0, Across::Alone, Down::Merged);
        set(&mut third, 0, Across::Alone, Down::Merged);
        let expected = ["a@0+1x2 b@1+2x1", "c@1+1x1 d@2+1x1", "left over@0+1x1 e@1+1x1 f@2+1x1"];
        assert_eq!(shown(vec![first, second, third]), (expected.map(str::to_owned).to_vec(), Columns::Placed));
    }

    #[test]
    fn cells_without_width_or_definition_are_kept() {
        let narrow = vec![row(&[0, 0, 5, 1000], &["a", "b", "c"]), row(&[0, 1000], &["d"])];
        assert_eq!(shown(narrow).0, ["a@0+1x1 b@1+1x1 c@2+1x1", "d@0+3x1"]);
        let more = vec![row(&[0, 1000, 2000], &["a", "b", "c"]), row(&[0, 1000, 2000], &["d", "e"])];
        assert_eq!(
            shown(more),
            (vec!["a@0+1x1 b@1+1x1 c@2+1x1".to_owned(), "d@0+1x1 e@1+1x1".into()], Columns::Counted)
        );
        let bare = EdgeRow { shape: None, texts: vec!["x".into(), "y".into()] };
        assert_eq!(shown(vec![row(&[0, 9, 900], &["a", "b"]), bare]).0, ["a@0+1x1 b@1+1x1", "x@0+1x1 y@1+1x1"]);
    }
}
