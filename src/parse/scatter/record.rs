//! A table of one row of values below a header of blocks and columns, on a page.

use crate::form::TableForm;
use crate::parse::align::Labels;
use crate::parse::labels::Label;

use super::chains::{Chain, Settled, heads, settle};
use super::columns::Columns;
use super::woven::{Woven, weave};
use super::{Arranged, BROKEN, Piece};

/// The most by which the labels of one header stand apart in height, in thousandths of a character: a page break with its
/// margins may lie between.
const HEADER: i32 = 40_000;

/// Puts the header and the lines of values below it into `arranged`.
pub(super) fn arrange<'a>(pieces: &[Piece<'a>], table: &TableForm, labels: &Labels, arranged: &mut Arranged<'a>) {
    let expected: usize = table.rows.iter().map(|row| table.row_columns(row).len()).sum();
    let mut leaves = heads(pieces, &labels.others[..table.columns.len()], &[]);
    leaves.sort_by_key(|leaf| leaf.top);
    // On a new page the header comes again; the last stands above the values.
    let first = leaves.len().saturating_sub(expected);
    let mut leaves = leaves.split_off(first);
    let (Some(top), Some(bottom)) = (leaves.first().map(|leaf| leaf.top), leaves.iter().map(|leaf| leaf.bottom).max())
    else {
        return;
    };
    if bottom - top > HEADER {
        return;
    }
    let order = settle(&mut leaves, pieces);
    if order == Settled::AsInForm && leaves.len() != expected {
        // In a typed page lines slip sideways until labels no longer stand below one another; one block is proof enough.
        leaves.sort_by_key(|leaf| leaf.label);
        leaves.dedup_by_key(|leaf| leaf.label);
    }
    // The group over two blocks stands over the middle of both and says nothing that they do not.
    let mut blocks = heads(pieces, &labels.rows, &leaves);
    blocks.retain(|block| block.bottom <= bottom);
    match order {
        Settled::AsOnPage => blocks.sort_by_key(|block| block.left),
        Settled::AsInForm => blocks.sort_by_key(|block| block.label),
    }
    put_labels(pieces, &blocks, arranged);
    match woven(pieces, table, labels, bottom).filter(|_| leaves.len() < expected) {
        Some(woven) => arranged.header(pieces, woven, 0),
        None => put_labels(pieces, &leaves, arranged),
    }
    let top = blocks.iter().map(|block| block.top).fold(top, i32::min);
    let is_rest = |piece: &&Piece| !piece.is_value && (top..=bottom).contains(&piece.middle());
    arranged.pass_over(pieces.iter().filter(is_rest));
    let complete = (leaves.len() == expected).then_some(leaves.iter().collect::<Vec<_>>());
    put_values(pieces, bottom, complete.as_deref(), expected, arranged);
}

/// The heads of all blocks, read letter by letter.
fn woven<'a>(pieces: &[Piece<'a>], table: &TableForm, labels: &Labels, bottom: i32) -> Option<Woven<'a>> {
    let below = pieces.iter().filter(|piece| piece.is_value && piece.middle() > bottom).map(|piece| piece.top).min()?;
    let wanted: Vec<&Label> =
        table.rows.iter().flat_map(|row| table.row_columns(row)).map(|column| &labels.others[column]).collect();
    weave(pieces, labels, &wanted, below)
}

fn put_labels<'a>(pieces: &[Piece<'a>], labels: &[Chain], arranged: &mut Arranged<'a>) {
    let row = arranged.open_row();
    for (label, column) in labels.iter().zip(0..) {
        arranged.cell(row, column, label.pieces.iter().map(|piece| &pieces[*piece]));
    }
}

/// Lines right below one another are one: a figure that did not fit its cell was broken over them.
fn joined<'p, 'a>(lines: Vec<Vec<&'p Piece<'a>>>) -> Vec<Vec<&'p Piece<'a>>> {
    let mut joined: Vec<Vec<&Piece>> = Vec::new();
    for line in lines {
        let top = line.first().map_or(0, |piece| piece.middle());
        match joined.last_mut() {
            Some(before) if before.iter().any(|piece| top - piece.middle() <= BROKEN) => before.extend(line),
            _ => joined.push(line),
        }
    }
    joined
}

/// The lines of values below the header; a lone figure further down is a page number or belongs to the prose.
fn put_values<'a>(
    pieces: &[Piece<'a>],
    below: i32,
    heads: Option<&[&Chain]>,
    expected: usize,
    arranged: &mut Arranged<'a>,
) {
    let mut values: Vec<&Piece> = pieces.iter().filter(|piece| piece.is_value && piece.middle() > below).collect();
    values.sort_by_key(|value| (value.middle(), value.left));
    let lines: Vec<Vec<&Piece>> = values
        .chunk_by(|one, other| other.middle() - one.middle() <= 500)
        .map(|line| {
            let mut line = line.to_vec();
            line.sort_by_key(|value| value.left);
            line
        })
        .collect();
    let lines: Vec<Vec<&Piece>> = joined(lines)
        .into_iter()
        .enumerate()
        .filter(|(place, line)| *place == 0 || line.len() > 1)
        .map(|(_, line)| line)
        .collect();
    let figures: Vec<&Piece> = lines.iter().flatten().copied().collect();
    let columns = Columns::learn(&figures, heads, expected);
    if lines.is_empty() && heads.is_some() {
        let row = arranged.open_row();
        arranged.cells(row, 0, vec![None; expected]);
    }
    for line in lines {
        let row = arranged.open_row();
        let assigned = columns.as_ref().and_then(|columns| columns.assign(&line));
        arranged.cells(row, 0, assigned.unwrap_or_else(|| line.into_iter().map(Some).collect()));
    }
}
