//! The piece table: which bytes of the main stream are which characters. A file saved fast has pieces in any order.

use std::ops::Range;

use encoding_rs::WINDOWS_1252;

use super::binary::{byte, size_at, slice, u16_at};

/// Word saves in full long before there are so many.
const MOST_PIECES: usize = 200_000;

/// A run of characters that stand together in the file.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Its characters, counted over the whole text.
    pub(super) characters: Range<usize>,
    /// Where its first byte stands in the main stream.
    pub(super) offset: usize,
    pub(super) width: Width,
    /// A change of format that holds for all of the piece.
    pub(super) change: Change,
}

/// Bytes to a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// Western European.
    One,
    /// UTF-16.
    Two,
}

/// A change of format laid over a piece by a fast save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    None,
    /// One property by its short number, with its value.
    Short(u8, u8),
    /// A list of properties by its number in the table.
    List(usize),
}

/// All pieces in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Pieces<'a> {
    pub(super) pieces: Vec<Piece>,
    lists: Vec<&'a [u8]>,
}

impl Width {
    pub(super) const fn bytes(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }
}

impl<'a> Pieces<'a> {
    /// Reads the table; nothing where it is broken.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut lists = Vec::new();
        let mut at = 0;
        loop {
            match byte(bytes, at)? {
                1 => {
                    let length = usize::from(u16_at(bytes, at + 1)?);
                    lists.push(slice(bytes, at + 3, length)?);
                    at += 3 + length;
                }
                2 => {
                    let length = size_at(bytes, at + 1)?;
                    let plan = slice(bytes, at + 5, length)?;
                    return Some(Self { pieces: read_plan(plan)?, lists });
                }
                _ => return None,
            }
        }
    }

    /// The properties that a piece's change names.
    pub(super) fn list(&self, number: usize) -> &'a [u8] {
        self.lists.get(number).copied().unwrap_or_default()
    }

    /// How many characters the pieces hold.
    pub(super) fn end(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.characters.end)
    }

    /// The pieces that hold some of these characters.
    pub(super) fn within(&self, characters: &Range<usize>) -> &[Piece] {
        let start = self.pieces.partition_point(|piece| piece.characters.end <= characters.start);
        let end = self.pieces.partition_point(|piece| piece.characters.start < characters.end);
        self.pieces.get(start..end).unwrap_or_default()
    }
}

/// Positions, one more than there are pieces, then eight bytes for each piece.
fn read_plan(plan: &[u8]) -> Option<Vec<Piece>> {
    let count = plan.len().checked_sub(4).map(|length| length / 12).filter(|count| *count <= MOST_PIECES)?;
    let mut pieces = Vec::with_capacity(count);
    let mut reached = size_at(plan, 0)?;
    for place in 0..count {
        let end = size_at(plan, (place + 1) * 4)?;
        let at = (count + 1) * 4 + place * 8;
        let position = size_at(plan, at + 2)?;
        let change = u16_at(plan, at + 6)?;
        if end < reached {
            return None;
        }
        // Bit 30 says that the characters are single bytes, and then the place is doubled.
        let narrow = position & (1 << 30) != 0;
        let position = position & ((1 << 30) - 1);
        let (offset, width) = if narrow { (position / 2, Width::One) } else { (position, Width::Two) };
        if end > reached {
            pieces.push(Piece { characters: reached..end, offset, width, change: Change::read(change) });
        }
        reached = end;
    }
    Some(pieces)
}

impl Change {
    fn read(word: u16) -> Self {
        let [low, high] = word.to_le_bytes();
        match word {
            0 => Self::None,
            _ if low & 1 == 1 => Self::List(usize::from(word >> 1)),
            _ => Self::Short(low >> 1, high),
        }
    }
}

/// The code unit at a place of the stream, as UTF-16.
pub(super) fn unit(main: &[u8], offset: usize, width: Width) -> Option<u16> {
    match width {
        Width::Two => u16_at(main, offset),
        Width::One => byte(main, offset).map(|byte| match byte {
            0x80..=0x9F => western(byte),
            _ => u16::from(byte),
        }),
    }
}

fn western(byte: u8) -> u16 {
    let bytes = [byte];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.encode_utf16().next().unwrap_or(0xFFFD)
}
