//! Percentages, worked out again from the numbers that stand beside them.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::{Decimal, RoundingStrategy};

use super::requests::NARROWS;
use super::{CARRIED_IN, Clause, RECEIVED, Reader, Sentence, in_cell, pattern};
use crate::model::{Agreement, CellId, Link, Topic};
use crate::rules::figures::{Figure, Precision};

pattern!(GROWN, "(?:较|比|同比|环比)[^，。]*(?P<how>增长|增加|上升|提高|提升|增幅|下降|减少|降低|降幅)[^率点]*$");
// 申请量 is what was counted; 网站访问量 is something else.
pattern!(
    SAME,
    "^(?:政府信息公开|信息公开|依申请公开)?(?:申请|受理|收件|办件|办理|发布|公开)?(?:总)?(?:数量|件数|条数|量|数)?$"
);
pattern!(OTHER_SHARE, "率|占比|比例|比重");
pattern!(CLOSED_RATE, "(?:办结|结案|办复|答复|回复)率");
// 按时办结率 is no share of all.
pattern!(OTHER_RATE, "按时|按期|及时|限期|满意|合格|平均|以上");
pattern!(CLOSED, "办结|结案|办复|答复|回复|办理完成");
pattern!(TAKEN_IN, "受理|收到|接到|来信|转办|交办|登记|接收|新收");
pattern!(OF_REQUESTS, "申请");

/// Reads the percentages of a sentence, which up to a place is about all requests or not; `first` is where its claims
/// begin.
pub(super) fn read(reader: &mut Reader, sentence: &Sentence, about_requests: &dyn Fn(usize) -> bool, first: usize) {
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
            let found = growth(reader, sentence, about_requests, (place, clause, figure), &counts)
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
    about_requests: &dyn Fn(usize) -> bool,
    (place, clause, figure): (usize, &Clause, &Figure),
    counts: &[(usize, &Clause, &Figure)],
) -> Found {
    let words = sentence.words(clause);
    let before = &words[..figure.range.start];
    let found = GROWN.captures(before)?;
    let start = found.get(0)?.start();
    let falls = ["下降", "减少", "降低", "降幅"].contains(&&found["how"]);
    let rate = if falls { -figure.value } else { figure.value };
    // 较上年的16件增长25%: what is compared with stands in the clause.
    let is_base = |(at, _, count): &&(usize, &Clause, &Figure)| *at == place && count.range.start >= start;
    let bases: Vec<&Figure> = counts.iter().filter(is_base).map(|(_, _, count)| *count).collect();
    let nearest = counts.iter().rfind(|count| !is_base(count));
    let from = nearest.filter(|(at, _, _)| *at == place).map_or(0, |(_, _, count)| count.range.end);
    if OTHER_SHARE.is_match(before.get(from..).unwrap_or("")) {
        return None;
    }
    let lead = before.get(from..start).unwrap_or("");
    let beside = nearest.is_some_and(|(at, _, _)| place - at <= 1 && SAME.is_match(lead));
    let before: Vec<&Figure> = counts.iter().filter(|count| !is_base(count)).map(|(_, _, count)| *count).collect();
    let exact = before.iter().all(|count| count.precision == Precision::Exact);
    let of_requests = OF_REQUESTS.is_match(words) && !NARROWS.is_match(words) && about_requests(clause.range.end);
    let own = |cell: &str| in_cell(reader.case, cell);
    // 收到20件，答复18件，申请量增长25%: the nearest need not be the one that has grown.
    let mut now: Vec<Decimal> = Vec::new();
    if beside && exact {
        now.extend(before.iter().map(|count| count.value));
    }
    let mut pairs: Vec<(Decimal, Decimal)> = Vec::new();
    if let [base] = bases[..] {
        let known = base.precision == Precision::Exact;
        pairs.extend(now.iter().filter(|_| known).map(|now| (*now, base.value)));
    } else if of_requests {
        let received = own(RECEIVED);
        let all = received.zip(own(CARRIED_IN)).map(|(received, carried)| received + carried);
        now.extend(received.into_iter().chain(all));
        let past = |cell: &str| reader.case.last_year?.report.cell(&CellId::from(cell))?.state.number();
        let old = past(RECEIVED);
        let old_all = old.zip(past(CARRIED_IN)).map(|(received, carried)| received + carried);
        pairs.extend(received.zip(old).into_iter().chain(all.zip(old_all)));
    }
    let known = pairs.iter().any(|(now, old)| grows(*now, *old, rate, figure.decimals));
    // From nothing people say 增长100%.
    let from_nothing = rate == Decimal::ONE_HUNDRED;
    pairs.retain(|(_, old)| !(from_nothing && old.is_zero()));
    let possible = from_nothing || !bases.is_empty() || now.iter().any(|now| has_base(*now, rate, figure.decimals));
    let verdict = match (pairs.is_empty(), known, possible) {
        (false, true, _) => Agreement::Agrees,
        (false, false, _) => Agreement::Disagrees,
        (_, _, false) if !now.is_empty() => Agreement::Disagrees,
        _ => Agreement::Unlinked,
    };
    Some((Topic::Growth, Link::Growth, verdict))
}

/// Whether a number has grown by a percentage, as printed.
fn grows(now: Decimal, old: Decimal, rate: Decimal, decimals: u32) -> bool {
    let change = (now - old).checked_mul(Decimal::ONE_HUNDRED).and_then(|change| change.checked_div(old));
    // People cut as often as they round.
    let printed = [RoundingStrategy::MidpointAwayFromZero, RoundingStrategy::ToZero];
    change
        .is_some_and(|change| printed.iter().any(|strategy| change.round_dp_with_strategy(decimals, *strategy) == rate))
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
