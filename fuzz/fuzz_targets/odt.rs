//! The content of an OpenDocument text.
#![no_main]

use gouji_fuzz::{package, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    read(&package(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", bytes)]));
});
