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
    fonts: BTreeMap<i32, CharacterSet>,
    /// The font under definition.
    font: i32,
    pub(super) lost: usize,
}

/// What a font's number for its characters says.
#[derive(Debug, Clone, Copy)]
enum CharacterSet {
    /// Western, or signs; programs that know no better give it to Chinese fonts too.
    Western,
    Other(&'static Encoding),
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
            "cpg" => self.set_font(of_page(number).map(CharacterSet::Other)),
            _ => {}
        }
    }

    fn set_font(&mut self, set: Option<CharacterSet>) {
        if let Some(set) = set {
            self.fonts.insert(self.font, set);
        }
    }

    /// Decodes bytes that stand together in one font.
    pub(super) fn decode(&mut self, bytes: &[u8], font: Option<i32>) -> String {
        if bytes.is_ascii() {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        let set = font.and_then(|font| self.fonts.get(&font)).copied();
        let western = self.page.filter(|page| page.is_single_byte()).unwrap_or(WINDOWS_1252);
        let candidates = match (set, self.page) {
            (Some(CharacterSet::Other(own)), page) => [Some(own), page, Some(UTF_8)],
            // Western fonts of a Chinese file hold single signs such as · beside characters of two bytes.
            (Some(CharacterSet::Western), _) if !is_paired(bytes) => [Some(western), None, None],
            (_, Some(page)) => [Some(page), Some(UTF_8), None],
            // Programs that name no code page run on Chinese systems.
            (_, None) if is_paired(bytes) => [Some(GB18030), Some(UTF_8), None],
            (_, None) => [Some(UTF_8), Some(WINDOWS_1252), None],
        };
        let strict = |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes);
        if let Some(text) = candidates.into_iter().flatten().find_map(strict) {
            return text.into_owned();
        }
        let (text, _) = candidates[0].unwrap_or(GB18030).decode_without_bom_handling(bytes);
        self.lost += text.matches('\u{FFFD}').count();
        text.into_owned()
    }
}

/// Whether all bytes that are not ASCII stand in pairs of the basic set of Chinese characters.
fn is_paired(bytes: &[u8]) -> bool {
    let runs = bytes.split(u8::is_ascii);
    runs.into_iter().all(|run| run.len().is_multiple_of(2) && run.iter().all(|byte| *byte >= 0xA1))
}

fn of_character_set(number: i32) -> Option<CharacterSet> {
    let encoding = match number {
        0..=2 => return Some(CharacterSet::Western),
        77 => MACINTOSH,
        128 => SHIFT_JIS,
        129 | 130 => EUC_KR,
        134 => GB18030,
        136 => BIG5,
        161 => WINDOWS_1253,
        162 => WINDOWS_1254,
        163 => WINDOWS_1258,
        177 => WINDOWS_1255,
        178 => WINDOWS_1256,
        186 => WINDOWS_1257,
        204 => WINDOWS_1251,
        222 => WINDOWS_874,
        238 => WINDOWS_1250,
        _ => return None,
    };
    Some(CharacterSet::Other(encoding))
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
