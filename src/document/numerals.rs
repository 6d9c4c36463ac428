//! Counted numbers as word processors print them in front of a paragraph: 1, a, IV, 十二, ⑶. Not numbers read from text.

/// A way to write a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numerals {
    Decimal,
    /// 01, 02 ... 10.
    PaddedDecimal,
    /// １, ２.
    WideDecimal,
    UpperLetter,
    LowerLetter,
    UpperRoman,
    LowerRoman,
    /// 一, 十二, 一百零三.
    Chinese,
    /// 一, 一二, 一〇三.
    ChineseDigits,
    /// 壹, 壹拾贰.
    ChineseFormal,
    /// 甲, 乙, 丙.
    Stems,
    /// 子, 丑, 寅.
    Branches,
    /// ①, ②.
    Circled,
    /// ㈠, ㈡.
    ChineseParenthesized,
    /// ㊀, ㊁.
    ChineseCircled,
    /// ⑴, ⑵.
    Parenthesized,
    /// ⒈, ⒉.
    Stopped,
    /// Nothing at all.
    Nothing,
}

impl Numerals {
    /// The number in these numerals; in digits where they do not reach so far.
    pub(super) fn written(self, number: u32) -> String {
        match self {
            Self::Decimal => number.to_string(),
            Self::PaddedDecimal => format!("{number:02}"),
            Self::WideDecimal => number.to_string().chars().map(wide).collect(),
            Self::UpperLetter => letters(number, 'A'),
            Self::LowerLetter => letters(number, 'a'),
            Self::UpperRoman => roman(number),
            Self::LowerRoman => roman(number).to_ascii_lowercase(),
            Self::Chinese => chinese(number, &DIGITS, &UNITS),
            Self::ChineseDigits => {
                number.to_string().chars().map(|digit| if digit == '0' { '〇' } else { nth(&DIGITS, digit) }).collect()
            }
            Self::ChineseFormal => chinese(number, &FORMAL_DIGITS, &FORMAL_UNITS),
            Self::Stems => listed(number, &["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"]),
            Self::Branches => listed(number, &["子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"]),
            Self::Circled => from_block(number, &[('①', 20), ('㉑', 15), ('㊱', 15)]),
            Self::ChineseParenthesized => from_block(number, &[('㈠', 10)]),
            Self::ChineseCircled => from_block(number, &[('㊀', 10)]),
            Self::Parenthesized => from_block(number, &[('⑴', 20)]),
            Self::Stopped => from_block(number, &[('⒈', 20)]),
            Self::Nothing => String::new(),
        }
    }
}

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const UNITS: [&str; 4] = ["", "十", "百", "千"];
const FORMAL_DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const FORMAL_UNITS: [&str; 4] = ["", "拾", "佰", "仟"];

fn nth(digits: &[char; 10], digit: char) -> char {
    digit.to_digit(10).and_then(|place| digits.get(place as usize)).copied().unwrap_or(digit)
}

fn wide(digit: char) -> char {
    char::from_u32(u32::from(digit) + 0xFEE0).unwrap_or(digit)
}

/// Counting as it is spoken, up to 9999: 十 and not 一十 in front, one 零 for a gap.
fn chinese(number: u32, digits: &[char; 10], units: &[&str; 4]) -> String {
    if number > 9999 {
        return number.to_string();
    }
    if number == 0 {
        return digits[0].to_string();
    }
    let shown = number.to_string();
    let mut text = String::new();
    let mut gap = false;
    for (place, digit) in shown.chars().enumerate() {
        let unit = units.get(shown.len() - 1 - place).copied().unwrap_or_default();
        if digit == '0' {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) {
            text.push(digits[0]);
        }
        // The formal way says 壹拾.
        if !(digit == '1' && place == 0 && shown.len() == 2 && unit == UNITS[1]) {
            text.push(nth(digits, digit));
        }
        text.push_str(unit);
    }
    text
}

/// Z is followed by AA, as word processors count.
fn letters(number: u32, first: char) -> String {
    let Some(place) = number.checked_sub(1) else {
        return String::new();
    };
    let letter = char::from_u32(u32::from(first) + place % 26).unwrap_or(first);
    let times = usize::try_from(place / 26).unwrap_or(0) + 1;
    if times > 8 { number.to_string() } else { letter.to_string().repeat(times) }
}

fn roman(number: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, part) in PARTS {
        while rest >= value {
            text.push_str(part);
            rest -= value;
        }
    }
    text
}

fn listed(number: u32, words: &[&str]) -> String {
    let place = number.checked_sub(1).and_then(|place| usize::try_from(place).ok());
    place.and_then(|place| words.get(place)).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// Characters that Unicode has in runs of consecutive code points.
fn from_block(number: u32, blocks: &[(char, u32)]) -> String {
    let mut place = number.wrapping_sub(1);
    for (first, length) in blocks {
        if place < *length {
            return char::from_u32(u32::from(*first) + place).map_or_else(String::new, String::from);
        }
        place = place.saturating_sub(*length);
    }
    number.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_processors_do() {
        let written = |numerals: Numerals, numbers: &[u32]| -> String {
            numbers.iter().map(|number| numerals.written(*number)).collect::<Vec<String>>().join(" ")
        };
        let chinese = written(Numerals::Chinese, &[1, 10, 11, 20, 21, 100, 103, 110, 1020, 9999, 10000]);
        assert_eq!(chinese, "一 十 十一 二十 二十一 一百 一百零三 一百一十 一千零二十 九千九百九十九 10000");
        assert_eq!(written(Numerals::ChineseDigits, &[1, 10, 21]), "一 一〇 二一");
        assert_eq!(written(Numerals::ChineseFormal, &[2, 12]), "贰 壹拾贰");
        assert_eq!(written(Numerals::UpperLetter, &[1, 26, 27, 53]), "A Z AA AAA");
        assert_eq!(written(Numerals::LowerRoman, &[4, 9, 14, 1999]), "iv ix xiv mcmxcix");
        assert_eq!(written(Numerals::Circled, &[1, 20, 21, 36, 51, 0]), "① ⑳ ㉑ ㊱ 51 0");
        assert_eq!(written(Numerals::Parenthesized, &[1, 20, 21]), "⑴ ⒇ 21");
        assert_eq!(written(Numerals::Stems, &[1, 10, 11]), "甲 癸 11");
        assert_eq!(written(Numerals::WideDecimal, &[12]), "１２");
        assert_eq!(written(Numerals::PaddedDecimal, &[3, 12]), "03 12");
        assert_eq!(written(Numerals::LowerLetter, &[0, u32::MAX]), " 4294967295");
    }
}
