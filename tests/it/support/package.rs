//! Zip containers of office files, made in the test, and documents shown in short.

use std::io::{Cursor, Write};

use gouji::document::{Block, Columns, Document, Grid};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A container of these parts.
pub(crate) fn package(parts: &[(&str, impl AsRef<[u8]>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_ref()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The blocks of a document, one a line; a cell of a grid as `text@column`, with `>columns` and `v rows` where it is
/// merged.
pub(crate) fn shown(document: &Document) -> String {
    let lines = document.blocks.iter().map(|block| match block {
        Block::Paragraph(span) => document.text[span.range()].to_owned(),
        Block::Grid(grid) => shown_grid(document, grid),
        Block::Cells(_) | Block::Scattered(_) => panic!("an office file has true tables"),
    });
    lines.collect::<Vec<String>>().join("\n")
}

fn shown_grid(document: &Document, grid: &Grid) -> String {
    let row = |cells: &Vec<gouji::document::GridCell>| {
        let cells = cells.iter().map(|cell| {
            let wide = if cell.columns > 1 { format!(">{}", cell.columns) } else { String::new() };
            let tall = if cell.rows > 1 { format!("v{}", cell.rows) } else { String::new() };
            format!("{}@{}{wide}{tall}", &document.text[cell.span.range()], cell.column)
        });
        format!("| {}", cells.collect::<Vec<String>>().join(" | "))
    };
    let mut lines: Vec<String> = grid.rows.iter().map(row).collect();
    if grid.columns == Columns::Counted {
        lines.insert(0, "counted:".to_owned());
    }
    lines.join("\n")
}

/// Random numbers that are the same in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % limit.max(1)
    }

    /// A copy with a few bytes changed, taken out or cut off.
    pub(crate) fn damaged(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            match self.below(8) {
                0 => bytes.truncate(at),
                1 => {
                    let end = (at + self.below(40)).min(bytes.len());
                    bytes.drain(at..end);
                }
                2 => {
                    let end = (at + self.below(40)).min(bytes.len());
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = u8::try_from(self.below(256)).unwrap();
                    }
                }
            }
            if bytes.is_empty() {
                break;
            }
        }
        bytes
    }
}
