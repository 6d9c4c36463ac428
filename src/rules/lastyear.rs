//! This year's tables and prose against last year's, where an equation or a threshold does not say it.

use rust_decimal::Decimal;

use super::claims;
use super::inspection::{Inspection, Values};
use super::{Case, Past};
use crate::diff::{Comparison, Counterpart, counterpart, counterparts};
use crate::form::Form;
use crate::model::{
    Agreement, CellId, CellState, Claim, Link, Outcome, Phrase, Proof, Reason, Relation, Report, Sign, Term,
    TermSource, Topic,
};

const FEES: &str = "disclosure.art20_8.fees@amount_wan";

fn no_last_year(inspection: &Inspection) -> Vec<Outcome> {
    let message = Phrase::new("没有上年报告，未核对。", "No report of last year at hand; not checked.");
    vec![inspection.undecided(Reason::NoLastYear, Vec::new(), message)]
}

/// Last year's figures that stand for a cell of this year, each read with certainty; `None` where the editions count
/// something else (domain 2.7).
pub(super) fn terms(case: &Case, past: &Past, id: &CellId) -> Option<Vec<Term>> {
    let old = case.forms.iter().find(|form| form.edition == past.report.form)?;
    let counterpart = counterpart(id, case.form, old);
    if counterpart.comparison != Comparison::Direct || counterpart.new.len() != 1 {
        return None;
    }
    let term = |id: CellId| {
        let value = past.report.cell(&id)?.state.number()?;
        Some(Term { source: TermSource::LastYear(id), value, sign: Sign::Plus })
    };
    counterpart.old.into_iter().map(term).collect()
}

/// Terms that are added, added up.
pub(super) fn sum(terms: &[Term]) -> Decimal {
    terms.iter().fold(Decimal::ZERO, |sum, term| sum.saturating_add(term.value))
}

/// Tables whose figures are all last year's (YOY-04).
pub(super) fn same_tables(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let Some(past) = case.last_year else { return no_last_year(inspection) };
    let Some(old) = case.forms.iter().find(|form| form.edition == past.report.form) else {
        return vec![other_edition(inspection, past)];
    };
    let fewest = usize::try_from(inspection.parameter("fewest")).unwrap_or(usize::MAX);
    let all = counterparts(case.form, old);
    let mut outcomes = Vec::new();
    for (index, table) in case.form.tables.iter().enumerate() {
        let of_table = |counterpart: &&Counterpart| {
            let place = counterpart.new.first().and_then(|id| case.form.position(id));
            place.is_some_and(|place| case.form.cells[place].table == index)
        };
        let Some(same) = sameness((case.report, case.form), (&past.report, old), all.iter().filter(of_table)) else {
            continue;
        };
        if same.differs || same.figures.len() < fewest {
            outcomes.push(Outcome::Pass);
            continue;
        }
        let values = Values::default()
            .phrase("table", Phrase::new(table.title.as_str(), table.en.as_str()))
            .text("count", same.figures.len());
        outcomes.push(inspection.fail(&values, &same.figures, None, None));
    }
    match (outcomes.is_empty(), past.report.form == case.report.form) {
        (false, _) => outcomes,
        (true, true) => vec![nothing_to_compare(inspection)],
        (true, false) => vec![other_edition(inspection, past)],
    }
}

/// A table beside last year's.
struct Sameness {
    /// This year's cells that hold a figure other than zero.
    figures: Vec<CellId>,
    differs: bool,
}

/// `None` where the editions count something else, a figure is not certain, or no figure is stated in both years.
fn sameness<'a>(
    new: (&Report, &Form),
    old: (&Report, &Form),
    table: impl Iterator<Item = &'a Counterpart>,
) -> Option<Sameness> {
    let mut same = Sameness { figures: Vec::new(), differs: false };
    let mut stated = false;
    for counterpart in table {
        if counterpart.comparison != Comparison::Direct {
            return None;
        }
        let (new, old) = (figure(new, &counterpart.new)?, figure(old, &counterpart.old)?);
        stated |= new.is_some() && old.is_some();
        // Only figures other than zero are compared, and a blank is none.
        let (new, old) = (new.unwrap_or_default(), old.unwrap_or_default());
        same.differs |= new != old;
        if !new.is_zero() {
            same.figures.extend(counterpart.new.iter().cloned());
        }
    }
    stated.then_some(same)
}

/// What cells hold together, `Some(None)` where nothing is written in them; `None` where one of them is not certain.
#[expect(clippy::option_option, reason = "not certain and nothing written are two things")]
fn figure((report, form): (&Report, &Form), cells: &[CellId]) -> Option<Option<Decimal>> {
    let mut sum = None;
    for id in cells {
        match report.cell_near(form.position(id)?, id)?.state {
            CellState::Number(value) => sum = Some(sum.unwrap_or(Decimal::ZERO).saturating_add(value)),
            CellState::Blank | CellState::NotApplicable => {}
            CellState::Text | CellState::Missing | CellState::Unsure(_) => return None,
        }
    }
    Some(sum)
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

/// Last year's figure left in the prose (YOY-08): wrong for this year's table, right for last year's. Every number of
/// which it is certain what it speaks of is looked at.
pub(super) fn stale(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let Some(past) = case.last_year else { return no_last_year(inspection) };
    let claims = inspection.prose.claims().iter();
    let linked: Vec<(&Claim, &[CellId])> = claims
        .filter_map(|claim| match &claim.link {
            Some(Link::Cells(cells)) => Some((claim, cells.as_slice())),
            Some(Link::Sum(_) | Link::Share { .. } | Link::Growth(_) | Link::Repeats(_) | Link::Fee(_)) | None => None,
        })
        .collect();
    if linked.is_empty() {
        return vec![claims::not_stated(inspection)];
    }
    let outcomes: Vec<Outcome> =
        linked.into_iter().filter_map(|(claim, cells)| left_over(inspection, past, claim, cells)).collect();
    if outcomes.is_empty() { vec![nothing_to_compare(inspection)] } else { outcomes }
}

/// One number of the prose; `None` where one of the two years does not state what it speaks of.
fn left_over(inspection: &Inspection, past: &Past, claim: &Claim, cells: &[CellId]) -> Option<Outcome> {
    let right = this_year(inspection, cells)?;
    let wan = claim.unit == "万元";
    let meanings = std::iter::once(cells.to_vec()).chain(other_meanings(claim.topic));
    let before: Vec<Decimal> = meanings.filter_map(|cells| before(inspection.case, past, &cells)).collect();
    if before.is_empty() {
        return None;
    }
    // 7229.98万元 is 7229.9817 as people print it.
    let is_old = |old: &&Decimal| **old == claim.value || (wan && old.round_dp(claim.value.scale()) == claim.value);
    let old = before.iter().find(is_old);
    // 未收到申请 is said in every such year.
    let Some(old) = old.filter(|_| claim.verdict == Agreement::Disagrees && !claim.value.is_zero()) else {
        return Some(Outcome::Pass);
    };
    let new = sum(&right);
    let values = Values::default()
        .text("quote", inspection.quote(claim.span))
        .text("old", old.normalize())
        .text("new", new.normalize())
        .text("unit", if wan { "万元" } else { "件" });
    let left = vec![Term { source: TermSource::Prose(claim.span), value: claim.value, sign: Sign::Plus }];
    let delta = claim.value.saturating_sub(new);
    let proof = Proof { left, relation: Relation::Equal, right, delta };
    Some(inspection.fail(&values, cells, Some(claim.span), Some(proof)))
}

fn this_year(inspection: &Inspection, cells: &[CellId]) -> Option<Vec<Term>> {
    let term = |id: &CellId| {
        let value = claims::number(inspection, id.as_str())?;
        Some(Term { source: TermSource::Cell(id.clone()), value, sign: Sign::Plus })
    };
    cells.iter().map(term).collect()
}

/// What last year's report states for these cells, added up.
pub(super) fn before(case: &Case, past: &Past, cells: &[CellId]) -> Option<Decimal> {
    let sums: Option<Vec<Decimal>> = cells.iter().map(|id| Some(sum(&terms(case, past, id)?))).collect();
    Some(sums?.into_iter().fold(Decimal::ZERO, Decimal::saturating_add))
}

/// What 受理 and 办理 may speak of besides the cells that they are held against (domain 3.3).
pub(super) fn other_meanings(topic: Topic) -> Vec<Vec<CellId>> {
    let meanings: &[&[&str]] = match topic {
        Topic::Accepted => &[&[claims::RECEIVED], &[claims::RECEIVED, claims::CARRIED_IN]],
        Topic::Handled => &[&[claims::RECEIVED], &[claims::RECEIVED, claims::CARRIED_IN], &[claims::RESULTS]],
        _ => &[],
    };
    meanings.iter().map(|cells| cells.iter().map(|cell| CellId::from(*cell)).collect()).collect()
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
    let none = |counterpart: &Counterpart| counterpart.comparison == Comparison::None;
    let lost: Vec<CellId> =
        counterparts(case.form, old).into_iter().filter(none).flat_map(|counterpart| counterpart.new).collect();
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

/// An amount that is probably in 元 (YOY-11): ten thousand times last year's or a ten-thousandth, or a large round sum.
pub(super) fn fee_unit(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let id = CellId::from(FEES);
    let Some(amount) = claims::number(inspection, FEES) else { return vec![nothing_to_compare(inspection)] };
    let before = case.last_year.and_then(|past| terms(case, past, &id));
    let old = before.as_deref().map(sum);
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
        return match (old, case.last_year) {
            (Some(_), _) => vec![Outcome::Pass],
            (None, None) => no_last_year(inspection),
            (None, Some(past)) if past.report.form != case.report.form => vec![other_edition(inspection, past)],
            (None, Some(_)) => vec![nothing_to_compare(inspection)],
        };
    }
    let values = Values::default().text("amount", amount.normalize());
    let (Some(old), Some(before)) = (old, before) else {
        let template = inspection.variant("alone");
        return vec![inspection.fail_with(template, inspection.rule.severity, &values, &[id], None, None)];
    };
    let left = vec![Term { source: TermSource::Cell(id.clone()), value: amount, sign: Sign::Plus }];
    let delta = amount.saturating_sub(old);
    let proof = Proof { left, relation: Relation::Equal, right: before, delta };
    vec![inspection.fail(&values.text("old", old.normalize()), &[id], None, Some(proof))]
}
