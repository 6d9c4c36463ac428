//! A font without shapes, in the place of fonts that a file names but does not hold: their characters are told by their
//! codes, and shapes are never painted.

use std::sync::{Arc, OnceLock};

use hayro_interpret::font::FontData;

/// The font, one and the same each time.
pub(super) fn font() -> FontData {
    static FONT: OnceLock<FontData> = OnceLock::new();
    FONT.get_or_init(|| Arc::new(tables())).clone()
}

/// Whether a font is this one.
pub(super) fn is_it(data: &FontData) -> bool {
    data.as_ref().as_ref() == font().as_ref().as_ref()
}

/// The least that makes a font: a head, and one glyph without a shape.
fn tables() -> Vec<u8> {
    let mut head = vec![0; 54];
    put(&mut head, 0, &[0, 1, 0, 0]);
    put(&mut head, 12, &[0x5F, 0x0F, 0x3C, 0xF5]);
    // Units in its height: a thousand.
    put(&mut head, 18, &1000_u16.to_be_bytes());
    let mut hhea = vec![0; 36];
    put(&mut hhea, 0, &[0, 1, 0, 0]);
    put(&mut hhea, 34, &[0, 1]);
    let hmtx = vec![0; 4];
    let maxp = vec![0, 0, 0x50, 0, 0, 1];
    let tables: [(&[u8; 4], Vec<u8>); 4] = [(b"head", head), (b"hhea", hhea), (b"hmtx", hmtx), (b"maxp", maxp)];
    let mut font = vec![0, 1, 0, 0, 0, 4, 0, 64, 0, 2, 0, 0];
    let mut place = 12 + 16 * 4_u32;
    for (name, table) in &tables {
        let length = u32::try_from(table.len()).unwrap_or_default();
        font.extend(*name);
        font.extend([0; 4]);
        font.extend(place.to_be_bytes());
        font.extend(length.to_be_bytes());
        place += length.next_multiple_of(4);
    }
    for (_, mut table) in tables {
        table.resize(table.len().next_multiple_of(4), 0);
        font.extend(table);
    }
    font
}

fn put(table: &mut [u8], place: usize, bytes: &[u8]) {
    if let Some(own) = table.get_mut(place..place + bytes.len()) {
        own.copy_from_slice(bytes);
    }
}
