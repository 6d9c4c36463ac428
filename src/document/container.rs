//! Opens the binary container of old office files, after a look at the one list in it that could be made to grow
//! beyond all bounds.

use std::io::Cursor;

use cfb::CompoundFile;

/// Opens a container; nothing where it is damaged.
pub(super) fn open(bytes: &[u8]) -> Option<CompoundFile<Cursor<&[u8]>>> {
    if !has_bounded_list(bytes) {
        return None;
    }
    CompoundFile::open(Cursor::new(bytes)).ok()
}

/// Whether the chain of sectors that list the allocation table is no longer than the file calls for. Each entry of it
/// makes the library read a sector, and all may name the same one: a file of 20 MiB could ask for 2.6 GB.
fn has_bounded_list(bytes: &[u8]) -> bool {
    const LAST_SECTOR: u32 = 0xFFFF_FFFA;
    let number = |at: usize| {
        let four = bytes.get(at..at.checked_add(4)?)?;
        four.try_into().ok().map(u32::from_le_bytes)
    };
    let length = match bytes.get(0x1E) {
        Some(9) => 512,
        Some(12) => 4096,
        // The library says itself what is wrong.
        _ => return true,
    };
    let entries = length / 4;
    let table = (bytes.len() / length).div_ceil(entries);
    let most = table / (entries - 1) + 2;
    let mut next = number(0x44);
    for _ in 0..=most {
        let Some(sector) = next.filter(|sector| *sector <= LAST_SECTOR).and_then(|sector| usize::try_from(sector).ok())
        else {
            return true;
        };
        next = sector.checked_add(2).and_then(|end| end.checked_mul(length)).and_then(|end| number(end - 4));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header whose list runs through so many of the file's sectors.
    fn listing(sectors: u32) -> Vec<u8> {
        let mut bytes = vec![0; 512 * (usize::try_from(sectors).unwrap() + 1)];
        bytes[0x1E] = 9;
        bytes[0x44..0x48].copy_from_slice(&0_u32.to_le_bytes());
        for sector in 0..sectors {
            let next = if sector + 1 == sectors { 0xFFFF_FFFE } else { sector + 1 };
            let end = 512 * (usize::try_from(sector).unwrap() + 2);
            bytes[end - 4..end].copy_from_slice(&next.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn a_list_longer_than_the_file_calls_for_is_refused() {
        assert!(has_bounded_list(&listing(1)));
        assert!(!has_bounded_list(&listing(40)));
        let mut looping = listing(2);
        looping[512 * 3 - 4..].copy_from_slice(&0_u32.to_le_bytes());
        assert!(!has_bounded_list(&looping));
        assert!(has_bounded_list(b"short"));
    }
}
