//! Names that are no reports yet: hidden, half-written, or a program's own notes.

use std::path::{Component, Path};

/// Endings of files that a browser, an editor or a transfer program has not finished.
const UNFINISHED: [&str; 6] = ["part", "crdownload", "swp", "swx", "tmp", "filepart"];

/// Whether something inside the inbox is to be left alone, by its path relative to the inbox: a hidden or temporary name
/// anywhere on the way.
#[must_use]
pub fn is_ignored(inside: &Path) -> bool {
    inside.components().any(|component| match component {
        Component::Normal(name) => is_temporary(&name.to_string_lossy()),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => false,
    })
}

/// Hidden names begin with a dot, Writer's locks (`.~lock.x#`) among them; Word's locks begin with `~$`; backups of editors
/// end in `~`.
fn is_temporary(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || ending.is_some_and(|ending| UNFINISHED.contains(&ending.as_str()))
}
