//! Rule files to `Rules`: the shapes of the TOML, and every mistake with its file and line.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use super::body::Body;
use super::code::CODE;
use super::dictionary;
use super::kinds::Weight;
use super::nearest::unknown;
use super::{Rule, Rules};
use crate::form::Form;
use crate::model::{Phrase, Severity};

mod checks;

use checks::{CheckText, Compiler};

/// The files of `config/rules`, one a family.
pub(super) const STANDARD: &[(&str, &str)] = &[
    ("config/rules/ext.toml", include_str!("../../config/rules/ext.toml")),
    ("config/rules/str.toml", include_str!("../../config/rules/str.toml")),
    ("config/rules/tab.toml", include_str!("../../config/rules/tab.toml")),
    ("config/rules/ari.toml", include_str!("../../config/rules/ari.toml")),
    ("config/rules/yoy.toml", include_str!("../../config/rules/yoy.toml")),
    ("config/rules/per.toml", include_str!("../../config/rules/per.toml")),
    ("config/rules/nar.toml", include_str!("../../config/rules/nar.toml")),
    ("config/rules/fee.toml", include_str!("../../config/rules/fee.toml")),
    ("config/rules/txt.toml", include_str!("../../config/rules/txt.toml")),
    ("config/rules/idn.toml", include_str!("../../config/rules/idn.toml")),
    ("config/rules/prv.toml", include_str!("../../config/rules/prv.toml")),
    ("config/rules/agg.toml", include_str!("../../config/rules/agg.toml")),
    ("config/rules/pro.toml", include_str!("../../config/rules/pro.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    #[serde(default)]
    rule: Vec<Spanned<RuleText>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    id: Spanned<String>,
    version: u32,
    title: Phrase,
    severity: Severity,
    #[serde(default)]
    editions: Vec<String>,
    source: String,
    message: Phrase,
    #[serde(default)]
    variants: BTreeMap<String, Phrase>,
    #[serde(default, rename = "weight")]
    weights: Vec<Weight>,
    /// The kinds of body that it is asked of; all when empty.
    #[serde(default)]
    bodies: Vec<Body>,
    #[serde(default)]
    parameters: BTreeMap<String, Decimal>,
    doc: Phrase,
    check: CheckText,
}

/// One rule as it stands in a file, for messages about it.
struct Source<'a> {
    file: &'a str,
    /// The line of its `[[rule]]`, counted from 1.
    line: usize,
    text: &'a str,
}

impl Source<'_> {
    /// A mistake, at the line where the offending text stands.
    fn mistake(&self, offending: &str, said: &str) -> String {
        let before = self.text.find(offending).map_or("", |at| &self.text[..at]);
        format!("{}:{}: {said}", self.file, self.line + before.matches('\n').count())
    }
}

/// Reads rule files; every mistake of every rule is reported, so that one round of repair is enough.
pub(super) fn load(files: &[(&str, &str)], forms: &[Form]) -> Result<Rules, Vec<String>> {
    let mut mistakes = Vec::new();
    let mut rules: Vec<Rule> = Vec::new();
    let mut seen: HashMap<String, String> = HashMap::new();
    let mut hasher = blake3::Hasher::new();
    hasher.update(dictionary::STANDARD.1.as_bytes());
    for (file, text) in files {
        hasher.update(text.as_bytes());
        if let Err(error) = toml::from_str::<toml::Table>(text) {
            mistakes.push(at_line(file, text, 1, &error));
            continue;
        }
        for source in pieces(file, text) {
            let Some((rule, line)) = read(&source, forms, &mut mistakes) else { continue };
            let place = format!("{file}:{line}");
            if let Some(first) = seen.insert(rule.id.clone(), place.clone()) {
                mistakes.push(format!("{place}: the id `{}` is already that of the rule at {first}", rule.id));
            }
            rules.push(rule);
        }
    }
    if mistakes.is_empty() {
        Ok(Rules { rules, hash: hasher.finalize().to_hex()[..16].to_owned() })
    } else {
        Err(mistakes)
    }
}

/// A file cut before each `[[rule]]`, so that a mistake in one rule does not hide those in the next.
fn pieces<'a>(file: &'a str, text: &'a str) -> Vec<Source<'a>> {
    let mut starts: Vec<usize> = text
        .match_indices("[[rule]]")
        .map(|(at, _)| at)
        .filter(|at| *at == 0 || text.as_bytes()[at - 1] == b'\n')
        .collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let piece = |(start, end): (usize, usize)| Source {
        file,
        line: 1 + text[..start].matches('\n').count(),
        text: &text[start..end],
    };
    starts.iter().copied().zip(ends).map(piece).collect()
}

fn at_line(file: &str, text: &str, first: usize, error: &toml::de::Error) -> String {
    let before = error.span().map_or("", |span| text.get(..span.start).unwrap_or(""));
    format!("{file}:{}: {}", first + before.matches('\n').count(), error.message().replace('\n', "; "))
}

fn read(source: &Source, forms: &[Form], mistakes: &mut Vec<String>) -> Option<(Rule, usize)> {
    let file: FileText = match toml::from_str(source.text) {
        Ok(file) => file,
        Err(error) => {
            mistakes.push(at_line(source.file, source.text, source.line, &error));
            return None;
        }
    };
    let text = file.rule.into_iter().next()?.into_inner();
    let before = mistakes.len();
    judge(source, &text, forms, mistakes);
    let applied: Vec<&Form> =
        forms.iter().filter(|form| text.editions.is_empty() || text.editions.contains(&form.edition)).collect();
    parameters(source, &text, mistakes);
    let check = Compiler { source, forms: &applied, mistakes }.compile(text.check)?;
    if mistakes.len() > before {
        return None;
    }
    let line = source.line + source.text[..text.id.span().start].matches('\n').count();
    let rule = Rule {
        id: text.id.into_inner(),
        version: text.version,
        title: text.title,
        severity: text.severity,
        editions: text.editions,
        source: text.source,
        doc: text.doc,
        message: text.message,
        variants: text.variants,
        bodies: text.bodies,
        parameters: text.parameters,
        weights: text.weights,
        check,
    };
    Some((rule, line))
}

/// What can be said of a rule without its check.
fn judge(source: &Source, text: &RuleText, forms: &[Form], mistakes: &mut Vec<String>) {
    let id = text.id.as_ref();
    let well_formed = id.len() == 6
        && id[..3].bytes().all(|b| b.is_ascii_uppercase())
        && &id[3..4] == "-"
        && id[4..].bytes().all(|b| b.is_ascii_digit());
    if !well_formed {
        mistakes.push(source.mistake(id, &format!("the id `{id}` is not of the shape `ABC-01`")));
    }
    for edition in text.editions.iter().chain(text.weights.iter().flat_map(|weight| &weight.editions)) {
        if !forms.iter().any(|form| form.edition == *edition) {
            mistakes.push(
                source.mistake(edition, &unknown("edition", edition, forms.iter().map(|form| form.edition.as_str()))),
            );
        }
    }
    for pattern in text.weights.iter().flat_map(|weight| &weight.cells) {
        let (row, column) = pattern.split_once('@').unwrap_or((pattern, "*"));
        let rows = forms.iter().flat_map(|form| &form.tables).flat_map(|table| &table.rows).map(|row| row.id.as_str());
        let columns = forms
            .iter()
            .flat_map(|form| &form.tables)
            .flat_map(|table| &table.columns)
            .map(|column| column.id.as_str());
        if row != "*" && !rows.clone().any(|id| id == row) {
            mistakes.push(source.mistake(pattern, &unknown("row", row, rows)));
        }
        if column != "*" && !columns.clone().any(|id| id == column) {
            mistakes.push(source.mistake(pattern, &unknown("column", column, columns)));
        }
    }
}

/// The numbers that a rule of kind `code` takes: all that it asks for and no other.
fn parameters(source: &Source, text: &RuleText, mistakes: &mut Vec<String>) {
    let asked: &[&str] = match &text.check {
        CheckText::Code { name } => CODE.iter().find(|known| known.name == *name).map_or(&[], |known| known.parameters),
        CheckText::Equation { .. }
        | CheckText::Sections { .. }
        | CheckText::Cells(_)
        | CheckText::Forbidden { .. }
        | CheckText::Required { .. }
        | CheckText::Words { .. }
        | CheckText::Change { .. } => &[],
    };
    for name in text.parameters.keys().filter(|name| !asked.contains(&name.as_str())) {
        let said = match asked {
            [] => format!("this check takes no parameter, but `{name}` is given"),
            asked => unknown("parameter", name, asked.iter().copied()),
        };
        mistakes.push(source.mistake(name, &said));
    }
    for name in asked.iter().filter(|name| !text.parameters.contains_key(**name)) {
        mistakes.push(source.mistake("[rule.check]", &format!("the parameter `{name}` is lacking")));
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::rules) fn forms() -> Vec<Form> {
        [include_str!("../../config/forms/2019.toml"), include_str!("../../config/forms/2021.toml")]
            .map(|text| Form::from_toml(text).unwrap())
            .into()
    }

    #[test]
    fn the_standard_rules_load() {
        let rules = Rules::standard(&forms()).unwrap_or_else(|mistakes| panic!("{}", mistakes.join("\n")));
        assert!(rules.rules.len() >= 27);
    }
}
