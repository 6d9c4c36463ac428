//! A directory to files that have settled. The scan is the truth, the watcher a hint: network mounts send no events and
//! the kernel's queue can overflow. What a file means is not asked here.

use std::io::{self, ErrorKind};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::model::Phrase;
use rounds::{Heard, Rounds};

mod names;
mod reading;
mod rounds;
mod settling;
mod too_large;

pub use names::is_ignored;
pub use settling::{Next, Settling, Sign, Stamp};
pub use too_large::TooLarge;

/// Something the inbox has to say.
#[derive(Debug)]
pub enum Arrived {
    /// A file that has settled, with its content. The path is absolute; `shown` makes it short.
    File { path: PathBuf, bytes: Vec<u8> },
    /// A file or subfolder that is there but cannot be read, and why. Said once for each change of it.
    Unreadable { path: PathBuf, reason: io::Error },
    /// The folder itself cannot be looked through (gone, no permission). Said once.
    Lost(io::Error),
    /// The folder is back.
    Back,
    /// The kernel sends no events (its limits are used up): files are found by the slow scan alone. Said once.
    Unwatched(io::Error),
}

/// Which folder to look after, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub folder: PathBuf,
    /// How long a file must have stood still when nobody said that it is complete.
    pub settle: Duration,
    /// How often the folder is looked through, whatever the watcher says.
    pub rescan: Duration,
    /// Larger files are named as unreadable and not read.
    pub max_bytes: u64,
    pub hints: Hints,
}

/// Whether to ask the kernel for hints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hints {
    FromKernel,
    /// Scans alone, for mounts where events are wrong rather than missing.
    None,
}

/// A folder that is being looked after, on a thread of its own. Dropping it stops the thread without waiting.
#[derive(Debug)]
pub struct Inbox {
    stopping: Arc<AtomicBool>,
    heard: Sender<Heard>,
    thread: Option<JoinHandle<()>>,
}

impl Inbox {
    /// Starts to look after a folder. `send` is called on the inbox's thread, for the files in place first, by name; it may
    /// wait, and ends the inbox with `Break`.
    ///
    /// # Errors
    /// When the current folder is unknown and `plan.folder` is relative, or no thread can be started.
    pub fn open(mut plan: Plan, send: impl FnMut(Arrived) -> ControlFlow<()> + Send + 'static) -> io::Result<Self> {
        plan.folder = std::path::absolute(&plan.folder)?;
        let (heard, listen) = mpsc::channel();
        let stopping = Arc::new(AtomicBool::new(false));
        let rounds = Rounds::new(plan, Arc::clone(&stopping), heard.clone(), send);
        let thread = thread::Builder::new().name("inbox".to_owned()).spawn(move || rounds.run(&listen))?;
        Ok(Self { stopping, heard, thread: Some(thread) })
    }

    /// Stops and waits until nothing more is sent.
    pub fn stop(mut self) {
        self.signal();
        if let Some(thread) = self.thread.take() {
            // A panic in `send` was reported by the panic hook.
            let _ = thread.join();
        }
    }

    fn signal(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        // When the thread is gone, nobody needs to be told.
        let _ = self.heard.send(Heard::Stop);
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        self.signal();
    }
}

/// A path as the reviewer knows it: relative to the inbox where it lies inside.
#[must_use]
pub fn shown(folder: &Path, path: &Path) -> String {
    let inside = std::path::absolute(folder).ok().and_then(|folder| path.strip_prefix(folder).ok().map(Path::to_owned));
    match inside {
        Some(inside) if inside.as_os_str().is_empty() => path.to_string_lossy().into_owned(),
        Some(inside) => inside.to_string_lossy().into_owned(),
        None => path.to_string_lossy().into_owned(),
    }
}

/// When a file was written last, in seconds since 1970; `None` where it is not there any longer.
#[must_use]
pub fn written(path: &Path) -> Option<i64> {
    reading::written(path)
}

/// Why something cannot be read, in words.
#[must_use]
pub fn phrase(reason: &io::Error) -> Phrase {
    match reason.kind() {
        ErrorKind::PermissionDenied => Phrase::new("没有读权限", "no permission to read it"),
        ErrorKind::NotFound => Phrase::new("不存在", "it is not there"),
        ErrorKind::NotADirectory => Phrase::new("不是文件夹", "it is no folder"),
        ErrorKind::InvalidInput => Phrase::new(
            "不是普通文件，或者是指向收件目录以外的链接，没有读取",
            "no regular file, or a link that leads out of the inbox; it was not read",
        ),
        ErrorKind::IsADirectory => Phrase::new(
            "是文件夹，却用了文件的名字，没有读取；请放入其中的原始文件",
            "a folder with the name of a file; it was not read: put the file itself here",
        ),
        ErrorKind::FileTooLarge => TooLarge::in_error(reason).map_or_else(
            || Phrase::new("文件过大，没有读取", "the file is too large and was not read"),
            TooLarge::phrase,
        ),
        _ => Phrase::new(format!("读取出错：{reason}"), format!("cannot be read: {reason}")),
    }
}
