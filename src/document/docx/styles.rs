//! What the styles of a docx say about numbering and hidden text; nothing of looks.

use std::collections::HashMap;

use super::super::xml::Element;

/// How long a chain of styles is followed; Word allows eleven.
const LONGEST_CHAIN: usize = 16;

/// The styles by their ids.
#[derive(Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    default: Option<String>,
}

#[derive(Default)]
struct Style {
    base: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    hidden: Option<bool>,
}

/// The list and level that a paragraph belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Membership {
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
    /// The style that names the list, where the paragraph does not.
    pub(super) style: Option<String>,
}

impl Styles {
    pub(super) fn new(root: Option<&Element>) -> Self {
        let mut styles = Self::default();
        for element in root.into_iter().flat_map(Element::elements).filter(|element| &*element.name == "style") {
            let Some(id) = element.attribute("styleId") else { continue };
            let numbering = element.child("pPr").and_then(|properties| properties.child("numPr"));
            let style = Style {
                base: value(element, "basedOn").map(str::to_owned),
                list: numbering.and_then(|numbering| value(numbering, "numId")).map(str::to_owned),
                level: numbering.and_then(level),
                hidden: element.child("rPr").and_then(|properties| switch(properties, "vanish")),
            };
            if element.attribute("type") == Some("paragraph") && element.attribute("default").is_some_and(is_on) {
                styles.default = Some(id.to_owned());
            }
            styles.styles.insert(id.to_owned(), style);
        }
        styles
    }

    /// The list that a style puts its paragraphs in, and the style of its chain that names it.
    pub(super) fn membership(&self, style: Option<&str>) -> Membership {
        let mut found = Membership::default();
        for (id, style) in self.chain(style.or(self.default.as_deref())) {
            found.level = found.level.or(style.level);
            if style.list.is_some() {
                found.list.clone_from(&style.list);
                found.style = Some(id.to_owned());
                break;
            }
        }
        found
    }

    /// The list that a numbering style stands for.
    pub(super) fn list<'s>(&'s self, style: &str) -> Option<&'s str> {
        self.chain(Some(style)).find_map(|(_, style)| style.list.as_deref())
    }

    /// Whether a style hides its text.
    pub(super) fn is_hidden(&self, style: Option<&str>) -> bool {
        self.chain(style).find_map(|(_, style)| style.hidden).unwrap_or(false)
    }

    fn chain<'s>(&'s self, style: Option<&str>) -> impl Iterator<Item = (&'s str, &'s Style)> + use<'s> {
        let first = style.and_then(|id| self.named(id));
        std::iter::successors(first, |(_, style)| self.named(style.base.as_deref()?)).take(LONGEST_CHAIN)
    }

    fn named<'s>(&'s self, id: &str) -> Option<(&'s str, &'s Style)> {
        self.styles.get_key_value(id).map(|(id, style)| (id.as_str(), style))
    }
}

/// The value of a property that is an element of its own, as `<w:pStyle w:val="1"/>`.
pub(super) fn value<'e>(properties: &'e Element, name: &str) -> Option<&'e str> {
    properties.child(name)?.attribute("val")
}

/// A property that is on when it is there and not switched off.
pub(super) fn switch(properties: &Element, name: &str) -> Option<bool> {
    let property = properties.child(name)?;
    Some(property.attribute("val").is_none_or(is_on))
}

/// The level of a numbering property, counted from 0; there are nine.
pub(super) fn level(numbering: &Element) -> Option<usize> {
    value(numbering, "ilvl")?.trim().parse().ok().filter(|level| *level < 9)
}

fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off")
}
