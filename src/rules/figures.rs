//! Counts as prose writes them: digits, `1,234`, `3.2万`, 二十三, with the counter that follows and whether it is exact.

use std::ops::Range;

use rust_decimal::Decimal;

/// A count in a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) value: Decimal,
    /// Digits and counter.
    pub(super) range: Range<usize>,
    pub(super) precision: Precision,
}

/// Whether a count says exactly how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precision {
    Exact,
    /// 余, 多, 近, 约, 以上 …
    About,
}

/// What requests and cases are counted in. Only 件 is right; the others are understood.
const COUNTERS: [&str; 9] = ["件", "份", "宗", "起", "条", "个", "次", "例", "项"];
const ABOUT_BEFORE: [&str; 11] = ["近", "约", "超过", "超", "逾", "不足", "大约", "至少", "不少于", "不到", "将近"];
const ABOUT_AFTER: [char; 2] = ['余', '多'];
const ABOUT_BEHIND: [&str; 4] = ["左右", "以上", "以下", "以内"];

/// Every count in a folded clause, from left to right.
pub(super) fn figures(clause: &str) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < clause.len() {
        let rest = &clause[at..];
        let Some((value, length)) = digits(rest).or_else(|| chinese(rest)) else {
            // Digits that are too many for a figure are passed over as a whole.
            let run = rest.bytes().take_while(u8::is_ascii_digit).count();
            at += run.max(rest.chars().next().map_or(1, char::len_utf8));
            continue;
        };
        if let Some(figure) = counted(clause, at, value, length) {
            found.push(figure);
        }
        at += length;
    }
    found
}

/// The figure with what stands around it; `None` without a counter: 12345热线 and 2021年 count nothing.
fn counted(clause: &str, at: usize, value: Decimal, length: usize) -> Option<Figure> {
    let before = &clause[..at];
    // 第3次, 十九届: ordinals; a digit or letter before belongs to a longer name.
    if before.ends_with(['第', '.', '-', '〔']) || before.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let mut rest = &clause[at + length..];
    let mut precision =
        if ABOUT_BEFORE.iter().any(|word| before.ends_with(word)) { Precision::About } else { Precision::Exact };
    let mut value = value;
    loop {
        let c = rest.chars().next()?;
        let factor = match c {
            '万' => Decimal::from(10_000),
            '亿' => Decimal::from(100_000_000),
            c if ABOUT_AFTER.contains(&c) => {
                precision = Precision::About;
                Decimal::ONE
            }
            _ => break,
        };
        value = value.checked_mul(factor)?;
        rest = &rest[c.len_utf8()..];
    }
    let counter = COUNTERS.iter().find(|counter| rest.starts_with(**counter))?;
    let behind = &rest[counter.len()..];
    if ABOUT_BEHIND.iter().any(|word| behind.starts_with(word)) {
        precision = Precision::About;
    }
    Some(Figure { value: value.normalize(), range: at..clause.len() - behind.len(), precision })
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
            assert_eq!(read(clause)[0].1, Precision::About, "{clause}");
        }
        for clause in ["12345热线", "2021年", "第3次", "十九届六中全会", "〔2021〕61号", "增长50%", "380元"]
        {
            assert_eq!(read(clause), [], "{clause}");
        }
    }
}
