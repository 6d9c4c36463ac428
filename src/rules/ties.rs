//! The identities that tie a year to the one before, taken from the rules that say them. Evaluates nothing.

use super::equation::{self, Source};
use super::{Identity, Rules};
use crate::diff::{Operand, Place, Tie};
use crate::form::Form;
use crate::model::Relation;

impl Rules {
    /// What must be equal between a year and the year before, in every edition, in the order of the rules.
    #[must_use]
    pub fn ties(&self, forms: &[Form]) -> Vec<Tie> {
        // What is asked of some kinds of body only cannot be asked of every year: a body may have been another then.
        let rules = self.rules.iter().filter(|rule| rule.bodies.is_empty());
        rules.flat_map(|rule| forms.iter().flat_map(move |form| of_edition(rule, form))).collect()
    }
}

fn of_edition<'a>(rule: &'a super::Rule, form: &'a Form) -> impl Iterator<Item = Tie> + 'a {
    let identities = rule.identities(&form.edition).filter(|_| rule.applies_to(&form.edition)).unwrap_or_default();
    identities.iter().filter(|identity| ties(identity)).map(|identity| Tie {
        rule: rule.id.clone(),
        edition: form.edition.clone(),
        left: operands(&identity.left, form),
        right: operands(&identity.right, form),
    })
}

/// Whether it is an equality with figures of both years.
fn ties(identity: &Identity) -> bool {
    let mut operands = identity.left.iter().chain(&identity.right);
    identity.relation == Relation::Equal && operands.any(|operand| matches!(operand.source, Source::LastYear(_)))
}

fn operands(side: &[equation::Operand], form: &Form) -> Vec<Operand> {
    let place = |source: &Source| match source {
        Source::Cell(position) => Place::Year(form.cells[*position].id.clone()),
        Source::LastYear(id) => Place::YearBefore(id.clone()),
        Source::Constant(value) => Place::Constant(*value),
    };
    side.iter().map(|operand| Operand { sign: operand.sign, place: place(&operand.source) }).collect()
}
