//! Plain data that every layer shares: what was read from a report, what a rule said of it, what a person decided.
//! No behaviour beyond small conversions; nothing here reads a file or a clock.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Range;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

mod claim;
mod decision;
mod doubt;
mod finding;
mod judgement;
mod suspect;

pub use claim::{Agreement, Claim, Grown, Interval, Link, Part, Topic};
pub use decision::{
    Answered, Counts, Decision, DecisionId, Entry, NewDecision, ReadingId, Recorded, ReportId, Reviewer, Verdict,
};
pub use doubt::{DoubtBound, Firing, Firings};
pub use finding::{Checks, Finding, Outcome, Proof, Reason, Relation, Severity, Sign, Term, TermSource, Undecided};
pub use judgement::{
    Evidence, Judged, Judgement, JudgementId, JudgementKind, Judgements, NewJudgement, OF_EARLIER_LETTER, RuleMark,
    RuleMarks,
};
pub use suspect::{Explained, Proposal, Slip, Suspect, Suspected, Suspects, Unsettled};

/// A byte range in `Document.text`, the text that the left pane shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to but not including `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same bytes as a range, to index a text with.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// The language of the screen, the rule texts and the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// One sentence for people, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Phrase {
    pub zh: String,
    pub en: String,
}

impl Phrase {
    /// A sentence in Chinese and in English.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The sentence in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Chinese => &self.zh,
            Lang::English => &self.en,
        }
    }
}

/// The stable address of a cell of the form: `row@column`, as `requests.results.granted@natural_person`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CellId(String);

impl CellId {
    /// The cell where `row` and `column` meet.
    #[must_use]
    pub fn new(row: &str, column: &str) -> Self {
        Self(format!("{row}@{column}"))
    }

    /// The part before `@`.
    #[must_use]
    pub fn row(&self) -> &str {
        self.0.split_once('@').map_or(self.0.as_str(), |(row, _)| row)
    }

    /// The part after `@`.
    #[must_use]
    pub fn column(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, column)| column)
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for CellId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for CellId {
    fn from(address: &str) -> Self {
        Self(address.to_owned())
    }
}

impl fmt::Display for CellId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What stands in a cell. Zero, blank, `/` and absent are four different things (design invariant 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellState {
    /// A figure, read with certainty.
    Number(Decimal),
    /// The cell is there and nothing stands in it.
    Blank,
    /// A sign for "none": `-`, `/`, `无`, `—`.
    NotApplicable,
    /// Something that is no number.
    Text,
    /// The row or the table is not there.
    Missing,
    /// Something was read, but the layout left more than one way to read it.
    Unsure(Option<Decimal>),
}

impl CellState {
    /// The state's name in JSON and in the store.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Number(_) => "number",
            Self::Blank => "blank",
            Self::NotApplicable => "not_applicable",
            Self::Text => "text",
            Self::Missing => "missing",
            Self::Unsure(_) => "unsure",
        }
    }

    /// The figure, when it was read with certainty.
    #[must_use]
    pub const fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(value) => Some(*value),
            Self::Blank | Self::NotApplicable | Self::Text | Self::Missing | Self::Unsure(_) => None,
        }
    }

    /// The figure to show: certain, or the best of several readings.
    #[must_use]
    pub const fn shown(&self) -> Option<Decimal> {
        match self {
            Self::Number(value) | Self::Unsure(Some(value)) => Some(*value),
            Self::Blank | Self::NotApplicable | Self::Text | Self::Missing | Self::Unsure(None) => None,
        }
    }
}

/// One cell of the form as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub id: CellId,
    pub state: CellState,
    /// The text as it stands in the file; empty for `Blank` and `Missing`.
    pub raw: String,
    /// Where it stands; `None` only for `Missing`.
    pub span: Option<Span>,
}

/// One of the six sections, as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// 1 to 6, by the form (not by the numeral printed).
    pub number: u8,
    /// The form's name for it, as `overview`.
    pub id: String,
    /// The heading as printed.
    pub title: String,
    /// Whether the heading is the form's own wording, after white space and punctuation are put aside.
    pub canonical: bool,
    /// The heading's place.
    pub heading: Span,
    /// Heading and content, up to the next section.
    pub span: Span,
}

/// A table of the form, as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The form's name for it: `disclosure`, `requests`, `relief`.
    pub id: String,
    /// From its first to its last piece; `None` when no row of it was found.
    pub span: Option<Span>,
    /// The last row that was found, by row id.
    pub last_row: Option<String>,
    /// Labels of rows, groups and columns that are printed otherwise than in the form, in the order of the text.
    pub wordings: Vec<Wording>,
    /// Labels with figures that the form does not have.
    pub strays: Vec<Located<String>>,
    /// Heads of columns that the form does not have.
    pub stray_columns: Vec<Located<String>>,
    /// Where the columns stand in another order than in the form: the label that shows it.
    pub misplaced: Option<Span>,
}

/// A label that was recognised although it is printed otherwise than in the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    pub printed: Located<String>,
    /// As the form prints it.
    pub canonical: String,
}

/// A piece of text that was understood, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    pub value: T,
    pub span: Span,
}

/// Everything that was read from one document, by the form of one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The body that reports: its full name where the file gives it (signature, letter), else as in the title.
    pub agency: Option<Located<String>>,
    /// The year reported on.
    pub year: Option<Located<i32>>,
    /// The edition of the form that the labels show: `2019` or `2021`.
    pub form: String,
    /// The title, its lines joined and letter spacing removed.
    pub title: Option<Located<String>>,
    /// In the order of the text; a section may be absent.
    pub sections: Vec<Section>,
    /// In the order of the form; always all of them.
    pub tables: Vec<Table>,
    /// Every cell of the form, in the order of the form.
    pub cells: Vec<Cell>,
}

impl Report {
    /// How many of these cells were not read with certainty.
    #[must_use]
    pub fn unsure(&self, cells: &[CellId]) -> usize {
        let states = cells.iter().filter_map(|id| Some(self.cell(id)?.state));
        states.filter(|state| matches!(state, CellState::Unsure(_))).count()
    }

    /// The cell at an address, when the form has it.
    #[must_use]
    pub fn cell(&self, id: &CellId) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.id == *id)
    }

    /// As [`Report::cell`], looked for first at a position: where it stands in a report of the same edition.
    #[must_use]
    pub fn cell_near(&self, position: usize, id: &CellId) -> Option<&Cell> {
        self.cells.get(position).filter(|cell| cell.id == *id).or_else(|| self.cell(id))
    }

    /// The section with this number of the form.
    #[must_use]
    pub fn section(&self, number: u8) -> Option<&Section> {
        self.sections.iter().find(|section| section.number == number)
    }

    /// Whether anything of the form was recognised at all.
    #[must_use]
    pub fn is_recognised(&self) -> bool {
        !self.sections.is_empty() || self.tables.iter().any(|table| table.span.is_some())
    }
}

/// What the reader of a file wants to say; not a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A stable word for programs, as `row-split`.
    pub code: &'static str,
    pub message: Phrase,
    pub span: Option<Span>,
}
