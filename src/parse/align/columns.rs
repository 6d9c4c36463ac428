//! Gives the values behind a row's label their columns. Certain, or said to be uncertain; never shifted silently.

use super::rows::Found;
use crate::parse::stream::{Place, Token};

/// Where the value of one column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// The row is not there.
    Missing,
    /// This token, with certainty.
    At(usize),
    /// This token, unless the layout deceives.
    Perhaps(usize),
    /// The row is there but yields no value for the column; the byte where it should stand.
    Nowhere(usize),
}

/// Places what was found behind a label on `expected` columns. `all` are the rows of the table, to learn from those
/// that are complete how many empty cells stand between label and values.
pub(super) fn place(tokens: &[Token], own: &Found, expected: usize, all: &[Option<Found>]) -> Vec<Placed> {
    let filled: Vec<usize> = own.slots.iter().copied().filter(|slot| !tokens[*slot].is_empty()).collect();
    let at = |window: &[usize]| window.iter().map(|token| Placed::At(*token)).collect();
    if filled.len() == expected {
        return at(&filled);
    }
    if own.slots.len() == expected {
        return at(&own.slots);
    }
    if filled.len() < expected && own.slots.len() > expected {
        let windows: Vec<usize> = windows(tokens, own, expected);
        if let [only] = windows.as_slice() {
            return at(&own.slots[*only..only + expected]);
        }
        if filled.is_empty() {
            return at(&own.slots[..expected]);
        }
        if let Some(usual) = usual_offset(tokens, own, expected, all)
            && windows.contains(&usual)
        {
            return at(&own.slots[usual..usual + expected]);
        }
    }
    let end = own.slots.last().or(own.label.clone().last().as_ref()).map_or(0, |token| tokens[*token].span.end);
    let perhaps = filled.iter().take(expected).map(|token| Placed::Perhaps(*token));
    perhaps.chain(std::iter::repeat(Placed::Nowhere(end))).take(expected).collect()
}

/// The offsets at which `expected` slots in a row hold all that is filled.
fn windows(tokens: &[Token], own: &Found, expected: usize) -> Vec<usize> {
    let filled = |slot: &&usize| !tokens[**slot].is_empty();
    let total = own.slots.iter().filter(filled).count();
    (0..=own.slots.len() - expected)
        .filter(|start| own.slots[*start..start + expected].iter().filter(filled).count() == total)
        .collect()
}

/// How many empty cells stand before the values in the complete rows of the same shape, when they all agree.
fn usual_offset(tokens: &[Token], own: &Found, expected: usize, all: &[Option<Found>]) -> Option<usize> {
    let shape = |found: &Found| match tokens[found.label.start].place {
        // In a ragged grid only rows that start their label in the same column and are as long tell anything.
        Place::Row { column, .. } => Some((column, found.slots.len())),
        // One cell a line: what stands between label and first value is the same in every row.
        Place::Cell => Some((0, 0)),
        Place::Loose => None,
    };
    let offset = |found: &Found| {
        let filled = found.slots.iter().filter(|slot| !tokens[**slot].is_empty()).count();
        let first = found.slots.iter().position(|slot| !tokens[*slot].is_empty())?;
        (filled == expected && shape(found).is_some() && shape(found) == shape(own)).then_some(first)
    };
    let mut offsets = all.iter().flatten().filter_map(offset);
    let first = offsets.next()?;
    offsets.all(|other| other == first).then_some(first)
}
