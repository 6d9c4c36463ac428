//! A grid of a document as it can be set: which cell stands in which of its columns. Knows nothing of widths.

use std::ops::Range;

use crate::document::{Columns, Grid, GridCell};
use crate::text::{Reading, glyphs};

/// More columns than this cannot be set side by side on any screen; the largest table of a report has 15.
pub(super) const MOST_COLUMNS: usize = 40;

/// The most rows that a group is looked for above a blank; the longest of a report has 22.
const LONGEST_GROUP: usize = 100;

/// A table that can be set in columns.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) columns: usize,
    pub(super) rows: Vec<Row>,
    /// How a row that is shown as a line of the text is read.
    pub(super) reading: Reading,
}

impl Shape {
    /// Some of its columns, from left to right. A cell that is merged over others keeps those of its columns that are here.
    pub(super) fn part(&self, columns: &[usize]) -> Self {
        let part = |slot: &Slot| {
            let column = columns.partition_point(|column| *column < slot.column);
            let end = columns.partition_point(|column| *column < slot.end());
            (end > column).then(|| Slot { column, columns: end - column, ..slot.clone() })
        };
        let rows = self.rows.iter().map(|row| match row {
            Row::Cells(slots) => Row::Cells(slots.iter().filter_map(part).collect()),
            Row::Line(shown) => Row::Line(shown.clone()),
        });
        Self { columns: columns.len(), rows: rows.collect(), reading: self.reading }
    }
}

/// One row of a table.
#[derive(Debug)]
pub(super) enum Row {
    /// The cells that begin in it, from left to right, none over another.
    Cells(Vec<Slot>),
    /// Cells of which it is not certain under which others they belong; shown as the line stands in the text.
    Line(Range<usize>),
}

/// A cell with its place.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    /// What it shows of the text; each stretch begins on a line of its own.
    pub(super) lines: Vec<Range<usize>>,
    pub(super) column: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) content: Content,
    /// The columns of the screen that it takes in one row.
    pub(super) whole: usize,
    /// The columns of its widest character.
    pub(super) widest: usize,
}

impl Slot {
    pub(super) fn end(&self) -> usize {
        self.column + self.columns
    }

    /// The columns of the screen that are its own, with the rules that it covers.
    pub(super) fn wide(&self, widths: &[usize]) -> usize {
        widths[self.column..self.end()].iter().sum::<usize>() + self.columns - 1
    }
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Blank,
    Figure,
    Label,
}

/// Whether a text is a figure or the sign in place of one; so is a blank.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    text == "无" || (text.len() < 20 && !text.chars().any(char::is_alphabetic))
}

/// How a grid can be set; nothing where its cells do not follow one another in the text from `start`, or are too many.
pub(super) fn shape(text: &str, grid: &Grid, start: usize) -> Option<Shape> {
    if !is_in_order(text, grid, start) {
        return None;
    }
    match grid.columns {
        Columns::Placed => placed(text, grid),
        Columns::Counted => counted(text, grid),
    }
}

/// Whether every cell comes after the one before it with nothing but separators between: then setting the cells shows all.
fn is_in_order(text: &str, grid: &Grid, start: usize) -> bool {
    let mut at = start;
    grid.rows.iter().flatten().all(|cell| {
        let between = text.get(at..cell.span.start);
        at = cell.span.end;
        text.get(cell.span.range()).is_some()
            && between.is_some_and(|between| between.chars().all(|c| c.is_whitespace() || matches!(c, '|' | '-' | ':')))
    })
}

/// Columns as the file gives them; those in which no cell begins take no room.
fn placed(text: &str, grid: &Grid) -> Option<Shape> {
    let mut begins: Vec<u16> = Vec::new();
    for cell in grid.rows.iter().flatten() {
        if let Err(at) = begins.binary_search(&cell.column) {
            begins.insert(at, cell.column);
            if begins.len() > MOST_COLUMNS {
                return None;
            }
        }
    }
    let mut rows: Vec<Vec<Slot>> = Vec::with_capacity(grid.rows.len());
    // The cell that was last to begin in each column, as its row and its place there.
    let mut above: Vec<Option<(usize, usize)>> = vec![None; begins.len()];
    for (row, cells) in grid.rows.iter().enumerate() {
        let mut slots: Vec<Slot> = Vec::with_capacity(cells.len());
        for cell in cells {
            let column = begins.binary_search(&cell.column).ok()?;
            let end =
                begins.partition_point(|begin| u32::from(*begin) < u32::from(cell.column) + u32::from(cell.columns));
            if slots.last().is_some_and(|before| column < before.end()) {
                return None;
            }
            let mut slot = slot(text, cell, (column, end.max(column + 1) - column));
            slot.rows = slot.rows.min(grid.rows.len() - row);
            for column in &mut above[slot.column..slot.end()] {
                // A cell that begins below another ends it; web pages merge over more rows than there are.
                if let Some((over, place)) = column.replace((row, slots.len())).filter(|(over, _)| *over < row) {
                    let over_slot = &mut rows[over][place];
                    over_slot.rows = over_slot.rows.min(row - over);
                }
            }
            slots.push(slot);
        }
        rows.push(slots);
    }
    let rows = rows.into_iter().map(Row::Cells).collect();
    Some(Shape { columns: begins.len(), rows, reading: Reading::Prose })
}

fn slot(text: &str, cell: &GridCell, place: (usize, usize)) -> Slot {
    Slot { rows: usize::from(cell.rows.max(1)), ..measured(text, cell.span.range(), place) }
}

/// A stretch of the text as a cell of one row that begins in a column and covers so many.
pub(super) fn measured(text: &str, bytes: Range<usize>, (column, columns): (usize, usize)) -> Slot {
    let shown = &text[bytes.clone()];
    let content = match shown.trim() {
        "" => Content::Blank,
        _ if is_figure(shown) => Content::Figure,
        _ => Content::Label,
    };
    let lines = lines(text, bytes);
    let (mut whole, mut widest) = (0, 0);
    for glyph in lines.iter().flat_map(|line| glyphs(text, line.clone(), Reading::Prose)) {
        whole += glyph.columns;
        widest = widest.max(glyph.columns);
    }
    Slot { lines, column, columns, rows: 1, content, whole, widest }
}

/// The lines of a stretch of the text; a cell that stands on a line of its own may have been broken over several.
fn lines(text: &str, bytes: Range<usize>) -> Vec<Range<usize>> {
    let mut start = bytes.start;
    let end_of = |line: &str| {
        let begin = start;
        start += line.len();
        begin..begin + line.trim_end().len()
    };
    let lines: Vec<Range<usize>> = text[bytes.clone()].split_inclusive('\n').map(end_of).collect();
    if lines.is_empty() { vec![bytes] } else { lines }
}

/// A row of counted cells: its labels, then figures and blanks.
struct Counts {
    labels: usize,
    figures: usize,
    /// Figures and blanks, without the blanks at the end.
    rest: usize,
    cells: usize,
}

impl Counts {
    /// Whether each of its figures has a column: none is lacking, of which it could not be said where, and none is over.
    fn is_placed(&self, labels: usize, columns: usize) -> bool {
        self.labels <= labels && labels + self.rest <= columns && labels + self.cells - self.labels >= columns
    }
}

/// Columns of which only the order is known. Merged cells have left no trace in such rows: labels keep to the left, what
/// comes after the last label is counted into the columns of figures. A heading with gaps cannot be placed at all.
fn counted(text: &str, grid: &Grid) -> Option<Shape> {
    let counts: Vec<Counts> = grid.rows.iter().map(|row| counts(text, row)).collect();
    let has_figures = counts.iter().any(|row| row.figures > 0);
    let is_body = |row: &&Counts| row.labels < row.cells && (row.figures > 0 || !has_figures);
    let bodies = || counts.iter().filter(is_body);
    let labels = most_common(bodies().map(|row| row.labels), |labels, times| (times > 1, labels))?;
    let usual = bodies().filter(|row| row.labels == labels).map(|row| row.cells - labels);
    let columns = labels + most_common(usual, |figures, times| (times, figures))?;
    if columns > MOST_COLUMNS || counts.len() < 2 {
        return None;
    }
    let mut rows: Vec<Row> = Vec::with_capacity(grid.rows.len());
    for (cells, row) in grid.rows.iter().zip(&counts) {
        let is_full = row.cells == columns && cells.iter().all(|cell| cell.span.start < cell.span.end);
        if row.labels == columns && is_full {
            rows.push(Row::Cells(cells.iter().zip(0..).map(|(cell, column)| slot(text, cell, (column, 1))).collect()));
        } else if is_body(&row) && row.is_placed(labels, columns) {
            let slots = body(text, cells, (row.labels, labels, columns), &mut rows);
            rows.push(Row::Cells(slots));
        } else {
            rows.push(Row::Line(shown(cells)));
        }
    }
    Some(Shape { columns, rows, reading: Reading::Prose })
}

/// A row with `own` labels of its own in a table with `labels` columns of them. A blank before a label is the place of
/// the group above, which runs down over it as it does on paper.
fn body(text: &str, cells: &[GridCell], (own, labels, columns): (usize, usize, usize), above: &mut [Row]) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(cells.len());
    for (place, cell) in cells.iter().enumerate() {
        let (column, wide) = match own {
            own if place + 1 < own => (place, 1),
            own if place + 1 == own => (place, labels - place),
            own => (labels + place - own, 1),
        };
        if column >= columns {
            break;
        }
        let slot = slot(text, cell, (column, wide));
        let is_under_group = slot.content == Content::Blank && place + 1 < own;
        if !(is_under_group && run_down(above, column)) {
            slots.push(slot);
        }
    }
    slots
}

/// Lets the label above run down over one more row, if there is one.
fn run_down(above: &mut [Row], column: usize) -> bool {
    for (distance, row) in (1..=LONGEST_GROUP).zip(above.iter_mut().rev()) {
        let Row::Cells(slots) = row else { return false };
        if let Some(group) = slots.iter_mut().find(|slot| slot.column <= column && column < slot.end()) {
            let runs = group.content == Content::Label && group.columns == 1 && group.rows == distance;
            group.rows += usize::from(runs);
            return runs;
        }
    }
    false
}

fn counts(text: &str, row: &[GridCell]) -> Counts {
    let text = |cell: &GridCell| text[cell.span.range()].trim();
    let labels = row.iter().rposition(|cell| !is_figure(text(cell))).map_or(0, |last| last + 1);
    let rest = row.iter().rposition(|cell| !text(cell).is_empty()).map_or(0, |last| last + 1).saturating_sub(labels);
    let figures = row[labels..].iter().filter(|cell| !text(cell).is_empty()).count();
    Counts { labels, figures, rest, cells: row.len() }
}

/// The number that comes first by `rank`, which is told how often each comes.
fn most_common<R: Ord>(numbers: impl Iterator<Item = usize>, rank: impl Fn(usize, usize) -> R) -> Option<usize> {
    let mut numbers: Vec<usize> = numbers.collect();
    numbers.sort_unstable();
    let runs = numbers.chunk_by(usize::eq).filter_map(|run| Some((*run.first()?, run.len())));
    runs.max_by_key(|(number, times)| rank(*number, *times)).map(|(number, _)| number)
}

/// A row from its first to its last cell with something in it.
fn shown(cells: &[GridCell]) -> Range<usize> {
    let mut filled = cells.iter().filter(|cell| cell.span.start < cell.span.end);
    let Some(first) = filled.next() else { return 0..0 };
    first.span.start..filled.next_back().unwrap_or(first).span.end
}
