//! What the styles of an odt say about how text is set: hidden, raised, struck; nothing else of looks.

use std::collections::HashMap;

use super::super::xml::Element;

/// How long a chain of styles is followed.
const LONGEST_CHAIN: usize = 16;

/// The styles by family and name.
pub(super) struct Styles {
    styles: HashMap<(String, String), Style>,
}

#[derive(Default)]
struct Style {
    parent: Option<String>,
    setting: Setting,
}

/// What a style says; nothing where it leaves that to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Setting {
    pub(super) hidden: Option<Answer>,
    pub(super) raised: Option<Answer>,
    pub(super) struck: Option<Answer>,
}

/// Whether a style sets text in a way or expressly does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
}

impl Answer {
    fn from(says: bool) -> Self {
        if says { Self::Yes } else { Self::No }
    }
}

impl Setting {
    /// This, and where it says nothing what the other says.
    pub(super) fn over(self, other: Self) -> Self {
        Self {
            hidden: self.hidden.or(other.hidden),
            raised: self.raised.or(other.raised),
            struck: self.struck.or(other.struck),
        }
    }
}

impl Styles {
    /// `sheets` are the parts of the file that hold styles.
    pub(super) fn new(sheets: &[&Element]) -> Self {
        let mut styles = HashMap::new();
        for element in sheets.iter().flat_map(|sheet| sheet.elements()).filter(|element| &*element.name == "style") {
            let (Some(family), Some(name)) = (element.attribute("family"), element.attribute("name")) else { continue };
            let parent = element.attribute("parent-style-name").map(str::to_owned);
            let setting = element.child("text-properties").map(setting).unwrap_or_default();
            styles.insert((family.to_owned(), name.to_owned()), Style { parent, setting });
        }
        Self { styles }
    }

    /// What a style of a family and those that it rests on say.
    pub(super) fn setting(&self, family: &str, name: Option<&str>) -> Setting {
        let mut found = Setting::default();
        let mut next = name;
        for _ in 0..LONGEST_CHAIN {
            let Some(name) = next else { break };
            let Some(style) = self.styles.get(&(family.to_owned(), name.to_owned())) else { break };
            found = found.over(style.setting);
            next = style.parent.as_deref();
        }
        found
    }
}

fn setting(properties: &Element) -> Setting {
    let line = properties.attribute("text-line-through-style").or(properties.attribute("text-line-through-type"));
    let position = properties.attribute("text-position").map(str::trim);
    Setting {
        hidden: properties.attribute("display").map(|display| Answer::from(display == "none")),
        raised: position.map(|position| Answer::from(!position.starts_with("0%"))),
        struck: line.map(|line| Answer::from(line != "none")),
    }
}
