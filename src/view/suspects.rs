//! What the sums say about single cells, in as many rows as there are: the likeliest sets, and how many more there are.

use super::pen::Pen;
use crate::app::Review;
use crate::config::words::Value;
use crate::model::{Phrase, Suspected};
use crate::text;

/// The suspects of the selected item in at most so many rows. Of sets that do not fit the number is told, always.
pub(super) fn lines(pen: &Pen, review: &Review, columns: usize, rows: usize) -> Vec<String> {
    let suspected = review.suspected();
    let Some(first) = suspected.messages.first().filter(|_| rows > 0) else {
        return check_reading(pen, review, columns, rows);
    };
    let fitting = (1..=suspected.messages.len()).rev().map(|shown| with(pen, &suspected, shown, columns));
    if let Some(lines) = fitting.into_iter().find(|lines| lines.len() <= rows) {
        return lines;
    }
    let more = more(pen, &suspected, 1);
    let mut lines = text::fill_at_most(&headed(pen, "suspect", first), columns, rows);
    if let Some(last) = lines.last_mut().filter(|_| !more.is_empty()) {
        let room = columns.saturating_sub(text::width(&more));
        // Filled up first, so that it is cut with the mark even where it would just fit.
        let full = format!("{}{}", last.trim_end_matches('.'), " ".repeat(room + 1));
        *last = format!("{}{more}", text::cut(&full, room));
    }
    lines
}

/// That the reading comes first, where nothing is proposed and a figure was not read with certainty.
fn check_reading(pen: &Pen, review: &Review, columns: usize, rows: usize) -> Vec<String> {
    match review.unsure() {
        0 => Vec::new(),
        count => {
            let said = pen.words.say_with("check-reading", &[("count", Value::Number(count))]);
            text::fill_at_most(&format!("{} {said}", pen.words.say("suspect")), columns, rows)
        }
    }
}

/// So many sets, each from a row of its own on. The number of the others is never broken.
fn with(pen: &Pen, suspected: &Suspected, shown: usize, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, message) in suspected.messages.iter().take(shown).enumerate() {
        let head = if index == 0 { "suspect" } else { "suspect-or" };
        lines.extend(text::fill(&headed(pen, head, message), columns));
    }
    let more = more(pen, suspected, shown);
    match lines.last_mut() {
        Some(last) if text::width(last) + text::width(&more) <= columns => last.push_str(&more),
        Some(_) | None => lines.push(more.trim_start_matches(['；', ';', ' ']).to_owned()),
    }
    lines
}

fn headed(pen: &Pen, head: &'static str, message: &Phrase) -> String {
    format!("{} {}", pen.words.say(head), message.text(pen.words.lang()))
}

/// How many there are beyond those that are shown; nothing where that is all.
fn more(pen: &Pen, suspected: &Suspected, shown: usize) -> String {
    match suspected.messages.len() - shown + suspected.untold {
        0 => String::new(),
        count => pen.words.say_with("suspect-more", &[("count", Value::Number(count))]),
    }
}
