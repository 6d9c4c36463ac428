//! Characters as they are meant: what fonts and exporters write for them in other codes that look the same.

use unicode_normalization::UnicodeNormalization;

/// The characters that a glyph stands for: ligatures taken apart, radicals and compatibility forms as the characters
/// they look like; nothing for marks that print nothing. Figures stay as they are printed.
pub(in crate::document) fn legible(character: char) -> impl Iterator<Item = char> {
    let folded: Vec<char> = match character {
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\t' | '\n' | '\r' => vec![' '],
        // Soft hyphens, joiners, marks of direction, byte order marks.
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => vec![],
        '\u{2F00}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{FB00}'..='\u{FB06}' => character.nfkc().collect(),
        '\u{2E80}'..='\u{2EFF}' => vec![radical(character)],
        other => vec![other],
    };
    folded.into_iter()
}

/// Whether a glyph stands for nothing that a person can read: private codes, and the mark of a failed decoding.
pub(in crate::document) fn is_unreadable(character: char) -> bool {
    matches!(character, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Browsers write these radicals for the characters that share their glyphs; Unicode gives them no decomposition.
fn radical(character: char) -> char {
    const PAIRS: [(char, char); 33] = [
        ('⺁', '厂'),
        ('⺈', '刀'),
        ('⺎', '兀'),
        ('⺒', '巳'),
        ('⺓', '幺'),
        ('⺟', '母'),
        ('⺠', '民'),
        ('⺫', '目'),
        ('⺴', '罒'),
        ('⻁', '虎'),
        ('⻄', '西'),
        ('⻅', '见'),
        ('⻆', '角'),
        ('⻉', '贝'),
        ('⻋', '车'),
        ('⻓', '长'),
        ('⻔', '门'),
        ('⻘', '青'),
        ('⻙', '韦'),
        ('⻚', '页'),
        ('⻛', '风'),
        ('⻜', '飞'),
        ('⻝', '食'),
        ('⻢', '马'),
        ('⻣', '骨'),
        ('⻤', '鬼'),
        ('⻥', '鱼'),
        ('⻦', '鸟'),
        ('⻨', '麦'),
        ('⻩', '黄'),
        ('⻬', '齐'),
        ('⻮', '齿'),
        ('⻰', '龙'),
    ];
    PAIRS.iter().find(|(radical, _)| *radical == character).map_or(character, |(_, own)| *own)
}

/// Whether a character is written in the square of a Chinese one.
pub(in crate::document) fn is_wide(character: char) -> bool {
    matches!(character, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFD}')
        || matches!(character, '\u{2018}'..='\u{201D}' | '\u{2026}' | '\u{2014}' | '\u{2460}'..='\u{24FF}')
}

/// Whether a character is part of a figure; also full-width ones.
pub(super) fn is_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '０'..='９')
}

/// Whether a piece of text is nothing but a figure, or a mark that stands for one.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let marks =
        |character| is_digit(character) || matches!(character, '.' | ',' | '．' | '，' | '%' | '％' | '-' | '+' | ' ');
    !text.is_empty()
        && (matches!(text, "-" | "—" | "——" | "/" | "／" | "－" | "–" | "无")
            || (text.chars().all(marks) && text.chars().any(is_digit)))
}

/// Whether a text begins with a number of its own, as a new entry of a list does: `2.`, `（三）`, `四、`.
pub(super) fn begins_numbered(text: &str) -> bool {
    let text = text.trim_start();
    let is_number = |character: char| is_digit(character) || "一二三四五六七八九十".contains(character);
    let opened = text.trim_start_matches(['(', '（', '〔', '[']);
    let rest = opened.trim_start_matches(is_number);
    rest.len() < opened.len() && rest.starts_with(['.', '．', '、', ')', '）', '〕', ']'])
}
