//! Bytes of a text file to characters: byte order mark, strict UTF-8, UTF-16 by its zero bytes, then detection among
//! the encodings used in China. Says what it used, and where characters were lost.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// Text and the name of the encoding it was in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// Lines end with `\n` alone; no byte order mark.
    pub text: String,
    /// In lower case, as `utf-8`, `gb18030`, `utf-16le`.
    pub encoding: String,
    /// How many characters could not be decoded and became U+FFFD.
    pub lost: usize,
}

/// Decodes a text file. Never fails: what cannot be decoded becomes U+FFFD and is counted.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded {
    decoded(bytes, detect(bytes))
}

/// Decodes a file that names its encoding itself, as a web page does in its head. The name is believed only where the
/// bytes do not contradict it: many pages were converted without it. gb2312 and gbk are read as GB18030, which holds them.
#[must_use]
pub fn decode_claimed(bytes: &[u8], label: &str) -> Decoded {
    let detected = detect(bytes);
    let Some(claimed) = Encoding::for_label(label.trim().as_bytes()) else {
        return decoded(bytes, detected);
    };
    let claimed = if claimed == GBK { GB18030 } else { claimed };
    let is_certain = Encoding::for_bom(bytes).is_some()
        || detected == UTF_8
        || detected == UTF_16LE
        || detected == UTF_16BE
        // What a page calls UTF-16 in letters that could be read is not UTF-16.
        || matches!(claimed.name(), "replacement" | "UTF-16LE" | "UTF-16BE");
    if is_certain || claimed == detected {
        return decoded(bytes, detected);
    }
    let own = decoded(bytes, claimed);
    if own.lost == 0 {
        return own;
    }
    let other = decoded(bytes, detected);
    if other.lost < own.lost { other } else { own }
}

fn decoded(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, used, _) = encoding.decode(bytes);
    let already_lost = if encoding == UTF_8 { count_replacement_bytes(bytes) } else { 0 };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lost = text.matches('\u{FFFD}').count().saturating_sub(already_lost);
    Decoded { text, encoding: used.name().to_ascii_lowercase(), lost }
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return UTF_8;
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return encoding;
    }
    if is_damaged_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    // GB18030 holds GBK and GB2312; its decoder reads the four-byte characters that the others lose.
    if guess == GBK || guess.is_single_byte() { GB18030 } else { guess }
}

/// UTF-8 with a few bytes lost on the way: hardly any other encoding gives long runs of valid sequences by chance.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let wide = text.chars().filter(|character| *character > '\u{7FF}' && *character != '\u{FFFD}').count();
    let lost = text.matches('\u{FFFD}').count();
    !bytes.contains(&0) && wide > 50 * lost
}

/// UTF-16 without a mark shows in the line ends, figures and blanks, whose high byte is zero, and in the general
/// punctuation of Chinese text (U+30xx and U+FFxx): all of them on one side, even or odd.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let is_high = |byte: u8| matches!(byte, 0x00 | 0x30 | 0x4E..=0x9F | 0xFF);
    let count = |start: usize| bytes.iter().skip(start).step_by(2).filter(|byte| is_high(**byte)).count();
    let zeros = |start: usize| bytes.iter().skip(start).step_by(2).filter(|byte| **byte == 0).count();
    let units = bytes.len() / 2;
    let (even, odd) = (count(0), count(1));
    let plain =
        |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some();
    if even * 100 >= units * 95 && zeros(0) > zeros(1) && plain(UTF_16BE) {
        return Some(UTF_16BE);
    }
    if odd * 100 >= units * 95 && zeros(1) > zeros(0) && plain(UTF_16LE) {
        return Some(UTF_16LE);
    }
    None
}

/// U+FFFD that the file itself already held, damage from an earlier conversion.
fn count_replacement_bytes(bytes: &[u8]) -> usize {
    bytes.windows(3).filter(|window| *window == [0xEF, 0xBF, 0xBD]).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "青云县2021年政府信息公开工作年度报告\n一、总体情况\n\t0\n\t㐂\n";

    #[test]
    fn every_encoding_of_the_office_gives_the_same_text() {
        let utf16 = |big: bool| -> Vec<u8> {
            TEXT.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let (gb, _, _) = GB18030.encode(TEXT);
        let cases: [(&str, Vec<u8>); 7] = [
            ("utf-8", TEXT.as_bytes().to_vec()),
            ("utf-8", [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat()),
            ("gb18030", gb.into_owned()),
            ("utf-16be", utf16(true)),
            ("utf-16le", utf16(false)),
            ("utf-16be", [b"\xFE\xFF".to_vec(), utf16(true)].concat()),
            ("utf-16le", [b"\xFF\xFE".to_vec(), utf16(false)].concat()),
        ];
        for (encoding, bytes) in cases {
            let decoded = decode(&bytes);
            assert_eq!((decoded.text.as_str(), decoded.encoding.as_str(), decoded.lost), (TEXT, encoding, 0));
        }
    }

    #[test]
    fn a_claim_is_believed_unless_the_bytes_contradict_it() {
        let (gb, _, _) = GB18030.encode(TEXT);
        for (bytes, label, encoding) in [
            (gb.as_ref(), "gb2312", "gb18030"),
            (gb.as_ref(), "utf-8", "gb18030"),
            (gb.as_ref(), "no such", "gb18030"),
            (gb.as_ref(), "utf-16", "gb18030"),
            (TEXT.as_bytes(), "GBK", "utf-8"),
        ] {
            let decoded = decode_claimed(bytes, label);
            assert_eq!((decoded.text.as_str(), decoded.encoding.as_str(), decoded.lost), (TEXT, encoding, 0));
        }
        assert_eq!(decode_claimed(b"\xA8\xD3 \xA4\xA4\xA4\xE5", "big5").text, "來 中文");
    }

    #[test]
    fn line_ends_become_one_kind() {
        assert_eq!(decode(b"a\r\nb\rc\n").text, "a\nb\nc\n");
    }

    #[test]
    fn a_few_bad_bytes_do_not_make_another_encoding() {
        let mut bytes = TEXT.repeat(20).into_bytes();
        bytes[30] = 0xFF;
        bytes.truncate(bytes.len() - 3);
        let decoded = decode(&bytes);
        assert_eq!(decoded.encoding, "utf-8");
        assert!((1..=4).contains(&decoded.lost) && decoded.text.contains("一、总体情况"), "{decoded:?}");
    }

    #[test]
    fn lost_characters_are_counted_but_those_of_the_file_are_not() {
        assert_eq!(decode("一\u{FFFD}二".as_bytes()).lost, 0);
        assert!(decode(b"\xEF\xBB\xBF\xE4\xB8\x80\xFF\xFE").lost > 0);
    }
}
