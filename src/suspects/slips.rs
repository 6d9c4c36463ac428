//! The named slips of the pen: each a small pure question about what was found, what is proposed, and what stands
//! beside it. The less a slip leaves to chance, the less it costs, and the earlier its set is told.

use super::problem::Problem;
use super::search::Change;
use crate::form::CellForm;
use crate::model::Slip;
use crate::rules::Case;

/// What a set looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) slip: Slip,
    /// The smaller, the likelier; an order, not a probability.
    pub(super) cost: u32,
}

/// What a change without a name costs.
const UNNAMED: u32 = 40;

/// One changed cell with what is needed to judge it.
#[derive(Debug, Clone, Copy)]
struct Changed<'a> {
    cell: usize,
    form: &'a CellForm,
    found: i128,
    proposed: i128,
}

impl Changed<'_> {
    const fn by(&self) -> i128 {
        self.proposed.saturating_sub(self.found)
    }

    fn in_row_with(&self, other: &Self) -> bool {
        (self.form.table, self.form.row) == (other.form.table, other.form.row)
    }

    fn in_column_with(&self, other: &Self) -> bool {
        (self.form.table, self.form.column) == (other.form.table, other.form.column)
    }

    fn is_beside(&self, other: &Self) -> bool {
        self.in_row_with(other) && self.cell.abs_diff(other.cell) == 1
    }

    fn is_above_or_below(&self, other: &Self) -> bool {
        self.in_column_with(other) && self.form.row.abs_diff(other.form.row) == 1
    }

    fn is_in_total_column(&self, case: &Case) -> bool {
        case.form.tables[self.form.table].columns[self.form.column].total
    }
}

/// The likeliest slip that makes this set.
pub(super) fn judge(case: &Case, problem: &Problem, changes: &[Change]) -> Judged {
    let sources = sources(case, changes);
    let cells: Vec<Changed> = sources
        .iter()
        .filter_map(|&(cell, by)| {
            let found = problem.figures[cell].found?;
            Some(Changed { cell, form: &case.form.cells[cell], found, proposed: found.checked_add(by)? })
        })
        .collect();
    let judged = match cells.as_slice() {
        [one] => single(case, problem, one),
        [one, other] => pair(case, problem, one, other),
        several => each_for_itself(case, problem, several),
    };
    let carried = if sources.len() < changes.len() { 2 } else { 0 };
    Judged { cost: judged.cost.saturating_add(carried), ..judged }
}

/// The changes without those totals of rows that only follow the figures of their row: they were added up after the
/// slip and carry it on.
pub(super) fn sources(case: &Case, changes: &[Change]) -> Vec<Change> {
    let place = |cell: usize| &case.form.cells[cell];
    let is_total = |cell: usize| case.form.tables[place(cell).table].columns[place(cell).column].total;
    let is_carried = |&(cell, by): &Change| {
        let in_row = |other: usize| (place(other).table, place(other).row) == (place(cell).table, place(cell).row);
        let others = || changes.iter().filter(|(other, _)| *other != cell && in_row(*other));
        let sum = others().try_fold(0i128, |sum, (_, by)| sum.checked_add(*by));
        is_total(cell) && others().next().is_some() && sum == Some(by)
    };
    changes.iter().filter(|change| !is_carried(change)).copied().collect()
}

/// A slip in one cell.
fn single(case: &Case, problem: &Problem, one: &Changed) -> Judged {
    let Changed { found, proposed, .. } = *one;
    let judged = |slip, cost| Judged { slip, cost };
    let is_one_digit = (0..10).contains(&found);
    if are_transposed(found, proposed) {
        return judged(Slip::DigitsTransposed, 2);
    }
    if is_ten_thousand_fold(found, proposed) || is_ten_thousand_fold(proposed, found) {
        return judged(Slip::UnitSlip, 2);
    }
    if found != 0 && last_year(case, one.cell) == Some(found) {
        return judged(Slip::LastYearPasted, if is_one_digit { 5 } else { 2 });
    }
    if has_zeros_more(found, proposed) {
        return judged(Slip::ZeroTooMany, 3);
    }
    if has_zeros_more(proposed, found) {
        return judged(Slip::ZeroTooFew, 3);
    }
    if is_doubled(found, proposed) {
        return judged(Slip::DigitDoubled, 3);
    }
    if let Some(slip) = miscounted(problem, one) {
        return judged(slip, 4);
    }
    if has_digit_more(found, proposed) {
        return judged(Slip::DigitAdded, 4);
    }
    if has_digit_more(proposed, found) && found != 0 {
        return judged(Slip::DigitDropped, 4);
    }
    if differs_in_one_digit(found, proposed) {
        return match found {
            0 => judged(Slip::LeftOut, 7),
            1..=9 => judged(Slip::DigitTypo, 6),
            _ => judged(Slip::DigitTypo, 4),
        };
    }
    if found == 0 {
        return judged(Slip::LeftOut, 8);
    }
    judged(Slip::Unnamed, UNNAMED)
}

/// A slip that touches two cells.
fn pair(case: &Case, problem: &Problem, one: &Changed, other: &Changed) -> Judged {
    let judged = |slip, cost| Judged { slip, cost };
    let is_exchanged = one.proposed == other.found && other.proposed == one.found;
    let has_zero = one.found == 0 || other.found == 0;
    if one.is_beside(other) && are_split_digits(one, other) {
        return judged(Slip::DigitsSplit, 2);
    }
    match (is_exchanged, has_zero) {
        (true, true) if one.is_beside(other) => return judged(Slip::RowShifted, 2),
        (true, true) if one.is_above_or_below(other) => return judged(Slip::ColumnShifted, 2),
        (true, false) => {
            let is_near = one.is_beside(other) || one.is_above_or_below(other);
            return judged(Slip::CellsSwapped, if is_near { 2 } else { 4 });
        }
        (true, true) | (false, _) => {}
    }
    let to_total = one.is_in_total_column(case) || other.is_in_total_column(case);
    let is_moved = Some(one.by()) == other.by().checked_neg();
    if is_moved && one.in_row_with(other) && !to_total {
        return judged(Slip::WrongApplicant, if is_exchanged { 4 } else { 5 });
    }
    if is_moved && one.in_column_with(other) && !are_totals(problem, one, other) {
        return judged(Slip::WrongRow, if is_exchanged { 4 } else { 6 });
    }
    each_for_itself(case, problem, &[*one, *other])
}

fn each_for_itself(case: &Case, problem: &Problem, several: &[Changed]) -> Judged {
    let each = several.iter().map(|one| single(case, problem, one));
    let cost = each.map(|judged| judged.cost).fold(3, u32::saturating_add);
    if cost < UNNAMED { Judged { slip: Slip::Several, cost } } else { Judged { slip: Slip::Unnamed, cost: UNNAMED } }
}

/// The figure that last year's report has in the same cell.
fn last_year(case: &Case, cell: usize) -> Option<i128> {
    let value = case.last_year?.report.cell_near(cell, &case.form.cells[cell].id)?.state.number()?.normalize();
    (value.scale() == 0).then(|| value.mantissa())
}

/// A total that holds one of its addends twice, or not at all.
fn miscounted(problem: &Problem, one: &Changed) -> Option<Slip> {
    let sums = problem.equations.iter().filter_map(|equation| equation.sum.as_ref());
    let addends = sums.filter(|(_, total)| *total == one.cell).flat_map(|(addends, _)| addends);
    let mut others = addends.filter_map(|cell| problem.figures[*cell].found).filter(|found| *found > 0);
    let by = one.by();
    let is_there = others.any(|found| found == by.saturating_abs());
    is_there.then_some(if by > 0 { Slip::LeftOut } else { Slip::CountedTwice })
}

fn are_totals(problem: &Problem, one: &Changed, other: &Changed) -> bool {
    let sums = || problem.equations.iter().filter_map(|equation| equation.sum.as_ref());
    let is_total = |cell: usize| sums().any(|(_, total)| *total == cell);
    is_total(one.cell) || is_total(other.cell)
}

/// `2` and `0` for `20` in either of the cells, or `20` for `2` and `0`.
fn are_split_digits(one: &Changed, other: &Changed) -> bool {
    let (first, second) = if one.cell < other.cell { (one, other) } else { (other, one) };
    let is_digit = |value: i128| (0..10).contains(&value);
    let joined = |first: i128, second: i128| {
        let is_pair = is_digit(first) && is_digit(second) && first > 0;
        is_pair.then_some(first * 10 + second)
    };
    let whole = joined(first.found, second.found);
    let is_joined = whole.is_some()
        && ((Some(first.proposed), second.proposed) == (whole, 0)
            || (first.proposed, Some(second.proposed)) == (0, whole));
    let parts = joined(first.proposed, second.proposed);
    is_joined || (parts.is_some() && (Some(first.found), second.found) == (parts, 0))
}

/// The digits of a figure that is not negative.
fn digits(value: i128) -> Vec<u8> {
    if value < 0 { Vec::new() } else { value.to_string().into_bytes() }
}

/// Two neighbouring digits are the wrong way round: `54` for `45`.
fn are_transposed(found: i128, proposed: i128) -> bool {
    let (found, proposed) = (digits(found), digits(proposed));
    if found.len() != proposed.len() {
        return false;
    }
    let differing: Vec<usize> = (0..found.len()).filter(|at| found[*at] != proposed[*at]).collect();
    matches!(differing[..], [one, other] if other == one + 1 && found[one] == proposed[other] && found[other] == proposed[one])
}

/// Same length, one digit another: `15` for `16`.
fn differs_in_one_digit(found: i128, proposed: i128) -> bool {
    let (found, proposed) = (digits(found), digits(proposed));
    found.len() == proposed.len() && found.iter().zip(&proposed).filter(|(one, other)| one != other).count() == 1
}

/// One digit more somewhere: `125` for `15`.
fn has_digit_more(long: i128, short: i128) -> bool {
    positions_of_the_digit_more(&digits(long), &digits(short)).next().is_some()
}

/// The digit more is that of its neighbour: `155` for `15`.
fn is_doubled(long: i128, short: i128) -> bool {
    let long = digits(long);
    let is_like_a_neighbour = |at: usize| {
        long.get(at + 1) == Some(&long[at]) || at.checked_sub(1).is_some_and(|before| long[before] == long[at])
    };
    let short = digits(short);
    positions_of_the_digit_more(&long, &short).any(is_like_a_neighbour)
}

fn positions_of_the_digit_more<'a>(long: &'a [u8], short: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let is_one_more = !short.is_empty() && long.len() == short.len() + 1;
    let positions = if is_one_more { 0..long.len() } else { 0..0 };
    positions.filter(|at| long[..*at] == short[..*at] && long[at + 1..] == short[*at..])
}

/// Zeros at the end that the other has not: `120` for `12`.
fn has_zeros_more(long: i128, short: i128) -> bool {
    let (long, short) = (digits(long), digits(short));
    short != b"0"
        && !short.is_empty()
        && long.len() > short.len()
        && long.starts_with(&short)
        && long[short.len()..].iter().all(|digit| *digit == b'0')
}

/// 元 where 万元 was asked for, or the other way round.
fn is_ten_thousand_fold(large: i128, small: i128) -> bool {
    small > 0 && small.checked_mul(10_000) == Some(large)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_tell_the_slip() {
        assert!(are_transposed(54, 45) && are_transposed(1324, 1234) && !are_transposed(54, 54));
        assert!(!are_transposed(321, 123), "only neighbours");
        assert!(differs_in_one_digit(15, 16) && differs_in_one_digit(3, 8) && !differs_in_one_digit(15, 26));
        assert!(has_digit_more(125, 15) && !has_digit_more(15, 125) && !has_digit_more(125, 16));
        assert!(is_doubled(155, 15) && is_doubled(115, 15) && !is_doubled(125, 15));
        assert!(
            has_zeros_more(120, 12) && has_zeros_more(1200, 12) && !has_zeros_more(0, 12) && !has_zeros_more(10, 0)
        );
        assert!(is_ten_thousand_fold(30_000, 3) && !is_ten_thousand_fold(0, 0));
    }

    #[test]
    fn a_figure_below_zero_has_no_digits() {
        assert!(!differs_in_one_digit(-3, 3) && !has_digit_more(-3, 3) && !are_transposed(-12, -21));
        assert!(!has_zeros_more(-30, -3));
    }
}
