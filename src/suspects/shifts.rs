//! Whole rows and columns that stand one place off: one slip, however many cells it touches.

use super::problem::Problem;
use super::search::{Change, satisfies};
use crate::model::Slip;
use crate::rules::Case;

/// The shifts of the addends of one sum that satisfy every equation of a group.
pub(super) fn shifts(case: &Case, problem: &Problem, violated: &[usize]) -> Vec<(Vec<Change>, Slip)> {
    let mut found: Vec<(Vec<Change>, Slip)> = Vec::new();
    for (addends, total) in problem.equations.iter().filter_map(|equation| equation.sum.as_ref()) {
        let slip = slip(case, addends);
        let whole: Vec<usize> = addends.iter().chain([total]).copied().collect();
        let candidates = [moved(problem, addends), moved(problem, &whole), past_the_total(problem, addends, *total)];
        for changes in candidates.into_iter().flatten().flatten() {
            if satisfies(problem, violated, &changes) && !found.iter().any(|(known, _)| *known == changes) {
                found.push((changes, slip));
            }
        }
    }
    found
}

fn slip(case: &Case, addends: &[usize]) -> Slip {
    let mut rows = addends.iter().map(|cell| case.form.cells[*cell].row);
    let first = rows.next();
    if rows.all(|row| Some(row) == first) { Slip::RowShifted } else { Slip::ColumnShifted }
}

/// Each figure one place back and one place on; what falls off the end must have been nothing.
fn moved(problem: &Problem, cells: &[usize]) -> Option<Vec<Vec<Change>>> {
    let found: Vec<i128> = cells.iter().map(|cell| problem.figures[*cell].found).collect::<Option<_>>()?;
    let mut ways = Vec::new();
    if found.first() == Some(&0) {
        ways.push(found[1..].iter().copied().chain([0]).collect());
    }
    if found.last() == Some(&0) {
        ways.push([0].into_iter().chain(found[..found.len() - 1].iter().copied()).collect());
    }
    let ways: Vec<Vec<i128>> = ways;
    Some(ways.iter().filter_map(|proposed| changes(cells, &found, proposed)).collect())
}

/// Figures that moved on by one and pushed the total off the table: the last addend stands where the total should.
fn past_the_total(problem: &Problem, addends: &[usize], total: usize) -> Option<Vec<Vec<Change>>> {
    let cells: Vec<usize> = addends.iter().copied().chain([total]).collect();
    let found: Vec<i128> = cells.iter().map(|cell| problem.figures[*cell].found).collect::<Option<_>>()?;
    let sum = found[1..].iter().try_fold(0i128, |sum, figure| sum.checked_add(*figure))?;
    let proposed: Vec<i128> = found[1..].iter().copied().chain([sum]).collect();
    Some(changes(&cells, &found, &proposed).into_iter().collect())
}

fn changes(cells: &[usize], found: &[i128], proposed: &[i128]) -> Option<Vec<Change>> {
    let mut changes = Vec::new();
    for ((cell, found), proposed) in cells.iter().zip(found).zip(proposed).filter(|((_, found), new)| *found != *new) {
        changes.push((*cell, proposed.checked_sub(*found)?));
    }
    changes.sort_unstable();
    (changes.len() > 1).then_some(changes)
}
