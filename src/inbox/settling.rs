//! When a file is complete. Knows no disk and no clock: both are told to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What changes whenever a file's content may have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    pub size: u64,
    pub inode: u64,
    /// When the content last changed: seconds and nanoseconds since 1970.
    pub modified: (i64, i64),
    /// When the content, the owner or the permissions last changed. Unlike `modified` it cannot be set back.
    pub changed: (i64, i64),
}

/// What is known of a file besides its stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Its writer closed it, or it was renamed into place.
    Complete,
    /// It was there when we came, and had not changed for this long.
    Stood(Duration),
    /// It is there.
    Seen,
}

/// What to do with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    Read,
    Wait,
    /// It has been read as it is.
    Nothing,
}

/// All files of the inbox that have been seen, and how far each is.
#[derive(Debug)]
pub struct Settling {
    settle: Duration,
    files: BTreeMap<PathBuf, Progress>,
}

#[derive(Debug, Clone, Copy)]
enum Progress {
    /// Has stood still with this stamp since then.
    Waiting { stamp: Stamp, since: Instant },
    /// Was read, or was found unreadable, with this stamp.
    Done(Stamp),
}

impl Settling {
    /// Nothing seen yet.
    #[must_use]
    pub const fn new(settle: Duration) -> Self {
        Self { settle, files: BTreeMap::new() }
    }

    /// A file was looked at.
    pub fn look(&mut self, path: &Path, stamp: Stamp, sign: Sign, now: Instant) -> Next {
        let before = self.files.get(path).copied();
        let since = match before {
            Some(Progress::Done(done)) if done == stamp => return Next::Nothing,
            Some(Progress::Waiting { stamp: last, since }) if last == stamp => since,
            Some(Progress::Done(_) | Progress::Waiting { .. }) | None => now,
        };
        let complete = match sign {
            // Transfer programs make an empty file, close it, and open it again to fill it.
            Sign::Complete => stamp.size > 0,
            Sign::Stood(age) => before.is_none() && age >= self.settle,
            Sign::Seen => false,
        };
        if complete || now.duration_since(since) >= self.settle {
            return Next::Read;
        }
        self.files.insert(path.to_owned(), Progress::Waiting { stamp, since });
        Next::Wait
    }

    /// A file was read, or was found unreadable, as it stood with this stamp.
    pub fn done(&mut self, path: &Path, stamp: Stamp) {
        self.files.insert(path.to_owned(), Progress::Done(stamp));
    }

    /// A file changed under our hands: what was read of it is nothing.
    pub fn changed(&mut self, path: &Path, stamp: Stamp, now: Instant) {
        self.files.insert(path.to_owned(), Progress::Waiting { stamp, since: now });
    }

    /// A file or a folder is gone, and all that was in it.
    pub fn forget(&mut self, path: &Path) {
        self.files.retain(|file, _| !file.starts_with(path));
    }

    /// Only these are there.
    pub fn keep(&mut self, present: &BTreeSet<PathBuf>) {
        self.files.retain(|file, _| present.contains(file));
    }

    /// The files that may have stood still long enough by now.
    #[must_use]
    pub fn due(&self, now: Instant) -> Vec<PathBuf> {
        self.waiting().filter(|(_, due)| *due <= now).map(|(path, _)| path.to_owned()).collect()
    }

    /// When to ask for `due` files next.
    #[must_use]
    pub fn next_due(&self) -> Option<Instant> {
        self.waiting().map(|(_, due)| due).min()
    }

    fn waiting(&self) -> impl Iterator<Item = (&Path, Instant)> {
        self.files.iter().filter_map(|(path, progress)| match progress {
            Progress::Waiting { since, .. } => Some((path.as_path(), *since + self.settle)),
            Progress::Done(_) => None,
        })
    }
}
