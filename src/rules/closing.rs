//! The end of a report: who signed it and when.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::inspection::{Inspection, Values};
use crate::model::{Located, Outcome, Phrase, Reason, Severity, Span};
use crate::parse::agency_key;

/// The lines at the end among which the signature stands.
const LAST_LINES: usize = 6;

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(20\d\d|二[〇○零O0]二[〇○零O0一二三四五六七八九])\s*年\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*日\s*$")
        .expect("a valid pattern")
});

/// The signature and the date of a report.
pub(super) struct Closing {
    /// A line that is the name of a body.
    pub(super) signature: Option<Located<String>>,
    /// A line that ends with a date.
    pub(super) date: Option<Located<Date>>,
}

impl Closing {
    /// Reads the last lines that are not blank.
    pub(super) fn of(inspection: &Inspection) -> Self {
        let text = &inspection.case.document.text;
        let agency = inspection.case.report.agency.as_ref().map(|agency| agency_key(&agency.value));
        let mut closing = Self { signature: None, date: None };
        let mut end = text.len();
        let mut seen = 0;
        for line in text.rsplit('\n') {
            let start = end - line.len();
            let span = trimmed(line, start);
            end = start.saturating_sub(1);
            let Some(span) = span else { continue };
            seen += 1;
            if seen > LAST_LINES {
                break;
            }
            let printed = &text[span.range()];
            let date = DATE.find(printed).filter(|found| found.start() == 0 || printed.chars().count() <= 40);
            if let Some(found) = date {
                closing.date = closing.date.or_else(|| {
                    let span = Span::new(span.start + found.start(), span.end);
                    read_date(printed).map(|value| Located { value, span })
                });
            }
            let name = printed[..date.map_or(printed.len(), |found| found.start())].trim();
            if closing.signature.is_none() && is_body(name, agency.as_deref()) {
                let value: String = name.chars().filter(|c| !c.is_whitespace()).collect();
                let span = Span::new(span.start, span.start + name.len());
                closing.signature = Some(Located { value, span });
            }
        }
        closing
    }
}

fn trimmed(line: &str, start: usize) -> Option<Span> {
    let text = line.trim();
    let before = line.len() - line.trim_start().len();
    (!text.is_empty()).then(|| Span::new(start + before, start + before + text.len()))
}

/// A line that is nothing but a name: the agency's own, or one that ends as names of bodies do.
fn is_body(line: &str, agency: Option<&str>) -> bool {
    const ENDINGS: [&str; 14] =
        ["政府", "局", "委员会", "办公室", "厅", "处", "中心", "街道", "镇", "乡", "委", "办", "院", "会"];
    let key = agency_key(line);
    let own = agency.is_some_and(|agency| !key.is_empty() && key == agency);
    let stops = line.contains(['，', '。', '、', '：', ':', '；', '（', '(', '“', '|', '\t']);
    let name: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let length = name.chars().count();
    own || (!stops && (4..=30).contains(&length) && ENDINGS.iter().any(|ending| name.ends_with(ending)))
}

fn read_date(line: &str) -> Option<Date> {
    let found = DATE.captures(line)?;
    let year: i16 = year(&found[1])?;
    Date::new(year, i8::try_from(small(&found[2])?).ok()?, i8::try_from(small(&found[3])?).ok()?).ok()
}

fn year(printed: &str) -> Option<i16> {
    let digit = |c: char| match c {
        '〇' | '○' | '零' | 'O' => Some('0'),
        c if c.is_ascii_digit() => Some(c),
        c => "一二三四五六七八九".chars().zip("123456789".chars()).find(|(han, _)| *han == c).map(|(_, digit)| digit),
    };
    printed.chars().map(digit).collect::<Option<String>>()?.parse().ok()
}

/// `12`, 十二, 三十一.
fn small(printed: &str) -> Option<u8> {
    if let Ok(value) = printed.parse() {
        return Some(value);
    }
    let digit =
        |text: &str| "一二三四五六七八九".chars().zip(1u8..).find(|(c, _)| text.starts_with(*c)).map(|(_, n)| n);
    match printed.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
        None => digit(printed),
    }
}

/// Signature and date at the end (STR-13).
pub(super) fn present(inspection: &Inspection) -> Vec<Outcome> {
    let closing = Closing::of(inspection);
    let what = match (&closing.signature, &closing.date) {
        (Some(_), Some(_)) => return vec![Outcome::Pass],
        (None, None) => Phrase::new("署名和日期", "signature and date"),
        (None, Some(_)) => Phrase::new("署名", "signature"),
        (Some(_), None) => Phrase::new("日期", "date"),
    };
    vec![inspection.fail(&Values::default().phrase("what", what), &[], None, None)]
}

/// Whether the date of the signature can be (PER-05): in the year after, and within the time that the regulation gives.
pub(super) fn date(inspection: &Inspection) -> Vec<Outcome> {
    let not_found = |zh: &str, en: &str| vec![inspection.undecided(Reason::NotFound, Vec::new(), Phrase::new(zh, en))];
    let Some(signed) = Closing::of(inspection).date else {
        return not_found("报告末尾没有日期，未作判断。", "There is no date at the end; nothing was decided.");
    };
    let Some(year) = &inspection.case.report.year else {
        return not_found("报告年度不明，未作判断。", "The year is not known; nothing was decided.");
    };
    let Some(first) = i16::try_from(year.value + 1).ok().and_then(|year| Date::new(year, 1, 1).ok()) else {
        return not_found("报告年度不明，未作判断。", "The year is not known; nothing was decided.");
    };
    let values = Values::default().text("date", signed.value);
    if signed.value < first {
        return vec![inspection.fail_as("early", Severity::Warning, &values, Some(signed.span))];
    }
    let Some(last) = statutory(inspection, first.year()) else {
        return not_found("机关不明，无法确定期限。", "The agency is not known, so neither is its deadline.");
    };
    if signed.value > last {
        let values = values.text("deadline", last);
        return vec![inspection.fail(&values, &[], Some(signed.span), None)];
    }
    vec![Outcome::Pass]
}

/// The last day that the regulation (article 49) gives: 31 January to departments, 31 March to governments of a county or
/// above. The rule gives them as month and day, `131` and `331`.
pub(super) fn statutory(inspection: &Inspection, year: i16) -> Option<Date> {
    let parameter = match inspection.body()? {
        super::Body::Province | super::Body::City | super::Body::County => "government",
        super::Body::Township | super::Body::Department => "department",
    };
    let day = i32::try_from(inspection.parameter(parameter)).ok()?;
    Date::new(year, i8::try_from(day / 100).ok()?, i8::try_from(day % 100).ok()?).ok()
}
