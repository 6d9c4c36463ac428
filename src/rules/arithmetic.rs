//! Evaluates the identities of an equation rule with what is known of the cells (domain 3.1): zero, blank and absent differ.

use rust_decimal::Decimal;

use super::cells::is_too_long;
use super::equation::{Equation, Identity, Operand, Source};
use super::inspection::{Inspection, Values};
use crate::form::Form;
use crate::model::{Cell, CellId, CellState, Outcome, Phrase, Proof, Reason, Relation, Sign, Term, TermSource};

/// The most terms of a side that a message writes out with its zeros.
const TERMS_IN_FULL: usize = 7;

/// One outcome for each identity of the report's edition.
pub(super) fn check(inspection: &Inspection, equation: &Equation) -> Vec<Outcome> {
    let edition = &inspection.case.form.edition;
    let Some((_, identities)) = equation.identities.iter().find(|(known, _)| known == edition) else {
        return Vec::new();
    };
    if needs_last_year(identities)
        && let Some(unusable) = last_year_unusable(inspection, identities)
    {
        return vec![unusable];
    }
    identities.iter().map(|identity| decide(inspection, identity)).collect()
}

/// One identity. Whole figures are added as integers: nearly every identity passes, and that path must cost nothing.
fn decide(inspection: &Inspection, identity: &Identity) -> Outcome {
    let cells = &inspection.case.report.cells;
    if let (Some(left), Some(right)) = (whole_sum(&identity.left, cells), whole_sum(&identity.right, cells))
        && holds(identity.relation, left.cmp(&right))
    {
        return Outcome::Pass;
    }
    let left = Side::read(inspection, &identity.left);
    let right = Side::read(inspection, &identity.right);
    if left.unknown.is_empty() && right.unknown.is_empty() {
        if holds(identity.relation, left.sum.cmp(&right.sum)) {
            return Outcome::Pass;
        }
        return fail(inspection, identity, &left, &right);
    }
    with_unknowns(inspection, identity, &left, &right)
}

/// The sum of a side when all its figures are whole numbers read with certainty.
fn whole_sum(side: &[Operand], cells: &[Cell]) -> Option<i128> {
    let mut sum = 0i128;
    for operand in side {
        let value = match &operand.source {
            Source::Cell(position) => cells.get(*position)?.state.number()?,
            Source::Constant(value) => *value,
            Source::LastYear(_) => return None,
        };
        if value.scale() != 0 {
            return None;
        }
        match operand.sign {
            Sign::Plus => sum += value.mantissa(),
            Sign::Minus => sum -= value.mantissa(),
        }
    }
    Some(sum)
}

const fn holds(relation: Relation, order: std::cmp::Ordering) -> bool {
    match relation {
        Relation::Equal => order.is_eq(),
        Relation::AtLeast => order.is_ge(),
        Relation::AtMost => order.is_le(),
    }
}

/// One side of an identity: what is known, and what is not.
struct Side {
    sum: Decimal,
    terms: Vec<Term>,
    unknown: Vec<Unknown>,
}

struct Unknown {
    source: TermSource,
    sign: Sign,
    /// Whether it is an empty cell, which some take for zero; anything else says nothing about its value.
    state: CellState,
}

impl Side {
    fn read(inspection: &Inspection, operands: &[Operand]) -> Self {
        let mut side = Self { sum: Decimal::ZERO, terms: Vec::new(), unknown: Vec::new() };
        for operand in operands {
            let (source, state) = read(inspection, &operand.source);
            let Some(value) = state.number() else {
                side.unknown.push(Unknown { source, sign: operand.sign, state });
                continue;
            };
            match operand.sign {
                Sign::Plus => side.sum += value,
                Sign::Minus => side.sum -= value,
            }
            side.terms.push(Term { source, value, sign: operand.sign });
        }
        side
    }

    /// The sum as a person would write it down: `5+1=6`, without zeros where there are many terms.
    fn written(&self) -> String {
        let all = self.terms.len() <= TERMS_IN_FULL;
        let mut text = String::new();
        let mut count = 0;
        for term in self.terms.iter().filter(|term| all || !term.value.is_zero()) {
            match (term.sign, text.is_empty()) {
                (Sign::Plus, true) => {}
                (Sign::Plus, false) => text.push('+'),
                (Sign::Minus, _) => text.push('-'),
            }
            text.push_str(&term.value.normalize().to_string());
            count += 1;
        }
        match count {
            0 => "0".to_owned(),
            1 => text,
            _ => format!("{text}={}", self.sum.normalize()),
        }
    }
}

fn read(inspection: &Inspection, source: &Source) -> (TermSource, CellState) {
    let case = inspection.case;
    match source {
        Source::Constant(value) => (TermSource::Constant, CellState::Number(*value)),
        Source::Cell(position) => {
            let id = case.form.cells[*position].id.clone();
            let state = case.report.cells.get(*position).map_or(CellState::Missing, |cell| cell.state);
            (TermSource::Cell(id), state)
        }
        Source::LastYear(id) => {
            // Both reports are most often of one edition.
            let position = case.form.position(id).unwrap_or_default();
            let cell = case.last_year.and_then(|past| past.report.cell_near(position, id));
            (TermSource::LastYear(id.clone()), cell.map_or(CellState::Missing, |cell| cell.state))
        }
    }
}

fn with_unknowns(inspection: &Inspection, identity: &Identity, left: &Side, right: &Side) -> Outcome {
    let undecided = |(reason, message)| inspection.undecided(reason, cells_in_the_way(left, right), message);
    if let Some(cell) = left.unknown.iter().chain(&right.unknown).find(|cell| cell.state != CellState::Blank) {
        return undecided((Reason::NotAssessable, unreadable(inspection, cell)));
    }
    if left.terms.is_empty() || right.terms.is_empty() {
        return undecided((Reason::NotAssessable, nothing_stated(inspection, left, right)));
    }
    let known = left.sum - right.sum;
    if fails_whatever_the_blanks_are(identity.relation, known, left, right) {
        return fail(inspection, identity, left, right);
    }
    undecided(what_blanks_would_mean(inspection, identity.relation, known, left, right))
}

/// Blanks stand for zero or more; moved to the left, those on the right pull the other way.
fn fails_whatever_the_blanks_are(relation: Relation, known: Decimal, left: &Side, right: &Side) -> bool {
    let has = |side: &Side, sign: Sign| side.unknown.iter().any(|cell| cell.sign == sign);
    let raises = has(left, Sign::Plus) || has(right, Sign::Minus);
    let lowers = has(left, Sign::Minus) || has(right, Sign::Plus);
    match relation {
        Relation::Equal => (known > Decimal::ZERO && !lowers) || (known < Decimal::ZERO && !raises),
        Relation::AtLeast => known < Decimal::ZERO && !raises,
        Relation::AtMost => known > Decimal::ZERO && !lowers,
    }
}

/// One side is nothing but blanks, as a total that nobody filled in: what the other side says about it.
fn nothing_stated(inspection: &Inspection, left: &Side, right: &Side) -> Phrase {
    let (blank, other) = if left.terms.is_empty() { (left, right) } else { (right, left) };
    let labels = labels(inspection, blank.unknown.iter());
    let sum = other.sum.normalize();
    if other.unknown.is_empty() {
        return Phrase::new(
            format!("{}空白，无法核对；其余各项之和为{sum}。", labels.zh),
            format!("{} blank, nothing to compare with; the other figures come to {sum}.", labels.en),
        );
    }
    Phrase::new(
        format!("{}空白，无法核对；已知各项之和为{sum}，即至少{sum}。", labels.zh),
        format!("{} blank, nothing to compare with; the known figures come to {sum}, so at least {sum}.", labels.en),
    )
}

fn what_blanks_would_mean(
    inspection: &Inspection,
    relation: Relation,
    known: Decimal,
    left: &Side,
    right: &Side,
) -> (Reason, Phrase) {
    let blank = labels(inspection, left.unknown.iter().chain(&right.unknown));
    let needed = known.abs().normalize();
    if holds(relation, known.cmp(&Decimal::ZERO)) {
        let zh = format!("{}空白；若为0则相符。", blank.zh);
        return (Reason::PassIfBlankIsZero, Phrase::new(zh, format!("{} blank; it holds if blank means 0.", blank.en)));
    }
    if relation == Relation::Equal && left.unknown.len() + right.unknown.len() == 1 {
        let zh = format!("{}空白；按其他各项推算应为{needed}。", blank.zh);
        return (Reason::Implied, Phrase::new(zh, format!("{} blank; the other figures imply {needed}.", blank.en)));
    }
    let zh = format!("{}空白，尚差{needed}，无法核对。", blank.zh);
    (Reason::NotAssessable, Phrase::new(zh, format!("{} blank; {needed} is unaccounted for.", blank.en)))
}

/// The cells of this report that are not known; where only last year's are not, those that wait for them.
fn cells_in_the_way(left: &Side, right: &Side) -> Vec<CellId> {
    let this_year = |source: &TermSource| match source {
        TermSource::Cell(id) => Some(id.clone()),
        TermSource::LastYear(_) | TermSource::Prose(_) | TermSource::Constant => None,
    };
    let unknown: Vec<CellId> =
        left.unknown.iter().chain(&right.unknown).filter_map(|cell| this_year(&cell.source)).collect();
    if unknown.is_empty() {
        return left.terms.iter().chain(&right.terms).filter_map(|term| this_year(&term.source)).collect();
    }
    unknown
}

fn labels<'a>(inspection: &Inspection, cells: impl Iterator<Item = &'a Unknown>) -> Phrase {
    let (zh, en): (Vec<String>, Vec<String>) =
        cells.map(|cell| label(inspection, cell)).map(|label| (format!("“{}”", label.zh), label.en)).unzip();
    Phrase::new(zh.join("、"), en.join(", "))
}

fn label(inspection: &Inspection, cell: &Unknown) -> Phrase {
    match &cell.source {
        TermSource::Cell(id) => inspection.cell_label(id),
        TermSource::LastYear(id) => {
            let label = inspection.cell_label(id);
            Phrase::new(format!("上年报告 {}", label.zh), format!("last year's {}", label.en))
        }
        TermSource::Prose(_) | TermSource::Constant => Phrase::default(),
    }
}

fn unreadable(inspection: &Inspection, cell: &Unknown) -> Phrase {
    let label = label(inspection, cell);
    let is_too_long = match &cell.source {
        TermSource::Cell(id) => inspection.case.report.cell(id).is_some_and(is_too_long),
        TermSource::LastYear(_) | TermSource::Prose(_) | TermSource::Constant => false,
    };
    let (zh, en) = match cell.state {
        CellState::Text if is_too_long => ("位数太多", "has more digits than can be checked"),
        CellState::Missing => ("缺失", "is missing"),
        CellState::NotApplicable => ("填的是符号", "holds a sign instead of a number"),
        CellState::Text => ("不是数字", "is no number"),
        CellState::Unsure(_) => ("读数不确定", "was not read with certainty"),
        CellState::Blank => ("空白", "is blank"),
        CellState::Number(_) => ("已知", "is known"),
    };
    Phrase::new(format!("“{}”{zh}，无法核对。", label.zh), format!("{} {en}; it cannot be checked.", label.en))
}

fn fail(inspection: &Inspection, identity: &Identity, left: &Side, right: &Side) -> Outcome {
    let of_this_year = |side: &[Term]| -> Vec<CellId> {
        side.iter()
            .filter_map(|term| match &term.source {
                TermSource::Cell(id) => Some(id.clone()),
                TermSource::LastYear(_) | TermSource::Prose(_) | TermSource::Constant => None,
            })
            .collect()
    };
    let (summed, stated) = (of_this_year(&left.terms), of_this_year(&right.terms));
    // A lone cell on the right is the total that somebody wrote down: that is where a reader looks first.
    let cells: Vec<CellId> = match stated.len() {
        1 => stated.into_iter().chain(summed).collect(),
        _ => summed.into_iter().chain(stated).collect(),
    };
    let delta = left.sum - right.sum;
    let values = Values::default()
        .phrase("row", inspection.row_label(&identity.row))
        .phrase("column", inspection.column_label(&cells.first().cloned().unwrap_or_else(|| CellId::from(""))))
        .text("left", left.written())
        .text("right", right.written())
        .text("left_sum", left.sum.normalize())
        .text("right_sum", right.sum.normalize())
        .text("delta", delta.abs().normalize());
    let values = numbered(values, left, right);
    let proof = Proof { left: left.terms.clone(), relation: identity.relation, right: right.terms.clone(), delta };
    inspection.fail(&values, &cells, None, Some(proof))
}

/// Each single figure under the name of its place, `left1`, `right2`, for messages that name them one by one.
fn numbered(mut values: Values, left: &Side, right: &Side) -> Values {
    const LEFT: [&str; 3] = ["left1", "left2", "left3"];
    const RIGHT: [&str; 3] = ["right1", "right2", "right3"];
    for (names, side) in [(LEFT, left), (RIGHT, right)] {
        for (name, term) in names.into_iter().zip(&side.terms) {
            values = values.text(name, term.value.normalize());
        }
    }
    values
}

fn last_year_cells(identities: &[Identity]) -> impl Iterator<Item = &CellId> {
    identities.iter().flat_map(|identity| identity.left.iter().chain(&identity.right)).filter_map(|operand| {
        match &operand.source {
            Source::LastYear(id) => Some(id),
            Source::Cell(_) | Source::Constant(_) => None,
        }
    })
}

fn needs_last_year(identities: &[Identity]) -> bool {
    last_year_cells(identities).next().is_some()
}

/// Why last year's report cannot be used at all: there is none, or its edition does not have the cells.
fn last_year_unusable(inspection: &Inspection, identities: &[Identity]) -> Option<Outcome> {
    let Some(past) = inspection.case.last_year else {
        let message = Phrase::new("没有上年报告，未核对。", "No report of last year at hand; not checked.");
        return Some(inspection.undecided(Reason::NoLastYear, Vec::new(), message));
    };
    let form: Option<&Form> = inspection.case.forms.iter().find(|form| form.edition == past.report.form);
    let comparable = form.is_some_and(|form| last_year_cells(identities).all(|id| form.position(id).is_some()));
    if comparable {
        return None;
    }
    let edition = &past.report.form;
    let message = Phrase::new(
        format!("上年报告用的是{edition}版表格，没有对应的栏目，不作比较。"),
        format!("Last year's report follows the form of {edition}, which has no such cell."),
    );
    Some(inspection.undecided(Reason::NotComparable, Vec::new(), message))
}
