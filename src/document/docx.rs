//! Word files since 2007, in the transitional and the strict form, of any program that writes them. Reads what is shown
//! when all changes are accepted; layout on the page is not looked at.

use std::collections::{HashMap, HashSet};

use crate::model::{Notice, Phrase};

use super::builder::Builder;
use super::xml::Element;
use super::{Document, Limits, Refusal};

use layout::Layout;
use notices::notices;
use numbering::Numbering;
use parts::{Parts, Relation};
use reader::{Piece, Reader};
use styles::Styles;

mod layout;
mod line;
mod notices;
mod numbering;
mod parts;
mod reader;
mod styles;
mod symbols;
mod table;
mod text;

/// The most headers and footers that are looked at; a section has at most six.
const MOST_MARGINS: usize = 24;

/// The longest header that is only a running head.
const RUNNING_HEAD: usize = 40;

/// Reads a docx.
///
/// # Errors
/// When the file is damaged, encrypted or over a limit.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Document, Vec<Notice>), Refusal> {
    let mut parts = Parts::open(bytes, limits)?;
    let (name, root) = parts.main()?;
    let relations = parts.relations(&name)?;
    let styles = Styles::new(parts.related(&relations, "styles")?.as_ref());
    let numbering = Numbering::new(parts.related(&relations, "numbering")?.as_ref());
    let mut reader = Reader::new(limits, &styles, numbering);
    let mut layout = Layout::new(Builder::new(limits));
    let body = root.child("body").ok_or_else(|| Refusal::damaged("docx"))?;
    layout.pieces(&reader.pieces(body))?;
    // One tree at a time: they are what takes memory.
    drop(root);
    for kind in [Note::Foot, Note::End] {
        if let Some(root) = parts.related(&relations, kind.part())? {
            notes(&root, kind, &mut reader, &mut layout)?;
        }
    }
    margins(&mut parts, &relations, &mut reader, &mut layout)?;
    let covered = std::mem::take(&mut layout.covered);
    let (document, places) = layout.finish("docx");
    let mut notices = notices(reader.notes, &covered, &places);
    if parts.broken {
        notices.push(Notice {
            code: "part-damaged",
            message: Phrase::new(
                "文件内部有损坏的部分（样式、编号、脚注或页眉），未能读取；自动编号等可能缺失，请对照原件",
                "a part of the file (styles, numbering, notes or headers) is damaged and was not read: automatic numbers \
                 may be missing, compare the original",
            ),
            span: None,
        });
    }
    Ok((document, notices))
}

/// Where a note stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Note {
    Foot,
    End,
}

impl Note {
    fn part(self) -> &'static str {
        match self {
            Self::Foot => "footnotes",
            Self::End => "endnotes",
        }
    }

    fn element(self) -> &'static str {
        match self {
            Self::Foot => "footnote",
            Self::End => "endnote",
        }
    }
}

/// Notes follow the text, each with the number of its first mention.
fn notes(root: &Element, kind: Note, reader: &mut Reader, layout: &mut Layout) -> Result<(), Refusal> {
    let references = match kind {
        Note::Foot => &mut reader.footnotes,
        Note::End => &mut reader.endnotes,
    };
    let mentioned = std::mem::take(&mut references.ids);
    let notes: HashMap<&str, &Element> = root
        .elements()
        .filter(|element| &*element.name == kind.element())
        .filter_map(|element| Some((element.attribute("id")?, element)))
        .collect();
    let mut seen = HashSet::new();
    for id in &mentioned {
        let Some(note) = notes.get(id.as_str()).filter(|_| seen.insert(id)) else { continue };
        let mut pieces = reader.pieces(note);
        let number = format!("[{}] ", seen.len());
        match pieces.first_mut() {
            Some(Piece::Paragraph(line)) => {
                line.text.truncate(line.text.trim_end().len());
                let lead = line.text.len() - line.text.trim_start().len();
                line.text.replace_range(..lead, "");
                line.prepend(&number);
            }
            Some(Piece::Table(_)) | None => continue,
        }
        layout.pieces(&pieces)?;
    }
    Ok(())
}

/// Headers and footers are no part of the text; but one that holds more than a running head is not lost.
fn margins(parts: &mut Parts, relations: &[Relation], reader: &mut Reader, layout: &mut Layout) -> Result<(), Refusal> {
    let mut ids = std::mem::take(&mut reader.margins.ids);
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    let mut told = HashSet::new();
    for id in ids.iter().take(MOST_MARGINS) {
        let Some(root) = parts.follow(relations, id)? else { continue };
        let pieces = reader.pieces(&root);
        let text = layout::text(&pieces);
        let length = text.chars().filter(|character| !character.is_whitespace()).count();
        if (length > RUNNING_HEAD || layout::holds_table(&pieces)) && told.insert(text) {
            layout.pieces(&pieces)?;
        }
    }
    Ok(())
}
