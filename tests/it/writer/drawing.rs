//! A page set on sheets of paper: pieces of text and lines with their places. What pdf and ofd have in common.
#![expect(clippy::cast_precision_loss, reason = "counts of lines and columns are far below the precision of a float")]

use super::page::{Cell, Page, Part, Role, Table};

/// How tables are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Every cell has its frame; a table stands on one sheet.
    Ruled,
    /// No line is drawn but around table four, whose three levels of heads nothing else keeps apart.
    Unruled,
    /// Small sheets: tables are cut by the page break, also within a row, and the header comes again on each sheet.
    Cut,
}

/// One sheet; places are in points from the left and from the top.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    pub(crate) height: f64,
    pub(crate) runs: Vec<Run>,
    pub(crate) strokes: Vec<Stroke>,
}

/// A piece of text; `baseline` is the line it stands on.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) left: f64,
    pub(crate) baseline: f64,
    pub(crate) size: f64,
    pub(crate) text: String,
}

/// A straight line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stroke {
    pub(crate) from: (f64, f64),
    pub(crate) to: (f64, f64),
}

pub(crate) const SHEET_WIDTH: f64 = 595.0;
const MARGIN: f64 = 50.0;
const ROOM: f64 = SHEET_WIDTH - 2.0 * MARGIN;
/// Size of prose and the distance of its lines; the same in tables, and the room above and below a row's text.
const PROSE: (f64, f64) = (12.0, 18.0);
const TABLE: (f64, f64) = (9.0, 12.0);
/// In the fifteen columns of table four, whose labels then stand on one line.
const NARROW: (f64, f64) = (6.5, 12.0);
const PADDING: f64 = 3.0;

/// Part of a table's line on a sheet: from which of its lines of text to which.
#[derive(Debug, Clone, Copy)]
struct Band {
    line: usize,
    from: usize,
    to: usize,
    top: f64,
    bottom: f64,
}

struct Press {
    setting: Setting,
    /// Size and distance of lines in the table that is being set.
    small: (f64, f64),
    sheets: Vec<Sheet>,
    y: f64,
}

pub(crate) fn draw(page: &Page, setting: Setting) -> Vec<Sheet> {
    let mut press = Press { setting, small: TABLE, sheets: Vec::new(), y: 0.0 };
    press.turn();
    for part in &page.parts {
        match part {
            Part::Paragraph(role, text) => {
                for line in text.lines() {
                    press.paragraph(*role, line);
                }
            }
            Part::Table(table) => press.table(table),
        }
    }
    press.sheets
}

/// The width of a text: ASCII characters take half of the others.
pub(crate) fn measure(text: &str, size: f64) -> f64 {
    text.chars().map(|character| if character.is_ascii() { size / 2.0 } else { size }).sum()
}

fn wrapped(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for character in text.chars() {
        let own = measure(character.encode_utf8(&mut [0; 4]), size);
        match lines.last_mut() {
            Some(line) if measure(line, size) + own <= room => line.push(character),
            Some(_) | None => lines.push(character.to_string()),
        }
    }
    lines
}

impl Press {
    fn turn(&mut self) {
        let height = match self.setting {
            Setting::Ruled | Setting::Unruled => 842.0,
            Setting::Cut => 421.0,
        };
        self.sheets.push(Sheet { height, ..Sheet::default() });
        self.y = MARGIN;
    }

    fn left_on_sheet(&self) -> f64 {
        self.sheets[self.sheets.len() - 1].height - MARGIN - self.y
    }

    fn paragraph(&mut self, role: Role, text: &str) {
        let (size, pitch) = PROSE;
        let lead = match role {
            Role::Title => (ROOM - measure(text, size)).max(0.0) / 2.0,
            Role::Preamble | Role::Heading | Role::Body => 2.0 * size,
            Role::Closing => (ROOM - measure(text, size)).max(0.0),
        };
        let mut rest = text;
        let mut lead = Some(lead);
        while !rest.is_empty() {
            let indent = lead.take().unwrap_or(0.0);
            let line = wrapped(rest, size, ROOM - indent).swap_remove(0);
            rest = &rest[line.len()..];
            if self.left_on_sheet() < pitch {
                self.turn();
            }
            let baseline = self.y + size;
            let last = self.sheets.len() - 1;
            self.sheets[last].runs.push(Run { left: MARGIN + indent, baseline, size, text: line });
            self.y += pitch;
        }
        self.y += 4.0;
    }

    fn table(&mut self, table: &Table) {
        let is_narrow = self.setting == Setting::Unruled && table.width() > 10;
        self.small = if is_narrow { NARROW } else { TABLE };
        let edges = edges(table);
        let cells: Vec<Cell> = table.cells().into_iter().flatten().collect();
        let texts: Vec<Vec<String>> = cells
            .iter()
            .map(|cell| {
                wrapped(cell.text, self.small.0, edges[cell.column + cell.columns] - edges[cell.column] - 2.0 * PADDING)
            })
            .collect();
        let lines: Vec<usize> = (0..table.lines.len())
            .map(|line| {
                let own = cells.iter().zip(&texts).filter(|(cell, _)| cell.line == line && cell.rows == 1);
                own.map(|(_, text)| text.len()).max().unwrap_or(1).max(1)
            })
            .collect();
        let bands = self.bands(table, &lines);
        for (cell, text) in cells.iter().zip(&texts) {
            let is_head = cell.line + cell.rows <= table.head();
            let mut text = text.as_slice();
            let whole = text;
            for (sheet, bands) in &bands {
                let own: Vec<&Band> =
                    bands.iter().filter(|band| (cell.line..cell.line + cell.rows).contains(&band.line)).collect();
                if own.is_empty() {
                    continue;
                }
                if is_head {
                    text = whole;
                }
                let used = self.cell(*sheet, (edges[cell.column], edges[cell.column + cell.columns]), &own, text);
                text = &text[used..];
            }
            assert!(text.is_empty() || is_head, "a cell's text found no room: {text:?}");
        }
        self.y += 12.0;
    }

    /// Draws what of a cell stands on a sheet; how many of the lines of text found room.
    fn cell(&mut self, sheet: usize, edges: (f64, f64), bands: &[&Band], text: &[String]) -> usize {
        let (size, pitch) = self.small;
        let (top, bottom) = (bands[0].top, bands[bands.len() - 1].bottom);
        let room: usize = if let [band] = bands {
            band.to - band.from
        } else {
            // As many as the height holds; a float here is a count.
            (0..text.len()).take_while(|count| (*count + 1) as f64 * pitch + PADDING <= bottom - top).count()
        };
        let shown = &text[..room.min(text.len())];
        let spare = match self.setting {
            Setting::Ruled | Setting::Unruled => (bottom - top - shown.len() as f64 * pitch) / 2.0,
            Setting::Cut => PADDING,
        };
        for (place, line) in shown.iter().enumerate() {
            let left = edges.0 + (edges.1 - edges.0 - measure(line, size)) / 2.0;
            let baseline = top + spare + place as f64 * pitch + size;
            self.sheets[sheet].runs.push(Run { left, baseline, size, text: line.clone() });
        }
        if self.setting != Setting::Unruled || self.small == NARROW {
            let corners = [(edges.0, top), (edges.1, top), (edges.1, bottom), (edges.0, bottom)];
            for side in 0..4 {
                self.sheets[sheet].strokes.push(Stroke { from: corners[side], to: corners[(side + 1) % 4] });
            }
        }
        shown.len()
    }

    /// Where each line of a table comes to stand, sheet by sheet; `lines` are the lines of text in each.
    fn bands(&mut self, table: &Table, lines: &[usize]) -> Vec<(usize, Vec<Band>)> {
        let (_, pitch) = self.small;
        let height = |count: usize| count as f64 * pitch + 2.0 * PADDING;
        let all: f64 = lines.iter().map(|count| height(*count)).sum();
        let keep = match self.setting {
            Setting::Ruled | Setting::Unruled => all,
            Setting::Cut => lines[..=table.head()].iter().map(|count| height(*count)).sum(),
        };
        if self.left_on_sheet() < keep {
            self.turn();
        }
        let mut bands = vec![(self.sheets.len() - 1, Vec::new())];
        for (line, count) in lines.iter().enumerate() {
            let mut from = 0;
            while from < *count {
                // A piece of a row needs no room for what is cut off.
                let fits = (from..*count).take_while(|to| height(to + 1 - from) <= self.left_on_sheet()).count();
                let to = match self.setting {
                    Setting::Cut => from + fits,
                    Setting::Ruled | Setting::Unruled if fits == *count => *count,
                    Setting::Ruled | Setting::Unruled => from,
                };
                if to == from {
                    self.turn();
                    bands.push((self.sheets.len() - 1, Vec::new()));
                    if self.setting == Setting::Cut && table.id == "requests" {
                        for (line, count) in lines.iter().enumerate().take(table.head()) {
                            self.band(&mut bands, Band { line, from: 0, to: *count, top: 0.0, bottom: height(*count) });
                        }
                    }
                    continue;
                }
                self.band(&mut bands, Band { line, from, to, top: 0.0, bottom: height(to - from) });
                from = to;
            }
        }
        bands
    }

    /// Puts a band (measured from 0) where the press stands.
    fn band(&mut self, bands: &mut [(usize, Vec<Band>)], band: Band) {
        let last = bands.len() - 1;
        bands[last].1.push(Band { top: self.y, bottom: self.y + band.bottom, ..band });
        self.y += band.bottom;
    }
}

/// The edges of the columns: in the table of requests the three label columns are as wide as their labels ask for.
fn edges(table: &Table) -> Vec<f64> {
    let labels: &[f64] = if table.id == "requests" { &[45.0, 63.0, 150.0] } else { &[] };
    let rest = (ROOM - labels.iter().sum::<f64>()) / (table.width() - labels.len()) as f64;
    let mut edges = vec![MARGIN];
    for column in 0..table.width() {
        edges.push(edges[column] + labels.get(column).copied().unwrap_or(rest));
    }
    edges
}
