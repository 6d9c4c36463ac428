//! The checks of rule files: their shapes in TOML, and from these to what `kinds` works with.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::Source;
use super::shape::one_or_both;
use crate::form::Form;
use crate::model::{Phrase, Severity};
use crate::rules::code::CODE;
use crate::rules::dictionary::{self, Dictionary, Word};
use crate::rules::equation::{Equation, Formula, Scope};
use crate::rules::forbidden;
use crate::rules::kinds::{
    Bound, Change, Check, Faults, Forbidden, Grouping, Jump, Pattern, Quote, Reach, Required, SectionCheck, Within,
    names,
};
use crate::rules::nearest::unknown;

/// What a check must have and has not was told before: it is empty here, in a rule that is read in part.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum CheckText {
    Equation {
        #[serde(rename = "for")]
        scope: Option<String>,
        #[serde(default)]
        equation: String,
    },
    Sections {
        what: SectionCheck,
    },
    Cells(Faults),
    Forbidden {
        #[serde(default, rename = "pattern")]
        patterns: Vec<PatternText>,
        #[serde(default)]
        within: Within,
        #[serde(default)]
        sections: Vec<String>,
        after: Option<String>,
        unless: Option<String>,
        #[serde(default)]
        allowed: Vec<String>,
        #[serde(default)]
        group: Grouping,
        #[serde(default)]
        quote: Quote,
    },
    Required {
        #[serde(default)]
        section: String,
        /// One text without a name.
        regex: Option<String>,
        #[serde(default, rename = "pattern")]
        patterns: Vec<PatternText>,
        #[serde(default)]
        reach: Reach,
        from_year: Option<i32>,
        when: Option<String>,
        near: Option<String>,
        some_missing: Option<Severity>,
    },
    Words {
        /// A list of `config/dictionary.toml`.
        dictionary: Option<String>,
        #[serde(default)]
        words: Vec<Word>,
    },
    Change {
        #[serde(default, rename = "group")]
        groups: Vec<ChangeText>,
    },
    Code {
        #[serde(default)]
        name: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PatternText {
    #[serde(default, deserialize_with = "one_or_both")]
    name: Option<Phrase>,
    #[serde(default)]
    regex: String,
    severity: Option<Severity>,
    #[serde(default)]
    suggest: String,
}

impl PatternText {
    fn unnamed(regex: String) -> Self {
        Self { name: None, regex, severity: None, suggest: String::new() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeText {
    #[serde(default)]
    cells: Vec<String>,
    #[serde(default)]
    floor: Threshold,
    /// Without it, from and to zero.
    ratio: Option<Threshold>,
}

/// A number, or the name of a parameter of the rule, which an office can set.
#[derive(Deserialize)]
#[serde(untagged)]
enum Threshold {
    Number(Decimal),
    Named(String),
}

impl Default for Threshold {
    fn default() -> Self {
        Self::Number(Decimal::ZERO)
    }
}

impl CheckText {
    /// What it is, as precisely as its data says: the function of a check that is one.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Equation { .. } => "equation",
            Self::Sections { what } => match what {
                SectionCheck::Present => "sections present",
                SectionCheck::Order => "sections order",
                SectionCheck::Wording => "sections wording",
                SectionCheck::Once => "sections once",
            },
            Self::Cells(_) => "cells",
            Self::Forbidden { .. } => "forbidden",
            Self::Required { .. } => "required",
            Self::Words { .. } => "words",
            Self::Change { .. } => "change",
            Self::Code { name } => name,
        }
    }

    /// The parameters that the check asks for by name.
    pub(super) fn parameters(&self) -> Vec<&str> {
        match self {
            Self::Code { name } => CODE
                .iter()
                .find(|known| known.name == *name)
                .map_or_else(Vec::new, |known| known.parameters.iter().map(|one| one.name).collect()),
            Self::Change { groups } => {
                let all = groups.iter().flat_map(|group| std::iter::once(&group.floor).chain(&group.ratio));
                all.filter_map(|threshold| match threshold {
                    Threshold::Named(name) => Some(name.as_str()),
                    Threshold::Number(_) => None,
                })
                .collect()
            }
            Self::Equation { .. }
            | Self::Sections { .. }
            | Self::Cells(_)
            | Self::Forbidden { .. }
            | Self::Required { .. }
            | Self::Words { .. } => Vec::new(),
        }
    }
}

/// A check that is being compiled: where it stands, for which editions, and what is wrong with it.
pub(super) struct Compiler<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) forms: &'a [&'a Form],
    /// Every edition that is known.
    pub(super) all: &'a [Form],
    pub(super) mistakes: &'a mut Vec<Phrase>,
    /// Thresholds that the check may name.
    pub(super) parameters: &'a BTreeMap<String, Decimal>,
    /// Whether something was taken out of the rule: then what is lacking may be among it.
    pub(super) is_partial: bool,
}

impl Compiler<'_> {
    /// The check; `None` where a mistake was noted.
    pub(super) fn compile(mut self, check: CheckText) -> Option<Check> {
        match check {
            CheckText::Equation { scope, equation } => self.equation(scope.as_deref(), &equation).map(Check::Equation),
            CheckText::Sections { what } => Some(Check::Sections { what }),
            CheckText::Cells(faults) => Some(Check::Cells(faults)),
            CheckText::Forbidden { patterns, within, sections, after, unless, allowed, group, quote } => {
                for section in sections.iter().filter(|section| *section != "preamble") {
                    self.known_section(section);
                }
                let within = if sections.is_empty() { within } else { Within::Prose };
                let patterns = self.patterns(patterns);
                let unless = self.optional(unless);
                let (patterns, unless) = (patterns?, unless?);
                Some(Check::Forbidden(Forbidden { patterns, within, sections, after, unless, allowed, group, quote }))
            }
            CheckText::Required { section, regex, mut patterns, reach, from_year, when, near, some_missing } => {
                patterns.extend(regex.map(PatternText::unnamed));
                if patterns.is_empty() && !self.is_partial {
                    let said = Phrase::new(
                        "必需的文字要有 `regex` 或 `[[rule.check.pattern]]`",
                        "a required text needs `regex` or `[[rule.check.pattern]]`",
                    );
                    self.mistake("kind", &said);
                }
                if section != "preamble" {
                    self.known_section(&section);
                }
                let (patterns, when, near) = (self.patterns(patterns), self.optional(when), self.optional(near));
                let (patterns, when, near) = (patterns?, when?, near?);
                Some(Check::Required(Required { patterns, section, reach, from_year, when, near, some_missing }))
            }
            CheckText::Words { dictionary, words } => self.words(dictionary.as_deref(), words),
            CheckText::Change { groups } => self.changes(groups).map(Check::Change),
            CheckText::Code { name } => {
                let found = CODE.iter().find(|known| known.name == name);
                if found.is_none() && !self.is_lacking(&name) {
                    self.mistake(&name, &unknown(("核对函数", "code"), &name, CODE.iter().map(|known| known.name)));
                }
                found.map(|known| Check::Code { name: known.name, run: known.run })
            }
        }
    }

    /// Whether a text that must be there is not, which was told before.
    const fn is_lacking(&self, text: &str) -> bool {
        self.is_partial && text.is_empty()
    }

    fn equation(&mut self, scope: Option<&str>, equation: &str) -> Option<Equation> {
        let scope = Scope::parse(scope).map_err(|said| self.mistake(scope.unwrap_or("for"), &said));
        if self.is_lacking(equation) {
            return None;
        }
        let offending = if equation.is_empty() { "equation" } else { equation };
        let formula = Formula::parse(equation).map_err(|said| self.mistake(offending, &said));
        let identities = identities(scope.ok()?, formula.ok()?, self.forms, self.all);
        identities.map_err(|said| self.mistake(offending, &said)).ok()
    }

    fn mistake(&mut self, offending: &str, said: &Phrase) {
        self.mistakes.push(self.source.mistake(offending, said));
    }

    fn regex(&mut self, text: &str) -> Option<regex::Regex> {
        let compiled = forbidden::regex(text);
        let said = |Phrase { zh, en }: Phrase| {
            Phrase::new(format!("正则表达式 `{text}` 有误：{zh}"), format!("the regular expression `{text}`: {en}"))
        };
        compiled.map_err(|reason| self.mistake(text, &said(reason))).ok()
    }

    /// `Some(None)` where none is given.
    #[expect(clippy::option_option, reason = "absent and mistaken are two things")]
    fn optional(&mut self, text: Option<String>) -> Option<Option<regex::Regex>> {
        match text {
            None => Some(None),
            Some(text) => self.regex(&text).map(Some),
        }
    }

    /// All patterns, each mistake noted.
    fn patterns(&mut self, patterns: Vec<PatternText>) -> Option<Vec<Pattern>> {
        let compiled: Vec<Option<Pattern>> = patterns
            .into_iter()
            .map(|text| {
                let regex = self.regex(&text.regex)?;
                Some(Pattern {
                    regex,
                    name: text.name.unwrap_or_default(),
                    severity: text.severity,
                    suggest: text.suggest,
                })
            })
            .collect();
        compiled.into_iter().collect()
    }

    fn words(&mut self, list: Option<&str>, own: Vec<Word>) -> Option<Check> {
        let (file, text) = dictionary::STANDARD;
        let standard = dictionary::read(text)
            .map_err(|error| {
                let said = format!("{file}: {}", error.message());
                self.mistake("dictionary", &Phrase::new(said.clone(), said));
            })
            .ok()?;
        let mut words = own;
        if let Some(list) = list {
            let before = words.len();
            words.extend(standard.iter().filter(|word| word.kind == list).cloned());
            if words.len() == before {
                self.mistake(
                    list,
                    &unknown(("词表", "list of words"), list, standard.iter().map(|word| word.kind.as_str())),
                );
                return None;
            }
        }
        Dictionary::new(words).map_err(|said| self.mistake("words", &said)).ok().map(Check::Words)
    }

    fn changes(&mut self, groups: Vec<ChangeText>) -> Option<Vec<Change>> {
        let mut changes = Vec::new();
        for group in groups {
            let mut cells = Vec::new();
            for form in self.forms {
                let named = |position: &usize| group.cells.iter().any(|cell| names(cell, &form.cells[*position].id));
                cells.push((form.edition.clone(), (0..form.cells.len()).filter(named).collect::<Vec<usize>>()));
            }
            for cell in &group.cells {
                let exists = self.forms.iter().any(|form| form.cells.iter().any(|known| names(cell, &known.id)));
                if !exists {
                    let known = self.forms.iter().flat_map(|form| &form.cells).map(|known| known.id.as_str());
                    let said = unknown(("单元格", "cell"), cell, known);
                    self.mistake(cell, &said);
                }
            }
            let floor = self.threshold(&group.floor)?;
            let jump = match group.ratio {
                Some(ratio) => Jump::Ratio { floor, ratio: self.threshold(&ratio)? },
                None => Jump::Zero { floor },
            };
            changes.push(Change { cells, jump });
        }
        Some(changes)
    }

    /// A parameter that is lacking was told already.
    fn threshold(&self, threshold: &Threshold) -> Option<Bound> {
        match threshold {
            Threshold::Number(value) => Some(Bound { value: *value, name: None }),
            Threshold::Named(name) => {
                let value = *self.parameters.get(name)?;
                Some(Bound { value, name: Some(name.clone()) })
            }
        }
    }

    fn known_section(&mut self, id: &str) {
        let forms = self.forms;
        let sections = forms.iter().flat_map(|form| &form.sections).map(|section| section.id.as_str());
        if !self.is_lacking(id) && !sections.clone().any(|known| known == id) {
            self.mistake(&format!("\"{id}\""), &unknown(("部分", "section"), id, sections));
        }
    }
}

fn identities(scope: Scope, formula: Formula, forms: &[&Form], all: &[Form]) -> Result<Equation, Phrase> {
    let mut identities = Vec::new();
    for form in forms {
        match formula.compile(&scope, form) {
            Ok(compiled) => identities.push((form.edition.clone(), compiled)),
            Err(_) => return Err(misplaced(&formula, &scope, forms, all)),
        }
    }
    Ok(Equation { scope, formula, identities })
}

/// Why an equation is none of all the editions that it is asked of: it is of another, or of some of them; or it is of
/// none, and then the newest form is the one whose names are most likely meant.
fn misplaced(formula: &Formula, scope: &Scope, forms: &[&Form], all: &[Form]) -> Phrase {
    if let Some(Form { edition, .. }) = all.iter().rev().find(|form| formula.compile(scope, form).is_ok()) {
        return Phrase::new(
            format!("这些名称只在 {edition} 版表式里有；请写 editions = [\"{edition}\"]"),
            format!("these names are in the form of {edition} alone; write editions = [\"{edition}\"]"),
        );
    }
    let said: Vec<Phrase> = forms.iter().rev().filter_map(|form| formula.compile(scope, form).err()).collect();
    let near = said.iter().find(|said| said.en.contains("did you mean"));
    near.or(said.first()).cloned().unwrap_or_default()
}
