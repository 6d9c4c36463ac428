//! Whether the digits of two neighbouring cells may have run together: then there is one figure too few, a blank makes up
//! for it, and every figure between the two has slipped out of its column. The sums of the form give it away.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::form::NumberType;
use crate::model::CellState;
use crate::parse::value::read;

/// Two figures of two digits each, run together. Shorter ones show in the sums alone: 17 beside noughts is nothing odd.
const LONG: usize = 4;

/// Or so many digits longer than any other part of its row.
const LONGER: usize = 3;

/// A sum within a row: the columns that are added up and the column of the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) parts: Range<usize>,
    pub(super) total: usize,
}

/// Whether parting one figure in two and dropping the row's only blank makes all sums of the row hold that do not hold
/// as it stands. `row` has what is printed in each column, in the order of the form.
pub(super) fn may_have_run_together(row: &[&str], sums: &[Sum]) -> bool {
    let blanks: Vec<usize> = (0..row.len()).filter(|column| row[*column].is_empty()).collect();
    let [blank] = blanks[..] else { return false };
    if !row.iter().any(|text| is_count(text)) || !row.iter().all(|text| is_count(text) || is_sign(text)) {
        return false;
    }
    // No count is written with a nought in front.
    if row.iter().any(|text| text.len() > 1 && text.starts_with('0')) {
        return true;
    }
    if sums.is_empty() || holds(row, sums) {
        return false;
    }
    let long = (0..row.len()).filter(|column| row[*column].len() > 1 && is_count(row[*column]));
    // Much longer than any other figure of a row that does not add up; a total is long by its nature.
    let length = |column: usize| row[column].len();
    let is_too_long = |column: usize| {
        let is_total = sums.iter().any(|sum| sum.total == column);
        let shorter = |other: usize| {
            length(other) * 2 <= length(column) || (!is_total && length(other) + LONGER <= length(column))
        };
        length(column) >= LONG && (0..row.len()).all(|other| other == column || shorter(other))
    };
    if long.clone().any(is_too_long) {
        return true;
    }
    long.flat_map(|column| (1..row[column].len()).map(move |digits| (column, digits))).any(|(column, digits)| {
        let mut parted: Vec<&str> = Vec::with_capacity(row.len());
        for (place, text) in row.iter().enumerate() {
            if place == column {
                let (left, right) = text.split_at(digits);
                parted.extend([left, right]);
            } else if place != blank {
                parted.push(text);
            }
        }
        holds(&parted, sums)
    })
}

/// Whether a row adds up with its first figure as the total and not with the one of the form.
pub(super) fn is_total_first(row: &[&str], sum: &Sum) -> bool {
    let first = Sum { parts: 1..row.len(), total: 0 };
    row.len() > 2
        && row.iter().all(|text| is_count(text))
        && holds(row, &[first])
        && !holds(row, std::slice::from_ref(sum))
}

fn is_count(text: &str) -> bool {
    !text.is_empty() && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Nothing, or a sign for it: neither adds to a sum.
fn is_sign(text: &str) -> bool {
    text.is_empty() || read(text, NumberType::Count) == CellState::NotApplicable
}

fn holds(row: &[&str], sums: &[Sum]) -> bool {
    let value = |column: usize| if is_sign(row[column]) { Ok(Decimal::ZERO) } else { row[column].parse::<Decimal>() };
    sums.iter().all(|sum| {
        let parts: Result<Decimal, _> = sum.parts.clone().map(value).sum();
        matches!((parts, value(sum.total)), (Ok(parts), Ok(total)) if parts == total)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUM: [Sum; 1] = [Sum { parts: 0..3, total: 3 }];

    #[test]
    fn digits_that_ran_together_are_doubted() {
        assert!(may_have_run_together(&["34", "5", "12", ""], &SUM), "3 4 5 12");
        assert!(may_have_run_together(&["00", "0", "0", ""], &SUM));
        assert!(may_have_run_together(&["07", "4", ""], &[]));
        assert!(may_have_run_together(&["/", "74263711", "", "11510"], &SUM), "longer than all that stands beside it");
    }

    #[test]
    fn a_blank_beside_sound_figures_is_a_blank() {
        assert!(!may_have_run_together(&["34", "5", "", "39"], &SUM), "the sum holds as it stands");
        assert!(!may_have_run_together(&["34", "5", "", "50"], &SUM), "no way of parting helps");
        assert!(!may_have_run_together(&["1", "2", "3", "6"], &SUM));
    }
}
