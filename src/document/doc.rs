//! Reads the binary files of Word 97 to 2003 and of WPS: the text in the order of its pieces, tables from the marks of
//! cells and rows, automatic numbers. What is deleted or hidden is left out and said. Older files and encrypted ones
//! are refused by name.

use std::io::{Cursor, Read};
use std::ops::Range;

use crate::model::Notice;

use super::builder::Builder;
use super::flow::Flow;
use super::omitted::Omitted;
use super::{Document, Limits, Refusal, container};

use binary::size_at;
use header::{Header, Structure};
use lists::Lists;
use pages::{PageKind, Pages};
use pieces::Pieces;
use story::{Reader, Source};
use styles::Styles;

mod binary;
mod fields;
mod header;
mod lists;
mod numerals;
mod pages;
mod pieces;
mod properties;
mod story;
mod styles;

/// A running title with more characters than this may hold what the text lacks.
const LONG_TITLE: usize = 40;

/// Reads a file of this kind.
///
/// # Errors
/// When the file is damaged, encrypted, of an older Word, or over a limit.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Document, Vec<Notice>), Refusal> {
    let damaged = || Refusal::damaged("Word");
    let mut container = container::open(bytes).ok_or_else(damaged)?;
    let main = stream(&mut container, "/WordDocument", limits).ok_or_else(damaged)?;
    let header = Header::read(&main)?;
    let table = stream(&mut container, header.table, limits).ok_or_else(damaged)?;
    // Only files with long lists of properties have it.
    let data = stream(&mut container, "/Data", limits).unwrap_or_default();
    let structure = |structure| header.structure(&table, structure);
    let pieces = Pieces::read(structure(Structure::Pieces)).ok_or_else(damaged)?;
    let (lists_at, lists_length) = header.place(Structure::Lists);
    // A file without lists has no place for them.
    let lists = if lists_length == 0 { &[] } else { table.get(lists_at..).unwrap_or_default() };
    let lists = Lists::read(lists, lists_length, structure(Structure::ListOverrides));
    let source = Source {
        main: &main,
        data: &data,
        pieces,
        paragraphs: Pages::new(structure(Structure::ParagraphPages), &main, PageKind::Paragraphs),
        characters: Pages::new(structure(Structure::CharacterPages), &main, PageKind::Characters),
        styles: Styles::read(structure(Structure::Styles)),
    };
    read_parts(&header, structure(Structure::HeaderTexts), &source, lists, limits)
}

fn stream(container: &mut cfb::CompoundFile<Cursor<&[u8]>>, name: &str, limits: &Limits) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let most = u64::try_from(limits.unpacked).ok()?;
    container.open_stream(name).ok()?.take(most).read_to_end(&mut content).ok()?;
    Some(content)
}

/// The text, then the notes and boxes, each part after all that stand before it in the file.
fn read_parts(
    header: &Header,
    header_texts: &[u8],
    source: &Source,
    lists: Lists,
    limits: &Limits,
) -> Result<(Document, Vec<Notice>), Refusal> {
    let counts = header.counts;
    let footnotes = counts.main..counts.main + counts.footnotes;
    let titles = footnotes.end..footnotes.end + counts.headers;
    let endnotes_start = titles.end + counts.macros + counts.comments;
    let endnotes = endnotes_start..endnotes_start + counts.endnotes;
    let boxes = endnotes.end..endnotes.end + counts.boxes;
    if boxes.end > limits.text {
        return Err(Refusal::over_limit(("字数", "characters"), limits.text));
    }
    let mut reader = Reader::new(source, limits, lists);
    reader.met.boxes = !boxes.is_empty();
    let mut builder = Builder::new(limits);
    for part in [0..counts.main, footnotes, endnotes, boxes] {
        let mut flow = Flow::new(limits);
        if !part.is_empty() {
            reader.read(&part, &mut flow)?;
        }
        flow.write(&mut builder)?;
    }
    for title in title_parts(header_texts, &titles) {
        let mut flow = Flow::new(limits);
        reader.read(&title, &mut flow)?;
        let (has_table, characters) = flow.content();
        if has_table || characters > LONG_TITLE {
            flow.write(&mut builder)?;
        }
    }
    let omitted = Omitted { numbers: reader.lists.lost, ..reader.met };
    Ok((builder.finish("doc", ""), omitted.notices()))
}

/// The running titles one by one; without a list of their places, all as one.
fn title_parts(places: &[u8], titles: &Range<usize>) -> Vec<Range<usize>> {
    if titles.is_empty() {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let mut start = titles.start;
    for place in (0..places.len() / 4).map_while(|place| size_at(places, place * 4)) {
        let end = titles.start.saturating_add(place).min(titles.end);
        if end > start {
            parts.push(start..end);
            start = end;
        }
    }
    if parts.is_empty() { vec![titles.clone()] } else { parts }
}
