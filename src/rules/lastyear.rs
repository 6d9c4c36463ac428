//! This year's tables and prose against last year's, where an equation or a threshold does not say it.

use rust_decimal::Decimal;

use super::Past;
use super::claims;
use super::inspection::{Inspection, Values};
use crate::form::Form;
use crate::model::{Cell, CellId, CellState, Outcome, Phrase, Reason, Topic};

const RECEIVED: &str = "requests.new_received@total";
const FEES: &str = "disclosure.art20_8.fees@amount_wan";

fn no_last_year(inspection: &Inspection) -> Vec<Outcome> {
    let message = Phrase::new("没有上年报告，未核对。", "No report of last year at hand; not checked.");
    vec![inspection.undecided(Reason::NoLastYear, Vec::new(), message)]
}

/// Tables whose figures are all last year's (YOY-04).
pub(super) fn same_tables(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let Some(past) = case.last_year else { return no_last_year(inspection) };
    if past.report.form != case.report.form {
        return vec![other_edition(inspection, past)];
    }
    let fewest = usize::try_from(inspection.parameter("fewest")).unwrap_or(usize::MAX);
    let mut outcomes = Vec::new();
    for (index, table) in case.form.tables.iter().enumerate() {
        let places = case.form.cells.iter().enumerate().filter(|(_, cell)| cell.table == index);
        let pairs: Vec<(&Cell, &Cell)> = places
            .filter_map(|(place, _)| Some((case.report.cells.get(place)?, past.report.cells.get(place)?)))
            .collect();
        let numbers = |(new, old): &(&Cell, &Cell)| Some((new.state.number()?, old.state.number()?));
        let figures: Vec<(Decimal, Decimal)> = pairs.iter().filter_map(numbers).collect();
        let present = figures.iter().filter(|(new, _)| !new.is_zero()).count();
        let same = figures.len() == pairs.len() && figures.iter().all(|(new, old)| new == old);
        if !same || present < fewest {
            if !figures.is_empty() {
                outcomes.push(Outcome::Pass);
            }
            continue;
        }
        let is_figure = |(new, _): &&(&Cell, &Cell)| new.state.number().is_some_and(|value| !value.is_zero());
        let cells: Vec<CellId> = pairs.iter().filter(is_figure).map(|(new, _)| new.id.clone()).collect();
        let values = Values::default()
            .phrase("table", Phrase::new(table.title.as_str(), table.en.as_str()))
            .text("count", present);
        outcomes.push(inspection.fail(&values, &cells, None, None));
    }
    if outcomes.is_empty() { vec![nothing_to_compare(inspection)] } else { outcomes }
}

fn other_edition(inspection: &Inspection, past: &Past) -> Outcome {
    let edition = &past.report.form;
    let message = Phrase::new(
        format!("上年报告用的是{edition}版表格，不作比较。"),
        format!("Last year's report follows the form of {edition}; not compared."),
    );
    inspection.undecided(Reason::NotComparable, Vec::new(), message)
}

fn nothing_to_compare(inspection: &Inspection) -> Outcome {
    let message = Phrase::new("没有可比的数字，未核对。", "There is no figure to compare; not checked.");
    inspection.undecided(Reason::NotAssessable, Vec::new(), message)
}

/// Last year's figure left in the prose (YOY-08): wrong for this year's table, right for last year's.
pub(super) fn stale(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let Some(past) = case.last_year else { return no_last_year(inspection) };
    let now = claims::number(inspection, RECEIVED);
    let then = past.report.cell(&CellId::from(RECEIVED)).and_then(|cell| cell.state.number());
    let (Some(now), Some(then)) = (now, then) else { return vec![nothing_to_compare(inspection)] };
    let stated: Vec<(Decimal, crate::model::Span)> = inspection
        .prose
        .claims()
        .iter()
        .filter(|claim| claim.topic == Topic::Received && claim.link.is_some())
        .map(|claim| (claim.value, claim.span))
        .collect();
    if stated.is_empty() {
        return vec![claims::not_stated(inspection)];
    }
    let outcome = |(value, span): &(Decimal, crate::model::Span)| {
        if *value == now || *value != then || value.is_zero() {
            return Outcome::Pass;
        }
        let values = Values::default()
            .text("quote", inspection.quote(*span))
            .text("old", then.normalize())
            .text("new", now.normalize());
        inspection.fail(&values, &[CellId::from(RECEIVED)], Some(*span), None)
    };
    stated.iter().map(outcome).collect()
}

/// Cells that the two editions count differently (YOY-09), told once.
pub(super) fn editions(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let Some(past) = case.last_year else { return no_last_year(inspection) };
    if past.report.form == case.report.form {
        return vec![Outcome::Pass];
    }
    let Some(old) = case.forms.iter().find(|form| form.edition == past.report.form) else {
        return vec![other_edition(inspection, past)];
    };
    let lost: Vec<CellId> = incomparable(case.form, old);
    let mut rows: Vec<Phrase> = lost.iter().map(|id| inspection.row_label(id.row())).collect();
    rows.dedup();
    let join = |text: fn(&Phrase) -> &str, sign: &str| rows.iter().map(text).collect::<Vec<_>>().join(sign);
    let values = Values::default()
        .phrase("rows", Phrase::new(join(|row| &row.zh, "、"), join(|row| &row.en, ", ")))
        .text("edition", &past.report.form)
        .text("count", lost.len());
    let title = case.report.title.as_ref().map(|title| title.span);
    vec![inspection.fail(&values, &lost, title, None)]
}

/// The cells of this form that the other has under no name, tables that are the same in both left out (domain 2.7).
fn incomparable(form: &Form, old: &Form) -> Vec<CellId> {
    // 处理决定数量 is counted alike in both editions, and the parts of 其他处理 add up to the row of the other.
    let comparable = |id: &CellId| id.column() == "decisions" || id.row().starts_with("requests.results.other");
    let cells = form.cells.iter().map(|cell| &cell.id);
    cells.filter(|id| old.position(id).is_none() && !comparable(id)).cloned().collect()
}

/// An amount that is probably in 元 (YOY-11): ten thousand times last year's or a ten-thousandth, or a large round sum.
pub(super) fn fee_unit(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let id = CellId::from(FEES);
    let Some(amount) = claims::number(inspection, FEES) else { return vec![nothing_to_compare(inspection)] };
    let old = case.last_year.and_then(|past| past.report.cell(&id)).and_then(|cell| match cell.state {
        CellState::Number(value) => Some(value),
        CellState::Blank | CellState::NotApplicable | CellState::Text | CellState::Missing | CellState::Unsure(_) => {
            None
        }
    });
    let wan = Decimal::from(10_000);
    let near = |value: Decimal, other: Decimal| {
        let tenth = other.abs() / Decimal::TEN;
        !other.is_zero() && (value - other).abs() <= tenth
    };
    let slipped = old.is_some_and(|old| {
        !old.is_zero()
            && !amount.is_zero()
            && (old.checked_mul(wan).is_some_and(|yuan| near(amount, yuan))
                || amount.checked_mul(wan).is_some_and(|yuan| near(yuan, old)))
    });
    let large = amount.is_integer() && amount >= inspection.parameter("large");
    if !(slipped || large) {
        return if old.is_none() && case.last_year.is_none() { no_last_year(inspection) } else { vec![Outcome::Pass] };
    }
    let values = Values::default().text("amount", amount.normalize());
    let Some(old) = old else {
        let template = inspection.variant("alone");
        return vec![inspection.fail_with(template, inspection.rule.severity, &values, &[id], None, None)];
    };
    vec![inspection.fail(&values.text("old", old.normalize()), &[id], None, None)]
}
