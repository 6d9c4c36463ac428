//! Reads ofd files, the layout format of GB/T 33190: a container of pages that place characters and draw lines. What is a
//! table and what prose is decided in `page`.

use crate::model::{Notice, Phrase};

use super::builder::Builder;
use super::package::Package;
use super::page::{self, Drawing};
use super::sniff::Kind;
use super::xml::{self, Element};
use super::{Document, Limits, Refusal};

mod content;
mod numbers;
mod shapes;

use content::Sketch;

/// Reads a file of this kind.
///
/// # Errors
/// When the file is damaged, encrypted, without text or over a limit.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Document, Vec<Notice>), Refusal> {
    let mut package = Package::open(bytes, "ofd", limits)?;
    if package.is_encrypted() {
        return Err(Refusal::of_kind(Kind::Encrypted));
    }
    let mut parts = Parts { package: &mut package, limits };
    let root = parts.tree("OFD.xml")?.ok_or_else(|| Refusal::damaged("ofd"))?;
    let bodies: Vec<&Element> = root.elements().filter(|own| &*own.name == "DocBody").collect();
    let start = bodies.first().and_then(|body| body.child("DocRoot")).ok_or_else(|| Refusal::damaged("ofd"))?;
    let drawings = drawings(&mut parts, start.text().trim())?;
    let mut notices = Vec::new();
    notices.extend((bodies.len() > 1).then(|| another_document(bodies.len())));
    let mut builder = Builder::new(limits);
    page::lay_out(drawings, limits, &mut builder, &mut notices)?;
    Ok((builder.finish("ofd", ""), notices))
}

/// The parts of the container as trees.
struct Parts<'a, 'b> {
    package: &'a mut Package<'b>,
    limits: &'a Limits,
}

impl Parts<'_, '_> {
    fn tree(&mut self, name: &str) -> Result<Option<Element>, Refusal> {
        let Some(bytes) = self.package.part(name)? else { return Ok(None) };
        xml::parse(&bytes, "ofd", self.limits).map(Some)
    }
}

/// What the pages of a document draw; `start` names its part.
fn drawings(parts: &mut Parts, start: &str) -> Result<Vec<Drawing>, Refusal> {
    let document = parts.tree(start)?.ok_or_else(|| Refusal::damaged("ofd"))?;
    let folder = start.rsplit_once('/').map_or("", |(folder, _)| folder);
    let common = document.child("CommonData");
    let area = common.and_then(|common| common.child("PageArea"));
    let templates = templates(parts, folder, common)?;
    let pages: Vec<&Element> = document.child("Pages").map(|pages| pages.elements().collect()).unwrap_or_default();
    if pages.len() > parts.limits.pages {
        return Err(Refusal::over_limit(("页数", "pages"), parts.limits.pages));
    }
    let mut left = parts.limits.marks;
    let mut drawings = Vec::new();
    for page in pages {
        let part = page.attribute("BaseLoc").map(|place| path(folder, place)).unwrap_or_default();
        // A page that is named but not there would be lost unseen.
        let page = parts.tree(&part)?.ok_or_else(|| Refusal::damaged("ofd"))?;
        let mut sketch = Sketch::new(page.child("Area").or(area), left);
        for used in page.elements().filter(|own| &*own.name == "Template") {
            let wanted = used.attribute("TemplateID");
            if let Some((_, template)) = templates.iter().find(|(id, _)| wanted == Some(id.as_str())) {
                sketch.draw(template);
            }
        }
        sketch.draw(&page);
        left = left
            .checked_sub(sketch.drawing.marks)
            .ok_or_else(|| Refusal::over_limit(("文字和线条个数", "glyphs and lines"), parts.limits.marks))?;
        drawings.push(sketch.drawing);
    }
    Ok(drawings)
}

/// The template pages, such as letterheads and forms, by the numbers that pages know them by.
fn templates(parts: &mut Parts, folder: &str, common: Option<&Element>) -> Result<Vec<(String, Element)>, Refusal> {
    let mut templates = Vec::new();
    let named = common.into_iter().flat_map(Element::elements).filter(|own| &*own.name == "TemplatePage");
    for template in named.take(parts.limits.pages) {
        let (Some(id), Some(place)) = (template.attribute("ID"), template.attribute("BaseLoc")) else { continue };
        if let Some(tree) = parts.tree(&path(folder, place))? {
            templates.push((id.to_owned(), tree));
        }
    }
    Ok(templates)
}

/// A place as a part's whole name: absolute, or within the folder of its document.
fn path(folder: &str, place: &str) -> String {
    let place = place.trim().replace('\\', "/");
    let full = if place.starts_with('/') { place } else { format!("{folder}/{place}") };
    let mut steps: Vec<&str> = Vec::new();
    for step in full.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn another_document(count: usize) -> Notice {
    Notice {
        code: "another-document",
        message: Phrase::new(
            format!("OFD 文件里有 {count} 份文档，只读了第一份；请拆成单独的文件报送"),
            format!("the ofd file holds {count} documents and only the first was read: have it split"),
        ),
        span: None,
    }
}
