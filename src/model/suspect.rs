//! Plain data of the search for the wrong cell: which figures would have to be others for every sum to hold, and what
//! slip of the pen that would be. Proposals are shown beside what the file says and are never applied.

use super::{CellId, Phrase};

/// What the sums that do not hold say about single cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suspects {
    /// The likeliest first, for each group of sums that hang together.
    pub sets: Vec<Suspect>,
    /// Sums for which no set is worth telling, and why.
    pub unsettled: Vec<Unsettled>,
    /// Whether a search was broken off, so that other sets of the same size may exist.
    pub bounded: bool,
}

/// The fewest cells whose change to other non-negative integers satisfies every sum (Fellegi and Holt, 1976).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// In the order of the form.
    pub cells: Vec<Proposal>,
    /// The sums that do not hold now and would.
    pub explains: Vec<Explained>,
    pub why: Slip,
    /// What it would repair, and the slip in words.
    pub message: Phrase,
    /// Whether a figure of it was not read with certainty: the reading comes before the report.
    pub check_reading: bool,
    /// How many more sets satisfy the same sums, beyond those that are told.
    pub untold: usize,
}

/// What is said about the cells of one finding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suspected<'a> {
    /// Each set that would make it go away, the likeliest first; or alone, why none is proposed.
    pub messages: Vec<&'a Phrase>,
    /// How many more sets there are.
    pub untold: usize,
}

impl<'a> FromIterator<&'a Suspect> for Suspected<'a> {
    fn from_iter<T: IntoIterator<Item = &'a Suspect>>(suspects: T) -> Self {
        let mut said = Self::default();
        for suspect in suspects {
            said.messages.push(&suspect.message);
            said.untold = said.untold.max(suspect.untold);
        }
        said
    }
}

/// One cell with the figure that it has and the one that it would have to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub cell: CellId,
    pub found: i128,
    pub proposed: i128,
}

/// One instance of a rule: the finding with this rule and these cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    pub rule: String,
    /// In the order of the form.
    pub cells: Vec<CellId>,
}

/// Sums that do not hold and that no small change explains better than others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    pub sums: Vec<Explained>,
    pub message: Phrase,
}

/// The named ways in which a figure goes wrong between the register and the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slip {
    /// The addends of one row stand one column off.
    RowShifted,
    /// The addends of one column stand one row off.
    ColumnShifted,
    CellsSwapped,
    /// `2` and `0` in two cells for `20` (EXT-07).
    DigitsSplit,
    DigitsTransposed,
    DigitDoubled,
    LastYearPasted,
    /// Ten thousand times too much or too little.
    UnitSlip,
    ZeroTooMany,
    ZeroTooFew,
    DigitDropped,
    DigitAdded,
    DigitTypo,
    CountedTwice,
    LeftOut,
    /// Cases filed under another kind of applicant.
    WrongApplicant,
    /// Cases filed under another result.
    WrongRow,
    /// Each cell of the set has a slip of its own.
    Several,
    /// No named slip fits.
    Unnamed,
}

impl Suspects {
    /// What is said about a finding, by its rule and its cells.
    #[must_use]
    pub fn said_of(&self, rule: &str, cells: &[CellId]) -> Suspected<'_> {
        let is_it = |sums: &[Explained]| sums.iter().any(|explained| explained.is(rule, cells));
        let said: Suspected = self.sets.iter().filter(|suspect| is_it(&suspect.explains)).collect();
        let unsettled = self.unsettled.iter().find(|unsettled| is_it(&unsettled.sums));
        match unsettled {
            Some(unsettled) if said.messages.is_empty() => Suspected { messages: vec![&unsettled.message], ..said },
            Some(_) | None => said,
        }
    }

    /// What the readings of these cells would have to be, where they were not read with certainty. Nothing where several
    /// sums ask for it: they are no alternatives, and a whole row may stand in other columns than it was read in.
    #[must_use]
    pub fn readings_of(&self, cells: &[CellId]) -> Suspected<'_> {
        let readings = self.sets.iter().filter(|suspect| suspect.check_reading);
        let of_these = readings.filter(|suspect| suspect.cells.iter().any(|one| cells.contains(&one.cell)));
        let of_these: Vec<&Suspect> = of_these.collect();
        let is_of_one = of_these.iter().all(|suspect| suspect.explains == of_these[0].explains);
        if is_of_one { of_these.into_iter().collect() } else { Suspected::default() }
    }
}

impl Explained {
    /// Whether it is the instance of this rule over these cells, in any order.
    #[must_use]
    pub fn is(&self, rule: &str, cells: &[CellId]) -> bool {
        self.rule == rule && self.cells.len() == cells.len() && self.cells.iter().all(|id| cells.contains(id))
    }
}

impl Slip {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RowShifted => "row-shifted",
            Self::ColumnShifted => "column-shifted",
            Self::CellsSwapped => "cells-swapped",
            Self::DigitsSplit => "digits-split",
            Self::DigitsTransposed => "digits-transposed",
            Self::DigitDoubled => "digit-doubled",
            Self::LastYearPasted => "last-year-pasted",
            Self::UnitSlip => "unit-slip",
            Self::ZeroTooMany => "zero-too-many",
            Self::ZeroTooFew => "zero-too-few",
            Self::DigitDropped => "digit-dropped",
            Self::DigitAdded => "digit-added",
            Self::DigitTypo => "digit-typo",
            Self::CountedTwice => "counted-twice",
            Self::LeftOut => "left-out",
            Self::WrongApplicant => "wrong-applicant",
            Self::WrongRow => "wrong-row",
            Self::Several => "several",
            Self::Unnamed => "unnamed",
        }
    }
}
