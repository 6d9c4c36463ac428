//! What the office knows beside the file: who must report, by when, what has come in, and what was sent back.

use std::sync::Arc;

use jiff::civil::Date;

use super::Past;
use super::body::Body;
use super::roster::Roster;
use crate::model::{Finding, Report};

/// What is the same for all reports of a round. Whatever is not given leaves the rules that need it undecided.
#[derive(Debug, Clone, Default)]
pub struct Round {
    /// The last day to file with the office.
    pub deadline: Option<Date>,
    /// The last day to publish, where the office sets another than the regulation.
    pub publication_deadline: Option<Date>,
    /// Who must report.
    pub roster: Roster,
}

/// What the office knows of one report, and of its round.
#[derive(Debug, Clone, Default)]
pub struct Office {
    pub round: Arc<Round>,
    /// The day on which the rules are evaluated.
    pub today: Option<Date>,
    /// What has come in for the year, this report included. Of a body that has none below it in the roster, its own
    /// versions are enough until the deadline is over.
    pub filed: Option<Arc<[Filed]>>,
    /// When this report came in.
    pub received: Option<Date>,
    /// When this report was published.
    pub published: Option<Date>,
    /// The text that was published.
    pub published_text: Option<String>,
    /// The text that was approved, where this is not it.
    pub approved_text: Option<String>,
    /// The version of this report that was sent back.
    pub sent_back: Option<Sent>,
}

/// One body of the roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Member {
    pub name: String,
    /// Its kind, where the name does not tell.
    pub body: Option<Body>,
    /// Other names that it goes by.
    pub aliases: Vec<String>,
    /// The body whose report covers it.
    pub parent: Option<String>,
    /// When it was founded, and when it was merged or renamed.
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// What became of it, as `并入青云县农业农村局`.
    pub became: String,
    /// When its report of this round was published.
    pub published: Option<Date>,
}

impl Member {
    /// Whether it stood in any part of a year.
    #[must_use]
    pub fn stood_in(&self, year: i32) -> bool {
        self.to.is_none_or(|to| i32::from(to.year()) >= year)
            && self.from.is_none_or(|from| i32::from(from.year()) <= year)
    }
}

/// A report that has come in.
#[derive(Debug, Clone)]
pub struct Filed {
    pub agency: String,
    /// Over its bytes.
    pub hash: String,
    /// Whether it counts: a later version takes the place of an earlier.
    pub superseded: bool,
    /// Whether it was sent back, so that another version was asked for.
    pub sent_back: bool,
    /// What was read from it, where sums over several reports are wanted.
    pub report: Option<Arc<Report>>,
}

/// A version that was sent back, with what was to be corrected.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Counted from 1.
    pub version: u32,
    pub past: Arc<Past>,
    /// The findings of the letter.
    pub findings: Vec<Finding>,
}

impl Office {
    /// The entry of a body, by any of its names.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.round.roster.member(name)
    }
}
