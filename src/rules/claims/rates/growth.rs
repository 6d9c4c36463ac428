//! Growth since last year, worked out again from last year's report, from a base that the sentence names, or, where
//! neither is known, from the fact that last year's number was a whole one.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::{Decimal, RoundingStrategy};

use super::super::{CARRIED_IN, Clause, RECEIVED, Reader, Sentence, in_cell, pattern};
use crate::model::{Agreement, CellId, Claim, Grown, Link, Topic};
use crate::rules::figures::{Figure, Precision};
use crate::rules::lastyear;

pattern!(COMPARED, "同比|环比|与[^，。]{0,20}?相?比|相?较|相?比");
pattern!(HOW, "增长|增加|上升|提高|提升|增幅|下降|减少|降低|降幅");
// 提高到50% is no growth by a half, and a rate that grows by points is another thing.
pattern!(BY, "^(?:[^率点到至][^率点]*)?$");
// 增加2件: by how many it grew.
pattern!(INCREMENT, "(?:增长|增加|上升|提高|提升|增幅|下降|减少|降低|降幅)了?$");
// Nothing but the year before stands between comparison and growth.
pattern!(
    SINCE,
    r"^(?:与|相|较|同比|比|上年度?|上一年度?|去年|\d{4}年度?|同期|的|为|共|有所|总体|略有|大幅|小幅|明显|显著|数量|件数|总量|总数)*$"
);
pattern!(LAST_YEAR, "同比|上年|上一年|去年");
pattern!(YEAR, r"(\d{4})年");
// Requests that came over from last year are a figure of this one.
pattern!(CAME_OVER, "结转|转结|遗留|转入");
// A share grows by points, whatever was counted before it.
pattern!(SHARE, "(?:率|占比?|比例|比重)$");
pattern!(ANY_COUNT, "^(?:总体|总量|总数|数量|件数)?$");
pattern!(
    ALL_REQUESTS,
    "^(?:[全本]?年度?)?(?:共|总)?(?:收到|新收|接到|受理)?的?(?:政府信息)?(?:公开)?(?:依)?申请(?:公开)?(?:政府信息)?的?(?:总?数量|总?件数|总?量|总数|数)?(?:总体)?$"
);

/// A figure in its clause, with the place of the clause in the sentence.
pub(super) type Counted<'a> = (usize, &'a Clause, &'a Figure);

/// What may have grown, from what, and what names it; `told` where it is certain enough to be called wrong.
struct Pair {
    grown: Grown,
    told: bool,
}

/// 较上年增长50%: what was compared, and since when.
struct Comparison<'a> {
    /// What stands before the comparison.
    subject: &'a str,
    /// Comparison and growth begin here, in the clause.
    begins: Range<usize>,
    since: Since,
    /// Negative where it fell.
    rate: Decimal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Since {
    LastYear,
    /// Another year, a month, or nothing that is understood.
    Unknown,
}

/// What a figure of a sentence is in the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Now,
    /// Last year's.
    Base,
    /// 增加2件.
    Increment,
    /// Of yet another year.
    Other,
}

/// Reads one percentage; `counts` are the figures before it in the sentence, `first` where the claims of the sentence begin.
pub(super) fn read(
    reader: &Reader,
    sentence: &Sentence,
    about_requests: &dyn Fn(usize) -> bool,
    (place, clause, figure): Counted,
    (counts, first): (&[Counted], usize),
) -> Option<(Topic, Link, Agreement)> {
    let year = reader.case.report.year.as_ref().map(|year| year.value);
    let compared = Comparison::of(sentence.words(clause), clause, figure, year)?;
    if SHARE.is_match(compared.subject) {
        return None;
    }
    let chain = Chain::of(sentence, &compared, (place, clause), counts, year);
    // 收到申请12件较上年增长50%: the figure of the same clause is theirs, if the table says so too.
    let (subject, stated) =
        chain.own.map_or((compared.subject, None), |own| (&sentence.words(clause)[..own.range.start], Some(own.value)));
    let requests = ALL_REQUESTS.is_match(subject)
        && stated.is_none_or(|stated| all_requests(reader).iter().any(|(number, _)| *number == stated))
        && about_requests(clause.range.start + compared.begins.start);
    let unknown = Some((Topic::Growth, Link::Growth(None), Agreement::Unlinked));
    if !(requests || chain.is_of_a_count) {
        return unknown;
    }
    let mut pairs = from_the_sentence(reader, &chain, requests);
    if compared.since == Since::LastYear {
        pairs.extend(from_last_year(reader, sentence, &chain, first, requests));
    }
    let near = |pair: &&Pair| {
        let grown = &pair.grown;
        grows(grown.new, grown.old, compared.rate, figure.decimals, Allowed::OneUnit)
    };
    if let Some(pair) = pairs.iter().find(near) {
        return Some((Topic::Growth, Link::Growth(Some(pair.grown.clone())), Agreement::Agrees));
    }
    // From nothing, nothing can be said to grow.
    if let Some(pair) = pairs.iter().find(|pair| pair.told && pair.grown.old > Decimal::ZERO) {
        // The sentence and last year's report give two bases: that is not for the percentage to say.
        return Some((Topic::Growth, Link::Growth(Some(pair.grown.clone())), Agreement::Disagrees));
    }
    // From nothing people say 增长100%.
    let from_nothing = compared.rate == Decimal::ONE_HUNDRED;
    let possible = |now: &Decimal| from_nothing || has_base(*now, compared.rate, figure.decimals);
    let now = numbers(reader, &chain, requests);
    let baseless = pairs.is_empty() && compared.since == Since::LastYear && !now.is_empty();
    if baseless && !now.iter().any(possible) {
        return Some((Topic::Growth, Link::Growth(None), Agreement::Disagrees));
    }
    unknown
}

impl<'a> Comparison<'a> {
    fn of(words: &'a str, clause: &Clause, figure: &Figure, year: Option<i32>) -> Option<Self> {
        let before = &words[..figure.range.start];
        let opening = COMPARED.find(before)?;
        let from = opening.end();
        let first = HOW.find(&before[from..])?;
        let last = HOW.find_iter(&before[from..]).last()?;
        if !BY.is_match(&before[from + last.end()..]) {
            return None;
        }
        let begins = opening.start()..from + first.start();
        let falls = ["下降", "减少", "降低", "降幅"].contains(&last.as_str());
        let mut period = words[begins.clone()].to_owned();
        for quoted in clause.figures.iter().rev().filter(|other| inside(&other.range, &begins)) {
            let range = quoted.range.start - begins.start..quoted.range.end - begins.start;
            period.replace_range(range, "");
        }
        let mut years = YEAR.captures_iter(&period).map(|found| found[1].parse::<i32>().ok());
        let named = LAST_YEAR.is_match(&period) || YEAR.is_match(&period);
        let before_this = years.all(|named| named.is_some() && named == year.map(|year| year - 1));
        let is_understood = named && before_this && SINCE.is_match(&period);
        let since = if is_understood { Since::LastYear } else { Since::Unknown };
        let rate = if falls { -figure.value } else { figure.value };
        Some(Self { subject: before[..opening.start()].trim(), begins, since, rate })
    }
}

fn inside(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The figures that a comparison may speak of.
struct Chain<'a> {
    /// This year's figures of the sentence, the nearest first.
    now: Vec<Counted<'a>>,
    /// The base that the sentence names.
    base: Option<&'a Figure>,
    /// What has grown, where it stands in the clause of the comparison itself.
    own: Option<&'a Figure>,
    /// Whether the nearest of them, exact, is what has grown.
    is_of_a_count: bool,
}

impl<'a> Chain<'a> {
    fn of(
        sentence: &Sentence,
        compared: &Comparison,
        (place, clause): (usize, &Clause),
        counts: &[Counted<'a>],
        year: Option<i32>,
    ) -> Self {
        let mut chain = Self { now: Vec::new(), base: None, own: None, is_of_a_count: false };
        // Where nothing but figures of the comparison itself has come, the next one is beside it.
        let mut beside = Some(place);
        let mut subject = compared.subject;
        for &(at, of, figure) in counts.iter().rev() {
            let own = std::ptr::eq(of, clause);
            let role = match own {
                true if inside(&figure.range, &compared.begins) => Role::Base,
                true if figure.range.start > compared.begins.end => Role::Increment,
                true | false => role(sentence.words(of), figure, year),
            };
            let near = beside.is_some_and(|last| last - at <= 1);
            match role {
                Role::Now => {
                    if near {
                        if own {
                            subject = compared.subject.get(figure.range.end..).unwrap_or("");
                        }
                        let exact = figure.precision == Precision::Exact;
                        chain.is_of_a_count = exact && ANY_COUNT.is_match(subject.trim());
                        chain.own = own.then_some(figure).filter(|_| chain.is_of_a_count);
                    }
                    beside = None;
                    chain.now.push((at, of, figure));
                }
                Role::Base if near && figure.precision == Precision::Exact => {
                    chain.base.get_or_insert(figure);
                    beside = Some(at);
                }
                Role::Increment if near => beside = Some(at),
                Role::Base | Role::Increment | Role::Other => beside = None,
            }
        }
        chain
    }
}

fn role(words: &str, figure: &Figure, year: Option<i32>) -> Role {
    let before = &words[..figure.range.start];
    if INCREMENT.is_match(before) && COMPARED.is_match(before) {
        return Role::Increment;
    }
    if CAME_OVER.is_match(before) {
        return Role::Now;
    }
    match YEAR.captures_iter(before).last().map(|found| found[1].parse::<i32>().ok()) {
        Some(named) if named == year => Role::Now,
        Some(named) if named.is_some() && named == year.map(|year| year - 1) => Role::Base,
        Some(_) => Role::Other,
        None if LAST_YEAR.is_match(before) => Role::Base,
        None => Role::Now,
    }
}

/// The base that the sentence names, under this year's number.
fn from_the_sentence(reader: &Reader, chain: &Chain, requests: bool) -> Vec<Pair> {
    let Some(base) = chain.base else { return Vec::new() };
    let grown = |new| Grown { old: base.value, new, unit: base.unit.to_owned(), cells: Vec::new() };
    let pair = |new| Pair { grown: grown(new), told: true };
    if requests {
        return all_requests(reader).into_iter().map(|(new, _)| pair(new)).collect();
    }
    let nearest = chain.now.first().filter(|(_, _, now)| now.unit == base.unit);
    nearest.map(|(_, _, now)| pair(now.value)).into_iter().collect()
}

/// This year's numbers, with what last year's report says of the same cells.
fn from_last_year(reader: &Reader, sentence: &Sentence, chain: &Chain, first: usize, requests: bool) -> Vec<Pair> {
    let Some(past) = reader.case.last_year else { return Vec::new() };
    let before = |cells: &[CellId]| lastyear::before(reader.case, past, cells);
    // The base of the sentence is the one to be held against, where there is one.
    let mut told = chain.base.is_none();
    let mut pairs = Vec::new();
    if requests {
        for (new, cells) in all_requests(reader) {
            if let Some(old) = before(&cells) {
                pairs.push(Pair { grown: Grown { old, new, unit: "件".to_owned(), cells }, told });
            }
        }
        told = false;
    }
    for (index, (_, clause, figure)) in chain.now.iter().enumerate() {
        let Some((claim, cells)) = linked(reader, sentence, clause, figure, first) else { continue };
        let told = told && index == 0 && claim.verdict == Agreement::Agrees && is_whole(claim.topic);
        let named = std::iter::once((cells.to_vec(), told));
        for (cells, told) in named.chain(lastyear::other_meanings(claim.topic).into_iter().map(|cells| (cells, false)))
        {
            let Some(old) = before(&cells) else { continue };
            let table = cells.iter().map(|id| in_cell(reader.case, id.as_str())).sum::<Option<Decimal>>();
            for new in std::iter::once(claim.value).chain(table.filter(|table| *table != claim.value)) {
                let grown = Grown { old, new, unit: claim.unit.clone(), cells: cells.clone() };
                pairs.push(Pair { grown, told: told && new == claim.value });
            }
        }
    }
    pairs
}

/// Those received, and those and the ones carried in: 申请数量 may be either.
fn all_requests(reader: &Reader) -> Vec<(Decimal, Vec<CellId>)> {
    let received = in_cell(reader.case, RECEIVED);
    let all = received.zip(in_cell(reader.case, CARRIED_IN)).map(|(received, carried)| received + carried);
    let [new, both] = [ids(&[RECEIVED]), ids(&[RECEIVED, CARRIED_IN])];
    received.map(|received| (received, new)).into_iter().chain(all.map(|all| (all, both))).collect()
}

fn ids(cells: &[&str]) -> Vec<CellId> {
    cells.iter().map(|cell| CellId::from(*cell)).collect()
}

/// Whether a number of this kind is one that people compare with last year's, and no part of another.
fn is_whole(topic: Topic) -> bool {
    matches!(
        topic,
        Topic::Received | Topic::Accepted | Topic::Handled | Topic::Answered | Topic::Documents | Topic::Decisions
    )
}

/// The claim of a figure that was held against cells.
fn linked<'r>(
    reader: &'r Reader,
    sentence: &Sentence,
    clause: &Clause,
    figure: &Figure,
    first: usize,
) -> Option<(&'r Claim, &'r [CellId])> {
    let number = clause.range.start + figure.printed.start..clause.range.start + figure.printed.end;
    let like = reader.claim(sentence, clause.range.clone(), number, figure.value, figure.unit)?;
    let same = reader.claims[first..].iter().filter(|claim| claim.span == like.span && claim.printed == like.printed);
    let mut held = same.filter_map(|claim| match &claim.link {
        Some(Link::Cells(cells)) if claim.interval.is_none() => Some((claim, cells.as_slice())),
        _ => None,
    });
    // The same number twice in one clause: which is which is not known.
    held.next().filter(|_| held.next().is_none())
}

/// The numbers of this year of which one must have a whole base; none where it is not certain which they are.
fn numbers(reader: &Reader, chain: &Chain, requests: bool) -> Vec<Decimal> {
    let stated = chain.now.iter().map(|(_, _, figure)| figure.value);
    if requests {
        return all_requests(reader).into_iter().map(|(number, _)| number).chain(stated).collect();
    }
    if chain.now.len() == 1 { stated.collect() } else { Vec::new() }
}

/// How far a percentage may be from the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Allowed {
    /// Rounded or cut.
    Nothing,
    /// One unit in the last place.
    OneUnit,
}

/// Whether a number has grown by a percentage, as printed.
fn grows(now: Decimal, old: Decimal, rate: Decimal, decimals: u32, allowed: Allowed) -> bool {
    let change = (now - old).checked_mul(Decimal::ONE_HUNDRED).and_then(|change| change.checked_div(old));
    let Some(change) = change else { return false };
    let rounded = change.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let cut = change.round_dp_with_strategy(decimals, RoundingStrategy::ToZero);
    match allowed {
        Allowed::Nothing => rounded == rate || cut == rate,
        // What did not change has not grown, whatever the unit.
        Allowed::OneUnit if change.is_zero() => rate.is_zero(),
        Allowed::OneUnit => (rounded - rate).abs() <= Decimal::new(1, decimals),
    }
}

/// Whether there is a whole number from which `now` has grown by a percentage, as printed.
fn has_base(now: Decimal, rate: Decimal, decimals: u32) -> bool {
    let Some(base) = now.checked_mul(Decimal::ONE_HUNDRED).and_then(|now| now.checked_div(Decimal::ONE_HUNDRED + rate))
    else {
        return true;
    };
    // Between two whole numbers the percentage of one of them is nearest.
    let bases = [base.floor(), base.ceil()];
    bases.into_iter().any(|old| old >= Decimal::ONE && grows(now, old, rate, decimals, Allowed::Nothing))
}
