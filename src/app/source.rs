//! The original text as screen rows, each with its place in the source.

use std::ops::Range;

use crate::document::{Block, Document};
use crate::model::Span;
use crate::text::{Glyph, Reading, glyphs, wrap};

/// One row of the text pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// Its bytes in `Document.text`.
    pub bytes: Range<usize>,
    pub reading: Reading,
}

/// Every row of a document at this width. Blank lines that follow one another are one.
pub(super) fn source_rows(document: &Document, columns: usize) -> Vec<SourceRow> {
    let mut rows: Vec<SourceRow> = Vec::new();
    for (bytes, reading) in lines(document) {
        let is_blank = document.text.get(bytes.clone()).is_none_or(|line| line.trim().is_empty());
        if is_blank {
            let follows_blank = rows.last().is_none_or(|row| row.bytes.is_empty());
            if !follows_blank {
                rows.push(SourceRow { bytes: bytes.start..bytes.start, reading });
            }
            continue;
        }
        let line: Vec<Glyph> = glyphs(&document.text, bytes.clone(), reading).collect();
        for row in wrap(&line, columns) {
            let shown = &line[row];
            if let (Some(first), Some(last)) = (shown.first(), shown.last()) {
                rows.push(SourceRow { bytes: first.source.start..last.source.end, reading });
            }
        }
    }
    rows
}

/// The rows that a span covers, as a range of row numbers; empty when there are no rows.
pub(super) fn rows_of(rows: &[SourceRow], span: Span) -> Range<usize> {
    let first = rows.partition_point(|row| row.bytes.end <= span.start).min(rows.len().saturating_sub(1));
    let end = rows.partition_point(|row| row.bytes.start < span.end.max(span.start + 1));
    first..end.max(first)
}

/// The logical lines: those of the text, but the cells of a table that stand one to a line run together.
fn lines(document: &Document) -> Vec<(Range<usize>, Reading)> {
    let mut found = Vec::new();
    let mut at = 0;
    for cells in &stacks(document) {
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else { continue };
        // Places that do not fit the text would be a mistake of a reader: then the lines are shown as they stand.
        let Some(before) = document.text.get(at..first.start) else { continue };
        let start = at + before.rfind('\n').map_or(0, |end| end + 1);
        if document.text.get(start..last.end).is_none()
            || cells.iter().any(|cell| document.text.get(cell.range()).is_none())
        {
            continue;
        }
        prose(document, at..start, &mut found);
        cell_lines(document, start, cells, &mut found);
        at = last.end;
        if document.text[at..].starts_with('\n') {
            at += 1;
        }
    }
    prose(document, at..document.text.len(), &mut found);
    found
}

/// A line of a stacked cell that the exporter broke, as 自/然/人, has at most so many characters.
const BROKEN: usize = 8;

/// The cells that stand one to a line, table by table. A cell that was broken over lines is one again.
fn stacks(document: &Document) -> Vec<Vec<Span>> {
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

fn prose(document: &Document, bytes: Range<usize>, found: &mut Vec<(Range<usize>, Reading)>) {
    let mut start = bytes.start;
    let Some(stretch) = document.text.get(bytes) else { return };
    for line in stretch.split_inclusive('\n') {
        // Exporters pad the rows of a table with empty cells.
        let end = start + line.trim_end().len();
        found.push((start..end, Reading::Prose));
        start += line.len();
    }
}

/// Cells one to a line, with a new line where a label follows figures: there a row of the table begins.
fn cell_lines(document: &Document, start: usize, cells: &[Span], found: &mut Vec<(Range<usize>, Reading)>) {
    let whole = &document.text[start..cells.last().map_or(start, |last| last.end)];
    let reading = if whole.contains('\t') { Reading::Cells } else { Reading::Lines };
    let is_figure = |cell: &Span| {
        document.text.get(cell.range()).is_none_or(|text| {
            let text = text.trim();
            text == "无" || (text.len() < 20 && !text.chars().any(char::is_alphabetic))
        })
    };
    let mut line_start = start;
    for (before, cell) in cells.iter().zip(&cells[1..]) {
        if is_figure(before) && !is_figure(cell) {
            found.push((line_start..before.end, reading));
            line_start = before.end;
        }
    }
    if let Some(last) = cells.last() {
        found.push((line_start..last.end, reading));
    }
}
