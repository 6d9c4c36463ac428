//! Tables without lines: which stretches of lines stand in columns, and the pieces of their lines with their boxes.

use super::flow::Placed;
use super::lines::Line;
use crate::document::builder::ScrapText;

/// How far pieces of a line stand apart at the least where there are columns, in heights of the letters.
const APART: f64 = 1.0;

/// The most lines with one piece between two lines of columns: labels are wrapped over lines, or stand between figures.
const BETWEEN: usize = 8;

/// The stretches that stand in columns, as ranges of lines.
pub(super) fn stretches(lines: &[Placed]) -> Vec<std::ops::Range<usize>> {
    let mut stretches: Vec<std::ops::Range<usize>> = Vec::new();
    for (number, _) in lines.iter().enumerate().filter(|(_, placed)| is_columnar(&placed.line)) {
        match stretches.last_mut() {
            Some(last) if number - last.end <= BETWEEN && !has_prose(lines, last.end, number) => last.end = number + 1,
            _ => stretches.push(number..number + 1),
        }
    }
    stretches.retain(|stretch| {
        lines.get(stretch.clone()).is_some_and(|lines| lines.iter().filter(|own| is_columnar(&own.line)).count() > 1)
    });
    let mut reached = 0;
    for stretch in &mut stretches {
        while stretch.start > reached && is_fragment(lines, stretch.start - 1, stretch.start) {
            stretch.start -= 1;
        }
        while is_fragment(lines, stretch.end, stretch.end - 1) {
            stretch.end += 1;
        }
        reached = stretch.end;
    }
    // A fragment below one may have been the first line of the next.
    stretches.dedup_by(|next, one| {
        let meet = next.start <= one.end;
        if meet {
            one.end = one.end.max(next.end);
        }
        meet
    });
    stretches
}

/// The pieces of the lines of a stretch.
pub(super) fn scraps(lines: &[Placed]) -> Vec<Vec<ScrapText>> {
    let mut sizes: Vec<f64> = lines.iter().map(|placed| placed.line.size).collect();
    sizes.sort_by(f64::total_cmp);
    let unit = sizes.get(sizes.len() / 2).copied().unwrap_or(10.0).max(0.1) / 1_000.0;
    lines
        .iter()
        .map(|placed| {
            let scrap = |piece: Line| ScrapText {
                text: piece.text(),
                left: whole(piece.left / unit),
                right: whole(piece.right / unit),
                top: whole((piece.top + placed.offset) / unit),
                bottom: whole((piece.bottom + placed.offset) / unit),
            };
            placed.line.pieces().into_iter().map(scrap).collect()
        })
        .collect()
}

fn whole(value: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a hundred pages come to ten million; beyond, it saturates")]
    let whole = value.round() as i32;
    whole
}

/// Whether a line falls into pieces that stand clearly apart.
pub(super) fn is_columnar(line: &Line) -> bool {
    let pieces = line.pieces();
    pieces.windows(2).any(|pair| matches!(pair, [one, next] if next.left - one.right >= APART * line.size))
}

/// Whether a line of prose stands between: one piece that fills most of the text's width.
fn has_prose(lines: &[Placed], from: usize, to: usize) -> bool {
    let between = lines.get(from..to).unwrap_or_default();
    between.iter().any(|placed| {
        let width = placed.line.right - placed.line.left;
        placed.column.is_some_and(|column| width > 0.7 * (column.right - column.left))
    })
}

/// Whether a line beside a stretch belongs to it: a piece of a label, set as close as the lines of one cell are.
fn is_fragment(lines: &[Placed], number: usize, beside: usize) -> bool {
    let (Some(placed), Some(other)) = (lines.get(number), lines.get(beside)) else { return false };
    let (above, below) = if number < beside { (placed, other) } else { (other, placed) };
    let gap = below.line.top - above.line.bottom;
    placed.page == other.page
        && gap < 0.35 * placed.line.size.min(other.line.size)
        && !has_prose(lines, number, number + 1)
}
