//! The document and one page of an OFD file, parted by a zero byte.
#![no_main]

use gouji_fuzz::{package, read};

const ROOT: &[u8] = b"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let mut next = || parts.next().unwrap_or_default();
    let (page, document) = (next(), next());
    read(&package(&[("OFD.xml", ROOT), ("Doc_0/Document.xml", document), ("Doc_0/Pages/Page_0/Content.xml", page)]));
});
