//! All years at hand for one body as a chain: what ties each year to the one before, link by link. Pure; which identities
//! tie two years is said by the rules and handed in.

use rust_decimal::Decimal;

use crate::model::{CellId, CellState, Report, Sign};

/// An identity that ties a year to the year before, as one edition of the form has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The rule that says it.
    pub rule: String,
    /// The edition that the later year follows.
    pub edition: String,
    /// What the later year states.
    pub left: Vec<Operand>,
    /// What it should be.
    pub right: Vec<Operand>,
}

/// A figure of a tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    pub sign: Sign,
    pub place: Place,
}

/// Where a figure of a tie stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the later year's report.
    Year(CellId),
    /// In the report on the year before.
    YearBefore(CellId),
    /// In the rule.
    Constant(Decimal),
}

/// One year at hand, read by its own form.
#[derive(Debug, Clone, Copy)]
pub struct Year<'a> {
    pub year: i32,
    pub report: &'a Report,
    /// The file it came from.
    pub source: &'a str,
}

/// Every year at hand with the links between neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// At least two, the oldest first.
    pub years: Vec<ChainYear>,
    /// One for each identity, in the order of the rules.
    pub rows: Vec<ChainRow>,
}

/// One year of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainYear {
    pub year: i32,
    /// The edition that its report was read by.
    pub form: String,
    pub source: String,
}

/// One identity over all years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainRow {
    pub rule: String,
    /// The cell that each year states; it names the row.
    pub cell: CellId,
    /// What each year states there, one for each year at hand; `Missing` where its form has no such cell.
    pub stated: Vec<CellState>,
    /// One between each two neighbouring years at hand: one fewer than years.
    pub links: Vec<Link>,
}

/// What one identity says of two neighbouring years at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub from: i32,
    pub to: i32,
    /// What the later year states.
    pub left: Vec<Figure>,
    /// What it should be.
    pub right: Vec<Figure>,
    pub standing: Standing,
}

/// A figure of a link with its year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub sign: Sign,
    /// `None` for a constant of the rule.
    pub at: Option<(i32, CellId)>,
    pub state: CellState,
}

/// Whether two neighbouring years fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Holds,
    /// What is stated, what it should be, and stated minus should.
    Broken {
        left: Decimal,
        right: Decimal,
        delta: Decimal,
    },
    Unknown(Gap),
}

/// Why a link cannot be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// One year or several between the two are not at hand.
    YearMissing,
    /// A figure is blank, missing, unsure or no number.
    NotANumber,
    /// The two years' forms do not count the same thing.
    NotComparable,
}

impl Gap {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::YearMissing => "year_missing",
            Self::NotANumber => "not_a_number",
            Self::NotComparable => "not_comparable",
        }
    }
}

impl Standing {
    /// The name in JSON.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Broken { .. } => "broken",
            Self::Unknown(_) => "unknown",
        }
    }
}

impl Chain {
    /// How many links are broken.
    #[must_use]
    pub fn broken(&self) -> usize {
        self.count(|standing| matches!(standing, Standing::Broken { .. }))
    }

    /// How many links hold.
    #[must_use]
    pub fn holding(&self) -> usize {
        self.count(|standing| matches!(standing, Standing::Holds))
    }

    /// How many links could not be judged.
    #[must_use]
    pub fn unknown(&self) -> usize {
        self.count(|standing| matches!(standing, Standing::Unknown(_)))
    }

    fn count(&self, of: impl Fn(&Standing) -> bool) -> usize {
        self.rows.iter().flat_map(|row| &row.links).filter(|link| of(&link.standing)).count()
    }
}

/// The chain over these years; `None` for fewer than two. The first of several reports on one year counts.
#[must_use]
pub fn chain(years: &[Year], ties: &[Tie]) -> Option<Chain> {
    let mut years = years.to_vec();
    years.sort_by_key(|year| year.year);
    years.dedup_by_key(|year| year.year);
    if years.len() < 2 {
        return None;
    }
    let known = |tie: &&Tie| years.iter().any(|year| year.report.form == tie.edition);
    let mut rows: Vec<ChainRow> = Vec::new();
    for tie in ties.iter().filter(known) {
        let Some(cell) = stated_cell(tie) else { continue };
        // Every edition has its own wording of a tie; together they are one row.
        if rows.iter().all(|row| row.rule != tie.rule || row.cell != *cell) {
            rows.push(row(&tie.rule, cell, &years, ties));
        }
    }
    let years = years
        .iter()
        .map(|year| ChainYear { year: year.year, form: year.report.form.clone(), source: year.source.to_owned() })
        .collect();
    Some(Chain { years, rows })
}

/// The cell of the later year that a tie is about: the first that it states.
fn stated_cell(tie: &Tie) -> Option<&CellId> {
    tie.left.iter().chain(&tie.right).find_map(|operand| match &operand.place {
        Place::Year(id) => Some(id),
        Place::YearBefore(_) | Place::Constant(_) => None,
    })
}

fn row(rule: &str, cell: &CellId, years: &[Year], ties: &[Tie]) -> ChainRow {
    let links = years.windows(2).map(|pair| link(rule, cell, (&pair[0], &pair[1]), ties)).collect();
    let stated = years.iter().map(|year| state(year.report, cell)).collect();
    ChainRow { rule: rule.to_owned(), cell: cell.clone(), stated, links }
}

fn state(report: &Report, cell: &CellId) -> CellState {
    report.cell(cell).map_or(CellState::Missing, |cell| cell.state)
}

fn link(rule: &str, cell: &CellId, (before, year): (&Year, &Year), ties: &[Tie]) -> Link {
    let mut link = Link {
        from: before.year,
        to: year.year,
        left: Vec::new(),
        right: Vec::new(),
        standing: Standing::Unknown(Gap::NotComparable),
    };
    if year.year - before.year != 1 {
        link.standing = Standing::Unknown(Gap::YearMissing);
        return link;
    }
    let is_this = |tie: &&Tie| {
        tie.rule == rule && tie.edition == year.report.form && stated_cell(tie).is_some_and(|stated| stated == cell)
    };
    let Some(tie) = ties.iter().find(is_this) else { return link };
    let (Some(left), Some(right)) = (figures(&tie.left, before, year), figures(&tie.right, before, year)) else {
        return link;
    };
    link.standing = standing(&left, &right);
    (link.left, link.right) = (left, right);
    link
}

/// The figures of one side; `None` where a form has no such cell.
fn figures(operands: &[Operand], before: &Year, year: &Year) -> Option<Vec<Figure>> {
    let read = |of: &Year, id: &CellId| Some((Some((of.year, id.clone())), of.report.cell(id)?.state));
    let figure = |operand: &Operand| {
        let (at, state) = match &operand.place {
            Place::Year(id) => read(year, id)?,
            Place::YearBefore(id) => read(before, id)?,
            Place::Constant(value) => (None, CellState::Number(*value)),
        };
        Some(Figure { sign: operand.sign, at, state })
    };
    operands.iter().map(figure).collect()
}

/// As the rules decide it (domain 3.1): a blank stands for zero or more, so a sum may be broken whatever it stands for.
fn standing(left: &[Figure], right: &[Figure]) -> Standing {
    let unknown = Standing::Unknown(Gap::NotANumber);
    let is_known = |figure: &&Figure| figure.state.number().is_some();
    let all = || left.iter().chain(right);
    if all().any(|figure| figure.state.number().is_none() && figure.state != CellState::Blank) {
        return unknown;
    }
    if !left.iter().any(|figure| is_known(&figure)) || !right.iter().any(|figure| is_known(&figure)) {
        return unknown;
    }
    let (Some(stated), Some(due)) = (sum(left), sum(right)) else { return unknown };
    let Some(delta) = stated.checked_sub(due) else { return unknown };
    let broken = Standing::Broken { left: stated, right: due, delta };
    if all().all(|figure| is_known(&figure)) {
        return if delta.is_zero() { Standing::Holds } else { broken };
    }
    let has_blank = |side: &[Figure], sign: Sign| side.iter().any(|figure| !is_known(&figure) && figure.sign == sign);
    let may_rise = has_blank(left, Sign::Plus) || has_blank(right, Sign::Minus);
    let may_fall = has_blank(left, Sign::Minus) || has_blank(right, Sign::Plus);
    let is_broken = (delta > Decimal::ZERO && !may_fall) || (delta < Decimal::ZERO && !may_rise);
    if is_broken { broken } else { unknown }
}

/// The sum of what is known, unless the figures are too large to be true.
fn sum(side: &[Figure]) -> Option<Decimal> {
    side.iter().try_fold(Decimal::ZERO, |sum, figure| {
        let value = figure.state.number().unwrap_or_default();
        match figure.sign {
            Sign::Plus => sum.checked_add(value),
            Sign::Minus => sum.checked_sub(value),
        }
    })
}
