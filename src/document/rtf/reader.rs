//! Goes through the tokens of an RTF file and gives each paragraph, cell and row to the flow of its part.

use super::super::flow::{Flow, Mark, numbered};
use super::super::formula::{Shown, shown};
use super::super::omitted::Omitted;
use super::super::{Limits, Refusal};
use super::bytes::Encodings;
use super::characters::named;
use super::group::{Destination, Group, Story, destination, is_aside, is_known_extension};
use super::rows::RowDefinition;
use super::tokens::Token;

/// How much of an instruction is kept; one that is drawn is short.
const LONGEST_INSTRUCTION: usize = 1_000;

/// Reads one token after another.
pub(super) struct Reader<'a> {
    limits: &'a Limits,
    main: Part<'a>,
    aside: Part<'a>,
    groups: Vec<Group>,
    encodings: Encodings,
    /// Bytes that stand together, not yet decoded: a character may take several.
    bytes: Vec<u8>,
    half: Option<u16>,
    /// How many bytes are still to be passed over after a character by number.
    passing: usize,
    starred: bool,
    met: Omitted,
    /// Whether the last text was raised, lowered or struck out.
    apart: bool,
    /// The instruction of the field, and how much text there was before it.
    instruction: String,
    before_field: usize,
}

/// The text, or the notes and boxes.
struct Part<'a> {
    flow: Flow<'a>,
    text: String,
    number: String,
    row: RowDefinition,
    nested_row: RowDefinition,
}

impl<'a> Part<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            flow: Flow::new(limits),
            text: String::new(),
            number: String::new(),
            row: RowDefinition::default(),
            nested_row: RowDefinition::default(),
        }
    }

    /// Ends a paragraph, a cell or a row.
    fn end(&mut self, level: usize, mark: Mark) -> Result<(), Refusal> {
        let mut text = std::mem::take(&mut self.text);
        if !self.number.is_empty() {
            let number = std::mem::take(&mut self.number);
            text = if number.contains('\t') { numbered(&number, &text) } else { number + &text };
        }
        self.flow.push(text, level, mark)
    }

    fn finish(mut self) -> Result<Flow<'a>, Refusal> {
        if !self.text.is_empty() || !self.number.is_empty() {
            let level = usize::from(self.flow.is_within_row(1));
            self.end(level, Mark::Paragraph)?;
        }
        Ok(self.flow)
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            main: Part::new(limits),
            aside: Part::new(limits),
            groups: Vec::new(),
            encodings: Encodings::default(),
            bytes: Vec::new(),
            half: None,
            passing: 0,
            starred: false,
            met: Omitted::default(),
            apart: false,
            instruction: String::new(),
            before_field: 0,
        }
    }

    /// Takes a token; false after the end of the outermost group.
    pub(super) fn take(&mut self, token: Token) -> Result<bool, Refusal> {
        match token {
            Token::Byte(byte) => self.byte(byte),
            Token::Open => self.open()?,
            Token::Close => {
                self.close()?;
                return Ok(!self.groups.is_empty());
            }
            Token::Symbol(symbol) => self.symbol(symbol)?,
            Token::Word(word, number) => self.word(word, number)?,
        }
        Ok(true)
    }

    /// The text, then the notes and boxes, and what was left out.
    pub(super) fn finish(mut self) -> Result<([Flow<'a>; 2], Omitted), Refusal> {
        self.flush();
        let omitted = Omitted { characters: self.encodings.lost, ..self.met };
        Ok(([self.main.finish()?, self.aside.finish()?], omitted))
    }

    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or(Group::FIRST)
    }

    fn with_group(&mut self, change: impl FnOnce(&mut Group)) {
        if let Some(group) = self.groups.last_mut() {
            change(group);
        }
    }

    fn part(&mut self) -> &mut Part<'a> {
        match self.group().story {
            Story::Main => &mut self.main,
            Story::Aside => &mut self.aside,
        }
    }

    fn open(&mut self) -> Result<(), Refusal> {
        self.flush();
        self.passing = 0;
        self.starred = false;
        if self.groups.len() >= self.limits.nesting {
            return Err(Refusal::over_limit(("括号嵌套层数", "groups in one another"), self.limits.nesting));
        }
        self.groups.push(self.group());
        Ok(())
    }

    fn close(&mut self) -> Result<(), Refusal> {
        self.flush();
        self.passing = 0;
        self.starred = false;
        let ended = self.groups.pop();
        if ended.is_some_and(|group| group.in_field) && !self.group().in_field {
            self.end_field();
        }
        let leaves_aside = ended.is_some_and(|group| group.story == Story::Aside) && self.group().story == Story::Main;
        if leaves_aside && !(self.aside.text.is_empty() && self.aside.number.is_empty()) {
            self.aside.end(0, Mark::Paragraph)?;
        }
        Ok(())
    }

    /// A field without a result shows what its instruction draws.
    fn end_field(&mut self) {
        let instruction = std::mem::take(&mut self.instruction);
        if self.part().text.len() != self.before_field {
            return;
        }
        match shown(&instruction) {
            Shown::Text(text) => self.text(&text),
            Shown::Drawing => self.met.drawings = true,
            Shown::Nothing => {}
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.passing > 0 {
            self.passing -= 1;
        } else if byte == b'\t' {
            self.character('\t');
        } else if matches!(self.group().destination, Destination::Text | Destination::Number | Destination::Instruction)
        {
            self.bytes.push(byte);
        }
    }

    /// Decodes the bytes that stand together.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let text = self.encodings.decode(&bytes, self.group().font);
        self.text(&text);
    }

    fn character(&mut self, character: char) {
        self.flush();
        self.text(character.encode_utf8(&mut [0; 4]));
    }

    fn text(&mut self, text: &str) {
        let group = self.group();
        let visible = !text.trim().is_empty();
        match group.destination {
            Destination::Text | Destination::Number => {}
            Destination::Instruction => {
                if self.instruction.len() < LONGEST_INSTRUCTION {
                    self.instruction.push_str(text);
                }
                return;
            }
            Destination::FontTable | Destination::NestedRow | Destination::Skipped => return,
        }
        if group.deleted {
            self.met.tracked |= visible;
            return;
        }
        if group.hidden {
            self.met.hidden |= visible;
            return;
        }
        self.met.tracked |= group.inserted && visible;
        let changes = std::mem::replace(&mut self.apart, group.apart) != group.apart;
        let part = self.part();
        let meets = part.text.ends_with(|last: char| last.is_ascii_digit())
            && text.starts_with(|first: char| first.is_ascii_digit());
        // A figure and the mark of a note behind it, or the figure that was struck out before it, are two.
        if changes && meets {
            part.text.push(' ');
        }
        if group.destination == Destination::Number {
            part.number.push_str(text);
        } else {
            part.text.push_str(text);
        }
    }

    fn symbol(&mut self, symbol: u8) -> Result<(), Refusal> {
        let character = match symbol {
            b'*' => {
                self.starred = true;
                return Ok(());
            }
            b'\r' | b'\n' => return self.mark(self.group().level(), Mark::Paragraph),
            b'\\' | b'{' | b'}' => char::from(symbol),
            b'~' => '\u{A0}',
            b'_' => '-',
            b'\t' => '\t',
            _ => return Ok(()),
        };
        self.named_character(character);
        Ok(())
    }

    /// A character that has a control word may itself be the stand-in for one by number.
    fn named_character(&mut self, character: char) {
        if self.passing > 0 {
            self.passing -= 1;
        } else {
            self.character(character);
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) -> Result<(), Refusal> {
        self.flush();
        let starred = std::mem::take(&mut self.starred);
        if self.group().destination == Destination::Skipped {
            return Ok(());
        }
        if starred && !is_known_extension(word) {
            self.with_group(|group| group.destination = Destination::Skipped);
            return Ok(());
        }
        if word == "field" && !self.group().in_field {
            self.before_field = self.part().text.len();
            self.with_group(|group| group.in_field = true);
            return Ok(());
        }
        if let Some(destination) = destination(word) {
            self.with_group(|group| group.destination = destination);
            return Ok(());
        }
        if is_aside(word) {
            self.met.boxes |= word != "footnote";
            self.with_group(|group| {
                group.story = Story::Aside;
                group.plain_paragraph();
            });
            return Ok(());
        }
        if self.group().destination == Destination::FontTable {
            self.encodings.define_font(word, number);
            return Ok(());
        }
        if word == "u" {
            self.numbered_character(number.unwrap_or(0));
            return Ok(());
        }
        if let Some(character) = named(word) {
            self.named_character(character);
            return Ok(());
        }
        self.passing = 0;
        if self.is_about_rows(word, number) {
            return Ok(());
        }
        self.format(word, number);
        self.end_of(word)
    }

    fn is_about_rows(&mut self, word: &str, number: Option<i32>) -> bool {
        let destination = self.group().destination;
        let part = self.part();
        let row = if destination == Destination::NestedRow { &mut part.nested_row } else { &mut part.row };
        row.take(word, number)
    }

    fn numbered_character(&mut self, number: i32) {
        self.passing = self.group().fallback;
        // Numbers are signed 16-bit ones; some programs write larger ones as they are.
        let Ok(unit) = u16::try_from(if number < 0 { number + 0x1_0000 } else { number }) else {
            let character = u32::try_from(number).ok().and_then(char::from_u32);
            self.character(character.unwrap_or(char::REPLACEMENT_CHARACTER));
            return;
        };
        let pair = self.half.take().map(|half| [half, unit]);
        if let Some(Ok(character)) = pair.and_then(|pair| char::decode_utf16(pair).next()) {
            self.character(character);
        } else if (0xD800..0xDC00).contains(&unit) {
            self.half = Some(unit);
        } else {
            self.character(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }

    fn format(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        let count = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
        match word {
            "ansicpg" => self.encodings.set_page(number.unwrap_or(0)),
            "mac" => self.encodings.set_page(10000),
            _ => {}
        }
        self.with_group(|group| match word {
            "f" => group.font = number,
            "uc" => group.fallback = count,
            "v" => group.hidden = on,
            "deleted" => group.deleted = on,
            "revised" => group.inserted = on,
            "super" | "sub" | "strike" | "striked" => group.apart = on,
            "nosupersub" => group.apart = false,
            "plain" => group.plain(),
            "pard" => group.plain_paragraph(),
            "intbl" => group.in_table = on,
            "itap" => group.depth = Some(count),
            _ => {}
        });
    }

    fn end_of(&mut self, word: &str) -> Result<(), Refusal> {
        let level = self.group().level();
        match word {
            "par" | "sect" => self.mark(level, Mark::Paragraph),
            "cell" => self.mark(1, Mark::Cell),
            "nestcell" => self.mark(level.max(2), Mark::Cell),
            "row" => {
                let shape = self.part().row.shape();
                self.mark(1, Mark::Row(shape))
            }
            "nestrow" => {
                let shape = self.part().nested_row.shape();
                self.mark(level.max(2), Mark::Row(shape))
            }
            _ => Ok(()),
        }
    }

    fn mark(&mut self, level: usize, mark: Mark) -> Result<(), Refusal> {
        self.flush();
        let group = self.group();
        self.met.tracked |= group.deleted;
        if matches!(
            group.destination,
            Destination::Skipped | Destination::FontTable | Destination::Number | Destination::Instruction
        ) {
            return Ok(());
        }
        // Without its mark a paragraph runs on into the next.
        if mark == Mark::Paragraph && (group.deleted || group.hidden) {
            return Ok(());
        }
        let part = self.part();
        // Some programs do not say that the paragraphs of a cell are in a table.
        let level = if level == 0 && part.flow.is_within_row(1) { 1 } else { level };
        part.end(level, mark)
    }
}
