//! Last year beside this year: figures with their difference, sentences with what went and what came.

use ratatui::layout::Rect;

use super::pen::{Pen, Run};
use super::say::{self, Length};
use crate::app::{CompareRow, Review};
use crate::config::Role;
use crate::config::words::Value;
use crate::diff::{CellDiff, ChangeTag, Diff};
use crate::text::{self, Align};

/// Draws the comparison.
pub(super) fn draw(pen: &mut Pen, review: &Review, area: Rect) {
    let Some(diff) = &review.opened.examined.diff else {
        for (row, line) in (0..).zip(text::fill(&pen.words.say("no-last-year"), usize::from(area.width))) {
            pen.text(area, row, &line, Role::Plain);
        }
        return;
    };
    let widths = widths(diff);
    for (line, row) in (0..area.height).zip(review.compare_rows.iter().skip(review.compare_top)) {
        let runs = match row {
            CompareRow::Cells { count } => {
                vec![pen.run(pen.words.say_with("compare-cells", &[("count", Value::Number(*count))]), Role::Title)]
            }
            CompareRow::Sentences { count } => {
                vec![pen.run(pen.words.say_with("compare-sentences", &[("count", Value::Number(*count))]), Role::Title)]
            }
            CompareRow::Cell(index) => {
                diff.cells.get(*index).map_or_else(Vec::new, |cell| figure(pen, review, cell, (&widths, area.width)))
            }
            CompareRow::Section(index) => {
                vec![pen.run(diff.sections.get(*index).map_or("", |section| section.title.as_str()), Role::Faint)]
            }
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

/// A changed figure; its label gives way first, then the share.
fn figure(pen: &Pen, review: &Review, cell: &CellDiff, (widths, columns): (&Widths, u16)) -> Vec<Run> {
    let columns = usize::from(columns);
    let length = if columns >= 90 { Length::Full } else { Length::Short };
    let (row, column) = say::cell(&review.opened.form, &cell.cell, pen.words, length);
    let [old, new, delta, share] = figures(cell);
    let fixed = widths.old + widths.new + widths.delta + 6;
    let with_share = fixed + widths.share + 1;
    let has_share = columns >= with_share + 14;
    let taken = if has_share { with_share } else { fixed };
    let label = format!("{row} {column}");
    let label = text::pad(&label, columns.saturating_sub(taken).min(40), Align::Left);
    let role = if delta.starts_with('-') { Role::Removed } else { Role::Added };
    let mut runs = vec![
        pen.run(label, Role::Plain),
        pen.run(format!(" {} -> ", text::pad(&old, widths.old, Align::Right)), Role::Faint),
        pen.run(format!("{} ", text::pad(&new, widths.new, Align::Right)), Role::Plain),
        pen.run(text::pad(&delta, widths.delta, Align::Right), role),
    ];
    if has_share {
        runs.push(pen.run(format!(" {}", text::pad(&share, widths.share, Align::Right)), role));
    }
    runs
}
