//! Spreadsheets to blocks: each sheet with text as a table, its headings and prose as paragraphs. Formulas count with the
//! value that was saved with them. What a sheet hides is not read, and said to be there.

use std::collections::BTreeMap;

use crate::model::{Notice, Phrase};

use super::builder::{Builder, CellText};
use super::rows::{Beside, Row, write};
use super::sniff::{Kind, sniff};
use super::{Document, Limits, Refusal};

mod number;
mod ods;
mod xls;
mod xlsx;

/// One sheet as it was read.
#[derive(Debug, Default)]
struct Sheet {
    name: String,
    /// Filled cells by row and column, counted from 0.
    cells: BTreeMap<(u32, u32), String>,
    /// The bytes of all cells.
    size: usize,
    merges: Vec<Merge>,
    /// By row, the columns of blank cells that are drawn with a border, from first to last.
    frames: BTreeMap<u32, Vec<(u32, u32)>>,
    /// Rows and columns that are not shown, from first to last.
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
}

/// A merged cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Merge {
    row: u32,
    column: u32,
    rows: u32,
    columns: u32,
}

/// What a file holds.
#[derive(Debug, Default)]
struct Workbook {
    sheets: Vec<Sheet>,
    /// Whether a sheet is not shown; it is not among `sheets`.
    hides_sheets: bool,
    /// Formulas whose value was not saved.
    uncomputed: usize,
    /// Cells and bytes of all sheets so far.
    cells: usize,
    size: usize,
}

impl Workbook {
    /// Takes a sheet; over the limits the file is refused.
    fn add(&mut self, sheet: Sheet, limits: &Limits) -> Result<(), Refusal> {
        self.cells += sheet.cells.len();
        self.size += sheet.size;
        if self.cells > limits.pieces || self.size > limits.text {
            return Err(too_many(limits));
        }
        self.sheets.push(sheet);
        Ok(())
    }
}

/// The most cells with a border that are remembered for one row.
const MOST_FRAMES: usize = 64;

impl Sheet {
    /// Takes a filled cell; over the limit the file is refused.
    fn fill(&mut self, row: u32, column: u32, text: String, limits: &Limits) -> Result<(), Refusal> {
        if text.trim().is_empty() {
            return Ok(());
        }
        // One text may stand in many cells.
        self.size += text.len();
        if self.cells.len() >= limits.pieces || self.size > limits.text {
            return Err(too_many(limits));
        }
        self.cells.insert((row, column), text);
        Ok(())
    }

    fn frame(&mut self, row: u32, first: u32, last: u32) {
        let frames = self.frames.entry(row).or_default();
        let goes_on = frames.last_mut().filter(|(_, end)| *end + 1 == first);
        if let Some((_, end)) = goes_on {
            *end = last;
        } else if frames.len() < MOST_FRAMES {
            frames.push((first, last));
        }
    }

    fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Takes hidden cells away; whether there were any.
    fn drop_hidden(&mut self) -> bool {
        let all = self.cells.len();
        let (rows, columns) = (Ranges::new(&self.hidden_rows), Ranges::new(&self.hidden_columns));
        self.cells.retain(|(row, column), _| !rows.hold(*row) && !columns.hold(*column));
        self.cells.len() < all
    }
}

/// Ranges of rows or columns, ready to be asked.
struct Ranges {
    /// By the first of each range, the last that it and those before it reach.
    sorted: Vec<(u32, u32)>,
}

impl Ranges {
    fn new(ranges: &[(u32, u32)]) -> Self {
        let mut sorted = ranges.to_vec();
        sorted.sort_unstable();
        let mut reached = 0;
        for (_, last) in &mut sorted {
            reached = reached.max(*last);
            *last = reached;
        }
        Self { sorted }
    }

    fn hold(&self, place: u32) -> bool {
        let behind = self.sorted.partition_point(|(first, _)| *first <= place);
        behind.checked_sub(1).and_then(|at| self.sorted.get(at)).is_some_and(|(_, last)| *last >= place)
    }
}

fn too_many(limits: &Limits) -> Refusal {
    Refusal::over_limit(("段落和单元格", "paragraphs and cells"), limits.pieces)
}

/// Reads a spreadsheet.
///
/// # Errors
/// When it is damaged, encrypted, holds no text or is over a limit.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Document, Vec<Notice>), Refusal> {
    let (kind, mut workbook) = match sniff(bytes) {
        Kind::Ods => ("ods", ods::workbook(bytes, limits)?),
        Kind::Xls => ("xls", xls::workbook(bytes, limits)?),
        _ => ("xlsx", xlsx::workbook(bytes, limits)?),
    };
    let mut hides = workbook.hides_sheets;
    for sheet in &mut workbook.sheets {
        hides |= sheet.drop_hidden();
    }
    workbook.sheets.retain(|sheet| !sheet.is_empty());
    let mut builder = Builder::new(limits);
    let is_one = workbook.sheets.len() == 1;
    for sheet in &workbook.sheets {
        if !is_one {
            builder.paragraph(&sheet.name)?;
        }
        write_sheet(sheet, &mut builder, limits)?;
    }
    if workbook.sheets.is_empty() {
        return Err(Refusal::without_text());
    }
    let notices = notices(hides, workbook.uncomputed);
    Ok((builder.finish(kind, ""), notices))
}

fn notices(hides: bool, uncomputed: usize) -> Vec<Notice> {
    let hidden = hides.then(|| Notice {
        code: "hidden-text",
        message: Phrase::new(
            "表格文件中有隐藏的工作表、行或列，未读取；请取消隐藏核对",
            "the spreadsheet hides sheets, rows or columns, and they were not read: show them and compare",
        ),
        span: None,
    });
    let uncomputed = (uncomputed > 0).then(|| Notice {
        code: "formula-without-value",
        message: Phrase::new(
            format!("{uncomputed} 个公式没有保存计算结果，按空白读取；请用办公软件打开并保存后重新发送"),
            format!("{uncomputed} formulas were saved without their values and read as blank: open, save, send again"),
        ),
        span: None,
    });
    hidden.into_iter().chain(uncomputed).collect()
}

/// Writes a sheet. Rows far apart from one another do not make one table.
fn write_sheet(sheet: &Sheet, builder: &mut Builder, limits: &Limits) -> Result<(), Refusal> {
    const FAR: u32 = 4;
    let merges: BTreeMap<(u32, u32), Merge> =
        sheet.merges.iter().map(|merge| ((merge.row, merge.column), *merge)).collect();
    let mut filled: Vec<u32> = sheet.cells.keys().map(|(row, _)| *row).collect();
    filled.dedup();
    for island in filled.chunk_by(|one, next| next - one <= FAR) {
        let (Some(first), Some(last)) = (island.first(), island.last()) else { continue };
        let island = Island::new(sheet, &merges, *first, *last);
        let cells = u64::from(island.right - island.left + 1) * u64::from(last - first + 1);
        if cells > limits.pieces as u64 {
            return Err(too_many(limits));
        }
        write(island.rows(), builder)?;
    }
    Ok(())
}

/// Neighbouring rows of a sheet, with the columns that they use.
struct Island<'a> {
    sheet: &'a Sheet,
    /// The merged cells that begin here, by row and column.
    merges: BTreeMap<(u32, u32), Merge>,
    top: u32,
    bottom: u32,
    left: u32,
    right: u32,
}

impl<'a> Island<'a> {
    fn new(sheet: &'a Sheet, merges: &BTreeMap<(u32, u32), Merge>, top: u32, bottom: u32) -> Self {
        let filled = || sheet.cells.range((top, 0)..=(bottom, u32::MAX)).map(|(place, _)| place);
        let left = filled().map(|(_, column)| *column).min().unwrap_or(0);
        let right = filled().map(|(_, column)| *column).max().unwrap_or(0);
        let merges = merges.range((top, 0)..=(bottom, u32::MAX)).map(|(place, merge)| (*place, *merge)).collect();
        Self { sheet, merges, top, bottom, left, right }
    }

    fn rows(&self) -> Vec<Row> {
        let width = (self.right - self.left + 1) as usize;
        // By column, the first row in which it is free again.
        let mut free = vec![self.top; width];
        (self.top..=self.bottom).map(|row| self.row(row, &mut free)).collect()
    }

    fn row(&self, row: u32, free: &mut [u32]) -> Row {
        let mut cells = Vec::new();
        let mut covered = None;
        for column in self.left..=self.right {
            let place = (column - self.left) as usize;
            if free.get(place).is_none_or(|until| *until > row) {
                continue;
            }
            let text = self.sheet.cells.get(&(row, column)).cloned().unwrap_or_default();
            let (rows, columns) = self.extent(row, column, &free[place..]);
            free[place..place + columns as usize].fill(row + rows);
            if !text.is_empty() {
                covered = Some((column, column + columns - 1));
            }
            let small = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
            cells.push(CellText { text, column: small(column), columns: small(columns), rows: small(rows) });
        }
        let is_beside = |(first, last): &(u32, u32)| {
            covered.is_none_or(|(left, right)| *first < left || *last > right)
                && *first <= self.right
                && *last >= self.left
        };
        let frames = self.sheet.frames.get(&row);
        let is_framed = frames.is_some_and(|frames| frames.iter().any(is_beside));
        Row { cells, beside: if is_framed { Beside::Cells } else { Beside::Nothing } }
    }

    /// How many rows and columns the cell covers, within the island and up to the next cell that another one covers.
    fn extent(&self, row: u32, column: u32, free: &[u32]) -> (u32, u32) {
        let Some(merge) = self.merges.get(&(row, column)) else {
            return (1, 1);
        };
        let rows = merge.rows.clamp(1, self.bottom - row + 1);
        let wanted = merge.columns.clamp(1, self.right - column + 1) as usize;
        let columns = free.iter().take(wanted).take_while(|until| **until <= row).count();
        (rows, u32::try_from(columns).unwrap_or(1).max(1))
    }
}
