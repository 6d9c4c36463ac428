//! `OpenDocument` texts, as `LibreOffice` writes them. Reads what is shown when all changes are accepted; layout on the
//! page is not looked at.

use crate::model::{Notice, Phrase};

use super::builder::Builder;
use super::package::Package;
use super::story::layout::Layout;
use super::story::notices::notices;
use super::xml::{self, Element};
use super::{Document, Limits, Refusal};

use lists::Lists;
use reader::Reader;
use styles::Styles;

mod lists;
mod reader;
mod styles;
mod table;

/// The most headers and footers that are looked at.
const MOST_MARGINS: usize = 24;

/// Reads an odt.
///
/// # Errors
/// When the file is damaged, encrypted or over a limit.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Document, Vec<Notice>), Refusal> {
    let mut package = Package::open(bytes, "odt", limits)?;
    let Some(content) = package.part("content.xml")? else {
        return Err(Refusal::damaged("odt"));
    };
    let root = xml::parse(&content, "odt", limits)?;
    drop(content);
    let (shared, is_broken) = match package.part("styles.xml") {
        Ok(Some(bytes)) => optional(xml::parse(&bytes, "odt", limits))?,
        Ok(None) => (None, false),
        Err(refusal) => optional(Err(refusal))?,
    };
    let body = root.child("body").and_then(|body| body.child("text")).ok_or_else(|| Refusal::damaged("odt"))?;
    let sheets: Vec<&Element> = shared.iter().chain([&root]).flat_map(Element::elements).collect();
    let styles = Styles::new(&sheets);
    let mut reader = Reader::new(limits, &styles, Lists::new(&sheets));
    let mut layout = Layout::new(Builder::new(limits));
    layout.pieces(&reader.pieces(body)?)?;
    let mut number = 0;
    while let Some(note) = reader.notes_met.pop_front() {
        number += 1;
        layout.note(number, reader.pieces(note)?)?;
    }
    for margin in margins(shared.as_ref()).take(MOST_MARGINS) {
        layout.margin(&reader.pieces(margin)?)?;
    }
    let covered = std::mem::take(&mut layout.covered);
    let (document, places) = layout.finish("odt");
    let mut notices = notices(reader.notes, &covered, &places);
    if is_broken {
        notices.push(Notice {
            code: "part-damaged",
            message: Phrase::new(
                "文件内部的样式部分已损坏，未能读取；自动编号可能缺失，请对照原件",
                "the styles within the file are damaged and were not read: automatic numbers may be missing, compare \
                 the original",
            ),
            span: None,
        });
    }
    Ok((document, notices))
}

/// The text stands without its styles; but a limit is a limit.
fn optional(read: Result<Element, Refusal>) -> Result<(Option<Element>, bool), Refusal> {
    match read {
        Ok(root) => Ok((Some(root), false)),
        Err(refusal) if refusal.code == "damaged" => Ok((None, true)),
        Err(refusal) => Err(refusal),
    }
}

/// Headers and footers of every kind of page.
fn margins(shared: Option<&Element>) -> impl Iterator<Item = &Element> {
    let pages = shared.and_then(|root| root.child("master-styles")).into_iter().flat_map(Element::elements);
    pages
        .flat_map(Element::elements)
        .filter(|element| element.name.starts_with("header") || element.name.starts_with("footer"))
}
