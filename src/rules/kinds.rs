//! The small closed set of ways in which a rule is decided, as the checks use them. How files spell them is `load`.

use regex::Regex;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::code::Code;
use super::dictionary::Dictionary;
use super::equation::Equation;
use super::thresholds::{FLOOR, RATIO, Threshold};
use crate::form::NumberType;
use crate::model::{CellId, Phrase, Severity};

/// How a rule is decided.
#[derive(Debug, Clone)]
pub(super) enum Check {
    Equation(Equation),
    Sections { what: SectionCheck },
    Cells(Faults),
    Forbidden(Forbidden),
    Required(Required),
    Words(Dictionary),
    Change(Vec<Change>),
    Code { name: &'static str, run: Code },
}

/// What is asked of the six sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SectionCheck {
    /// Each of them is there.
    Present,
    /// They stand in the order of the form.
    Order,
    /// Their headings are worded as in the form.
    Wording,
    /// None occurs twice, and no numeral.
    Once,
}

/// Cells that are not what the form asks for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Faults {
    pub(super) faults: Vec<Fault>,
    /// The kinds of figure that it looks at; all when empty.
    #[serde(default)]
    pub(super) numbers: Vec<NumberType>,
}

/// What can be wrong with one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Fault {
    Blank,
    NotApplicable,
    Text,
    Negative,
    Fraction,
    /// A figure that is written otherwise than in plain digits.
    Irregular,
    /// There is more than one way to give the row's values their columns.
    Unsure,
}

/// Texts that must not occur.
#[derive(Debug, Clone)]
pub(super) struct Forbidden {
    pub(super) patterns: Vec<Pattern>,
    pub(super) within: Within,
    /// Only these sections, by id; all when empty.
    pub(super) sections: Vec<String>,
    /// A word from which on every other paragraph is looked at too, as `下一步`.
    pub(super) after: Option<String>,
    /// A text that excuses all places, wherever in the report it stands.
    pub(super) unless: Option<Regex>,
    /// Words that are allowed, in small letters; compared with the group `word`.
    pub(super) allowed: Vec<String>,
    pub(super) group: Grouping,
    pub(super) quote: Quote,
}

/// Where a forbidden text is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Within {
    /// Every paragraph outside the tables, as printed.
    #[default]
    Document,
    /// The paragraphs of the six sections, as printed.
    Sections,
    /// The preamble and the sections without white space, paragraphs joined where a page cut them.
    Prose,
    /// The title, as printed.
    Title,
}

/// How much of the text a finding quotes and marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Quote {
    #[default]
    Match,
    /// Up to the end of the clause.
    Clause,
}

/// One text that must not occur. A group named `year` restricts it to the year reported on, `other_year` to any other;
/// where a group named `unless` takes part it is no match.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub(super) name: Phrase,
    pub(super) regex: Regex,
    pub(super) severity: Option<Severity>,
    /// What to write instead.
    pub(super) suggest: String,
}

/// How many findings the places of one pattern make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Grouping {
    /// One for each place.
    #[default]
    Place,
    /// One for each pattern, with all lines.
    Pattern,
}

/// Texts that must occur.
#[derive(Debug, Clone)]
pub(super) struct Required {
    /// Each of them must.
    pub(super) patterns: Vec<Pattern>,
    /// The section where they belong, by id, or `preamble`.
    pub(super) section: String,
    pub(super) reach: Reach,
    /// The first year reported on for which it is asked.
    pub(super) from_year: Option<i32>,
    /// It is asked only of a report that says this.
    pub(super) when: Option<Regex>,
    /// The words at which a reader looks first for what is missing.
    pub(super) near: Option<Regex>,
    /// The weight where only some of several texts are missing.
    pub(super) some_missing: Option<Severity>,
}

/// Where a required text counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Reach {
    /// Wherever it stands.
    #[default]
    Report,
    /// In its section alone.
    Section,
}

/// By how much figures may differ from last year's.
#[derive(Debug, Clone)]
pub(super) struct Change {
    /// Positions in the form of each edition.
    pub(super) cells: Vec<(String, Vec<usize>)>,
    pub(super) jump: Jump,
}

/// What counts as a change worth a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Jump {
    /// At least `ratio` times as much or as little, and by at least `floor`.
    Ratio { floor: Bound, ratio: Bound },
    /// From nothing to something, or from at least `floor` to nothing.
    Zero { floor: Bound },
}

/// A number, and the parameter that an office sets it by.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    pub(super) value: Decimal,
    pub(super) name: Option<String>,
}

/// Two bounds are one where they have one value, whatever sets it.
impl PartialEq for Bound {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Bound {}

impl Jump {
    /// What each bound is, for people, and where it makes sense.
    pub(super) fn bounds(&self) -> Vec<(&Bound, Threshold)> {
        let floor = |zh, en| Threshold { name: "floor", zh, en, range: FLOOR };
        match self {
            Self::Ratio { floor: least, ratio } => vec![
                (least, floor("至少相差这么多", "they differ by at least so much")),
                (
                    ratio,
                    Threshold {
                        name: "ratio",
                        zh: "至少增到这么多倍，或减到几分之一",
                        en: "at least so many times as much or as little",
                        range: RATIO,
                    },
                ),
            ],
            Self::Zero { floor: least } => {
                vec![(least, floor("由这么多以上变为0", "from so many or more to 0"))]
            }
        }
    }
}

/// A severity for some cells, or for some editions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Weight {
    /// Addresses, where `*` stands for any row or any column.
    pub(super) cells: Vec<String>,
    #[serde(default)]
    pub(super) editions: Vec<String>,
    pub(super) severity: Severity,
}

impl Weight {
    /// Whether it speaks of this cell in this edition.
    pub(super) fn fits(&self, id: &CellId, edition: &str) -> bool {
        (self.editions.is_empty() || self.editions.iter().any(|known| known == edition))
            && self.cells.iter().any(|pattern| names(pattern, id))
    }
}

/// Whether an address, in which `*` stands for any row or any column, names a cell.
pub(super) fn names(pattern: &str, id: &CellId) -> bool {
    let (row, column) = pattern.split_once('@').unwrap_or((pattern, "*"));
    (row == "*" || row == id.row()) && (column == "*" || column == id.column())
}
