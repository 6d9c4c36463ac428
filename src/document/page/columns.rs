//! Tables without lines: which stretches of lines stand in columns, and the pieces of their lines with their boxes.

use super::characters::is_figure;
use super::flow::Placed;
use super::lines::Line;
use crate::document::builder::ScrapText;

/// How far pieces of a line stand apart at the least where there are columns, in heights of the letters.
const APART: f64 = 1.0;

/// The most lines with one piece between two lines of columns: labels are wrapped over lines, or stand between figures.
const BETWEEN: usize = 8;

/// How near two edges are one column's, in heights of the letters.
const EDGE: f64 = 0.15;

/// A line of loose text in pieces.
pub(super) struct Pieces {
    pieces: Vec<Line>,
    columnar: bool,
}

/// The lines in pieces: parted at wide gaps, and at narrow ones where a column of other lines begins.
pub(super) fn pieces(lines: &[Placed]) -> Vec<Pieces> {
    let wide: Vec<Vec<Line>> = lines.iter().map(|placed| placed.line.pieces()).collect();
    let evidence = Evidence::of(lines, &wide);
    let parted = lines.iter().zip(wide).map(|(placed, pieces)| {
        if is_prose(placed, &pieces) {
            return Pieces { pieces, columnar: false };
        }
        let apart = is_columnar(&placed.line);
        let count = pieces.len();
        let pieces: Vec<Line> = pieces.iter().flat_map(|piece| evidence.parted(piece)).collect();
        // A label that fills its column stands right beside the figure.
        let ends = pieces.len() > count && pieces.last().is_some_and(|last| is_figure(&last.text()));
        Pieces { pieces, columnar: apart || ends }
    });
    parted.collect()
}

/// The stretches that stand in columns, as ranges of lines.
pub(super) fn stretches(lines: &[Placed], pieces: &[Pieces]) -> Vec<std::ops::Range<usize>> {
    let mut stretches: Vec<std::ops::Range<usize>> = Vec::new();
    for (number, _) in pieces.iter().enumerate().filter(|(_, pieces)| pieces.columnar) {
        match stretches.last_mut() {
            Some(last) if number - last.end <= BETWEEN && !has_prose(lines, pieces, last.end..number) => {
                last.end = number + 1;
            }
            _ => stretches.push(number..number + 1),
        }
    }
    let columnar = |stretch: &std::ops::Range<usize>| {
        pieces.get(stretch.clone()).map_or(0, |pieces| pieces.iter().filter(|own| own.columnar).count())
    };
    stretches.retain(|stretch| columnar(stretch) > 1);
    let mut reached = 0;
    for stretch in &mut stretches {
        while stretch.start > reached && is_fragment(lines, pieces, stretch.start - 1, stretch.start) {
            stretch.start -= 1;
        }
        while is_fragment(lines, pieces, stretch.end, stretch.end - 1) {
            stretch.end += 1;
        }
        reached = stretch.end;
    }
    // A fragment below one may have been the first line of the next.
    stretches.dedup_by(|next, one| {
        let meet = next.start < one.end;
        if meet {
            one.end = one.end.max(next.end);
        }
        meet
    });
    stretches
}

/// The pieces of the lines of a stretch.
pub(super) fn scraps(lines: &[Placed], pieces: &[Pieces]) -> Vec<Vec<ScrapText>> {
    let mut sizes: Vec<f64> = lines.iter().map(|placed| placed.line.size).collect();
    sizes.sort_by(f64::total_cmp);
    let unit = sizes.get(sizes.len() / 2).copied().unwrap_or(10.0).max(0.1) / 1_000.0;
    let line = |(placed, pieces): (&Placed, &Pieces)| {
        let scrap = |piece: &Line| ScrapText {
            text: piece.text(),
            left: whole(piece.left / unit),
            right: whole(piece.right / unit),
            top: whole((piece.top + placed.offset) / unit),
            bottom: whole((piece.bottom + placed.offset) / unit),
        };
        pieces.pieces.iter().map(scrap).collect()
    };
    lines.iter().zip(pieces).map(line).collect()
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

/// Whether a line is one of prose: one piece that fills most of the text's width.
fn is_prose(placed: &Placed, pieces: &[Line]) -> bool {
    let width = placed.line.right - placed.line.left;
    pieces.len() == 1 && placed.column.is_some_and(|column| width > 0.7 * (column.right - column.left))
}

fn has_prose(lines: &[Placed], pieces: &[Pieces], range: std::ops::Range<usize>) -> bool {
    let mut between = range.filter_map(|number| lines.get(number).zip(pieces.get(number)));
    between.any(|(placed, pieces)| is_prose(placed, &pieces.pieces))
}

/// Whether a line beside a stretch belongs to it: a piece of a label, set as close as the lines of one cell are, or a
/// heading of columns above it, set in from the margin.
fn is_fragment(lines: &[Placed], pieces: &[Pieces], number: usize, beside: usize) -> bool {
    let (Some(placed), Some(other)) = (lines.get(number), lines.get(beside)) else { return false };
    let (above, below) = if number < beside { (placed, other) } else { (other, placed) };
    if placed.page != other.page || has_prose(lines, pieces, number..number + 1) {
        return false;
    }
    let size = placed.line.size.min(other.line.size);
    let gap = below.line.top - above.line.bottom;
    let set_in = placed.column.is_some_and(|column| {
        let narrow = placed.line.right - placed.line.left < 0.4 * (column.right - column.left);
        narrow && placed.line.left > column.left + 3.0 * size
    });
    let alike = (placed.line.size / other.line.size - 1.0).abs() < 0.2;
    gap < 0.35 * size || (number < beside && set_in && alike && gap < 2.6 * size)
}

/// Where pieces begin, end and have their middles.
struct Evidence {
    /// Where pieces of any kind begin.
    begins: Vec<f64>,
    /// Where figures begin, have their middles and end.
    figures: [Vec<f64>; 3],
}

impl Evidence {
    fn of(lines: &[Placed], pieces: &[Vec<Line>]) -> Self {
        let mut begins = Vec::new();
        let mut figures = [Vec::new(), Vec::new(), Vec::new()];
        let rows = lines.iter().zip(pieces).filter(|(placed, pieces)| !is_prose(placed, pieces));
        for piece in rows.flat_map(|(_, pieces)| pieces) {
            begins.push(piece.left);
            if is_figure(&piece.text()) {
                for (places, place) in figures.iter_mut().zip(edges(piece)) {
                    places.push(place);
                }
            }
        }
        begins.sort_by(f64::total_cmp);
        for places in &mut figures {
            places.sort_by(f64::total_cmp);
        }
        Self { begins, figures }
    }

    /// A piece parted further where its letters stand a little apart and a column of other lines begins.
    fn parted(&self, piece: &Line) -> Vec<Line> {
        let parts = piece.parts();
        if parts.len() < 2 {
            return vec![piece.clone()];
        }
        let all_in_columns = parts.len() > 2 && parts.iter().all(|(_, part)| self.of_figures(part) > 0);
        let mut pieces: Vec<Line> = Vec::new();
        for (drawn, part) in parts {
            let begins = all_in_columns || self.of_figures(&part) > 1 || self.beginning(&part) > 2;
            match pieces.last_mut() {
                Some(before) if !begins => before.append(drawn, part),
                _ => pieces.push(part),
            }
        }
        pieces
    }

    /// How many figures stand in the column of a piece.
    fn of_figures(&self, piece: &Line) -> usize {
        let near = EDGE * piece.size;
        self.figures.iter().zip(edges(piece)).map(|(places, place)| count(places, place, near)).max().unwrap_or(0)
    }

    fn beginning(&self, piece: &Line) -> usize {
        count(&self.begins, piece.left, EDGE * piece.size)
    }
}

fn edges(piece: &Line) -> [f64; 3] {
    [piece.left, f64::midpoint(piece.left, piece.right), piece.right]
}

/// How many of the sorted values lie near one.
fn count(values: &[f64], value: f64, near: f64) -> usize {
    values.partition_point(|own| *own <= value + near) - values.partition_point(|own| *own < value - near)
}
