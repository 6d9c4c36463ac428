//! Tables that a text sets with blanks: cells below one another, as programs print that keep the look of a page, or only
//! parted by blanks. The former are scattered pieces with a place each; the latter are rows of which cells can be counted.

use std::ops::Range;

use crate::document::{Measure, Scrap};
use crate::model::Span;
use crate::text::width;

use super::{split_at, trimmed};

/// A narrow character is half as wide as it is high; the lines of a text stand half a character apart.
const NARROW: i32 = 500;
const LINE: i32 = 1_500;
const HEIGHT: i32 = 1_000;

/// Begins a page.
const PAGE: char = '\u{C}';

/// The longest line of a label that stands alone between the rows of a table, in columns of the screen.
const LABEL: usize = 60;

/// So many heads beside one another make a table, though it has no figures.
const HEADS: usize = 6;

/// How many lines of labels may stand below the last row that has figures: all of a form that is empty.
const BELOW: usize = 80;

/// How many lines without any cells may lie between two rows of one table: a label of 40 characters in a column of three.
const APART: usize = 14;

/// The stretches of lines in which figures stand in columns, as ranges of line numbers.
pub(super) fn stretches(text: &str, lines: &[Span]) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let rows: Vec<usize> = (0..lines.len()).filter(|line| is_aligned(text, lines[*line])).collect();
    for row in rows {
        match stretches.last_mut() {
            Some(stretch) if joins(text, &lines[stretch.end..row]) => stretch.end = row + 1,
            _ => stretches.push(row..row + 1),
        }
    }
    stretches.retain(|stretch| {
        let lines = &lines[stretch.clone()];
        let with_figures = lines.iter().filter(|line| figures(text, **line) > 0).count();
        // An empty form has heads in columns and labels below one another, and no figures.
        let heads = || lines.iter().map(|line| pieces(text, *line).len()).filter(|count| *count > 2).sum::<usize>();
        let is_empty_form = || heads() >= HEADS;
        (with_figures > 1 || is_empty_form()) && places_tell(text, lines)
    });
    for stretch in &mut stretches {
        let is_part = |line: &&Span| is_part_of_label(&text[line.range()]);
        stretch.start -= lines[..stretch.start].iter().rev().take(APART).take_while(is_part).count();
        let below = lines[stretch.end..].iter().take(BELOW).take_while(is_part).count();
        let written = |line: &Span| !text[line.range()].trim().is_empty();
        stretch.end += lines[stretch.end..stretch.end + below].iter().rposition(written).map_or(0, |last| last + 1);
    }
    // Where one stretch was widened into the next, what both hold belongs to the first.
    for place in 1..stretches.len() {
        stretches[place].start = stretches[place].start.max(stretches[place - 1].end);
    }
    stretches
}

/// Whether a line holds nothing but a part of a label: it is short and no prose. A colon ends a line that leads to a list, and
/// no label of a row; within a table a remark may have one.
fn is_part_of_label(line: &str) -> bool {
    is_short(line) && !line.contains(['；', '：'])
}

fn is_short(line: &str) -> bool {
    !line.contains(['\t', '|', '。']) && width(line.trim()) <= LABEL
}

/// Whether what lies between two rows belongs to the same table: a few short lines, as parts of labels and remarks are.
fn joins(text: &str, between: &[Span]) -> bool {
    let mut written = between.iter().map(|line| text[line.range()].trim()).filter(|line| !line.is_empty());
    written.clone().count() <= APART && written.all(is_short)
}

/// Whether a line has pieces apart from one another by more than the blank between two words.
fn is_aligned(text: &str, line: Span) -> bool {
    let content = &text[line.range()];
    !content.contains(['\t', '|', '。']) && pieces(text, line).len() > 1 && content.trim().contains("  ")
}

/// Whether the blanks between pieces differ in width. Where they are all the same they only part the cells, and a cell
/// left out shifts all behind it.
fn places_tell(text: &str, lines: &[Span]) -> bool {
    let mut gaps = lines.iter().flat_map(|line| {
        let pieces = pieces(text, *line);
        (1..pieces.len()).map(|place| pieces[place].start - pieces[place - 1].end).collect::<Vec<usize>>()
    });
    gaps.next().is_some_and(|first| gaps.any(|gap| gap != first))
}

/// How many figures stand apart at the end of a line.
fn figures(text: &str, line: Span) -> usize {
    pieces(text, line).iter().rev().take_while(|piece| is_figure(&text[piece.range()])).count()
}

/// The pieces of a stretch of lines, each with its place. Some programs count a Chinese character as two columns and some
/// as one; the figures stand below one another in the way that was meant.
pub(super) fn scraps(text: &str, lines: &[Span]) -> Vec<Scrap> {
    let by_width = placed(text, lines, width);
    let by_count = placed(text, lines, |piece| piece.chars().count());
    if breadth(text, &by_count) < breadth(text, &by_width) { by_count } else { by_width }
}

fn placed(text: &str, lines: &[Span], columns: impl Fn(&str) -> usize) -> Vec<Scrap> {
    let breadth = |piece: &str| i32::try_from(columns(piece)).map_or(i32::MAX, |count| count.saturating_mul(NARROW));
    let mut scraps = Vec::new();
    let (mut top, mut page) = (0, 0_u16);
    let is_narrow = is_narrow(text, lines);
    for line in lines {
        let mut pieces = pieces(text, *line);
        if !is_narrow {
            pieces = pieces.chunk_by(|left, right| is_tight(text, *left, *right)).map(cover).collect();
        }
        let alone = pieces.len() == 1;
        let (mut reached, mut right) = (line.start, 0_i32);
        for span in pieces {
            let mut gap = &text[reached..span.start];
            if let Some(at) = gap.rfind(PAGE) {
                gap = &gap[at + PAGE.len_utf8()..];
                page = page.saturating_add(1);
                right = 0;
            }
            let left = right.saturating_add(breadth(gap));
            right = left.saturating_add(breadth(&text[span.range()]));
            reached = span.end;
            scraps.push(Scrap {
                span,
                left,
                right,
                top,
                bottom: top + HEIGHT,
                alone,
                measure: Measure::Typed { page },
            });
        }
        top = top.saturating_add(LINE);
    }
    scraps
}

/// Two digits with one blank between. Where figures stand in columns wider than that, they belong to one cell, and whether
/// to one figure is not for us to say.
fn is_tight(text: &str, left: Span, right: Span) -> bool {
    let is_digit = |piece: Span| matches!(text[piece.range()].as_bytes(), [b'0'..=b'9']);
    is_digit(left) && is_digit(right) && right.start - left.end == 1
}

/// Whether the columns are so narrow that digits in two of them have one blank between, as on most lines of figures.
fn is_narrow(text: &str, lines: &[Span]) -> bool {
    let rows = || lines.iter().map(|line| pieces(text, *line));
    let of_figures =
        rows().filter(|row| row.iter().filter(|piece| is_figure(&text[piece.range()])).count() > 1).count();
    let tight = rows().filter(|row| row.windows(2).any(|pair| is_tight(text, pair[0], pair[1]))).count();
    tight * 2 > of_figures
}

fn cover(pieces: &[Span]) -> Span {
    Span::new(pieces[0].start, pieces[pieces.len() - 1].end)
}

/// How much of a line's breadth is taken by figures in one line or another.
fn breadth(text: &str, scraps: &[Scrap]) -> i64 {
    let figures = scraps.iter().filter(|scrap| is_figure(&text[scrap.span.range()]));
    let mut taken: Vec<(i32, i32)> = figures.map(|scrap| (scrap.left, scrap.right)).collect();
    taken.sort_unstable();
    let (mut breadth, mut reached) = (0, i32::MIN);
    for (left, right) in taken {
        breadth += i64::from(right) - i64::from(left.max(reached).min(right));
        reached = reached.max(right);
    }
    breadth
}

/// Whether a word only numbers what follows, so that the blank behind it parts no cells: `1.`, `（一）`.
fn is_numeral(word: &str) -> bool {
    word.ends_with(['.', '．', '、', ')', '）']) || word.chars().all(|character| character.is_ascii_digit())
}

/// A line cut at wide blanks; in a narrow table one blank parts cells too.
fn pieces(text: &str, line: Span) -> Vec<Span> {
    let mut pieces = Vec::new();
    for piece in wide_split(text, line) {
        let words = words(text, piece);
        let figures = words.iter().rev().take_while(|word| is_figure(&text[word.range()])).count();
        let label = &words[..words.len() - figures];
        let is_one = |left: &Span, right: &Span| {
            is_numeral(&text[left.range()]) && !text[right.range()].starts_with(|first: char| first.is_ascii_digit())
        };
        for cell in label.chunk_by(is_one) {
            pieces.push(Span::new(cell[0].start, cell[cell.len() - 1].end));
        }
        pieces.extend_from_slice(&words[words.len() - figures..]);
    }
    pieces
}

fn words(text: &str, line: Span) -> Vec<Span> {
    split_at(text, line, char::is_whitespace).into_iter().filter(|piece| piece.start < piece.end).collect()
}

/// A line of figures behind blanks, with or without a label before them; or a line of column heads parted by wide blanks.
pub(super) fn row(text: &str, line: Span) -> Option<Vec<Span>> {
    let pieces = words(text, line);
    let figures = pieces.iter().rev().take_while(|piece| is_figure(&text[piece.range()])).count();
    let labels = pieces.len() - figures;
    let heads = wide_split(text, line);
    // Three words apart are heads; single characters apart are a title whose letters are spaced.
    let is_head = |head: &Span| (2..=20).contains(&text[head.range()].chars().count());
    if figures == 0 && heads.len() >= 3 && heads.iter().all(is_head) {
        return Some(heads);
    }
    if figures == 0 || (labels == 0 && figures < 5) || text[line.range()].chars().count() > 120 {
        return None;
    }
    let mut row = Vec::with_capacity(figures + 1);
    if labels > 0 {
        let label = Span::new(pieces[0].start, pieces[labels - 1].end);
        if text[label.range()].ends_with(['。', '；', '，', ',', ';', '-', '—', '/']) {
            return None;
        }
        row.extend(wide_split(text, label).into_iter().flat_map(|piece| at_numerals(text, piece)));
    }
    row.extend_from_slice(&pieces[labels..]);
    Some(row)
}

/// A label cut before each word that begins with a numeral: 三、本年度办理结果 （一）予以公开 are two cells.
fn at_numerals(text: &str, label: Span) -> Vec<Span> {
    let begins = |word: &Span| {
        let word = &text[word.range()];
        let behind = word.trim_start_matches(|first: char| first.is_ascii_digit());
        word.starts_with(['（', '(']) || (behind.len() < word.len() && behind.starts_with(['.', '．', '、']))
    };
    let words = words(text, label);
    words.chunk_by(|_, next| !begins(next)).map(|cell| Span::new(cell[0].start, cell[cell.len() - 1].end)).collect()
}

/// Cells parted by at least two blanks; one blank may stand within a label (`1. 属于国家秘密`).
fn wide_split(text: &str, label: Span) -> Vec<Span> {
    let mut cells = Vec::new();
    let mut start = label.start;
    for (offset, _) in text[label.range()].match_indices("  ") {
        let at = label.start + offset;
        if at > start {
            cells.push(trimmed(text, Span::new(start, at)));
        }
        start = at + 2;
    }
    cells.push(trimmed(text, Span::new(start, label.end)));
    cells.retain(|cell| cell.start < cell.end);
    cells
}

fn is_figure(piece: &str) -> bool {
    let plain = piece.trim_start_matches(['+', '-']);
    (!plain.is_empty() && plain.chars().all(|character| character.is_ascii_digit() || matches!(character, '.' | ',')))
        || matches!(piece, "/" | "-" | "—" | "无")
}
