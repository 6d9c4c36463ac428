//! Figures in a table that no row of the form took: the row's label is not one of the form's, or there is none. They are
//! told, never guessed at; whether the agency added a row or misnamed one, only the original shows.

use std::collections::HashSet;
use std::ops::Range;

use crate::form::{TableForm, TableLayout};
use crate::model::{Notice, Phrase, Span};
use crate::parse::stream::{Place, Token};
use crate::parse::value::is_value_like;

use super::rows::{Found, Labels};

/// So many rows are told one by one.
const MOST_TOLD: usize = 40;

/// So many figures behind one another are a row where rows are not known; a page number stands alone.
const FIGURES_IN_A_ROW: usize = 3;

/// One notice for each row of figures that was not used, from the first row of the form on.
pub(super) fn unused(
    tokens: &[Token],
    table: &TableForm,
    labels: &Labels,
    regions: &[Range<usize>],
    found: &[Option<Found>],
) -> Vec<Notice> {
    let own = found.iter().flatten();
    let Some(first) = own.clone().map(|row| row.label.start).min().filter(|_| table.layout == TableLayout::Rows) else {
        return Vec::new();
    };
    let used: HashSet<usize> = own.clone().flat_map(|row| row.label.clone().chain(row.slots.iter().copied())).collect();
    let grids: HashSet<usize> = own.filter_map(|row| grid(&tokens[row.label.start])).collect();
    let last = used.iter().max().copied().unwrap_or(first);
    let places: Vec<usize> = regions.iter().cloned().flatten().collect();
    let together = |one: &usize, next: &usize| {
        *next == *one + 1
            && tokens[*one].row() == tokens[*next].row()
            && (tokens[*one].row().is_some() || used.contains(one) == used.contains(next))
    };
    let mut notices = Vec::new();
    for row in places.chunk_by(together) {
        let is_of_table = match tokens[row[0]].row() {
            Some(_) => grid(&tokens[row[0]]).is_some_and(|grid| grids.contains(&grid)),
            None => (first..=last).contains(&row[0]),
        };
        if !is_of_table || row.iter().any(|place| used.contains(place)) {
            continue;
        }
        let before = found.iter().enumerate().filter_map(|(number, found)| Some((number, found.as_ref()?)));
        let above = before.filter(|(_, found)| found.label.start < row[0]).max_by_key(|(_, found)| found.label.start);
        let above = above.map(|(number, _)| table.rows[number].label.as_str());
        notices.extend(Unused::of(tokens, labels, row).iter().map(|unused| unused.notice(above)));
    }
    notices.truncate(MOST_TOLD);
    notices
}

/// A row of figures: its label, if it has one, and how many they are.
struct Unused<'a> {
    label: Option<&'a str>,
    figures: usize,
    span: Span,
}

impl<'a> Unused<'a> {
    /// The rows among tokens that stand together, each with the text before its figures.
    fn of(tokens: &[Token<'a>], labels: &Labels, places: &[usize]) -> Vec<Self> {
        let filled: Vec<&Token<'a>> =
            places.iter().map(|place| &tokens[*place]).filter(|token| !token.is_empty()).collect();
        let Some(first) = filled.first() else { return Vec::new() };
        if first.row().is_none() {
            let runs = filled.chunk_by(|one, next| is_value_like(one.raw) == is_value_like(next.raw));
            let mut label = None;
            let mut rows = Vec::new();
            for run in runs {
                if !is_value_like(run[0].raw) {
                    label = run.last().map(|token| token.raw);
                } else if run.len() >= FIGURES_IN_A_ROW && !counts_columns(run) {
                    rows.push(Self { label: label.take(), figures: run.len(), span: run[0].span });
                }
            }
            return rows;
        }
        let figures: Vec<&Token> = filled.iter().copied().filter(|token| is_value_like(token.raw)).collect();
        // A header has heads; a row of the form that comes again is told as such.
        let is_known = |token: &&&Token<'a>| labels.row(&token.key).is_some();
        let heads = filled.iter().filter(|token| labels.names_column(&token.key)).count();
        let is_page_number = filled.len() < 2;
        if figures.is_empty() || is_page_number || heads > 1 || filled.iter().any(|token| is_known(&token)) {
            return Vec::new();
        }
        if counts_columns(&figures) {
            return Vec::new();
        }
        let label = filled.iter().take_while(|token| !is_value_like(token.raw)).last().map(|token| token.raw);
        vec![Self { label, figures: figures.len(), span: first.span }]
    }

    fn notice(&self, above: Option<&str>) -> Notice {
        let count = self.figures;
        let (zh_place, en_place) = above.map_or_else(
            || ("表格开头".to_owned(), " at the head of the table".to_owned()),
            |above| (format!("“{above}”之后"), format!(" behind {above}")),
        );
        let message = match self.label {
            Some(label) => Phrase::new(
                format!("{zh_place}的“{label}”一行有{count}个数值，表式中没有这一行，未采用，请对照原件"),
                format!(
                    "the row {label}{en_place} has {count} values and is no row of the form; not used: compare the original"
                ),
            ),
            None => Phrase::new(
                format!("{zh_place}有一行没有行名，其中{count}个数值未采用，请对照原件"),
                format!("a row without a label{en_place} has {count} values; not used: compare the original"),
            ),
        };
        Notice { code: "row-unknown", message, span: Some(self.span) }
    }
}

fn grid(token: &Token) -> Option<usize> {
    match token.place {
        Place::Row { grid, .. } | Place::Placed { grid, .. } => Some(grid),
        Place::Loose | Place::Cell | Place::Page(_) => None,
    }
}

/// 1 2 3 4: the numbers of the columns.
fn counts_columns(figures: &[&Token]) -> bool {
    figures.len() > 1 && figures.iter().zip(1..).all(|(token, number): (_, i64)| token.raw.parse() == Ok(number))
}
