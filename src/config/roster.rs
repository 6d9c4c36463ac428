//! The roster: the bodies that must report, from the office's own TOML file. Reads text, not files; `config` does that.

use std::collections::HashMap;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::dates;
use super::mistake::{Mistake, line_of};
use crate::model::Phrase;
use crate::parse::agency_key;
use crate::rules::nearest::{nearest, unknown};
use crate::rules::{Body, Member, Roster};
use crate::text::{is_unprintable, safe};

const KEYS: [&str; 8] = ["name", "kind", "aliases", "parent", "from", "to", "became", "published"];
const KINDS: [(&str, Body); 5] = [
    ("province", Body::Province),
    ("city", Body::City),
    ("county", Body::County),
    ("township", Body::Township),
    ("department", Body::Department),
];

type Value<'a> = Spanned<DeValue<'a>>;

/// The roster that a text lists.
///
/// # Errors
/// Every mistake with its line: of syntax, unknown keys and values, names that come twice, parents that are not listed
/// or go round in a circle.
pub fn read(text: &str) -> Result<Roster, Vec<Mistake>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let slips = Mistake::of_syntax(text, &errors);
    let mut file = File { text, mistakes: Vec::new(), listed: Vec::new() };
    for (key, value) in in_order(root.get_ref()) {
        match (key.get_ref().as_ref(), value.get_ref().as_array()) {
            ("body", Some(bodies)) => bodies.iter().for_each(|body| file.body(body)),
            ("body", None) => file.expected("body", value, &Phrase::new(" [[body]] 的列表", "a list of [[body]]")),
            (other, _) => file.mistake(key.span().start, unknown(("项", "key"), other, ["body"])),
        }
    }
    if file.listed.is_empty() && file.mistakes.is_empty() && slips.is_empty() {
        file.mistake(0, Phrase::new("名册里没有机关，应有 [[body]]", "the roster lists no body, expected [[body]]"));
    }
    file.names_once();
    file.parents_listed();
    file.mistakes.retain(|mistake| mistake.is_apart_from(&slips));
    file.mistakes.extend(slips);
    if file.mistakes.is_empty() {
        return Ok(Roster::new(file.listed.into_iter().map(|listed| listed.member).collect()));
    }
    file.mistakes.sort_by_key(|mistake| mistake.line);
    Err(file.mistakes)
}

fn in_order<'t, 'a>(table: &'t DeTable<'a>) -> Vec<(&'t Spanned<DeString<'a>>, &'t Value<'a>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// A body with the places of its names, to point at.
#[derive(Default)]
struct Listed {
    member: Member,
    /// Where the name and each alias stands, in bytes.
    names: Vec<(String, usize)>,
    parent: Option<(String, usize)>,
}

/// A roster while it is read.
struct File<'a> {
    text: &'a str,
    mistakes: Vec<Mistake>,
    listed: Vec<Listed>,
}

impl File<'_> {
    fn body(&mut self, body: &Value) {
        let Some(table) = body.get_ref().as_table() else {
            self.expected("body", body, &Phrase::new(" [[body]]", "a [[body]]"));
            return;
        };
        let mut listed = Listed::default();
        for (key, value) in in_order(table) {
            self.set(&mut listed, key, value);
        }
        let Member { from, to, .. } = listed.member;
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            let what = Phrase::new(format!("to {to} 早于 from {from}"), format!("to {to} is before from {from}"));
            self.mistake(body.span().start, what);
        }
        if !table.contains_key("name") {
            self.mistake(body.span().start, Phrase::new("缺少 name", "name is missing"));
        }
        self.listed.push(listed);
    }

    fn set(&mut self, listed: &mut Listed, key: &Spanned<DeString>, value: &Value) {
        let at = value.span().start;
        let member = &mut listed.member;
        match key.get_ref().as_ref() {
            "name" => {
                if let Some(name) = self.name("name", value) {
                    listed.names.push((name.clone(), at));
                    member.name = name;
                }
            }
            "aliases" => {
                let aliases = self.names("aliases", value);
                member.aliases = aliases.iter().map(|(alias, _)| alias.clone()).collect();
                listed.names.extend(aliases);
            }
            "parent" => {
                member.parent = self.name("parent", value);
                listed.parent = member.parent.clone().map(|parent| (parent, at));
            }
            "kind" => member.body = self.kind(value),
            "from" => member.from = self.date("from", value),
            "to" => member.to = self.date("to", value),
            "published" => member.published = self.date("published", value),
            "became" => member.became = self.name("became", value).unwrap_or_default(),
            other => self.mistake(key.span().start, unknown(("项", "key"), other, KEYS)),
        }
    }

    fn mistake(&mut self, at: usize, what: Phrase) {
        self.mistakes.push(Mistake::at(self.text, at, what));
    }

    fn expected(&mut self, key: &str, value: &Value, expected: &Phrase) {
        self.mistakes.push(Mistake::of_value(self.text, key, value.span(), expected));
    }

    fn name(&mut self, key: &str, value: &Value) -> Option<String> {
        let name = value.get_ref().as_str().map(str::trim).filter(|name| !agency_key(name).is_empty());
        let Some(name) = name else {
            self.expected(key, value, &Phrase::new("用引号括起的文字", "a text in quotes"));
            return None;
        };
        if let Some(hidden) = name.chars().find(|c| is_unprintable(*c)) {
            let (code, name) = (format!("U+{:04X}", u32::from(hidden)), safe(name));
            let what = Phrase::new(
                format!("{key} “{name}”含有看不见的控制字符 {code}，请删去"),
                format!("{key} “{name}” holds the invisible control character {code}: delete it"),
            );
            self.mistake(value.span().start, what);
            return None;
        }
        Some(name.to_owned())
    }

    fn names(&mut self, key: &str, value: &Value) -> Vec<(String, usize)> {
        let Some(items) = value.get_ref().as_array() else {
            let list = Phrase::new("名称的列表，如 [\"县卫健局\"]", "a list of names, as [\"县卫健局\"]");
            self.expected(key, value, &list);
            return Vec::new();
        };
        items.iter().filter_map(|item| Some((self.name(key, item)?, item.span().start))).collect()
    }

    fn kind(&mut self, value: &Value) -> Option<Body> {
        let written = value.get_ref().as_str();
        let kind = KINDS.iter().find(|(name, _)| Some(*name) == written).map(|(_, body)| *body);
        match written {
            _ if kind.is_some() => {}
            Some(written) => {
                let what = unknown(("机关类型", "kind of body"), written, KINDS.map(|(name, _)| name));
                self.mistake(value.span().start, what);
            }
            None => self.expected("kind", value, &Phrase::new("用引号括起的文字", "a text in quotes")),
        }
        kind
    }

    fn date(&mut self, key: &str, value: &Value) -> Option<Date> {
        let date = dates::date(value.get_ref());
        if date.is_none() {
            self.expected(key, value, &dates::expected());
        }
        date
    }

    /// Every name and alias stands for one body.
    fn names_once(&mut self) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut twice = Vec::new();
        for (name, at) in self.listed.iter().flat_map(|listed| &listed.names) {
            if let Some(first) = seen.get(&agency_key(name)) {
                let line = line_of(self.text, *first);
                let what = Phrase::new(
                    format!("“{name}”在第 {line} 行已经列出"),
                    format!("“{name}” is listed already in line {line}"),
                );
                twice.push((*at, what));
            } else {
                seen.insert(agency_key(name), *at);
            }
        }
        for (at, what) in twice {
            self.mistake(at, what);
        }
    }

    /// Every parent is listed, and nobody stands below itself.
    fn parents_listed(&mut self) {
        let mut places: HashMap<String, usize> = HashMap::new();
        for (place, listed) in self.listed.iter().enumerate() {
            for (name, _) in &listed.names {
                places.entry(agency_key(name)).or_insert(place);
            }
        }
        let parent = |place: usize| {
            let (name, at) = self.listed[place].parent.as_ref()?;
            Some((places.get(&agency_key(name)).copied(), name, *at))
        };
        let mut wrong = Vec::new();
        for place in 0..self.listed.len() {
            let Some((found, name, at)) = parent(place) else { continue };
            if found.is_none() {
                wrong.push((at, self.no_such_parent(name)));
            }
            let up = std::iter::successors(found, |place| parent(*place)?.0).take(self.listed.len());
            if up.into_iter().any(|above| above == place) {
                let own = &self.listed[place].member.name;
                let what = Phrase::new(
                    format!("“{own}”的上级“{name}”又在它之下"),
                    format!("“{own}” has “{name}” above it, which stands below it"),
                );
                wrong.push((at, what));
            }
        }
        for (at, what) in wrong {
            self.mistake(at, what);
        }
    }

    fn no_such_parent(&self, name: &str) -> Phrase {
        let names = self.listed.iter().flat_map(|listed| &listed.names).map(|(name, _)| name.as_str());
        match nearest(name, names) {
            Some(near) => Phrase::new(
                format!("名册里没有上级“{name}”；是不是“{near}”？"),
                format!("the roster lists no “{name}”; did you mean “{near}”?"),
            ),
            None => Phrase::new(
                format!("名册里没有上级“{name}”，请把它也列出"),
                format!("the roster lists no “{name}”: list it too"),
            ),
        }
    }
}
