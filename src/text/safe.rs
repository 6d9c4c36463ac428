//! Characters that must not reach a terminal, and what is shown in their place; full-width letters to ASCII.

use std::borrow::Cow;

/// Whether a character moves the cursor, turns the direction of writing or takes no column at all.
#[must_use]
pub fn is_unprintable(character: char) -> bool {
    character.is_control() || is_invisible(character)
}

/// Marks of direction, zero-width characters, fillers and tags: they hide or reorder what the reviewer reads.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// What is shown for a character that must not be printed: a picture for a control, a code point for the invisible.
pub(super) fn stand_in(character: char) -> String {
    match character {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('?').to_string(),
        '\u{7f}' => "\u{2421}".to_owned(),
        _ => format!("<U+{:04X}>", u32::from(character)),
    }
}

/// The same text for one line of the screen: tabs and line ends as blanks, everything dangerous made visible.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' => shown.push(' '),
            _ if is_unprintable(character) => shown.push_str(&stand_in(character)),
            _ => shown.push(character),
        }
    }
    Cow::Owned(shown)
}

/// The ASCII character that an input method widened, or the character itself.
#[must_use]
pub fn fold(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        '\u{3000}' => ' ',
        // A Chinese input method sends these for the keys `/` and `\`.
        '、' => '/',
        '·' => '`',
        _ => character,
    }
}
