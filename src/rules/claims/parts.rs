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
pattern!(HAPPENED, "被|采用|采纳|获|转载|转发|推送|涉及|重点|超");

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
        let earlier: Vec<(&Sentence, &Clause, &Figure)> = match index {
            0 if at == 0 => before.into_iter().filter_map(last_figure).collect(),
            _ => figures_before(sentence, index, at),
        };
        if let Some(total) = earlier.last().filter(|_| list.items.len() > 1) {
            let sums = suffix_sums(&earlier);
            judge(reader, sentence, &list, *total, &sums, first);
        }
    }
}

fn last_figure<'a, 'b>(sentence: &'a Sentence<'b>) -> Option<(&'a Sentence<'b>, &'a Clause, &'a Figure)> {
    let counts = |clause: &'a Clause| clause.figures.iter().rfind(|figure| figure.is_count());
    sentence.clauses.iter().rev().find_map(|clause| Some((sentence, clause, counts(clause)?)))
}

fn figures_before<'a, 'b>(
    sentence: &'a Sentence<'b>,
    index: usize,
    at: usize,
) -> Vec<(&'a Sentence<'b>, &'a Clause, &'a Figure)> {
    let clauses = sentence.clauses.iter().enumerate().take(index + 1);
    clauses
        .flat_map(|(place, clause)| clause.figures.iter().map(move |figure| (place, clause, figure)))
        .filter(|(place, _, figure)| figure.is_count() && (*place < index || figure.range.end <= at))
        .map(|(_, clause, figure)| (sentence, clause, figure))
        .collect()
}

/// The nearest number before a list, it and the one before it added up, and so on.
fn suffix_sums(earlier: &[(&Sentence, &Clause, &Figure)]) -> Vec<Decimal> {
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
    for (place, clause) in sentence.clauses.iter().enumerate().skip(index) {
        let words = sentence.words(clause);
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
    let certain = list.closed && exact && !sums.contains(&sum(values.len()));
    let (count, verdict) = match whole {
        _ if total.precision != Precision::Exact => return,
        Some(count) => (count, Agreement::Agrees),
        None if certain && alike => (values.len(), Agreement::Disagrees),
        None if certain && mixed => (values.len(), Agreement::Unlinked),
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
