//! `gouji demo`: a scratch office with made-up reports in a temporary folder, and three more that arrive while you look.
#![expect(clippy::disallowed_methods, reason = "the command line is one of the modules that touch files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use tempfile::TempDir;

/// Last year's reports of the made-up bodies.
const LAST_YEAR: [(&str, &[u8]); 5] = [
    ("教育局2022.txt", include_bytes!("../../fixtures/demo/last-year/教育局2022.txt")),
    ("柳河镇2022.txt", include_bytes!("../../fixtures/demo/last-year/柳河镇2022.txt")),
    ("石桥镇2022.txt", include_bytes!("../../fixtures/demo/last-year/石桥镇2022.txt")),
    ("财政局2022.txt", include_bytes!("../../fixtures/demo/last-year/财政局2022.txt")),
    ("青云县人民政府2022.txt", include_bytes!("../../fixtures/demo/last-year/青云县人民政府2022.txt")),
];

/// Who must report there; one of them does not.
pub(super) const ROSTER: &str = include_str!("../../fixtures/demo/roster.toml");

/// What lies in the inbox at the start; one file is no report.
const INBOX: [(&str, &[u8]); 7] = [
    ("关于召开座谈会的通知.txt", include_bytes!("../../fixtures/demo/inbox/关于召开座谈会的通知.txt")),
    ("教育局2023.txt", include_bytes!("../../fixtures/demo/inbox/教育局2023.txt")),
    ("松台乡2023.txt", include_bytes!("../../fixtures/demo/inbox/松台乡2023.txt")),
    ("柳河镇2023.txt", include_bytes!("../../fixtures/demo/inbox/柳河镇2023.txt")),
    ("石桥镇2023.txt", include_bytes!("../../fixtures/demo/inbox/石桥镇2023.txt")),
    ("财政局2023.txt", include_bytes!("../../fixtures/demo/inbox/财政局2023.txt")),
    ("青云县人民政府2023.txt", include_bytes!("../../fixtures/demo/inbox/青云县人民政府2023.txt")),
];

/// What arrives later; the last one corrects a report that was there.
const LATER: [(&str, &[u8]); 3] = [
    ("梅川乡2023.txt", include_bytes!("../../fixtures/demo/later/梅川乡2023.txt")),
    ("公安局2023.txt", include_bytes!("../../fixtures/demo/later/公安局2023.txt")),
    ("石桥镇2023（修改）.txt", include_bytes!("../../fixtures/demo/later/石桥镇2023（修改）.txt")),
];

/// How long after the start each of `LATER` arrives.
const ARRIVALS: [Duration; 3] = [Duration::from_secs(3), Duration::from_secs(6), Duration::from_secs(10)];

/// A scratch office; its folder is removed when it is dropped.
#[derive(Debug)]
pub(super) struct Scratch {
    folder: TempDir,
}

impl Scratch {
    /// Makes the folders and their files.
    ///
    /// # Errors
    /// When the system's temporary folder cannot be written.
    pub(super) fn make() -> anyhow::Result<Self> {
        let folder =
            tempfile::Builder::new().prefix("gouji-demo-").tempdir().context("no temporary folder can be made")?;
        let scratch = Self { folder };
        for (place, files) in [(scratch.inbox(), INBOX.as_slice()), (scratch.last_year(), LAST_YEAR.as_slice())] {
            fs::create_dir(&place).with_context(|| format!("{} cannot be made", place.display()))?;
            for (name, bytes) in files {
                let path = place.join(name);
                fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
            }
        }
        Ok(scratch)
    }

    /// Where reports arrive.
    pub(super) fn inbox(&self) -> PathBuf {
        self.folder.path().join("inbox")
    }

    /// Last year's reports.
    pub(super) fn last_year(&self) -> PathBuf {
        self.folder.path().join("last-year")
    }

    /// The store.
    pub(super) fn store(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    /// Lets the later reports arrive while the desk is open.
    pub(super) fn deliver(&self) {
        let inbox = self.inbox();
        thread::spawn(move || {
            let mut waited = Duration::ZERO;
            for ((name, bytes), due) in LATER.iter().zip(ARRIVALS) {
                thread::sleep(due.saturating_sub(waited));
                waited = due;
                if arrive(&inbox, name, bytes).is_err() {
                    // The office is closed.
                    return;
                }
            }
        });
    }
}

/// As a careful sender does it: written under another name, then renamed into place.
fn arrive(inbox: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let part = inbox.join(format!(".{name}.part"));
    fs::write(&part, bytes)?;
    fs::rename(&part, inbox.join(name))
}
