//! Cells that stand one to a line, side by side again: a row of the table begins where a label follows figures.

use std::ops::Range;

use super::shape::Shape;
use super::widths::{Holds, holds};
use crate::document::{Block, Columns, Document, Grid, GridCell};
use crate::model::Span;
use crate::text::Reading;

/// A line of a stacked cell that the exporter broke, as 自/然/人, has at most so many characters.
const BROKEN: usize = 8;

/// The cells that stand one to a line, table by table. A cell that was broken over lines is one again.
pub(super) fn stacks(document: &Document) -> Vec<Vec<Span>> {
    let mut stacks: Vec<Vec<Span>> = Vec::new();
    let mut rest_of_cell: Option<usize> = None;
    for block in &document.blocks {
        match (block, rest_of_cell) {
            (Block::Cells(cells), Some(end)) => {
                if let Some(stack) = stacks.last_mut() {
                    if let Some(last) = stack.last_mut() {
                        last.end = end;
                    }
                    stack.extend(cells);
                }
            }
            (Block::Cells(cells), None) => stacks.push(cells.clone()),
            (Block::Paragraph(_) | Block::Grid(_) | Block::Scattered(_), _) => {}
        }
        rest_of_cell = match block {
            Block::Cells(cells) => cells.last().map(|last| last.end),
            Block::Paragraph(span) if rest_of_cell.is_some() && is_broken(document, *span) => Some(span.end),
            Block::Paragraph(_) | Block::Grid(_) | Block::Scattered(_) => None,
        };
    }
    stacks
}

fn is_broken(document: &Document, line: Span) -> bool {
    document.text.get(line.range()).is_some_and(|text| text.chars().count() <= BROKEN && !text.contains('、'))
}

/// The cells of each row: one begins where a label follows figures.
fn rows<'a>(document: &Document, cells: &'a [Span]) -> impl Iterator<Item = &'a [Span]> {
    let is_figure = |cell: &Span| document.text.get(cell.range()).is_none_or(super::shape::is_figure);
    cells.chunk_by(move |before, cell| !is_figure(before) || is_figure(cell))
}

/// So many columns of figures make a table worth setting: below fewer, labels and heads that stand one to a line cannot be
/// told from one another.
const COLUMNS: usize = 3;

/// How the cells can be set side by side; the columns are counted.
pub(super) fn shape(document: &Document, cells: &[Span], start: usize) -> Option<Shape> {
    let cell = |(column, span): (u16, &Span)| GridCell { span: *span, column, columns: 1, rows: 1 };
    // Exporters pad the rows of a table with empty cells.
    let written = |row: &[Span]| row.iter().rposition(|cell| cell.start < cell.end).map_or(0, |last| last + 1);
    let rows = rows(document, cells).map(|row| (0..).zip(&row[..written(row)]).map(cell).collect());
    let grid = Grid { columns: Columns::Counted, rows: rows.collect() };
    let shape = super::shape::shape(&document.text, &grid, start)?;
    let figures = holds(&shape).into_iter().filter(|holds| *holds == Holds::Figures).count();
    (figures >= COLUMNS).then(|| Shape { reading: reading(document, start, cells), ..shape })
}

fn reading(document: &Document, start: usize, cells: &[Span]) -> Reading {
    let whole = &document.text[start..cells.last().map_or(start, |last| last.end)];
    if whole.contains('\t') { Reading::Cells } else { Reading::Lines }
}

/// Cells one to a line, with a new line for each row of the table.
pub(super) fn cell_lines(document: &Document, start: usize, cells: &[Span]) -> Vec<(Range<usize>, Reading)> {
    let reading = reading(document, start, cells);
    let mut line_start = start;
    let ends = rows(document, cells).filter_map(|row| row.last()).map(|last| last.end);
    ends.map(|end| (std::mem::replace(&mut line_start, end)..end, reading)).collect()
}
