//! The numbers that a browser prints before the items of an ordered list. They are text to whoever reads the page.

use std::collections::HashMap;

use super::sheet::Sheet;
use super::style::list_style;
use super::tree::{Id, Tree};
use crate::document::numerals::Numerals;

/// How far each ordered list has counted.
#[derive(Debug)]
pub(super) struct Lists {
    sheet: Sheet,
    next: HashMap<usize, i64>,
}

impl Lists {
    /// The lists of a page, none of them begun.
    pub(super) fn of(tree: &Tree) -> Self {
        Self { sheet: Sheet::of(tree), next: HashMap::new() }
    }

    /// What is printed before a list item; empty where nothing is.
    pub(super) fn marker(&mut self, tree: &Tree, item: Id) -> String {
        let Some(list) = tree.parent(item).filter(|list| tree.name(*list) == "ol") else {
            return String::new();
        };
        let start = || number(tree, list, "start").unwrap_or_else(|| first(tree, list));
        let value = number(tree, item, "value").or_else(|| self.next.get(&list.place()).copied()).unwrap_or_else(start);
        let step = if tree.attribute(list, "reversed").is_some() { -1 } else { 1 };
        self.next.insert(list.place(), value.saturating_add(step));
        printed(value, &self.kind(tree, list, item))
    }

    /// The kind of numbers, by the words of style sheets: a style of its own counts for more than a rule of the page's
    /// sheet, and this for more than an attribute.
    fn kind(&self, tree: &Tree, list: Id, item: Id) -> String {
        let own = |id: Id| {
            let kind = match tree.attribute(id, "type")?.trim() {
                "1" => "decimal",
                "a" => "lower-alpha",
                "A" => "upper-alpha",
                "i" => "lower-roman",
                "I" => "upper-roman",
                other => other,
            };
            Some(kind)
        };
        let kind = |id: Id| {
            let styled = tree.attribute(id, "style").and_then(list_style);
            styled.or_else(|| self.sheet.kind(tree, id)).or_else(|| own(id))
        };
        kind(item).or_else(|| kind(list)).unwrap_or("decimal").to_ascii_lowercase()
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

fn printed(value: i64, kind: &str) -> String {
    // The shorthand may name a picture and a position too.
    let has = |word: &str| kind.split_ascii_whitespace().any(|own| own == word);
    let (numerals, behind) = match () {
        () if ["none", "disc", "circle", "square"].iter().any(|word| has(word)) => return String::new(),
        () if has("lower-alpha") || has("lower-latin") => (Numerals::LowerLetter, '.'),
        () if has("upper-alpha") || has("upper-latin") => (Numerals::UpperLetter, '.'),
        () if has("lower-roman") => (Numerals::LowerRoman, '.'),
        () if has("upper-roman") => (Numerals::UpperRoman, '.'),
        () if has("decimal-leading-zero") => (Numerals::PaddedDecimal, '.'),
        () if ["simp-chinese-formal", "trad-chinese-formal"].iter().any(|word| has(word)) => {
            (Numerals::ChineseFormal, '、')
        }
        () if has("cjk-decimal") => (Numerals::ChineseDigits, '、'),
        () if has("cjk-heavenly-stem") => (Numerals::Stems, '、'),
        () if has("cjk-earthly-branch") => (Numerals::Branches, '、'),
        () if is_chinese(kind) => (Numerals::Chinese, '、'),
        () => (Numerals::Decimal, '.'),
    };
    let number = u32::try_from(value).map_or_else(|_| value.to_string(), |value| written(value, numerals));
    format!("{number}{behind}")
}

/// After z browsers print aa, ab, where word processors print aa, bb.
fn written(value: u32, numerals: Numerals) -> String {
    match numerals {
        Numerals::LowerLetter | Numerals::UpperLetter if value > 26 => {
            written((value - 1) / 26, numerals) + &numerals.written((value - 1) % 26 + 1)
        }
        _ => numerals.written(value),
    }
}

fn is_chinese(kind: &str) -> bool {
    ["cjk-ideographic", "simp-chinese", "trad-chinese", "japanese-informal", "chinese"]
        .iter()
        .any(|word| kind.contains(word))
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
        assert_eq!(shown(10, "trad-chinese-informal"), "十、");
        assert_eq!(shown(2, "simp-chinese-formal"), "贰、");
        assert_eq!(shown(12, "cjk-decimal"), "一二、");
        assert_eq!(shown(1, "none"), "");
        assert_eq!(shown(-4, "lower-roman"), "-4.");
    }

    #[test]
    fn lines_that_number_themselves() {
        assert!(["一、总", "（二）条", "3.甲", "(4)乙", "①丙", "第五条 丁"].iter().all(|line| is_numbered(line)));
        assert!(["2021年", "一般", "总体", "", "3件"].iter().all(|line| !is_numbered(line)));
    }
}
