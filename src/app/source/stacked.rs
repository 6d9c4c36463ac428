//! Cells that stand one to a line, side by side again: a row of the table begins where a label follows figures.

use std::ops::Range;

use crate::document::{Block, Document};
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

/// Cells one to a line, with a new line where a label follows figures: there a row of the table begins.
pub(super) fn cell_lines(document: &Document, start: usize, cells: &[Span]) -> Vec<(Range<usize>, Reading)> {
    let mut lines = Vec::new();
    let whole = &document.text[start..cells.last().map_or(start, |last| last.end)];
    let reading = if whole.contains('\t') { Reading::Cells } else { Reading::Lines };
    let is_figure = |cell: &Span| document.text.get(cell.range()).is_none_or(super::shape::is_figure);
    let mut line_start = start;
    for (before, cell) in cells.iter().zip(&cells[1..]) {
        if is_figure(before) && !is_figure(cell) {
            lines.push((line_start..before.end, reading));
            line_start = before.end;
        }
    }
    if let Some(last) = cells.last() {
        lines.push((line_start..last.end, reading));
    }
    lines
}
