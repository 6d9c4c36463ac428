//! Counts as prose writes them: digits, `1,234`, `3.2万`, 二十三, with the counter that follows and whether it is exact.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::model::Interval;

/// A quantity in a clause: a count, an amount in 元, or a percentage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) value: Decimal,
    /// How many decimals are printed.
    pub(super) decimals: u32,
    /// What it is counted in; `元` and `%` count nothing.
    pub(super) unit: &'static str,
    pub(super) script: Script,
    /// Digits, without the counter.
    pub(super) printed: Range<usize>,
    /// Digits and counter.
    pub(super) range: Range<usize>,
    pub(super) precision: Precision,
}

impl Figure {
    /// Whether it says how many of something there are.
    pub(super) fn is_count(&self) -> bool {
        !matches!(self.unit, "元" | "万元" | "%")
    }

    /// The numbers that it may mean; `None` where it says exactly how many.
    pub(super) fn interval(&self) -> Option<Interval> {
        let tenth = self.value.checked_div(Decimal::TEN).unwrap_or_default();
        let (less, more) = (self.value - tenth, self.value.saturating_add(tenth));
        let (low, high) = match self.precision {
            Precision::Exact => return None,
            Precision::Over => (self.value, Some(more)),
            Precision::Under => (less, Some(self.value)),
            Precision::Around => (less, Some(more)),
            Precision::AtLeast => (self.value, None),
            Precision::AtMost => (Decimal::ZERO, Some(self.value)),
        };
        Some(Interval { low, high })
    }
}

/// How the digits are written. 一个 is often no count: 一个主账号.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Digits,
    Chinese,
}

/// Whether a count says exactly how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precision {
    Exact,
    /// 余, 多.
    Over,
    /// 近, 不足.
    Under,
    /// 约, 左右.
    Around,
    /// 以上, 超过.
    AtLeast,
    /// 以下, 以内.
    AtMost,
}

/// What requests and cases are counted in. Only 件 is right; the others are understood.
const COUNTERS: [&str; 11] = ["件", "份", "宗", "起", "条", "个", "次", "例", "项", "元", "%"];
const BEFORE: [(&str, Precision); 9] = [
    ("近", Precision::Under),
    ("不足", Precision::Under),
    ("不到", Precision::Under),
    ("约", Precision::Around),
    ("超过", Precision::AtLeast),
    ("超", Precision::AtLeast),
    ("逾", Precision::AtLeast),
    ("至少", Precision::AtLeast),
    ("不少于", Precision::AtLeast),
];
const BEHIND: [(&str, Precision); 4] = [
    ("左右", Precision::Around),
    ("以上", Precision::AtLeast),
    ("以下", Precision::AtMost),
    ("以内", Precision::AtMost),
];

/// Every quantity in a folded clause, from left to right.
pub(super) fn figures(clause: &str) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < clause.len() {
        let rest = &clause[at..];
        let digits = digits(rest).map(|(value, length)| (value, length, Script::Digits));
        let read = digits.or_else(|| chinese(rest).map(|(value, length)| (value, length, Script::Chinese)));
        let Some((value, length, script)) = read else {
            // Digits that are too many for a figure are passed over as a whole.
            let run = rest.bytes().take_while(u8::is_ascii_digit).count();
            at += run.max(rest.chars().next().map_or(1, char::len_utf8));
            continue;
        };
        if let Some(figure) = counted(clause, at..at + length, value, script) {
            found.push(figure);
        }
        at += length;
    }
    found
}

/// The figure with what stands around it; `None` without a counter: 12345热线 and 2021年 count nothing.
fn counted(clause: &str, number: Range<usize>, value: Decimal, script: Script) -> Option<Figure> {
    let before = &clause[..number.start];
    // 第3次, 十九届: ordinals; a digit or letter before belongs to a longer name.
    if before.ends_with(['第', '.', '-', '〔']) || before.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let mut rest = &clause[number.end..];
    let qualified = BEFORE.iter().find(|(word, _)| before.ends_with(word));
    let mut precision = qualified.map_or(Precision::Exact, |(_, precision)| *precision);
    let decimals = value.scale();
    let mut value = value;
    let mut in_wan = false;
    while let Some(c) = rest.chars().next() {
        let factor = match c {
            '万' => Decimal::from(10_000),
            '亿' => Decimal::from(100_000_000),
            '余' | '多' => {
                precision = Precision::Over;
                Decimal::ONE
            }
            _ => break,
        };
        in_wan = c == '万' && !in_wan;
        value = value.checked_mul(factor)?;
        rest = &rest[c.len_utf8()..];
    }
    let printed = number.start..clause.len() - rest.len();
    let counter = COUNTERS.iter().find(|counter| rest.starts_with(**counter)).copied();
    let (unit, behind) = match counter {
        // Amounts are told in 万元, as in the tables.
        Some("元") if in_wan => {
            value = value.checked_div(Decimal::from(10_000))?;
            ("万元", &rest["元".len()..])
        }
        Some(counter) => (counter, &rest[counter.len()..]),
        None if before.ends_with("百分之") => ("%", rest),
        None => return None,
    };
    if let Some((_, found)) = BEHIND.iter().find(|(word, _)| behind.starts_with(word)) {
        precision = *found;
    }
    let range = number.start..clause.len() - behind.len();
    Some(Figure { value: value.normalize(), decimals, unit, script, printed, range, precision })
}

/// `32137`, `1,234`, `3.2` and its length.
fn digits(text: &str) -> Option<(Decimal, usize)> {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let joins = (bytes[end] == b',' || bytes[end] == b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !(bytes[end].is_ascii_digit() || (joins && end > 0)) {
            break;
        }
        end += 1;
    }
    if end == 0 {
        return None;
    }
    Some((text[..end].replace(',', "").parse().ok()?, end))
}

/// 零, 五, 二十三, 一百零二, up to thousands; 一万 is left to the factor.
fn chinese(text: &str) -> Option<(Decimal, usize)> {
    let mut total = 0u32;
    let mut digit = None;
    let mut length = 0;
    for c in text.chars() {
        let value = "零一二三四五六七八九".chars().position(|known| known == c).or(match c {
            '〇' => Some(0),
            '两' => Some(2),
            _ => None,
        });
        let unit = match c {
            '十' => Some(10),
            '百' => Some(100),
            '千' => Some(1000),
            _ => None,
        };
        match (value, unit) {
            (Some(value), _) => digit = Some(u32::try_from(value).ok()?),
            (None, Some(unit)) => total += digit.take().unwrap_or(1) * unit,
            (None, None) => break,
        }
        length += c.len_utf8();
    }
    if length == 0 || total > 9999 {
        return None;
    }
    Some((Decimal::from(total + digit.unwrap_or(0)), length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(clause: &str) -> Vec<(String, Precision)> {
        figures(clause).into_iter().map(|figure| (figure.value.to_string(), figure.precision)).collect()
    }

    #[test]
    fn counts_are_read_as_people_write_them() {
        for (clause, value) in [
            ("收到5件", "5"),
            ("共1,234件", "1234"),
            ("3.2万条", "32000"),
            ("二十三件", "23"),
            ("一百零二件", "102"),
            ("十件", "10"),
            ("两件", "2"),
            ("零件", "0"),
            ("收到5个依申请公开", "5"),
        ] {
            assert_eq!(read(clause), [(value.to_owned(), Precision::Exact)], "{clause}");
        }
    }

    #[test]
    fn about_is_not_exact_and_names_are_no_counts() {
        for clause in ["1万余条", "31万多件", "近30件", "5件以上", "160余条", "超过5件"] {
            assert_ne!(read(clause)[0].1, Precision::Exact, "{clause}");
        }
        for clause in ["12345热线", "2021年", "第3次", "十九届六中全会", "〔2021〕61号"] {
            assert_eq!(read(clause), [], "{clause}");
        }
    }
}
