//! Rows that hold tables and prose alike, as sheets and tables that arrange a page do, to tables and paragraphs.
//!
//! A row with one filled cell is a paragraph when nothing else of a table is in it (no cell of its own beside, none
//! reaching in from above, the cell in the first column) and it is long, or numbered as a heading is (`二、`) and not
//! merged over a part of the row as labels are, or has no row of a table right above. Every other row stays in its table:
//! a row with values never is a paragraph, and a short caption below rows of a table belongs to it.

use super::builder::{Builder, CellText};
use super::{Columns, Refusal};

/// From this length on a lone text is prose, in characters.
const LONG: usize = 30;

/// How many empty rows may stand within one table.
const MOST_EMPTY: usize = 3;

/// A row as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The cells that begin in it, the blank ones too.
    pub(super) cells: Vec<CellText>,
    pub(super) beside: Beside,
}

/// What stands beside the only filled cell of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// Nothing that is drawn.
    Nothing,
    /// Cells of a table, though blank.
    Cells,
}

/// Writes rows as tables and paragraphs.
pub(super) fn write(rows: Vec<Row>, builder: &mut Builder) -> Result<(), Refusal> {
    let width = rows.iter().flat_map(|row| &row.cells).map(reach).max().unwrap_or(0);
    let left = rows.iter().flat_map(|row| &row.cells).filter(|cell| is_filled(cell)).map(|cell| cell.column).min();
    let left = left.unwrap_or(0);
    let mut table: Vec<Vec<CellText>> = Vec::new();
    // How many rows merged cells still reach over, and how many empty rows were seen since.
    let (mut reaching, mut empty): (usize, usize) = (0, 0);
    let of_list = rows_of_list(&rows, left);
    for (row, is_of_list) in rows.into_iter().zip(of_list) {
        let below = reaching > 0;
        reaching = reaching.saturating_sub(1);
        let filled = row.cells.iter().filter(|cell| is_filled(cell)).count();
        if filled == 0 && !below {
            empty += 1;
            if empty <= MOST_EMPTY && !table.is_empty() {
                table.push(row.cells);
            } else {
                end(&mut table, builder)?;
            }
            continue;
        }
        let place = Around { width, left, is_below: below, follows: !table.is_empty() && empty == 0 };
        empty = 0;
        if let Some(text) = paragraph(&row, place).filter(|_| !(is_of_list && place.follows)) {
            end(&mut table, builder)?;
            builder.paragraph(&text)?;
            continue;
        }
        let rows = row.cells.iter().map(|cell| usize::from(cell.rows)).max().unwrap_or(1);
        reaching = reaching.max(rows.saturating_sub(1));
        table.push(row.cells);
    }
    end(&mut table, builder)
}

/// What surrounds a row.
#[derive(Debug, Clone, Copy)]
struct Around {
    width: u16,
    /// The first column that is filled in any row.
    left: u16,
    /// Whether a merged cell reaches in from above.
    is_below: bool,
    /// Whether a row of a table stands right above.
    follows: bool,
}

fn paragraph(row: &Row, around: Around) -> Option<String> {
    let mut filled = row.cells.iter().filter(|cell| is_filled(cell));
    let cell = filled.next()?;
    let text = cell.text.trim();
    if around.width <= around.left + 1 {
        return Some(cell.text.clone());
    }
    if filled.next().is_some()
        || row.beside == Beside::Cells
        || around.is_below
        || cell.rows > 1
        || cell.column > around.left
    {
        return None;
    }
    let is_label = cell.columns > 1 && cell.columns * 2 <= around.width - around.left;
    let is_prose = text.chars().count() > LONG || text.contains('。');
    let is_paragraph = is_prose || (is_heading(text) && !is_label) || !around.follows;
    is_paragraph.then(|| cell.text.clone())
}

/// For each row: whether it goes on with the numbers that rows of figures beside it bear, as a row does in which no figure
/// was filled in. A heading between two tables begins with a number of its own.
fn rows_of_list(rows: &[Row], left: u16) -> Vec<bool> {
    let number = |row: &Row| row.cells.iter().find(|cell| cell.column == left).and_then(|cell| list_number(&cell.text));
    let filled = |row: &Row| row.cells.iter().filter(|cell| is_filled(cell)).count();
    let has_figures = |row: &Row| {
        let is_figure =
            |text: &str| text.starts_with(|first: char| first.is_ascii_digit()) && !text.contains(char::is_alphabetic);
        row.cells.iter().any(|cell| cell.column > left && is_figure(cell.text.trim()))
    };
    let mut of_list = vec![false; rows.len()];
    // The number that the row below bears, or above it the last row of the list.
    let mut next = None;
    for (place, row) in rows.iter().enumerate().rev() {
        match (filled(row), number(row)) {
            (1, Some(own)) if next == Some(own + 1) => {
                of_list[place] = true;
                next = Some(own);
            }
            (count, Some(own)) => next = (count > 1).then_some(own),
            (_, None) => next = None,
        }
    }
    let mut last = None;
    for (place, row) in rows.iter().enumerate() {
        match (filled(row), number(row)) {
            (0, _) => last = None,
            (1, Some(own)) => {
                // What ends a list has a heading behind it; a heading that only seems to go on has its table or its text.
                let behind = rows[place + 1..].iter().find(|row| filled(row) > 0);
                let is_headed =
                    behind.is_some_and(|row| filled(row) == 1 && number(row).is_some_and(|next| next <= own));
                of_list[place] |= is_headed && last.is_some_and(|last| own == last + 1);
                last = of_list[place].then_some(own);
            }
            (1, None) if row.cells.iter().any(|cell| cell.column == left && is_filled(cell)) => last = None,
            (_, Some(own)) => {
                last = (has_figures(row) || last.is_some_and(|last| own == last + 1)).then_some(own);
            }
            (_, None) => {}
        }
    }
    of_list
}

/// The number that an entry of a list begins with: 二、 is 2.
fn list_number(text: &str) -> Option<usize> {
    let (numeral, _) = text.trim().split_once(['、', '．'])?;
    "一二三四五六七八九十".chars().position(|own| numeral.chars().eq([own])).map(|place| place + 1)
}

/// Whether a text is numbered as the heading of a part: `二、`, `第二章`.
fn is_heading(text: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十";
    let behind = text.trim_start_matches(|character| NUMERALS.contains(character));
    if behind.len() < text.len() {
        return behind.starts_with(['、', '．', '.']);
    }
    let behind = text.strip_prefix('第').map(|text| text.trim_start_matches(|character| NUMERALS.contains(character)));
    behind.is_some_and(|behind| behind.starts_with(['章', '部']))
}

fn is_filled(cell: &CellText) -> bool {
    !cell.text.trim().is_empty()
}

fn reach(cell: &CellText) -> u16 {
    cell.column.saturating_add(cell.columns)
}

/// Ends a table. An empty row right below the last one filled is a row to be filled in when it has cells of its own; what
/// follows is none of the table.
fn end(table: &mut Vec<Vec<CellText>>, builder: &mut Builder) -> Result<(), Refusal> {
    let last = table.iter().rposition(|row| row.iter().any(is_filled));
    let kept = last.map_or(0, |last| last + 1);
    let is_to_fill_in = kept > 0 && table.get(kept).is_some_and(|row| row.len() > 1);
    table.truncate(kept + usize::from(is_to_fill_in));
    let rows = std::mem::take(table);
    if rows.is_empty() {
        return Ok(());
    }
    builder.grid(rows, Columns::Placed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Limits};

    fn shown(rows: &[&[(&str, u16)]], beside: Beside) -> Vec<String> {
        let rows = rows.iter().map(|cells| {
            let mut column = 0;
            let cells = cells.iter().map(|(text, columns)| {
                let cell = CellText { text: (*text).to_owned(), column, columns: *columns, rows: 1 };
                column += columns;
                cell
            });
            Row { cells: cells.collect(), beside }
        });
        let limits = Limits::default();
        let mut builder = Builder::new(&limits);
        write(rows.collect(), &mut builder).unwrap();
        let document = builder.finish("xlsx", "");
        document
            .blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(span) => document.text[span.range()].to_owned(),
                Block::Grid(grid) => format!("{} rows", grid.rows.len()),
                Block::Cells(_) | Block::Scattered(_) => String::new(),
            })
            .collect()
    }

    const REPORT: &[&[(&str, u16)]] = &[
        &[("青云县报告", 1), ("", 1), ("", 1)],
        &[("二、公开", 1), ("", 1), ("", 1)],
        &[("名称", 1), ("甲", 1), ("乙", 1)],
        &[("规章", 1), ("", 1), ("", 1)],
        &[("第二十条", 3)],
        &[("名称", 1), ("甲", 1), ("乙", 1)],
        &[("三、申请", 3)],
        &[("名称", 1), ("甲", 1), ("乙", 1)],
        &[("", 1), ("", 1), ("", 1)],
        &[("四、改进", 1), ("", 1), ("", 1)],
        &[("本机关认真贯彻条例的各项要求，不断改进。", 1), ("", 1), ("", 1)],
    ];

    #[test]
    fn headings_and_prose_are_paragraphs_and_rows_stay_rows() {
        assert_eq!(
            shown(REPORT, Beside::Nothing),
            [
                "青云县报告",
                "二、公开",
                "4 rows",
                "三、申请",
                "2 rows",
                "四、改进",
                "本机关认真贯彻条例的各项要求，不断改进。"
            ]
        );
    }

    #[test]
    fn a_row_with_cells_beside_is_a_row() {
        assert_eq!(shown(REPORT, Beside::Cells), ["11 rows"]);
    }
}
