//! What the prose says of the information-processing fee, against the tables and the tariff (FEE-03 to FEE-06).

use std::sync::LazyLock;

use regex::{Captures, Regex};
use rust_decimal::Decimal;

use super::claims::{no_figure, number, pattern};
use super::inspection::{Inspection, Values};
use crate::model::{CellId, Outcome, Phrase, Proof, Reason, Relation, Sign, Span, Term, TermSource};

const OVERDUE: &str = "requests.results.other.overdue_fee@total";
const FEES: &str = "disclosure.art20_8.fees@amount_wan";

pattern!(ABOUT, "信息处理费|收费通知");
pattern!(
    NO_NOTICE,
    "(?:未|没有|无)(?:曾)?(?:发出|发放|开具|下达|产生)?[^，。；\\n]{0,15}收费通知|收费通知[^，。；\\n]{0,20}均?为(?:零|0(?:[^\\d.]|$))|收费通知[^。；\\n]{0,40}均为(?:零|0(?:[^\\d.]|$))"
);
pattern!(
    NOTICES,
    "收费通知书?(?:的?(?:件数|数量))?[为共计有：:]{0,2}(?P<value>\\d+)(?:件|份|次)|(?P<before>\\d+)[件份次](?:信息处理费)?收费通知"
);
pattern!(
    NOTIFIED,
    "(?:通知|应收|应缴)(?:的|收费|缴费)*(?:总)?金额[为共计：:]{0,2}(?:人民币)?(?P<value>\\d[\\d,]*(?:\\.\\d+)?)(?P<wan>万)?元|收费通知[^。；\\n]{0,12}?[，、]总?金额[为共计：:]{0,2}(?:人民币)?(?P<before>\\d[\\d,]*(?:\\.\\d+)?)(?P<wan2>万)?元"
);
pattern!(
    COLLECTED,
    "(?:实际收取|实收|收取)(?:的)?(?:政府信息公开)?(?:信息处理费|费用)?(?:的)?(?:总)?(?:金额|费用)?[为共计：:]{0,3}(?:人民币)?(?P<value>\\d[\\d,]*(?:\\.\\d+)?)(?P<wan>万)?元"
);

/// A figure of the statement and where it stands.
struct Stated {
    value: Decimal,
    span: Span,
}

/// The first figure that a pattern finds in the passages about the fee, in pieces or in 元.
fn stated(inspection: &Inspection, pattern: &Regex) -> Option<Stated> {
    let mut passages = inspection.prose.get().passages.iter().filter(|passage| ABOUT.is_match(&passage.text));
    passages.find_map(|passage| {
        let found = pattern.captures(&passage.text)?;
        Some(Stated { value: value(&found)?, span: passage.span(found.get(0)?.range())? })
    })
}

fn value(found: &Captures) -> Option<Decimal> {
    let printed = found.name("value").or_else(|| found.name("before"))?;
    let value: Decimal = printed.as_str().replace(',', "").parse().ok()?;
    let wan = found.name("wan").or_else(|| found.name("wan2")).is_some();
    if wan { value.checked_mul(Decimal::from(10_000)) } else { Some(value) }
}

/// What the prose states against what it is compared with.
fn proof(stated: &Stated, relation: Relation, source: TermSource, value: Decimal) -> Proof {
    let left = vec![Term { source: TermSource::Prose(stated.span), value: stated.value, sign: Sign::Plus }];
    let right = vec![Term { source, value, sign: Sign::Plus }];
    Proof { left, relation, right, delta: stated.value.saturating_sub(value) }
}

fn not_stated(inspection: &Inspection) -> Vec<Outcome> {
    let message = Phrase::new(
        "正文没有写明有关的件数或金额，未作判断。",
        "The prose does not state the number or the amount; nothing was decided.",
    );
    vec![inspection.undecided(Reason::NotFound, Vec::new(), message)]
}

/// Requests ended for an unpaid fee against the notices sent (FEE-03).
pub(super) fn notices(inspection: &Inspection) -> Vec<Outcome> {
    let Some(overdue) = number(inspection, OVERDUE) else { return vec![no_figure(inspection, &[OVERDUE])] };
    if overdue.is_zero() {
        return vec![Outcome::Pass];
    }
    let none = || {
        let passages = &inspection.prose.get().passages;
        passages.iter().find_map(|passage| {
            let found = NO_NOTICE.find(&passage.text)?;
            Some(Stated { value: Decimal::ZERO, span: passage.span(found.range())? })
        })
    };
    let Some(sent) = stated(inspection, &NOTICES).or_else(none) else { return not_stated(inspection) };
    if sent.value >= overdue {
        return vec![Outcome::Pass];
    }
    let values = Values::default().text("overdue", overdue.normalize()).text("quote", inspection.quote(sent.span));
    let cell = CellId::from(OVERDUE);
    let proof = proof(&sent, Relation::AtLeast, TermSource::Cell(cell.clone()), overdue);
    vec![inspection.fail(&values, &[cell], Some(sent.span), Some(proof))]
}

/// The fee collected against all fees of table two (FEE-04).
pub(super) fn in_table(inspection: &Inspection) -> Vec<Outcome> {
    let Some(fees) = number(inspection, FEES) else { return vec![no_figure(inspection, &[FEES])] };
    let Some(collected) = stated(inspection, &COLLECTED) else { return not_stated(inspection) };
    if fees.checked_mul(Decimal::from(10_000)).is_none_or(|yuan| collected.value <= yuan) {
        return vec![Outcome::Pass];
    }
    let values = Values::default().text("collected", collected.value.normalize()).text("fees", fees.normalize());
    let cell = CellId::from(FEES);
    // In 万元, as the table is.
    let in_wan = Stated { value: collected.value / Decimal::from(10_000), span: collected.span };
    let proof = proof(&in_wan, Relation::AtMost, TermSource::Cell(cell.clone()), fees);
    vec![inspection.fail(&values, &[cell], Some(collected.span), Some(proof))]
}

/// The fee collected against the steps of the tariff (FEE-05).
pub(super) fn tariff(inspection: &Inspection) -> Vec<Outcome> {
    let Some(collected) = stated(inspection, &COLLECTED) else { return not_stated(inspection) };
    let step = inspection.parameter("step");
    if collected.value.checked_rem(step).is_none_or(|rest| rest.is_zero()) {
        return vec![Outcome::Pass];
    }
    let values = Values::default().text("collected", collected.value.normalize()).text("step", step.normalize());
    vec![inspection.fail(&values, &[], Some(collected.span), None)]
}

/// The fee collected against what was asked for (FEE-06).
pub(super) fn collected(inspection: &Inspection) -> Vec<Outcome> {
    let (Some(collected), Some(notified)) = (stated(inspection, &COLLECTED), stated(inspection, &NOTIFIED)) else {
        return not_stated(inspection);
    };
    if collected.value <= notified.value {
        return vec![Outcome::Pass];
    }
    let values =
        Values::default().text("collected", collected.value.normalize()).text("notified", notified.value.normalize());
    let proof = proof(&collected, Relation::AtMost, TermSource::Prose(notified.span), notified.value);
    vec![inspection.fail(&values, &[], Some(collected.span), Some(proof))]
}
