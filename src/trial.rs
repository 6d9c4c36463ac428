//! Reads a file first in a process of its own, under limits of time and memory, where its kind could hurt: a reader that
//! loops or eats all memory takes that process along and nothing else. What comes through is then read in the ordinary way.

use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use rustix::process::{Resource, Rlimit, Signal, setrlimit};

use crate::document::sniff::{Kind, sniff};
use crate::document::{self, Limits, Refusal};
use crate::examine::{Beside, Examined, Knowledge, examine_guarded};
use crate::form::Form;
use crate::model::Report;
use crate::parse::parse;

/// The hidden subcommand under which the program reads a file on trial.
pub const SUBCOMMAND: &str = "read-on-trial";

/// The most processor time that a reader may take, in seconds. A real report takes a hundredth of one.
const SECONDS: u64 = 2;

/// A text of so many bytes is read without a trial; a real one has ten or twenty thousand.
const SHORT: usize = 1 << 20;

/// The most memory that a reader may ask for, in bytes; the program itself takes about 30 MiB of it.
const MEMORY: u64 = 256 << 20;

/// The program that is running, also where its file has been replaced since.
#[must_use]
pub fn this_program() -> Option<PathBuf> {
    let running = Path::new("/proc/self/exe");
    if running.exists() { Some(running.to_owned()) } else { std::env::current_exe().ok() }
}

/// `examine_guarded`, after a trial.
///
/// # Errors
/// As `examine_guarded`, and where the file did not stand the trial.
pub fn examine(
    name: &str,
    bytes: &[u8],
    knowledge: &Knowledge,
    beside: impl FnOnce(&Report) -> Beside,
) -> Result<Examined, Refusal> {
    stand(bytes, knowledge)?;
    examine_guarded(name, bytes, knowledge, beside)
}

/// Whether a file can be read within the limits. A short plain text cannot hurt, and what is over a limit at once is refused
/// without a trial. Where no process can be started, the file is taken as it is.
///
/// # Errors
/// That reading took too long, too much memory, or broke down.
pub fn stand(bytes: &[u8], knowledge: &Knowledge) -> Result<(), Refusal> {
    let Some(program) = &knowledge.program else { return Ok(()) };
    let is_short_text = || bytes.len() <= SHORT && sniff(bytes) == Kind::Text;
    if bytes.len() > knowledge.limits.bytes || is_short_text() {
        return Ok(());
    }
    let started =
        Command::new(program).arg(SUBCOMMAND).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = started else { return Ok(()) };
    if let Some(mut pipe) = child.stdin.take() {
        // It fails where the child has ended already; why, its status tells.
        let _ = pipe.write_all(bytes);
    }
    child.wait().map_or(Ok(()), verdict)
}

fn verdict(status: ExitStatus) -> Result<(), Refusal> {
    if status.success() {
        return Ok(());
    }
    let slow = [Signal::XCPU, Signal::KILL].map(Signal::as_raw);
    if status.signal().is_some_and(|signal| slow.contains(&signal)) {
        return Err(Refusal::new(
            "too-slow",
            format!("读取超过 {SECONDS} 秒仍未完成，已停止；文件可能损坏或有意构造，请报送单位重新发送"),
            format!("reading took more than {SECONDS} seconds and was stopped: damaged or made up? ask for it again"),
        ));
    }
    if status.signal().is_some() {
        return Err(Refusal::new(
            "too-much-memory",
            format!("读取需要的内存超过 {} MiB，已停止；文件可能损坏或有意构造，请报送单位重新发送", MEMORY >> 20),
            format!("reading takes more than {} MiB of memory and was stopped: damaged or made up?", MEMORY >> 20),
        ));
    }
    Err(Refusal::broke_down())
}

/// The other side: reads what comes on standard input and ends. Whether the file is a report does not matter here.
pub fn read_on_trial() {
    let limits = Limits::default();
    let bound = |limit: u64| Rlimit { current: Some(limit), maximum: Some(limit + 1) };
    // Where the system refuses a limit, the others still hold.
    let _ = setrlimit(Resource::As, bound(MEMORY));
    let _ = setrlimit(Resource::Cpu, bound(SECONDS));
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let mut bytes = Vec::new();
    if std::io::stdin().take(limits.bytes as u64 + 1).read_to_end(&mut bytes).is_err() {
        return;
    }
    if let (Ok((document, _)), Ok(forms)) = (document::read("", &bytes, &limits), Form::editions()) {
        let _ = parse(&document, &forms);
    }
}
