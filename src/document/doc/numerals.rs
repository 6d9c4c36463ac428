//! In which numerals Word prints a number before a paragraph, by the number that a file gives to the manner.

use crate::document::numerals::Numerals;

/// The numerals of a manner; figures for one that is not known.
pub(super) const fn numerals(manner: u8) -> Numerals {
    match manner {
        1 => Numerals::UpperRoman,
        2 => Numerals::LowerRoman,
        3 => Numerals::UpperLetter,
        4 => Numerals::LowerLetter,
        10 => Numerals::ChineseDigits,
        11 | 33 | 35 | 37 | 39 => Numerals::Chinese,
        14 | 19 => Numerals::WideDecimal,
        16 | 34 | 38 => Numerals::ChineseFormal,
        18 | 28 => Numerals::Circled,
        22 => Numerals::PaddedDecimal,
        26 => Numerals::Stopped,
        27 => Numerals::Parenthesized,
        29 => Numerals::ChineseParenthesized,
        30 => Numerals::Stems,
        31 | 32 => Numerals::Branches,
        // Bullets and lists without a number.
        23 | 255 => Numerals::Nothing,
        _ => Numerals::Decimal,
    }
}
