//! Figures against the same figures of last year, by thresholds.

use rust_decimal::Decimal;

use super::inspection::{Inspection, Values};
use super::kinds::{Change, Jump};
use super::lastyear;
use crate::model::{CellId, Outcome, Phrase, Proof, Reason, Relation, Sign, Term, TermSource};

/// One outcome for each cell that both years state; one that says why nothing was compared otherwise.
pub(super) fn check(inspection: &Inspection, changes: &[Change]) -> Vec<Outcome> {
    let case = inspection.case;
    let Some(past) = case.last_year else {
        let message = Phrase::new("没有上年报告，未核对。", "No report of last year at hand; not checked.");
        return vec![inspection.undecided(Reason::NoLastYear, Vec::new(), message)];
    };
    let mut outcomes = Vec::new();
    for change in changes {
        let of_edition = change.cells.iter().filter(|(edition, _)| *edition == case.form.edition);
        for position in of_edition.flat_map(|(_, positions)| positions) {
            let Some(cell) = case.report.cells.get(*position) else { continue };
            if let (Some(old), Some(new)) = (lastyear::terms(case, past, &cell.id), cell.state.number()) {
                outcomes.push(compare(inspection, &cell.id, &change.jump, old, new));
            }
        }
    }
    if outcomes.is_empty() {
        let message = Phrase::new(
            "两年没有都填了数字的可比栏目，未核对。",
            "No figure that can be compared is stated in both years; not checked.",
        );
        return vec![inspection.undecided(Reason::NotComparable, Vec::new(), message)];
    }
    outcomes
}

fn compare(inspection: &Inspection, id: &CellId, jump: &Jump, before: Vec<Term>, new: Decimal) -> Outcome {
    let old = lastyear::sum(&before);
    let delta = new.checked_sub(old).unwrap_or_default();
    let jumps = match jump {
        // From or to nothing there is no ratio, and another rule speaks.
        Jump::Ratio { floor, ratio } => {
            let (small, large) = (old.min(new), old.max(new));
            small > Decimal::ZERO
                && delta.abs() >= floor.value
                && small.checked_mul(ratio.value).is_some_and(|threshold| large >= threshold)
        }
        Jump::Zero { floor } => (old.is_zero() && new > Decimal::ZERO) || (new.is_zero() && old >= floor.value),
    };
    if !jumps || delta.is_zero() {
        return Outcome::Pass;
    }
    let percent = delta
        .checked_mul(Decimal::ONE_HUNDRED)
        .and_then(|share| share.checked_div(old))
        .map_or_else(|| "—".to_owned(), |share| format!("{:+}%", share.round_dp(1).normalize()));
    let values = Values::default()
        .phrase("cell", inspection.cell_label(id))
        .text("old", old.normalize())
        .text("new", new.normalize())
        .text("percent", percent);
    let proof = Proof {
        left: vec![Term { source: TermSource::Cell(id.clone()), value: new, sign: Sign::Plus }],
        relation: Relation::Equal,
        right: before,
        delta,
    };
    inspection.fail(&values, std::slice::from_ref(id), None, Some(proof))
}
