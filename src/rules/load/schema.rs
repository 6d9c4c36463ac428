//! What a rule file may hold, table by table, and every place where one holds something else: told in both languages with
//! its line and the nearest valid name, so that nothing of how the program is made comes to the office.

use std::ops;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::Source;
use crate::model::Phrase;
use crate::rules::nearest::nearest;
use crate::rules::syntax;
use crate::rules::thresholds::{FLOOR, RATIO, Range};

/// What stands behind a name.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Flag,
    Whole,
    /// A number in this range, or the name of a parameter.
    Threshold(Range),
    /// A text, or one in each language.
    Sentence,
    Texts,
    OneOf(&'static [&'static str]),
    SomeOf(&'static [&'static str]),
    Tables(&'static [Field]),
    Numbers,
    Sentences,
    Check,
}

struct Field {
    name: &'static str,
    kind: Kind,
    is_needed: bool,
}

const fn needed(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, is_needed: true }
}

const fn field(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, is_needed: false }
}

const SEVERITIES: Kind = Kind::OneOf(&["error", "warning", "info"]);
const BODIES: Kind = Kind::SomeOf(&["province", "city", "county", "township", "department"]);
const FAULTS: Kind = Kind::SomeOf(&["blank", "not-applicable", "text", "negative", "fraction", "irregular", "unsure"]);
const NUMBERS: Kind = Kind::SomeOf(&["count", "change", "amount-wan", "amount"]);

const FILE: &[Field] = &[
    field("family", Kind::Tables(&[needed("id", Kind::Text), needed("title", Kind::Sentence)])),
    field("rule", Kind::Tables(RULE)),
];
const RULE: &[Field] = &[
    needed("id", Kind::Text),
    field("off", Kind::Flag),
    field("version", Kind::Whole),
    field("title", Kind::Sentence),
    field("severity", SEVERITIES),
    field("editions", Kind::Texts),
    field("source", Kind::Text),
    field("message", Kind::Sentence),
    field("variants", Kind::Sentences),
    field("weight", Kind::Tables(WEIGHT)),
    field("bodies", BODIES),
    field("parameters", Kind::Numbers),
    field("doc", Kind::Sentence),
    field("check", Kind::Check),
];
const WEIGHT: &[Field] =
    &[needed("cells", Kind::Texts), field("editions", Kind::Texts), needed("severity", SEVERITIES)];
const SENTENCE: &[Field] = &[needed("zh", Kind::Text), field("en", Kind::Text)];
const PATTERN: &[Field] = &[
    field("name", Kind::Sentence),
    needed("regex", Kind::Text),
    field("severity", SEVERITIES),
    field("suggest", Kind::Text),
];
const WORD: &[Field] = &[
    needed("found", Kind::Text),
    needed("suggest", Kind::Text),
    field("kind", Kind::Text),
    field("unless", Kind::Texts),
];
const CHANGE: &[Field] =
    &[needed("cells", Kind::Texts), needed("floor", Kind::Threshold(FLOOR)), field("ratio", Kind::Threshold(RATIO))];

/// The kinds of check, and what each takes beside `kind`.
const CHECKS: &[(&str, &[Field])] = &[
    ("equation", &[field("for", Kind::Text), needed("equation", Kind::Text)]),
    ("sections", &[needed("what", Kind::OneOf(&["present", "order", "wording", "once"]))]),
    ("cells", &[needed("faults", FAULTS), field("numbers", NUMBERS)]),
    (
        "forbidden",
        &[
            needed("pattern", Kind::Tables(PATTERN)),
            field("within", Kind::OneOf(&["document", "sections", "prose", "title"])),
            field("sections", Kind::Texts),
            field("after", Kind::Text),
            field("unless", Kind::Text),
            field("allowed", Kind::Texts),
            field("group", Kind::OneOf(&["place", "pattern"])),
            field("quote", Kind::OneOf(&["match", "clause"])),
        ],
    ),
    (
        "required",
        &[
            needed("section", Kind::Text),
            field("regex", Kind::Text),
            field("pattern", Kind::Tables(PATTERN)),
            field("reach", Kind::OneOf(&["report", "section"])),
            field("from_year", Kind::Whole),
            field("when", Kind::Text),
            field("near", Kind::Text),
            field("some_missing", SEVERITIES),
        ],
    ),
    ("words", &[field("dictionary", Kind::Text), field("words", Kind::Tables(WORD))]),
    ("change", &[needed("group", Kind::Tables(CHANGE))]),
    ("code", &[needed("name", Kind::Text)]),
];

/// What can be read of a piece.
pub(super) enum Readable {
    Whole,
    /// What is left when every place that is not as it should be is taken out; the lines stay where they are.
    Rest(String),
    Nothing,
}

/// Notes every place of a piece that is not as it should be.
pub(super) fn judge(source: &Source, mistakes: &mut Vec<Phrase>) -> Readable {
    let (root, slips) = DeTable::parse_recoverable(source.text);
    for slip in syntax::slips(source.text, &slips) {
        mistakes.push(source.at_line(source.line + slip.line - 1, &slip.what));
    }
    if !slips.is_empty() {
        return Readable::Nothing;
    }
    let before = mistakes.len();
    let mut judge = Judge { source, mistakes, wrong: 0, cuts: Vec::new(), is_lost: false };
    judge.table(root.get_ref(), FILE, 0, &[]);
    let Judge { mut cuts, is_lost, .. } = judge;
    if mistakes.len() == before {
        return Readable::Whole;
    }
    if is_lost {
        return Readable::Nothing;
    }
    cuts.sort_by_key(|cut| cut.place.start);
    let mut rest = source.text.to_owned();
    for cut in cuts.into_iter().rev() {
        let lines = source.text.get(cut.place.clone()).unwrap_or_default().matches('\n').count();
        rest.replace_range(cut.place, &format!("{}{}", cut.instead, "\n".repeat(lines)));
    }
    Readable::Rest(rest)
}

/// Whether a rule may have this key.
pub(super) fn is_of_rule(name: &str) -> bool {
    RULE.iter().any(|field| field.name == name)
}

struct Judge<'a> {
    source: &'a Source<'a>,
    mistakes: &'a mut Vec<Phrase>,
    /// Places that hold something wrong; what is lacking is none.
    wrong: usize,
    /// What must be taken out to read the rest.
    cuts: Vec<Cut>,
    /// Whether something is wrong that cannot be taken out.
    is_lost: bool,
}

struct Cut {
    place: ops::Range<usize>,
    instead: String,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Judge<'_> {
    fn note(&mut self, at: usize, zh: String, en: String) {
        let line = self.source.line + self.source.text.get(..at).unwrap_or_default().matches('\n').count();
        let said = syntax::with_line(&Phrase::new(zh, en), self.source.text, at);
        self.mistakes.push(self.source.at_line(line, &said));
    }

    fn note_wrong(&mut self, at: usize, zh: String, en: String) {
        self.wrong += 1;
        self.note(at, zh, en);
    }

    /// A key with its value: where anything in it is wrong that was not taken out alone, all of it is.
    fn entry(&mut self, key: &Spanned<DeString>, value: &Value, judge: impl FnOnce(&mut Self)) {
        let (wrong, cuts) = (self.wrong, self.cuts.len());
        judge(self);
        if self.wrong == wrong || self.cuts.len() > cuts {
            return;
        }
        let between = self.source.text.get(key.span().end..value.span().start).unwrap_or_default();
        if between.trim() == "=" && key.get_ref() != "check" {
            self.cuts.push(Cut { place: key.span().start..value.span().end, instead: String::new() });
        } else {
            self.is_lost = true;
        }
    }

    /// What stands in braces is taken out as a whole: its commas would be left over.
    fn inside(&mut self, table: &Value, judge: impl FnOnce(&mut Self)) {
        let cuts = self.cuts.len();
        judge(self);
        if self.source.text.get(table.span().start..).is_some_and(|text| text.starts_with('{')) {
            self.cuts.truncate(cuts);
        }
    }

    /// `besides` are names that are known elsewhere.
    fn table(&mut self, table: &DeTable, fields: &[Field], at: usize, besides: &[&str]) {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let before = self.mistakes.len();
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            self.entry(key, value, |judge| match fields.iter().find(|field| field.name == name) {
                Some(field) => judge.value(name, value, field.kind),
                None if besides.contains(&name) => {}
                None => judge.unknown_key(name, fields, key.span().start),
            });
        }
        // A name that is misspelt is not lacking as well.
        let is_misspelt = self.mistakes.len() > before;
        for field in fields.iter().filter(|field| field.is_needed && !is_misspelt) {
            if !table.contains_key(field.name) {
                let name = field.name;
                self.is_lost |= name == "id";
                self.note(at, format!("缺少 `{name}`"), format!("`{name}` is missing"));
            }
        }
    }

    fn unknown_key(&mut self, name: &str, fields: &[Field], at: usize) {
        let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
        self.unknown((&format!("没有 `{name}` 这一项"), &format!("unknown key `{name}`")), name, &known, at);
    }

    fn word(&mut self, word: &str, known: &[&str], at: usize) {
        if !known.contains(&word) {
            self.unknown((&format!("没有 `{word}` 这个值"), &format!("unknown value `{word}`")), word, known, at);
        }
    }

    /// With the nearest of the names that are known, or all of them.
    fn unknown(&mut self, (zh, en): (&str, &str), found: &str, known: &[&str], at: usize) {
        if let Some(near) = nearest(found, known.iter().copied()) {
            return self.note_wrong(at, format!("{zh}；是不是 `{near}`？"), format!("{en}; did you mean `{near}`?"));
        }
        let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        self.note_wrong(
            at,
            format!("{zh}；应为 {}", known.join("、")),
            format!("{en}; there are {}", known.join(", ")),
        );
    }

    fn value(&mut self, name: &str, value: &Value, kind: Kind) {
        let found = value.get_ref();
        let fits = match kind {
            Kind::Text => found.is_str(),
            Kind::Flag => found.is_bool(),
            Kind::Whole => whole(found).is_some(),
            Kind::Threshold(range) => match number(found) {
                Some(number) if !range.holds(number) => {
                    let Phrase { zh, en } = range.said();
                    return self.expected(name, value.span(), (&zh, &en));
                }
                Some(_) => true,
                None => found.is_str(),
            },
            Kind::Sentence => return self.sentence(name, value),
            Kind::Texts => return self.each(name, value, |item| item.get_ref().is_str()),
            Kind::OneOf(known) => match found.as_str() {
                Some(word) => return self.word(word, known, value.span().start),
                None => false,
            },
            Kind::SomeOf(known) => {
                self.each(name, value, |item| item.get_ref().is_str());
                for item in found.as_array().into_iter().flatten() {
                    if let Some(word) = item.get_ref().as_str() {
                        self.word(word, known, item.span().start);
                    }
                }
                return;
            }
            Kind::Tables(fields) => return self.tables(name, value, fields),
            Kind::Numbers => {
                return self.entries(name, value, |judge, name, value| {
                    if number(value.get_ref()).is_none() {
                        judge.expected(name, value.span(), ("数字", "a number"));
                    }
                });
            }
            Kind::Sentences => return self.entries(name, value, Self::sentence),
            Kind::Check => return self.check(name, value),
        };
        if !fits {
            self.expected(name, value.span(), wanted(kind));
        }
    }

    fn expected(&mut self, name: &str, span: ops::Range<usize>, (zh, en): (&str, &str)) {
        let found = self.source.text.get(span.clone()).unwrap_or_default().lines().next().unwrap_or_default();
        let found: String = found.chars().take(40).collect();
        self.note_wrong(
            span.start,
            format!("{name} 写的是 {found}，应为{zh}"),
            format!("{name} is {found}, expected {en}"),
        );
    }

    fn each(&mut self, name: &str, value: &Value, fits: impl Fn(&Value) -> bool) {
        let Some(items) = value.get_ref().as_array() else {
            return self.expected(name, value.span(), wanted(Kind::Texts));
        };
        for item in items.iter().filter(|item| !fits(item)) {
            self.expected(name, item.span(), wanted(Kind::Text));
        }
    }

    fn tables(&mut self, name: &str, value: &Value, fields: &'static [Field]) {
        let Some(items) = value.get_ref().as_array() else {
            return self.expected(name, value.span(), wanted(Kind::Tables(fields)));
        };
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => self.inside(item, |judge| judge.table(table, fields, item.span().start, &[])),
                None => self.expected(name, item.span(), wanted(Kind::Tables(fields))),
            }
        }
    }

    fn entries(&mut self, name: &str, value: &Value, judge: fn(&mut Self, &str, &Value)) {
        let Some(table) = value.get_ref().as_table() else {
            return self.expected(name, value.span(), wanted(Kind::Numbers));
        };
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        self.inside(value, |all| {
            for (key, value) in entries {
                all.entry(key, value, |one| judge(one, key.get_ref().as_ref(), value));
            }
        });
    }

    fn sentence(&mut self, name: &str, value: &Value) {
        match value.get_ref() {
            DeValue::String(_) => {}
            DeValue::Table(both) => self.inside(value, |judge| judge.table(both, SENTENCE, value.span().start, &[])),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_) => self.expected(name, value.span(), wanted(Kind::Sentence)),
        }
    }

    fn check(&mut self, name: &str, value: &Value) {
        let Some(table) = value.get_ref().as_table() else {
            return self.expected(name, value.span(), wanted(Kind::Check));
        };
        let at = self.header(value);
        let Some(kind) = table.get("kind") else {
            let names: Vec<String> = CHECKS.iter().map(|(name, _)| format!("`{name}`")).collect();
            let (zh, en) = (names.join("、"), names.join(", "));
            self.is_lost = true;
            return self.note(at, format!("缺少 `kind`：{zh}"), format!("`kind` is missing: {en}"));
        };
        let Some(word) = kind.get_ref().as_str() else {
            return self.expected("kind", kind.span(), wanted(Kind::Text));
        };
        let names = CHECKS.iter().map(|(name, _)| *name);
        self.word(word, &names.clone().collect::<Vec<_>>(), kind.span().start);
        // What is misspelt is read as what it was taken for, so that the rest of it can be judged.
        let Some(meant) = nearest(word, names) else {
            self.is_lost = true;
            return;
        };
        let Some((_, fields)) = CHECKS.iter().find(|(name, _)| *name == meant) else { return };
        self.inside(value, |judge| {
            if meant != word {
                judge.cuts.push(Cut { place: kind.span(), instead: format!("\"{meant}\"") });
            }
            judge.table(table, fields, at, &["kind"]);
        });
    }

    /// Where a table begins: at its own header, where it has one.
    fn header(&self, table: &Value) -> usize {
        self.source.text.find("[rule.check]").unwrap_or(table.span().start)
    }
}

fn whole(value: &DeValue) -> Option<u32> {
    let integer = value.as_integer()?;
    u32::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn number(value: &DeValue) -> Option<Decimal> {
    let written = value.as_integer().map(toml::de::DeInteger::as_str).or_else(|| Some(value.as_float()?.as_str()));
    let written = written?;
    written.parse().or_else(|_| Decimal::from_scientific(written)).ok()
}

/// What is wanted, in words.
const fn wanted(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Text | Kind::OneOf(_) => ("引号里的文字", "a text in quotes"),
        Kind::Flag => (" true 或 false", "true or false"),
        Kind::Whole => ("整数", "a whole number"),
        Kind::Threshold(_) => ("数字，或引号里的参数名", "a number, or the name of a parameter in quotes"),
        Kind::Sentence => {
            ("引号里的文字，或 { zh = \"…\", en = \"…\" }", "a text in quotes, or { zh = \"…\", en = \"…\" }")
        }
        Kind::Texts | Kind::SomeOf(_) => ("列表，如 [\"甲\", \"乙\"]", "a list, as [\"one\", \"two\"]"),
        Kind::Tables(_) => ("双方括号的表 [[…]]", "a table in double brackets, [[…]]"),
        Kind::Numbers | Kind::Sentences => ("表，每行一个“名称 = 值”", "a table with one `name = value` a line"),
        Kind::Check => ("表 [rule.check]", "the table [rule.check]"),
    }
}
