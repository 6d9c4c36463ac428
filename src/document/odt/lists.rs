//! Automatic numbers of an odt: list styles, and how far each list has counted.

use std::collections::HashMap;

use super::super::numerals::Numerals;
use super::super::xml::Element;

/// `OpenDocument` has ten levels.
pub(super) const LEVELS: usize = 10;

/// How far the levels of a list have counted.
pub(super) type Counts = [Option<u32>; LEVELS];

/// The list styles by name; that of headings has no name.
pub(super) struct Lists {
    styles: HashMap<String, ListStyle>,
}

type ListStyle = [Option<Level>; LEVELS];

struct Level {
    start: u32,
    numerals: Numerals,
    /// With `%1%` for the number of the first level.
    pattern: String,
}

impl Lists {
    /// `sheets` are the parts of the file that hold styles.
    pub(super) fn new(sheets: &[&Element]) -> Self {
        let mut styles = HashMap::new();
        for element in sheets.iter().flat_map(|sheet| sheet.elements()) {
            let name = match &*element.name {
                "outline-style" => "",
                "list-style" => element.attribute("name").unwrap_or_default(),
                _ => continue,
            };
            let mut style = ListStyle::default();
            for level in element.elements() {
                let number = level.attribute("level").and_then(|number| number.trim().parse::<usize>().ok());
                if let Some(slot) = number.and_then(|number| style.get_mut(number.checked_sub(1)?)) {
                    *slot = read_level(level, number.unwrap_or(1));
                }
            }
            styles.insert(name.to_owned(), style);
        }
        Self { styles }
    }

    /// Counts one paragraph on and tells its number as it is printed; `None` where nothing shows.
    pub(super) fn next(&self, style: &str, level: usize, start: Option<u32>, counts: &mut Counts) -> Option<String> {
        let levels = self.styles.get(style);
        let at = |place: usize| levels.and_then(|levels| levels.get(place)?.as_ref());
        let first = at(level).map_or(1, |level| level.start);
        let count = counts.get_mut(level)?;
        *count = Some(start.unwrap_or_else(|| count.map_or(first, |count| count.saturating_add(1))));
        counts.iter_mut().skip(level + 1).for_each(|deeper| *deeper = None);
        let own = at(level)?;
        let mut text = String::new();
        for (place, piece) in own.pattern.split('%').enumerate() {
            match piece.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|_| place % 2 == 1) {
                Some(shown) => {
                    let level = at(shown);
                    let count = counts.get(shown).copied().flatten();
                    let number = count.unwrap_or_else(|| level.map_or(1, |level| level.start));
                    text.push_str(&level.map_or(Numerals::Decimal, |level| level.numerals).written(number));
                }
                None => text.push_str(piece),
            }
        }
        Some(text).filter(|text| !text.trim().is_empty())
    }
}

fn read_level(element: &Element, number: usize) -> Option<Level> {
    if !matches!(&*element.name, "list-level-style-number" | "outline-level-style") {
        return None;
    }
    let format = element.attribute("num-format").unwrap_or_default();
    let prefix = element.attribute("num-prefix").unwrap_or_default();
    let suffix = element.attribute("num-suffix").unwrap_or_default();
    let shown = element.attribute("display-levels").and_then(|shown| shown.trim().parse::<usize>().ok()).unwrap_or(1);
    let pattern = element.attribute("num-list-format").map_or_else(
        || {
            let first = (number + 1).saturating_sub(shown).max(1);
            let numbers: Vec<String> = (first..=number).map(|level| format!("%{level}%")).collect();
            format!("{}{}{}", prefix.replace('%', ""), numbers.join("."), suffix.replace('%', ""))
        },
        str::to_owned,
    );
    // A level without a format shows only what stands around its number.
    let pattern = if format.is_empty() { pattern.replace(&format!("%{number}%"), "") } else { pattern };
    Some(Level {
        start: element.attribute("start-value").and_then(|start| start.trim().parse().ok()).unwrap_or(1),
        numerals: numerals(format),
        pattern,
    })
}

/// A format is an example of its first numbers: `1`, `a`, `一, 二, 三, ...`.
fn numerals(format: &str) -> Numerals {
    match format.chars().next() {
        Some('A') => Numerals::UpperLetter,
        Some('a') => Numerals::LowerLetter,
        Some('I') => Numerals::UpperRoman,
        Some('i') => Numerals::LowerRoman,
        Some('一') => Numerals::Chinese,
        Some('壹') => Numerals::ChineseFormal,
        Some('甲') => Numerals::Stems,
        Some('子') => Numerals::Branches,
        Some('①') => Numerals::Circled,
        Some('㈠') => Numerals::ChineseParenthesized,
        Some('１') => Numerals::WideDecimal,
        Some('0') => Numerals::PaddedDecimal,
        None => Numerals::Nothing,
        Some(_) => Numerals::Decimal,
    }
}
