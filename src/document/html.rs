//! Web pages and saved web archives to blocks: the article of the page, its lists numbered as a browser would, its
//! tables with merged cells in place. What a page shows nowhere is not read; menus and footers around it are left out.

use crate::model::{Notice, Phrase, Span};

use super::builder::{Builder, CellText};
use super::decode::{Decoded, decode, decode_claimed};
use super::rows::{self, Beside, Row};
use super::sniff::{Kind, sniff};
use super::{Document, Limits, Refusal};

use flow::{Flow, Piece, Tables};
use layout::opened;
use table::table;
use tree::{Tree, parse};

mod archive;
mod content;
mod control;
mod flow;
mod layout;
mod list;
mod sheet;
mod style;
mod table;
mod tags;
mod tree;

/// Reads a page or an archive of one.
///
/// # Errors
/// When it holds no text, is damaged or over a limit.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Document, Vec<Notice>), Refusal> {
    let (kind, decoded) = match sniff(bytes) {
        Kind::Mht => {
            let page = archive::page(bytes)?;
            ("mht", decoded(&page.bytes, page.charset.as_deref()))
        }
        _ => ("html", decoded(bytes, None)),
    };
    let tree = parse(&decoded.text, limits)?;
    let left_out = content::left_out(&tree);
    let mut flow = Flow::new(&tree, &left_out);
    let mut builder = Builder::new(limits);
    write(&tree, &mut flow, &mut builder, limits)?;
    let hidden = flow.hidden;
    let document = builder.finish(kind, &decoded.encoding);
    if !document.text.chars().any(char::is_alphanumeric) {
        return Err(Refusal::without_text());
    }
    let mut notices = Vec::new();
    notices.extend(lost(&decoded, &document));
    if hidden {
        notices.push(Notice {
            code: "hidden-text",
            message: Phrase::new(
                "网页中有设为不显示的文字，未读取；请对照网页核对",
                "the page holds text that it does not show, and it was not read: compare the page",
            ),
            span: None,
        });
    }
    Ok((document, notices))
}

fn decoded(bytes: &[u8], charset: Option<&str>) -> Decoded {
    match charset.map(str::to_owned).or_else(|| claim(bytes)) {
        Some(label) => decode_claimed(bytes, &label),
        None => decode(bytes),
    }
}

/// The encoding that a page names in its head.
fn claim(bytes: &[u8]) -> Option<String> {
    let head: String = bytes.iter().take(8_192).map(|byte| char::from(*byte).to_ascii_lowercase()).collect();
    let within = |start: &str, word: &str| {
        head.match_indices(start).find_map(|(at, _)| {
            let tag = &head[at..at + head[at..].find('>')?];
            let value = tag[tag.find(word)? + word.len()..].trim_start().strip_prefix('=')?;
            let value = value.trim_start().trim_start_matches(['"', '\'']);
            let end = value.find(|character: char| !(character.is_ascii_alphanumeric() || "-_:.".contains(character)));
            Some(value[..end.unwrap_or(value.len())].to_owned()).filter(|label| !label.is_empty())
        })
    };
    within("<meta", "charset").or_else(|| within("<?xml", "encoding"))
}

fn lost(decoded: &Decoded, document: &Document) -> Option<Notice> {
    if decoded.lost == 0 {
        return None;
    }
    Some(Notice {
        code: "characters-lost",
        message: Phrase::new(
            format!("按 {} 解码时有 {} 处字符无法识别，请对照原件", decoded.encoding, decoded.lost),
            format!("{} characters could not be decoded as {}: compare the original", decoded.lost, decoded.encoding),
        ),
        span: document.text.find('\u{FFFD}').map(|at| Span::new(at, at + '\u{FFFD}'.len_utf8())),
    })
}

/// Writes the page. Tables for layout are opened: their cells follow one another as blocks.
fn write(tree: &Tree, flow: &mut Flow, builder: &mut Builder, limits: &Limits) -> Result<(), Refusal> {
    let mut ahead: Vec<Piece> = flow.pieces(Tree::ROOT, Tables::Apart);
    ahead.reverse();
    while let Some(piece) = ahead.pop() {
        match piece {
            Piece::Lines(lines) => builder.paragraph(&lines)?,
            Piece::Table(id) => {
                let table = table(tree, id, limits)?;
                for hidden in &table.hidden {
                    flow.notice_hidden(*hidden);
                }
                for caption in &table.captions {
                    builder.paragraph(&flow.text(*caption))?;
                }
                if let Some(cells) = opened(tree, &table) {
                    let mut inner: Vec<Piece> = Vec::new();
                    for cell in cells {
                        inner.extend(flow.pieces(cell, Tables::Apart));
                    }
                    ahead.extend(inner.into_iter().rev());
                } else {
                    rows::write(rows(table.texts(flow)), builder)?;
                }
            }
        }
    }
    Ok(())
}

/// The rows of a table. Cells beside the only filled one of a row are those of a table, unless the page was made from a
/// sheet: there prose stands in the first column, and the cells beside it mean nothing.
fn rows(texts: Vec<Vec<CellText>>) -> Vec<Row> {
    const PROSE: usize = 60;
    let is_filled = |cell: &&CellText| !cell.text.trim().is_empty();
    let lone = |row: &Vec<CellText>| match row.iter().filter(is_filled).collect::<Vec<_>>().as_slice() {
        [cell] => Some((cell.column, cell.columns, cell.text.chars().count())),
        _ => None,
    };
    let is_prose = |row: &Vec<CellText>| lone(row).is_some_and(|(column, _, length)| column == 0 && length > PROSE);
    let is_sheet = texts.iter().any(is_prose);
    let width = texts.iter().flatten().map(|cell| cell.column.saturating_add(cell.columns)).max().unwrap_or(0);
    let row = |(place, cells): (usize, Vec<CellText>)| {
        // The first row of a table may be its title; further down such a row may part one table from the next.
        let is_whole = place > 0 && lone(&cells).is_some_and(|(_, columns, _)| columns == width);
        Row { cells, beside: if is_sheet || is_whole { Beside::Nothing } else { Beside::Cells } }
    };
    texts.into_iter().enumerate().map(row).collect()
}
