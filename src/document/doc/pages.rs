//! The pages of 512 bytes that say which properties each stretch of the main stream has.

use std::ops::Range;

use super::binary::{byte, size_at, slice, u32_at};

const PAGE: usize = 512;

/// The index of one kind of pages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pages<'a> {
    index: &'a [u8],
    main: &'a [u8],
    kind: PageKind,
}

/// Whose properties a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageKind {
    Paragraphs,
    Characters,
}

/// Bytes of the main stream that have the same properties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch<'a> {
    pub(super) bytes: Range<usize>,
    /// A paragraph's begin with its style.
    pub(super) properties: &'a [u8],
}

impl<'a> Pages<'a> {
    pub(super) const fn new(index: &'a [u8], main: &'a [u8], kind: PageKind) -> Self {
        Self { index, main, kind }
    }

    /// The stretch that holds a byte.
    pub(super) fn find(&self, at: usize) -> Option<Stretch<'a>> {
        let pages = self.index.len().checked_sub(4)? / 8;
        let number = last_not_after(pages, at, |place| size_at(self.index, place * 4))?;
        let page_number = u32_at(self.index, (pages + 1) * 4 + number * 4)? & 0x3F_FFFF;
        let page = slice(self.main, usize::try_from(page_number).ok()?.checked_mul(PAGE)?, PAGE)?;
        let count = usize::from(byte(page, PAGE - 1)?);
        let place = last_not_after(count, at, |place| size_at(page, place * 4))?;
        let bytes = size_at(page, place * 4)?..size_at(page, (place + 1) * 4)?;
        if !bytes.contains(&at) {
            return None;
        }
        let entry = match self.kind {
            PageKind::Characters => (count + 1) * 4 + place,
            PageKind::Paragraphs => (count + 1) * 4 + place * 13,
        };
        let offset = usize::from(byte(page, entry)?) * 2;
        let properties = if offset == 0 { None } else { self.properties(page, offset) };
        Some(Stretch { bytes, properties: properties.unwrap_or_default() })
    }

    fn properties(&self, page: &'a [u8], offset: usize) -> Option<&'a [u8]> {
        let length = usize::from(byte(page, offset)?);
        match (self.kind, length) {
            (PageKind::Characters, _) => slice(page, offset + 1, length),
            // A length in words that counts its own byte, or, where that is nought, a second one that does not.
            (PageKind::Paragraphs, 0) => slice(page, offset + 2, usize::from(byte(page, offset + 1)?) * 2),
            (PageKind::Paragraphs, _) => slice(page, offset + 1, length * 2 - 1),
        }
    }
}

/// The last of `count` places in rising order whose value is not above `at`.
fn last_not_after(count: usize, at: usize, value: impl Fn(usize) -> Option<usize>) -> Option<usize> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if value(middle)? <= at {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low.checked_sub(1)
}
