//! The style sheet, as far as it bears on the text: which list a paragraph style is in, and which styles hide text.

use super::binary::{byte, slice, u16_at};
use super::properties::{ParagraphFormat, RunFormat};

/// Styles stand on one another; real ones on fewer than ten.
const DEEPEST: usize = 16;

/// All styles by number.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: Vec<Style>,
}

#[derive(Debug, Default, Clone)]
struct Style {
    base: Option<usize>,
    list: Option<u16>,
    list_level: Option<u8>,
    run: RunFormat,
}

impl Styles {
    pub(super) fn read(bytes: &[u8]) -> Self {
        Self { styles: read_styles(bytes).unwrap_or_default() }
    }

    /// The list of a paragraph style, its own or that of the style it stands on.
    pub(super) fn list(&self, style: u16) -> Option<u16> {
        self.chain(Some(style)).find_map(|style| style.list)
    }

    pub(super) fn list_level(&self, style: u16) -> Option<u8> {
        self.chain(Some(style)).find_map(|style| style.list_level)
    }

    /// Whether text of this paragraph style and character style is hidden.
    pub(super) fn hides(&self, paragraph: Option<u16>, character: Option<u16>) -> bool {
        let mut chain: Vec<&Style> = self.chain(character).chain(self.chain(paragraph)).collect();
        chain.reverse();
        chain.iter().fold(false, |hidden, style| style.run.hidden.over(hidden))
    }

    fn chain(&self, style: Option<u16>) -> impl Iterator<Item = &Style> {
        let first = style.and_then(|number| self.styles.get(usize::from(number)));
        std::iter::successors(first, |style| style.base.and_then(|base| self.styles.get(base))).take(DEEPEST)
    }
}

fn read_styles(bytes: &[u8]) -> Option<Vec<Style>> {
    let information = usize::from(u16_at(bytes, 0)?);
    let count = usize::from(u16_at(bytes, 2)?);
    let base_length = usize::from(u16_at(bytes, 4)?);
    let mut at = 2 + information;
    let mut styles = Vec::new();
    while styles.len() < count {
        let Some(length) = u16_at(bytes, at).map(usize::from) else {
            break;
        };
        let style = slice(bytes, at + 2, length).and_then(|style| read_style(style, base_length));
        styles.push(style.unwrap_or_default());
        // Each begins at an even byte.
        at += 2 + length + length % 2;
    }
    Some(styles)
}

fn read_style(bytes: &[u8], base_length: usize) -> Option<Style> {
    const PARAGRAPH: u16 = 1;
    const CHARACTER: u16 = 2;
    let kind = u16_at(bytes, 2)? & 0xF;
    let base = usize::from(u16_at(bytes, 2)? >> 4);
    let mut style = Style { base: (base != 0xFFF).then_some(base), ..Style::default() };
    let name = usize::from(u16_at(bytes, base_length)?);
    let mut at = base_length + 2 + name * 2 + 2;
    if kind == PARAGRAPH {
        let length = usize::from(u16_at(bytes, at)?);
        let mut format = ParagraphFormat::default();
        format.apply(slice(bytes, at + 4, length.saturating_sub(2)).unwrap_or_default(), &[]);
        style.list = format.list;
        style.list_level = format.list_level;
        at += 2 + length + length % 2;
    }
    if kind == PARAGRAPH || kind == CHARACTER {
        let length = u16_at(bytes, at).map_or(0, usize::from);
        style.run.apply(slice(bytes, at + 2, length).unwrap_or_default());
    }
    byte(bytes, 0).map(|_| style)
}
