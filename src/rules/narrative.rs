//! The rules that hold the claims of the prose against the tables and against one another (NAR). What is claimed is read
//! in `claims`.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::claims::{CARRIED_IN, CARRIED_OUT, RECEIVED, RESULTS, no_figure, not_stated, number, pattern};
use super::inspection::{Inspection, Values};
use crate::model::{
    Agreement, CellId, Claim, Grown, Link, Outcome, Part, Phrase, Proof, Reason, Relation, Severity, Sign, Term,
    TermSource, Topic,
};

/// The number of requests received, in the prose and in the table (NAR-01). Where only one of them is zero, it is
/// [`zero`] that speaks.
pub(super) fn received(inspection: &Inspection) -> Vec<Outcome> {
    against_table(inspection, |stated, table| stated == table || !(stated.is_zero() || table.is_zero()))
}

/// A statement of zero against a table above zero, or the other way round (NAR-06).
pub(super) fn zero(inspection: &Inspection) -> Vec<Outcome> {
    against_table(inspection, |stated, table| stated == table || stated.is_zero() || table.is_zero())
}

fn against_table(inspection: &Inspection, belongs: fn(Decimal, Decimal) -> bool) -> Vec<Outcome> {
    let Some(table) = number(inspection, RECEIVED) else { return vec![no_figure(inspection, &[RECEIVED])] };
    outcomes(inspection, |claim| claim.topic == Topic::Received && belongs(claim.value, table))
}

/// 受理 and 办理 (NAR-02).
pub(super) fn accepted(inspection: &Inspection) -> Vec<Outcome> {
    outcomes(inspection, |claim| matches!(claim.topic, Topic::Accepted | Topic::Handled))
}

/// 答复 and 办结 (NAR-03).
pub(super) fn answered(inspection: &Inspection) -> Vec<Outcome> {
    outcomes(inspection, |claim| claim.topic == Topic::Answered)
}

/// Requests carried in and out (NAR-04).
pub(super) fn carried(inspection: &Inspection) -> Vec<Outcome> {
    outcomes(inspection, |claim| matches!(claim.topic, Topic::CarriedIn | Topic::CarriedOut))
}

/// The kinds of result (NAR-05).
pub(super) fn results(inspection: &Inspection) -> Vec<Outcome> {
    outcomes(inspection, |claim| claim.topic == Topic::Result)
}

/// Rules and normative documents (NAR-07).
pub(super) fn documents(inspection: &Inspection) -> Vec<Outcome> {
    outcomes(inspection, |claim| matches!(claim.topic, Topic::Documents | Topic::Posted))
}

/// Licences, penalties, coercion and fees (NAR-08).
pub(super) fn decisions(inspection: &Inspection) -> Vec<Outcome> {
    outcomes(inspection, |claim| claim.topic == Topic::Decisions)
}

/// Administrative review and litigation about disclosure (NAR-09).
pub(super) fn relief(inspection: &Inspection) -> Vec<Outcome> {
    outcomes(inspection, |claim| matches!(claim.topic, Topic::Review | Topic::Litigation))
}

/// What the claims of one kind say of the tables.
fn outcomes(inspection: &Inspection, belongs: impl Fn(&Claim) -> bool) -> Vec<Outcome> {
    let claims = inspection.prose.claims().iter().filter(|claim| belongs(claim));
    let found: Vec<Outcome> = claims.filter_map(|claim| outcome(inspection, claim)).collect();
    if found.is_empty() { vec![not_stated(inspection)] } else { found }
}

fn outcome(inspection: &Inspection, claim: &Claim) -> Option<Outcome> {
    let Some(Link::Cells(cells)) = &claim.link else { return None };
    match claim.verdict {
        Agreement::Agrees => Some(Outcome::Pass),
        Agreement::Disagrees => Some(disagreement(inspection, claim, cells)),
        Agreement::Unlinked => {
            let unknown = cells.iter().any(|id| number(inspection, id.as_str()).is_none());
            let cells: Vec<&str> = cells.iter().map(CellId::as_str).collect();
            // Of what was disclosed too little is known to say that it is right.
            unknown.then(|| no_figure(inspection, &cells))
        }
    }
}

/// The prose says one thing and the cells, added up, another.
fn disagreement(inspection: &Inspection, claim: &Claim, cells: &[CellId]) -> Outcome {
    let term = |source, value| Term { source, value, sign: Sign::Plus };
    let figure = |id: &CellId| number(inspection, id.as_str()).unwrap_or_default();
    // What was disclosed may have been repealed since.
    let mut held: Vec<CellId> = cells.to_vec();
    if claim.topic == Topic::Posted {
        held.extend(cells.first().map(|id| CellId::from(format!("{}@repealed", id.row()).as_str())));
    }
    let right: Vec<Term> = held.iter().map(|id| term(TermSource::Cell(id.clone()), figure(id))).collect();
    let table: Decimal = right.iter().map(|term| term.value).sum();
    let relation = if claim.topic == Topic::Posted { Relation::AtMost } else { Relation::Equal };
    let proof = Proof {
        left: vec![term(TermSource::Prose(claim.span), claim.value)],
        relation,
        right,
        delta: claim.value - table,
    };
    let shown =
        |cell: &str| number(inspection, cell).map_or_else(|| "—".to_owned(), |value| value.normalize().to_string());
    let mut values = Values::default()
        .text("quote", inspection.quote(claim.span))
        .text("stated", claim.value.normalize())
        .text("table", table.normalize());
    if let Some(first) = cells.first() {
        values = values.phrase("row", inspection.row_label(first.row()));
        if matches!(claim.topic, Topic::Documents | Topic::Posted) {
            for column in ["made", "repealed", "in_force"] {
                values = values.text(column, shown(&format!("{}@{column}", first.row())));
            }
        }
    }
    let remedy = match claim.topic {
        Topic::Review => Some(Phrase::new("行政复议", "review")),
        Topic::Litigation => Some(Phrase::new("行政诉讼", "litigation")),
        _ => None,
    };
    if let Some(remedy) = remedy {
        values = values.phrase("remedy", remedy);
    }
    if matches!(claim.topic, Topic::Accepted | Topic::Handled) {
        for (name, cell) in
            [("received", RECEIVED), ("carried", CARRIED_IN), ("results", RESULTS), ("left", CARRIED_OUT)]
        {
            values = values.text(name, shown(cell));
        }
    }
    inspection.fail(&values, &held, Some(claim.span), Some(proof))
}

pattern!(
    REMEDY_COUNTED,
    r"(?:复议|诉讼)[^。；\n]{0,30}?[\d一二三四五六七八九十两]+[件起宗]|[\d一二三四五六七八九十两]+[件起宗][^。；\n]{0,12}(?:复议|诉讼)"
);

/// Cases in table four of which the prose says nothing (NAR-10).
pub(super) fn unmentioned(inspection: &Inspection) -> Vec<Outcome> {
    let cells = inspection.case.form.cells.iter().map(|cell| &cell.id).filter(|id| id.row().starts_with("relief."));
    let known: Vec<(&CellId, Decimal)> = cells.filter_map(|id| Some((id, number(inspection, id.as_str())?))).collect();
    let sum = |column: &str| -> Decimal {
        known
            .iter()
            .filter(|(id, _)| id.column() == column)
            .fold(Decimal::ZERO, |sum, (_, value)| sum.saturating_add(*value))
    };
    let blocks = known.iter().filter(|(id, _)| id.column() == "total").count();
    let (total, corrected) = (sum("total"), sum("corrected"));
    if total.is_zero() && blocks < RELIEF_TOTALS.len() {
        return vec![no_figure(inspection, &RELIEF_TOTALS)];
    }
    let is_relief = |claim: &Claim| matches!(claim.topic, Topic::Review | Topic::Litigation);
    let said = || inspection.prose.claims().iter().any(is_relief) || inspection.prose.get().says(&REMEDY_COUNTED);
    if total.is_zero() || said() {
        return vec![Outcome::Pass];
    }
    let ids: Vec<CellId> = known.iter().filter(|(_, value)| !value.is_zero()).map(|(id, _)| (*id).clone()).collect();
    let values = Values::default().text("total", total.normalize()).text("corrected", corrected.normalize());
    let severity = if corrected.is_zero() { inspection.severity(&ids) } else { Severity::Warning };
    vec![inspection.fail_with(&inspection.rule.message, severity, &values, &ids, None, None)]
}

const RELIEF_TOTALS: [&str; 3] =
    ["relief.review@total", "relief.litigation_direct@total", "relief.litigation_after_review@total"];

/// Numbers and the parts listed after them, with the parts.
fn listed<'a>(inspection: &'a Inspection) -> Vec<(&'a Claim, &'a [Part])> {
    let parts = |claim: &'a Claim| {
        let Some(Link::Sum(parts)) = &claim.link else { return None };
        Some((claim, parts.as_slice()))
    };
    inspection.prose.claims().iter().filter_map(parts).collect()
}

/// Parts that do not add up (NAR-11); it weighs less where they are counted in other units than the whole.
pub(super) fn parts(inspection: &Inspection) -> Vec<Outcome> {
    let listed = listed(inspection);
    if listed.is_empty() {
        return vec![not_stated(inspection)];
    }
    let outcome = |(claim, parts): (&Claim, &[Part])| {
        if claim.verdict == Agreement::Agrees {
            return Outcome::Pass;
        }
        let term = |span, value| Term { source: TermSource::Prose(span), value, sign: Sign::Plus };
        let right: Vec<Term> = parts.iter().map(|part| term(part.span, part.value)).collect();
        let sum = right.iter().fold(Decimal::ZERO, |sum, term| sum.saturating_add(term.value));
        let terms: Vec<String> = parts.iter().map(|part| part.value.normalize().to_string()).collect();
        let whole = parts.iter().fold(claim.span, |whole, part| whole.cover(part.span));
        let values = Values::default()
            .text("quote", inspection.quote(whole))
            .text("terms", terms.join("＋"))
            .text("sum", sum.normalize())
            .text("stated", claim.value.normalize());
        let left = vec![term(claim.span, claim.value)];
        let proof = Proof { left, relation: Relation::Equal, right, delta: claim.value.saturating_sub(sum) };
        match claim.verdict {
            Agreement::Agrees => Outcome::Pass,
            Agreement::Disagrees => inspection.fail(&values, &[], Some(whole), Some(proof)),
            // 件 and 次 need not add up, nor does a list that is not meant to be whole.
            Agreement::Unlinked => {
                let alike = parts.iter().all(|part| inspection.quote(part.span).contains(&claim.unit));
                let template = inspection.variant(if alike { "partial" } else { "mixed" });
                inspection.fail_with(template, Severity::Info, &values, &[], Some(whole), Some(proof))
            }
        }
    };
    listed.into_iter().map(outcome).collect()
}

/// A round part of an exact whole (NAR-14).
pub(super) fn round_parts(inspection: &Inspection) -> Vec<Outcome> {
    let whole = listed(inspection).into_iter().filter(|(claim, _)| claim.verdict == Agreement::Agrees);
    let outcomes: Vec<Outcome> = whole
        .flat_map(|(claim, parts)| parts.iter().map(move |part| (claim, part)))
        .map(|(claim, part)| {
            if part.exact {
                return Outcome::Pass;
            }
            let values =
                Values::default().text("quote", inspection.quote(part.span)).text("total", claim.value.normalize());
            inspection.fail(&values, &[], Some(part.span), None)
        })
        .collect();
    if outcomes.is_empty() { vec![not_stated(inspection)] } else { outcomes }
}

/// Percentages that do not follow from the numbers (NAR-12).
pub(super) fn percentages(inspection: &Inspection) -> Vec<Outcome> {
    let claims = inspection.prose.claims().iter();
    let outcomes: Vec<Outcome> = claims
        .filter(|claim| matches!(claim.topic, Topic::Rate | Topic::Growth))
        .map(|claim| match (claim.verdict, &claim.link) {
            (Agreement::Agrees, _) => Outcome::Pass,
            (Agreement::Disagrees, Some(Link::Share { part, whole })) => wrong_share(inspection, claim, *part, *whole),
            (Agreement::Disagrees, Some(Link::Growth(Some(grown)))) => wrong_growth(inspection, claim, grown),
            (Agreement::Disagrees, _) => {
                let values = Values::default().text("quote", inspection.quote(claim.span));
                let template = inspection.variant("growth");
                inspection.fail_with(template, inspection.rule.severity, &values, &[], Some(claim.span), None)
            }
            (Agreement::Unlinked, _) => unknown_base(inspection, claim),
        })
        .collect();
    if outcomes.is_empty() { vec![not_stated(inspection)] } else { outcomes }
}

/// So many decimals as reports print.
const DECIMALS: u32 = 2;

fn wrong_share(inspection: &Inspection, claim: &Claim, part: Decimal, whole: Decimal) -> Outcome {
    let share = part.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(whole)).unwrap_or_default();
    let values = Values::default()
        .text("quote", inspection.quote(claim.span))
        .text("part", part.normalize())
        .text("whole", whole.normalize())
        .text("share", share.round_dp(DECIMALS).normalize());
    inspection.fail(&values, &[], Some(claim.span), None)
}

fn wrong_growth(inspection: &Inspection, claim: &Claim, grown: &Grown) -> Outcome {
    let change = grown.new.saturating_sub(grown.old).checked_mul(Decimal::ONE_HUNDRED);
    let share = change.and_then(|change| change.checked_div(grown.old)).unwrap_or_default().round_dp(DECIMALS);
    let size = share.abs().normalize();
    let right = match share.cmp(&Decimal::ZERO) {
        Ordering::Less => Phrase::new(format!("下降{size}%"), format!("a fall by {size}%")),
        Ordering::Equal => Phrase::new("没有增减", "no change"),
        Ordering::Greater => Phrase::new(format!("增长{size}%"), format!("growth by {size}%")),
    };
    let values = Values::default()
        .text("quote", inspection.quote(claim.span))
        .text("old", grown.old.normalize())
        .text("new", grown.new.normalize())
        .text("unit", &grown.unit)
        .phrase("right", right);
    let template = inspection.variant(if grown.cells.is_empty() { "stated" } else { "past" });
    inspection.fail_with(template, inspection.rule.severity, &values, &grown.cells, Some(claim.span), None)
}

fn unknown_base(inspection: &Inspection, claim: &Claim) -> Outcome {
    let quote = inspection.quote(claim.span);
    let (reason, message) = match inspection.case.last_year {
        None => (
            Reason::NoLastYear,
            Phrase::new(
                format!("“{quote}”：没有可以对照的上年数字，未作核对。"),
                format!("“{quote}”: there is no figure of last year to check it with."),
            ),
        ),
        Some(_) => (
            Reason::NotAssessable,
            Phrase::new(
                format!("“{quote}”：不能确定说的是表中哪个数字、与哪一年相比，或者上年为零、没有填写，未作核对。"),
                format!(
                    "“{quote}”: which figure of the tables it speaks of, or since which year, is not certain, or last \
                     year's is zero or not stated; not checked."
                ),
            ),
        ),
    };
    inspection.undecided(reason, Vec::new(), message)
}

/// One thing counted twice with different numbers (NAR-13).
pub(super) fn twice(inspection: &Inspection) -> Vec<Outcome> {
    let mut first: HashMap<(Topic, &CellId), &Claim> = HashMap::new();
    let mut outcomes = Vec::new();
    for claim in inspection.prose.claims().iter().filter(|claim| is_one_metric(claim)) {
        let Some(Link::Cells(cells)) = &claim.link else { continue };
        let Some(cell) = cells.first() else { continue };
        let earlier = *first.entry((claim.topic, cell)).or_insert(claim);
        if earlier.span == claim.span {
            continue;
        }
        let both = earlier.verdict == Agreement::Agrees && claim.verdict == Agreement::Agrees;
        if earlier.value == claim.value || both {
            outcomes.push(Outcome::Pass);
            continue;
        }
        let values = Values::default()
            .text("first", inspection.quote(earlier.span))
            .text("first_line", inspection.line(earlier.span.start))
            .text("second", inspection.quote(claim.span));
        let term =
            |claim: &Claim| vec![Term { source: TermSource::Prose(claim.span), value: claim.value, sign: Sign::Plus }];
        let delta = claim.value.saturating_sub(earlier.value);
        let proof = Proof { left: term(claim), relation: Relation::Equal, right: term(earlier), delta };
        outcomes.push(inspection.fail(&values, &[], Some(claim.span), Some(proof)));
    }
    if outcomes.is_empty() { vec![not_stated(inspection)] } else { outcomes }
}

/// Whether a claim speaks of one thing only. 受理 and 办理 have several meanings.
fn is_one_metric(claim: &Claim) -> bool {
    let one = matches!(
        claim.topic,
        Topic::Received
            | Topic::Answered
            | Topic::CarriedIn
            | Topic::CarriedOut
            | Topic::Result
            | Topic::Review
            | Topic::Litigation
    );
    one && claim.interval.is_none()
}

/// Requests counted in anything but 件 (NAR-15).
pub(super) fn counters(inspection: &Inspection) -> Vec<Outcome> {
    const UNUSUAL: [&str; 5] = ["个", "条", "次", "项", "例"];
    let of_requests = |claim: &&Claim| {
        matches!(
            claim.topic,
            Topic::Received
                | Topic::Accepted
                | Topic::Handled
                | Topic::Answered
                | Topic::CarriedIn
                | Topic::CarriedOut
                | Topic::Result
        )
    };
    let outcome = |claim: &Claim| {
        if !UNUSUAL.contains(&claim.unit.as_str()) {
            return Outcome::Pass;
        }
        let values = Values::default().text("quote", inspection.quote(claim.span)).text("unit", &claim.unit);
        inspection.fail(&values, &[], Some(claim.span), None)
    };
    let outcomes: Vec<Outcome> = inspection.prose.claims().iter().filter(of_requests).map(outcome).collect();
    if outcomes.is_empty() { vec![not_stated(inspection)] } else { outcomes }
}
