//! What several tests need: sample reports, scenes, the screen as text.

pub(crate) mod doc;
pub(crate) mod mutation;
pub(crate) mod samples;
pub(crate) mod scene;
pub(crate) mod screen;
pub(crate) mod shared;

/// Says in the open what a test could not look at; `println!` is heard only when a test fails.
pub(crate) fn skipped(why: &str) {
    use std::io::Write;
    // A closed standard error is no reason to fail.
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}
