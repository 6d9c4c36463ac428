//! Word files since 2007, in the transitional and the strict form, of any program that writes them. Reads what is shown
//! when all changes are accepted; layout on the page is not looked at.

use std::collections::{HashMap, HashSet};

use crate::model::{Notice, Phrase};

use super::builder::Builder;
use super::story::layout::Layout;
use super::story::notices::notices;
use super::xml::Element;
use super::{Document, Limits, Refusal};

use numbering::Numbering;
use parts::{Parts, Relation};
use reader::Reader;
use styles::Styles;

mod numbering;
mod parts;
mod reader;
mod styles;
mod symbols;
mod table;
mod text;

/// The most headers and footers that are looked at; a section has at most six.
const MOST_MARGINS: usize = 24;

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
        let pieces = reader.pieces(note);
        layout.note(seen.len(), pieces)?;
    }
    Ok(())
}

/// The headers and footers of the sections, each once.
fn margins(parts: &mut Parts, relations: &[Relation], reader: &mut Reader, layout: &mut Layout) -> Result<(), Refusal> {
    let mut ids = std::mem::take(&mut reader.margins.ids);
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    for id in ids.iter().take(MOST_MARGINS) {
        if let Some(root) = parts.follow(relations, id)? {
            layout.margin(&reader.pieces(&root))?;
        }
    }
    Ok(())
}
