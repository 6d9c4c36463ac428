//! A page as plain text, in the layouts in which texts arrive: from converters, from the clipboard, from OCR.

use std::fmt::Write;

use super::page::{Cell, Page, Part, Role, Table};

/// How the tables are set in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// One cell a line, each behind a tab.
    Stacked,
    /// One row a line, cells parted by tabs, padded at the end.
    Grid,
    /// Markdown.
    Pipes,
    /// A bar behind each cell and one row a line, filled with bars, as programs print that turn pages of the web into text.
    Barred,
    /// The same with one cell a line, and a bar at the start of each row.
    BarsBeside,
    /// The same without that bar, and with the bars that fill a row on a line of their own.
    BarsBehind,
    /// One cell a line and a bar on the next.
    BarsBelow,
    /// One row a line, cells parted by blanks; empty cells leave no trace.
    Spaced,
    /// Columns aligned with blanks, long labels over several lines, as `pdftotext -layout` prints: it counts characters.
    Columns,
    /// The same, aligned on a screen, where a Chinese character takes two columns.
    Screen,
    /// Aligned by characters over several pages, each moved to the left as far as it goes.
    Paged,
    /// One token a line and nothing for an empty cell, as OCR and copying from a viewer give.
    Tokens,
    /// As viewers copy a table out of a page: figures with one blank between, behind their label where that takes one line
    /// and below it where it takes more; heads one below the other.
    Copied,
}

impl Layout {
    pub(crate) const ALL: [Self; 13] = [
        Self::Stacked,
        Self::Grid,
        Self::Pipes,
        Self::Barred,
        Self::BarsBeside,
        Self::BarsBehind,
        Self::BarsBelow,
        Self::Spaced,
        Self::Columns,
        Self::Screen,
        Self::Paged,
        Self::Tokens,
        Self::Copied,
    ];
}

/// The page with its tables in these layouts, one after the other; the last goes on for the tables that are left.
pub(crate) fn text(page: &Page, layouts: &[Layout]) -> String {
    let mut text = String::new();
    let mut tables = 0;
    for part in &page.parts {
        match part {
            Part::Paragraph(Role::Title | Role::Heading | Role::Body, line) => {
                let _ = writeln!(text, "{line}\n");
            }
            Part::Paragraph(Role::Preamble, line) => {
                let _ = writeln!(text, "{line}");
            }
            Part::Paragraph(Role::Closing, line) => {
                let _ = write!(text, "\n{line}");
            }
            Part::Table(table) => {
                let layout = layouts[tables.min(layouts.len() - 1)];
                tables += 1;
                text.push_str(&set(table, layout));
                text.push('\n');
            }
        }
    }
    text
}

fn set(table: &Table, layout: Layout) -> String {
    match layout {
        Layout::Columns => aligned(table, |_| 1).join("\n") + "\n",
        Layout::Screen => aligned(table, screen_width).join("\n") + "\n",
        Layout::Paged => aligned(table, |_| 1).chunks(PAGE).map(paged).collect::<Vec<_>>().join("\u{C}"),
        Layout::Copied => copied(table),
        Layout::Barred | Layout::BarsBeside | Layout::BarsBehind | Layout::BarsBelow => barred(table, layout),
        Layout::Stacked | Layout::Grid | Layout::Pipes | Layout::Spaced | Layout::Tokens => rows(table, layout),
    }
}

fn rows(table: &Table, layout: Layout) -> String {
    let rows = table.pieces();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = String::new();
    for row in &rows {
        let cells: Vec<&str> = row.iter().map(|piece| piece.unwrap_or_default()).collect();
        let filled = || cells.iter().copied().filter(|cell| !cell.is_empty()).collect::<Vec<_>>();
        let _ = match layout {
            Layout::Stacked => {
                let lines = cells.iter().fold(String::new(), |lines, cell| lines + "\t" + cell + "\n");
                writeln!(out, "{lines}")
            }
            Layout::Grid => writeln!(out, "{}{}", cells.join("\t"), "\t".repeat(width - cells.len())),
            Layout::Pipes => writeln!(out, "| {} |{}", cells.join(" | "), " |".repeat(width - cells.len())),
            Layout::Spaced => writeln!(out, "{}", filled().join("  ")),
            _ if filled().is_empty() => Ok(()),
            _ => writeln!(out, "{}", filled().join("\n")),
        };
    }
    out
}

/// Only the cells that begin in a row stand in it; as many bars as others that it has fill it.
fn barred(table: &Table, layout: Layout) -> String {
    let rows = table.cells();
    let width = table.width();
    let mut out = String::new();
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| if cell.text.is_empty() { String::new() } else { format!("{} ", cell.text) })
            .collect();
        let fill = "|".repeat(width.saturating_sub(cells.len()));
        let blank = if fill.is_empty() { "" } else { " " };
        let _ = match layout {
            _ if cells.is_empty() => Ok(()),
            Layout::BarsBeside => writeln!(out, "|\n{}|{blank}{fill}", cells.join("|\n")),
            Layout::BarsBehind if fill.is_empty() => writeln!(out, "{}|", cells.join("|\n")),
            Layout::BarsBehind => writeln!(out, "{}|\n{fill}", cells.join("|\n")),
            Layout::BarsBelow => writeln!(out, "{}\n|", cells.join("\n|\n")),
            _ => writeln!(out, "{}|{blank}{fill}", cells.join("| ")),
        };
    }
    out
}

/// The lines of a page.
const PAGE: usize = 23;

/// A page moved to the left as far as it goes.
fn paged(lines: &[String]) -> String {
    let indent = |line: &String| line.chars().take_while(|character| *character == ' ').count();
    let least = lines.iter().filter(|line| !line.is_empty()).map(indent).min().unwrap_or(0);
    lines.iter().map(|line| line.get(least..).unwrap_or_default().to_owned() + "\n").collect()
}

/// The most characters on a line of a label, and of a head where there are many.
const LABEL: usize = 11;
const HEAD: usize = 2;

fn copied(table: &Table) -> String {
    let mut out = String::new();
    for row in table.cells() {
        let (figures, labels): (Vec<Cell>, Vec<Cell>) =
            row.into_iter().filter(|cell| !cell.text.is_empty()).partition(|cell| is_cell(cell.text));
        let room = if figures.is_empty() && labels.len() > 3 { HEAD } else { LABEL };
        let is_header = figures.is_empty() && table.width() < 6;
        let lines: Vec<Vec<String>> = labels.iter().map(|label| wrapped(label.text, room, |_| 1)).collect();
        let figures: Vec<&str> = figures.iter().map(|figure| figure.text).collect();
        if is_header {
            let heads: Vec<&str> = labels.iter().map(|label| label.text).collect();
            out.extend([&heads.join(" "), "\n"]);
            continue;
        }
        let is_beside = lines.last().is_some_and(|label| label.len() == 1) && !figures.is_empty();
        out.push_str(&lines.concat().join("\n"));
        out.extend([if is_beside || labels.is_empty() { " " } else { "\n" }, &figures.join(" "), "\n"]);
    }
    out
}

/// Whether a text is no label.
fn is_cell(text: &str) -> bool {
    is_figure(text) || matches!(text, "/" | "-" | "—" | "无")
}

fn screen_width(character: char) -> usize {
    gouji::text::width(character.encode_utf8(&mut [0; 4]))
}

/// A piece of a cell with its first line and its column on the page.
struct Placed {
    line: usize,
    at: usize,
    text: String,
}

/// Every cell in the middle of its columns and lines.
fn aligned(table: &Table, width: impl Fn(char) -> usize + Copy) -> Vec<String> {
    let cells: Vec<Cell> = table.cells().into_iter().flatten().collect();
    let edges = edges(table, &cells, width);
    let room = |cell: &Cell| edges[cell.column + cell.columns] - edges[cell.column] - 2;
    let mut tops = vec![0];
    for line in 0..table.lines.len() {
        let own = cells.iter().filter(|cell| cell.line == line && cell.rows == 1);
        let height = own.map(|cell| wrapped(cell.text, room(cell), width).len()).max().unwrap_or(1).max(1);
        tops.push(tops[line] + height);
    }
    let mut placed = Vec::new();
    for cell in &cells {
        let pieces = wrapped(cell.text, room(cell), width);
        let height = tops[cell.line + cell.rows] - tops[cell.line];
        let top = tops[cell.line] + height.saturating_sub(pieces.len()) / 2;
        for (piece, line) in pieces.into_iter().zip(top..) {
            let spare = room(cell).saturating_sub(measure(&piece, width));
            placed.push(Placed { line, at: edges[cell.column] + spare / 2, text: piece });
        }
    }
    placed.sort_by_key(|piece| (piece.line, piece.at));
    let lines = placed.iter().map(|piece| piece.line + 1).max().unwrap_or(0);
    let mut out = vec![String::new(); lines];
    for piece in placed {
        let line = &mut out[piece.line];
        let blanks = piece.at.saturating_sub(measure(line, width));
        line.push_str(&" ".repeat(blanks));
        line.push_str(&piece.text);
    }
    out
}

/// Where each column begins: two blanks between columns, labels at most nine characters wide, groups six.
fn edges(table: &Table, cells: &[Cell], width: impl Fn(char) -> usize + Copy) -> Vec<usize> {
    let unit = width('表');
    let mut edges = vec![0];
    for column in 0..table.width() {
        let own = cells.iter().filter(|cell| cell.column == column && cell.columns == 1);
        let widest = own.map(|cell| {
            let whole = measure(cell.text, width);
            let longest = if cell.rows > 1 { 6 } else { 12 };
            if is_figure(cell.text) { whole } else { whole.min(longest * unit) }
        });
        let widest = widest.max().unwrap_or(0).max(4 * unit);
        edges.push(edges[column] + widest + 2);
    }
    edges
}

fn is_figure(text: &str) -> bool {
    text.chars().any(|character| character.is_ascii_digit()) && text.is_ascii()
}

fn measure(text: &str, width: impl Fn(char) -> usize) -> usize {
    text.chars().map(width).sum()
}

/// A text broken into lines of at most `room`; nothing for an empty text.
fn wrapped(text: &str, room: usize, width: impl Fn(char) -> usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = room;
    for character in text.chars() {
        let own = width(character);
        if used + own > room {
            lines.push(String::new());
            used = 0;
        }
        used += own;
        if let Some(line) = lines.last_mut() {
            line.push(character);
        }
    }
    lines
}
