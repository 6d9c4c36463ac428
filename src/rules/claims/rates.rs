//! Percentages, worked out again from the numbers that stand beside them.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::{Decimal, RoundingStrategy};

use super::requests::Context;
use super::{CARRIED_IN, Clause, RECEIVED, Reader, Sentence, in_cell, pattern};
use crate::model::{Agreement, CellId, Link, Topic};
use crate::rules::figures::{Figure, Precision};

pattern!(GROWN, "(?:较|比|同比|环比)[^，。]*(?P<how>增长|增加|上升|提高|提升|增幅|下降|减少|降低|降幅)[^率点]*$");
pattern!(CLOSED_RATE, "(?:办结|结案|办复|答复|回复)率");
// 按时办结率 is no share of all.
pattern!(OTHER_RATE, "按时|按期|及时|限期|满意|合格|平均|以上");
pattern!(CLOSED, "办结|结案|办复|答复|回复|办理完成");
pattern!(TAKEN_IN, "受理|收到|接到|来信|转办|交办|登记|接收|新收");
pattern!(OF_REQUESTS, "申请");

/// Reads the percentages of a sentence; `first` is where its claims begin.
pub(super) fn read(reader: &mut Reader, sentence: &Sentence, context: Context, first: usize) {
    if !sentence.clauses.iter().any(|clause| clause.figures.iter().any(|figure| figure.unit == "%")) {
        return;
    }
    let mut counts: Vec<(usize, &Clause, &Figure)> = Vec::new();
    for (place, clause) in sentence.clauses.iter().enumerate() {
        for figure in &clause.figures {
            if figure.is_count() {
                counts.push((place, clause, figure));
                continue;
            }
            if figure.unit != "%" || figure.precision != Precision::Exact {
                continue;
            }
            let found = growth(reader, sentence, context, (place, clause, figure), &counts)
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
fn share(sentence: &Sentence, clause: &Clause, figure: &Figure, counts: &[(usize, &Clause, &Figure)]) -> Found {
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

/// 同比增长: some number of last year must give the percentage as printed.
fn growth(
    reader: &Reader,
    sentence: &Sentence,
    context: Context,
    (place, clause, figure): (usize, &Clause, &Figure),
    counts: &[(usize, &Clause, &Figure)],
) -> Found {
    let words = sentence.words(clause);
    let before = &words[..figure.range.start];
    let found = GROWN.captures(before)?;
    let falls = ["下降", "减少", "降低", "降幅"].contains(&&found["how"]);
    let rate = if falls { -figure.value } else { figure.value };
    let of_requests = context != Context::None && OF_REQUESTS.is_match(words);
    let nearest = counts.last().filter(|(_, _, count)| count.precision == Precision::Exact);
    let beside = nearest.filter(|(at, _, _)| place - at <= 1).map(|(_, _, count)| count.value);
    let own = |cell: &str| in_cell(reader.case, cell);
    let mut now: Vec<Decimal> = beside.into_iter().collect();
    let mut pairs: Vec<(Decimal, Decimal)> = Vec::new();
    if of_requests {
        let received = own(RECEIVED);
        let all = received.zip(own(CARRIED_IN)).map(|(received, carried)| received + carried);
        now.extend(received.into_iter().chain(all));
        let past = |cell: &str| reader.case.last_year?.report.cell(&CellId::from(cell))?.state.number();
        let old = past(RECEIVED);
        let old_all = old.zip(past(CARRIED_IN)).map(|(received, carried)| received + carried);
        pairs.extend(received.zip(old).into_iter().chain(all.zip(old_all)));
    }
    let known = pairs.iter().any(|(now, old)| grows(*now, *old, rate, figure.decimals));
    let possible = now.iter().any(|now| has_base(*now, rate, figure.decimals));
    let verdict = match (pairs.is_empty(), known, possible) {
        (false, true, _) => Agreement::Agrees,
        (false, false, _) => Agreement::Disagrees,
        (_, _, false) if !now.is_empty() && (of_requests || beside.is_some()) => Agreement::Disagrees,
        _ => Agreement::Unlinked,
    };
    Some((Topic::Growth, Link::Growth, verdict))
}

/// Whether a number has grown by a percentage, as printed.
fn grows(now: Decimal, old: Decimal, rate: Decimal, decimals: u32) -> bool {
    let change = (now - old).checked_mul(Decimal::ONE_HUNDRED).and_then(|change| change.checked_div(old));
    change.is_some_and(|change| change.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero) == rate)
}

/// Whether there is a whole number from which `now` has grown by a percentage, as printed.
fn has_base(now: Decimal, rate: Decimal, decimals: u32) -> bool {
    let Some(base) = now.checked_mul(Decimal::ONE_HUNDRED).and_then(|now| now.checked_div(Decimal::ONE_HUNDRED + rate))
    else {
        return true;
    };
    // Between two whole numbers the percentage of one of them is nearest.
    [base.floor(), base.ceil()].into_iter().any(|old| old >= Decimal::ONE && grows(now, old, rate, decimals))
}
