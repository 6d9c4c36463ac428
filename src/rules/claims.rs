//! What the prose says about figures that the tables hold (domain 3.3), read once per report. Precision before recall:
//! where a clause can be read in several ways, or speaks of a part, another year or another body, nothing is said of it.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

mod fee;
mod parts;
mod rates;
mod relief;
mod requests;
mod scope;
mod tables;
mod thread;

use super::Case;
use super::figures::{Figure, Script, figures};
use super::inspection::Inspection;
use super::prose::{Passage, Prose, clauses, sentences};
use crate::model::{Agreement, CellId, Claim, Link, Outcome, Phrase, Reason, Span, Topic};

use requests::Asked;
use scope::Scope;
use thread::{Context, Thread};

pub(super) const RECEIVED: &str = "requests.new_received@total";
pub(super) const CARRIED_IN: &str = "requests.carried_in@total";
pub(super) const RESULTS: &str = "requests.results.total@total";
pub(super) const CARRIED_OUT: &str = "requests.carried_out@total";

/// No report states more; a file made to be a nuisance would have millions.
const MOST_CLAIMS: usize = 10_000;

/// A clause with more figures than this is none: they would be looked at once for each other.
const MOST_FIGURES: usize = 20;

/// 元 in 万元.
const WAN: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

/// A pattern that is compiled when it is first asked for.
macro_rules! pattern {
    ($seen:vis $name:ident, $text:expr) => {
        $seen static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($text).expect("a valid pattern"));
    };
}

// A sentence without any of these states no number.
pattern!(STATES, r"\d|[件份宗起条个次例项元]|[未没无零]|百分之");

/// The figure in a cell, when it was read with certainty.
pub(super) fn number(inspection: &Inspection, cell: &str) -> Option<Decimal> {
    in_cell(inspection.case, cell)
}

fn in_cell(case: &Case, cell: &str) -> Option<Decimal> {
    case.report.cells.get(case.form.position_at(cell)?)?.state.number()
}

/// The cells hold nothing to compare with.
pub(super) fn no_figure(inspection: &Inspection, cells: &[&str]) -> Outcome {
    let message =
        Phrase::new("表中没有可比的数字，正文未作核对。", "The table has no figure to compare the prose with.");
    let ids = cells.iter().map(|cell| CellId::from(*cell)).collect();
    inspection.undecided(Reason::NotAssessable, ids, message)
}

/// The prose holds nothing to compare.
pub(super) fn not_stated(inspection: &Inspection) -> Outcome {
    let message = Phrase::new(
        "正文中没有找到可以确定含义的表述，未作核对。",
        "The prose says nothing whose meaning is certain; not checked.",
    );
    inspection.undecided(Reason::NotFound, Vec::new(), message)
}

/// Every number that the prose states, and every statement that there is none, in the order of the text.
pub(super) fn extract(case: &Case, prose: &Prose) -> Vec<Claim> {
    let fee_complete: Box<dyn FnOnce() -> bool> = Box::new(|| fee::is_complete(&prose.whole));
    let mut reader = Reader { case, claims: Vec::new(), fee_complete: LazyCell::new(fee_complete) };
    for passage in &prose.passages {
        let mut carried = Context::None;
        let mut before: Option<Sentence> = None;
        for range in sentences(&passage.text) {
            let text = &passage.text[range.clone()];
            if !STATES.is_match(text) {
                (carried, before) = (Context::None, None);
                continue;
            }
            let sentence = Sentence::new(passage, text, range.start);
            carried = reader.read(&sentence, before.as_ref(), carried);
            before = Some(sentence);
            if reader.claims.len() >= MOST_CLAIMS {
                return reader.claims;
            }
        }
    }
    repeats(&mut reader.claims);
    reader.claims
}

/// A sentence with its clauses and what they count.
struct Sentence<'a> {
    passage: &'a Passage,
    text: &'a str,
    /// Where it begins in the passage.
    start: usize,
    clauses: Vec<Clause>,
}

struct Clause {
    range: Range<usize>,
    figures: Vec<Figure>,
}

impl<'a> Sentence<'a> {
    fn new(passage: &'a Passage, text: &'a str, start: usize) -> Self {
        let counted = |range: Range<usize>| Some(figures(&text[range])).filter(|found| found.len() <= MOST_FIGURES);
        let clause = |range: Range<usize>| Clause { figures: counted(range.clone()).unwrap_or_default(), range };
        Self { passage, text, start, clauses: clauses(text).into_iter().map(clause).collect() }
    }

    fn words(&self, clause: &Clause) -> &'a str {
        &self.text[clause.range.clone()]
    }

    fn opens_bracket(&self, clause: &Clause) -> bool {
        self.text[..clause.range.start].ends_with(['(', '（'])
    }

    fn closes_bracket(&self, clause: &Clause) -> bool {
        self.text[clause.range.end..].starts_with([')', '）'])
    }

    /// The place in the document of a range of the sentence.
    fn span(&self, range: Range<usize>) -> Option<Span> {
        self.passage.span(self.start + range.start..self.start + range.end)
    }
}

/// How sure it is of what a figure speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certainty {
    /// Label and scope are certain: where the tables say otherwise, one of them is wrong.
    Certain,
    /// It can only be said that they agree.
    Likely,
}

/// The meanings that a figure may have: sums of cells, the likeliest first.
type Meanings = Vec<Vec<&'static str>>;

/// What a clause says of something in the tables.
struct Reading {
    topic: Topic,
    meanings: Meanings,
    certainty: Certainty,
}

/// Collects the claims of a report.
struct Reader<'a> {
    case: &'a Case<'a>,
    claims: Vec<Claim>,
    /// Whether the prose says all three things of the fee.
    fee_complete: LazyCell<bool, Box<dyn FnOnce() -> bool + 'a>>,
}

impl Reader<'_> {
    /// Reads one sentence and says what the next may go on to speak of.
    fn read(&mut self, sentence: &Sentence, before: Option<&Sentence>, carried: Context) -> Context {
        let ranges: Vec<Range<usize>> = sentence.clauses.iter().map(|clause| clause.range.clone()).collect();
        let scope = LazyCell::new(|| Scope::of(self.case, sentence.text, &ranges));
        let first = self.claims.len();
        let mut found: Vec<Claim> = Vec::new();
        let about_relief = relief::may_speak(sentence);
        let mut thread = Thread::new(carried, requests::sorts_documents(sentence.text));
        for (place, clause) in sentence.clauses.iter().enumerate() {
            let asked = self.asked(sentence, clause);
            thread.enter(sentence, clause, &asked);
            let holds = || scope.holds(&clause.range);
            let zero = requests::none(&asked, thread.context).filter(|_| holds());
            found.extend(zero.as_ref().and_then(|reading| self.nothing(sentence, clause, reading)));
            let speaks = about_relief && relief::speaks(sentence, clause) && holds();
            let relief = if speaks { relief::readings(asked.words, &clause.figures) } else { Vec::new() };
            for (figure, reading) in &relief {
                found.extend(match figure {
                    Some(figure) => self.stated(sentence, clause, &clause.figures[*figure], Some(reading)),
                    None => self.nothing(sentence, clause, reading),
                });
            }
            for (index, figure) in clause.figures.iter().enumerate() {
                let told = relief.iter().any(|(of, _)| *of == Some(index));
                if told || (zero.is_some() && figure.value.is_zero()) {
                    continue;
                }
                let reading = requests::reading(&asked, thread.context, index)
                    .map(|reading| self.with_carried(reading, sentence, place))
                    .or_else(|| tables::reading(sentence, clause, index))
                    .filter(|_| holds());
                if reading.is_some() || figure.script == Script::Digits {
                    found.extend(self.stated(sentence, clause, figure, reading.as_ref()));
                }
            }
            thread.leave(sentence, clause);
        }
        settle(&mut found);
        self.claims.append(&mut found);
        parts::read(self, sentence, before, first);
        let about_requests = |end: usize| thread.context != Context::None && scope.stays(end);
        rates::read(self, sentence, &about_requests, first);
        fee::read(self, sentence);
        // Whoever or whatever year a sentence ends with, the next may go on about.
        if about_requests(sentence.text.len()) { thread.context } else { Context::None }
    }

    fn asked<'s>(&self, sentence: &'s Sentence, clause: &'s Clause) -> Asked<'s> {
        Asked {
            words: sentence.words(clause),
            figures: &clause.figures,
            head: head(&sentence.passage.text),
            year: self.case.report.year.as_ref().map(|year| year.value),
        }
    }

    /// What was received, where the sentence says that the requests carried in are among them.
    fn with_carried(&self, mut reading: Reading, sentence: &Sentence, place: usize) -> Reading {
        let following = sentence.clauses.iter().skip(place + 1).map(|clause| self.asked(sentence, clause));
        let all = vec![RECEIVED, CARRIED_IN];
        if reading.topic == Topic::Received && !reading.meanings.contains(&all) && requests::contains_carried(following)
        {
            reading.meanings.insert(0, all);
        }
        reading
    }

    /// A figure, held against the tables where it is known of what it speaks.
    fn stated(
        &self,
        sentence: &Sentence,
        clause: &Clause,
        figure: &Figure,
        reading: Option<&Reading>,
    ) -> Option<Claim> {
        let number = clause.range.start + figure.printed.start..clause.range.start + figure.printed.end;
        let mut claim = self.claim(sentence, clause.range.clone(), number, figure.value, figure.unit)?;
        claim.interval = figure.interval();
        // 1 2件 may be one figure or two.
        let apart = claim.printed.split_whitespace().count() > 1;
        if let Some(reading) = reading.filter(|_| !apart) {
            self.judge(&mut claim, reading, figure.decimals);
        }
        Some(claim)
    }

    /// A statement that there is none.
    fn nothing(&self, sentence: &Sentence, clause: &Clause, reading: &Reading) -> Option<Claim> {
        let range = clause.range.clone();
        let mut claim = self.claim(sentence, range.clone(), range, Decimal::ZERO, "件")?;
        self.judge(&mut claim, reading, 0);
        Some(claim)
    }

    /// Adds a claim that was worked out from others of its sentence, in place of the one that said nothing of the number.
    fn put(&mut self, claim: Claim, first: usize) {
        let same = |old: &&mut Claim| old.link.is_none() && old.span == claim.span && old.printed == claim.printed;
        match self.claims[first..].iter_mut().rev().find(same) {
            Some(old) => *old = claim,
            None => self.claims.push(claim),
        }
    }

    /// A claim that nothing is said of yet.
    fn claim(
        &self,
        sentence: &Sentence,
        clause: Range<usize>,
        number: Range<usize>,
        value: Decimal,
        unit: &str,
    ) -> Option<Claim> {
        let span = sentence.span(clause)?;
        let printed = sentence.span(number)?;
        let text = |span: Span| self.case.document.text.get(span.range()).unwrap_or("").trim().to_owned();
        Some(Claim {
            quote: text(span),
            printed: text(printed),
            value,
            unit: unit.to_owned(),
            span,
            topic: Topic::Unsaid,
            link: None,
            verdict: Agreement::Unlinked,
            interval: None,
        })
    }

    /// Holds a claim against what it may mean.
    fn judge(&self, claim: &mut Claim, reading: &Reading, decimals: u32) {
        let sum = |cells: &Vec<&str>| cells.iter().map(|cell| in_cell(self.case, cell)).sum::<Option<Decimal>>();
        let sums: Vec<Option<Decimal>> = reading.meanings.iter().map(sum).collect();
        let link = |index: usize| {
            let cells: &[&str] = reading.meanings.get(index).map_or(&[], Vec::as_slice);
            Some(Link::Cells(cells.iter().map(|cell| CellId::from(*cell)).collect()))
        };
        if claim.unit == "元" {
            (claim.value, claim.unit) = (claim.value / WAN, "万元".to_owned());
        }
        // 7229.98万元 is 7229.9817 as people print it.
        let same = |sum: Decimal| match (claim.interval, claim.unit.as_str()) {
            (Some(interval), _) => interval.holds(sum),
            (None, "万元") => sum.round_dp(decimals.max(claim.value.scale())) == claim.value,
            (None, _) => sum == claim.value,
        };
        if reading.topic == Topic::Posted {
            return posted(claim, &sums, link(0));
        }
        let fits = sums.iter().position(|sum| sum.is_some_and(same));
        let unknown = sums.iter().position(Option::is_none);
        let certain = reading.certainty == Certainty::Certain && claim.interval.is_none();
        (claim.link, claim.verdict) = match fits {
            Some(index) => (link(index), Agreement::Agrees),
            // With an unknown cell in one of its meanings it could still be right.
            None if unknown.is_some() => (unknown.and_then(link), Agreement::Unlinked),
            None if certain => (link(0), Agreement::Disagrees),
            None => return,
        };
        claim.topic = reading.topic;
    }
}

/// Nobody states one total twice in a sentence with different numbers: of two that differ one at least speaks of something
/// else, and which of them cannot be said.
fn settle(claims: &mut [Claim]) {
    let total = |claim: &Claim| match (&claim.link, claim.interval) {
        (Some(Link::Cells(cells)), None) => cells.first().map(|cell| (claim.topic, cell.clone())),
        _ => None,
    };
    let stated: Vec<_> = claims.iter().map(|claim| (total(claim), claim.value)).collect();
    for (index, claim) in claims.iter_mut().enumerate() {
        let (Some(own), value) = &stated[index] else { continue };
        let other = stated.iter().any(|(total, other)| total.as_ref() == Some(own) && other != value);
        if other && claim.verdict == Agreement::Disagrees {
            (claim.link, claim.topic, claim.verdict) = (None, Topic::Unsaid, Agreement::Unlinked);
        }
    }
}

/// Documents that were disclosed are no more than those in force and those repealed: the first and the second meaning.
fn posted(claim: &mut Claim, sums: &[Option<Decimal>], link: Option<Link>) {
    let [Some(in_force), Some(most)] = sums else { return };
    claim.verdict = match claim.interval {
        None if claim.value == *in_force => Agreement::Agrees,
        None if claim.value > *most => Agreement::Disagrees,
        None | Some(_) => Agreement::Unlinked,
    };
    (claim.topic, claim.link) = (Topic::Posted, link);
}

/// The opening words of a paragraph, where its heading stands: （二）依申请公开方面。
fn head(text: &str) -> &str {
    let end = text.char_indices().nth(16).map_or(text.len(), |(at, _)| at);
    text[..end].split('。').next().unwrap_or("")
}

/// A number of which nothing is known but that the same words came with the same number before.
fn repeats(claims: &mut [Claim]) {
    /// The words before a number by which it is known again.
    const LABEL: usize = 4;
    let mut known: HashMap<(Decimal, String, String), Span> = HashMap::new();
    for claim in claims.iter_mut().filter(|claim| claim.interval.is_none() && claim.value > Decimal::TEN) {
        let quote: String = claim.quote.chars().filter(|c| !c.is_whitespace()).collect();
        let printed: String = claim.printed.chars().filter(|c| !c.is_whitespace()).collect();
        let Some((label, _)) = quote.split_once(&printed) else { continue };
        let skipped = label.chars().count().saturating_sub(LABEL);
        let label: String = label.chars().skip(skipped).collect();
        if label.chars().count() < LABEL {
            continue;
        }
        let first = *known.entry((claim.value, claim.unit.clone(), label)).or_insert(claim.span);
        if first != claim.span && claim.link.is_none() {
            claim.link = Some(Link::Repeats(first));
            claim.verdict = Agreement::Agrees;
        }
    }
}

pub(super) use pattern;
