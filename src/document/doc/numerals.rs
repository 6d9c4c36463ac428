//! A number as Word prints it before a paragraph, by the number that a file gives to the manner.

/// A number in a manner; one that is not known is in figures.
pub(super) fn numeral(value: u32, manner: u8) -> String {
    match manner {
        1 => roman(value),
        2 => roman(value).to_lowercase(),
        3 => letters(value, 'A'),
        4 => letters(value, 'a'),
        10 => digits(value, DIGITS),
        11 | 33 | 35 | 37 | 39 => counted(value, DIGITS, ["", "十", "百", "千"], "万"),
        14 | 19 => value.to_string().chars().map(wide).collect(),
        16 | 34 | 38 => counted(value, FORMAL, ["", "拾", "佰", "仟"], "万"),
        18 | 28 => enclosed(value, '①', 20),
        22 => format!("{value:02}"),
        26 => enclosed(value, '⒈', 20),
        27 => enclosed(value, '⑴', 20),
        29 => enclosed(value, '㈠', 10),
        30 => cyclic(value, "甲乙丙丁戊己庚辛壬癸"),
        31 | 32 => cyclic(value, "子丑寅卯辰巳午未申酉戌亥"),
        // Bullets and lists without a number.
        23 | 255 => String::new(),
        _ => value.to_string(),
    }
}

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const FORMAL: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

fn digit(value: u32) -> usize {
    usize::try_from(value % 10).unwrap_or(0)
}

fn digits(value: u32, names: [&str; 10]) -> String {
    value.to_string().chars().filter_map(|figure| figure.to_digit(10)).map(|figure| names[digit(figure)]).collect()
}

/// 一, 十, 十一, 二十, 一百零一, as one counts aloud.
fn counted(value: u32, names: [&str; 10], units: [&str; 4], myriad: &str) -> String {
    if value == 0 {
        return names[0].to_owned();
    }
    if value > 99_999_999 {
        return value.to_string();
    }
    let mut text = String::new();
    if value >= 10_000 {
        text.push_str(&counted(value / 10_000, names, units, myriad));
        text.push_str(myriad);
    }
    let rest = value % 10_000;
    let mut gap = value >= 10_000 && rest > 0 && rest < 1000;
    for place in (0..4).rev() {
        let figure = digit(rest / 10_u32.pow(place));
        if figure == 0 {
            gap |= rest / 10_u32.pow(place) > 0 && !rest.is_multiple_of(10_u32.pow(place));
            continue;
        }
        if gap {
            text.push('零');
            gap = false;
        }
        // Ten to nineteen begin with 十; the formal manner says 壹拾.
        if !(figure == 1 && place == 1 && text.is_empty() && units[1] == "十") {
            text.push_str(names[figure]);
        }
        text.push_str(units[usize::try_from(place).unwrap_or(0)]);
    }
    text
}

fn roman(value: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
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
    if value == 0 || value > 32_767 {
        return value.to_string();
    }
    let mut rest = value;
    let mut text = String::new();
    for (worth, sign) in SIGNS {
        while rest >= worth {
            text.push_str(sign);
            rest -= worth;
        }
    }
    text
}

/// a to z, then aa, bb, and so on.
fn letters(value: u32, first: char) -> String {
    if value == 0 || value > 26 * 30 {
        return value.to_string();
    }
    let letter = char::from_u32(u32::from(first) + (value - 1) % 26).unwrap_or(first);
    let times = usize::try_from((value - 1) / 26 + 1).unwrap_or(1);
    std::iter::repeat_n(letter, times).collect()
}

fn enclosed(value: u32, first: char, last: u32) -> String {
    let sign = char::from_u32(u32::from(first) + value.saturating_sub(1)).filter(|_| (1..=last).contains(&value));
    sign.map_or_else(|| value.to_string(), String::from)
}

fn cyclic(value: u32, signs: &str) -> String {
    let count = signs.chars().count();
    let place = usize::try_from(value.saturating_sub(1)).unwrap_or(0) % count;
    signs.chars().nth(place).map(String::from).unwrap_or_default()
}

fn wide(figure: char) -> char {
    char::from_u32(u32::from(figure) + 0xFEE0).unwrap_or(figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_word_prints_them() {
        let chinese =
            [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (100, "一百"), (101, "一百零一")];
        for (value, text) in chinese {
            assert_eq!(numeral(value, 37), text);
        }
        assert_eq!(numeral(110, 39), "一百一十");
        assert_eq!(numeral(1001, 39), "一千零一");
        assert_eq!(numeral(10_010, 39), "一万零一十");
        assert_eq!(numeral(12, 38), "壹拾贰");
        assert_eq!(numeral(12, 10), "一二");
        assert_eq!((numeral(4, 1), numeral(4, 2)), ("IV".to_owned(), "iv".to_owned()));
        assert_eq!((numeral(2, 3), numeral(28, 4)), ("B".to_owned(), "bb".to_owned()));
        assert_eq!((numeral(3, 18), numeral(21, 18)), ("③".to_owned(), "21".to_owned()));
        assert_eq!((numeral(3, 30), numeral(7, 22)), ("丙".to_owned(), "07".to_owned()));
    }
}
