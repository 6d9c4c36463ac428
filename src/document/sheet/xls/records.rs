//! The records of an Excel file, each with those that continue it.

/// The records that matter.
pub(super) mod code {
    pub(in super::super) const FORMULA: u16 = 0x0006;
    pub(in super::super) const END: u16 = 0x000A;
    pub(in super::super) const DATE_MODE: u16 = 0x0022;
    pub(in super::super) const LOCKED: u16 = 0x002F;
    pub(in super::super) const CONTINUE: u16 = 0x003C;
    pub(in super::super) const CODE_PAGE: u16 = 0x0042;
    pub(in super::super) const COLUMN_INFO: u16 = 0x007D;
    pub(in super::super) const SHEET: u16 = 0x0085;
    pub(in super::super) const MANY_RK: u16 = 0x00BD;
    pub(in super::super) const MANY_BLANK: u16 = 0x00BE;
    pub(in super::super) const RICH_LABEL: u16 = 0x00D6;
    pub(in super::super) const XF: u16 = 0x00E0;
    pub(in super::super) const MERGED: u16 = 0x00E5;
    pub(in super::super) const SHARED_TEXTS: u16 = 0x00FC;
    pub(in super::super) const SHARED_LABEL: u16 = 0x00FD;
    pub(in super::super) const BLANK: u16 = 0x0201;
    pub(in super::super) const NUMBER: u16 = 0x0203;
    pub(in super::super) const LABEL: u16 = 0x0204;
    pub(in super::super) const BOOL_OR_ERROR: u16 = 0x0205;
    pub(in super::super) const STRING: u16 = 0x0207;
    pub(in super::super) const ROW: u16 = 0x0208;
    pub(in super::super) const RK: u16 = 0x027E;
    pub(in super::super) const FORMAT: u16 = 0x041E;
    pub(in super::super) const BEGIN: u16 = 0x0809;
}

/// A record with those that continue it.
pub(super) struct Record<'a> {
    pub(super) code: u16,
    pub(super) parts: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    pub(super) fn body(&self) -> &'a [u8] {
        self.parts.first().copied().unwrap_or_default()
    }
}

/// The records from a place on.
pub(super) struct Records<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (code, body, rest) = record(self.rest)?;
        self.rest = rest;
        let mut parts = vec![body];
        while let Some((code::CONTINUE, body, rest)) = record(self.rest) {
            parts.push(body);
            self.rest = rest;
        }
        Some(Record { code, parts })
    }
}

fn record(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (code, size) = (u16_at(bytes, 0)?, usize::from(u16_at(bytes, 2)?));
    let rest = bytes.get(4..)?;
    let (body, rest) = rest.split_at_checked(size)?;
    Some((code, body, rest))
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

pub(super) fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}
