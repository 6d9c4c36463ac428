//! The main part of a Word file and the numbering beside it, parted by a zero byte.
#![no_main]

use gouji_fuzz::{package, read};

const TYPES: &[u8] = b"<Types/>";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let mut next = || parts.next().unwrap_or_default();
    let (document, numbering, styles) = (next(), next(), next());
    read(&package(&[
        ("[Content_Types].xml", TYPES),
        ("word/document.xml", document),
        ("word/numbering.xml", numbering),
        ("word/styles.xml", styles),
    ]));
});
