//! What became of the version that was sent back: each point of the letter with its answer, then what nobody asked for.

use super::pen::{Pen, Run};
use super::say::{self, Length};
use crate::app::{RETURNED_HEAD, ReturnedRow, Review, cell_sign};
use crate::config::Role;
use crate::config::words::Value;
use crate::diff::{Answer, CellDiff};
use crate::model::Answered;
use crate::text::{self, Align};

/// One row.
pub(super) fn row(pen: &Pen, review: &Review, row: &ReturnedRow, columns: usize) -> Vec<Run> {
    let Some(found) = &review.opened.examined.resubmission else { return Vec::new() };
    match row {
        ReturnedRow::Summary => {
            let version = Value::Number(found.version as usize);
            vec![
                pen.run(pen.words.say_with("sent-back-against", &[("version", version)]), Role::Title),
                pen.run(summary(pen, found.answered()), Role::Plain),
            ]
        }
        ReturnedRow::Returned { answer, rule, message } => {
            let (word, role) = of_answer(*answer);
            let head = format!("{} ", text::pad(&pen.words.say(word), RETURNED_HEAD - 9, Align::Left));
            let found_by = format!("{} ", text::pad(rule, 7, Align::Left));
            vec![pen.run(head, role), pen.run(found_by, Role::Faint), pen.run(message, Role::Plain)]
        }
        ReturnedRow::More(line) => vec![pen.run(format!("    {line}"), Role::Plain)],
        ReturnedRow::Unasked { count } => {
            let count = Value::Number(*count);
            vec![pen.run(pen.words.say_with("sent-back-unasked", &[("count", count)]), Role::Warning)]
        }
        ReturnedRow::Cell(index) => {
            found.unasked.cells.get(*index).map_or_else(Vec::new, |cell| changed(pen, review, cell, columns))
        }
        ReturnedRow::Section(index) => {
            let section = found.unasked.sections.get(*index);
            let title = match section.map(|section| (section.number, section.title.as_str())) {
                Some((0, _)) => pen.words.say("sent-back-opening"),
                Some((_, title)) => title.to_owned(),
                None => String::new(),
            };
            vec![pen.run(title, Role::Faint)]
        }
        ReturnedRow::LastYear => vec![pen.run(pen.words.say("pane-compare"), Role::Title)],
    }
}

/// `已改 2/3  另改 1`: how much of the letter was done, and how much was changed besides.
pub(super) fn summary(pen: &Pen, found: Answered) -> String {
    let values = [
        ("done", Value::Number(found.corrected)),
        ("all", Value::Number(found.returned)),
        ("other", Value::Number(found.unasked)),
    ];
    pen.words.say_with("sent-back-summary", &values)
}

/// The key of the word for an answer, and how it looks.
const fn of_answer(answer: Answer) -> (&'static str, Role) {
    match answer {
        Answer::Corrected => ("sent-back-corrected", Role::Passed),
        Answer::Unchanged => ("sent-back-unchanged", Role::Error),
        Answer::StillWrong => ("sent-back-still-wrong", Role::Error),
        Answer::Unknown => ("sent-back-unknown", Role::Warning),
    }
}

/// Row and column of a cell, what stood there and what stands there.
fn changed(pen: &Pen, review: &Review, cell: &CellDiff, columns: usize) -> Vec<Run> {
    let (old, new) = (cell_sign(&cell.old), cell_sign(&cell.new));
    let room = columns.saturating_sub(text::width(&old) + text::width(&new) + 8);
    let length = if room >= 40 { Length::Full } else { Length::Short };
    let whole = say::whole_cell(&review.opened.form, &cell.cell, pen.words, length);
    let label = text::cut(&whole, room).into_owned();
    vec![
        pen.run(format!("  {label}  "), Role::Plain),
        pen.run(format!("{old} -> "), Role::Faint),
        pen.run(new, Role::Plain),
    ]
}
