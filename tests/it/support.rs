//! What several tests need: sample reports, scenes, the screen as text.

pub(crate) mod damage;
pub(crate) mod doc;
pub(crate) mod mutate;
pub(crate) mod mutation;
pub(crate) mod ofd;
pub(crate) mod package;
pub(crate) mod paper;
pub(crate) mod pdf;
pub(crate) mod samples;
pub(crate) mod scene;
pub(crate) mod screen;
pub(crate) mod share;
pub(crate) mod shared;
pub(crate) mod sheet;
pub(crate) mod years;

/// Says in the open what a test could not look at; `println!` is heard only when a test fails.
pub(crate) fn skipped(why: &str) {
    use std::io::Write;
    // A closed standard error is no reason to fail.
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}
