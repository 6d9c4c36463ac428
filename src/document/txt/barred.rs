//! Tables in which a bar ends each cell, as programs print that turn pages of the web into text: one row a line
//! (`规章 | 0 | 0 |`), or one cell a line with the bar behind it or below it. A run of bars at the end of a row stands for
//! the columns that a merged cell takes.

use std::ops::Range;

use crate::model::Span;
use crate::text::width;

use super::{LEAST_PIPES, trimmed};

/// Lines that belong to one table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Numbers of lines.
    pub(super) lines: Range<usize>,
    pub(super) printed: Printed,
}

/// How the cells stand on the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Printed {
    RowALine,
    /// One cell a line, with the bar behind it.
    BarBeside,
    /// One cell a line, with the bar on the next.
    BarBelow,
}

/// What a stretch of one cell a line holds, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Empty for a blank cell.
    Cell(Span),
    /// A line between two tables.
    Paragraph(Span),
}

/// So many cells make a table where one stands on a line.
const LEAST_CELLS: usize = 8;

/// How many lines without a bar may lie between two with one: a heading, a caption and a cell that was broken.
const APART: usize = 6;

/// A line of a cell that goes on below is at most so wide: 自然 above 人, not a heading above a table.
const BROKEN: usize = 16;

/// The stretches in which bars end cells.
pub(super) fn stretches(text: &str, lines: &[Span]) -> Vec<Stretch> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut is_between = true;
    for (number, line) in lines.iter().enumerate() {
        let content = text[line.range()].trim();
        if !content.contains('|') {
            continue;
        }
        // Below a row of a table, a bar at the start ends a blank cell.
        let is_below = ranges.last().is_some_and(|range| range.end == number) && content.ends_with('|');
        if !is_below && !is_ended(content) {
            is_between = true;
            continue;
        }
        match ranges.last_mut() {
            Some(range) if !is_between && written(text, &lines[range.end..number]) <= APART => range.end = number + 1,
            _ => ranges.push(number..number + 1),
        }
        is_between = false;
    }
    ranges.into_iter().filter_map(|range| stretch(text, lines, range)).collect()
}

/// Whether a bar ends the line and none begins it, unless there is nothing else on it.
fn is_ended(content: &str) -> bool {
    content.ends_with('|') && (!content.starts_with('|') || is_blank(content))
}

fn is_blank(content: &str) -> bool {
    content.chars().all(|character| character == '|' || character.is_whitespace())
}

fn written(text: &str, lines: &[Span]) -> usize {
    lines.iter().filter(|line| !text[line.range()].trim().is_empty()).count()
}

fn stretch(text: &str, lines: &[Span], range: Range<usize>) -> Option<Stretch> {
    let barred = || lines[range.clone()].iter().map(|line| &text[line.range()]).filter(|line| line.contains('|'));
    let on = |line: &str| line.split('|').filter(|piece| !piece.trim().is_empty()).count();
    // Bars that touch what stands before them part cells and do not end them.
    let before = |blank: bool| {
        let pieces = barred().flat_map(|line| line.split('|')).filter(|piece| !piece.trim().is_empty());
        pieces.filter(|piece| piece.ends_with(char::is_whitespace) == blank).count()
    };
    if before(true) < before(false) {
        return None;
    }
    let rows = barred().filter(|line| on(line) > 1).count();
    let singles = barred().filter(|line| on(line) == 1).count();
    if rows > singles {
        let wide = barred().filter(|line| on(line) >= LEAST_PIPES).count();
        return (wide > 1).then_some(Stretch { lines: range, printed: Printed::RowALine });
    }
    let bars = barred().map(|line| line.matches('|').count()).sum::<usize>();
    if rows > 0 || bars < LEAST_CELLS {
        return None;
    }
    if singles * 4 > barred().count() {
        return Some(Stretch { lines: range, printed: Printed::BarBeside });
    }
    Some(Stretch { lines: first_line(text, lines, range.start)..range.end, printed: Printed::BarBelow })
}

/// The line of the cell that the first bar ends.
fn first_line(text: &str, lines: &[Span], start: usize) -> usize {
    let is_written = |line: &Span| !text[line.range()].trim().is_empty();
    lines[..start].iter().rposition(is_written).unwrap_or(start)
}

/// The cells of a line that is a row, without the run of bars that fills it.
pub(super) fn row(text: &str, line: Span) -> Vec<Span> {
    let cells = ended(text, line);
    let run = cells.iter().rev().take_while(|cell| cell.is_blank() && cell.touches).count();
    let fillers = if run == 0 { 0 } else { run + 1 };
    cells[..cells.len() - fillers].iter().map(|cell| cell.span).collect()
}

/// The pieces of a stretch in which one cell stands on a line.
pub(super) fn pieces(text: &str, lines: &[Span], printed: Printed) -> Vec<Piece> {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Vec::new() };
    let cells = ended(text, Span::new(first.start, last.end));
    let mut pieces = Vec::new();
    for group in cells.chunk_by(|before, cell| before.is_blank() && cell.is_blank()) {
        let Some(first) = group.first() else { continue };
        if !first.is_blank() {
            let (above, span) = unbroken(text, first.span);
            pieces.extend(above.into_iter().map(Piece::Paragraph));
            // A bar below a line that none stands behind begins the first row of a table.
            let is_heading = printed == Printed::BarBeside && first.below;
            pieces.push(if is_heading { Piece::Paragraph(span) } else { Piece::Cell(span) });
            continue;
        }
        let next = cells.iter().find(|cell| !cell.is_blank() && cell.span.start > first.span.start);
        let begins_row = printed == Printed::BarBeside && next.is_none_or(|next| is_wordy(&text[next.span.range()]));
        let kept = if begins_row { before_row(group) } else { group.len() };
        pieces.extend(group[..kept].iter().map(|cell| Piece::Cell(cell.span)));
    }
    pieces
}

/// How many of the blank cells before a label are cells of the row above. The others are bars that fill that row, which
/// stand beside another bar, and the bar on a line of its own with which some programs begin a row.
fn before_row(blanks: &[Ended]) -> usize {
    let is_filler = |place: usize| blanks[place].beside || blanks.get(place + 1).is_some_and(|next| next.touches);
    let kept = (0..blanks.len()).take_while(|place| !is_filler(*place)).count();
    if kept == blanks.len() { kept - 1 } else { kept }
}

/// A cell and the bar that ends it.
struct Ended {
    span: Span,
    /// Whether its bar stands on a line below it.
    below: bool,
    /// Whether the bar before stands on the same line.
    beside: bool,
    /// Whether the bar before touches this one.
    touches: bool,
}

impl Ended {
    const fn is_blank(&self) -> bool {
        self.span.start == self.span.end
    }
}

/// The cells of a part of the text, by the bars that end them.
fn ended(text: &str, part: Span) -> Vec<Ended> {
    let mut cells = Vec::new();
    let mut start = part.start;
    for (offset, _) in text[part.range()].match_indices('|') {
        let end = part.start + offset;
        let follows = !cells.is_empty();
        let span = trimmed(text, Span::new(start, end));
        cells.push(Ended {
            span,
            below: text[span.end..end].contains('\n'),
            beside: follows && !text[start..end].contains('\n'),
            touches: follows && start == end,
        });
        start = end + 1;
    }
    cells
}

/// The lines above a cell that are none of its own, and the cell: of many lines only those belong to it that can be a part
/// of a broken label.
fn unbroken(text: &str, cell: Span) -> (Vec<Span>, Span) {
    let mut lines = Vec::new();
    let mut start = cell.start;
    for line in text[cell.range()].split('\n') {
        lines.push(trimmed(text, Span::new(start, start + line.len())));
        start += line.len() + 1;
    }
    let is_part = |line: &&Span| {
        let line = &text[line.range()];
        width(line) <= BROKEN && !line.contains(['。', '；', '：'])
    };
    let above = lines.len() - 1;
    let parts = lines[..above].iter().rev().take_while(is_part).count();
    let own = above - parts;
    let span = Span::new(lines[own].start, cell.end);
    (lines[..own].iter().filter(|line| line.start < line.end).copied().collect(), span)
}

/// Whether a text is a label rather than a figure or a sign for one.
fn is_wordy(text: &str) -> bool {
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    letters > 2 || (letters == 2 && !text.chars().any(|character| character.is_ascii_digit()))
}
