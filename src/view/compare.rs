//! Last year beside this year: figures with their difference, sentences with what went and what came.

use ratatui::layout::Rect;

use super::pen::{Pen, Run};
use super::returned;
use super::say::{self, Length};
use crate::app::undecided::nothing_to_compare;
use crate::app::{CompareRow, Earlier, Review};
use crate::config::Role;
use crate::config::words::Value;
use crate::diff::{CellDiff, ChangeTag, Diff};
use crate::text::{self, Align};

/// Draws the comparison.
pub(super) fn draw(pen: &mut Pen, review: &Review, earlier: Earlier, area: Rect) {
    if review.compare_rows.is_empty() {
        let why = nothing_to_compare(&review.opened.examined.report, earlier, pen.words);
        for (row, line) in (0..area.height).zip(text::fill(&why, usize::from(area.width))) {
            pen.text(area, row, &line, Role::Plain);
        }
        return;
    }
    let none = Diff::default();
    let diff = review.opened.examined.diff.as_ref().unwrap_or(&none);
    let widths = widths(diff);
    for (line, row) in (0..area.height).zip(review.compare_rows.iter().skip(review.compare_top)) {
        let runs = match row {
            CompareRow::Cells { count } => {
                vec![pen.run(pen.words.say_with("compare-cells", &[("count", Value::Number(*count))]), Role::Title)]
            }
            CompareRow::Sentences { count } => {
                vec![pen.run(pen.words.say_with("compare-sentences", &[("count", Value::Number(*count))]), Role::Title)]
            }
            CompareRow::Cell(index) => of_cell(diff, *index, |cell| {
                let figures = figures_runs(pen, cell, &widths);
                let taken: usize = figures.iter().map(|run| text::width(&run.text)).sum();
                let columns = usize::from(area.width).saturating_sub(taken).min(40);
                [vec![label(pen, review, cell, columns)], figures].concat()
            }),
            CompareRow::CellLabel(index) => {
                of_cell(diff, *index, |cell| vec![label(pen, review, cell, usize::from(area.width))])
            }
            CompareRow::CellFigures(index) => of_cell(diff, *index, |cell| figures_runs(pen, cell, &widths)),
            CompareRow::Section(index) => {
                vec![pen.run(diff.sections.get(*index).map_or("", |section| section.title.as_str()), Role::Faint)]
            }
            CompareRow::SentBack(row) => returned::row(pen, review, row, usize::from(area.width)),
            CompareRow::Text(runs) => runs.iter().map(|(tag, text)| pen.run(text, tag_role(*tag))).collect(),
        };
        pen.line(area, line, &runs);
    }
}

const fn tag_role(tag: ChangeTag) -> Role {
    match tag {
        ChangeTag::Equal => Role::Plain,
        ChangeTag::Delete => Role::Removed,
        ChangeTag::Insert => Role::Added,
    }
}

/// How wide the old, the new, the difference and the share must be.
struct Widths {
    old: usize,
    new: usize,
    delta: usize,
    share: usize,
}

fn widths(diff: &Diff) -> Widths {
    let mut widths = Widths { old: 1, new: 1, delta: 2, share: 0 };
    for cell in diff.cells.iter().filter(|cell| cell.is_changed()) {
        let [old, new, delta, share] = figures(cell).map(|figure| text::width(&figure));
        widths.old = widths.old.max(old);
        widths.new = widths.new.max(new);
        widths.delta = widths.delta.max(delta);
        widths.share = widths.share.max(share);
    }
    widths
}

fn figures(cell: &CellDiff) -> [String; 4] {
    let (old, new) = (cell.old.shown().unwrap_or_default(), cell.new.shown().unwrap_or_default());
    let delta = cell.delta().map_or_else(String::new, say::signed);
    [old.normalize().to_string(), new.normalize().to_string(), delta, say::percent(old, new)]
}

fn of_cell(diff: &Diff, index: usize, runs: impl FnOnce(&CellDiff) -> Vec<Run>) -> Vec<Run> {
    diff.cells.get(index).map_or_else(Vec::new, runs)
}

/// Row and column of a changed figure in exactly so many columns.
fn label(pen: &Pen, review: &Review, cell: &CellDiff, columns: usize) -> Run {
    let length = if columns >= 40 { Length::Full } else { Length::Short };
    let whole = say::whole_cell(&review.opened.form, &cell.cell, pen.words, length);
    pen.run(text::pad(&whole, columns, Align::Left), Role::Plain)
}

/// Old, new, difference and share, each as wide as the widest of its kind.
fn figures_runs(pen: &Pen, cell: &CellDiff, widths: &Widths) -> Vec<Run> {
    let [old, new, delta, share] = figures(cell);
    let role = if delta.starts_with('-') { Role::Removed } else { Role::Added };
    vec![
        pen.run(format!("  {} -> ", text::pad(&old, widths.old, Align::Right)), Role::Faint),
        pen.run(format!("{} ", text::pad(&new, widths.new, Align::Right)), Role::Plain),
        pen.run(text::pad(&delta, widths.delta, Align::Right), role),
        pen.run(format!(" {}", text::pad(&share, widths.share, Align::Right)), role),
    ]
}
