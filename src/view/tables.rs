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

/// The most of a text that is no number.
const TEXT: usize = 8;

/// How the table is laid out at this width.
struct Shape {
    label: usize,
    /// The width of the first, second, ... figure of a line, brackets included.
    slots: Vec<usize>,
    /// The figures of a line that are drawn, around the marked one where not all of them fit.
    shown: Range<usize>,
    labels: Length,
    heads: Length,
    /// The width of last year's figure and of the difference; `None` where they do not fit.
    last_year: Option<(usize, usize)>,
}

impl Shape {
    /// The figures of a line that are drawn, each with the number of its slot.
    fn drawn(&self, cells: Range<usize>) -> impl Iterator<Item = (usize, usize)> {
        cells.enumerate().skip(self.shown.start).take(self.shown.len())
    }

    /// The mark after the last figure of a line that has more of them.
    fn cut(&self, pen: &Pen, cells: &Range<usize>) -> Option<Run> {
        (self.shown.end < cells.len()).then(|| pen.run(text::CUT, Role::Faint))
    }
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
                let head = text::width(&head(pen, review, position, length));
                let value = review.opened.examined.report.cells.get(position);
                let value = value.map_or(1, |cell| text::width(&value_of(cell)));
                if slots.len() <= slot {
                    slots.push(0);
                }
                slots[slot] = slots[slot].max(value + 2).max(head + 1);
            }
        }
        slots
    };
    let widest = |length: Length| {
        lines.iter().map(|(row, _)| text::width(say::row(&table.rows[*row], lang, length))).max().unwrap_or(0)
    };
    let (short, full) = (widest(Length::Short), widest(Length::Full));
    let last_year = last_year_columns(pen, review, &lines);
    let beside = |columns: Option<(usize, usize)>| columns.map_or(0, |(old, delta)| old + delta);
    let wide = slots_for(Length::Full);
    if full + total(&wide) + beside(last_year) <= columns {
        return Shape {
            label: full,
            shown: 0..wide.len(),
            slots: aired(wide, columns - full - beside(last_year)),
            labels: Length::Full,
            heads: Length::Full,
            last_year,
        };
    }
    let slots = slots_for(Length::Short);
    let room = columns.saturating_sub(total(&slots));
    // The difference gives way first, then last year's figure.
    let last_year = [last_year, last_year.map(|(old, _)| (old, 0))]
        .into_iter()
        .find(|choice| short + beside(*choice) <= room)
        .flatten();
    let room = room - beside(last_year);
    let labels = if room >= full { Length::Full } else { Length::Short };
    let label = room.min(widest(labels)).max(8);
    let marked = lines.iter().find(|(_, cells)| cells.contains(&review.cell));
    let marked = marked.map_or(0, |(_, cells)| review.cell - cells.start);
    let shown = around(&slots, marked, columns.saturating_sub(label));
    let slots = aired(slots, columns.saturating_sub(label + beside(last_year)));
    Shape { label, slots, shown, labels, heads: Length::Short, last_year }
}

/// The figures to draw in so many columns: all, or whole ones up to the marked one and on beyond it, so that a figure
/// is either seen with all its digits or not at all; what is left out on the right is marked.
fn around(slots: &[usize], marked: usize, room: usize) -> Range<usize> {
    if total(slots) <= room {
        return 0..slots.len();
    }
    let marked = marked.min(slots.len().saturating_sub(1));
    let fits = |shown: &Range<usize>| {
        let mark = if shown.end < slots.len() { text::CUT.len() } else { 0 };
        total(&slots[shown.clone()]) + mark <= room
    };
    let first = (0..=marked).find(|&first| fits(&(first..marked + 1))).unwrap_or(marked);
    let end = (marked + 1..=slots.len()).rfind(|&end| fits(&(first..end))).unwrap_or(marked + 1);
    first..end
}

fn total(slots: &[usize]) -> usize {
    slots.iter().sum()
}

/// Columns one wider, where there is room for all of them to be.
fn aired(slots: Vec<usize>, room: usize) -> Vec<usize> {
    if total(&slots) + slots.len() <= room { slots.into_iter().map(|slot| slot + 1).collect() } else { slots }
}

/// The columns that last year's figures and the differences need.
fn last_year_columns(pen: &Pen, review: &Review, lines: &[(usize, Range<usize>)]) -> Option<(usize, usize)> {
    review.opened.examined.diff.as_ref()?;
    let mut old = text::width(&pen.words.say("last-year")) + 1;
    let mut delta = text::width(&pen.words.say("difference")) + 1;
    for (_, cells) in lines {
        if let Some((was, by)) = last_year(review, cells.clone()) {
            old = old.max(text::width(&was) + 1);
            delta = delta.max(text::width(&by) + 1);
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
        // Two letters tell the seven kinds of applicants apart.
        (Lang::English, Length::Short) if column.unit == "件" => text::prefix(label, 2).to_owned(),
        (Lang::English | Lang::Chinese, Length::Short | Length::Full) => label.to_owned(),
    }
}

fn heads(pen: &Pen, review: &Review, shape: &Shape, cells: Range<usize>) -> Vec<Run> {
    let mut runs = Vec::new();
    for (slot, position) in shape.drawn(cells.clone()) {
        let head = head(pen, review, position, shape.heads);
        let role = if review.mark() == Some(position) { Role::Title } else { Role::Faint };
        runs.push(pen.run(format!("{} ", text::pad(&head, shape.slots[slot] - 1, Align::Right)), role));
    }
    runs.extend(shape.cut(pen, &cells));
    let has_last_year =
        shape.shown.start == 0 && (has_common_head(&review.opened.form, review.table) || cells.len() == 1);
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
    let group = table.group(&table.rows[row]).map_or("", |group| say::group(group, pen.words.lang()));
    if cells.is_empty() {
        return vec![pen.run(group, Role::Faint)];
    }
    let mut heads = heads(pen, review, shape, cells);
    // The blanks before the first head serve the group as well.
    let blanks = heads.first().map_or(0, |head| head.text.len() - head.text.trim_start().len());
    if let Some(head) = heads.first_mut() {
        head.text.drain(..blanks.saturating_sub(1));
    }
    let room = shape.label + blanks.saturating_sub(1);
    let group = text::cut_start(group, room);
    let mut runs = vec![pen.run(text::pad(&group, room, Align::Left), Role::Faint)];
    runs.extend(heads);
    runs
}

fn figures(pen: &Pen, review: &Review, shape: &Shape, (row, cells): (usize, Range<usize>)) -> Vec<Run> {
    let table = &review.opened.form.tables[review.table];
    let lang = pen.words.lang();
    let label = say::row(&table.rows[row], lang, shape.labels);
    let role = if review.mark().is_some_and(|mark| cells.contains(&mark)) { Role::Title } else { Role::Plain };
    let mut runs = vec![pen.run(text::pad(label, shape.label, Align::Left), role)];
    let mut used = 0;
    for (slot, position) in shape.drawn(cells.clone()) {
        let Some(cell) = review.opened.examined.report.cells.get(position) else { continue };
        used += shape.slots[slot];
        runs.extend(figure(pen, review, position, (cell, shape.slots[slot])));
    }
    runs.extend(shape.cut(pen, &cells));
    if let (Some((old, delta)), 0) = (shape.last_year, shape.shown.start)
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
    let value = value_of(cell);
    if review.mark() == Some(position) {
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
fn value_of(cell: &Cell) -> String {
    match cell.state {
        CellState::Number(number) => number.normalize().to_string(),
        CellState::Unsure(Some(number)) => format!("{}?", number.normalize()),
        CellState::Unsure(None) => "?".to_owned(),
        CellState::Blank => "_".to_owned(),
        CellState::Missing => "x".to_owned(),
        CellState::NotApplicable | CellState::Text => text::cut(&text::safe(cell.raw.trim()), TEXT).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::around;

    #[test]
    fn all_figures_are_drawn_where_they_fit() {
        assert_eq!(around(&[6; 7], 6, 42), 0..7);
    }

    #[test]
    fn a_figure_is_drawn_whole_or_not_at_all() {
        // Two columns for the mark, three figures of six.
        assert_eq!(around(&[6; 7], 0, 21), 0..3);
        assert_eq!(around(&[6; 7], 4, 21), 2..5);
        assert_eq!(around(&[6; 7], 6, 21), 4..7);
        assert_eq!(around(&[6; 7], 6, 3), 6..7);
    }
}
