//! A table of labelled rows on a page.

use std::collections::{HashMap, HashSet};

use crate::document::Measure;
use crate::form::TableForm;
use crate::parse::align::Labels;
use crate::parse::labels::Label;

use super::chains::{Chain, heads, row_labels, settle};
use super::columns::Columns;
use super::woven::{Woven, weave};
use super::{Arranged, BROKEN, Piece};

/// How far a figure may stand above or below the lines of its label, in thousandths of a character.
const SLACK: i32 = 350;

/// How far left of where figures begin a text in the first column may stand, in thousandths of a character.
const BESIDE: i32 = 1_000;

/// The most rows that are arranged; the form has 25. Further ones are a text made to keep the reader busy.
const MOST_ROWS: usize = 400;

/// A row of the form on the page.
struct Row<'p, 'a> {
    label: Chain,
    /// The figures beside the label, from left to right.
    values: Vec<&'p Piece<'a>>,
    /// What else stands on their line, from where figures begin.
    texts: Vec<&'p Piece<'a>>,
}

/// What is known of a table on the page.
struct Layout<'p, 'a> {
    pieces: &'p [Piece<'a>],
    table: &'p TableForm,
    rows: Vec<Row<'p, 'a>>,
    /// The heads of columns from top to bottom, those of one header from left to right.
    heads: Vec<Chain>,
}

/// Puts the rows that are found into `arranged`, from top to bottom, with the column heads between them.
pub(super) fn arrange<'a>(pieces: &[Piece<'a>], table: &TableForm, labels: &Labels, arranged: &mut Arranged<'a>) {
    let edges = left_of_figures(pieces, table);
    let mut found = row_labels(pieces, labels, |piece| edges.get(&piece.measure).copied());
    found.truncate(MOST_ROWS);
    let mut heads = heads(pieces, &labels.others[..table.columns.len()], &found);
    let rows_above = |head: &Chain| found.partition_point(|row| row.top < head.top);
    heads.sort_by_key(rows_above);
    for header in heads.chunk_by_mut(|one, other| rows_above(one) == rows_above(other)) {
        settle(header, pieces);
    }
    if let Some(woven) = woven(pieces, table, labels, &found, heads.iter().filter(|head| rows_above(head) == 0).count())
    {
        heads.retain(|head| rows_above(head) > 0);
        arranged.header(pieces, woven, 1);
    }
    let mut rows = rows(pieces, found);
    put_texts(pieces, &heads, &edges, &mut rows);
    let layout = Layout { pieces, table, rows, heads };
    let mut heads = layout.heads.iter().peekable();
    for row in &layout.rows {
        let above: Vec<&Chain> = std::iter::from_fn(|| heads.next_if(|head| head.top < row.label.top)).collect();
        put_heads(pieces, &above, arranged);
        put_row(&layout, row, arranged);
    }
}

/// The header above the first row, where fewer heads than it has were found whole.
fn woven<'a>(
    pieces: &[Piece<'a>],
    table: &TableForm,
    labels: &Labels,
    rows: &[Chain],
    heads: usize,
) -> Option<Woven<'a>> {
    let columns = table.columns.len();
    let first = rows.first().filter(|_| heads < columns)?;
    let is_over_all = table.rows.iter().all(|row| table.row_columns(row).len() == columns);
    let wanted: Vec<&Label> = labels.others[..columns].iter().collect();
    is_over_all.then(|| weave(pieces, labels, &wanted, first.top)).flatten()
}

/// Where the figures begin on each page: at the first figure of the lines that have as many as the widest row.
fn left_of_figures(pieces: &[Piece], table: &TableForm) -> HashMap<Measure, i32> {
    let widest = table.rows.iter().map(|row| table.row_columns(row).len()).max().unwrap_or(0);
    let mut values: Vec<&Piece> = pieces.iter().filter(|piece| piece.is_value).collect();
    values.sort_by_key(|piece| (piece.middle(), piece.left));
    let lines = values.chunk_by(|one, other| other.middle() - one.middle() <= SLACK);
    let mut edges = HashMap::new();
    for piece in lines.filter(|line| line.len() == widest).flatten() {
        let edge = edges.entry(piece.measure).or_insert(piece.left);
        *edge = piece.left.min(*edge);
    }
    edges
}

/// The rows with what stands beside their labels.
fn rows<'p, 'a>(pieces: &'p [Piece<'a>], labels: Vec<Chain>) -> Vec<Row<'p, 'a>> {
    let mut rows: Vec<Row> =
        labels.into_iter().map(|label| Row { label, values: Vec::new(), texts: Vec::new() }).collect();
    let mut alone: Vec<&Piece> = Vec::new();
    // Of a label that goes on on the next page, what stands on the page of the figure counts.
    let is_left_of = |label: &Chain, value: &Piece| {
        let mut beside =
            label.pieces.iter().map(|piece| &pieces[*piece]).filter(|piece| piece.measure == value.measure);
        beside.any(|piece| piece.left < value.left)
    };
    for piece in pieces.iter().filter(|piece| piece.is_value) {
        let beside = |row: &&mut Row| {
            (row.label.top - SLACK..=row.label.bottom + SLACK).contains(&piece.middle())
                && is_left_of(&row.label, piece)
        };
        let nearest = rows.iter_mut().filter(beside).min_by_key(|row| (row.label.middle() - piece.middle()).abs());
        if let Some(row) = nearest {
            row.values.push(piece);
        } else {
            alone.push(piece);
        }
    }
    put_broken(pieces, &alone, &mut rows);
    for row in &mut rows {
        row.values.sort_by_key(|value| value.left);
    }
    rows
}

/// Figures on a line of their own right above or below those of a row: a figure that did not fit its cell was broken over
/// lines. With two figures in one column nothing in the row is certain. A line with any text is a row of its own.
fn put_broken<'p, 'a>(pieces: &'p [Piece<'a>], alone: &[&'p Piece<'a>], rows: &mut [Row<'p, 'a>]) {
    for piece in alone.iter().take(MOST_ROWS) {
        let has_text = pieces.iter().any(|other| !other.is_value && (other.middle() - piece.middle()).abs() <= SLACK);
        let distance = |row: &Row| row.values.iter().map(|value| (value.middle() - piece.middle()).abs()).min();
        let near = rows.iter_mut().filter(|row| distance(row).is_some_and(|distance| distance <= BROKEN));
        let nearest = near.min_by_key(|row| distance(row));
        if let (false, Some(row)) = (has_text, nearest) {
            row.values.push(piece);
            row.values.sort_by_key(|value| value.left);
        }
    }
}

/// Texts among the figures: an office wrote 十二 or 3（含1件转办） into a cell, and it is not blank.
fn put_texts<'p, 'a>(
    pieces: &'p [Piece<'a>],
    heads: &[Chain],
    edges: &HashMap<Measure, i32>,
    rows: &mut [Row<'p, 'a>],
) {
    let labels = rows.iter().map(|row| &row.label).chain(heads);
    let taken: HashSet<usize> = labels.flat_map(|label| label.pieces.iter().copied()).collect();
    let free = pieces.iter().enumerate().filter(|(place, piece)| !piece.is_value && !taken.contains(place));
    for (_, piece) in free {
        let beside = |row: &&mut Row| {
            row.values.first().is_some_and(|first| {
                let edge = edges.get(&piece.measure).map_or(first.left, |edge| first.left.min(*edge));
                first.measure == piece.measure
                    && (first.middle() - piece.middle()).abs() <= SLACK
                    && piece.left + BESIDE >= edge
            })
        };
        if let Some(row) = rows.iter_mut().find(beside) {
            row.texts.push(piece);
        }
    }
}

fn put_heads<'a>(pieces: &[Piece<'a>], heads: &[&Chain], arranged: &mut Arranged<'a>) {
    if heads.is_empty() {
        return;
    }
    let row = arranged.open_row();
    for (head, column) in heads.iter().zip(1..) {
        arranged.cell(row, column, head.pieces.iter().map(|piece| &pieces[*piece]));
    }
}

fn put_row<'a>(layout: &Layout<'_, 'a>, row: &Row<'_, 'a>, arranged: &mut Arranged<'a>) {
    let number = arranged.open_row();
    arranged.cell(number, 0, row.label.pieces.iter().map(|piece| &layout.pieces[*piece]));
    let expected = layout.columns_of(row).len();
    let columns = layout.columns(row);
    let is_in_table = |text: &&&Piece| columns.as_ref().is_none_or(|columns| columns.column(text.center()).is_some());
    let mut values: Vec<&Piece> = row.values.iter().chain(row.texts.iter().filter(is_in_table)).copied().collect();
    values.sort_by_key(|value| value.left);
    let in_order = || values.iter().map(|value| Some(*value));
    let cells = match values.len() {
        0 => vec![None; expected],
        // With a blank between them `align` takes them for what they are: as many as there are columns by chance.
        _ if is_on_several_lines(&values) => in_order().take(1).chain([None]).chain(in_order().skip(1)).collect(),
        count if count == expected => {
            if let Some(crowded) = columns.and_then(|columns| columns.crowded(&values)) {
                for (values, column) in crowded.into_iter().zip(1..) {
                    arranged.full_cell(number, column, values);
                }
                return;
            }
            in_order().collect()
        }
        _ => {
            let assigned = columns.and_then(|columns| columns.assign(&values));
            // Where only the order is known, `align` says what that leaves certain.
            assigned.unwrap_or_else(|| in_order().collect())
        }
    };
    arranged.cells(number, 1, cells);
}

/// Whether the figures of a typed row stand on different lines: one may be the rest of another that did not fit its cell,
/// or belong to the row below.
fn is_on_several_lines(values: &[&Piece]) -> bool {
    values.iter().any(|value| value.measure != Measure::Drawn && value.top != values[0].top)
}

impl Layout<'_, '_> {
    /// The columns of a row, from the complete rows that are as long and from the heads above it.
    fn columns(&self, row: &Row) -> Option<Columns> {
        let own = self.columns_of(row);
        let page = row.values.first()?.measure;
        let is_alike = |other: &&Row| self.columns_of(other) == own;
        let figures = self.rows.iter().filter(is_alike).flat_map(|row| row.values.iter().copied());
        let figures: Vec<&Piece> = figures.filter(|figure| figure.measure == page).collect();
        let is_on_page = |head: &Chain| head.pieces.iter().all(|piece| self.pieces[*piece].measure == page);
        let head = |column: &usize| {
            let above = self.heads.iter().filter(|head| head.label == *column && head.top < row.label.top);
            let above = above.filter(|head| is_on_page(head));
            above.max_by_key(|head| head.top)
        };
        let heads: Option<Vec<&Chain>> = own.iter().map(head).collect();
        Columns::learn(&figures, heads.as_deref(), own.len())
    }

    fn columns_of(&self, row: &Row) -> Vec<usize> {
        self.table.row_columns(&self.table.rows[row.label.label])
    }
}
