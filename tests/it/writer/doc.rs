//! A page as a file of Word 97, through the test support's own maker of such files.

use crate::support::doc::{DocBlock, DocCell};

use super::page::{Page, Part, Table};

pub(crate) fn doc(page: &Page) -> Vec<u8> {
    let mut blocks = Vec::new();
    for part in &page.parts {
        match part {
            Part::Paragraph(_, text) => blocks.extend(text.lines().map(|line| DocBlock::Paragraph(line.to_owned()))),
            Part::Table(table) => blocks.push(DocBlock::Table(rows(table))),
        }
    }
    crate::support::doc::doc(&blocks)
}

fn rows(table: &Table) -> Vec<Vec<DocCell>> {
    let cell = |text: &str, columns, rows| DocCell { text: text.to_owned(), columns, rows };
    let row = |row: Vec<super::page::Cell>| row.iter().map(|own| cell(own.text, own.columns, own.rows)).collect();
    table.cells().into_iter().map(row).collect()
}
