//! An identity with everything that is no constant on the left, so that two of them can be compared.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::model::{Relation, Sign};
use crate::rules::equation::{Identity, Operand, Source};

/// What one identity does to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clash {
    Repeats,
    Contradicts,
}

/// What holds of an identity whatever the figures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Both sides are the same.
    Same,
    /// Nothing but constants is left, and they differ.
    Constants,
    /// It holds for all figures that a cell may take.
    Holds,
    /// It holds for none of them.
    Fails,
    /// It depends on the figures.
    Open,
}

/// `terms relation constant`, in one order and with the first factor positive.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) terms: BTreeMap<String, Decimal>,
    pub(super) relation: Relation,
    pub(super) constant: Decimal,
}

impl Line {
    pub(super) fn of(identity: &Identity) -> Self {
        let mut line = Self { terms: BTreeMap::new(), relation: identity.relation, constant: Decimal::ZERO };
        line.add(&identity.left, Decimal::ONE);
        line.add(&identity.right, -Decimal::ONE);
        line.terms.retain(|_, factor| !factor.is_zero());
        // `a - b <= 0` and `b - a >= 0` are one.
        if line.terms.values().next().is_some_and(Decimal::is_sign_negative) {
            line.terms.values_mut().for_each(|factor| *factor = -*factor);
            line.constant = -line.constant;
            line.relation = match line.relation {
                Relation::Equal => Relation::Equal,
                Relation::AtLeast => Relation::AtMost,
                Relation::AtMost => Relation::AtLeast,
            };
        }
        line
    }

    fn add(&mut self, side: &[Operand], factor: Decimal) {
        for operand in side {
            let factor = match operand.sign {
                Sign::Plus => factor,
                Sign::Minus => -factor,
            };
            let name = match &operand.source {
                Source::Constant(value) => {
                    self.constant -= factor * *value;
                    continue;
                }
                Source::Cell(position) => position.to_string(),
                Source::LastYear(id) => format!("{id}@last"),
            };
            *self.terms.entry(name).or_default() += factor;
        }
    }

    /// What can be said of it without figures; `signed` says whether one of its cells may be negative.
    pub(super) fn fate(&self, signed: bool) -> Fate {
        if self.terms.is_empty() {
            return if self.constants_agree() { Fate::Same } else { Fate::Constants };
        }
        if signed || self.terms.values().any(Decimal::is_sign_negative) {
            return Fate::Open;
        }
        match self.relation {
            Relation::AtLeast if self.constant <= Decimal::ZERO => Fate::Holds,
            Relation::Equal | Relation::AtMost if self.constant < Decimal::ZERO => Fate::Fails,
            Relation::Equal | Relation::AtLeast | Relation::AtMost => Fate::Open,
        }
    }

    fn constants_agree(&self) -> bool {
        match self.relation {
            Relation::Equal => self.constant.is_zero(),
            Relation::AtLeast => self.constant <= Decimal::ZERO,
            Relation::AtMost => self.constant >= Decimal::ZERO,
        }
    }

    /// What another line with the same terms does to this one.
    pub(super) fn clash(&self, other: &Self) -> Option<Clash> {
        if self.terms != other.terms || self.terms.is_empty() {
            return None;
        }
        let (a, b) = (self.constant, other.constant);
        let agree = |agree: bool| Some(if agree { Clash::Repeats } else { Clash::Contradicts });
        match (self.relation, other.relation) {
            (Relation::Equal, Relation::Equal) => agree(a == b),
            (Relation::Equal, Relation::AtLeast) | (Relation::AtMost, Relation::Equal) => agree(a >= b),
            (Relation::Equal, Relation::AtMost) | (Relation::AtLeast, Relation::Equal) => agree(a <= b),
            (Relation::AtLeast, Relation::AtMost) => (a > b).then_some(Clash::Contradicts),
            (Relation::AtMost, Relation::AtLeast) => (b > a).then_some(Clash::Contradicts),
            (Relation::AtLeast, Relation::AtLeast) | (Relation::AtMost, Relation::AtMost) => Some(Clash::Repeats),
        }
    }
}
