//! What the numbers that an office may set mean, and within which range they make sense.

use rust_decimal::Decimal;

use crate::model::Phrase;

/// A number of a rule that an office may set.
#[derive(Debug)]
pub(super) struct Threshold {
    pub(super) name: &'static str,
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
    pub(super) range: Range,
}

/// Where a number makes sense; beyond it a rule never fires, or always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    /// More than 0 and at most 1.
    Share,
    /// A whole number from one to another.
    Whole(i64, i64),
    /// More than this.
    Above(i64),
    /// From this on.
    From(i64),
    /// A day of the year: 131 is 31 January.
    Day,
}

impl Range {
    pub(super) fn holds(self, value: Decimal) -> bool {
        match self {
            Self::Share => value > Decimal::ZERO && value <= Decimal::ONE,
            Self::Whole(from, to) => value.is_integer() && (Decimal::from(from)..=Decimal::from(to)).contains(&value),
            Self::Above(bound) => value > Decimal::from(bound),
            Self::From(bound) => value >= Decimal::from(bound),
            Self::Day => is_day(value),
        }
    }

    /// The range in words.
    pub(super) fn said(self) -> Phrase {
        match self {
            Self::Share => Phrase::new("大于0、不超过1的比例", "a share above 0 and up to 1"),
            Self::Whole(from, to) => {
                Phrase::new(format!("{from}到{to}的整数"), format!("a whole number from {from} to {to}"))
            }
            Self::Above(bound) => Phrase::new(format!("大于{bound}的数"), format!("a number above {bound}")),
            Self::From(bound) => Phrase::new(format!("不小于{bound}的数"), format!("a number from {bound} on")),
            Self::Day => Phrase::new("月×100＋日，如131即1月31日", "month × 100 + day, as 131 for 31 January"),
        }
    }
}

fn is_day(value: Decimal) -> bool {
    let Some(day) = value.is_integer().then(|| i32::try_from(value).ok()).flatten() else { return false };
    let (Ok(month), Ok(of_month)) = (i8::try_from(day / 100), i8::try_from(day % 100)) else { return false };
    // Every year has the days of 2023.
    jiff::civil::Date::new(2023, month, of_month).is_ok()
}
