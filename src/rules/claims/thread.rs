//! What the clauses of a sentence speak of, one after another: requests, a part of them, or something else.

use rust_decimal::Decimal;

use super::requests::{ALL_WAYS, Asked, NARROWS, OTHER_CHANNEL, RELIEF, REQUEST};
use super::{Clause, Sentence};
use crate::rules::figures::Figure;

/// What the clauses so far speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    None,
    /// The sentence before spoke of requests.
    Before,
    Requests,
    /// After 其中: parts of the requests.
    Parts,
    /// A part of them by applicant or channel has been named, and what follows may speak of it.
    Narrowed,
}

impl Context {
    /// What the next sentence begins with.
    pub(super) fn later(self) -> Self {
        match self {
            Self::None => Self::None,
            Self::Narrowed => Self::Narrowed,
            Self::Before | Self::Requests | Self::Parts => Self::Before,
        }
    }

    /// What is spoken of from a clause on.
    pub(super) fn after(self, clause: &Asked) -> Self {
        if OTHER_CHANNEL.is_match(clause.words) || RELIEF.is_match(clause.words) || clause.receives_other() {
            return Self::None;
        }
        let next = match self {
            Self::None | Self::Before if clause.names_requests() => Self::Requests,
            Self::Narrowed if REQUEST.is_match(clause.words) => Self::Requests,
            Self::Requests | Self::Parts if clause.words.contains("其中") => Self::Parts,
            Self::None | Self::Before | Self::Requests | Self::Parts | Self::Narrowed => self,
        };
        let narrows = next != Self::None
            && clause.figures.iter().any(Figure::is_count)
            && NARROWS.is_match(&clause.whole())
            && !ALL_WAYS.is_match(clause.words);
        if narrows { Self::Narrowed } else { next }
    }
}

/// The thread of a sentence.
pub(super) struct Thread {
    pub(super) context: Context,
    /// Whether the sentence tells kinds of documents apart, in words that requests are told of with.
    sorts: bool,
    /// What was spoken of before a bracket opened.
    outside: Option<Context>,
    /// The number of the requests, and how many of them have been told apart by applicant or channel.
    total: Option<Decimal>,
    told_apart: Decimal,
    /// Whether this clause tells some of them apart.
    tells_apart: bool,
}

impl Thread {
    /// A sentence begins, after one that spoke of something.
    pub(super) fn new(carried: Context, sorts: bool) -> Self {
        let context = if sorts { Context::None } else { carried.later() };
        Self { context, sorts, outside: None, total: None, told_apart: Decimal::ZERO, tells_apart: false }
    }

    /// A clause begins.
    pub(super) fn enter(&mut self, sentence: &Sentence, clause: &Clause, asked: &Asked) {
        if sentence.opens_bracket(clause) {
            self.outside = Some(self.context);
        }
        if !self.sorts {
            self.context = self.context.after(asked);
        }
        self.tells_apart = NARROWS.is_match(&asked.whole());
    }

    /// A clause has been read.
    pub(super) fn leave(&mut self, sentence: &Sentence, clause: &Clause) {
        let counts = || clause.figures.iter().filter(|figure| figure.is_count()).map(|figure| figure.value);
        match self.context {
            Context::Requests => {
                self.total = counts().next_back().or(self.total);
                self.told_apart = Decimal::ZERO;
            }
            Context::Narrowed if self.tells_apart => {
                self.told_apart = counts().fold(self.told_apart, Decimal::saturating_add);
                // With all told apart, it is all of them again that are spoken of.
                if self.total == Some(self.told_apart) {
                    self.context = Context::Requests;
                }
            }
            Context::None | Context::Before | Context::Parts | Context::Narrowed => {}
        }
        if sentence.closes_bracket(clause) {
            self.context = self.outside.take().unwrap_or(self.context);
        }
    }
}
