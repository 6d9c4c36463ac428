//! Days as settings write them: TOML's own dates, and the same in quotes.

use jiff::civil::Date;
use toml::de::DeValue;

use crate::model::Phrase;

/// A day without a time. What is no such day is `None`.
pub(super) fn date(value: &DeValue) -> Option<Date> {
    if let Some(text) = value.as_str() {
        // Jiff also reads a date with a time behind it, which nobody means by a day.
        return text.parse().ok().filter(|_| text.len() == "2024-01-15".len());
    }
    let written = value.as_datetime().filter(|written| written.time.is_none() && written.offset.is_none())?;
    let date = written.date?;
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

/// What is expected where a day is wanted.
pub(super) fn expected() -> Phrase {
    Phrase::new("日期，如 2024-01-15", "a date, as 2024-01-15")
}
