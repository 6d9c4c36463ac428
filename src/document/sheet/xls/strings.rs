//! Texts in the records of an Excel file: in wide or narrow characters, with runs and phonetic marks behind them, going
//! on over the end of a record.

use encoding_rs::Encoding;

use super::super::super::{Limits, Refusal};

/// How a file holds its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    /// UTF-16, or its low bytes alone.
    Wide,
    /// Bytes of an encoding.
    Bytes(&'static Encoding),
}

/// Reads through a record and those that continue it.
pub(super) struct Strings<'a> {
    part: &'a [u8],
    next: std::slice::Iter<'a, &'a [u8]>,
}

/// The texts that cells refer to by number.
///
/// # Errors
/// When they are more or longer than the limits.
pub(super) fn shared(parts: &[&[u8]], limits: &Limits) -> Result<Vec<String>, Refusal> {
    let mut strings = Strings::new(parts);
    strings.skip(8);
    let mut texts = Vec::new();
    let mut size = 0;
    while let Some(text) = strings.long_text() {
        size += text.len();
        texts.push(text);
        if texts.len() > limits.pieces || size > limits.text {
            return Err(super::super::too_many(limits));
        }
    }
    Ok(texts)
}

impl<'a> Strings<'a> {
    pub(super) fn new(parts: &'a [&'a [u8]]) -> Self {
        let mut next = parts.iter();
        Self { part: next.next().copied().unwrap_or_default(), next }
    }

    /// Goes on in the next record where this one is read.
    fn refill(&mut self) -> Option<()> {
        while self.part.is_empty() {
            self.part = self.next.next()?;
        }
        Some(())
    }

    fn u8(&mut self) -> Option<u8> {
        self.refill()?;
        let (first, rest) = self.part.split_first()?;
        self.part = rest;
        Some(*first)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    fn u32(&mut self) -> Option<usize> {
        usize::try_from(u32::from(self.u16()?) | u32::from(self.u16()?) << 16).ok()
    }

    /// Passes over bytes, as far as there are any.
    pub(super) fn skip(&mut self, mut bytes: usize) {
        while bytes > 0 && self.refill().is_some() {
            let step = bytes.min(self.part.len());
            self.part = self.part.get(step..).unwrap_or_default();
            bytes -= step;
        }
    }

    /// A text with the number of its characters in one byte: names.
    pub(super) fn short_text(&mut self, charset: Charset) -> Option<String> {
        let length = usize::from(self.u8()?);
        match charset {
            Charset::Wide => self.wide(length),
            Charset::Bytes(encoding) => Some(self.bytes(length, encoding)),
        }
    }

    /// A text of a cell.
    pub(super) fn cell_text(&mut self, charset: Charset) -> Option<String> {
        match charset {
            Charset::Wide => self.long_text(),
            Charset::Bytes(encoding) => {
                let length = usize::from(self.u16()?);
                Some(self.bytes(length, encoding))
            }
        }
    }

    /// A text with the number of its characters in two bytes.
    pub(super) fn long_text(&mut self) -> Option<String> {
        let length = usize::from(self.u16()?);
        self.wide(length)
    }

    fn bytes(&mut self, length: usize, encoding: &'static Encoding) -> String {
        let mut bytes = Vec::with_capacity(length);
        bytes.extend(std::iter::from_fn(|| self.u8()).take(length));
        encoding.decode_without_bom_handling(&bytes).0.into_owned()
    }

    /// The characters of a text: marks first, then the characters, then runs and phonetic marks. In a record that
    /// continues it the characters begin with a mark of their width again.
    fn wide(&mut self, length: usize) -> Option<String> {
        let marks = self.u8()?;
        let runs = if marks & 0x08 == 0 { 0 } else { usize::from(self.u16()?) * 4 };
        let phonetic = if marks & 0x04 == 0 { 0 } else { self.u32()? };
        let mut is_wide = marks & 1 != 0;
        let mut units: Vec<u16> = Vec::with_capacity(length);
        while units.len() < length {
            if self.part.is_empty() {
                self.part = self.next.next()?;
                is_wide = self.u8()? & 1 != 0;
                continue;
            }
            let unit = if is_wide { self.u16()? } else { u16::from(self.u8()?) };
            units.push(unit);
        }
        self.skip(runs.saturating_add(phonetic));
        Some(String::from_utf16_lossy(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_on_in_the_next_record() {
        let first: &[u8] = &[0; 8];
        let text: &[u8] = b"\x04\x00\x09\x01\x00\x00\x4E\x01\x4E";
        let rest: &[u8] = b"\x00ab\xFF\xFF\xFF\xFF\x01\x00\x00c";
        let texts = shared(&[first, text, rest], &Limits::default()).unwrap();
        assert_eq!(texts, ["一丁ab", "c"]);
    }

    #[test]
    fn a_text_longer_than_its_record_ends_it() {
        assert_eq!(Strings::new(&[b"\xFF\xFF\x01ab"]).long_text(), None);
        assert_eq!(Strings::new(&[b"\x05ab"]).short_text(Charset::Bytes(encoding_rs::GBK)).as_deref(), Some("ab"));
    }
}
