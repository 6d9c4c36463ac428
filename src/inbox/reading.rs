//! Looking at the disk: which regular files are in the folder, and the bytes of one that did not change meanwhile.
#![expect(clippy::disallowed_methods, reason = "the inbox is one of the modules that touch files")]

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustix::fs::OFlags;

use super::names::is_ignored;
use super::settling::Stamp;
use super::too_large::TooLarge;
use crate::document::is_named_as_report;

/// What a path is.
#[derive(Debug)]
pub(super) enum Found {
    File(Stamp),
    Folder,
    /// Gone.
    Nothing,
    Unreadable(io::Error),
}

/// All that lies in a folder.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// By name.
    pub(super) files: Vec<(PathBuf, Stamp)>,
    /// Files and subfolders that cannot be looked at.
    pub(super) unreadable: Vec<(PathBuf, io::Error)>,
}

/// The bytes of a file.
#[derive(Debug)]
pub(super) enum Content {
    /// All of them, as the file stood with this stamp.
    Whole(Vec<u8>, Stamp),
    /// It was written to while it was read; it stands like this now.
    Changed(Stamp),
    /// It is gone.
    Nothing,
    Unreadable(io::Error),
}

/// Which folder stands at a path: device and inode.
pub(super) fn identity(folder: &Path) -> io::Result<(u64, u64)> {
    let metadata = fs::metadata(folder)?;
    if !metadata.is_dir() {
        return Err(io::Error::from(ErrorKind::NotADirectory));
    }
    Ok((metadata.dev(), metadata.ino()))
}

/// Looks at one path inside the inbox `root`. Links are followed to regular files inside the inbox only, so that no folder
/// is entered twice and nothing from elsewhere is taken; other links, pipes and devices are named and never opened.
pub(super) fn look(root: &Path, path: &Path) -> Found {
    // The kernel speaks of what stands in a folder that is not entered, too.
    if path.ancestors().skip(1).take_while(|above| *above != root).any(is_named_as_file) {
        return Found::Nothing;
    }
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => return follow(root, path),
        Ok(metadata) => metadata,
        Err(error) if is_gone(&error) => return Found::Nothing,
        Err(error) => return Found::Unreadable(error),
    };
    if metadata.is_dir() {
        let is_closed = is_named_as_file(path);
        return if is_closed { Found::Unreadable(ErrorKind::IsADirectory.into()) } else { Found::Folder };
    }
    if metadata.is_file() { Found::File(stamp(&metadata)) } else { Found::Unreadable(no_file()) }
}

fn is_named_as_file(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| is_named_as_report(&name.to_string_lossy()))
}

fn follow(root: &Path, link: &Path) -> Found {
    let target = fs::canonicalize(link).and_then(|target| {
        let inside = target.starts_with(fs::canonicalize(root)?);
        Ok(inside.then_some(fs::metadata(target)?).filter(Metadata::is_file))
    });
    match target {
        Ok(Some(metadata)) => Found::File(stamp(&metadata)),
        // It leads out of the inbox, to a folder, in a circle or nowhere.
        Ok(None) | Err(_) => Found::Unreadable(no_file()),
    }
}

fn no_file() -> io::Error {
    io::Error::from(ErrorKind::InvalidInput)
}

/// Lists a folder with its subfolders; fails only when `folder` itself cannot be listed.
pub(super) fn list(root: &Path, folder: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        match list_one(root, &next, &mut folders, &mut listing) {
            Ok(()) => {}
            Err(error) if next == folder => return Err(error),
            Err(error) if is_gone(&error) => {}
            Err(error) => listing.unreadable.push((next, error)),
        }
    }
    listing.files.sort_by(|(left, _), (right, _)| left.cmp(right));
    Ok(listing)
}

fn list_one(root: &Path, folder: &Path, folders: &mut Vec<PathBuf>, listing: &mut Listing) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if is_ignored(path.strip_prefix(root).unwrap_or(&path)) {
            continue;
        }
        match look(root, &path) {
            Found::File(stamp) => listing.files.push((path, stamp)),
            Found::Folder => folders.push(path),
            Found::Nothing => {}
            Found::Unreadable(error) => listing.unreadable.push((path, error)),
        }
    }
    Ok(())
}

/// Reads a file once.
pub(super) fn read(path: &Path, max_bytes: u64) -> Content {
    match try_read(path, max_bytes) {
        Ok(content) => content,
        Err(error) if is_gone(&error) => Content::Nothing,
        Err(error) => Content::Unreadable(error),
    }
}

fn try_read(path: &Path, max_bytes: u64) -> io::Result<Content> {
    let mut file = open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Ok(Content::Nothing);
    }
    let before = stamp(&metadata);
    if before.size > max_bytes {
        return Err(TooLarge { size: before.size, limit: max_bytes }.into());
    }
    let mut bytes = Vec::new();
    file.by_ref().take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    let after = stamp(&file.metadata()?);
    if before != after || bytes.len() as u64 != after.size {
        return Ok(Content::Changed(after));
    }
    Ok(Content::Whole(bytes, after))
}

/// Opening a pipe waits for its writer, and a file may have become one since it was looked at: not with `NONBLOCK`.
fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

/// When a file was written last; `None` where none is there.
pub(super) fn written(path: &Path) -> Option<i64> {
    fs::metadata(path).ok().filter(Metadata::is_file).map(|metadata| metadata.mtime())
}

/// How long a file has not changed, by the clock on the wall.
pub(super) fn age(stamp: Stamp) -> Duration {
    let (seconds, nanoseconds) = stamp.modified.max(stamp.changed);
    let changed = SystemTime::UNIX_EPOCH
        + Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
        + Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(0));
    SystemTime::now().duration_since(changed).unwrap_or(Duration::ZERO)
}

fn stamp(metadata: &Metadata) -> Stamp {
    Stamp {
        size: metadata.len(),
        inode: metadata.ino(),
        modified: (metadata.mtime(), metadata.mtime_nsec()),
        changed: (metadata.ctime(), metadata.ctime_nsec()),
    }
}

/// A path that leads nowhere, or no longer.
fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
        || error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}
