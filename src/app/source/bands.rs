//! A table that is too wide for the pane, cut between its columns into parts that fit.

use super::shape::{Row, Shape};
use super::widths::{Holds, holds, widths};

/// The columns of each part, from left to right. The labels at the left of the table stand in every part. Nothing where
/// a single column does not fit beside them, or where lines that belong to no column would be torn apart.
pub(super) fn bands(shape: &Shape, room: usize) -> Option<Vec<Vec<usize>>> {
    if shape.rows.iter().any(|row| matches!(row, Row::Line(_))) {
        return None;
    }
    let labels = holds(shape).iter().take_while(|holds| **holds != Holds::Figures).count();
    let labels = if labels == shape.columns { 0 } else { labels };
    let band = |start: usize, end: usize| (0..labels).chain(start..end).collect::<Vec<usize>>();
    let fits = |start: usize, end: usize| widths(&shape.part(&band(start, end)), room).is_some();
    let mut bands = Vec::new();
    let mut start = labels;
    while start < shape.columns {
        let end = (start + 1..=shape.columns).take_while(|end| fits(start, *end)).last()?;
        let cut = if end == shape.columns { end } else { best_cut(shape, start, end) };
        bands.push(band(start, cut));
        start = cut;
    }
    Some(bands)
}

/// Where to cut: where the fewest merged cells are cut through, as far to the right as that allows; a part is at least
/// a third as wide as it could be.
fn best_cut(shape: &Shape, start: usize, end: usize) -> usize {
    let cells = |cut: usize| {
        let slots = shape.rows.iter().flat_map(|row| match row {
            Row::Cells(slots) => slots.as_slice(),
            Row::Line(_) => &[],
        });
        slots.filter(|slot| slot.column < cut && cut < slot.end()).count()
    };
    (start + (end - start).div_ceil(3)..=end).rev().min_by_key(|cut| cells(*cut)).unwrap_or(end)
}
