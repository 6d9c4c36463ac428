//! Gives the values behind a row's label their columns. Certain, or said to be uncertain; never shifted silently.

use super::header::{Header, Order};
use super::rows::Found;
use crate::parse::stream::{Place, Token};
use crate::parse::value::is_value_like;

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

/// Places what was found behind a label on the row's columns. `all` are the rows of the table, to learn from those that
/// are complete how many empty cells stand between label and values.
/// `columns` are those of the row, as `Header::labels` counts them.
pub(super) fn place(
    tokens: &[Token],
    own: &Found,
    all: &[Option<Found>],
    header: &Header,
    columns: &[usize],
) -> Vec<Placed> {
    let expected = own.expected;
    if let Some(slots) = below_labels(tokens, own, header, columns) {
        let placed = if own.is_disputed { Placed::Perhaps } else { Placed::At };
        return slots.into_iter().map(placed).collect();
    }
    let by_count = certain(tokens, own, all, header, columns);
    if is_partly_named(header, columns) {
        if let Some(placed) = below_named(tokens, own, header, (columns, by_count.as_deref())) {
            return placed;
        }
    } else if let Some(slots) = by_count {
        let is_full = slots.iter().all(|slot| !tokens[*slot].is_empty());
        let is_blank = slots.iter().all(|slot| tokens[*slot].is_empty());
        // Without a header a blank may be the column that the table lacks.
        let is_uneven = header.is_missing_over(columns) && !is_full && !is_blank;
        let is_doubted = own.is_disputed
            || is_uneven
            || header.order == Order::Disordered
            || is_below_another(tokens, &slots, own, header, columns);
        let placed = if is_doubted { Placed::Perhaps } else { Placed::At };
        return slots.into_iter().map(placed).collect();
    }
    let filled = filled(tokens, own).into_iter().map(|slot| own.slots[slot]);
    let end = own.slots.last().or(own.label.clone().last().as_ref()).map_or(0, |token| tokens[*token].span.end);
    let perhaps = filled.take(expected).map(Placed::Perhaps);
    perhaps.chain(std::iter::repeat(Placed::Nowhere(end))).take(expected).collect()
}

/// The most cells of one row that are looked at; a row of the form has 18.
const MOST_CELLS: usize = 64;

/// The tokens that stand right below the labels of the row's columns, as wide as these, where the file itself tells the
/// columns of its cells and there is one below each label.
fn below_labels(tokens: &[Token], own: &Found, header: &Header, columns: &[usize]) -> Option<Vec<usize>> {
    if own.slots.len() > MOST_CELLS {
        return None;
    }
    let found: Vec<usize> =
        columns.iter().map(|column| below(tokens, own, head(tokens, own, header, *column)?)).collect::<Option<_>>()?;
    let is_accounted_for = |slot: &usize| {
        tokens[*slot].is_empty() || found.contains(slot) || is_headed(tokens, *slot, found.iter().min().copied())
    };
    (is_distinct(&found) && own.slots.iter().all(is_accounted_for)).then_some(found)
}

/// Where the head of a column stands that is the last above a row.
fn head(tokens: &[Token], own: &Found, header: &Header, column: usize) -> Option<(usize, u16, u16)> {
    let mut labels = header.labels.iter().filter(|label| label.column == column && label.token < own.label.end);
    stand(&tokens[labels.next_back()?.token])
}

/// The token of a row that stands at a place and is as wide.
fn below(tokens: &[Token], own: &Found, place: (usize, u16, u16)) -> Option<usize> {
    own.slots.iter().take(MOST_CELLS).copied().find(|slot| stand(&tokens[*slot]) == Some(place))
}

/// Whether the header names at least half of a row's columns and not all: then it may have others in their place, and a
/// row with as many values as the form has columns need not be in the form's order.
fn is_partly_named(header: &Header, columns: &[usize]) -> bool {
    let named = columns.iter().filter(|column| header.labels.iter().any(|label| label.column == **column)).count();
    header.order == Order::Incomplete || (named * 2 >= columns.len() && named < columns.len() && named > 0)
}

/// The values of the columns that are named, each right below its head; what is left is a guess.
fn below_named(
    tokens: &[Token],
    own: &Found,
    header: &Header,
    (columns, by_count): (&[usize], Option<&[usize]>),
) -> Option<Vec<Placed>> {
    let heads: Vec<Option<(usize, u16, u16)>> =
        columns.iter().map(|column| head(tokens, own, header, *column)).collect();
    let found: Vec<Option<usize>> = heads.iter().map(|head| head.and_then(|head| below(tokens, own, head))).collect();
    let is_headed = heads.iter().flatten().count() > 0
        && heads.iter().zip(&found).all(|(head, found)| head.is_none() || found.is_some());
    let known: Vec<usize> = found.iter().flatten().copied().collect();
    if !is_headed || own.is_disputed || !is_distinct(&known) {
        return None;
    }
    let end = own.slots.last().map_or(0, |token| tokens[*token].span.end);
    let guess = |column: usize| by_count.map(|slots| slots[column]).filter(|slot| !known.contains(slot));
    let place = |(column, found): (usize, &Option<usize>)| match (found, guess(column)) {
        (Some(token), _) => Placed::At(*token),
        (None, Some(token)) => Placed::Perhaps(token),
        (None, None) => Placed::Nowhere(end),
    };
    Some(found.iter().enumerate().map(place).collect())
}

/// Whether a value that was counted into one column stands right below the head of another.
fn is_below_another(tokens: &[Token], slots: &[usize], own: &Found, header: &Header, columns: &[usize]) -> bool {
    let heads: Vec<Option<(usize, u16, u16)>> =
        columns.iter().map(|column| head(tokens, own, header, *column)).collect();
    slots.iter().enumerate().any(|(column, slot)| {
        let place = stand(&tokens[*slot]);
        place.is_some() && heads[column] != place && heads.contains(&place)
    })
}

/// Whether a figure lies under the heads of two columns.
fn straddles(tokens: &[Token], own: &Found, header: &Header) -> bool {
    let heads: Vec<(usize, u16)> = header
        .labels
        .iter()
        .filter_map(|label| stand(&tokens[label.token]))
        .map(|(grid, column, _)| (grid, column))
        .collect();
    own.slots.iter().take(MOST_CELLS).filter(|slot| !tokens[**slot].is_empty()).any(|slot| {
        let Some((grid, column, columns)) = stand(&tokens[*slot]) else { return false };
        let mut under: Vec<u16> = heads
            .iter()
            .filter(|(own, head)| *own == grid && (column..column.saturating_add(columns)).contains(head))
            .map(|(_, head)| *head)
            .collect();
        under.sort_unstable();
        under.dedup();
        under.len() > 1
    })
}

/// A label that stands for two columns cannot tell them apart.
fn is_distinct(found: &[usize]) -> bool {
    (1..found.len()).all(|place| !found[..place].contains(&found[place]))
}

/// Whether a figure beside those of the form stands in a column with a head of its own. One that does not has slipped
/// out of its column, and others may have too.
fn is_headed(tokens: &[Token], slot: usize, first: Option<usize>) -> bool {
    let place = stand(&tokens[slot]);
    let is_head = |token: &&Token| stand(token) == place && !token.is_empty() && !is_value_like(token.raw);
    first.is_some_and(|first| slot > first) && tokens[..slot].iter().rfind(is_head).is_some()
}

/// The grid, column and width of a cell, where the file itself tells them.
fn stand(token: &Token) -> Option<(usize, u16, u16)> {
    match token.place {
        Place::Placed { grid, column, columns, .. } => Some((grid, column, columns)),
        Place::Loose | Place::Cell | Place::Row { .. } | Place::Page(_) => None,
    }
}

/// The tokens of a row's columns, where the layout leaves one way only.
fn certain(
    tokens: &[Token],
    own: &Found,
    all: &[Option<Found>],
    header: &Header,
    columns: &[usize],
) -> Option<Vec<usize>> {
    let expected = own.expected;
    let slots = own.slots.as_slice();
    let filled = filled(tokens, own);
    if header.order == Order::Extra || straddles(tokens, own, header) {
        return None;
    }
    // More values than columns in several rows: the table has a column that the form has not.
    let counts = |count: fn(&usize, &usize) -> bool| {
        all.iter().flatten().filter(|row| count(&values(tokens, row), &row.expected)).count()
    };
    let longer = counts(usize::gt);
    // Where most rows have more, one that has as many as the form lacks a value.
    if longer >= 2 && (slots.len() > expected || longer > counts(usize::eq)) {
        return None;
    }
    if filled.len() == expected {
        let is_contiguous = filled.last().zip(filled.first()).is_none_or(|(last, first)| last - first + 1 == expected);
        // An empty cell between the values is a blank, and then one value too many stands elsewhere.
        return is_contiguous.then(|| filled.iter().map(|slot| slots[*slot]).collect());
    }
    // Where a column is missing in the header too, a row with fewer values may lack it and have no blank at all.
    if filled.len() > expected || header.order == Order::Incomplete {
        return None;
    }
    if slots.len() == expected {
        return Some(slots.to_vec());
    }
    if slots.len() < expected {
        return None;
    }
    let windows = windows(tokens, own, expected);
    let start = match windows.as_slice() {
        [only] => Some(*only),
        _ if filled.is_empty() => Some(0),
        _ => {
            let usual = usual_offset(tokens, own, all);
            let by_heads = headed_offset(tokens, own, header, columns);
            let agree = usual.zip(by_heads).is_none_or(|(usual, by_heads)| usual == by_heads);
            usual.or(by_heads).filter(|start| agree && windows.contains(start))
        }
    };
    start.map(|start| slots[start..start + expected].to_vec())
}

/// The positions of a row's filled slots.
fn filled(tokens: &[Token], own: &Found) -> Vec<usize> {
    (0..own.slots.len()).filter(|slot| !tokens[own.slots[*slot]].is_empty()).collect()
}

fn values(tokens: &[Token], row: &Found) -> usize {
    row.slots.iter().filter(|slot| !tokens[**slot].is_empty()).count()
}

/// The offsets at which `expected` slots in a row hold all that is filled.
fn windows(tokens: &[Token], own: &Found, expected: usize) -> Vec<usize> {
    let filled = |slot: &&usize| !tokens[**slot].is_empty();
    let total = own.slots.iter().filter(filled).count();
    (0..=own.slots.len() - expected)
        .filter(|start| own.slots[*start..start + expected].iter().filter(filled).count() == total)
        .collect()
}

/// How many empty cells stand before the column of the first head, where the heads stand side by side in cells that are
/// counted: only a grid that lists the covered cells too has them so.
fn headed_offset(tokens: &[Token], own: &Found, header: &Header, columns: &[usize]) -> Option<usize> {
    let place = |token: usize| match tokens[token].place {
        Place::Row { grid, column, .. } => Some((grid, column)),
        Place::Loose | Place::Cell | Place::Placed { .. } | Place::Page(_) => None,
    };
    let head = |column: &usize| {
        let above = header.labels.iter().rfind(|label| label.column == *column && label.token < own.label.end)?;
        place(above.token)
    };
    let heads: Vec<(usize, u16)> = columns.iter().map(head).collect::<Option<_>>()?;
    let (grid, first) = *heads.first()?;
    let are_beside = heads.len() > 1 && heads.iter().zip(first..).all(|(head, column)| *head == (grid, column));
    are_beside.then(|| own.slots.iter().position(|slot| place(*slot) == Some((grid, first)))).flatten()
}

/// How many empty cells stand before the values in the complete rows of the same shape, when they all agree.
fn usual_offset(tokens: &[Token], own: &Found, all: &[Option<Found>]) -> Option<usize> {
    let shape = |found: &Found| match tokens[found.label.start].place {
        // In a ragged grid only rows that start their label in the same column and are as long tell anything.
        Place::Row { column, .. } | Place::Placed { column, .. } => Some((column, found.slots.len())),
        // One cell a line: what stands between label and first value is the same in every row.
        Place::Cell => Some((0, 0)),
        Place::Loose | Place::Page(_) => None,
    };
    let offset = |found: &Found| {
        let filled = values(tokens, found);
        let first = found.slots.iter().position(|slot| !tokens[*slot].is_empty())?;
        (filled == found.expected && shape(found).is_some() && shape(found) == shape(own)).then_some(first)
    };
    let mut offsets = all.iter().flatten().filter_map(offset);
    let first = offsets.next()?;
    offsets.all(|other| other == first).then_some(first)
}
