//! One piece of a rule file to its parts. What it may hold is `schema`.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::Source;
use super::checks::CheckText;
use super::schema::{self, Readable};
use crate::model::{Phrase, Severity};
use crate::rules::Family;
use crate::rules::body::Body;
use crate::rules::kinds::Weight;

/// What stands in one piece of a rule file: families before the first rule, then one rule each.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileText {
    #[serde(default)]
    pub(super) family: Vec<Family>,
    #[serde(default)]
    pub(super) rule: Vec<RuleText>,
}

/// A rule as a file writes it, or what a file changes of a rule of an earlier one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleText {
    pub(super) id: Spanned<String>,
    /// Whether the rule is put out of force.
    pub(super) off: Option<bool>,
    pub(super) version: Option<u32>,
    #[serde(default, deserialize_with = "one_or_both")]
    pub(super) title: Option<Phrase>,
    pub(super) severity: Option<Severity>,
    #[serde(default)]
    pub(super) editions: Vec<String>,
    pub(super) source: Option<String>,
    #[serde(default, deserialize_with = "one_or_both")]
    pub(super) message: Option<Phrase>,
    #[serde(default, deserialize_with = "sentences")]
    pub(super) variants: BTreeMap<String, Phrase>,
    #[serde(default, rename = "weight")]
    pub(super) weights: Vec<Weight>,
    /// The kinds of body that it is asked of; all when empty.
    #[serde(default)]
    pub(super) bodies: Vec<Body>,
    #[serde(default)]
    pub(super) parameters: BTreeMap<String, Decimal>,
    #[serde(default, deserialize_with = "one_or_both")]
    pub(super) doc: Option<Phrase>,
    pub(super) check: Option<CheckText>,
    /// Which keys were given, where not all of them could be read.
    #[serde(skip)]
    pub(super) given: Option<Vec<String>>,
}

impl RuleText {
    /// Whether something was taken out of it because it was wrong.
    pub(super) const fn is_partial(&self) -> bool {
        self.given.is_some()
    }

    /// Whether a key was given that could not be read, or may have been under a misspelt name.
    pub(super) fn is_unread(&self, name: &str) -> bool {
        let Some(given) = &self.given else { return false };
        given.iter().any(|key| key == name || !schema::is_of_rule(key))
    }
}

/// A sentence in both languages, or one text for both: an office need not write English.
pub(in crate::rules) fn sentence<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Phrase, D::Error> {
    deserializer.deserialize_any(Sentence)
}

/// As `sentence`, where it may be absent.
pub(super) fn one_or_both<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Phrase>, D::Error> {
    sentence(deserializer).map(Some)
}

/// Sentences by name.
fn sentences<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Phrase>, D::Error> {
    #[derive(Deserialize)]
    struct One(#[serde(deserialize_with = "sentence")] Phrase);
    let named = BTreeMap::<String, One>::deserialize(deserializer)?;
    Ok(named.into_iter().map(|(name, One(said))| (name, said)).collect())
}

struct Sentence;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Both {
    zh: String,
    en: Option<String>,
}

impl<'de> Visitor<'de> for Sentence {
    type Value = Phrase;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<Phrase, E> {
        Ok(Phrase::new(text, text))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Phrase, A::Error> {
        let Both { zh, en } = Both::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Phrase::new(zh.clone(), en.unwrap_or(zh)))
    }
}

/// The parts of a piece, as far as they can be read; every slip is noted. The rule of the next piece is not hidden.
pub(super) fn read(source: &Source, mistakes: &mut Vec<Phrase>) -> Option<FileText> {
    match schema::judge(source, mistakes) {
        Readable::Whole => {
            let said = Phrase::new("这一条的写法有误", "this rule is malformed");
            toml::from_str(source.text).map_err(|_| mistakes.push(source.at_line(source.line, &said))).ok()
        }
        Readable::Rest(rest) => {
            let mut file: FileText = toml::from_str(&rest).ok()?;
            if let Some(rule) = file.rule.first_mut() {
                rule.given = Some(keys(source.text));
            }
            Some(file)
        }
        Readable::Nothing => None,
    }
}

/// The keys of the rule of a piece.
fn keys(text: &str) -> Vec<String> {
    let piece: toml::Table = text.parse().unwrap_or_default();
    let rule = piece.get("rule").and_then(|rules| rules.get(0)).and_then(toml::Value::as_table);
    rule.into_iter().flat_map(|rule| rule.keys().cloned()).collect()
}
