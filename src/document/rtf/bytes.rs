//! Bytes of an RTF file to characters: by the font's character set, then by the file's code page.

use std::collections::BTreeMap;

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};

/// What the file says of its encodings, and how many characters could not be decoded.
#[derive(Debug, Default)]
pub(super) struct Encodings {
    /// The code page of the whole file, where it names one.
    page: Option<&'static Encoding>,
    fonts: BTreeMap<i32, &'static Encoding>,
    /// The font under definition.
    font: i32,
    pub(super) lost: usize,
}

impl Encodings {
    pub(super) fn set_page(&mut self, page: i32) {
        self.page = of_page(page).or(self.page);
    }

    /// A control word in the table of fonts.
    pub(super) fn define_font(&mut self, word: &str, number: Option<i32>) {
        let number = number.unwrap_or(0);
        match word {
            "f" => self.font = number,
            "fcharset" => self.set_font(of_character_set(number)),
            "cpg" => self.set_font(of_page(number)),
            _ => {}
        }
    }

    fn set_font(&mut self, encoding: Option<&'static Encoding>) {
        if let Some(encoding) = encoding {
            self.fonts.insert(self.font, encoding);
        }
    }

    /// Decodes bytes that stand together in one font.
    pub(super) fn decode(&mut self, bytes: &[u8], font: Option<i32>) -> String {
        if bytes.is_ascii() {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        let own = font.and_then(|font| self.fonts.get(&font)).copied();
        let strict = |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes);
        let candidates = match own {
            Some(own) => [Some(own), self.page, Some(UTF_8)],
            // Western fonts of a Chinese file hold single signs such as · beside characters of two bytes.
            None if !is_paired(bytes) => [self.page.filter(|page| page.is_single_byte()), Some(WINDOWS_1252), None],
            // Programs that name no code page run on Chinese systems.
            None => [self.page, Some(GB18030), Some(UTF_8)],
        };
        if let Some(text) = candidates.into_iter().flatten().find_map(strict) {
            return text.into_owned();
        }
        let (text, _) = candidates[0].unwrap_or(GB18030).decode_without_bom_handling(bytes);
        self.lost += text.matches('\u{FFFD}').count();
        text.into_owned()
    }
}

/// Whether all bytes that are not ASCII stand in pairs.
fn is_paired(bytes: &[u8]) -> bool {
    bytes.split(u8::is_ascii).all(|run| run.len().is_multiple_of(2))
}

/// The character sets that say more than that the file's code page holds.
fn of_character_set(number: i32) -> Option<&'static Encoding> {
    match number {
        77 => Some(MACINTOSH),
        128 => Some(SHIFT_JIS),
        129 | 130 => Some(EUC_KR),
        134 => Some(GB18030),
        136 => Some(BIG5),
        161 => Some(WINDOWS_1253),
        162 => Some(WINDOWS_1254),
        163 => Some(WINDOWS_1258),
        177 => Some(WINDOWS_1255),
        178 => Some(WINDOWS_1256),
        186 => Some(WINDOWS_1257),
        204 => Some(WINDOWS_1251),
        222 => Some(WINDOWS_874),
        238 => Some(WINDOWS_1250),
        _ => None,
    }
}

fn of_page(number: i32) -> Option<&'static Encoding> {
    match number {
        874 => Some(WINDOWS_874),
        932 => Some(SHIFT_JIS),
        936 | 54936 => Some(GB18030),
        949 => Some(EUC_KR),
        950 => Some(BIG5),
        1250 => Some(WINDOWS_1250),
        1251 => Some(WINDOWS_1251),
        1252 => Some(WINDOWS_1252),
        1253 => Some(WINDOWS_1253),
        1254 => Some(WINDOWS_1254),
        1255 => Some(WINDOWS_1255),
        1256 => Some(WINDOWS_1256),
        1257 => Some(WINDOWS_1257),
        1258 => Some(WINDOWS_1258),
        10000 => Some(MACINTOSH),
        65001 => Some(UTF_8),
        _ => None,
    }
}
