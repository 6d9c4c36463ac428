//! Words that should be other words: `config/dictionary.toml`, and the lists that rule files add. Looked for in one pass
//! over the whole prose, however many they are.

use regex::Regex;
use serde::Deserialize;

use super::inspection::{Inspection, Values, or_pass};
use crate::model::{Outcome, Phrase};

/// The words that are compiled in.
pub(super) const STANDARD: (&str, &str) = ("config/dictionary.toml", include_str!("../../config/dictionary.toml"));

/// One word and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Word {
    pub(super) found: String,
    pub(super) suggest: String,
    /// The list it belongs to: `typo`, `term`, `case`, `repeated`.
    #[serde(default)]
    pub(super) kind: String,
    /// Longer words of which it is a sound part, as 做为民 for 做为.
    #[serde(default)]
    pub(super) unless: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    word: Vec<Word>,
}

/// The words of one list, ready to be looked for.
#[derive(Debug, Clone)]
pub(super) struct Dictionary {
    pub(super) words: Vec<Word>,
    any: Regex,
}

/// Reads the words of a dictionary file.
pub(super) fn read(text: &str) -> Result<Vec<Word>, toml::de::Error> {
    toml::from_str::<FileText>(text).map(|file| file.word)
}

impl Dictionary {
    /// Compiles a list; `Err` says what is wrong with it.
    pub(super) fn new(mut words: Vec<Word>) -> Result<Self, Phrase> {
        if words.is_empty() {
            return Err(Phrase::new("词表是空的", "the list of words is empty"));
        }
        if let Some(same) = words.iter().find(|word| word.found.is_empty() || word.found == word.suggest) {
            return Err(Phrase::new(
                format!("词 `{}` 是空的，或者建议就是它自己", same.found),
                format!("the word `{}` is empty or its own suggestion", same.found),
            ));
        }
        // Where one word begins another, the longer one is meant.
        words.sort_by(|a, b| b.found.len().cmp(&a.found.len()).then_with(|| a.found.cmp(&b.found)));
        let all: Vec<String> = words.iter().map(|word| regex::escape(&word.found)).collect();
        let any = Regex::new(&all.join("|")).map_err(|error| {
            Phrase::new(format!("词表太大：{error}"), format!("the list of words is too large: {error}"))
        })?;
        Ok(Self { words, any })
    }
}

/// One finding for each place of each word, or a pass.
pub(super) fn check(inspection: &Inspection, dictionary: &Dictionary) -> Vec<Outcome> {
    let outcomes = faults(inspection, dictionary, &inspection.rule.message);
    or_pass(outcomes)
}

/// One finding for each place of each word.
pub(super) fn faults(inspection: &Inspection, dictionary: &Dictionary, message: &Phrase) -> Vec<Outcome> {
    let prose = inspection.prose.get();
    let mut outcomes = Vec::new();
    for found in dictionary.any.find_iter(&prose.whole) {
        let Some(word) = dictionary.words.iter().find(|word| word.found == found.as_str()) else { continue };
        if is_part_of_another(&prose.whole, found.start(), found.end()) || is_sound(&prose.whole, found.start(), word) {
            continue;
        }
        let values = Values::default().text("found", &word.found).text("suggest", &word.suggest);
        let severity = inspection.rule.severity;
        let place = prose.place(found.range());
        outcomes.extend(place.map(|span| inspection.fail_with(message, severity, &values, &[], Some(span), None)));
    }
    outcomes
}

/// A Latin word counts only as a whole, and not in an address: web, but not www.web.cn.
fn is_part_of_another(text: &str, start: usize, end: usize) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric() || "./@-_:".contains(c);
    let latin = text[start..end].is_ascii();
    latin && (text[..start].ends_with(joins) || text[end..].starts_with(joins))
}

/// Whether the word stands inside one of the longer words in which it is right.
fn is_sound(text: &str, start: usize, word: &Word) -> bool {
    word.unless.iter().any(|longer| {
        longer.match_indices(word.found.as_str()).any(|(at, _)| {
            start
                .checked_sub(at)
                .and_then(|from| text.get(from..))
                .is_some_and(|rest| rest.starts_with(longer.as_str()))
        })
    })
}
