//! Display width: measure, cut, pad, wrap, fold, make safe to print. The only place that counts columns, and the only
//! place that knows which characters must not reach a terminal.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

mod safe;
mod wrap;

pub use safe::{fold, is_unprintable, safe};
pub use wrap::{Glyph, Reading, glyphs, wrap};

/// What stands at the end of a text that was cut.
pub const CUT: &str = "..";

/// The columns that a text takes. Characters of ambiguous width count as one, as ratatui lays them out.
#[must_use]
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The columns of a character that every terminal draws alike; `None` for those of ambiguous width (quotes, dashes, ①),
/// which terminals set up for Chinese may draw wide, and for characters put together from several. Frame lines count as
/// certain: where they are drawn wide, the frames are set to ASCII.
#[must_use]
pub fn certain_width(symbol: &str) -> Option<u16> {
    let mut characters = symbol.chars();
    let (first, rest) = (characters.next()?, characters.next());
    let width = first.width().filter(|width| *width > 0 && rest.is_none())?;
    let is_certain = first.width_cjk() == Some(width) || matches!(first, '\u{2500}'..='\u{257F}');
    is_certain.then(|| u16::try_from(width).ok()).flatten()
}

/// The beginning of a text in at most `columns`, never half a character, with `..` where something is left out.
#[must_use]
pub fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mark = CUT.len().min(columns);
    let kept = prefix(text, columns - mark);
    Cow::Owned(format!("{kept}{}", &CUT[..mark]))
}

/// The end of a text in at most `columns`, with `..` before it where something is left out.
#[must_use]
pub fn cut_start(text: &str, columns: usize) -> Cow<'_, str> {
    let mut over = width(text).saturating_sub(columns);
    if over == 0 {
        return Cow::Borrowed(text);
    }
    let mark = CUT.len().min(columns);
    over += mark;
    let mut kept = text;
    for grapheme in text.graphemes(true) {
        if over == 0 {
            break;
        }
        over = over.saturating_sub(UnicodeWidthStr::width(grapheme));
        kept = &kept[grapheme.len()..];
    }
    Cow::Owned(format!("{}{kept}", &CUT[..mark]))
}

/// The longest beginning of a text that fits in `columns`.
#[must_use]
pub fn prefix(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        used += UnicodeWidthStr::width(grapheme);
        if used > columns {
            return &text[..start];
        }
    }
    text
}

/// Which side of a text the blanks go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// A text of exactly `columns`: cut with a mark, or filled with blanks.
#[must_use]
pub fn pad(text: &str, columns: usize, align: Align) -> String {
    let text = cut(text, columns);
    let blanks = " ".repeat(columns.saturating_sub(width(&text)));
    match align {
        Align::Left => format!("{text}{blanks}"),
        Align::Right => format!("{blanks}{text}"),
    }
}

/// A text in rows of at most `columns`, for messages and dialogs that have no place in a source.
#[must_use]
pub fn fill(text: &str, columns: usize) -> Vec<String> {
    let glyphs: Vec<Glyph> = glyphs(text, 0..text.len(), Reading::Prose).collect();
    wrap(&glyphs, columns).into_iter().map(|row| joined(&glyphs, row)).collect()
}

fn joined(glyphs: &[Glyph], row: Range<usize>) -> String {
    let text: String = glyphs[row].iter().map(|glyph| glyph.shown.as_ref()).collect();
    text.trim_end().to_owned()
}

/// At most `rows` of `fill`; the last one ends with a mark where more would follow.
#[must_use]
pub fn fill_at_most(text: &str, columns: usize, rows: usize) -> Vec<String> {
    let mut filled = fill(text, columns);
    if filled.len() > rows {
        filled.truncate(rows);
        if let Some(last) = filled.last_mut() {
            let kept = prefix(last, columns.saturating_sub(CUT.len()));
            *last = cut(&format!("{kept}{CUT}"), columns).into_owned();
        }
    }
    filled
}

/// `fill_at_most` with a first row of another width than the rest.
#[must_use]
pub fn fill_hanging(text: &str, first: usize, rest: usize, rows: usize) -> Vec<String> {
    let glyphs: Vec<Glyph> = glyphs(text, 0..text.len(), Reading::Prose).collect();
    let Some(row) = wrap(&glyphs, first).into_iter().next() else { return Vec::new() };
    let end = glyphs[row.clone()].last().map_or(0, |glyph| glyph.source.end);
    let mut filled = vec![joined(&glyphs, row)];
    let remaining = text[end..].trim_start();
    if remaining.is_empty() {
        return filled;
    }
    if rows <= 1 {
        return vec![cut(&format!("{}{CUT}", prefix(&filled[0], first.saturating_sub(CUT.len()))), first).into_owned()];
    }
    filled.extend(fill_at_most(remaining, rest, rows - 1));
    filled
}
