//! What stands in a cell: a figure, nothing, a sign for "none", or something else. Never repairs a figure.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use crate::form::NumberType;
use crate::model::CellState;

/// Signs and words that stand for "none".
const NONE: [&str; 14] = ["/", "\\", "-", "--", "—", "——", "－", "–", "―", "*", "×", "无", "不适用", "不涉及"];

/// What has no figure and more bytes than this is no sign for "none", marks that nobody sees included.
const LONGEST_SIGN: usize = 40;

/// Reads a cell's text. White space around it does not count; between digits it does: `2 0` is no 20.
#[must_use]
pub fn read(raw: &str, number: NumberType) -> CellState {
    let text = plain(raw);
    let text = text.trim();
    if text.is_empty() {
        return CellState::Blank;
    }
    if NONE.contains(&raw.trim()) || NONE.contains(&text) || text.eq_ignore_ascii_case("n/a") || text == "未统计" {
        return CellState::NotApplicable;
    }
    if let Some(value) = figure(text) {
        return CellState::Number(value);
    }
    with_unit(text, number).map_or(CellState::Text, CellState::Number)
}

/// A text in its plain form, as １ for 1. A digit that is raised or in a ring keeps its own: 5² is no 52 and ① no 1.
fn plain(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    for character in raw.trim().chars().filter(|character| !is_invisible(*character)) {
        if character.is_ascii() {
            text.push(character);
            continue;
        }
        let start = text.len();
        text.extend(std::iter::once(character).nfkc());
        let is_full_width = ('０'..='９').contains(&character);
        if !is_full_width && text[start..].contains(|plain: char| plain.is_ascii_digit()) {
            text.truncate(start);
            text.push(character);
        }
    }
    text
}

/// Marks without any width or ink, which editors of web pages leave in cells: joiners, marks of direction, soft hyphens.
const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether a text could stand in a cell for a figure: a figure, a sign for "none", or a figure with a unit.
#[must_use]
pub fn is_value_like(raw: &str) -> bool {
    if !raw.contains(char::is_numeric) && raw.len() > LONGEST_SIGN {
        return false;
    }
    match read(raw, NumberType::Amount) {
        CellState::Number(_) | CellState::NotApplicable => true,
        CellState::Blank | CellState::Text | CellState::Missing | CellState::Unsure(_) => {
            matches!(read(raw, NumberType::Count), CellState::Number(_)) || is_split_figure(raw)
        }
    }
}

/// Digits, and perhaps blanks between them, as a broken conversion leaves them.
#[must_use]
pub fn is_split_figure(raw: &str) -> bool {
    raw.chars().any(|character| character.is_ascii_digit())
        && raw.chars().all(|character| character.is_ascii_digit() || character.is_whitespace() || character == '.')
}

/// A plain decimal with an optional sign; commas only where they part groups of three digits.
fn figure(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix(['+', '-', '−']).unwrap_or(text);
    let (whole, fraction) =
        unsigned.split_once('.').map_or((unsigned, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = || {
        let mut groups = whole.split(',');
        groups.next().is_some_and(|first| digits(first) && first.len() <= 3)
            && groups.all(|group| digits(group) && group.len() == 3)
    };
    if !(digits(whole) || grouped()) || !fraction.is_none_or(digits) {
        return None;
    }
    let value: Decimal = unsigned.replace(',', "").parse().ok()?;
    Some(if text.starts_with(['-', '−']) { -value } else { value })
}

/// `5件`, `12.5万元`. The unit must be the cell's own; another unit is another figure and is not converted, except
/// where the form leaves the unit to the writer.
fn with_unit(text: &str, number: NumberType) -> Option<Decimal> {
    let end = text.rfind(|character: char| character.is_ascii_digit())? + 1;
    let value = figure(text[..end].trim_end())?;
    match (number, text[end..].trim()) {
        (NumberType::Count | NumberType::Change, "件" | "个" | "项" | "份" | "条" | "宗" | "起")
        | (NumberType::AmountWan, "万元" | "万")
        | (NumberType::Amount, "元") => Some(value),
        (NumberType::Amount, "万元") => value.checked_mul(Decimal::from(10_000)),
        (NumberType::Amount, "亿元") => value.checked_mul(Decimal::from(100_000_000)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(raw: &str) -> String {
        match read(raw, NumberType::Count) {
            CellState::Number(value) => value.to_string(),
            other => other.name().to_owned(),
        }
    }

    #[test]
    fn zero_blank_sign_and_text_are_four_things() {
        assert_eq!(
            ["0", "", "\u{3000}", "/", "—", "无", "若干"].map(count),
            ["0", "blank", "blank", "not_applicable", "not_applicable", "not_applicable", "text"]
        );
    }

    #[test]
    fn what_nobody_sees_is_no_part_of_a_cell() {
        let printed = ["\u{200B}12", "12\u{FEFF}", "\u{200B}", "1\u{200B} 2", "\u{200E}/"];
        assert_eq!(printed.map(count), ["12", "12", "blank", "text", "not_applicable"]);
    }

    #[test]
    fn figures_are_exact() {
        assert_eq!(
            ["１２", "1,234", "12,34", "2 0", "1.50", "-3", "+461", "007", "5件", "5元", "5²", "①", "⒈"].map(count),
            ["12", "1234", "text", "text", "1.50", "-3", "461", "7", "5", "text", "text", "text", "text"]
        );
        let fee = |raw| read(raw, NumberType::AmountWan);
        assert_eq!(fee("15954.526468"), CellState::Number("15954.526468".parse().unwrap()));
        assert_eq!(fee("1784790元"), CellState::Text);
        assert_eq!(read("2.5万元", NumberType::Amount), CellState::Number("25000.0".parse().unwrap()));
    }
}
