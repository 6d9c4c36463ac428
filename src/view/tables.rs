//! A table of the form, aligned, with the marked cell in brackets and last year's figure beside the total.

use std::ops::Range;

use ratatui::layout::Rect;

use super::pen::{Pen, Run};
use super::say::{self, Length};
use crate::app::{Review, TableRow, has_common_head, inner};
use crate::config::Role;
use crate::diff::{CellDiff, Comparison};
use crate::form::TableForm;
use crate::model::{Cell, CellState, Lang};
use crate::text::{self, Align};

/// The longest label of a row, in columns, so that the figures stay near.
const LABEL: usize = 44;
/// The most of a text that is no number.
const TEXT: usize = 8;

/// How the table is laid out at this width.
struct Shape {
    label: usize,
    /// The width of the first, second, ... figure of a line, brackets included.
    slots: Vec<usize>,
    /// The first figure that is drawn; more than 0 where not all of them fit.
    first: usize,
    heads: Length,
    /// The width of last year's figure and of the difference; `None` where they do not fit.
    last_year: Option<(usize, usize)>,
}

/// Draws the tables pane.
pub(super) fn draw(pen: &mut Pen, review: &Review, area: Rect, role: Role) {
    let form = &review.opened.form;
    let Some(table) = form.tables.get(review.table) else { return };
    let title = match pen.words.lang() {
        Lang::Chinese => &table.title,
        Lang::English => &table.en,
    };
    pen.frame(area, title, role);
    let inside = inner(area);
    let shape = shape(pen, review, table, usize::from(inside.width));
    let mut line = 0;
    if has_common_head(form, review.table)
        && let Some(TableRow::Line { cells, .. }) =
            review.table_rows.iter().find(|row| matches!(row, TableRow::Line { .. }))
    {
        let mut runs = vec![pen.run(" ".repeat(shape.label), Role::Plain)];
        runs.extend(heads(pen, review, &shape, cells.clone()));
        pen.line(inside, 0, &runs);
        line = 1;
    }
    for row in review.table_rows.iter().skip(review.tables_top) {
        if line >= inside.height {
            return;
        }
        let runs = match row {
            TableRow::Heading { row, heads: cells } => heading(pen, review, &shape, (*row, cells.clone())),
            TableRow::Line { row, cells } => figures(pen, review, &shape, (*row, cells.clone())),
        };
        pen.line(inside, line, &runs);
        line += 1;
    }
    if line + 1 < inside.height {
        let legend = pen.words.say("legend");
        for (row, text) in (line + 1..).zip(text::fill(&legend, usize::from(inside.width))) {
            pen.text(inside, row, &text, Role::Faint);
        }
    }
}

fn shape(pen: &Pen, review: &Review, table: &TableForm, columns: usize) -> Shape {
    let lang = pen.words.lang();
    let lines: Vec<(usize, Range<usize>)> = review
        .table_rows
        .iter()
        .filter_map(|row| match row {
            TableRow::Line { row, cells } => Some((*row, cells.clone())),
            TableRow::Heading { .. } => None,
        })
        .collect();
    let slots_for = |length: Length| {
        let mut slots: Vec<usize> = Vec::new();
        for (_, cells) in &lines {
            for (slot, position) in cells.clone().enumerate() {
                let head = text::width(&head(pen, review, position, length)) + 1;
                let value =
                    review.opened.examined.report.cells.get(position).map_or(1, |cell| text::width(&value(cell)));
                if slots.len() <= slot {
                    slots.push(0);
                }
                slots[slot] = slots[slot].max(value + 2).max(head + 1);
            }
        }
        slots
    };
    let short: usize =
        lines.iter().map(|(row, _)| text::width(say::row(&table.rows[*row], lang, Length::Short))).max().unwrap_or(0);
    let full: usize = lines
        .iter()
        .map(|(row, _)| text::width(say::row(&table.rows[*row], lang, Length::Full)).min(LABEL))
        .max()
        .unwrap_or(0);
    let (wide, narrow) = (slots_for(Length::Full), slots_for(Length::Short));
    let sum = |slots: &[usize]| slots.iter().sum::<usize>();
    let extra = last_year_columns(pen, review, &lines);
    let beside = extra.map_or(0, |(old, delta)| old + delta);
    let (heads, slots) =
        if full + sum(&wide) + beside <= columns { (Length::Full, wide) } else { (Length::Short, narrow) };
    let room = columns.saturating_sub(sum(&slots));
    let last_year = extra.filter(|_| short + beside <= room);
    let room = if last_year.is_some() { room - beside } else { room };
    let label = if room >= full { full } else { room.min(short).max(8) };
    let marked = lines
        .iter()
        .find_map(|(_, cells)| cells.contains(&review.cell).then(|| review.cell - cells.start))
        .unwrap_or(0);
    let fits = |first: usize| slots[first..=marked].iter().sum::<usize>() + label <= columns;
    let first =
        if sum(&slots) + label <= columns { 0 } else { (0..=marked).find(|first| fits(*first)).unwrap_or(marked) };
    Shape { label, slots, first, heads, last_year }
}

/// The columns that last year's figures and the differences need.
fn last_year_columns(pen: &Pen, review: &Review, lines: &[(usize, Range<usize>)]) -> Option<(usize, usize)> {
    review.opened.examined.diff.as_ref()?;
    let mut old = text::width(&pen.words.say("last-year")) + 2;
    let mut delta = text::width(&pen.words.say("difference")) + 2;
    for (_, cells) in lines {
        if let Some((was, by)) = last_year(review, cells.clone()) {
            old = old.max(text::width(&was) + 2);
            delta = delta.max(text::width(&by) + 2);
        }
    }
    Some((old, delta))
}

/// Last year's figure and the difference, for the total of a line or for its only cell.
fn last_year(review: &Review, cells: Range<usize>) -> Option<(String, String)> {
    let form = &review.opened.form;
    let position = cells.clone().find(|&position| {
        let cell = &form.cells[position];
        form.tables[cell.table].columns[cell.column].total || cells.len() == 1
    })?;
    let id = &form.cells[position].id;
    let diff = review.opened.examined.diff.as_ref()?.cells.iter().find(|diff| diff.cell == *id)?;
    (diff.comparison != Comparison::None).then(|| (old(diff), by(diff)))
}

fn old(diff: &CellDiff) -> String {
    diff.old.shown().map_or_else(|| "_".to_owned(), |number| number.normalize().to_string())
}

fn by(diff: &CellDiff) -> String {
    match diff.delta() {
        Some(delta) if delta.is_zero() => "0".to_owned(),
        Some(delta) => say::signed(delta),
        None => String::new(),
    }
}

fn head(pen: &Pen, review: &Review, position: usize, length: Length) -> String {
    let form = &review.opened.form;
    let Some(cell) = form.cells.get(position) else { return String::new() };
    let column = &form.tables[cell.table].columns[cell.column];
    let label = say::column(column, pen.words.lang(), length);
    match (pen.words.lang(), length) {
        // Three letters tell the seven kinds of applicants apart.
        (Lang::English, Length::Short) if column.unit == "件" => text::prefix(label, 3).to_owned(),
        (Lang::English | Lang::Chinese, Length::Short | Length::Full) => label.to_owned(),
    }
}

fn heads(pen: &Pen, review: &Review, shape: &Shape, cells: Range<usize>) -> Vec<Run> {
    let mut runs = Vec::new();
    for (slot, position) in cells.clone().enumerate().skip(shape.first) {
        let head = head(pen, review, position, shape.heads);
        let role = if position == review.cell { Role::Title } else { Role::Faint };
        runs.push(pen.run(format!("{} ", text::pad(&head, shape.slots[slot] - 1, Align::Right)), role));
    }
    let has_last_year = shape.first == 0 && (has_common_head(&review.opened.form, review.table) || cells.len() == 1);
    if let (Some((old, delta)), true) = (shape.last_year, has_last_year) {
        let filled: usize = runs.iter().map(|run| text::width(&run.text)).sum();
        let all: usize = shape.slots.iter().sum();
        runs.push(pen.run(" ".repeat(all.saturating_sub(filled)), Role::Plain));
        runs.push(pen.run(text::pad(&pen.words.say("last-year"), old, Align::Right), Role::Faint));
        runs.push(pen.run(text::pad(&pen.words.say("difference"), delta, Align::Right), Role::Faint));
    }
    runs
}

fn heading(pen: &Pen, review: &Review, shape: &Shape, (row, cells): (usize, Range<usize>)) -> Vec<Run> {
    let table = &review.opened.form.tables[review.table];
    let group = match pen.words.lang() {
        Lang::Chinese => table.rows[row].group.as_deref().unwrap_or_default(),
        Lang::English => "",
    };
    if cells.is_empty() {
        return vec![pen.run(group, Role::Faint)];
    }
    let group = text::pad(group, shape.label, Align::Left);
    let mut runs = vec![pen.run(group, Role::Faint)];
    runs.extend(heads(pen, review, shape, cells));
    runs
}

fn figures(pen: &Pen, review: &Review, shape: &Shape, (row, cells): (usize, Range<usize>)) -> Vec<Run> {
    let table = &review.opened.form.tables[review.table];
    let lang = pen.words.lang();
    let full = say::row(&table.rows[row], lang, Length::Full);
    let label = if text::width(full) <= shape.label { full } else { say::row(&table.rows[row], lang, Length::Short) };
    let role = if cells.contains(&review.cell) { Role::Title } else { Role::Plain };
    let mut runs = vec![pen.run(text::pad(label, shape.label, Align::Left), role)];
    let mut used = 0;
    for (slot, position) in cells.clone().enumerate().skip(shape.first) {
        let Some(cell) = review.opened.examined.report.cells.get(position) else { continue };
        used += shape.slots[slot];
        runs.extend(figure(pen, review, position, (cell, shape.slots[slot])));
    }
    if let (Some((old, delta)), 0) = (shape.last_year, shape.first)
        && let Some((was, by)) = last_year(review, cells)
    {
        let all: usize = shape.slots.iter().sum();
        runs.push(pen.run(" ".repeat(all.saturating_sub(used)), Role::Plain));
        runs.push(pen.run(text::pad(&was, old, Align::Right), Role::Faint));
        let role = if by == "0" { Role::Faint } else { Role::Plain };
        runs.push(pen.run(text::pad(&by, delta, Align::Right), role));
    }
    runs
}

/// One figure in its slot: `[6]` where it is marked, underlined where the finding speaks of it too.
fn figure(pen: &Pen, review: &Review, position: usize, (cell, slot): (&Cell, usize)) -> Vec<Run> {
    let value = value(cell);
    if position == review.cell {
        let bracketed = format!("[{value}]");
        let blanks = slot.saturating_sub(text::width(&bracketed));
        return vec![pen.run(" ".repeat(blanks), Role::Plain), pen.run(bracketed, Role::Selected)];
    }
    let role = if review.cells().contains(&cell.id) {
        Role::Related
    } else if matches!(cell.state, CellState::Missing) {
        Role::Faint
    } else {
        Role::Plain
    };
    let blanks = slot.saturating_sub(text::width(&value) + 1);
    vec![pen.run(" ".repeat(blanks), Role::Plain), pen.run(value, role), pen.run(" ", Role::Plain)]
}

/// A cell as it is shown: blank `_`, missing `x`, unsure with `?`, anything else as it stands.
fn value(cell: &Cell) -> String {
    match cell.state {
        CellState::Number(number) => number.normalize().to_string(),
        CellState::Unsure(Some(number)) => format!("{}?", number.normalize()),
        CellState::Unsure(None) => "?".to_owned(),
        CellState::Blank => "_".to_owned(),
        CellState::Missing => "x".to_owned(),
        CellState::NotApplicable | CellState::Text => text::cut(&text::safe(cell.raw.trim()), TEXT).into_owned(),
    }
}
