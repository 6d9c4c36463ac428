//! The bounds on what a reader takes on, all of them, each with its reason.

/// Bounds against hostile and broken files. Over one of them a file is refused with the limit named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes. A real report is 10 kB as text and rarely 5 MB as a scan.
    pub bytes: usize,
    /// The most bytes that the parts of a container may unpack to, together. Pictures are not unpacked.
    pub unpacked: usize,
    /// How many times its packed size one part may unpack to. XML of repeated table cells reaches 30; a bomb 1000.
    pub ratio: usize,
    /// The most parts of a container; Word writes about 15, and one for each picture.
    pub parts: usize,
    /// How deep elements, tables or groups may stand in one another; real files stay under 30.
    pub nesting: usize,
    /// The most pages; a report has 3 to 15.
    pub pages: usize,
    /// The most glyphs and lines drawn, over all pages; a report has 10,000.
    pub marks: usize,
    /// The most paragraphs and cells; a report has about 400.
    pub pieces: usize,
    /// The most bytes of the markup of a web page, decoded; a page of a site has 100 kB, one saved by Word 1 MB. The
    /// parser of pages is slower than all else on markup made to mislead it.
    pub markup: usize,
    /// The most bytes of text that a document may come to; a report has 30 kB. All that is done with a text takes time by its
    /// length: this one bound holds for rules and comparisons too.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 20 << 20,
            unpacked: 48 << 20,
            ratio: 200,
            parts: 4_096,
            nesting: 100,
            pages: 300,
            marks: 500_000,
            pieces: 200_000,
            markup: 8 << 20,
            text: 2 << 20,
        }
    }
}
