//! Lines of prose to paragraphs: a line that reaches the right margin goes on in the next, unless that is set in.

use super::characters::{is_digit, is_wide};
use super::flow::Placed;

/// The left and right edge of the text of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    pub(super) left: f64,
    pub(super) right: f64,
}

/// The column that long lines stand in, but for a few that jut out; none where there are fewer than `least`.
pub(super) fn column(long: impl Iterator<Item = Column>, least: usize) -> Option<Column> {
    let (mut lefts, mut rights): (Vec<f64>, Vec<f64>) = long.map(|own| (own.left, own.right)).unzip();
    lefts.sort_by(f64::total_cmp);
    rights.sort_by(|one, other| other.total_cmp(one));
    let (left, right) = (lefts.get(lefts.len() / 10)?, rights.get(rights.len() / 10)?);
    (lefts.len() >= least).then_some(Column { left: *left, right: *right })
}

/// The paragraphs of consecutive lines.
pub(super) fn paragraphs(lines: &[Placed]) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut before: Option<&Placed> = None;
    for placed in lines {
        let text = placed.line.text();
        match (before.filter(|before| goes_on(before, placed)), paragraphs.last_mut()) {
            (Some(before), Some(paragraph)) => extend(paragraph, &text, before),
            _ => paragraphs.push(text),
        }
        before = Some(placed);
    }
    paragraphs
}

fn goes_on(before: &Placed, next: &Placed) -> bool {
    let (Some(own), Some(column)) = (before.column, next.column) else { return false };
    let (line, below) = (&before.line, &next.line);
    let size = line.size;
    // A word or figure that did not fit is carried over whole.
    let carried = if below.letters.first().is_some_and(|first| is_wide(first.character)) { 1.6 } else { 4.0 };
    let reaches = line.right >= own.right - carried * size;
    let set_in = below.left > column.left + 1.2 * size;
    let alike = (below.size / size - 1.0).abs() < 0.15;
    let near = before.page != next.page || below.top - line.top < 2.6 * size;
    // A sentence that ends where its line does, and a number in front of the next: a paragraph of its own, though not set in.
    let begins_anew = line.text().ends_with(['。', '；', '：', '！', '？']) && is_numbered(&below.text());
    reaches && !begins_anew && !set_in && alike && near && (before.page == next.page || before.page + 1 == next.page)
}

/// Whether a line begins as the parts of a section do: `（二）`, `(3)`, `四、`, `5.`.
fn is_numbered(text: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十0123456789０１２３４５６７８９";
    let text = text.trim_start();
    let inner = text.strip_prefix(['（', '(']).unwrap_or(text);
    let behind = inner.trim_start_matches(|character| NUMERALS.contains(character));
    let count = inner.chars().count() - behind.chars().count();
    let ends = if inner.len() < text.len() { ['）', ')', '）'] } else { ['、', '.', '．'] };
    (1..=3).contains(&count) && behind.starts_with(ends)
}

/// Goes on with a paragraph: a blank between Latin words, none beside Chinese letters.
fn extend(paragraph: &mut String, text: &str, before: &Placed) {
    let (last, first) = (paragraph.chars().next_back(), text.chars().next());
    if let (Some(last), Some(first)) = (last, first) {
        let digits = is_digit(last) && is_digit(first);
        // Some writers break a figure that fills its line.
        let broken = digits && before.column.is_some_and(|own| before.line.right >= own.right - 0.6 * before.line.size);
        if !is_wide(last) && !is_wide(first) && !broken {
            paragraph.push(' ');
        }
    }
    paragraph.push_str(text);
}
