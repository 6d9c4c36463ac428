//! Texts that must not occur and texts that must: the checks of rules whose whole content is a pattern.

use std::collections::BTreeSet;
use std::ops::Range;

use regex::Captures;

use super::inspection::{Inspection, Values};
use super::kinds::{Forbidden, Grouping, Pattern, Required};
use super::prose::{LONGEST_SENTENCE, Passage};
use crate::model::{Outcome, Phrase, Reason, Section, Span};

/// The most lines that a message names.
const LINES_NAMED: usize = 12;

/// One finding for each forbidden text, or each kind of it; a pass when there is none.
pub(super) fn forbidden(inspection: &Inspection, forbidden: &Forbidden) -> Vec<Outcome> {
    let year = inspection.case.report.year.as_ref().map(|year| year.value);
    let of_the_year = |pattern: &Pattern| pattern.regex.capture_names().flatten().any(|name| name == "year");
    if year.is_none() && forbidden.patterns.iter().any(of_the_year) {
        let message = Phrase::new("报告年度不明，无法判断。", "The year reported on is not known.");
        return vec![inspection.undecided(Reason::NotFound, Vec::new(), message)];
    }
    let mut outcomes = Vec::new();
    for pattern in &forbidden.patterns {
        let places = if forbidden.sections.is_empty() {
            in_document(inspection, pattern)
        } else {
            in_sections(inspection, forbidden, pattern, year)
        };
        match forbidden.group {
            Grouping::Place => {
                outcomes.extend(places.iter().map(|place| finding(inspection, pattern, &[*place], year)));
            }
            Grouping::Pattern if places.is_empty() => {}
            Grouping::Pattern => outcomes.push(finding(inspection, pattern, &places, year)),
        }
    }
    if outcomes.is_empty() { vec![Outcome::Pass] } else { outcomes }
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
        .text("count", places.len())
        .phrase("lines", Phrase::new(named.join("、"), named.join(", ")));
    if let Some(year) = year {
        values = values.text("year", year).text("next_year", year + 1);
    }
    inspection.fail(&values, &[], places.first().copied(), None)
}

/// Places in the paragraphs as printed.
fn in_document(inspection: &Inspection, pattern: &Pattern) -> Vec<Span> {
    let text = &inspection.case.document.text;
    let mut places = Vec::new();
    for paragraph in &inspection.prose.get().paragraphs {
        let printed = text.get(paragraph.range()).unwrap_or("");
        let place = |found: regex::Match| Span::new(paragraph.start + found.start(), paragraph.start + found.end());
        places.extend(pattern.regex.find_iter(printed).map(place));
    }
    places
}

/// Places in the folded prose of some sections, each up to the end of its clause; a clause is told once.
fn in_sections(inspection: &Inspection, forbidden: &Forbidden, pattern: &Pattern, year: Option<i32>) -> Vec<Span> {
    let form = inspection.case.form;
    let listed = |number: u8| form.section(number).is_some_and(|section| forbidden.sections.contains(&section.id));
    let mut places = Vec::new();
    for passage in &inspection.prose.get().passages {
        let from = match (passage.section.is_some_and(listed), &forbidden.after) {
            (true, _) => 0,
            (false, Some(word)) => passage.text.find(word.as_str()).unwrap_or(passage.text.len()),
            (false, None) => continue,
        };
        let mut told = 0;
        for found in pattern.regex.captures_iter(&passage.text[from..]).filter(|found| is_of_year(found, year)) {
            if let Some(whole) = found.get(0).filter(|whole| from + whole.start() >= told) {
                let clause = to_clause_end(passage, from + whole.start()..from + whole.end());
                told = clause.end;
                places.extend(passage.span(clause));
            }
        }
    }
    places
}

fn is_of_year(found: &Captures, year: Option<i32>) -> bool {
    found.name("year").is_none_or(|printed| printed.as_str().parse::<i32>().ok() == year)
}

fn to_clause_end(passage: &Passage, range: Range<usize>) -> Range<usize> {
    let rest = &passage.text[range.end..];
    let rest = rest.char_indices().nth(LONGEST_SENTENCE).map_or(rest, |(longest, _)| &rest[..longest]);
    let end = rest.find(['，', '。', '；', '！', '？']).map_or(range.end + rest.len(), |at| range.end + at);
    range.start..end
}

/// Whether a text that must occur does. It belongs in one section, but counts wherever it stands.
pub(super) fn required(inspection: &Inspection, required: &Required) -> Vec<Outcome> {
    let case = inspection.case;
    if let Some(from) = required.from_year {
        match &case.report.year {
            Some(year) if year.value < from => return Vec::new(),
            None if case.form.from_year < from => {
                let message = Phrase::new(
                    "报告年度不明，无法判断是否适用。",
                    "The year is not known, so neither is whether this is asked for.",
                );
                return vec![inspection.undecided(Reason::NotFound, Vec::new(), message)];
            }
            Some(_) | None => {}
        }
    }
    let prose = inspection.prose.get();
    if prose.passages.iter().any(|passage| required.regex.is_match(&passage.text)) {
        return vec![Outcome::Pass];
    }
    let section = case.report.sections.iter().find(|section| section.id == required.section);
    vec![inspection.fail(&Values::default(), &[], section.map(|section| content(inspection, section)), None)]
}

/// Where the text should have stood: the section's first paragraph, or its heading when nothing follows.
fn content(inspection: &Inspection, section: &Section) -> Span {
    let first = inspection.prose.get().section(section.number).next();
    first.and_then(|passage| passage.span(0..passage.text.len())).unwrap_or(section.heading)
}
