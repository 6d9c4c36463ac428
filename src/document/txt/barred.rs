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
    /// The cells of a row, where it is known where the row ends.
    Row(Vec<Span>),
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
        let wide = barred().filter(|line| line.matches('|').count() >= LEAST_PIPES).count();
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
    let run = cells.iter().rev().take_while(|cell| cell.is_blank() && cell.before == Before::Touching).count();
    let fillers = if run == 0 { 0 } else { run + 1 };
    cells[..cells.len() - fillers].iter().map(|cell| cell.span).collect()
}

/// The pieces of a stretch in which one cell stands on a line.
pub(super) fn pieces(text: &str, lines: &[Span], printed: Printed) -> Vec<Piece> {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Vec::new() };
    let cells = ended(text, Span::new(first.start, last.end));
    if printed != Printed::BarBeside {
        return cells.iter().flat_map(|cell| unbroken(text, cell.span)).collect();
    }
    let mut pieces = Vec::new();
    let mut rest = cells.as_slice();
    while let Some(first) = rest.first() {
        // A bar on a line of its own begins the first row of a table, below a heading or nothing at all.
        let begins = first.begins_rows();
        if begins {
            pieces.extend(lines_of(text, first.span).into_iter().map(Piece::Paragraph));
            rest = &rest[1..];
        }
        let end = rest.iter().position(|cell| !cell.is_blank() && cell.begins_rows()).unwrap_or(rest.len());
        let (table, below) = rest.split_at(end);
        rest = below;
        match rows(table).filter(|_| begins) {
            Some(rows) => pieces.extend(rows.into_iter().map(Piece::Row)),
            None => pieces.extend(labelled(text, table)),
        }
    }
    pieces
}

/// The rows of a table of which a bar begins each and fills each up to the same number of cells; `None` where no number of
/// columns fits.
fn rows(table: &[Ended]) -> Option<Vec<Vec<Span>>> {
    let is_start = |cell: &Ended| cell.is_blank() && !cell.is_beside();
    let fits = |columns: &usize| {
        (table.len() + 1).is_multiple_of(columns + 1) && table.iter().skip(*columns).step_by(columns + 1).all(is_start)
    };
    let columns = (LEAST_PIPES..=table.len()).find(fits)?;
    let row = |row: &[Ended]| {
        let kept = row.iter().take(columns).take_while(|cell| !is_filler(cell)).map(|cell| cell.span);
        kept.collect::<Vec<Span>>()
    };
    Some(table.chunks(columns + 1).map(row).collect())
}

/// Where one cell stands on a line, bars beside each other fill a row.
fn is_filler(cell: &Ended) -> bool {
    cell.is_blank() && (cell.is_beside() || cell.touched)
}

/// The cells of a table of which only the labels tell the rows.
fn labelled(text: &str, table: &[Ended]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for group in table.chunk_by(|before, cell| before.is_blank() && cell.is_blank()) {
        let Some(first) = group.first() else { continue };
        if !first.is_blank() {
            pieces.extend(unbroken(text, first.span));
            continue;
        }
        let mut kept: Vec<&Ended> = group.iter().filter(|cell| !is_filler(cell)).collect();
        let next = table.iter().find(|cell| !cell.is_blank() && cell.span.start > first.span.start);
        // One bar fills a row by itself, as a blank cell does; before a label it is taken for the former.
        if kept.len() == group.len() && next.is_none_or(|next| is_wordy(&text[next.span.range()])) {
            kept.pop();
        }
        pieces.extend(kept.into_iter().map(|cell| Piece::Cell(cell.span)));
    }
    pieces
}

/// A cell and the bar that ends it.
struct Ended {
    span: Span,
    before: Before,
    /// Whether its bar stands on a line below it.
    below: bool,
    /// Whether the bar behind touches this one.
    touched: bool,
}

/// Where the bar before a cell stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// There is none.
    Nowhere,
    /// On a line above.
    Above,
    /// On the same line.
    Beside,
    /// Right before the bar of the cell.
    Touching,
}

impl Ended {
    const fn is_blank(&self) -> bool {
        self.span.start == self.span.end
    }

    /// Whether its bar ends no cell but begins the rows of a table: it stands on a line of its own below other lines.
    fn begins_rows(&self) -> bool {
        self.below || (self.is_blank() && self.before == Before::Nowhere)
    }

    const fn is_beside(&self) -> bool {
        matches!(self.before, Before::Beside | Before::Touching)
    }
}

/// The cells of a part of the text, by the bars that end them.
fn ended(text: &str, part: Span) -> Vec<Ended> {
    let mut cells: Vec<Ended> = Vec::new();
    let mut start = part.start;
    for (offset, _) in text[part.range()].match_indices('|') {
        let end = part.start + offset;
        let span = trimmed(text, Span::new(start, end));
        let before = match cells.last_mut() {
            None => Before::Nowhere,
            Some(last) if start == end => {
                last.touched = true;
                Before::Touching
            }
            Some(_) if text[start..end].contains('\n') => Before::Above,
            Some(_) => Before::Beside,
        };
        cells.push(Ended {
            span,
            before,
            below: span.start < span.end && text[span.end..end].contains('\n'),
            touched: false,
        });
        start = end + 1;
    }
    cells
}

/// A cell, and before it the lines that are none of its own: of many lines only those belong to it that can be a part of a
/// broken label.
fn unbroken(text: &str, cell: Span) -> impl Iterator<Item = Piece> {
    let mut lines = lines_of(text, cell);
    let is_part = |line: &&Span| {
        let line = &text[line.range()];
        !line.is_empty() && width(line) <= BROKEN && !line.contains(['。', '；', '：'])
    };
    let above = lines.len() - 1;
    let own = above - lines[..above].iter().rev().take_while(is_part).count();
    let span = Span::new(lines[own].start, cell.end);
    lines.truncate(own);
    lines.into_iter().filter(|line| line.start < line.end).map(Piece::Paragraph).chain([Piece::Cell(span)])
}

fn lines_of(text: &str, part: Span) -> Vec<Span> {
    let mut start = part.start;
    let line = |line: &str| {
        let span = trimmed(text, Span::new(start, start + line.len()));
        start += line.len() + 1;
        span
    };
    text[part.range()].split('\n').map(line).collect()
}

/// Whether a text is a label rather than a figure or a sign for one.
fn is_wordy(text: &str) -> bool {
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    letters > 2 || (letters == 2 && !text.chars().any(|character| character.is_ascii_digit()))
}
