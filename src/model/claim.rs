//! Plain data of the prose: what it states about things that the tables hold, and whether the two agree.

use rust_decimal::Decimal;

use super::{CellId, Span};

/// A number that the prose states, or a statement that there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The clause, as printed.
    pub quote: String,
    /// The number as printed: `３．２万`, `二十三`; the words for none where no number stands there.
    pub printed: String,
    pub value: Decimal,
    /// What it is counted in, as 件; empty where nothing says so.
    pub unit: String,
    /// The clause.
    pub span: Span,
    pub topic: Topic,
    /// What it was held against; `None` where no such thing is certain.
    pub link: Option<Link>,
    pub verdict: Agreement,
    /// For 余, 近, 约 and the like: the numbers that it may mean.
    pub interval: Option<Interval>,
}

/// Numbers from `low` to `high`; without an end where `high` is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    pub low: Decimal,
    pub high: Option<Decimal>,
}

impl Interval {
    /// Whether a number may be meant.
    #[must_use]
    pub fn holds(&self, value: Decimal) -> bool {
        self.low <= value && self.high.is_none_or(|high| value <= high)
    }
}

/// What a claim speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// 收到, 新收.
    Received,
    /// 受理.
    Accepted,
    /// 办理.
    Handled,
    /// 答复, 办结.
    Answered,
    /// 上年结转.
    CarriedIn,
    /// 结转下年.
    CarriedOut,
    /// 予以公开, 不予公开 …
    Result,
    /// 规章, 规范性文件: made, repealed, in force.
    Documents,
    /// 规章, 规范性文件, said to have been disclosed.
    Posted,
    /// 行政许可, 行政处罚, 行政强制, 行政事业性收费.
    Decisions,
    /// 行政复议.
    Review,
    /// 行政诉讼.
    Litigation,
    /// 信息处理费.
    Fee,
    /// 其中 …, the parts of a number.
    Parts,
    /// 办结率 and the like.
    Rate,
    /// 同比增长.
    Growth,
    /// Nothing that the tables hold, or not certainly.
    Unsaid,
}

/// A part of a number, stated beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub value: Decimal,
    /// Its clause.
    pub span: Span,
    /// Whether it says exactly how many.
    pub exact: bool,
}

/// A figure of this year over one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grown {
    pub old: Decimal,
    pub new: Decimal,
    /// What both are counted in.
    pub unit: String,
    /// The cells of this year, and of last year's report; none where the sentence itself names the base.
    pub cells: Vec<CellId>,
}

/// What a claim was held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// One cell, or several added up.
    Cells(Vec<CellId>),
    /// Other numbers of the prose, added up.
    Sum(Vec<Part>),
    /// One number of the prose as a share of another.
    Share { part: Decimal, whole: Decimal },
    /// This year's figure and last year's, where the two are known.
    Growth(Option<Grown>),
    /// The same number, stated before.
    Repeats(Span),
    /// The three things that a report must say of the fee: `fee.notices`, `fee.notified_amount`, `fee.collected`.
    Fee(Vec<&'static str>),
}

impl Link {
    /// The name in JSON.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Cells(_) => "cells",
            Self::Sum(_) => "sum",
            Self::Share { .. } => "share",
            Self::Growth(_) => "growth",
            Self::Repeats(_) => "repeats",
            Self::Fee(_) => "fee",
        }
    }
}

/// Whether a claim and what it is held against agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    Agrees,
    Disagrees,
    /// Not enough is certain to say.
    Unlinked,
}

impl Agreement {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Disagrees => "disagrees",
            Self::Unlinked => "unlinked",
        }
    }
}
