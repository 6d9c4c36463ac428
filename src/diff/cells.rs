//! The figures of two reports side by side. Knows how states of cells add up, and no form.

use rust_decimal::Decimal;

use super::counterparts::counterparts;
use super::{CellDiff, Side};
use crate::model::{CellId, CellState, Report};

/// Every figure of this year with last year's, in the order of this year's form.
pub(super) fn compare(new: Side, old: Side) -> Vec<CellDiff> {
    counterparts(new.form, old.form)
        .into_iter()
        .filter_map(|counterpart| {
            let (cell, also) = counterpart.new.split_first()?;
            Some(CellDiff {
                cell: cell.clone(),
                also: also.to_vec(),
                old: sum(old.report, &counterpart.old),
                new: sum(new.report, &counterpart.new),
                old_cells: counterpart.old,
                comparison: counterpart.comparison,
            })
        })
        .collect()
}

/// What several cells hold together: certain only when each is certain, for a blank may or may not stand for zero.
fn sum(report: &Report, cells: &[CellId]) -> CellState {
    let states: Vec<CellState> =
        cells.iter().map(|id| report.cell(id).map_or(CellState::Missing, |cell| cell.state)).collect();
    let Some(first) = states.first() else {
        return CellState::Missing;
    };
    let numbers: Vec<Decimal> = states.iter().filter_map(CellState::number).collect();
    if numbers.len() == states.len() {
        return add(&numbers).map_or(CellState::Unsure(None), CellState::Number);
    }
    if states.iter().all(|state| state == first) {
        return *first;
    }
    let shown: Vec<Decimal> = states.iter().filter_map(CellState::shown).collect();
    CellState::Unsure(if shown.is_empty() { None } else { add(&shown) })
}

/// The sum, unless the figures are too large to be true.
fn add(numbers: &[Decimal]) -> Option<Decimal> {
    numbers.iter().try_fold(Decimal::ZERO, |total, number| total.checked_add(*number))
}
