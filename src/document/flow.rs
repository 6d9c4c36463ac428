//! Puts paragraphs and tables together from paragraphs and the marks that end them, as Word and RTF files tell their
//! tables: a cell is what stands before its mark, a row the cells before its own.

use std::rc::Rc;

use super::builder::Builder;
use super::edges::{EdgeRow, RowShape, place};
use super::{Limits, Refusal};

/// What ends a piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    Paragraph,
    Cell,
    /// The end of a row, with the row's definition where the file has one.
    Row(Option<Rc<RowShape>>),
    /// The end of a row that is deleted or hidden: it goes if no text of it is left.
    DroppedRow(Option<Rc<RowShape>>),
}

/// Text under construction: what was completed, and the tables that are open, the outermost first.
pub(super) struct Flow<'a> {
    limits: &'a Limits,
    parts: Vec<Part>,
    open: Vec<Table>,
    /// How many paragraphs, cells, rows and tables there are.
    count: usize,
    bytes: usize,
}

enum Part {
    Text(String),
    Table(Table),
}

#[derive(Default)]
struct Table {
    rows: Vec<Row>,
    cells: Vec<Cell>,
    /// The cell that no mark has ended yet.
    cell: Cell,
}

#[derive(Default)]
struct Row {
    shape: Option<Rc<RowShape>>,
    cells: Vec<Cell>,
}

type Cell = Vec<Part>;

impl<'a> Flow<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, parts: Vec::new(), open: Vec::new(), count: 0, bytes: 0 }
    }

    /// Adds text and its mark in `level` tables. A cell or row outside of all tables is taken as one of a table.
    pub(super) fn push(&mut self, text: String, level: usize, mark: Mark) -> Result<(), Refusal> {
        let level = if mark == Mark::Paragraph { level } else { level.max(1) };
        if level > self.limits.nesting {
            return Err(Refusal::over_limit(("表格嵌套层数", "tables in one another"), self.limits.nesting));
        }
        self.count += 1 + level.saturating_sub(self.open.len());
        if self.count > self.limits.pieces {
            return Err(Refusal::over_limit(("段落和单元格", "paragraphs and cells"), self.limits.pieces));
        }
        self.bytes += text.len();
        if self.bytes > self.limits.text {
            return Err(Refusal::over_limit(("文字的字节数", "bytes of text"), self.limits.text));
        }
        while self.open.len() > level {
            self.close();
        }
        while self.open.len() < level {
            self.open.push(Table::default());
        }
        let Some(table) = self.open.last_mut() else {
            self.parts.push(Part::Text(text));
            return Ok(());
        };
        let row_ends = !matches!(mark, Mark::Paragraph | Mark::Cell);
        // The mark of a row stands alone; text before it belongs to a cell whose mark is lost.
        if !row_ends || !text.trim().is_empty() {
            table.cell.push(Part::Text(text));
        }
        match mark {
            Mark::Paragraph => {}
            Mark::Cell => table.cells.push(std::mem::take(&mut table.cell)),
            Mark::DroppedRow(_) if table.is_blank() => {
                table.cells.clear();
                table.cell.clear();
            }
            Mark::Row(shape) | Mark::DroppedRow(shape) => table.end_row(shape),
        }
        Ok(())
    }

    /// Whether a row has begun at this level and not ended.
    pub(super) fn is_within_row(&self, level: usize) -> bool {
        level > 0 && self.open.get(level - 1).is_some_and(|table| !table.cells.is_empty())
    }

    /// Whether there is any table, and how many characters there are outside of tables.
    pub(super) fn content(&mut self) -> (bool, usize) {
        self.close_all();
        let mut characters = 0;
        for part in &self.parts {
            match part {
                Part::Text(text) => characters += text.chars().filter(|character| !character.is_whitespace()).count(),
                Part::Table(_) => return (true, characters),
            }
        }
        (false, characters)
    }

    /// Writes everything in order.
    pub(super) fn write(mut self, builder: &mut Builder) -> Result<(), Refusal> {
        self.close_all();
        self.parts.into_iter().try_for_each(|part| write_part(part, builder))
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.close();
        }
    }

    /// Completes the innermost open table and puts it into the cell, or the text, that it stands in.
    fn close(&mut self) {
        let Some(mut table) = self.open.pop() else {
            return;
        };
        table.end_row(None);
        if table.rows.is_empty() {
            return;
        }
        match self.open.last_mut() {
            Some(outer) => outer.cell.push(Part::Table(table)),
            None => self.parts.push(Part::Table(table)),
        }
    }
}

impl Table {
    fn end_row(&mut self, shape: Option<Rc<RowShape>>) {
        if !self.cell.is_empty() {
            self.cells.push(std::mem::take(&mut self.cell));
        }
        if !self.cells.is_empty() {
            self.rows.push(Row { shape, cells: std::mem::take(&mut self.cells) });
        }
    }

    /// Whether the row that is open has no text.
    fn is_blank(&self) -> bool {
        let mut parts = self.cells.iter().flatten().chain(&self.cell);
        parts.all(|part| matches!(part, Part::Text(text) if text.trim().is_empty()))
    }

    /// Whether the table only frames others: one cell a row, and a table in one of them.
    fn is_frame(&self) -> bool {
        let holds_table = |cell: &Cell| cell.iter().any(|part| matches!(part, Part::Table(_)));
        self.rows.iter().all(|row| row.cells.len() == 1) && self.rows.iter().flat_map(|row| &row.cells).any(holds_table)
    }
}

fn write_part(part: Part, builder: &mut Builder) -> Result<(), Refusal> {
    match part {
        Part::Text(text) => builder.paragraph(&text),
        Part::Table(table) => write_table(table, builder),
    }
}

/// A table, and after it those that stand in its cells.
fn write_table(table: Table, builder: &mut Builder) -> Result<(), Refusal> {
    if table.is_frame() {
        let parts = table.rows.into_iter().flat_map(|row| row.cells).flatten();
        return parts.into_iter().try_for_each(|part| write_part(part, builder));
    }
    let mut nested = Vec::new();
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in table.rows {
        let mut texts = Vec::with_capacity(row.cells.len());
        for cell in row.cells {
            let mut paragraphs = Vec::new();
            for part in cell {
                match part {
                    Part::Text(text) => paragraphs.push(text),
                    Part::Table(table) => nested.push(table),
                }
            }
            texts.push(paragraphs.join("\n"));
        }
        rows.push(EdgeRow { shape: row.shape, texts });
    }
    let (rows, columns) = place(rows);
    builder.grid(rows, columns)?;
    nested.into_iter().try_for_each(|table| write_table(table, builder))
}

/// A paragraph with its automatic number before it. Writers part the two by a tab, which is no part of the text after
/// 、 and ）.
pub(super) fn numbered(number: &str, text: &str) -> String {
    let number = number.trim();
    let parted = number.is_empty() || number.ends_with(['、', '）', '　']);
    format!("{number}{}{text}", if parted { "" } else { " " })
}
