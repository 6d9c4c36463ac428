//! The numbers that a browser prints before the items of an ordered list. They are text to whoever reads the page.

use std::collections::HashMap;

use super::style::declared;
use super::tree::{Id, Tree};

/// How far each ordered list has counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    next: HashMap<usize, i64>,
}

impl Lists {
    /// What is printed before a list item; empty where nothing is.
    pub(super) fn marker(&mut self, tree: &Tree, item: Id) -> String {
        let Some(list) = tree.parent(item).filter(|list| tree.name(*list) == "ol") else {
            return String::new();
        };
        let start = || number(tree, list, "start").unwrap_or_else(|| first(tree, list));
        let value = number(tree, item, "value").or_else(|| self.next.get(&list.place()).copied()).unwrap_or_else(start);
        let step = if tree.attribute(list, "reversed").is_some() { -1 } else { 1 };
        self.next.insert(list.place(), value.saturating_add(step));
        printed(value, &kind(tree, list, item))
    }
}

fn number(tree: &Tree, id: Id, attribute: &str) -> Option<i64> {
    tree.attribute(id, attribute)?.trim().parse().ok()
}

fn first(tree: &Tree, list: Id) -> i64 {
    if tree.attribute(list, "reversed").is_none() {
        return 1;
    }
    i64::try_from(tree.children(list).filter(|child| tree.name(*child) == "li").count()).unwrap_or(1)
}

/// The kind of numbers, by the words of style sheets.
fn kind(tree: &Tree, list: Id, item: Id) -> String {
    let of_type = |id: Id| {
        let kind = match tree.attribute(id, "type")?.trim() {
            "1" => "decimal",
            "a" => "lower-alpha",
            "A" => "upper-alpha",
            "i" => "lower-roman",
            "I" => "upper-roman",
            other => other,
        };
        Some(kind.to_ascii_lowercase())
    };
    let of_style = |id: Id| {
        let style = declared(tree, id, "list-style-type").or_else(|| declared(tree, id, "list-style"))?;
        Some(style.to_ascii_lowercase())
    };
    of_style(item)
        .or_else(|| of_type(item))
        .or_else(|| of_style(list))
        .or_else(|| of_type(list))
        .unwrap_or_else(|| "decimal".to_owned())
}

fn printed(value: i64, kind: &str) -> String {
    // The shorthand may name a picture and a position too.
    let has = |word: &str| kind.split_ascii_whitespace().any(|own| own == word);
    match () {
        () if ["none", "disc", "circle", "square"].iter().any(|word| has(word)) => String::new(),
        () if has("lower-alpha") || has("lower-latin") => format!("{}.", letters(value)),
        () if has("upper-alpha") || has("upper-latin") => format!("{}.", letters(value).to_uppercase()),
        () if has("lower-roman") => format!("{}.", roman(value)),
        () if has("upper-roman") => format!("{}.", roman(value).to_uppercase()),
        () if has("decimal-leading-zero") => format!("{value:02}."),
        () if is_chinese(kind) => format!("{}、", chinese(value)),
        () => format!("{value}."),
    }
}

fn is_chinese(kind: &str) -> bool {
    ["cjk-ideographic", "cjk-decimal", "simp-chinese", "trad-chinese", "japanese-informal", "chinese"]
        .iter()
        .any(|word| kind.contains(word))
}

fn letters(value: i64) -> String {
    let Ok(mut rest) = u32::try_from(value) else {
        return value.to_string();
    };
    if rest == 0 {
        return "0".to_owned();
    }
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(char::from(b'a' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

fn roman(value: i64) -> String {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&value) {
        return value.to_string();
    }
    let mut rest = value;
    let mut signs = String::new();
    for (worth, sign) in SIGNS {
        while rest >= worth {
            signs.push_str(sign);
            rest -= worth;
        }
    }
    signs
}

/// 一 to 九十九; beyond, no list of a report goes.
fn chinese(value: i64) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let Some(value) = usize::try_from(value).ok().filter(|value| (1..100).contains(value)) else {
        return value.to_string();
    };
    let tens = match value / 10 {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => format!("{}十", DIGITS[tens]),
    };
    format!("{tens}{}", DIGITS[value % 10])
}

/// Whether a line numbers itself: sites clear the numbers of lists in style sheets of their own, and write them out.
pub(super) fn is_numbered(line: &str) -> bool {
    let line = line.trim_start();
    let plain = line.trim_start_matches(['（', '(', '第']);
    let behind = plain.trim_start_matches(|character: char| {
        character.is_ascii_digit() || "〇一二三四五六七八九十".contains(character) || ('０'..='９').contains(&character)
    });
    let has_brackets = plain.len() < line.len();
    line.starts_with(|first: char| ('①'..='⑳').contains(&first))
        || (behind.len() < plain.len()
            && (behind.starts_with(['、', '.', '．', '）', ')', ',', '，', ':', '：'])
                || (has_brackets && behind.starts_with(['条', '章', '项', '部']))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_kind() {
        let shown = |value, kind| printed(value, kind);
        assert_eq!(shown(3, "decimal"), "3.");
        assert_eq!(shown(28, "lower-alpha"), "ab.");
        assert_eq!(shown(14, "upper-roman"), "XIV.");
        assert_eq!(shown(21, "cjk-ideographic outside"), "二十一、");
        assert_eq!(shown(10, "simp-chinese-informal"), "十、");
        assert_eq!(shown(1, "none"), "");
        assert_eq!(shown(-4, "lower-roman"), "-4.");
    }

    #[test]
    fn lines_that_number_themselves() {
        assert!(["一、总", "（二）条", "3.甲", "(4)乙", "①丙", "第五条 丁"].iter().all(|line| is_numbered(line)));
        assert!(["2021年", "一般", "总体", "", "3件"].iter().all(|line| !is_numbered(line)));
    }
}
