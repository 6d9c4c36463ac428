//! Automatic numbering: the lists of the file, and how far each has been counted.

use std::collections::{BTreeMap, BTreeSet};

use super::binary::{byte, slice, u16_at, u32_at};
use super::numerals::numerals;

const LEVELS: usize = 9;
/// The most characters of a level's text that are read; Word writes at most 31 around each number.
const LONGEST: usize = 320;

/// The lists of a file with their counters.
#[derive(Debug, Default)]
pub(super) struct Lists {
    known: BTreeMap<u32, List>,
    uses: Vec<Use>,
    counters: BTreeMap<u32, [Option<u32>; LEVELS]>,
    /// Uses that have begun, and so have set their start values.
    begun: BTreeSet<(u16, usize)>,
    /// A paragraph named a list that the file does not hold.
    pub(super) lost: bool,
}

#[derive(Debug, Default, Clone)]
struct List {
    levels: Vec<Level>,
    /// Paragraph styles that stand for a level.
    styles: Vec<u16>,
}

#[derive(Debug, Default, Clone)]
struct Level {
    start: u32,
    format: u8,
    /// Numbers of the levels above are in figures.
    legal: bool,
    /// The levels that end the count of this one; without it, every higher level does.
    restart_below: Option<usize>,
    text: Vec<Piece>,
    parted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Number(usize),
}

/// Paragraphs name a use of a list; a use may change levels of it.
#[derive(Debug, Default, Clone)]
struct Use {
    list: u32,
    changes: BTreeMap<usize, LevelChange>,
}

#[derive(Debug, Default, Clone)]
struct LevelChange {
    start: Option<u32>,
    level: Option<Level>,
}

/// The text of a number and whether a blank or a tab follows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Number {
    pub(super) text: String,
    pub(super) parted: bool,
}

impl Lists {
    /// Reads the lists, whose levels follow after their `length`, and the uses of them.
    pub(super) fn read(lists: &[u8], length: usize, uses: &[u8]) -> Self {
        let mut own = Self::default();
        own.read_lists(lists, length);
        own.uses = read_uses(uses);
        own
    }

    fn read_lists(&mut self, bytes: &[u8], length: usize) -> Option<()> {
        let count = usize::from(u16_at(bytes, 0)?);
        let mut at = length;
        for number in 0..count {
            let head = slice(bytes, 2 + number * 28, 28)?;
            let id = u32_at(head, 0)?;
            let styles = (0..LEVELS).map_while(|level| u16_at(head, 8 + level * 2)).collect();
            let levels = if byte(head, 26)? & 1 == 1 { 1 } else { LEVELS };
            let mut list = List { levels: Vec::new(), styles };
            for _ in 0..levels {
                let Some((level, size)) = bytes.get(at..).and_then(read_level) else {
                    self.known.insert(id, list);
                    return None;
                };
                list.levels.push(level);
                at += size;
            }
            self.known.insert(id, list);
        }
        Some(())
    }

    /// The level that a paragraph style stands for in the list of a use.
    pub(super) fn level_of_style(&self, number: u16, style: u16) -> Option<u8> {
        let list = self.known.get(&self.uses.get(usize::from(number).checked_sub(1)?)?.list)?;
        list.styles.iter().position(|own| *own == style).and_then(|level| u8::try_from(level).ok())
    }

    /// Counts a paragraph of a list and gives its number.
    pub(super) fn count(&mut self, number: u16, level: u8) -> Number {
        // 0 and this value take a paragraph out of its list.
        if matches!(number, 0 | 0xF801) {
            return Number::default();
        }
        let text = self.count_known(number, usize::from(level));
        self.lost |= text.is_none();
        text.unwrap_or_default()
    }

    fn count_known(&mut self, number: u16, level: usize) -> Option<Number> {
        let used = self.uses.get(usize::from(number) - 1)?;
        let list = self.known.get(&used.list)?;
        let level_at = |level: usize| {
            used.changes.get(&level).and_then(|change| change.level.as_ref()).or_else(|| list.levels.get(level))
        };
        let own = level_at(level)?;
        let counters = self.counters.entry(used.list).or_default();
        let start_at = |level: usize| {
            let changed = used.changes.get(&level).and_then(|change| change.start);
            changed.unwrap_or_else(|| level_at(level).map_or(1, |level| level.start))
        };
        if used.changes.get(&level).is_some_and(|change| change.start.is_some()) && self.begun.insert((number, level)) {
            *counters.get_mut(level)? = None;
        }
        for higher in 0..level {
            counters.get_mut(higher)?.get_or_insert(start_at(higher));
        }
        let counter = counters.get_mut(level)?;
        *counter = Some(counter.map_or(start_at(level), |count| count.saturating_add(1)));
        for (deeper, counter) in counters.iter_mut().enumerate().skip(level + 1) {
            let bound = level_at(deeper).and_then(|level| level.restart_below);
            if bound.is_none_or(|bound| level < bound) {
                *counter = None;
            }
        }
        let mut text = String::new();
        for piece in &own.text {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Number(of) => {
                    let format = if own.legal { 0 } else { level_at(*of).map_or(0, |level| level.format) };
                    let value = counters.get(*of).copied().flatten().unwrap_or(1);
                    text.push_str(&numerals(format).written(value));
                }
            }
        }
        Some(Number { text, parted: own.parted })
    }
}

/// One level and how many bytes it takes.
fn read_level(bytes: &[u8]) -> Option<(Level, usize)> {
    const BULLET: u8 = 23;
    let start = u32_at(bytes, 0)?;
    let format = byte(bytes, 4)?;
    let flags = byte(bytes, 5)?;
    let places = slice(bytes, 6, LEVELS)?;
    let follow = byte(bytes, 15)?;
    let characters = usize::from(byte(bytes, 24)?);
    let paragraph = usize::from(byte(bytes, 25)?);
    let restart = usize::from(byte(bytes, 26)?);
    let at = 28 + paragraph + characters;
    let length = usize::from(u16_at(bytes, at)?);
    let units: Vec<u16> = slice(bytes, at + 2, length * 2)?
        .get(..length.min(LONGEST) * 2)?
        .chunks_exact(2)
        .map(|pair| pair.try_into().map_or(0, u16::from_le_bytes))
        .collect();
    let level = Level {
        start,
        format,
        legal: flags & 4 != 0,
        restart_below: (flags & 8 != 0).then_some(restart),
        // The sign of a bullet often is a place in a font of signs and says nothing.
        text: if format == BULLET { Vec::new() } else { template(&units, places) },
        parted: follow != 2,
    };
    Some((level, at + 2 + length * 2))
}

/// A level's text, in which the places listed, counted from 1, hold the number of a level.
fn template(units: &[u16], places: &[u8]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut run = Vec::new();
    for (number, unit) in units.iter().enumerate() {
        let listed = places.iter().any(|place| *place != 0 && usize::from(*place) == number + 1);
        if listed && usize::from(*unit) < LEVELS {
            pieces.push(Piece::Text(String::from_utf16_lossy(&run)));
            run.clear();
            pieces.push(Piece::Number(usize::from(*unit)));
        } else if *unit >= 0x20 {
            run.push(*unit);
        }
    }
    pieces.push(Piece::Text(String::from_utf16_lossy(&run)));
    pieces.retain(|piece| *piece != Piece::Text(String::new()));
    pieces
}

/// The uses, sixteen bytes each, and after them the changes of each.
fn read_uses(bytes: &[u8]) -> Vec<Use> {
    let count = u32_at(bytes, 0).and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    let heads: Vec<&[u8]> = (0..count).map_while(|number| slice(bytes, 4 + number * 16, 16)).collect();
    let mut uses: Vec<Use> =
        heads.iter().map(|head| Use { list: u32_at(head, 0).unwrap_or(0), changes: BTreeMap::new() }).collect();
    let mut at = 4 + heads.len() * 16;
    for (used, head) in uses.iter_mut().zip(&heads) {
        if read_changes(bytes, &mut at, byte(head, 12).unwrap_or(0), used).is_none() {
            break;
        }
    }
    uses
}

fn read_changes(bytes: &[u8], at: &mut usize, count: u8, used: &mut Use) -> Option<()> {
    // Four bytes of old meaning stand before the changes.
    slice(bytes, *at, 4)?;
    *at += 4;
    for _ in 0..count {
        let start = u32_at(bytes, *at)?;
        let flags = u32_at(bytes, *at + 4)?;
        *at += 8;
        let mut change = LevelChange { start: (flags & 0x10 != 0).then_some(start), level: None };
        if flags & 0x20 != 0 {
            let (level, size) = bytes.get(*at..).and_then(read_level)?;
            *at += size;
            // A level of its own brings its own start.
            change.start = change.start.map(|_| level.start);
            change.level = Some(level);
        }
        used.changes.insert(usize::try_from(flags & 0xF).ok()?, change);
    }
    Some(())
}
