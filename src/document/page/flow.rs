//! What stands on the pages in reading order: tables joined over page breaks, columns without lines, prose.

use std::collections::VecDeque;

use super::joined::{goes_on, joined};
use super::lattice::tables;
use super::lines::{Line, lines};
use super::margins::without_margins;
use super::prose::{Column, column, paragraphs};
use super::sheet::Sheet;
use super::table::Table;
use super::{columns, lines::Letter};
use crate::document::builder::ScrapText;
use crate::document::{Limits, Refusal};

/// One piece of the document.
pub(super) enum Piece {
    Paragraph(String),
    Table(Table),
    Scattered(Vec<Vec<ScrapText>>),
}

/// A line with its page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) line: Line,
    pub(super) page: usize,
    /// The height of all pages before.
    pub(super) offset: f64,
    /// Where the text of its page stands.
    pub(super) column: Option<Column>,
}

/// A page with its tables found.
struct Leaf {
    number: usize,
    width: f64,
    height: f64,
    tables: Vec<Table>,
    lines: Vec<Line>,
}

/// What stands on a page, from the top.
enum Item {
    Line(Placed),
    Table(Table),
}

/// All pieces in reading order; a refusal where they are more than a document may hold.
pub(super) fn flow(sheets: Vec<Sheet>, limits: &Limits) -> Result<Vec<Piece>, Refusal> {
    let mut leaves = Vec::with_capacity(sheets.len());
    let mut count = 0;
    for (number, sheet) in sheets.into_iter().enumerate() {
        let leaf = leaf(number, sheet);
        count += leaf.lines.len() + leaf.tables.iter().flat_map(|table| &table.rows).map(Vec::len).sum::<usize>();
        if count > limits.pieces {
            return Err(Refusal::over_limit(("行和单元格", "lines and cells"), limits.pieces));
        }
        leaves.push(leaf);
    }
    let heights: Vec<f64> = leaves.iter().map(|leaf| leaf.height).collect();
    let mut pages: Vec<Vec<Line>> = leaves.iter_mut().map(|leaf| std::mem::take(&mut leaf.lines)).collect();
    without_margins(&mut pages, &heights);
    for (leaf, lines) in leaves.iter_mut().zip(pages) {
        leaf.lines = lines;
    }
    join_over_breaks(&mut leaves);
    Ok(pieces(items(leaves)))
}

fn leaf(number: usize, sheet: Sheet) -> Leaf {
    let Sheet { width, height, letters, rules, .. } = sheet;
    let (tables, outside) = tables(number, &rules, letters);
    Leaf { number, width, height, tables, lines: lines(outside) }
}

/// Tables that go on on the next page as one; then what turns out to be no table gives its letters back to its page.
fn join_over_breaks(leaves: &mut [Leaf]) {
    for number in (1..leaves.len()).rev() {
        let (before, after) = leaves.split_at_mut(number);
        let (Some(one), Some(next)) = (before.last_mut(), after.first_mut()) else { continue };
        let (Some(last), Some(first)) = (one.tables.last(), next.tables.first()) else { continue };
        let below = one.lines.iter().any(|line| line.top > last.bottom - 1.0);
        let above = next.lines.iter().any(|line| line.bottom < first.top + 1.0);
        if below || above || !goes_on(last, first) {
            continue;
        }
        let first = next.tables.remove(0);
        if let Some(last) = one.tables.pop() {
            one.tables.push(joined(last, first));
        }
    }
    let mut freed: Vec<Vec<Letter>> = vec![Vec::new(); leaves.len()];
    for leaf in leaves.iter_mut() {
        let (ruled, loose): (Vec<Table>, Vec<Table>) = leaf.tables.drain(..).partition(Table::is_ruled);
        leaf.tables = ruled;
        for (page, letters) in loose.into_iter().flat_map(|table| table.letters) {
            if let Some(own) = freed.get_mut(page) {
                own.extend(letters);
            }
        }
    }
    for (leaf, letters) in leaves.iter_mut().zip(freed) {
        leaf.lines.extend(lines(letters));
        leaf.lines.sort_by(|one, other| one.top.total_cmp(&other.top));
    }
}

fn items(leaves: Vec<Leaf>) -> Vec<Item> {
    let long: Vec<Vec<Column>> = leaves.iter().map(long_lines).collect();
    let widths: Vec<f64> = leaves.iter().map(|leaf| leaf.width).collect();
    let mut items = Vec::new();
    let mut offset = 0.0;
    for (leaf, own) in leaves.into_iter().zip(&long) {
        // A page with few long lines has the edges of others of its width.
        let alike = long.iter().zip(&widths).filter(|(_, width)| (*width - leaf.width).abs() < 1.0);
        let others = alike.flat_map(|(lines, _)| lines).take(MOST_LONG).copied();
        let column = column(own.iter().copied(), 3).or_else(|| column(others, 1));
        let mut tables: VecDeque<Table> = leaf.tables.into();
        for line in leaf.lines {
            while tables.front().is_some_and(|table| table.top < line.top) {
                items.extend(tables.pop_front().map(Item::Table));
            }
            items.push(Item::Line(Placed { line, page: leaf.number, offset, column }));
        }
        items.extend(tables.into_iter().map(Item::Table));
        offset += leaf.height;
    }
    items
}

/// The most long lines of other pages that a page takes its edges from.
const MOST_LONG: usize = 1_000;

/// Where the lines of prose begin and end that fill half of a page's width.
fn long_lines(leaf: &Leaf) -> Vec<Column> {
    let long = leaf.lines.iter().filter(|line| line.right - line.left > leaf.width * 0.5);
    let prose = long.filter(|line| !columns::is_columnar(line));
    prose.map(|line| Column { left: line.left, right: line.right }).collect()
}

fn pieces(items: Vec<Item>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open: Vec<Placed> = Vec::new();
    for item in items {
        match item {
            Item::Line(placed) => open.push(placed),
            Item::Table(table) => {
                loose(&std::mem::take(&mut open), &mut pieces);
                pieces.push(Piece::Table(table));
            }
        }
    }
    loose(&open, &mut pieces);
    pieces
}

/// Lines between tables: prose, and columns without lines.
fn loose(lines: &[Placed], flow: &mut Vec<Piece>) {
    let pieces = columns::pieces(lines);
    let mut reached = 0;
    for stretch in columns::stretches(lines, &pieces) {
        let prose = lines.get(reached..stretch.start).unwrap_or_default();
        flow.extend(paragraphs(prose).into_iter().map(Piece::Paragraph));
        if let (Some(lines), Some(pieces)) = (lines.get(stretch.clone()), pieces.get(stretch.clone())) {
            flow.push(Piece::Scattered(columns::scraps(lines, pieces)));
        }
        reached = stretch.end;
    }
    let prose = lines.get(reached..).unwrap_or_default();
    flow.extend(paragraphs(prose).into_iter().map(Piece::Paragraph));
}
