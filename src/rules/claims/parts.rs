//! A number and the parts that follow it after 其中, added up.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::{Clause, Reader, Sentence, pattern};
use crate::model::{Agreement, Link, Part, Topic};
use crate::rules::figures::{Figure, Precision};

/// A unit in brackets behind a counter, as 件（次）, is no clause of its own.
const UNIT: usize = 2;

// What happened to some of them: such parts may overlap.
pattern!(HAPPENED, "被|采用|采纳|获|转载|转发|推送|涉及|重点|超|原创|首发");

// 其中县局收到12件，答复11件: one after the other, not side by side.
pattern!(HANDLED, "收到|受理|办理|答复|回复|办结|结转");

// How often something was looked at has no such parts.
pattern!(VISITS, "点击|浏览|阅读|访问|关注|粉丝|播放|点赞|评论");

// 包括 opens a list of the parts of a part.
pattern!(NESTED, "^(?:包括|包含|分为|即)");

// 其他 closes a list, and so do people and channels: there are no others.
pattern!(REST, "其他|其它|其余");
pattern!(
    EXHAUSTIVE,
    "网|信函|信件|来信|邮|当面|现场|窗口|传真|在线|线上|线下|书面|口头|平台|自然人|公民|个人|企业|法人|组织|机构"
);

// 其中自然人申请10件，予以公开6件: of two kinds, each of which is a whole.
pattern!(OUTCOME, "予以公开|部分公开|不予公开|无法提供|不予处理|其他处理");

/// A list that lacks no more than this share of the whole is meant to be all of it.
const NEARLY: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// Units of the same kind of thing, which people mix: 发布信息10条，其中通知3件、公告6条.
const MIXED: [&str; 3] = ["件", "条", "次"];

/// No sentence has more lists; each is looked at to its end.
const MOST_LISTS: usize = 8;

/// The parts after 其中.
struct List<'a> {
    items: Vec<(&'a Clause, &'a Figure)>,
    /// Nothing but items, one a clause: the list is meant to be whole.
    closed: bool,
}

/// Reads the lists of a sentence; `first` is where its claims begin.
pub(super) fn read(reader: &mut Reader, sentence: &Sentence, before: Option<&Sentence>, first: usize) {
    let opening = |(index, clause): (usize, &Clause)| Some((index, sentence.words(clause).find("其中")?));
    for (index, at) in sentence.clauses.iter().enumerate().filter_map(opening).take(MOST_LISTS) {
        let list = list(sentence, index, at);
        let place = sentence.clauses[index].range.start + at;
        let earlier: Vec<Counted> = match (index, before) {
            (0, Some(before)) if at == 0 => figures_before(before, before.text.len()),
            (0, None) if at == 0 => Vec::new(),
            _ => figures_before(sentence, place),
        };
        let counted_so = |total: &&Counted| list.items.iter().all(|(_, figure)| figure.unit == total.2.unit);
        let total = earlier.iter().rfind(counted_so).or(earlier.last());
        if let Some(total) = total.filter(|_| list.items.len() > 1) {
            let sums = suffix_sums(&earlier);
            judge(reader, sentence, &list, *total, &sums, first);
        }
    }
}

/// A count, with where it stands.
type Counted<'a, 'b> = (&'a Sentence<'b>, &'a Clause, &'a Figure);

/// The counts before a place of a sentence that may have parts: not those in a bracket that has closed.
fn figures_before<'a, 'b>(sentence: &'a Sentence<'b>, place: usize) -> Vec<Counted<'a, 'b>> {
    let around = depth(sentence.text, place);
    let whole = |clause: &&Clause| {
        let start = clause.range.start;
        start <= place && depth(sentence.text, start) <= around && !VISITS.is_match(sentence.words(clause))
    };
    let clauses = sentence.clauses.iter().filter(whole);
    clauses
        .flat_map(|clause| clause.figures.iter().map(move |figure| (sentence, clause, figure)))
        .filter(|(_, clause, figure)| figure.is_count() && clause.range.start + figure.range.end <= place)
        .collect()
}

/// In how many brackets a place of a sentence stands.
fn depth(sentence: &str, place: usize) -> usize {
    let before = sentence.get(..place).unwrap_or("");
    before.matches(['(', '（']).count().saturating_sub(before.matches([')', '）']).count())
}

/// The nearest number before a list, it and the one before it added up, and so on.
fn suffix_sums(earlier: &[Counted]) -> Vec<Decimal> {
    let mut sum = Decimal::ZERO;
    let mut sums = Vec::new();
    for (_, _, figure) in earlier.iter().rev() {
        sum = sum.saturating_add(figure.value);
        sums.push(sum);
    }
    sums
}

fn list<'a>(sentence: &'a Sentence, index: usize, at: usize) -> List<'a> {
    let opens = sentence.clauses[index].range.start;
    let bracketed = at == 0 && sentence.text[..opens].ends_with(['(', '（']);
    let mut list = List { items: Vec::new(), closed: true };
    let around = depth(sentence.text, opens + at);
    for (place, clause) in sentence.clauses.iter().enumerate().skip(index) {
        let words = sentence.words(clause);
        // 网上申请39件（予以公开20件）: what stands in a bracket is a part of a part.
        if depth(sentence.text, clause.range.start) > around {
            continue;
        }
        if place > index && NESTED.is_match(words) {
            list.closed = false;
            break;
        }
        let from = if place == index { at + "其中".len() } else { 0 };
        let counts: Vec<&Figure> =
            clause.figures.iter().filter(|figure| figure.is_count() && figure.range.start >= from).collect();
        match counts[..] {
            [] if place == index && words.len() == from => {}
            [] if words.chars().count() <= UNIT => {}
            [figure] => {
                list.closed &= figure.range.end == words.len()
                    && (place == index || !words.contains("其中"))
                    && !HAPPENED.is_match(words);
                list.items.push((clause, figure));
            }
            _ => {
                list.closed = false;
                break;
            }
        }
        if bracketed && sentence.text[clause.range.end..].starts_with([')', '）']) {
            break;
        }
    }
    list
}

fn judge(
    reader: &mut Reader,
    sentence: &Sentence,
    list: &List,
    (home, clause, total): (&Sentence, &Clause, &Figure),
    sums: &[Decimal],
    first: usize,
) {
    let values: Vec<Decimal> = list.items.iter().map(|(_, figure)| figure.value).collect();
    let sum = |count: usize| values[..count].iter().fold(Decimal::ZERO, |sum, value| sum.saturating_add(*value));
    let whole = (2..=values.len()).rev().find(|count| sum(*count) == total.value);
    let exact = list.items.iter().all(|(_, figure)| figure.precision == Precision::Exact);
    let alike = list.items.iter().all(|(_, figure)| figure.unit == total.unit);
    let mixed = list.items.iter().all(|(_, figure)| MIXED.contains(&figure.unit)) && MIXED.contains(&total.unit);
    let all = sum(values.len());
    let words = |(clause, _): &(&Clause, &Figure)| sentence.words(clause);
    let meant_whole = all > total.value
        || (total.value - all) <= total.value.saturating_mul(NEARLY)
        || list.items.last().is_some_and(|item| REST.is_match(words(item)))
        || list.items.iter().all(|item| EXHAUSTIVE.is_match(words(item)));
    let outcomes = list.items.iter().filter(|item| OUTCOME.is_match(words(item))).count();
    let applicants = list.items.iter().any(|item| EXHAUSTIVE.is_match(words(item)) && !OUTCOME.is_match(words(item)));
    let handled = |item: &(&Clause, &Figure)| HANDLED.find(words(item)).map(|verb| verb.as_str());
    let alike_handled = list.items.windows(2).all(|pair| handled(&pair[0]) == handled(&pair[1]));
    let one_kind = (outcomes == 0 || !applicants) && alike_handled;
    let certain = list.closed && exact && one_kind && !sums.contains(&all);
    let (count, verdict) = match whole {
        _ if total.precision != Precision::Exact => return,
        Some(count) => (count, Agreement::Agrees),
        None if certain && alike && meant_whole => (values.len(), Agreement::Disagrees),
        // 其中 often names only some: it is only pointed out.
        None if certain && (alike || (mixed && meant_whole)) => (values.len(), Agreement::Unlinked),
        None => return,
    };
    let part = |(clause, figure): &(&Clause, &Figure)| {
        let span = sentence.span(clause.range.clone())?;
        Some(Part { value: figure.value, span, exact: figure.precision == Precision::Exact })
    };
    let parts: Vec<Part> = list.items[..count].iter().filter_map(part).collect();
    let printed: Range<usize> = clause.range.start + total.printed.start..clause.range.start + total.printed.end;
    let Some(mut claim) = reader.claim(home, clause.range.clone(), printed, total.value, total.unit) else { return };
    claim.topic = Topic::Parts;
    claim.link = Some(Link::Sum(parts));
    claim.verdict = verdict;
    reader.put(claim, first);
}
