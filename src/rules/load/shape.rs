//! One piece of a rule file to its parts. A slip of shape is told in both languages, and put aside so that the next
//! one is told too.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::Source;
use super::checks::CheckText;
use crate::model::{Phrase, Severity};
use crate::rules::Family;
use crate::rules::body::Body;
use crate::rules::kinds::Weight;
use crate::rules::nearest::nearest;

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
    #[serde(default)]
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
}

/// A sentence in both languages, or one text for both: an office need not write English.
pub(in crate::rules) fn sentence<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Phrase, D::Error> {
    deserializer.deserialize_any(Sentence)
}

/// As `sentence`, where it may be absent.
pub(super) fn one_or_both<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Phrase>, D::Error> {
    sentence(deserializer).map(Some)
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

/// The most slips of shape that are told of one rule.
const MOST: usize = 20;

/// The parts of a piece; `None` where its shape is wrong, and every slip is noted. The rule of the next piece is not hidden.
pub(super) fn read(source: &Source, mistakes: &mut Vec<Phrase>) -> Option<FileText> {
    let before = mistakes.len();
    let mut text = source.text.to_owned();
    for _ in 0..MOST {
        let error = match toml::from_str::<FileText>(&text) {
            Ok(file) => return (mistakes.len() == before).then_some(file),
            Err(error) => error,
        };
        let message = error.message();
        let at = place(&text, message, error.span().map_or(0, |span| span.start));
        let is_consequence = message.starts_with("missing field") && mistakes.len() > before;
        if !is_consequence {
            let line = source.line + text[..at].matches('\n').count();
            mistakes.push(source.at_line(line, &said(message)));
        }
        text = without_line(&text, at)?;
    }
    None
}

/// Where the offending name stands: inside `[rule.check]` the reader only tells the table.
fn place(text: &str, message: &str, told: usize) -> usize {
    let name = message.strip_prefix("unknown field `").or_else(|| message.strip_prefix("unknown variant `"));
    let Some(name) = name.and_then(|rest| rest.split('`').next()) else { return told };
    let rest = text.get(told..).unwrap_or_default();
    rest.find(name).map_or(told, |at| told + at)
}

/// The text without an entry that stands on one line, or nothing where that cannot be told.
fn without_line(text: &str, at: usize) -> Option<String> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let line = &text[start..end];
    let is_entry = line.contains('=') && toml::from_str::<toml::Table>(line).is_ok();
    is_entry.then(|| format!("{}{}", &text[..start], &text[end..]))
}

/// The words of the reader of TOML, with the nearest name, and in Chinese.
pub(super) fn said(message: &str) -> Phrase {
    let message = message.replace('\n', "; ");
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let english = || message.clone();
    if let (true, [name]) = (message.starts_with("missing field"), &quoted[..]) {
        return Phrase::new(format!("缺少 `{name}`"), english());
    }
    if let (true, [found, names @ ..]) = (message.starts_with("unknown"), &quoted[..]) {
        let what = if message.starts_with("unknown field") { "没有 `{}` 这一项" } else { "没有 `{}` 这个值" };
        let what = what.replace("{}", found);
        return match nearest(found, names.iter().copied()) {
            Some(name) => Phrase::new(
                format!("{what}；是不是 `{name}`？"),
                format!("{}; did you mean `{name}`?", message.split(',').next().unwrap_or_default()),
            ),
            None => Phrase::new(format!("{what}；应为 {}", names.join("、")), english()),
        };
    }
    if let Some((found, expected)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        return Phrase::new(format!("写的是{}，应为{}", kind(found), kind(expected)), english());
    }
    if message == "wanted string or table" {
        return Phrase::new("应为引号里的文字", "expected a text in quotes");
    }
    Phrase::new(format!("TOML 写法有误：{message}"), english())
}

/// The reader's word for a kind of value in Chinese, with the value.
fn kind(told: &str) -> String {
    const KINDS: [(&str, &str); 12] = [
        ("a string", "引号里的文字"),
        ("string", "文字"),
        ("integer", "整数"),
        ("floating point", "小数"),
        ("a boolean", " true 或 false"),
        ("boolean", ""),
        ("a sequence", "方括号里的列表"),
        ("sequence", "列表"),
        ("a map", "表"),
        ("map", "表"),
        ("u32", "整数"),
        ("a Decimal", "数字"),
    ];
    let found = KINDS.iter().find_map(|(en, zh)| told.strip_prefix(en).map(|rest| format!("{zh}{rest}")));
    found.unwrap_or_else(|| format!(" {told}"))
}
