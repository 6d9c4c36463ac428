//! The same question answered the slow and plain way, to hold the quick one against.

use gouji::form::Form;
use gouji::model::{CellId, Relation, Report, Sign};
use gouji::rules::{Identity, Operand, Rules, Source};
use rust_decimal::Decimal;
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

/// Every single cell, with its value, whose change satisfies all identities.
pub(super) fn lone_cells(form: &Form, rules: &Rules, report: &Report) -> Vec<(CellId, i128)> {
    let mut found = Vec::new();
    for (cell, id) in form.cells.iter().map(|cell| &cell.id).enumerate() {
        let Some(value) = report.cells[cell].state.number().filter(|value| value.scale() == 0) else { continue };
        let value = value.to_i128().unwrap();
        for proposed in proposals(form, rules, report, &[], cell, value) {
            if holds(form, rules, report, &[(cell, proposed)]) && !found.contains(&(id.clone(), proposed)) {
                found.push((id.clone(), proposed));
            }
        }
    }
    found
}

/// Every pair of cells of some columns, with values, whose change satisfies all identities.
pub(super) fn pairs(form: &Form, rules: &Rules, report: &Report) -> Vec<Vec<(CellId, i128)>> {
    let figure = |cell: usize| report.cells[cell].state.number().and_then(|value: Decimal| value.to_i128());
    let mut found: Vec<Vec<(CellId, i128)>> = Vec::new();
    let cells = 0..form.cells.len();
    for one in cells.clone().filter(|cell| figure(*cell).is_some()) {
        for first in proposals(form, rules, report, &[], one, figure(one).unwrap()) {
            for other in cells.clone().filter(|cell| *cell != one && figure(*cell).is_some()) {
                for second in proposals(form, rules, report, &[(one, first)], other, figure(other).unwrap()) {
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

/// The values of a cell that would make one identity hold which does not.
fn proposals(
    form: &Form,
    rules: &Rules,
    report: &Report,
    other: &[(usize, i128)],
    cell: usize,
    value: i128,
) -> Vec<i128> {
    let mut values = Vec::new();
    for (_, identity) in rules.identities(&form.edition).filter(|(_, identity)| identity.relation == Relation::Equal) {
        let factor = |side: &[Operand]| {
            let terms = side.iter().filter(|operand| operand.source == Source::Cell(cell));
            terms.map(|operand| if operand.sign == Sign::Plus { 1 } else { -1 }).sum::<i128>()
        };
        let factor = factor(&identity.left) - factor(&identity.right);
        let Some(off) = off(identity, report, other).filter(|off| *off != 0 && factor != 0) else { continue };
        let proposed = value - off / factor;
        if off % factor == 0 && proposed >= 0 && !values.contains(&proposed) {
            values.push(proposed);
        }
    }
    values
}
