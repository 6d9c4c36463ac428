//! Writes minimal files of Word 97: header, piece table, pages of properties, rows with their definitions, lists.
//! `doc` is enough for paragraphs and tables; `DocFile` says how the file is to be laid out.

use std::io::{Cursor, Write};

/// A paragraph or a table.
#[derive(Debug, Clone)]
pub(crate) enum DocBlock {
    Paragraph(String),
    /// Rows of the cells that begin in them, from left to right.
    Table(Vec<Vec<DocCell>>),
}

/// A cell that covers so many columns and rows.
#[derive(Debug, Clone)]
pub(crate) struct DocCell {
    pub(crate) text: String,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

/// The bytes of a file with these paragraphs and tables.
pub(crate) fn doc(blocks: &[DocBlock]) -> Vec<u8> {
    DocFile { marked: blocks.iter().flat_map(marked).collect(), ..DocFile::default() }.bytes()
}

/// A cell of one column and one row.
pub(crate) fn cell(text: &str) -> DocCell {
    DocCell { text: text.to_owned(), columns: 1, rows: 1 }
}

/// A file and how it is laid out.
#[derive(Debug, Clone, Default)]
pub(crate) struct DocFile {
    pub(crate) marked: Vec<Marked>,
    /// Paragraphs of footnotes.
    pub(crate) footnotes: Vec<Marked>,
    /// Paragraphs of running titles.
    pub(crate) titles: Vec<Marked>,
    pub(crate) layout: Layout,
    pub(crate) row_place: RowPlace,
    /// Levels of the one list: the manner of its numbers and its text, in which a control character is a number.
    pub(crate) levels: Vec<(u8, String)>,
    /// Set in the header's flags on top of the usual ones.
    pub(crate) flags: u16,
    /// In place of those of Word 97.
    pub(crate) identity: Option<u16>,
}

/// Where the text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Layout {
    #[default]
    OnePiece,
    /// Pieces of so many characters, the last first in the file, each in single bytes where its characters allow.
    Backwards(usize),
}

/// Where the properties of rows stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum RowPlace {
    #[default]
    Page,
    DataStream,
}

/// Text up to a mark, and the mark's properties.
#[derive(Debug, Clone)]
pub(crate) struct Marked {
    /// Text with the properties of its characters.
    pub(crate) runs: Vec<(String, Vec<u8>)>,
    pub(crate) mark: char,
    pub(crate) properties: Vec<u8>,
}

/// A property of one byte.
pub(crate) fn property(code: u16, value: u8) -> Vec<u8> {
    let [low, high] = code.to_le_bytes();
    vec![low, high, value]
}

/// A paragraph with properties.
pub(crate) fn paragraph(text: &str, properties: Vec<u8>) -> Marked {
    Marked { runs: vec![(text.to_owned(), Vec::new())], mark: '\r', properties }
}

/// The text of a cell at a depth of tables.
pub(crate) fn cell_end(text: &str, depth: u8) -> Marked {
    let runs = vec![(text.to_owned(), Vec::new())];
    let mut properties = in_tables(depth);
    if depth > 1 {
        properties.extend(property(0x244B, 1));
    }
    Marked { runs, mark: if depth > 1 { '\r' } else { '\u{7}' }, properties }
}

/// The end of a row at a depth of tables, with its edges and the flags of its cells.
pub(crate) fn row_end(edges: &[i16], flags: &[u16], depth: u8) -> Marked {
    let mut properties = in_tables(depth);
    properties.extend(property(if depth > 1 { 0x244C } else { 0x2417 }, 1));
    properties.extend(definition(edges, flags));
    Marked { runs: Vec::new(), mark: if depth > 1 { '\r' } else { '\u{7}' }, properties }
}

/// The properties of a paragraph at a depth of tables.
pub(crate) fn in_tables(depth: u8) -> Vec<u8> {
    let mut properties = property(0x2416, 1);
    properties.extend([0x49, 0x66, depth, 0, 0, 0]);
    properties
}

fn definition(edges: &[i16], flags: &[u16]) -> Vec<u8> {
    let mut operand = vec![u8::try_from(flags.len()).unwrap()];
    operand.extend(edges.iter().flat_map(|edge| edge.to_le_bytes()));
    for flag in flags {
        operand.extend(flag.to_le_bytes());
        operand.extend([0; 18]);
    }
    let mut property = vec![0x08, 0xD6];
    property.extend(u16::try_from(operand.len() + 1).unwrap().to_le_bytes());
    property.extend(operand);
    property
}

fn marked(block: &DocBlock) -> Vec<Marked> {
    match block {
        DocBlock::Paragraph(text) => vec![paragraph(text, Vec::new())],
        DocBlock::Table(rows) => table(rows),
    }
}

/// Columns are 500 twips wide; a cell that covers several has the edges of the first and the last alone.
fn table(rows: &[Vec<DocCell>]) -> Vec<Marked> {
    const FIRST: u16 = 0x60;
    const COVERED: u16 = 0x20;
    let mut marked = Vec::new();
    // Cells that reach down: their column, width, and the rows still to come.
    let mut reaching: Vec<(usize, usize, usize)> = Vec::new();
    for row in rows {
        let (mut edges, mut flags, mut column) = (vec![0], Vec::new(), 0);
        let mut begun = Vec::new();
        let mut own = row.iter();
        loop {
            let covering = reaching.iter().find(|(at, ..)| *at == column).copied();
            let (text, columns, flag) = match covering {
                Some((_, columns, _)) => (String::new(), columns, COVERED),
                None => match own.next() {
                    Some(cell) => {
                        if cell.rows > 1 {
                            begun.push((column, cell.columns, cell.rows));
                        }
                        (cell.text.clone(), cell.columns, if cell.rows > 1 { FIRST } else { 0 })
                    }
                    None => break,
                },
            };
            column += columns;
            edges.push(i16::try_from(column * 500).unwrap());
            flags.push(flag);
            marked.push(cell_end(&text, 1));
        }
        marked.push(row_end(&edges, &flags, 1));
        reaching.extend(begun);
        for (.., rows) in &mut reaching {
            *rows -= 1;
        }
        reaching.retain(|(.., rows)| *rows > 0);
    }
    marked
}

/// One UTF-16 unit with its properties and its place in the file.
struct Unit {
    code: u16,
    paragraph: Vec<u8>,
    run: Vec<u8>,
    place: usize,
    width: usize,
}

const TEXT: usize = 0x600;
const PAGE: usize = 512;

impl DocFile {
    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut streams = Streams { main: vec![0; TEXT], table: Vec::new(), data: vec![0; 4] };
        let counts = [&self.marked, &self.footnotes, &self.titles].map(|part| self.units(part, &mut streams).len());
        let parts = [&self.marked, &self.footnotes, &self.titles];
        let mut units: Vec<Unit> = parts.iter().flat_map(|part| self.units(part, &mut streams)).collect();
        let pieces = self.lay_out(&mut units, &mut streams.main);
        let pieces_place = streams.put(&pieces);
        units.sort_by_key(|unit| unit.place);
        let paragraphs = streams.pages(&units, |unit| &unit.paragraph, 13);
        let characters = streams.pages(&units, |unit| &unit.run, 1);
        let (lists, uses) = self.lists();
        // The levels stand after the list and are not counted with it.
        let list_place = streams.put(&lists);
        let list_place = (list_place.0, if self.levels.is_empty() { 0 } else { 30 });
        let uses_place = streams.put(&uses);
        let titles: Vec<u8> = [0, counts[2]].iter().flat_map(|at| u32::try_from(*at).unwrap().to_le_bytes()).collect();
        let titles_place = if counts[2] == 0 { (0, 0) } else { streams.put(&titles) };
        let places = [
            (11, titles_place),
            (12, characters),
            (13, paragraphs),
            (33, pieces_place),
            (73, list_place),
            (74, uses_place),
        ];
        self.header(&mut streams.main, counts, &places);
        streams.container()
    }

    fn units(&self, part: &[Marked], streams: &mut Streams) -> Vec<Unit> {
        let mut units = Vec::new();
        for marked in part {
            let is_row = marked.properties.windows(2).any(|code| code == [0x08, 0xD6]);
            let properties = if is_row && self.row_place == RowPlace::DataStream {
                streams.elsewhere(&marked.properties)
            } else {
                marked.properties.clone()
            };
            // The style stands before the properties.
            let paragraph = [&[0, 0], properties.as_slice()].concat();
            let mark = [(marked.mark.to_string(), marked.runs.last().map(|run| run.1.clone()).unwrap_or_default())];
            for (text, run) in marked.runs.iter().chain(&mark) {
                let (paragraph, run) = (paragraph.clone(), run.clone());
                units.extend(text.encode_utf16().map(|code| Unit {
                    code,
                    paragraph: paragraph.clone(),
                    run: run.clone(),
                    place: 0,
                    width: 2,
                }));
            }
        }
        units
    }

    /// Writes the text and gives the piece table.
    fn lay_out(&self, units: &mut [Unit], main: &mut Vec<u8>) -> Vec<u8> {
        let length = match self.layout {
            Layout::OnePiece => units.len().max(1),
            Layout::Backwards(length) => length,
        };
        let backwards = self.layout != Layout::OnePiece;
        let mut pieces = Vec::new();
        let mut start = 0;
        for piece in units.chunks_mut(length) {
            pieces.push((start, piece));
            start += length;
        }
        let total = pieces.iter().map(|(_, piece)| piece.len()).sum::<usize>();
        let mut places = vec![0_u32; pieces.len()];
        let count = pieces.len();
        for (number, (_, piece)) in pieces.iter_mut().enumerate().rev() {
            let narrow = backwards && piece.iter().all(|unit| unit.code < 0x80);
            if !narrow && main.len() % 2 == 1 {
                main.push(0);
            }
            let place = u32::try_from(main.len()).unwrap();
            places[number] = if narrow { (place * 2) | (1 << 30) } else { place };
            for unit in piece.iter_mut() {
                unit.place = main.len();
                unit.width = if narrow { 1 } else { 2 };
                main.extend(unit.code.to_le_bytes().iter().take(unit.width));
            }
        }
        let mut plan: Vec<u8> = Vec::new();
        for (start, _) in &pieces {
            plan.extend(u32::try_from(*start).unwrap().to_le_bytes());
        }
        plan.extend(u32::try_from(total).unwrap().to_le_bytes());
        for place in places {
            plan.extend([0, 0]);
            plan.extend(place.to_le_bytes());
            plan.extend([0, 0]);
        }
        assert_eq!(plan.len(), count * 12 + 4);
        [&[2][..], &u32::try_from(plan.len()).unwrap().to_le_bytes(), &plan].concat()
    }

    /// One list with all levels, and one use of it.
    fn lists(&self) -> (Vec<u8>, Vec<u8>) {
        if self.levels.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let mut lists = vec![1, 0, 77, 0, 0, 0, 0, 0, 0, 0];
        lists.extend([0xFF, 0x0F].repeat(9));
        lists.extend([0, 0]);
        for level in 0..9 {
            let (manner, text) = self.levels.get(level).cloned().unwrap_or_default();
            let units: Vec<u16> = text.encode_utf16().collect();
            let mut numbers: Vec<u8> = Vec::new();
            for (place, unit) in units.iter().enumerate() {
                if *unit < 9 {
                    numbers.push(u8::try_from(place + 1).unwrap());
                }
            }
            numbers.resize(9, 0);
            lists.extend([1, 0, 0, 0, manner, 0]);
            lists.extend(numbers);
            lists.extend([0; 13]);
            lists.extend(u16::try_from(units.len()).unwrap().to_le_bytes());
            lists.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        }
        let mut uses = vec![1, 0, 0, 0, 77, 0, 0, 0];
        uses.extend([0; 12]);
        uses.extend([0xFF; 4]);
        (lists, uses)
    }

    fn header(&self, main: &mut [u8], counts: [usize; 3], places: &[(usize, (usize, usize))]) {
        let mut put = |at: usize, bytes: &[u8]| main[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, &self.identity.unwrap_or(0xA5EC).to_le_bytes());
        put(2, &0x00C1_u16.to_le_bytes());
        put(0x0A, &(0x0200 | self.flags).to_le_bytes());
        put(0x20, &14_u16.to_le_bytes());
        put(0x3E, &22_u16.to_le_bytes());
        for (place, count) in counts.iter().enumerate() {
            put(0x4C + place * 4, &u32::try_from(*count).unwrap().to_le_bytes());
        }
        put(0x98, &93_u16.to_le_bytes());
        for (number, (start, length)) in places {
            put(0x9A + number * 8, &u32::try_from(*start).unwrap().to_le_bytes());
            put(0x9E + number * 8, &u32::try_from(*length).unwrap().to_le_bytes());
        }
    }
}

struct Streams {
    main: Vec<u8>,
    table: Vec<u8>,
    data: Vec<u8>,
}

impl Streams {
    /// Adds a structure to the table stream and gives its place.
    fn put(&mut self, bytes: &[u8]) -> (usize, usize) {
        let start = self.table.len();
        self.table.extend(bytes);
        (start, bytes.len())
    }

    /// Puts properties into the data stream and gives the one that leads there.
    fn elsewhere(&mut self, properties: &[u8]) -> Vec<u8> {
        let place = u32::try_from(self.data.len()).unwrap();
        self.data.extend(u16::try_from(properties.len()).unwrap().to_le_bytes());
        self.data.extend(properties);
        [&[0x46, 0x66][..], &place.to_le_bytes()].concat()
    }

    /// Writes pages of properties, whose entries have so many bytes, and gives the place of their index.
    fn pages<'u>(
        &mut self,
        units: &'u [Unit],
        properties: impl Fn(&'u Unit) -> &'u Vec<u8>,
        entry: usize,
    ) -> (usize, usize) {
        let mut stretches: Vec<(usize, usize, &Vec<u8>)> = Vec::new();
        for unit in units {
            let own = properties(unit);
            let end = unit.place + unit.width;
            match stretches.last_mut() {
                Some((_, last, same)) if *last == unit.place && *same == own && unit.code != 0x0D => *last = end,
                _ => stretches.push((unit.place, end, own)),
            }
        }
        let mut index: Vec<(usize, usize)> = Vec::new();
        let mut rest = stretches.as_slice();
        while !rest.is_empty() {
            self.main.resize(self.main.len().next_multiple_of(PAGE), 0);
            index.push((rest[0].0, self.main.len() / PAGE));
            let (page, taken) = page(rest, entry);
            self.main.extend(page);
            rest = &rest[taken..];
        }
        let end = stretches.last().map_or(0, |stretch| stretch.1);
        let mut bytes = Vec::new();
        for place in index.iter().map(|(place, _)| *place).chain([end]) {
            bytes.extend(u32::try_from(place).unwrap().to_le_bytes());
        }
        for (_, page) in &index {
            bytes.extend(u32::try_from(*page).unwrap().to_le_bytes());
        }
        self.put(&bytes)
    }

    fn container(&self) -> Vec<u8> {
        let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for (name, bytes) in [("/WordDocument", &self.main), ("/1Table", &self.table), ("/Data", &self.data)] {
            container.create_stream(name).unwrap().write_all(bytes).unwrap();
        }
        container.flush().unwrap();
        container.into_inner().into_inner()
    }
}

/// One page of as many stretches as fit, and how many that are. A stretch after a gap ends the page before it.
fn page(stretches: &[(usize, usize, &Vec<u8>)], entry: usize) -> (Vec<u8>, usize) {
    let mut page = vec![0_u8; PAGE];
    let mut taken = 0;
    let mut top = PAGE - 1;
    for (number, (start, _, properties)) in stretches.iter().enumerate() {
        let size = properties.len() + 2;
        let head = (number + 2) * 4 + (number + 1) * entry;
        let follows = number == 0 || stretches[number - 1].1 == *start;
        if !follows || head + size + 2 > top {
            break;
        }
        taken += 1;
        if properties.is_empty() {
            continue;
        }
        top = (top - size) & !1;
        let body = match (entry, properties.len() % 2) {
            (1, _) => [&[u8::try_from(properties.len()).unwrap()], properties.as_slice()].concat(),
            (_, 1) => [&[u8::try_from(properties.len().div_ceil(2)).unwrap()], properties.as_slice()].concat(),
            _ => [&[0, u8::try_from(properties.len() / 2).unwrap()], properties.as_slice()].concat(),
        };
        page[top..top + body.len()].copy_from_slice(&body);
    }
    assert!(taken > 0, "properties of {} bytes fit no page", stretches[0].2.len());
    let mut top = PAGE - 1;
    for (number, (start, end, properties)) in stretches.iter().take(taken).enumerate() {
        page[number * 4..number * 4 + 4].copy_from_slice(&u32::try_from(*start).unwrap().to_le_bytes());
        page[number * 4 + 4..number * 4 + 8].copy_from_slice(&u32::try_from(*end).unwrap().to_le_bytes());
        if !properties.is_empty() {
            top = (top - properties.len() - 2) & !1;
            page[(taken + 1) * 4 + number * entry] = u8::try_from(top / 2).unwrap();
        }
    }
    page[PAGE - 1] = u8::try_from(taken).unwrap();
    (page, taken)
}
