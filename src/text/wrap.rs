//! A text to screen rows, by the habits of Chinese typesetting, keeping the place of every character in its source.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::safe::{is_unprintable, stand_in};

/// Closing marks: a row must not begin with one.
const CLOSING: &str = "。，、；：！？）》」』】〕〉”’…—,.;:!?)]}%％℃";
/// Opening marks: a row must not end with one.
const OPENING: &str = "（《「『【〔〈“‘([{";

/// How a stretch of source is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// As it stands; a tab is a column rule.
    Prose,
    /// The cells of a table that stand one to a line, each after a tab: side by side, with a column rule between.
    Cells,
    /// The same without tabs: a column rule for each line end.
    Lines,
}

/// One character as a person sees it, as it is shown, and its bytes in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph<'a> {
    pub shown: Cow<'a, str>,
    pub source: Range<usize>,
    pub columns: usize,
}

/// The glyphs of a stretch of `text`, safe to print.
pub fn glyphs(text: &str, range: Range<usize>, reading: Reading) -> impl Iterator<Item = Glyph<'_>> {
    let base = range.start;
    let stretch = text.get(range).unwrap_or("");
    let mut open = false;
    stretch.grapheme_indices(true).flat_map(move |(start, grapheme)| {
        let source = base + start..base + start + grapheme.len();
        let glyph = match (grapheme, reading) {
            ("\t" | "\n", Reading::Cells | Reading::Lines) if !open => None,
            ("\n", Reading::Cells) => None,
            ("\t", _) | ("\n", Reading::Lines) => Some(Glyph { shown: Cow::Borrowed(" | "), source, columns: 3 }),
            _ if grapheme.chars().any(is_unprintable) => return spelled(grapheme, source.start),
            _ => Some(Glyph { columns: grapheme.width(), shown: Cow::Borrowed(grapheme), source }),
        };
        open |= glyph.is_some();
        glyph.into_iter().collect::<Vec<_>>()
    })
}

/// A grapheme with something dangerous in it, one glyph for each character.
fn spelled(grapheme: &str, base: usize) -> Vec<Glyph<'_>> {
    let mut spelled = Vec::new();
    for (start, character) in grapheme.char_indices() {
        let end = start + character.len_utf8();
        let shown = if is_unprintable(character) {
            Cow::Owned(stand_in(character))
        } else {
            Cow::Borrowed(&grapheme[start..end])
        };
        spelled.push(Glyph { columns: shown.width(), shown, source: base + start..base + end });
    }
    spelled
}

/// Breaks glyphs into rows of at most `columns`. Each row is a range of glyphs; a line end ends a row and belongs to
/// none. A glyph wider than the row stands alone. At least one row, which may be empty.
#[must_use]
pub fn wrap(glyphs: &[Glyph], columns: usize) -> Vec<Range<usize>> {
    let columns = columns.max(1);
    let mut rows = Vec::new();
    let mut start = 0;
    let mut used = 0;
    let mut position = 0;
    while position < glyphs.len() {
        let glyph = &glyphs[position];
        if is_line_end(glyph) {
            rows.push(start..position);
            position += 1;
            (start, used) = (position, 0);
            continue;
        }
        if used + glyph.columns > columns && position > start {
            let end = break_before(glyphs, start, position);
            rows.push(start..end);
            (start, used) = (end, 0);
            // Blanks at a break are not carried over.
            while start < glyphs.len() && glyphs[start].shown == " " {
                start += 1;
            }
            position = start;
            continue;
        }
        used += glyph.columns;
        position += 1;
    }
    rows.push(start..glyphs.len());
    rows
}

fn is_line_end(glyph: &Glyph) -> bool {
    matches!(glyph.shown.as_ref(), "\n" | "\u{240a}")
}

/// Where to break so that `full` begins the next row: earlier if that keeps a closing mark, an opening mark or a word
/// together, but never so early that less than half the row is left.
fn break_before(glyphs: &[Glyph], start: usize, full: usize) -> usize {
    let earliest = start + (full - start) / 2;
    (earliest.max(start + 1)..=full).rev().find(|&end| is_break(&glyphs[end - 1], &glyphs[end])).unwrap_or(full)
}

fn is_break(before: &Glyph, after: &Glyph) -> bool {
    let is_word = |glyph: &Glyph| glyph.shown.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '-');
    let is_bound = (is_word(before) && is_word(after))
        || (is_word(before) && matches!(after.shown.as_ref(), "%" | "," | "."))
        || (is_word(after) && matches!(before.shown.as_ref(), "-" | "+" | "," | "."));
    !is_bound && !is_one_of(after, CLOSING) && !is_one_of(before, OPENING)
}

fn is_one_of(glyph: &Glyph, marks: &str) -> bool {
    glyph.shown.chars().next().is_some_and(|first| marks.contains(first))
}
