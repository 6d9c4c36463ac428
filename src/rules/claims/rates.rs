//! Percentages, worked out again from the numbers that stand beside them.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::{Decimal, RoundingStrategy};

mod growth;

use super::{Clause, Reader, Sentence, pattern};
use crate::model::{Agreement, Link, Topic};
use crate::rules::figures::{Figure, Precision};

use growth::Counted;

pattern!(CLOSED_RATE, "(?:办结|结案|办复|答复|回复)率");
// 按时办结率 is no share of all.
pattern!(OTHER_RATE, "按时|按期|及时|限期|满意|合格|平均|以上");
pattern!(CLOSED, "办结|结案|办复|答复|回复|办理完成");
pattern!(TAKEN_IN, "受理|收到|接到|来信|转办|交办|登记|接收|新收");

/// Reads the percentages of a sentence, which up to a place is about all requests or not; `first` is where its claims
/// begin.
pub(super) fn read(reader: &mut Reader, sentence: &Sentence, about_requests: &dyn Fn(usize) -> bool, first: usize) {
    if !sentence.clauses.iter().any(|clause| clause.figures.iter().any(|figure| figure.unit == "%")) {
        return;
    }
    let mut counts: Vec<Counted> = Vec::new();
    for (place, clause) in sentence.clauses.iter().enumerate() {
        for figure in &clause.figures {
            if figure.is_count() {
                counts.push((place, clause, figure));
                continue;
            }
            if figure.unit != "%" || figure.precision != Precision::Exact {
                continue;
            }
            let found = growth::read(reader, sentence, about_requests, (place, clause, figure), (&counts, first))
                .or_else(|| share(sentence, clause, figure, &counts));
            if let Some((topic, link, verdict)) = found {
                let number = clause.range.start + figure.printed.start..clause.range.start + figure.printed.end;
                if let Some(mut claim) = reader.claim(sentence, clause.range.clone(), number, figure.value, "%") {
                    (claim.topic, claim.link, claim.verdict) = (topic, Some(link), verdict);
                    reader.put(claim, first);
                }
            }
            counts.clear();
        }
    }
}

type Found = Option<(Topic, Link, Agreement)>;

/// 办结率: the last two numbers before it.
fn share(sentence: &Sentence, clause: &Clause, figure: &Figure, counts: &[Counted]) -> Found {
    let words = sentence.words(clause);
    let [.., (_, of, whole), (_, by, part)] = counts else { return None };
    let exact = whole.precision == Precision::Exact && part.precision == Precision::Exact;
    if !words.contains('率') || OTHER_RATE.is_match(words) || !exact || whole.value.is_zero() {
        return None;
    }
    let hundred = Decimal::ONE_HUNDRED;
    let share = part.value.checked_mul(hundred)?.checked_div(whole.value)?;
    // One unit in the last place: people cut as often as they round.
    let unit = Decimal::new(1, figure.decimals);
    let near =
        (share.round_dp_with_strategy(figure.decimals, RoundingStrategy::MidpointAwayFromZero) - figure.value).abs();
    let certain = counts.len() == 2
        && CLOSED_RATE.is_match(words)
        && CLOSED.is_match(sentence.words(by))
        && TAKEN_IN.is_match(sentence.words(of));
    let link = Link::Share { part: part.value, whole: whole.value };
    let all = figure.value == hundred && part.value != whole.value;
    match (near <= unit && !all, certain) {
        (true, _) => Some((Topic::Rate, link, Agreement::Agrees)),
        (false, true) => Some((Topic::Rate, link, Agreement::Disagrees)),
        (false, false) => None,
    }
}
