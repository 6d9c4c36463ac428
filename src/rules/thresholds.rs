//! What the numbers that an office may set mean, and within which range they make sense.

use rust_decimal::Decimal;

use super::code::CODE;
use super::kinds::Check;
use crate::model::Phrase;

/// A number of a rule that an office may set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Threshold {
    pub(super) name: &'static str,
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
    pub(super) range: Range,
}

/// By how much at least figures differ.
pub(super) const FLOOR: Range = Range::From(0);
/// At least how many times as much.
pub(super) const RATIO: Range = Range::Above(1);

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
            Self::Day => day(value).is_some(),
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

impl Threshold {
    /// The number that a check knows by this name.
    pub(super) fn of(check: &Check, name: &str) -> Option<Self> {
        match check {
            Check::Code { name: code, .. } => {
                let known = CODE.iter().find(|known| known.name == *code)?;
                known.parameters.iter().find(|threshold| threshold.name == name).copied()
            }
            Check::Change(changes) => {
                let mut bounds = changes.iter().flat_map(|change| change.jump.bounds());
                bounds.find(|(bound, _)| bound.name.as_deref() == Some(name)).map(|(_, meant)| meant)
            }
            Check::Equation(_)
            | Check::Sections { .. }
            | Check::Cells(_)
            | Check::Forbidden(_)
            | Check::Required(_)
            | Check::Words(_) => None,
        }
    }

    /// A value of it as a sentence would say it.
    pub(super) fn spoken(self, value: Decimal) -> Phrase {
        let plain = value.normalize();
        match self.range {
            Range::Share => {
                let percent = (value * Decimal::ONE_HUNDRED).normalize();
                Phrase::new(format!("{percent}%"), format!("{percent} %"))
            }
            Range::Day => match day(value) {
                Some(day) => {
                    Phrase::new(format!("{}月{}日", day.month(), day.day()), day.strftime("%-d %B").to_string())
                }
                None => Phrase::new(plain.to_string(), plain.to_string()),
            },
            Range::Whole(..) | Range::Above(_) | Range::From(_) => {
                let ten_thousands = value / Decimal::from(10_000);
                let zh = if value.is_zero() || !ten_thousands.is_integer() {
                    plain.to_string()
                } else {
                    format!("{}万", ten_thousands.normalize())
                };
                Phrase::new(zh, plain.to_string())
            }
        }
    }
}

/// The day that a number stands for, of a year without a leap day.
fn day(value: Decimal) -> Option<jiff::civil::Date> {
    let day = value.is_integer().then(|| i32::try_from(value).ok()).flatten()?;
    let (month, of_month) = (i8::try_from(day / 100).ok()?, i8::try_from(day % 100).ok()?);
    jiff::civil::Date::new(2023, month, of_month).ok()
}
