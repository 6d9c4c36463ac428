//! The same question answered the slow and plain way, to hold the quick one against.

use gouji::form::Form;
use gouji::model::{CellId, Relation, Report, Sign};
use gouji::rules::{Identity, Operand, Rules, Source};
use rust_decimal::prelude::ToPrimitive;

/// By how much the left side is above the right, with some cells set to other values; `None` with last year's terms.
fn off(identity: &Identity, report: &Report, other: &[(usize, i128)]) -> Option<i128> {
    let value = |operand: &Operand| {
        let value = match &operand.source {
            Source::Cell(cell) => match other.iter().find(|(changed, _)| changed == cell) {
                Some((_, value)) => *value,
                None => report.cells[*cell].state.number()?.to_i128()?,
            },
            Source::Constant(value) => value.to_i128()?,
            Source::LastYear(_) => return None,
        };
        Some(if operand.sign == Sign::Plus { value } else { -value })
    };
    let sum = |side: &[Operand]| side.iter().map(value).sum::<Option<i128>>();
    Some(sum(&identity.left)? - sum(&identity.right)?)
}

/// Whether every identity that can be decided holds.
pub(super) fn holds(form: &Form, rules: &Rules, report: &Report, other: &[(usize, i128)]) -> bool {
    rules.identities(&form.edition).all(|(_, identity)| {
        off(identity, report, other).is_none_or(|off| match identity.relation {
            Relation::Equal => off == 0,
            Relation::AtLeast => off >= 0,
            Relation::AtMost => off <= 0,
        })
    })
}

/// The equalities that do not hold, and by how much.
fn violated<'a>(form: &Form, rules: &'a Rules, report: &Report, other: &[(usize, i128)]) -> Vec<(&'a Identity, i128)> {
    let equalities = rules.identities(&form.edition).map(|(_, identity)| identity);
    equalities
        .filter(|identity| identity.relation == Relation::Equal)
        .filter_map(|identity| Some((identity, off(identity, report, other)?)))
        .filter(|(_, off)| *off != 0)
        .collect()
}

fn figure(report: &Report, cell: usize) -> Option<i128> {
    report.cells[cell].state.number().filter(|value| value.scale() == 0)?.to_i128()
}

/// Every single cell, with its value, whose change satisfies all identities.
pub(super) fn lone_cells(form: &Form, rules: &Rules, report: &Report) -> Vec<(CellId, i128)> {
    let violated = violated(form, rules, report, &[]);
    let mut found = Vec::new();
    for (cell, id) in form.cells.iter().map(|cell| &cell.id).enumerate() {
        let Some(value) = figure(report, cell) else { continue };
        for proposed in proposals(&violated, cell, value) {
            if holds(form, rules, report, &[(cell, proposed)]) {
                found.push((id.clone(), proposed));
            }
        }
    }
    found
}

/// Every pair of cells, with values, whose change satisfies all identities.
pub(super) fn pairs(form: &Form, rules: &Rules, report: &Report) -> Vec<Vec<(CellId, i128)>> {
    let mut found: Vec<Vec<(CellId, i128)>> = Vec::new();
    let figures = || (0..form.cells.len()).filter_map(|cell| Some((cell, figure(report, cell)?)));
    let before = violated(form, rules, report, &[]);
    for (one, value) in figures() {
        for first in proposals(&before, one, value) {
            let between = violated(form, rules, report, &[(one, first)]);
            for (other, value) in figures().filter(|(other, _)| *other != one) {
                for second in proposals(&between, other, value) {
                    let mut set = vec![(one, first), (other, second)];
                    if holds(form, rules, report, &set) {
                        set.sort_unstable();
                        let set = set.into_iter().map(|(cell, value)| (form.cells[cell].id.clone(), value)).collect();
                        if !found.contains(&set) {
                            found.push(set);
                        }
                    }
                }
            }
        }
    }
    found
}

/// The values of a cell of which each would make one identity hold that does not.
fn proposals(violated: &[(&Identity, i128)], cell: usize, value: i128) -> Vec<i128> {
    let mut values = Vec::new();
    for (identity, off) in violated {
        let factor = |side: &[Operand]| {
            let terms = side.iter().filter(|operand| operand.source == Source::Cell(cell));
            terms.map(|operand| if operand.sign == Sign::Plus { 1 } else { -1 }).sum::<i128>()
        };
        let factor = factor(&identity.left) - factor(&identity.right);
        if factor == 0 || off % factor != 0 {
            continue;
        }
        let proposed = value - off / factor;
        if proposed >= 0 && !values.contains(&proposed) {
            values.push(proposed);
        }
    }
    values
}
