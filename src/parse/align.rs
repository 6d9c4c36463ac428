//! Aligns the stream of tokens with the rows of the form: finds each row by its label, gathers what follows it, and
//! gives each value its column. Where more than one way is left, the cells say so.

use std::ops::Range;

use crate::form::{Form, TableForm, TableLayout};
use crate::model::{Cell, CellState, Notice, Phrase, Section, Span, Table};

use super::stream::Token;
use super::value;

mod columns;
mod header;
mod rows;
mod together;
mod unused;
mod wording;

use columns::{Placed, place};
use header::Header;
pub(super) use rows::Labels;
use rows::{Found, find_record, find_rows};
use together::{Sum, is_total_first, may_have_run_together};

/// The tables and cells of the form, all of them; what is not there is missing.
pub(super) fn tables(
    tokens: &[Token],
    form: &Form,
    sections: &[Section],
    notices: &mut Vec<Notice>,
) -> (Vec<Table>, Vec<Cell>) {
    let mut tables = Vec::new();
    let mut cells = Vec::with_capacity(form.cells.len());
    for table in &form.tables {
        let regions = region(tokens, form, table, sections);
        let labels = Labels::new(table);
        let found = match table.layout {
            TableLayout::Rows => find_rows(tokens, table, &labels, &regions, notices),
            TableLayout::Record => find_record(tokens, table, &labels, &regions),
        };
        let header = match table.layout {
            TableLayout::Rows => header::of_rows(tokens, table, &labels, &regions, &found),
            TableLayout::Record => header::of_record(tokens, table, &labels, &regions),
        };
        let mut wordings = wording::wordings(tokens, table, &regions, &found);
        wordings.extend(header.wordings.iter().cloned());
        wordings.sort_by_key(|wording| wording.printed.span);
        tables.push(Table {
            wordings,
            strays: wording::strays(tokens, &labels, &regions, &found),
            stray_columns: header.strays.clone(),
            misplaced: header.misplaced,
            ..summary(tokens, table, &found)
        });
        notices.extend(header_missing(tokens, table, &header, &found));
        notices.extend(unused::unused(tokens, table, &labels, &regions, &found));
        match table.layout {
            TableLayout::Rows => row_cells(tokens, table, &found, &header, &mut cells, notices),
            TableLayout::Record => record_cells(tokens, table, &found, &header, &mut cells, notices),
        }
    }
    debug_assert_eq!(cells.len(), form.cells.len(), "every cell of the form is listed");
    (tables, cells)
}

/// Where a table may stand: in its section where that was found, else anywhere but in the sections of other tables.
pub(super) fn region(tokens: &[Token], form: &Form, table: &TableForm, sections: &[Section]) -> Vec<Range<usize>> {
    let within = |span: Span| {
        let start = tokens.partition_point(|token| token.span.start < span.start);
        start..tokens.partition_point(|token| token.span.start < span.end).max(start)
    };
    if let Some(own) = sections.iter().find(|section| section.number == table.section) {
        return vec![within(own.span)];
    }
    let others: Vec<Range<usize>> = sections
        .iter()
        .filter(|section| form.tables.iter().any(|other| other.section == section.number))
        .map(|section| within(section.span))
        .collect();
    // A section whose successor's heading is lost holds the successor's table too.
    let before = sections.iter().rfind(|section| section.number < table.section).map(|section| within(section.span));
    let mut free = Vec::new();
    let mut start = 0;
    for taken in others.into_iter().filter(|taken| before.as_ref() != Some(taken)) {
        if start < taken.start {
            free.push(start..taken.start);
        }
        start = start.max(taken.end);
    }
    free.push(start..tokens.len());
    free
}

fn summary(tokens: &[Token], table: &TableForm, found: &[Option<Found>]) -> Table {
    let span = found
        .iter()
        .flatten()
        .flat_map(|row| row.label.clone().chain(row.slots.iter().copied()))
        .map(|token| tokens[token].span)
        .reduce(Span::cover);
    let last_row =
        found.iter().rposition(Option::is_some).and_then(|row| table.rows.get(row)).map(|row| row.id.clone());
    Table {
        id: table.id.clone(),
        span,
        last_row,
        wordings: Vec::new(),
        strays: Vec::new(),
        stray_columns: Vec::new(),
        misplaced: None,
    }
}

fn row_cells(
    tokens: &[Token],
    table: &TableForm,
    found: &[Option<Found>],
    header: &Header,
    cells: &mut Vec<Cell>,
    notices: &mut Vec<Notice>,
) {
    let is_turned = is_turned(tokens, table, found, header);
    for (row, form) in table.rows.iter().enumerate() {
        let columns = table.row_columns(form);
        let expected = columns.len();
        let mut placed = match &found[row] {
            None => vec![Placed::Missing; expected],
            Some(own) => place(tokens, own, found, header, &columns),
        };
        let total = columns.iter().position(|column| table.columns[*column].total);
        let sums: Vec<Sum> = total.map(|total| Sum { parts: 0..total, total }).into_iter().collect();
        doubt_run_together(tokens, &mut placed, &sums);
        if let Some(own) = &found[row] {
            doubt_merged(tokens, own, &mut placed);
        }
        let is_turned = is_turned && header.is_missing_over(&columns);
        for (column, placed) in columns.iter().zip(&mut placed) {
            // A figure in another unit is another figure.
            if let (true, Placed::At(token)) = (is_turned || header.other_unit[*column], *placed) {
                *placed = Placed::Perhaps(token);
            }
        }
        report_doubt(tokens, &form.label, expected, found[row].as_ref(), &placed, notices);
        for (column, placed) in columns.iter().zip(placed) {
            cells.push(cell(tokens, table, &form.id, *column, placed));
        }
    }
}

/// Whether the rows of a table without a header add up with their first figure as the total.
fn is_turned(tokens: &[Token], table: &TableForm, found: &[Option<Found>], header: &Header) -> bool {
    table.rows.iter().zip(found).filter_map(|(row, found)| Some((row, found.as_ref()?))).any(|(row, found)| {
        let columns = table.row_columns(row);
        let Some(total) = columns.iter().position(|column| table.columns[*column].total) else { return false };
        let values: Vec<&str> =
            found.slots.iter().map(|slot| tokens[*slot].raw).filter(|raw| !raw.is_empty()).collect();
        header.is_missing_over(&columns)
            && values.len() == columns.len()
            && is_total_first(&values, &Sum { parts: 0..total, total })
    })
}

/// A table with figures whose columns have no heads: they were told apart by their order alone.
fn header_missing(tokens: &[Token], table: &TableForm, header: &Header, found: &[Option<Found>]) -> Option<Notice> {
    let is_filled = |row: &Found| row.slots.iter().any(|slot| !tokens[*slot].is_empty());
    let first = match table.layout {
        // The only row that is found without its head has no label either.
        TableLayout::Record => found.iter().flatten().find(|row| row.label.is_empty())?,
        TableLayout::Rows => {
            let rows = table.rows.iter().zip(found).filter_map(|(row, found)| Some((row, found.as_ref()?)));
            let mut headless =
                rows.filter(|(row, found)| is_filled(found) && header.is_missing_over(&table.row_columns(row)));
            headless.next()?.1
        }
    };
    let place = first.label.clone().chain(first.slots.iter().copied()).next()?;
    Some(Notice {
        code: "header-missing",
        message: Phrase::new(
            format!("“{}”没有可辨认的表头，各列只能按顺序对位，请对照原件", table.title),
            format!(
                "{}: no header was found, so its columns are told by their order alone: compare the original",
                table.title
            ),
        ),
        span: Some(tokens[place].span),
    })
}

/// A figure that is merged over more rows than the label of its row belongs to all of them or to one; who can say?
fn doubt_merged(tokens: &[Token], own: &Found, placed: &mut [Placed]) {
    let rows = tokens[own.label.clone()].iter().map(Token::rows).max().unwrap_or(1);
    for placed in placed {
        if let Placed::At(token) = *placed
            && tokens[token].rows() > rows
        {
            *placed = Placed::Perhaps(token);
        }
    }
}

/// Where two figures may have run together into one, nothing in the row is certain.
fn doubt_run_together(tokens: &[Token], placed: &mut [Placed], sums: &[Sum]) {
    let printed = |placed: &Placed| match placed {
        Placed::At(token) => Some(tokens[*token].raw),
        Placed::Missing | Placed::Perhaps(_) | Placed::Nowhere(_) => None,
    };
    let Some(row) = placed.iter().map(printed).collect::<Option<Vec<&str>>>() else { return };
    if may_have_run_together(&row, sums) {
        for placed in placed {
            if let Placed::At(token) = *placed {
                *placed = Placed::Perhaps(token);
            }
        }
    }
}

/// In a record table every row of the form ends with its total.
fn record_sums(table: &TableForm) -> Vec<Sum> {
    let mut sums = Vec::new();
    let mut first = 0;
    for row in &table.rows {
        let columns = table.row_columns(row);
        if let Some(total) = columns.iter().position(|column| table.columns[*column].total) {
            sums.push(Sum { parts: first..first + total, total: first + total });
        }
        first += columns.len();
    }
    sums
}

/// The one row of values of a record table, cut into the rows of the form.
fn record_cells(
    tokens: &[Token],
    table: &TableForm,
    found: &[Option<Found>],
    header: &Header,
    cells: &mut Vec<Cell>,
    notices: &mut Vec<Notice>,
) {
    let expected = table.rows.iter().map(|row| table.row_columns(row).len()).sum();
    let record = found.iter().flatten().next();
    let columns: Vec<usize> = (0..expected).collect();
    let placed =
        record.map_or_else(|| vec![Placed::Missing; expected], |own| place(tokens, own, &[], header, &columns));
    let mut placed = placed;
    doubt_run_together(tokens, &mut placed, &record_sums(table));
    report_doubt(tokens, &table.title, expected, record, &placed, notices);
    let mut placed = placed.into_iter();
    for row in &table.rows {
        for (column, placed) in table.row_columns(row).into_iter().zip(placed.by_ref()) {
            cells.push(cell(tokens, table, &row.id, column, placed));
        }
    }
}

fn cell(tokens: &[Token], table: &TableForm, row: &str, column: usize, placed: Placed) -> Cell {
    let column = &table.columns[column];
    let id = crate::model::CellId::new(row, &column.id);
    let (token, certain) = match placed {
        Placed::Missing => return Cell { id, state: CellState::Missing, raw: String::new(), span: None },
        Placed::Nowhere(at) => {
            let span = Some(Span::new(at, at));
            return Cell { id, state: CellState::Unsure(None), raw: String::new(), span };
        }
        Placed::At(token) => (&tokens[token], true),
        Placed::Perhaps(token) => (&tokens[token], false),
    };
    let read = value::read(token.raw, column.number);
    let state = if certain { read } else { CellState::Unsure(read.number()) };
    Cell { id, state, raw: token.raw.to_owned(), span: Some(token.span) }
}

/// EXT-06: a row whose values cannot be given their columns with certainty.
fn report_doubt(
    tokens: &[Token],
    label: &str,
    expected: usize,
    found: Option<&Found>,
    placed: &[Placed],
    notices: &mut Vec<Notice>,
) {
    let doubtful = placed.iter().any(|placed| matches!(placed, Placed::Perhaps(_) | Placed::Nowhere(_)));
    let Some(found) = found.filter(|_| doubtful) else {
        return;
    };
    let values = found.slots.iter().filter(|slot| !tokens[**slot].is_empty()).count();
    let message = if values == expected {
        Phrase::new(
            format!("“{label}”一行的数值与表头或其他行对不上，列对位不确定，请对照原件"),
            format!("the values of row {label} do not agree with the heads or with other rows: compare the original"),
        )
    } else {
        Phrase::new(
            format!("“{label}”一行取得{values}个数值（应为{expected}个），列对位不确定，请对照原件"),
            format!("row {label} yields {values} values instead of {expected}: compare the original"),
        )
    };
    notices.push(Notice { code: "row-unsure", message, span: Some(tokens[found.label.start].span) });
}
