//! The equations of one report in integers: what each is off by, and which cells stand in it with which sign.
//! What is not known of a cell is not made up: its equations become bounds, or say nothing.

use rust_decimal::Decimal;

use crate::form::NumberType;
use crate::model::{CellState, Relation, Sign};
use crate::rules::{Case, Identity, Operand, Rules, Source};

/// Which equations are put into the problem, and which cells may be blamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// All that is certain, last year's figures included; blame the cells that were read with certainty.
    BothYears,
    /// The same without the equations that need last year's report.
    OneYear,
    /// The equations in which the reading of a cell is unsure, taken as read; blame only those cells.
    Unsure,
}

/// The equations and the cells of one report.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) equations: Vec<Equation>,
    /// By position in the form.
    pub(super) figures: Vec<Figure>,
}

/// One equation: the sum of its terms, of which `off` is the value, must be what `demand` says.
#[derive(Debug)]
pub(super) struct Equation {
    pub(super) rule: String,
    /// The cells of this report that stand in it, in the order of the form.
    pub(super) cells: Vec<usize>,
    /// The cells that may be blamed, each with its factor.
    pub(super) terms: Vec<(usize, i128)>,
    pub(super) off: i128,
    pub(super) demand: Demand,
    pub(super) across_years: bool,
    /// Where it is a plain sum of several cells: the cells, and the total that somebody wrote down.
    pub(super) sum: Option<(Vec<usize>, usize)>,
}

/// What the value of an equation must be. An unknown cell, which is zero or more, leaves only a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    Zero,
    AtLeastZero,
    AtMostZero,
}

/// One cell as the equations see it.
#[derive(Debug, Default)]
pub(super) struct Figure {
    /// `None` where nothing is known or nothing may be blamed.
    pub(super) found: Option<i128>,
    /// Whether it may fall below zero, as a change on the year before.
    pub(super) is_signed: bool,
    /// Equations that must come to zero, with the cell's factor in each.
    pub(super) exact: Vec<(usize, i128)>,
    /// Equations that only bound.
    pub(super) bounds: Vec<(usize, i128)>,
}

impl Figure {
    /// Whether a figure may stand in the cell.
    pub(super) const fn allows(&self, value: i128) -> bool {
        self.is_signed || value >= 0
    }
}

impl Demand {
    pub(super) const fn is_met(self, value: i128) -> bool {
        match self {
            Self::Zero => value == 0,
            Self::AtLeastZero => value >= 0,
            Self::AtMostZero => value <= 0,
        }
    }
}

impl Problem {
    /// Reads the equations of a report. One whose figures are too large for exact integers is left out.
    pub(super) fn read(case: &Case, rules: &Rules, scope: Scope) -> Self {
        let figures = case.report.cells.iter().enumerate().map(|(position, cell)| Figure {
            found: match (scope, cell.state) {
                (Scope::BothYears | Scope::OneYear, CellState::Number(value))
                | (Scope::Unsure, CellState::Unsure(Some(value))) => integer(value),
                _ => None,
            },
            is_signed: number(case, position) == Some(NumberType::Change),
            ..Figure::default()
        });
        let mut problem = Self { equations: Vec::new(), figures: figures.collect() };
        for (rule, identity) in rules.identities(&case.form.edition) {
            if let Some(equation) = equation(case, &rule.id, identity, scope) {
                problem.add(equation);
            }
        }
        problem
    }

    fn add(&mut self, mut equation: Equation) {
        let index = self.equations.len();
        equation.terms.retain(|(cell, factor)| *factor != 0 && self.figures[*cell].found.is_some());
        for (cell, factor) in &equation.terms {
            let figure = &mut self.figures[*cell];
            let kind = if equation.demand == Demand::Zero { &mut figure.exact } else { &mut figure.bounds };
            kind.push((index, *factor));
        }
        self.equations.push(equation);
    }

    /// The equations that do not come to zero as they must, in groups that share no cell, not even over others.
    pub(super) fn violated(&self) -> Vec<Vec<usize>> {
        let is_violated = |index: usize| self.equations[index].demand == Demand::Zero && self.equations[index].off != 0;
        let mut seen = vec![false; self.equations.len()];
        let mut groups = Vec::new();
        for start in 0..self.equations.len() {
            if !is_violated(start) || seen[start] {
                continue;
            }
            let mut group = Vec::new();
            let mut open = vec![start];
            seen[start] = true;
            while let Some(index) = open.pop() {
                if is_violated(index) {
                    group.push(index);
                }
                for (cell, _) in &self.equations[index].terms {
                    for (other, _) in &self.figures[*cell].exact {
                        if !std::mem::replace(&mut seen[*other], true) {
                            open.push(*other);
                        }
                    }
                }
            }
            group.sort_unstable();
            groups.push(group);
        }
        groups
    }
}

/// A whole number as an integer; `None` for a fraction, which no count can be.
fn integer(value: Decimal) -> Option<i128> {
    let value = value.normalize();
    (value.scale() == 0).then(|| value.mantissa())
}

fn number(case: &Case, position: usize) -> Option<NumberType> {
    let cell = case.form.cells.get(position)?;
    Some(case.form.tables[cell.table].columns[cell.column].number)
}

/// What is known of one figure.
enum Known {
    Value(i128),
    /// Taken as read.
    Unsure(i128),
    /// Zero or more, nobody knows.
    Unknown,
}

fn known(case: &Case, operand: &Operand, scope: Scope) -> Option<Known> {
    let state = match &operand.source {
        Source::Constant(value) => CellState::Number(*value),
        Source::Cell(position) => {
            let is_count = matches!(number(case, *position)?, NumberType::Count | NumberType::Change);
            if !is_count {
                return None;
            }
            case.report.cells.get(*position)?.state
        }
        Source::LastYear(_) if scope == Scope::OneYear => return None,
        Source::LastYear(id) => CellState::Number(case.last_year?.report.cell(id)?.state.number()?),
    };
    match state {
        CellState::Number(value) => integer(value).map(Known::Value),
        CellState::Unsure(Some(value)) if scope == Scope::Unsure => integer(value).map(Known::Unsure),
        CellState::Blank | CellState::NotApplicable | CellState::Text | CellState::Missing | CellState::Unsure(_) => {
            Some(Known::Unknown)
        }
    }
}

/// An identity as an equation; `None` where it says nothing of these figures.
fn equation(case: &Case, rule: &str, identity: &Identity, scope: Scope) -> Option<Equation> {
    let (mut off, mut raises, mut lowers, mut unsure) = (0i128, false, false, false);
    let (mut terms, mut cells): (Vec<(usize, i128)>, Vec<usize>) = (Vec::new(), Vec::new());
    let left = identity.left.iter().map(|operand| (operand, 1));
    for (operand, side) in left.chain(identity.right.iter().map(|operand| (operand, -1))) {
        let factor = match operand.sign {
            Sign::Plus => side,
            Sign::Minus => -side,
        };
        match known(case, operand, scope)? {
            Known::Value(value) => off = off.checked_add(value.checked_mul(factor)?)?,
            Known::Unsure(value) => {
                unsure = true;
                off = off.checked_add(value.checked_mul(factor)?)?;
            }
            Known::Unknown if factor > 0 => raises = true,
            Known::Unknown => lowers = true,
        }
        if let Source::Cell(cell) = operand.source {
            cells.push(cell);
            match terms.iter_mut().find(|(known, _)| *known == cell) {
                Some((_, sum)) => *sum += factor,
                None => terms.push((cell, factor)),
            }
        }
    }
    let demand = demand(identity.relation, raises, lowers)?;
    if scope == Scope::Unsure && (!unsure || demand != Demand::Zero) {
        return None;
    }
    cells.sort_unstable();
    cells.dedup();
    let sources = || identity.left.iter().chain(&identity.right).map(|operand| &operand.source);
    let across_years = sources().any(|source| matches!(source, Source::LastYear(_)));
    Some(Equation { rule: rule.to_owned(), cells, terms, off, demand, across_years, sum: sum(identity) })
}

/// What remains to be demanded when unknown terms raise or lower the value.
const fn demand(relation: Relation, raises: bool, lowers: bool) -> Option<Demand> {
    match (relation, raises, lowers) {
        (Relation::Equal, false, false) => Some(Demand::Zero),
        (Relation::Equal, true, false) | (Relation::AtMost, _, false) => Some(Demand::AtMostZero),
        (Relation::Equal, false, true) | (Relation::AtLeast, false, _) => Some(Demand::AtLeastZero),
        (Relation::Equal, true, true) | (Relation::AtLeast, true, _) | (Relation::AtMost, _, true) => None,
    }
}

/// The addends and the total of a plain sum.
fn sum(identity: &Identity) -> Option<(Vec<usize>, usize)> {
    let cell = |operand: &Operand| match (operand.sign, &operand.source) {
        (Sign::Plus, Source::Cell(cell)) => Some(*cell),
        _ => None,
    };
    let [total] = identity.right.as_slice() else { return None };
    let addends: Vec<usize> = identity.left.iter().map(cell).collect::<Option<_>>()?;
    (identity.relation == Relation::Equal && addends.len() > 2).then_some((addends, cell(total)?))
}
