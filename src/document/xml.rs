//! An XML part as a tree of elements under their local names, whatever their namespaces are called. No entity but the
//! five of XML itself is expanded; depth and number of elements are bounded.

use std::collections::HashSet;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::decode::decode;
use super::{Limits, Refusal};

/// One element; names are local names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: Rc<str>,
    pub(super) attributes: Vec<(Rc<str>, String)>,
    pub(super) children: Vec<Node>,
}

/// What stands within an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// The value of an attribute by its local name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| &**own == name).map(|(_, value)| value.as_str())
    }

    /// The elements right below.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element right below by its local name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| &*element.name == name)
    }

    /// All text below, in order.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.collect_text(&mut text);
        text
    }

    fn collect_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(own) => text.push_str(own),
                Node::Element(element) => element.collect_text(text),
            }
        }
    }
}

/// The most elements of a part; a report has 10,000, and each takes about a hundred bytes.
const MOST_ELEMENTS: usize = 400_000;

/// The most attributes of a part; real ones have two or three for each element.
const MOST_ATTRIBUTES: usize = 1_000_000;

/// Reads a part; `kind` names the file in refusals.
///
/// # Errors
/// When the part is not well-formed, or over a limit.
pub(super) fn parse(bytes: &[u8], kind: &str, limits: &Limits) -> Result<Element, Refusal> {
    let text = decode(bytes).text;
    let mut reader = Reader::from_str(&text);
    let mut tree = Tree { names: HashSet::new(), open: Vec::new(), root: None, elements: 0, attributes: 0 };
    loop {
        match reader.read_event().map_err(|_| Refusal::damaged(kind))? {
            Event::Start(start) => {
                if tree.open.len() >= limits.nesting {
                    return Err(Refusal::over_limit(("元素嵌套的层数", "levels of elements"), limits.nesting));
                }
                let element = tree.element(&start)?;
                tree.open.push(element);
            }
            Event::Empty(start) => {
                let element = tree.element(&start)?;
                tree.close(element);
            }
            Event::End(_) => {
                let element = tree.open.pop().ok_or_else(|| Refusal::damaged(kind))?;
                tree.close(element);
            }
            Event::Text(own) => tree.text(&own.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(own) => tree.text(&own.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(reference) => tree.text(&resolved(&reference)),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    // A part that is cut off leaves elements open: what it held beyond is not known.
    if !tree.open.is_empty() {
        return Err(Refusal::damaged(kind));
    }
    tree.root.ok_or_else(|| Refusal::damaged(kind))
}

/// The elements still open, from the root down.
struct Tree {
    names: HashSet<Rc<str>>,
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    attributes: usize,
}

impl Tree {
    fn name(&mut self, name: &str) -> Rc<str> {
        if let Some(known) = self.names.get(name) {
            return Rc::clone(known);
        }
        let name: Rc<str> = name.into();
        self.names.insert(Rc::clone(&name));
        name
    }

    fn element(&mut self, start: &BytesStart) -> Result<Element, Refusal> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            return Err(Refusal::over_limit(("元素个数", "elements"), MOST_ELEMENTS));
        }
        let name = self.name(start.local_name().as_ref());
        let mut attributes = Vec::new();
        // To look for repeated names takes the square of their number.
        for attribute in start.attributes().with_checks(false).flatten() {
            self.attributes += 1;
            if self.attributes > MOST_ATTRIBUTES {
                return Err(Refusal::over_limit(("属性个数", "attributes"), MOST_ATTRIBUTES));
            }
            let name = self.name(attribute.key.local_name().as_ref());
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned);
            attributes.push((name, value));
        }
        Ok(Element { name, attributes, children: Vec::new() })
    }

    fn close(&mut self, element: Element) {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => {
                self.root.get_or_insert(element);
            }
        }
    }

    fn text(&mut self, text: &str) {
        let Some(parent) = self.open.last_mut() else { return };
        if let Some(Node::Text(own)) = parent.children.last_mut() {
            own.push_str(text);
        } else {
            parent.children.push(Node::Text(text.to_owned()));
        }
    }
}

/// A character reference or one of the five names of XML. For any other stands what something unreadable is shown as: the
/// file means a text that is not there, and a figure beside it is not the whole of its cell.
fn resolved(reference: &BytesRef) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    match reference.xml10_content().as_ref() {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        _ => '\u{FFFD}'.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_and_no_entity_is_expanded() {
        let source =
            r#"<!DOCTYPE a [<!ENTITY e "eeee">]><w:a xmlns:w="x" w:val="1 &amp; 2">甲&amp;乙&#x4e00;&e;<b/></w:a>"#;
        let root = parse(source.as_bytes(), "docx", &Limits::default()).unwrap();
        assert_eq!(&*root.name, "a");
        assert_eq!(root.attribute("val"), Some("1 & 2"));
        assert_eq!(root.text(), "甲&乙一\u{FFFD}");
    }

    #[test]
    fn depth_is_bounded_and_a_cut_is_told() {
        let deep = "<a>".repeat(200) + &"</a>".repeat(200);
        assert_eq!(parse(deep.as_bytes(), "docx", &Limits::default()).unwrap_err().code, "over-limit");
        assert_eq!(parse(b"<a><b>", "docx", &Limits::default()).unwrap_err().code, "damaged");
    }
}
