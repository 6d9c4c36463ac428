//! Characters of symbol fonts, which have code points of their own, as the characters that they show.

use super::super::xml::Element;

/// The character of a `sym`; one that is not known keeps its code point, so that it is seen to be there.
pub(super) fn symbol(element: &Element) -> String {
    let code = element.attribute("char").and_then(|code| u32::from_str_radix(code.trim(), 16).ok());
    let Some(code) = code else {
        return '\u{FFFD}'.to_string();
    };
    let font = element.attribute("font").unwrap_or_default();
    shown(font, code).or_else(|| char::from_u32(code)).unwrap_or('\u{FFFD}').to_string()
}

/// The text of a run in which characters of a symbol font stand among others: programs write them at the place of the font
/// in the range of private use. One that is not known stays, so that it is seen to be there.
pub(super) fn replaced(text: String, font: impl FnOnce() -> Option<String>) -> String {
    if !text.contains(is_symbol) {
        return text;
    }
    let font = font().unwrap_or_default();
    let replaced = |character: char| if is_symbol(character) { shown(&font, character.into()) } else { None };
    text.chars().map(|character| replaced(character).unwrap_or(character)).collect()
}

fn is_symbol(character: char) -> bool {
    ('\u{F020}'..='\u{F0FF}').contains(&character)
}

/// What a code of a font shows, where that is known.
fn shown(font: &str, code: u32) -> Option<char> {
    let font = font.to_ascii_lowercase();
    let place = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    match font.as_str() {
        "symbol" => standard(place),
        "wingdings" => wingdings(place),
        "wingdings 2" => wingdings_2(place),
        _ if has_pictures(&font) => None,
        // In a font of letters such a code stands for the letter. What font it is is not certain enough for a figure.
        _ if place != code && (0x20..0x7F).contains(&place) => {
            char::from_u32(place).filter(|character| !character.is_ascii_digit())
        }
        _ => None,
    }
}

/// Fonts that show pictures in the place of letters; no font at all may be one.
fn has_pictures(font: &str) -> bool {
    font.is_empty() || ["dings", "dingbats", "symbol", "marlett", "mt extra"].iter().any(|word| font.contains(word))
}

fn standard(place: u32) -> Option<char> {
    Some(match place {
        0x2D => '-',
        0x20..=0x21 | 0x23 | 0x25..=0x26 | 0x28..=0x29 | 0x2B..=0x3F | 0x5B | 0x5D | 0x5F | 0x7B..=0x7D => {
            char::from_u32(place)?
        }
        0xA3 => '≤',
        0xB0 => '°',
        0xB1 => '±',
        0xB3 => '≥',
        0xB4 => '×',
        0xB7 => '•',
        0xB8 => '÷',
        0xB9 => '≠',
        0xBB => '≈',
        0xBC => '…',
        _ => return None,
    })
}

fn wingdings(place: u32) -> Option<char> {
    Some(match place {
        0x6C => '●',
        0x6E => '■',
        0x6F | 0x71 | 0x72 | 0xA8 => '□',
        0x80 => '⓪',
        0x81..=0x8A => char::from_u32(u32::from('①') + place - 0x81)?,
        0x8B => '⓿',
        0x8C..=0x95 => char::from_u32(u32::from('❶') + place - 0x8C)?,
        0xFB => '✗',
        0xFC => '✓',
        0xFD => '☒',
        0xFE => '☑',
        _ => return None,
    })
}

fn wingdings_2(place: u32) -> Option<char> {
    Some(match place {
        0x4F => '✗',
        0x50 => '✓',
        0x51 | 0x53 | 0x54 => '☒',
        0x52 => '☑',
        0xA3 => '□',
        0x69 => '⓪',
        0x6A..=0x73 => char::from_u32(u32::from('①') + place - 0x6A)?,
        _ => return None,
    })
}
