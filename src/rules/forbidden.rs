//! Texts that must not occur: the check of rules whose whole content is a pattern.

use std::collections::BTreeSet;
use std::ops::Range;

use regex::{Captures, Regex};

use super::inspection::{Inspection, Values, or_pass};
use super::kinds::{Forbidden, Grouping, Pattern, Quote, Within};
use super::prose::{LONGEST_SENTENCE, Passage};
use super::syntax;
use crate::model::{Outcome, Phrase, Reason, Span};

/// The most lines that a message names.
const LINES_NAMED: usize = 12;

/// One finding for each forbidden text, or each kind of it; a pass when there is none.
pub(super) fn check(inspection: &Inspection, forbidden: &Forbidden) -> Vec<Outcome> {
    let year = inspection.case.report.year.as_ref().map(|year| year.value);
    let of_the_year = |pattern: &Pattern| pattern.regex.capture_names().flatten().any(|name| name.ends_with("year"));
    if year.is_none() && forbidden.patterns.iter().any(of_the_year) {
        let message = Phrase::new("报告年度不明，无法判断。", "The year reported on is not known.");
        return vec![inspection.undecided(Reason::NotFound, Vec::new(), message)];
    }
    let mut outcomes = Vec::new();
    for pattern in &forbidden.patterns {
        let places = places(inspection, forbidden, pattern, year);
        let excused = || forbidden.unless.as_ref().is_some_and(|excuse| inspection.prose.get().says(excuse));
        if places.is_empty() || excused() {
            continue;
        }
        match forbidden.group {
            Grouping::Place => {
                outcomes.extend(places.iter().map(|place| finding(inspection, pattern, &[*place], year)));
            }
            Grouping::Pattern => outcomes.push(finding(inspection, pattern, &places, year)),
        }
    }
    or_pass(outcomes)
}

fn finding(inspection: &Inspection, pattern: &Pattern, places: &[Span], year: Option<i32>) -> Outcome {
    let lines: BTreeSet<usize> = places.iter().map(|place| inspection.line(place.start)).collect();
    let mut named: Vec<String> = lines.iter().take(LINES_NAMED).map(ToString::to_string).collect();
    if lines.len() > LINES_NAMED {
        named.push("…".to_owned());
    }
    let quote = places.first().map_or("", |place| inspection.quote(*place));
    let mut values = Values::default()
        .phrase("name", pattern.name.clone())
        .text("quote", quote)
        .text("suggest", &pattern.suggest)
        .text("count", places.len())
        .phrase("lines", Phrase::new(named.join("、"), named.join(", ")));
    if let Some(first) =
        places.first().and_then(|place| inspection.case.document.text.get(place.start..)?.chars().next())
    {
        values = values.text("codepoint", format!("U+{:04X}", u32::from(first)));
    }
    if let Some(year) = year {
        values = values.text("year", year).text("next_year", year + 1);
    }
    let severity = pattern.severity.unwrap_or(inspection.rule.severity);
    inspection.fail_with(&inspection.rule.message, severity, &values, &[], places.first().copied(), None)
}

fn places(inspection: &Inspection, forbidden: &Forbidden, pattern: &Pattern, year: Option<i32>) -> Vec<Span> {
    let case = inspection.case;
    match forbidden.within {
        Within::Prose => in_prose(inspection, forbidden, pattern, year),
        Within::Title => {
            let title = case.report.title.as_ref().map(|title| title.span);
            title.map(|title| printed(inspection, forbidden, pattern, &[title], year)).unwrap_or_default()
        }
        // Nearly every report is clean, and one look at the whole text tells.
        Within::Document | Within::Sections if !pattern.regex.is_match(&case.document.text) => Vec::new(),
        Within::Document => printed(inspection, forbidden, pattern, &inspection.prose.get().paragraphs, year),
        Within::Sections => printed(inspection, forbidden, pattern, &inspection.prose.get().body, year),
    }
}

/// Places in paragraphs as printed.
fn printed(
    inspection: &Inspection,
    forbidden: &Forbidden,
    pattern: &Pattern,
    paragraphs: &[Span],
    year: Option<i32>,
) -> Vec<Span> {
    let text = &inspection.case.document.text;
    let mut places = Vec::new();
    for paragraph in paragraphs {
        // A paragraph's place leaves out the blanks behind it, but they are printed too.
        let rest = text.get(paragraph.start..).unwrap_or("");
        let printed = rest.find('\n').map_or(rest, |end| &rest[..end.max(paragraph.end - paragraph.start)]);
        for found in pattern.regex.captures_iter(printed).filter(|found| counts(found, forbidden, year)) {
            let Some(whole) = found.name("mark").or_else(|| found.get(0)) else { continue };
            places.push(Span::new(paragraph.start + whole.start(), paragraph.start + whole.end()));
        }
    }
    places
}

/// Places in the folded prose; with `Quote::Clause` up to the end of the clause, and a clause is told once.
fn in_prose(inspection: &Inspection, forbidden: &Forbidden, pattern: &Pattern, year: Option<i32>) -> Vec<Span> {
    let form = inspection.case.form;
    let prose = inspection.prose.get();
    if !prose.says(&pattern.regex) {
        return Vec::new();
    }
    let listed = |section: Option<u8>| match section {
        None => forbidden.sections.iter().any(|id| id == "preamble"),
        Some(number) => form.section(number).is_some_and(|section| forbidden.sections.contains(&section.id)),
    };
    let mut places = Vec::new();
    for passage in &prose.passages {
        let from = match (forbidden.sections.is_empty() || listed(passage.section), &forbidden.after) {
            (true, _) => 0,
            (false, Some(word)) => passage.text.find(word.as_str()).unwrap_or(passage.text.len()),
            (false, None) => continue,
        };
        let mut told = 0;
        for found in pattern.regex.captures_iter(&passage.text[from..]).filter(|found| counts(found, forbidden, year)) {
            let Some(whole) = found.name("mark").or_else(|| found.get(0)) else { continue };
            let mut range = from + whole.start()..from + whole.end();
            if range.start < told {
                continue;
            }
            if forbidden.quote == Quote::Clause {
                range = to_clause_end(passage, range);
            }
            told = range.end;
            places.extend(passage.span(range));
        }
    }
    places
}

/// Whether a match is one: of the year that its groups ask for, not excused and no allowed word.
fn counts(found: &Captures, forbidden: &Forbidden, year: Option<i32>) -> bool {
    let year_of = |group: &str| found.name(group).and_then(|printed| printed.as_str().parse::<i32>().ok());
    let allowed = |word: regex::Match| forbidden.allowed.contains(&word.as_str().to_lowercase());
    found.name("unless").is_none()
        && year_of("year").is_none_or(|printed| Some(printed) == year)
        && year_of("other_year").is_none_or(|printed| Some(printed) != year)
        && !found.name("word").is_some_and(allowed)
}

fn to_clause_end(passage: &Passage, range: Range<usize>) -> Range<usize> {
    let rest = &passage.text[range.end..];
    let rest = rest.char_indices().nth(LONGEST_SENTENCE).map_or(rest, |(longest, _)| &rest[..longest]);
    let end = rest.find(['，', '。', '；', '！', '？']).map_or(range.end + rest.len(), |at| range.end + at);
    range.start..end
}

/// A pattern of a rule file: `^` and `$` are the ends of a paragraph.
pub(super) fn regex(text: &str) -> Result<Regex, Phrase> {
    regex::RegexBuilder::new(text).multi_line(true).build().map_err(|_| syntax::pattern(text))
}
