//! A directory to files that have settled. The scan is the truth, the watcher a hint.

use std::path::PathBuf;

/// Something the inbox has to say.
#[derive(Debug)]
pub enum Arrived {
    /// A file that has settled, with its content.
    File { path: PathBuf, bytes: Vec<u8> },
    /// A file that is there but cannot be read, and why.
    Unreadable { path: PathBuf, reason: std::io::Error },
    /// The folder itself cannot be looked through (gone, no permission).
    Lost(std::io::Error),
    /// The folder is back.
    Back,
}
