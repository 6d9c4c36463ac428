//! Rule files to `Rules`: the shapes of the TOML, and every mistake with its file and line.

use std::collections::{BTreeMap, HashMap};

use regex::Regex;
use serde::Deserialize;
use toml::Spanned;

use super::code::CODE;
use super::equation::{Equation, Formula, Scope};
use super::kinds::{Check, Faults, Forbidden, Grouping, Pattern, Required, SectionCheck, Weight};
use super::nearest::unknown;
use super::{Rule, Rules};
use crate::form::Form;
use crate::model::{Phrase, Severity};

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
    doc: Phrase,
    check: CheckText,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
enum CheckText {
    Equation {
        #[serde(rename = "for")]
        scope: Option<String>,
        equation: String,
    },
    Sections {
        what: SectionCheck,
    },
    Cells(Faults),
    Forbidden {
        #[serde(rename = "pattern")]
        patterns: Vec<PatternText>,
        #[serde(default)]
        sections: Vec<String>,
        after: Option<String>,
        #[serde(default)]
        group: Grouping,
    },
    Required {
        section: String,
        regex: String,
        from_year: Option<i32>,
    },
    Code {
        name: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternText {
    name: Phrase,
    regex: String,
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
    let check = compile(source, text.check, &applied, mistakes)?;
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

fn compile(source: &Source, check: CheckText, forms: &[&Form], mistakes: &mut Vec<String>) -> Option<Check> {
    let regex = |text: &str, mistakes: &mut Vec<String>| match Regex::new(text) {
        Ok(regex) => Some(regex),
        Err(error) => {
            let said = error.to_string();
            let reason = said.lines().last().unwrap_or("error: not a regular expression").trim_start_matches("error: ");
            mistakes.push(source.mistake(text, &format!("the regular expression `{text}`: {reason}")));
            None
        }
    };
    match check {
        CheckText::Equation { scope, equation } => {
            let identities = identities(scope.as_deref(), &equation, forms);
            let offending = if equation.is_empty() { "equation" } else { &equation };
            identities.map_err(|said| mistakes.push(source.mistake(offending, &said))).ok().map(Check::Equation)
        }
        CheckText::Sections { what } => Some(Check::Sections { what }),
        CheckText::Cells(faults) => Some(Check::Cells(faults)),
        CheckText::Forbidden { patterns, sections, after, group } => {
            for section in &sections {
                known_section(source, section, forms, mistakes);
            }
            let compiled: Option<Vec<Pattern>> = patterns
                .into_iter()
                .map(|text| Some(Pattern { regex: regex(&text.regex, mistakes)?, name: text.name }))
                .collect();
            Some(Check::Forbidden(Forbidden { patterns: compiled?, sections, after, group }))
        }
        CheckText::Required { section, regex: text, from_year } => {
            known_section(source, &section, forms, mistakes);
            Some(Check::Required(Required { regex: regex(&text, mistakes)?, section, from_year }))
        }
        CheckText::Code { name } => {
            let found = CODE.iter().find(|(known, _)| *known == name);
            if found.is_none() {
                mistakes.push(source.mistake(&name, &unknown("code", &name, CODE.iter().map(|(known, _)| *known))));
            }
            found.map(|(name, run)| Check::Code { name, run: *run })
        }
    }
}

fn identities(scope: Option<&str>, equation: &str, forms: &[&Form]) -> Result<Equation, String> {
    let scope = Scope::parse(scope)?;
    let formula = Formula::parse(equation)?;
    let mut identities = Vec::new();
    for form in forms {
        identities.push((form.edition.clone(), formula.compile(&scope, form)?));
    }
    Ok(Equation { identities })
}

fn known_section(source: &Source, id: &str, forms: &[&Form], mistakes: &mut Vec<String>) {
    let sections = forms.iter().flat_map(|form| &form.sections).map(|section| section.id.as_str());
    if !sections.clone().any(|known| known == id) {
        mistakes.push(source.mistake(&format!("\"{id}\""), &unknown("section", id, sections)));
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
