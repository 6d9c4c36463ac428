//! Excel files from before 2007 and the spreadsheets of WPS (et): the records of the workbook stream. Sizes that a record
//! states are held against what is left of it.

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::ops::Range;

use encoding_rs::{Encoding, GB18030, GBK};

use super::super::sniff::Kind;
use super::super::{Limits, Refusal};
use super::number::{Epoch, Format, builtin, printed, spelled};
use super::{Merge, Sheet, Workbook};

use records::{Record, Records, code, f64_at, u16_at, u32_at};
use strings::{Charset, Strings};

mod records;
mod strings;

/// What the sheets of a file share.
struct Shared {
    charset: Charset,
    texts: Vec<String>,
    formats: HashMap<u16, Format>,
    styles: Vec<Style>,
    epoch: Epoch,
    sheets: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Style {
    format: Format,
    is_framed: bool,
}

/// What the directory of sheets says of one.
struct Entry {
    at: usize,
    name: String,
    is_shown: bool,
}

/// Reads all sheets that are shown.
pub(super) fn workbook(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    let stream = stream(bytes).ok_or_else(|| Refusal::damaged("xls"))?;
    let shared = shared(&stream, limits)?;
    if shared.sheets.len() > limits.parts {
        return Err(Refusal::over_limit(("文件内的部件数", "parts in the file"), limits.parts));
    }
    let mut workbook = Workbook::default();
    let mut taken = Vec::new();
    for entry in &shared.sheets {
        if !entry.is_shown {
            workbook.hides_sheets = true;
            continue;
        }
        let Some(rest) = stream.get(entry.at..).filter(|rest| u16_at(rest, 0) == Some(code::BEGIN)) else {
            return Err(Refusal::damaged("xls"));
        };
        let mut reader = Reader {
            sheet: Sheet { name: entry.name.clone(), ..Sheet::default() },
            shared: &shared,
            limits,
            expects: None,
        };
        let behind = reader.read(Records { rest })?;
        let own = entry.at..stream.len() - behind;
        // Sheets that share records were made to be read again and again.
        if taken.iter().any(|other: &Range<usize>| other.start < own.end && own.start < other.end) {
            return Err(Refusal::damaged("xls"));
        }
        taken.push(own);
        workbook.add(reader.sheet, limits)?;
    }
    Ok(workbook)
}

fn stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let name = if container.exists("Workbook") { "Workbook" } else { "Book" };
    let stream = container.open_stream(name).ok()?;
    let mut content = Vec::new();
    // No stream is larger than its file, whatever it says. One that is cut off is read as far as it goes.
    let _ = stream.take(bytes.len() as u64).read_to_end(&mut content);
    Some(content)
}

/// Reads what stands before the sheets.
fn shared(stream: &[u8], limits: &Limits) -> Result<Shared, Refusal> {
    let mut records = Records { rest: stream };
    let version = records.next().filter(|first| first.code == code::BEGIN).and_then(|first| u16_at(first.body(), 0));
    let charset = match version {
        Some(0x0600) => Charset::Wide,
        Some(0x0500) => Charset::Bytes(GB18030),
        _ => {
            return Err(Refusal::new(
                "old-excel",
                "Excel 4 或更早的文件，不读取；请另存为 xlsx 后重新发送",
                "a file of Excel 4 or before, and not read: save it as xlsx and send it again",
            ));
        }
    };
    let (texts, styles, sheets) = (Vec::new(), Vec::new(), Vec::new());
    let mut shared = Shared { charset, texts, formats: HashMap::new(), styles, epoch: Epoch::Year1900, sheets };
    for record in records {
        let body = record.body();
        match record.code {
            code::END => break,
            code::LOCKED => return Err(Refusal::of_kind(Kind::Encrypted)),
            code::DATE_MODE if u16_at(body, 0) == Some(1) => shared.epoch = Epoch::Year1904,
            code::CODE_PAGE => shared.charset = shared.charset.with_page(u16_at(body, 0)),
            code::SHEET => shared.sheets.extend(entry(&record, shared.charset)),
            code::SHARED_TEXTS => shared.texts = strings::shared(&record.parts, limits)?,
            code::FORMAT => {
                let mut strings = Strings::new(&record.parts);
                if let Some(number) = strings.u16() {
                    shared.formats.insert(number, spelled(&format_text(&mut strings, shared.charset)));
                }
            }
            code::XF if u16::try_from(shared.styles.len()).is_ok() => shared.styles.push(style(body, &shared)),
            _ => {}
        }
    }
    Ok(shared)
}

fn format_text(strings: &mut Strings, charset: Charset) -> String {
    let text = match charset {
        Charset::Wide => strings.long_text(),
        Charset::Bytes(_) => strings.short_text(charset),
    };
    text.unwrap_or_default()
}

fn entry(record: &Record, charset: Charset) -> Option<Entry> {
    let body = record.body();
    // Charts and macro sheets hold no cells.
    if *body.get(5)? != 0 {
        return None;
    }
    let mut strings = Strings::new(&record.parts);
    strings.skip(6);
    Some(Entry {
        at: usize::try_from(u32_at(body, 0)?).ok()?,
        name: strings.short_text(charset).unwrap_or_default(),
        // Hidden is 1; 2 is hidden so that only a program can show it again.
        is_shown: body.get(4)? % 4 == 0,
    })
}

fn style(body: &[u8], shared: &Shared) -> Style {
    let number = u16_at(body, 2).unwrap_or(0);
    let spelled = shared.formats.get(&number).copied();
    let is_framed = match shared.charset {
        Charset::Wide => u16_at(body, 10).is_some_and(|lines| lines != 0),
        Charset::Bytes(_) => {
            u16_at(body, 10).is_some_and(|lines| lines & 0x01C0 != 0)
                || u16_at(body, 12).is_some_and(|lines| lines & 0x01FF != 0)
        }
    };
    Style { format: spelled.unwrap_or_else(|| builtin(u32::from(number))), is_framed }
}

/// Reads the records of one sheet.
struct Reader<'a> {
    sheet: Sheet,
    shared: &'a Shared,
    limits: &'a Limits,
    /// The formula whose text stands in the next record.
    expects: Option<(u32, u32)>,
}

impl Reader<'_> {
    /// Reads to the end of the sheet; how many bytes stand behind it.
    fn read(&mut self, mut records: Records) -> Result<usize, Refusal> {
        // Charts stand within a sheet with a beginning and an end of their own.
        let mut depth = 0_usize;
        for record in records.by_ref() {
            match record.code {
                code::BEGIN => depth += 1,
                code::END if depth <= 1 => break,
                code::END => depth -= 1,
                _ if depth == 1 => self.record(&record)?,
                _ => {}
            }
        }
        Ok(records.rest.len())
    }

    fn record(&mut self, record: &Record) -> Result<(), Refusal> {
        let body = record.body();
        match record.code {
            code::ROW => self.row(body),
            code::COLUMN_INFO => self.column(body),
            code::MERGED => self.merged(body),
            code::MANY_RK => return self.many(body),
            code::MANY_BLANK => self.many_blank(body),
            code::STRING => {
                if let Some((row, column)) = self.expects.take() {
                    let mut strings = Strings::new(&record.parts);
                    let text = strings.cell_text(self.shared.charset).unwrap_or_default();
                    return self.sheet.fill(row, column, text, self.limits);
                }
            }
            code::FORMULA
            | code::SHARED_LABEL
            | code::BLANK
            | code::NUMBER
            | code::LABEL
            | code::RICH_LABEL
            | code::BOOL_OR_ERROR
            | code::RK => return self.cell(record),
            _ => {}
        }
        Ok(())
    }

    fn row(&mut self, body: &[u8]) {
        let (Some(row), Some(options)) = (u16_at(body, 0), u16_at(body, 12)) else { return };
        if options & 0x20 != 0 {
            self.sheet.hidden_rows.push((u32::from(row), u32::from(row)));
        }
    }

    fn column(&mut self, body: &[u8]) {
        let (Some(first), Some(last), Some(options)) = (u16_at(body, 0), u16_at(body, 2), u16_at(body, 8)) else {
            return;
        };
        if options & 1 != 0 {
            self.sheet.hidden_columns.push((u32::from(first), u32::from(last)));
        }
    }

    fn merged(&mut self, body: &[u8]) {
        for range in body.get(2..).unwrap_or_default().chunks_exact(8) {
            if self.sheet.merges.len() >= self.limits.pieces {
                return;
            }
            let edge = |at| u16_at(range, at).map_or(0, u32::from);
            let (row, bottom, column, right) = (edge(0), edge(2), edge(4), edge(6));
            if let (Some(rows), Some(columns)) = (bottom.checked_sub(row), right.checked_sub(column)) {
                self.sheet.merges.push(Merge { row, column, rows: rows + 1, columns: columns + 1 });
            }
        }
    }

    fn style(&self, number: Option<u16>) -> Style {
        let style = number.and_then(|number| self.shared.styles.get(usize::from(number))).copied();
        style.unwrap_or(Style { format: Format::Plain, is_framed: false })
    }

    fn printed(&self, value: f64, style: Option<u16>) -> String {
        printed(value, self.style(style).format, self.shared.epoch)
    }

    fn many(&mut self, body: &[u8]) -> Result<(), Refusal> {
        let (Some(row), Some(first)) = (u16_at(body, 0), u16_at(body, 2)) else { return Ok(()) };
        let pairs = body.get(4..body.len().saturating_sub(2)).unwrap_or_default();
        for (pair, column) in pairs.chunks_exact(6).zip(u32::from(first)..) {
            if let Some(number) = u32_at(pair, 2) {
                let text = self.printed(rk(number), u16_at(pair, 0));
                self.sheet.fill(u32::from(row), column, text, self.limits)?;
            }
        }
        Ok(())
    }

    fn many_blank(&mut self, body: &[u8]) {
        let (Some(row), Some(first)) = (u16_at(body, 0), u16_at(body, 2)) else { return };
        let styles = body.get(4..body.len().saturating_sub(2)).unwrap_or_default();
        for (style, column) in styles.chunks_exact(2).zip(u32::from(first)..) {
            if self.style(u16_at(style, 0)).is_framed {
                self.sheet.frame(u32::from(row), column, column);
            }
        }
    }

    fn cell(&mut self, record: &Record) -> Result<(), Refusal> {
        let body = record.body();
        let (Some(row), Some(column)) = (u16_at(body, 0), u16_at(body, 2)) else { return Ok(()) };
        let (row, column, style) = (u32::from(row), u32::from(column), u16_at(body, 4));
        let text = match record.code {
            code::SHARED_LABEL => {
                let place = u32_at(body, 6).and_then(|place| usize::try_from(place).ok());
                place.and_then(|place| self.shared.texts.get(place)).cloned()
            }
            code::NUMBER => f64_at(body, 6).map(|value| self.printed(value, style)),
            code::RK => u32_at(body, 6).map(|number| self.printed(rk(number), style)),
            code::LABEL | code::RICH_LABEL => {
                let mut strings = Strings::new(&record.parts);
                strings.skip(6);
                strings.cell_text(self.shared.charset)
            }
            code::BOOL_OR_ERROR => match (body.get(6), body.get(7)) {
                (Some(value), Some(0)) => Some(truth(*value)),
                (Some(value), Some(_)) => Some(error(*value)),
                _ => None,
            },
            code::FORMULA => self.formula(body, (row, column), style),
            _ => None,
        };
        let text = text.unwrap_or_default();
        if text.trim().is_empty() && self.style(style).is_framed {
            self.sheet.frame(row, column, column);
        }
        self.sheet.fill(row, column, text, self.limits)
    }

    /// The value that was saved with a formula: a number, or a mark and what it says.
    fn formula(&mut self, body: &[u8], place: (u32, u32), style: Option<u16>) -> Option<String> {
        if u16_at(body, 12)? != 0xFFFF {
            return f64_at(body, 6).map(|value| self.printed(value, style));
        }
        match *body.get(6)? {
            0 => {
                self.expects = Some(place);
                None
            }
            1 => Some(truth(*body.get(8)?)),
            2 => Some(error(*body.get(8)?)),
            _ => None,
        }
    }
}

fn truth(value: u8) -> String {
    if value == 0 { "FALSE" } else { "TRUE" }.to_owned()
}

fn error(value: u8) -> String {
    match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
    .to_owned()
}

/// A number in four bytes: thirty bits of a whole number or of a floating one, perhaps a hundred times too large.
fn rk(number: u32) -> f64 {
    let value = if number & 2 == 0 {
        f64::from_bits(u64::from(number & !3) << 32)
    } else {
        f64::from(number.cast_signed() >> 2)
    };
    if number & 1 == 0 { value } else { value / 100.0 }
}

impl Charset {
    /// The encoding of texts in bytes, by the number of its code page.
    fn with_page(self, page: Option<u16>) -> Self {
        let (Self::Bytes(_), Some(page)) = (self, page) else {
            return self;
        };
        let label: String = match page {
            936 => "gbk".to_owned(),
            950 => "big5".to_owned(),
            932 => "shift_jis".to_owned(),
            949 => "euc-kr".to_owned(),
            page => format!("windows-{page}"),
        };
        match Encoding::for_label(label.as_bytes()) {
            Some(encoding) if encoding != GBK => Self::Bytes(encoding),
            Some(_) | None => Self::Bytes(GB18030),
        }
    }
}
