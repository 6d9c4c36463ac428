//! Automatic numbers of paragraphs: lists, their levels, and how far each has counted.

use std::collections::{HashMap, HashSet};

use super::super::numerals::Numerals;
use super::super::xml::Element;
use super::styles::{Styles, switch, value};

/// Word has nine levels.
const LEVELS: usize = 9;

/// The lists of a document.
#[derive(Default)]
pub(super) struct Numbering {
    lists: HashMap<String, List>,
    outlines: HashMap<String, Outline>,
    /// How far each outline has counted: lists with one outline count on together.
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    /// Lists and levels that have begun anew, which they do once.
    begun: HashSet<(String, usize)>,
}

/// A list that paragraphs name: an outline, some levels of its own, some counted from elsewhere.
struct List {
    outline: String,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

#[derive(Default)]
struct Outline {
    levels: [Option<Level>; LEVELS],
    /// The numbering style that says what the levels are.
    style: Option<String>,
}

#[derive(Clone)]
struct Level {
    start: u32,
    numerals: Numerals,
    /// With `%1` for the number of the first level.
    text: String,
    /// Begins anew after a level above this; by default after any.
    restart: usize,
    /// Shows all numbers in digits.
    plain: bool,
    /// The style whose paragraphs stand on this level.
    style: Option<String>,
}

impl Numbering {
    pub(super) fn new(root: Option<&Element>) -> Self {
        let mut numbering = Self::default();
        for element in root.into_iter().flat_map(Element::elements) {
            match &*element.name {
                "abstractNum" => {
                    let id = element.attribute("abstractNumId").unwrap_or_default().to_owned();
                    let style = value(element, "numStyleLink").map(str::to_owned);
                    let mut outline = Outline { levels: Default::default(), style };
                    for level in element.elements().filter(|child| &*child.name == "lvl") {
                        put_level(&mut outline.levels, level);
                    }
                    numbering.outlines.insert(id, outline);
                }
                "num" => {
                    let id = element.attribute("numId").unwrap_or_default().to_owned();
                    numbering.lists.insert(id, list(element));
                }
                _ => {}
            }
        }
        numbering
    }

    /// The level of a list whose paragraphs carry a style.
    pub(super) fn level_of_style(&self, list: &str, style: &str, styles: &Styles) -> Option<usize> {
        let list = self.lists.get(list)?;
        let outline = self.outlines.get(self.outline(list, styles))?;
        outline
            .levels
            .iter()
            .position(|level| level.as_ref().is_some_and(|level| level.style.as_deref() == Some(style)))
    }

    /// Counts one paragraph and tells its number as it is printed; `None` where the list shows nothing.
    pub(super) fn next(&mut self, id: &str, level: usize, styles: &Styles) -> Option<String> {
        let list = self.lists.get(id)?;
        let name = self.outline(list, styles).to_owned();
        let outline = self.outlines.get(&name);
        let at = |place: usize| -> Option<&Level> {
            let own = list.levels.get(place)?.as_ref();
            own.or_else(|| outline?.levels.get(place)?.as_ref())
        };
        let own = at(level)?;
        let counts = self.counts.entry(name).or_default();
        let begins = list.starts.get(level).copied().flatten().filter(|_| self.begun.insert((id.to_owned(), level)));
        let count = counts.get_mut(level)?;
        *count = Some(match (begins, *count) {
            (Some(start), _) => start,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => own.start,
        });
        for (place, count) in counts.iter_mut().enumerate().skip(level + 1) {
            if at(place).is_none_or(|deeper| level < deeper.restart) {
                *count = None;
            }
        }
        let number = |place: usize| -> String {
            let Some(shown) = at(place) else {
                return String::new();
            };
            let numerals = if own.plain { Numerals::Decimal } else { shown.numerals };
            numerals.written(counts.get(place).copied().flatten().unwrap_or(shown.start))
        };
        Some(filled(&own.text, number)).filter(|text| !text.trim().is_empty())
    }

    /// The outline of a list; one that only names a numbering style is that of the style's list.
    fn outline<'s>(&'s self, list: &'s List, styles: &Styles) -> &'s str {
        let style = self.outlines.get(&list.outline).and_then(|outline| outline.style.as_deref());
        let linked = style.and_then(|style| styles.list(style)).and_then(|linked| self.lists.get(linked));
        linked.map_or(&list.outline, |linked| &linked.outline)
    }
}

fn list(element: &Element) -> List {
    let outline = value(element, "abstractNumId").unwrap_or_default().to_owned();
    let mut list = List { outline, starts: [None; LEVELS], levels: Default::default() };
    for change in element.elements().filter(|child| &*child.name == "lvlOverride") {
        let place: Option<usize> = change.attribute("ilvl").and_then(|level| level.trim().parse().ok());
        if let Some(start) = place.and_then(|place| list.starts.get_mut(place)) {
            *start = value(change, "startOverride").and_then(|start| start.trim().parse().ok());
        }
        if let Some(level) = change.child("lvl") {
            put_level(&mut list.levels, level);
        }
    }
    list
}

fn put_level(levels: &mut [Option<Level>; LEVELS], element: &Element) {
    let Some(place) = element.attribute("ilvl").and_then(|level| level.trim().parse::<usize>().ok()) else {
        return;
    };
    let Some(slot) = levels.get_mut(place) else { return };
    let format = element.child("numFmt").or_else(|| {
        // Formats that are newer than the standard come with an older one to fall back on.
        element.child("AlternateContent")?.child("Fallback")?.child("numFmt")
    });
    let format = format.and_then(|format| format.attribute("val")).unwrap_or("decimal");
    let mut text = value(element, "lvlText").unwrap_or_default().to_owned();
    // A mark that is no word is an ornament in front of the line.
    if format == "bullet" && !text.chars().any(char::is_alphanumeric) {
        text.clear();
    }
    *slot = Some(Level {
        start: value(element, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1),
        numerals: numerals(format),
        text,
        restart: value(element, "lvlRestart").and_then(|level| level.trim().parse().ok()).unwrap_or(place),
        plain: switch(element, "isLgl").unwrap_or(false),
        style: value(element, "pStyle").map(str::to_owned),
    });
}

/// `（%1）` with the numbers in place.
fn filled(pattern: &str, number: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        let level = if character == '%' { characters.peek().and_then(|digit| digit.to_digit(10)) } else { None };
        if let Some(level) = level.filter(|level| *level > 0) {
            characters.next();
            text.push_str(&number(level as usize - 1));
        } else {
            text.push(character);
        }
    }
    text
}

/// The names of formats in the standard; those not listed here are of other languages, and shown in digits.
fn numerals(format: &str) -> Numerals {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanDigital2" => Numerals::Chinese,
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => Numerals::ChineseDigits,
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => Numerals::ChineseFormal,
        "ideographTraditional" => Numerals::Stems,
        "ideographZodiac" => Numerals::Branches,
        "ideographEnclosedCircle" => Numerals::ChineseCircled,
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Numerals::Circled,
        "decimalEnclosedParen" => Numerals::Parenthesized,
        "decimalEnclosedFullstop" => Numerals::Stopped,
        "decimalFullWidth" | "decimalFullWidth2" => Numerals::WideDecimal,
        "decimalZero" => Numerals::PaddedDecimal,
        "upperLetter" => Numerals::UpperLetter,
        "lowerLetter" => Numerals::LowerLetter,
        "upperRoman" => Numerals::UpperRoman,
        "lowerRoman" => Numerals::LowerRoman,
        "none" | "bullet" => Numerals::Nothing,
        _ => Numerals::Decimal,
    }
}
