//! The file information block at the start of a Word file: its version, and where everything else stands.

use super::super::Refusal;
use super::super::sniff::Kind;
use super::binary::{size_at, slice, u16_at};

/// Word 97 and later, and WPS.
const WORD_97: u16 = 0xA5EC;
/// Word 2, 6 and 95.
const OLDER: [u16; 4] = [0xA59B, 0xA59C, 0xA5DB, 0xA5DC];
/// The smallest version number that a file of Word 97 carries.
const FIRST_VERSION: u16 = 0x00B0;

/// What is known of the file before its text.
#[derive(Debug)]
pub(super) struct Header {
    /// Which of the two table streams is in use.
    pub(super) table: &'static str,
    /// How many characters each part of the text has, in the order of the file.
    pub(super) counts: Counts,
    places: Vec<(usize, usize)>,
}

/// The parts of the text, in characters.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) main: usize,
    pub(super) footnotes: usize,
    pub(super) headers: usize,
    pub(super) macros: usize,
    pub(super) comments: usize,
    pub(super) endnotes: usize,
    pub(super) boxes: usize,
}

/// Structures of the table stream that are read, by their place in the header's list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Structure {
    Styles = 1,
    HeaderTexts = 11,
    CharacterPages = 12,
    ParagraphPages = 13,
    Pieces = 33,
    Lists = 73,
    ListOverrides = 74,
}

impl Header {
    /// Reads the header of the main stream.
    ///
    /// # Errors
    /// When the file is of an older Word, encrypted or damaged.
    pub(super) fn read(main: &[u8]) -> Result<Self, Refusal> {
        let damaged = || Refusal::damaged("Word");
        let identity = u16_at(main, 0).ok_or_else(damaged)?;
        let version = u16_at(main, 2).ok_or_else(damaged)?;
        if OLDER.contains(&identity) || (identity == WORD_97 && version < FIRST_VERSION) {
            return Err(older());
        }
        if identity != WORD_97 {
            return Err(damaged());
        }
        let flags = u16_at(main, 0x0A).ok_or_else(damaged)?;
        // Scrambled with a password's key (fObfuscated) is a way of being encrypted, and has no meaning alone.
        if flags & 0x0100 != 0 {
            return Err(Refusal::of_kind(Kind::Encrypted));
        }
        let table = if flags & 0x0200 == 0 { "/0Table" } else { "/1Table" };
        Self::read_lists(main, table).ok_or_else(damaged)
    }

    /// Three lists follow one another, each after its length: 16-bit words, 32-bit words, places.
    fn read_lists(main: &[u8], table: &'static str) -> Option<Self> {
        let words = usize::from(u16_at(main, 0x20)?);
        let longs_at = 0x22 + words * 2;
        let longs = usize::from(u16_at(main, longs_at)?);
        let long = |place: usize| {
            if place < longs { size_at(main, longs_at + 2 + place * 4).filter(|count| *count < 1 << 31) } else { None }
        };
        let counts = Counts {
            main: long(3)?,
            footnotes: long(4)?,
            headers: long(5)?,
            macros: long(6)?,
            comments: long(7)?,
            endnotes: long(8)?,
            boxes: long(9)?,
        };
        let places_at = longs_at + 2 + longs * 4;
        let count = usize::from(u16_at(main, places_at)?);
        let places = (0..count).map_while(|place| {
            let at = places_at + 2 + place * 8;
            Some((size_at(main, at)?, size_at(main, at + 4)?))
        });
        Some(Self { table, counts, places: places.collect() })
    }

    /// A structure of the table stream; empty where the file has none.
    pub(super) fn structure<'a>(&self, table: &'a [u8], structure: Structure) -> &'a [u8] {
        let (start, length) = self.place(structure);
        slice(table, start, length).unwrap_or_default()
    }

    /// Where a structure stands and how long it is.
    pub(super) fn place(&self, structure: Structure) -> (usize, usize) {
        self.places.get(structure as usize).copied().unwrap_or_default()
    }
}

fn older() -> Refusal {
    Refusal::new(
        "old-word",
        "Word 95 或更早版本的文件，无法读取；请用 Word 或 WPS 打开后另存为 docx 再放入",
        "a file of Word 95 or older: open it in Word or WPS and save it as docx",
    )
}
