//! The log file beside the store: what went wrong, for whoever looks after the machine. Never the terminal.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// A file that lines are added to.
#[derive(Debug, Clone)]
pub(super) struct Log {
    path: PathBuf,
}

impl Log {
    /// `gouji.log` in the store's folder.
    pub(super) fn beside(store: &Path) -> Self {
        Self { path: store.with_file_name("gouji.log") }
    }

    /// Adds a line with time and process. A log that cannot be written stops nobody's work.
    pub(super) fn note(&self, what: &str) {
        let line = format!("{} {} {}\n", now(), std::process::id(), what.replace('\n', " | "));
        if let Ok(mut file) = OpenOptions::new().append(true).create(true).open(&self.path) {
            let _ = file.write_all(line.as_bytes());
        }
    }
}

/// Seconds since 1970, UTC.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
