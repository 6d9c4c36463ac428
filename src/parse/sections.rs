//! Finds the six sections by their headings. A heading is a whole line; the table rows that look like headings
//! (三、本年度办理结果) and the sub-headings （一）… are none.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

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
    let misnumbered = misnumbered(tokens, form, &chosen);
    chosen.extend(&misnumbered);
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
        let key = undated(&token.key);
        for (section, label) in labels.iter().enumerate() {
            let fit = label.fit(&key);
            if is_numbered_as_part(token) {
                let is_own = numbered(&key).number == Some(u32::from(form.sections[section].number));
                if is_own && fit.is_some_and(|fit| fit > Fit::Close) {
                    candidates.push(Candidate { token: place, section, fit: Some(Fit::Close) });
                }
            } else if let Some(fit) = fit.filter(|fit| *fit > Fit::Close || !is_sentence(token)) {
                // The form's headings have neither.
                let is_plain = !is_sentence(token) && key == token.key;
                let fit = if is_plain { fit } else { fit.min(Fit::Alias) };
                candidates.push(Candidate { token: place, section, fit: Some(fit) });
            } else if has_key_word(&key, token, &form.sections[section]) {
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
        && !token.raw.ends_with(['；', ';', '，', ',', '、'])
        && !token.raw.strip_suffix('。').unwrap_or(token.raw).contains('。')
}

/// A heading may end with a full stop where it has the words of one.
fn is_sentence(token: &Token) -> bool {
    token.raw.ends_with('。')
}

/// The year that some headings name behind their number: 二、2022年主动公开政府信息情况.
static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^([一二三四五六]|\d??)20\d\d年度?").ok());

/// What a heading is compared by.
fn undated(key: &str) -> Cow<'_, str> {
    DATED.as_ref().map_or(Cow::Borrowed(key), |dated| dated.replace(key, "$1"))
}

/// `（一）` and `1.` number the parts of a section; a heading has them only where the whole report is numbered so.
fn is_numbered_as_part(token: &Token) -> bool {
    token.raw.starts_with(['（', '(']) || token.raw.starts_with(|first: char| first.is_numeric() && first.is_ascii())
}

/// How the parts of a report are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Digits,
    Brackets,
}

fn manner(token: &Token) -> Option<Manner> {
    is_numbered_as_part(token)
        .then(|| if token.raw.starts_with(['（', '(']) { Manner::Brackets } else { Manner::Digits })
}

/// So many headings that are numbered in one manner show that the whole report is.
const ALIKE: usize = 3;

/// Headings in the form's own words whose number is another's, as of pages on which each list counts from 1 again: of the
/// sections that are not found otherwise, in a report that is numbered so, and in their place between the others.
fn misnumbered(tokens: &[Token], form: &Form, chosen: &[&Candidate]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut after = 0;
    for (section, own) in form.sections.iter().enumerate() {
        if let Some(known) = chosen.iter().find(|other| other.section == section) {
            after = after.max(known.token + 1);
            continue;
        }
        let later = chosen.iter().filter(|other| other.section > section).map(|other| other.token);
        let before = later.min().unwrap_or(tokens.len());
        let label = Label::new(&own.title, &own.aliases);
        let is_heading = |token: &Token| {
            token.is_line()
                && may_be_heading(token)
                && is_numbered_as_part(token)
                && label.fit(&token.key).is_some_and(|fit| fit > Fit::Close)
        };
        let between = tokens.get(after..before).unwrap_or_default();
        if let Some(place) = between.iter().rposition(is_heading) {
            found.push(Candidate { token: after + place, section, fit: Some(Fit::Close) });
            after += place + 1;
        }
    }
    let all: Vec<Option<Manner>> =
        chosen.iter().copied().chain(&found).map(|candidate| manner(&tokens[candidate.token])).collect();
    found.retain(|candidate| {
        let own = manner(&tokens[candidate.token]);
        all.iter().filter(|other| **other == own).count() >= ALIKE
    });
    found
}

fn has_key_word(key: &str, token: &Token, section: &SectionForm) -> bool {
    let parts = numbered(key);
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
