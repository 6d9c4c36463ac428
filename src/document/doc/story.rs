//! Goes through the characters of one part of the text and gives each paragraph, cell and row to the flow: fields'
//! instructions, deleted and hidden text left out, numbers put in front.

use std::ops::Range;
use std::rc::Rc;

use super::super::edges::RowShape;
use super::super::flow::{Flow, Mark, numbered};
use super::super::formula::{Shown, shown};
use super::super::omitted::Omitted;
use super::super::{Limits, Refusal};
use super::fields::instructions;
use super::lists::Lists;
use super::pages::Pages;
use super::pieces::{Change, Piece, Pieces, unit};
use super::properties::{ParagraphFormat, RunFormat, Toggle};
use super::styles::Styles;

/// How many bytes of properties may be read for each byte that a document may have of text: hostile files name one
/// long list again and again.
const PROPERTIES_PER_BYTE: usize = 2;

/// The file's structures, as far as every part of the text needs them.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub(super) main: &'a [u8],
    pub(super) data: &'a [u8],
    pub(super) pieces: Pieces<'a>,
    pub(super) paragraphs: Pages<'a>,
    pub(super) characters: Pages<'a>,
    pub(super) styles: Styles,
}

/// Reads one part after another; lists count on from each to the next.
pub(super) struct Reader<'a> {
    source: &'a Source<'a>,
    limits: &'a Limits,
    pub(super) lists: Lists,
    pub(super) met: Omitted,
    /// Whether the last character was raised, lowered or struck out.
    apart: bool,
    work: usize,
    run: Option<(Range<usize>, Change, Run)>,
    paragraph: Option<(Range<usize>, Change, ParagraphFormat)>,
    text: String,
    /// The first half of a character beyond the first 65,536.
    half: Option<u16>,
    /// Something of the paragraph says itself whether it is hidden.
    said: bool,
    /// The instruction of the field that is passed over, which is drawn where the field has no result.
    instruction: String,
}

/// A run's properties, and whether it is hidden by them or its style.
#[derive(Debug, Clone, Copy)]
struct Run {
    format: RunFormat,
    hidden: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a Source<'a>, limits: &'a Limits, lists: Lists) -> Self {
        Self {
            source,
            limits,
            lists,
            met: Omitted::default(),
            apart: false,
            work: 0,
            run: None,
            paragraph: None,
            text: String::new(),
            half: None,
            said: false,
            instruction: String::new(),
        }
    }

    /// Reads the characters of one part.
    pub(super) fn read(&mut self, story: &Range<usize>, flow: &mut Flow) -> Result<(), Refusal> {
        let source = self.source;
        let skipped = instructions(source.main, &source.pieces, story, self.limits)?;
        let mut skipped = skipped.iter().peekable();
        self.met.cut_off |= source.pieces.end() < story.end;
        for piece in source.pieces.within(story) {
            for character in piece.characters.start.max(story.start)..piece.characters.end.min(story.end) {
                while skipped.next_if(|range| range.end <= character).is_some() {}
                let is_skipped = skipped.peek().is_some_and(|range| range.contains(&character));
                let at = piece.offset + (character - piece.characters.start) * piece.width.bytes();
                let Some(unit) = unit(source.main, at, piece.width) else {
                    self.met.cut_off = true;
                    break;
                };
                if is_skipped {
                    self.instruct(unit);
                    continue;
                }
                if !self.instruction.is_empty() {
                    self.end_field(unit, at, piece)?;
                }
                self.character(unit, at, piece, flow)?;
            }
        }
        if !self.text.is_empty() {
            flow.push(std::mem::take(&mut self.text), 0, Mark::Paragraph)?;
        }
        self.said = false;
        Ok(())
    }

    fn instruct(&mut self, unit: u16) {
        const LONGEST: usize = 1_000;
        match char::from_u32(u32::from(unit)) {
            Some(character) if unit >= 0x20 && self.instruction.len() < LONGEST => self.instruction.push(character),
            Some(_) | None => {}
        }
    }

    /// Behind an instruction: the end of the field, at once or right behind the mark of its result, shows what is drawn.
    fn end_field(&mut self, unit: u16, at: usize, piece: &Piece) -> Result<(), Refusal> {
        const SEPARATOR: u16 = 0x14;
        const END: u16 = 0x15;
        if unit == SEPARATOR {
            return Ok(());
        }
        let instruction = std::mem::take(&mut self.instruction);
        if unit != END {
            return Ok(());
        }
        let run = self.run_at(at, piece)?;
        match shown(&instruction) {
            Shown::Text(_) if run.hidden || run.format.deleted => {}
            Shown::Text(text) => self.text.push_str(&text),
            Shown::Drawing => self.met.drawings = true,
            Shown::Nothing => {}
        }
        Ok(())
    }

    fn character(&mut self, unit: u16, at: usize, piece: &Piece, flow: &mut Flow) -> Result<(), Refusal> {
        let run = self.run_at(at, piece)?;
        if matches!(unit, 0x07 | 0x0C | 0x0D) {
            return self.mark(unit, at, piece, run, flow);
        }
        let visible = unit > 0x20;
        if run.format.deleted {
            self.met.tracked |= visible;
            return Ok(());
        }
        if run.hidden {
            self.met.hidden |= visible;
            return Ok(());
        }
        self.met.tracked |= run.format.inserted && visible;
        self.said |= run.format.hidden != Toggle::Unsaid;
        let apart = run.format.raised || run.format.struck;
        let changes = std::mem::replace(&mut self.apart, apart) != apart;
        let is_digit = |unit: u16| (0x30..0x3A).contains(&unit);
        // A figure and the mark of a note behind it, or the figure that was struck out before it, are two.
        if changes && is_digit(unit) && self.text.ends_with(|last: char| last.is_ascii_digit()) {
            self.text.push(' ');
        }
        match unit {
            0x09 => self.text.push('\t'),
            0x0B | 0x0E => self.text.push('\n'),
            0x1E => self.text.push('-'),
            // Pictures, marks of notes, hyphens that are not printed.
            0..0x20 => {}
            0x28 if run.format.symbol.is_some() => self.push_unit(run.format.symbol.unwrap_or(unit)),
            _ => self.push_unit(unit),
        }
        Ok(())
    }

    fn push_unit(&mut self, unit: u16) {
        let pair = self.half.take().map(|half| [half, unit]);
        if let Some(Ok(character)) = pair.and_then(|pair| char::decode_utf16(pair).next()) {
            self.text.push(character);
        } else if (0xD800..0xDC00).contains(&unit) {
            self.half = Some(unit);
        } else {
            self.text.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }

    /// The end of a paragraph, a cell or a row.
    fn mark(&mut self, unit: u16, at: usize, piece: &Piece, run: Run, flow: &mut Flow) -> Result<(), Refusal> {
        const CELL: u16 = 0x07;
        const PAGE: u16 = 0x0C;
        let format = self.paragraph_at(at, piece)?;
        let gone = run.format.deleted || run.hidden;
        self.met.tracked |= run.format.deleted || run.format.inserted;
        let (level, mark) = match unit {
            CELL if format.row_end => (1, row(format.row.clone(), gone)),
            CELL => (1, Mark::Cell),
            _ if format.inner_row_end => (format.level(), row(format.row.clone(), gone)),
            _ if format.inner_cell => (format.level(), Mark::Cell),
            PAGE if format.level() > 0 => {
                self.text.push('\n');
                return Ok(());
            }
            _ => (format.level(), Mark::Paragraph),
        };
        // Without its mark a paragraph runs on into the next.
        if gone && mark == Mark::Paragraph {
            return Ok(());
        }
        let mut text = std::mem::take(&mut self.text);
        if !self.said && self.source.styles.hides(Some(format.style), None) {
            self.met.hidden |= !text.trim().is_empty();
            text.clear();
        } else if matches!(mark, Mark::Paragraph | Mark::Cell) {
            text = self.number(&format, text);
        }
        self.said = false;
        flow.push(text, level, mark)
    }

    fn number(&mut self, format: &ParagraphFormat, text: String) -> String {
        let styles = &self.source.styles;
        let Some(list) = format.list.or_else(|| styles.list(format.style)) else {
            return text;
        };
        let level = format.list_level.or_else(|| styles.list_level(format.style));
        let level = level.or_else(|| self.lists.level_of_style(list, format.style)).unwrap_or(0);
        let number = self.lists.count(list, level);
        if number.parted { numbered(&number.text, &text) } else { number.text + &text }
    }

    fn run_at(&mut self, at: usize, piece: &Piece) -> Result<Run, Refusal> {
        if let Some((bytes, change, run)) = &self.run
            && bytes.contains(&at)
            && *change == piece.change
        {
            return Ok(*run);
        }
        let stretch = self.source.characters.find(at);
        let mut format = RunFormat::default();
        let properties = stretch.as_ref().map_or(&[][..], |stretch| stretch.properties);
        format.apply(properties);
        let mut work = properties.len() + 16;
        match piece.change {
            Change::Short(0x41, value) => format.deleted = value != 0,
            Change::Short(0x42, value) => format.inserted = value != 0,
            Change::Short(0x5C, value) => format.apply_one(0x083C, &[value]),
            Change::None | Change::Short(..) => {}
            Change::List(number) => {
                let records = self.source.pieces.list(number);
                format.apply(records);
                work += records.len();
            }
        }
        self.spend(work)?;
        let bytes = stretch.map_or(at..at + 1, |stretch| stretch.bytes);
        let style_hides = format.style.is_some_and(|style| self.source.styles.hides(None, Some(style)));
        let run = Run { format, hidden: format.hidden.over(style_hides) };
        self.run = Some((bytes, piece.change, run));
        Ok(run)
    }

    fn paragraph_at(&mut self, at: usize, piece: &Piece) -> Result<ParagraphFormat, Refusal> {
        if let Some((bytes, change, format)) = &self.paragraph
            && bytes.contains(&at)
            && *change == piece.change
        {
            return Ok(format.clone());
        }
        let stretch = self.source.paragraphs.find(at);
        let mut format = ParagraphFormat::default();
        let mut work = 16;
        if let Some((style, records)) = stretch.as_ref().and_then(|stretch| stretch.properties.split_at_checked(2)) {
            format.style = u16::from_le_bytes(style.try_into().unwrap_or_default());
            work += format.apply(records, self.source.data);
        }
        match piece.change {
            Change::Short(0x18, value) => format.in_table = value != 0,
            Change::Short(0x19, value) => format.row_end = value != 0,
            Change::Short(0x0C, value) => format.list_level = Some(value),
            Change::None | Change::Short(..) => {}
            Change::List(number) => work += format.apply(self.source.pieces.list(number), self.source.data),
        }
        self.spend(work)?;
        let bytes = stretch.map_or(at..at + 1, |stretch| stretch.bytes);
        self.paragraph = Some((bytes, piece.change, format.clone()));
        Ok(format)
    }

    fn spend(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.work = self.work.saturating_add(bytes);
        let most = self.limits.text.saturating_mul(PROPERTIES_PER_BYTE);
        if self.work > most {
            return Err(Refusal::over_limit(("格式信息的字节数", "bytes of properties"), most));
        }
        Ok(())
    }
}

fn row(shape: Option<Rc<RowShape>>, gone: bool) -> Mark {
    if gone { Mark::DroppedRow(shape) } else { Mark::Row(shape) }
}
