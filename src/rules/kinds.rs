//! The small closed set of ways in which a rule is decided, as the checks use them. How files spell them is `load`.

use regex::Regex;
use serde::Deserialize;

use super::code::Code;
use super::equation::Equation;
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
    /// There is more than one way to give the row's values their columns.
    Unsure,
}

/// Texts that must not occur.
#[derive(Debug, Clone)]
pub(super) struct Forbidden {
    pub(super) patterns: Vec<Pattern>,
    /// Where it looks, by section id; the whole document outside the tables when empty.
    pub(super) sections: Vec<String>,
    /// A word from which on every other paragraph is looked at too, as `下一步`.
    pub(super) after: Option<String>,
    pub(super) group: Grouping,
}

/// One text that must not occur. A group named `year` restricts it to the year reported on.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub(super) name: Phrase,
    pub(super) regex: Regex,
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

/// A text that must occur.
#[derive(Debug, Clone)]
pub(super) struct Required {
    pub(super) regex: Regex,
    /// The section where it belongs, by id; the whole report counts where it stands elsewhere.
    pub(super) section: String,
    /// The first year reported on for which it is asked.
    pub(super) from_year: Option<i32>,
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
        let matches = |pattern: &String| {
            let (row, column) = pattern.split_once('@').unwrap_or((pattern, "*"));
            (row == "*" || row == id.row()) && (column == "*" || column == id.column())
        };
        (self.editions.is_empty() || self.editions.iter().any(|known| known == edition))
            && self.cells.iter().any(matches)
    }
}
