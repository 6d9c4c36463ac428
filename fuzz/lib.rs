//! What the fuzz targets share: every input goes the whole way, from bytes to a report, as a file in the inbox would.

use std::io::{Cursor, Write};
use std::sync::LazyLock;

use gouji::document::{self, Block, Document, Limits};
use gouji::form::Form;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| Form::editions().expect("the forms are sound"));

/// Reads a file and, where it can be read, looks for the report in it.
///
/// # Panics
/// Where a place of the document does not fit its text, which every reader promises.
pub fn read(bytes: &[u8]) {
    if let Ok((document, notices)) = document::read("", bytes, &Limits::default()) {
        for span in notices.iter().filter_map(|notice| notice.span) {
            assert!(document.text.get(span.range()).is_some(), "the place of a notice fits");
        }
        assert_places_fit(&document);
        parse(&document);
    }
}

/// Looks for the report in a document.
///
/// # Panics
/// Where a place of the report does not fit the text.
pub fn parse(document: &Document) {
    let (report, notices) = gouji::parse::parse(document, &FORMS);
    let spans = report.cells.iter().filter_map(|cell| cell.span).chain(notices.iter().filter_map(|notice| notice.span));
    for span in spans {
        assert!(document.text.get(span.range()).is_some(), "the place of a cell or notice fits");
    }
}

fn assert_places_fit(document: &Document) {
    for block in &document.blocks {
        let spans: Vec<_> = match block {
            Block::Paragraph(span) => vec![*span],
            Block::Cells(cells) => cells.clone(),
            Block::Scattered(scraps) => scraps.iter().map(|scrap| scrap.span).collect(),
            Block::Grid(grid) => grid.rows.iter().flatten().map(|cell| cell.span).collect(),
        };
        assert!(spans.iter().all(|span| document.text.get(span.range()).is_some()), "places fit");
    }
}

/// A container with these parts, stored as they are, so that the fuzzer changes what is in them.
///
/// # Panics
/// Never: it is written to memory.
#[must_use]
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(*name, stored).expect("in memory");
        writer.write_all(bytes).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}
