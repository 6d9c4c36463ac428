//! The day in Beijing: dates of reports are those of China wherever the server's clock is set.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// In seconds: China has one time zone and no summer time.
pub(super) const BEIJING: i32 = 8 * 60 * 60;

/// The day it is now.
pub(crate) fn today() -> Date {
    of(Timestamp::now())
}

/// The day of a moment, in seconds since 1970, UTC.
pub(super) fn day(seconds: i64) -> Option<Date> {
    Timestamp::from_second(seconds).ok().map(of)
}

fn of(moment: Timestamp) -> Date {
    Offset::from_seconds(BEIJING).map_or(Offset::UTC, |beijing| beijing).to_datetime(moment).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_begins_when_it_does_in_beijing() {
        let seconds = |moment: &str| moment.parse::<Timestamp>().unwrap().as_second();
        assert_eq!(day(seconds("2024-01-26T15:59:59Z")), Date::new(2024, 1, 26).ok());
        assert_eq!(day(seconds("2024-01-26T16:00:00Z")), Date::new(2024, 1, 27).ok());
        assert_eq!(day(i64::MAX), None);
    }
}
