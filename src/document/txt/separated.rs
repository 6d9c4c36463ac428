//! Sheets saved as text: fields parted by commas, semicolons or tab stops, quoted where they hold such signs themselves.
//! Tables in running text are not their business.

use csv::{ReaderBuilder, StringRecord};

use crate::document::builder::{Builder, CellText};
use crate::document::rows::{Beside, Row, write};
use crate::document::{Limits, Refusal};

const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// So many lines below one another with as many fields each make a table.
const AGREEING: usize = 3;

/// The longest run of them in a sheet has at least so many.
const LONGEST: usize = 6;

/// Lines with fewer fields than this are no rows of a table.
const FEWEST: usize = 3;

/// One line, or several where a quoted field has breaks.
struct Record<'a> {
    fields: StringRecord,
    /// As it stands in the file.
    source: &'a str,
    /// Whether it has as many fields as its neighbours.
    agrees: bool,
}

/// Writes a text as a sheet if it is one.
pub(super) fn sheet(text: &str, builder: &mut Builder, limits: &Limits) -> Result<bool, Refusal> {
    let mut found = None;
    for separator in SEPARATORS {
        found = records(text, separator, limits)?;
        if found.is_some() {
            break;
        }
    }
    let Some(records) = found else { return Ok(false) };
    let mut rows = Vec::new();
    for record in &records {
        // A line of prose between tables has commas of its own.
        if !record.agrees && record.source.contains('。') && !record.fields.iter().any(str::is_empty) {
            write(std::mem::take(&mut rows), builder)?;
            builder.paragraph(record.source.trim_end_matches('\n'))?;
            continue;
        }
        let cells = record.fields.iter().zip(0..).map(|(text, column)| {
            let text = text.trim().to_owned();
            CellText { text, column, columns: 1, rows: 1 }
        });
        rows.push(Row { cells: cells.collect(), beside: Beside::Nothing });
    }
    write(rows, builder)?;
    Ok(true)
}

/// The records of a text with this separator; `None` where it is none, for its lines do not agree.
fn records<'a>(text: &'a str, separator: u8, limits: &Limits) -> Result<Option<Vec<Record<'a>>>, Refusal> {
    if text.bytes().filter(|byte| *byte == separator).count() < LONGEST * (FEWEST - 1) {
        return Ok(None);
    }
    let mut reader =
        ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records: Vec<Record> = Vec::new();
    let mut fields = StringRecord::new();
    let mut pieces = 0;
    let mut start = 0;
    while reader.read_record(&mut fields).is_ok_and(|is_there| is_there) {
        pieces += fields.len();
        if pieces > limits.pieces {
            return Err(Refusal::over_limit(("段落和单元格", "paragraphs and cells"), limits.pieces));
        }
        if fields.len() > usize::from(u16::MAX) {
            return Ok(None);
        }
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let source = text.get(start..end).unwrap_or_default();
        records.push(Record { fields: fields.clone(), source, agrees: false });
        start = end;
    }
    let mut longest = 0;
    for run in records.chunk_by_mut(|one, next| one.fields.len() == next.fields.len()) {
        if run.len() >= AGREEING && run[0].fields.len() >= FEWEST && is_cut_well(run, separator) {
            longest = longest.max(run.len());
            for record in run {
                record.agrees = true;
            }
        }
    }
    let agreeing = records.iter().filter(|record| record.agrees).count();
    // Tables pasted into a text have tab stops too, and its prose has none; a sheet has them in each line.
    let (share, of) = if separator == b'\t' { (9, 10) } else { (1, 2) };
    Ok((longest >= LONGEST && agreeing * of > records.len() * share).then_some(records))
}

/// Whether the signs part fields. In `规章 1,234 5,678` they part thousands, and beside tab stops or bars they part nothing.
fn is_cut_well(run: &[Record], separator: u8) -> bool {
    let is_cut_badly = |record: &&Record| {
        let behind_label = |field: &str| {
            let (_, last) = field.trim().rsplit_once(char::is_whitespace)?;
            Some(last.chars().all(|character| character.is_ascii_digit()))
        };
        let has_others = separator != b'\t' && record.source.contains(['\t', '|']);
        has_others || record.fields.iter().any(|field| behind_label(field) == Some(true))
    };
    run.iter().filter(is_cut_badly).count() * 2 < run.len()
}
