//! The parts of a docx and how they lead to one another. A part that is missing or broken is as if it were not there,
//! but for the main one.

use super::super::package::Package;
use super::super::xml::{self, Element};
use super::super::{Limits, Refusal};

/// An opened docx.
pub(super) struct Parts<'a> {
    package: Package<'a>,
    limits: &'a Limits,
    /// Whether a part that is there could not be read.
    pub(super) broken: bool,
}

/// One relationship of a part.
pub(super) struct Relation {
    pub(super) id: String,
    /// The last word of its type, as `styles`: the rest differs between the strict and the transitional form.
    kind: String,
    /// The name of the part that it leads to.
    target: String,
}

impl<'a> Parts<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, Refusal> {
        Ok(Self { package: Package::open(bytes, "docx", limits)?, limits, broken: false })
    }

    /// The main part and its name.
    pub(super) fn main(&mut self) -> Result<(String, Element), Refusal> {
        let named = self.relations("")?.into_iter().find(|relation| relation.kind == "officeDocument");
        let mut candidates: Vec<String> = named.into_iter().map(|relation| relation.target).collect();
        candidates.push("word/document.xml".to_owned());
        candidates.extend(self.package.names().find(|name| is_document(name)));
        for name in candidates {
            let Some(bytes) = self.package.part(&name)? else { continue };
            let root = xml::parse(&bytes, "docx", self.limits)?;
            if &*root.name == "document" {
                return Ok((name, root));
            }
        }
        Err(Refusal::damaged("docx"))
    }

    /// Where a part leads to; the empty name is that of the whole package.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Refusal> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let Some(root) = self.tree(&format!("{folder}{slash}_rels/{name}.rels"))? else {
            return Ok(Vec::new());
        };
        let relations = root.elements().filter(|element| element.attribute("TargetMode") != Some("External"));
        Ok(relations
            .map(|element| Relation {
                id: element.attribute("Id").unwrap_or_default().to_owned(),
                kind: element.attribute("Type").unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned(),
                target: resolved(folder, element.attribute("Target").unwrap_or_default()),
            })
            .collect())
    }

    /// The part that a relationship of this kind leads to; by its usual name where no relationship tells.
    pub(super) fn related(&mut self, relations: &[Relation], kind: &str) -> Result<Option<Element>, Refusal> {
        let name = relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.clone());
        self.tree(&name.unwrap_or_else(|| format!("word/{kind}.xml")))
    }

    /// The part that a relationship leads to.
    pub(super) fn follow(&mut self, relations: &[Relation], id: &str) -> Result<Option<Element>, Refusal> {
        match relations.iter().find(|relation| relation.id == id) {
            Some(relation) => self.tree(&relation.target),
            None => Ok(None),
        }
    }

    fn tree(&mut self, name: &str) -> Result<Option<Element>, Refusal> {
        let limits = self.limits;
        let read = match self.package.part(name) {
            Ok(None) => return Ok(None),
            Ok(Some(bytes)) => xml::parse(&bytes, "docx", limits),
            Err(refusal) => Err(refusal),
        };
        match read {
            Ok(root) => Ok(Some(root)),
            Err(refusal) if refusal.code == "damaged" => {
                self.broken = true;
                Ok(None)
            }
            Err(refusal) => Err(refusal),
        }
    }
}

/// Names are in lower case here.
fn is_document(name: &str) -> bool {
    name.strip_prefix("word/document").is_some_and(|rest| rest.rsplit('.').next() == Some("xml"))
}

/// A target is relative to the folder of the part that names it, unless it begins with a slash.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|piece| !piece.is_empty()).collect();
    for piece in target.split('/') {
        match piece {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            piece => path.push(piece),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn targets_are_found_from_the_folder_of_their_part() {
        assert_eq!(resolved("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolved("word", "../custom/./a.xml"), "custom/a.xml");
        assert_eq!(resolved("word", "/word/document.xml"), "word/document.xml");
        assert_eq!(resolved("", "../../word\\document.xml"), "word/document.xml");
    }
}
