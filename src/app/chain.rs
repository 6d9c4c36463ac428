//! The chain of years as a grid: which years are in sight, how wide each is, what stands in it. Pure; the view has the
//! words.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::diff::{Chain, ChainRow, Link, Standing};
use crate::form::Form;
use crate::model::{CellId, CellState, Lang};
use crate::text;

/// One column of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainColumn {
    /// A position in `Chain::years`.
    Year(usize),
    /// Years that are not at hand, from the first to the last.
    Missing(i32, i32),
}

/// The columns that are in sight, each with its width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainGrid {
    /// The width of the rows' names.
    pub label: usize,
    pub columns: Vec<(ChainColumn, usize)>,
    /// Years at hand that are out of sight, before and after.
    pub older: usize,
    pub newer: usize,
}

/// The parts of the chain's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainSplit {
    pub head: Rect,
    pub list: Rect,
    /// Its first row is a rule.
    pub detail: Rect,
}

/// The narrowest column: a year and a blank on each side.
const NARROWEST: usize = 6;

/// All columns of a chain with their widths, the oldest first.
fn columns(chain: &Chain) -> Vec<(ChainColumn, usize)> {
    let mut columns = Vec::new();
    for (index, year) in chain.years.iter().enumerate() {
        if let Some(before) = index.checked_sub(1).map(|before| chain.years[before].year)
            && year.year - before > 1
        {
            columns.push((ChainColumn::Missing(before + 1, year.year - 1), NARROWEST));
        }
        let figures = chain.rows.iter().map(|row| text::width(&chain_figure(row, index)));
        columns.push((ChainColumn::Year(index), (figures.max().unwrap_or(0) + 2).max(NARROWEST)));
    }
    columns
}

/// The columns that fit into `width`, the newest `back` left out.
#[must_use]
pub fn chain_grid(chain: &Chain, form: &Form, lang: Lang, width: usize, back: usize) -> ChainGrid {
    let label = label_width(chain, form, lang);
    let all = columns(chain);
    let room = width.saturating_sub(label);
    let end = all.len() - back.min(furthest(&all, room));
    let fit = fitting(all[..end].iter().rev(), room);
    let in_sight = end - fit..end;
    let years = |columns: &[(ChainColumn, usize)]| {
        columns.iter().filter(|(one, _)| matches!(one, ChainColumn::Year(_))).count()
    };
    ChainGrid {
        label,
        older: years(&all[..in_sight.start]),
        newer: years(&all[in_sight.end..]),
        columns: all[in_sight].to_vec(),
    }
}

fn label_width(chain: &Chain, form: &Form, lang: Lang) -> usize {
    chain.rows.iter().map(|row| text::width(&chain_label(form, &row.cell, lang))).max().unwrap_or(0) + 2
}

/// How many columns, one after another, fit into a room; one always does.
fn fitting<'a>(columns: impl Iterator<Item = &'a (ChainColumn, usize)>, room: usize) -> usize {
    let mut used = 0;
    let fits = |(_, width): &&(ChainColumn, usize)| {
        used += width;
        used <= room
    };
    columns.take_while(fits).count().max(1)
}

/// How many columns can be left out at the newest end until the oldest is in sight.
fn furthest(all: &[(ChainColumn, usize)], room: usize) -> usize {
    all.len() - fitting(all.iter(), room).min(all.len())
}

/// As `furthest`, for a place of this width.
pub(super) fn furthest_back(chain: &Chain, form: &Form, lang: Lang, width: usize) -> usize {
    furthest(&columns(chain), width.saturating_sub(label_width(chain, form, lang)))
}

/// What stands under a year: `5`, with the link to the year before as `=5` where it holds, `?5` where it cannot be
/// judged, and `4|5!` where 4 should stand and 5 does; `-` where the year's form has no such cell.
#[must_use]
pub fn chain_figure(row: &ChainRow, year: usize) -> String {
    let Some(stated) = row.stated.get(year).and_then(Option::as_ref).map(cell_sign) else { return "-".to_owned() };
    let Some(link) = link_to(row, year) else { return stated };
    match link.standing {
        Standing::Holds => format!("={stated}"),
        Standing::Broken { left, right, .. } => format!("{}|{}!", right.normalize(), left.normalize()),
        Standing::Unknown(_) => format!("?{stated}"),
    }
}

/// The link that ends in a year.
#[must_use]
pub fn link_to(row: &ChainRow, year: usize) -> Option<&Link> {
    row.links.get(year.checked_sub(1)?)
}

/// A cell in the signs of the tables: `_` blank, `x` missing, `6?` unsure.
#[must_use]
pub fn cell_sign(state: &CellState) -> String {
    match state {
        CellState::Number(number) => number.normalize().to_string(),
        CellState::Unsure(Some(number)) => format!("{}?", number.normalize()),
        CellState::Unsure(None) => "?".to_owned(),
        CellState::Blank => "_".to_owned(),
        CellState::Missing => "x".to_owned(),
        CellState::NotApplicable | CellState::Text => "/".to_owned(),
    }
}

/// A cell by its short row without the numeral and its column, as `上年结转 自然人`.
#[must_use]
pub fn chain_label(form: &Form, cell: &CellId, lang: Lang) -> String {
    format!("{} {}", chain_row_label(form, cell, lang), chain_column_label(form, cell, lang))
}

/// The row of a cell by its short label without the numeral, which beside figures cannot be read.
#[must_use]
pub fn chain_row_label<'a>(form: &'a Form, cell: &'a CellId, lang: Lang) -> &'a str {
    let Some((_, row)) = form.row(cell.row()) else { return cell.row() };
    match lang {
        Lang::English => row.en.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start(),
        Lang::Chinese => {
            let numeral = row.label.split_once(['、', '.']).map_or("", |(numeral, _)| numeral);
            row.short.strip_prefix(numeral).unwrap_or(&row.short)
        }
    }
}

/// The column of a cell by its label.
#[must_use]
pub fn chain_column_label<'a>(form: &'a Form, cell: &'a CellId, lang: Lang) -> &'a str {
    form.column(cell).map_or_else(
        || cell.column(),
        |column| match lang {
            Lang::English => &column.en,
            Lang::Chinese => &column.label,
        },
    )
}

/// The parts of the inside: as many rows as there are; what is left is for the selected row's links.
#[must_use]
pub fn split_chain(inside: Rect, rows: usize) -> ChainSplit {
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
    let below = inside.height.saturating_sub(1);
    let left = below.saturating_sub(rows);
    let least = match below {
        8.. => 4,
        5..8 => 2,
        0..5 => 0,
    };
    let detail = if left < 3 { least.max(left) } else { left };
    let [head, list, detail] =
        Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(detail)]).areas(inside);
    ChainSplit { head, list, detail }
}

/// The row to begin with: the one that a finding speaks of, else the first that is broken.
pub(super) fn first_row(chain: &Chain, finding: Option<(&str, &[CellId])>) -> usize {
    let of_finding =
        |row: &ChainRow| finding.is_some_and(|(rule, cells)| row.rule == rule && cells.contains(&row.cell));
    let is_broken = |row: &ChainRow| row.links.iter().any(|link| matches!(link.standing, Standing::Broken { .. }));
    let found = chain.rows.iter().position(of_finding).or_else(|| chain.rows.iter().position(is_broken));
    found.unwrap_or(0)
}
