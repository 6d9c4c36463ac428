//! Finds the six sections by their headings. A heading is a whole line; the table rows that look like headings
//! (三、本年度办理结果) and the sub-headings （一）… are none.

use crate::form::{Form, SectionForm};
use crate::model::{Section, Span};

use super::labels::{Fit, Label, numbered};
use super::stream::Token;

/// The longest heading, in characters: beyond this a line is a sentence.
const LONGEST: usize = 40;

struct Candidate {
    token: usize,
    section: usize,
    /// `None` for a line with the right numeral and a key word in other wording.
    fit: Option<Fit>,
}

/// The sections that a document has, in the order of its text; each ends where the next begins.
#[must_use]
pub(super) fn sections(tokens: &[Token], form: &Form, end: usize) -> Vec<Section> {
    let candidates = candidates(tokens, form);
    let mut chosen: Vec<&Candidate> =
        (0..form.sections.len()).filter_map(|section| choose(section, &candidates, tokens)).collect();
    chosen.sort_by_key(|candidate| candidate.token);
    let starts: Vec<usize> = chosen.iter().map(|candidate| tokens[candidate.token].span.start).collect();
    chosen
        .iter()
        .enumerate()
        .map(|(place, candidate)| {
            let form = &form.sections[candidate.section];
            let heading = tokens[candidate.token].span;
            Section {
                number: form.number,
                id: form.id.clone(),
                title: tokens[candidate.token].raw.to_owned(),
                canonical: candidate.fit == Some(Fit::Exact),
                heading,
                span: Span::new(heading.start, starts.get(place + 1).copied().unwrap_or(end)),
            }
        })
        .collect()
}

fn candidates(tokens: &[Token], form: &Form) -> Vec<Candidate> {
    let labels: Vec<Label> = form.sections.iter().map(|section| Label::new(&section.title, &section.aliases)).collect();
    let mut candidates = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        if !token.is_line() || !may_be_heading(token) {
            continue;
        }
        for (section, label) in labels.iter().enumerate() {
            if is_numbered_as_part(token) {
                let is_own = numbered(&token.key).number == Some(u32::from(form.sections[section].number));
                if is_own && label.fit(&token.key).is_some_and(|fit| fit > Fit::Close) {
                    candidates.push(Candidate { token: place, section, fit: Some(Fit::Close) });
                }
            } else if let Some(fit) = label.fit(&token.key) {
                candidates.push(Candidate { token: place, section, fit: Some(fit) });
            } else if has_key_word(token, &form.sections[section]) {
                candidates.push(Candidate { token: place, section, fit: None });
            }
        }
    }
    candidates
}

fn may_be_heading(token: &Token) -> bool {
    let length = token.raw.chars().count();
    (4..=LONGEST).contains(&length)
        && !token.raw.starts_with(['《', '“'])
        && !token.raw.ends_with(['。', '；', ';', '，', ',', '、'])
}

/// `（一）` and `1.` number the parts of a section; a heading has them only where the whole report is numbered so.
fn is_numbered_as_part(token: &Token) -> bool {
    token.raw.starts_with(['（', '(']) || token.raw.starts_with(|first: char| first.is_numeric() && first.is_ascii())
}

fn has_key_word(token: &Token, section: &SectionForm) -> bool {
    let parts = numbered(&token.key);
    parts.number == Some(u32::from(section.number))
        && section.keys.iter().any(|word| parts.stem.contains(word.as_str()))
        && !token.raw.contains(['。', '，', '；'])
}

/// The best fit; among equals the first that is not a line of a table of contents, where one heading follows the other.
fn choose<'a>(section: usize, candidates: &'a [Candidate], tokens: &[Token]) -> Option<&'a Candidate> {
    let own = || candidates.iter().filter(|candidate| candidate.section == section);
    // A known wording beats an unknown one; a missing numeral does not.
    let rank = |candidate: &Candidate| candidate.fit.map_or(0, |fit| if fit == Fit::Close { 1 } else { 2 });
    let best = own().map(rank).max()?;
    let next_is_heading = |candidate: &Candidate| {
        candidate.token + 1 == tokens.len() || candidates.iter().any(|other| other.token == candidate.token + 1)
    };
    let equals: Vec<&Candidate> = own().filter(|candidate| rank(candidate) == best).collect();
    // The last line of a table of contents is followed by the title or by the first heading; the real one comes later.
    let listed = equals.len() > 1 && candidates.iter().filter(|other| next_is_heading(other)).count() >= 3;
    if listed {
        return equals.last().copied();
    }
    equals.iter().copied().find(|candidate| !next_is_heading(candidate)).or(equals.first().copied())
}
