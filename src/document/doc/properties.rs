//! Lists of properties: what each record says of a paragraph, a row of a table or a run of characters, as far as it
//! bears on the text.

use std::rc::Rc;

use super::super::edges::{Across, CellShape, Down, RowShape};
use super::binary::{byte, i16_at, slice, u16_at, u32_at};

/// One record after another, each with its operand; ends at the first that is broken.
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

/// What a paragraph's records say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the file sets each by a record of its own")]
pub(super) struct ParagraphFormat {
    pub(super) style: u16,
    pub(super) in_table: bool,
    /// The paragraph is the mark of a row.
    pub(super) row_end: bool,
    /// The mark of the paragraph ends a cell of a table that stands in a cell.
    pub(super) inner_cell: bool,
    pub(super) inner_row_end: bool,
    depth: Option<u32>,
    /// Which list the paragraph is in; 0 takes it out of its style's list.
    pub(super) list: Option<u16>,
    pub(super) list_level: Option<u8>,
    pub(super) row: Option<Rc<RowShape>>,
}

/// What a run's records say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the file sets each by a record of its own")]
pub(super) struct RunFormat {
    pub(super) style: Option<u16>,
    pub(super) hidden: Toggle,
    pub(super) deleted: bool,
    pub(super) inserted: bool,
    /// Raised or lowered.
    pub(super) raised: bool,
    pub(super) struck: bool,
    /// The character that stands for every character of the run.
    pub(super) symbol: Option<u16>,
}

/// A property that can be said to be as in the style, or the opposite.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Toggle {
    #[default]
    Unsaid,
    Off,
    On,
    Opposite,
}

impl Toggle {
    const fn read(value: u8) -> Self {
        match value {
            0 => Self::Off,
            0x80 => Self::Unsaid,
            0x81 => Self::Opposite,
            _ => Self::On,
        }
    }

    /// Whether it holds where the style says `style`.
    pub(super) const fn over(self, style: bool) -> bool {
        match self {
            Self::Unsaid => style,
            Self::Off => false,
            Self::On => true,
            Self::Opposite => !style,
        }
    }
}

impl<'a> Records<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let code = u16_at(self.rest, 0)?;
        let operand = self.rest.get(2..)?;
        let (lead, length) = extent(code, operand)?;
        let value = slice(operand, lead, length)?;
        self.rest = operand.get(lead + length..)?;
        Some((code, value))
    }
}

/// How many bytes of length stand before an operand, and how long it is; its kind is in the code's top three bits.
fn extent(code: u16, operand: &[u8]) -> Option<(usize, usize)> {
    match code >> 13 {
        0 | 1 => Some((0, 1)),
        2 | 4 | 5 => Some((0, 2)),
        3 => Some((0, 4)),
        7 => Some((0, 3)),
        _ => match code {
            // A row's definition: its length has two bytes and counts one of them.
            0xD606 | 0xD608 => Some((2, usize::from(u16_at(operand, 0)?).checked_sub(1)?)),
            // Tab stops that are too many for a length of one byte.
            0xC615 if byte(operand, 0)? == 255 => {
                let deleted = usize::from(byte(operand, 1)?);
                let added = usize::from(byte(operand, 2 + 4 * deleted)?);
                Some((1, 2 + 4 * deleted + 3 * added))
            }
            _ => Some((1, usize::from(byte(operand, 0)?))),
        },
    }
}

impl ParagraphFormat {
    /// Lays records over what is known; `data` is the stream that holds lists of records too long for their page. Gives
    /// back how many bytes that took.
    pub(super) fn apply(&mut self, records: &[u8], data: &[u8]) -> usize {
        let mut read = records.len();
        for (code, value) in Records::new(records) {
            if let 0x6645 | 0x6646 | 0x646B = code {
                let records = elsewhere(value, data);
                read += records.len();
                for (code, value) in Records::new(records) {
                    self.apply_one(code, value);
                }
            } else {
                self.apply_one(code, value);
            }
        }
        read
    }

    pub(super) fn apply_one(&mut self, code: u16, value: &[u8]) {
        let first = byte(value, 0).unwrap_or(0);
        match code {
            0x4600 => self.style = u16_at(value, 0).unwrap_or(0),
            0x2416 => self.in_table = first != 0,
            0x2417 => self.row_end = first != 0,
            0x244B => self.inner_cell = first != 0,
            0x244C => self.inner_row_end = first != 0,
            0x6649 => self.depth = u32_at(value, 0),
            0x664A => {
                let change = u32_at(value, 0).unwrap_or(0).cast_signed();
                self.depth = Some(self.depth.unwrap_or(0).saturating_add_signed(change));
            }
            0x260A => self.list_level = Some(first),
            0x460B => self.list = u16_at(value, 0),
            0xD606 | 0xD608 => self.row = define_row(value).map(Rc::new),
            0x5624 | 0x5625 | 0xD62B => {
                if let Some(row) = &mut self.row {
                    merge(Rc::make_mut(row), code, value);
                }
            }
            _ => {}
        }
    }

    /// In how many tables the paragraph stands.
    pub(super) fn level(&self) -> usize {
        match self.depth {
            Some(depth) if depth > 0 => usize::try_from(depth).unwrap_or(usize::MAX),
            Some(_) | None => usize::from(self.in_table || self.row_end),
        }
    }
}

/// Records too long for their page: a length and the records, at a place of the data stream.
fn elsewhere<'a>(value: &[u8], data: &'a [u8]) -> &'a [u8] {
    let place = u32_at(value, 0).and_then(|place| usize::try_from(place).ok()).unwrap_or(usize::MAX);
    let length = u16_at(data, place).map_or(0, usize::from);
    place.checked_add(2).and_then(|start| slice(data, start, length)).unwrap_or_default()
}

/// A row's definition: the number of cells, their edges, then twenty bytes for each cell, of which the last may lack.
fn define_row(value: &[u8]) -> Option<RowShape> {
    let count = usize::from(byte(value, 0)?);
    let edges = (0..=count).map(|place| i16_at(value, 1 + place * 2).map(i32::from)).collect::<Option<Vec<i32>>>()?;
    let at = 1 + (count + 1) * 2;
    let flags: Vec<u16> = (0..count).map(|place| u16_at(value, at + place * 20).unwrap_or(0)).collect();
    // The two bits are described the one way round and the other; the first cell of a set comes first in any case.
    let leader = flags.iter().map(|flags| flags & 3).find(|across| *across != 0).unwrap_or(1);
    let cells = flags.iter().map(|flags| CellShape {
        across: match flags & 3 {
            0 => Across::Alone,
            across if across == leader || across == 3 => Across::First,
            _ => Across::Merged,
        },
        down: down(flags >> 5),
    });
    Some(RowShape { cells: cells.collect(), edges })
}

const fn down(bits: u16) -> Down {
    match bits & 3 {
        0 => Down::Alone,
        1 => Down::Merged,
        _ => Down::First,
    }
}

fn merge(row: &mut RowShape, code: u16, value: &[u8]) {
    let first = usize::from(byte(value, 0).unwrap_or(0));
    let second = byte(value, 1).unwrap_or(0);
    if code == 0xD62B {
        if let Some(cell) = row.cells.get_mut(first) {
            cell.down = down(u16::from(second));
        }
        return;
    }
    for (place, cell) in row.cells.iter_mut().enumerate().take(usize::from(second)).skip(first) {
        cell.across = match (code, place == first) {
            (0x5625, _) => Across::Alone,
            (_, true) => Across::First,
            (_, false) => Across::Merged,
        };
    }
}

impl RunFormat {
    pub(super) fn apply(&mut self, records: &[u8]) {
        for (code, value) in Records::new(records) {
            self.apply_one(code, value);
        }
    }

    pub(super) fn apply_one(&mut self, code: u16, value: &[u8]) {
        let first = byte(value, 0).unwrap_or(0);
        match code {
            0x0800 => self.deleted = first != 0,
            0x0801 => self.inserted = first != 0,
            0x083C => self.hidden = Toggle::read(first),
            0x0837 | 0x2A53 => self.struck = first != 0,
            0x2A48 => self.raised = first != 0,
            0x4A30 => self.style = u16_at(value, 0),
            0x6A09 => self.symbol = u16_at(value, 2),
            _ => {}
        }
    }
}
