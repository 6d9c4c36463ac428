//! Numbers of a sheet as a reader sees them: whole numbers without a point, shares as percent, days as dates.

/// How the cells of one number format are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Format {
    #[default]
    Plain,
    Percent,
    /// `2022-01-20`
    Date,
    /// `2022年1月20日`
    ChineseDate,
    /// `09:30`
    Time,
}

/// The day from which the days of a file are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Epoch {
    #[default]
    Year1900,
    /// As Excel for the Mac counted.
    Year1904,
}

/// The format that a number stands for where the file does not spell it out; 27 to 36 and 50 to 58 are those of Chinese
/// systems.
pub(super) const fn builtin(number: u32) -> Format {
    match number {
        9 | 10 => Format::Percent,
        14..=17 | 22 => Format::Date,
        27..=31 | 36 | 50..=54 | 57 | 58 => Format::ChineseDate,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Format::Time,
        _ => Format::Plain,
    }
}

/// The kind of a format that a file spells out, as `yyyy"年"m"月"`.
pub(super) fn spelled(code: &str) -> Format {
    let mut signs = String::new();
    let (mut is_quoted, mut is_bracketed, mut is_escaped) = (false, false, false);
    for character in code.chars() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' | '_' | '*' if !is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            '[' if !is_quoted => is_bracketed = true,
            ']' if !is_quoted => is_bracketed = false,
            ';' if !is_quoted => break,
            other if !is_quoted && !is_bracketed => signs.extend(other.to_lowercase()),
            _ => {}
        }
    }
    if signs.contains('%') {
        return Format::Percent;
    }
    // `General` and colours hold such letters too.
    let signs = signs.replace("general", "");
    let has = |letters: &[char]| signs.contains(letters);
    match () {
        () if has(&['#', '0', '?']) => Format::Plain,
        () if has(&['y', 'd']) && code.contains(['年', '月', '日']) => Format::ChineseDate,
        () if has(&['y', 'd']) => Format::Date,
        () if has(&['h', 's']) => Format::Time,
        () => Format::Plain,
    }
}

/// A number as its cell shows it. Fifteen digits count, as in every spreadsheet program.
pub(super) fn printed(value: f64, format: Format, epoch: Epoch) -> String {
    match format {
        Format::Plain => plain(value),
        Format::Percent => format!("{}%", plain(value * 100.0)),
        Format::Date | Format::ChineseDate | Format::Time => {
            moment(value, format, epoch).unwrap_or_else(|| plain(value))
        }
    }
}

fn plain(value: f64) -> String {
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    // No negative zero.
    (rounded + 0.0).to_string()
}

fn moment(value: f64, format: Format, epoch: Epoch) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&value) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
    let (days, minutes) = (value.floor() as i64, ((value.fract() * 1440.0).round() as i64).min(1439));
    let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    if format == Format::Time {
        return Some(time);
    }
    // Excel holds 1900 for a leap year: from March of that year on, its count is one ahead.
    let base = match epoch {
        Epoch::Year1900 if days < 60 => 25_568,
        Epoch::Year1900 => 25_569,
        Epoch::Year1904 => 24_107,
    };
    let (year, month, day) = civil(days - base);
    let date = match format {
        Format::ChineseDate => format!("{year}年{month}月{day}日"),
        _ => format!("{year}-{month:02}-{day:02}"),
    };
    Some(if minutes > 0 { format!("{date} {time}") } else { date })
}

/// Year, month and day of a day counted from 1970, by the era of 400 years.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64, format: Format) -> String {
        printed(value, format, Epoch::Year1900)
    }

    #[test]
    fn numbers_print_as_their_cells_show_them() {
        assert_eq!(shown(12.0, Format::Plain), "12");
        assert_eq!(shown(7229.9817, Format::Plain), "7229.9817");
        assert_eq!(shown(0.1 + 0.2, Format::Plain), "0.3");
        assert_eq!(shown(-0.0, Format::Plain), "0");
        assert_eq!(shown(0.285, Format::Percent), "28.5%");
        assert_eq!(shown(44_581.0, Format::Date), "2022-01-20");
        assert_eq!(shown(44_581.0, Format::ChineseDate), "2022年1月20日");
        assert_eq!(shown(44_581.395_833_333, Format::Date), "2022-01-20 09:30");
        assert_eq!(shown(1.0, Format::Date), "1900-01-01");
        assert_eq!(printed(43_119.0, Format::Date, Epoch::Year1904), "2022-01-20");
        assert_eq!(shown(1e300, Format::Date), plain(1e300));
    }

    #[test]
    fn formats_are_told_by_their_signs() {
        assert_eq!(spelled("General"), Format::Plain);
        assert_eq!(spelled("#,##0.00_ "), Format::Plain);
        assert_eq!(spelled("0\"day\""), Format::Plain);
        assert_eq!(spelled("[Red]0.0%"), Format::Percent);
        assert_eq!(spelled("yyyy\"年\"m\"月\"d\"日\";@"), Format::ChineseDate);
        assert_eq!(spelled("[$-804]yyyy/m/d"), Format::Date);
        assert_eq!(spelled("h:mm"), Format::Time);
    }
}
