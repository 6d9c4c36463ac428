//! A log file beside the store, for what the screen is no place for.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// Where to append. Cheap to copy; each line is opened, written and closed.
#[derive(Debug, Clone)]
pub(super) struct Journal {
    path: PathBuf,
}

impl Journal {
    /// `gouji.log` in the folder of the store.
    pub(super) fn beside(store: &Path) -> Self {
        Self { path: store.with_file_name("gouji.log") }
    }

    /// Appends one line. A log that cannot be written must not stop the work.
    pub(super) fn note(&self, line: &str) {
        let Ok(mut file) = OpenOptions::new().create(true).append(true).open(&self.path) else { return };
        let line = line.replace(['\n', '\r'], " / ");
        let _ = writeln!(file, "{} {} {line}", Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ"), std::process::id());
    }
}
