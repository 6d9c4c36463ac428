//! The file that the store lives in: where it may lie, who may write it, how it is opened; and who is at the keyboard.
#![expect(clippy::disallowed_methods, reason = "the store is one of the modules that touch files")]

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags};
use rustix::fs::Mode;

use super::{StoreError, network_mount};
use crate::model::{Phrase, Reviewer};

/// How long a write waits for another desk's.
const PATIENCE: Duration = Duration::from_secs(10);

/// The person at the keyboard, by the process's real uid.
#[must_use]
pub fn current_reviewer() -> Reviewer {
    let uid = uzers::get_current_uid();
    let name = uzers::get_user_by_uid(uid).map(|user| user.name().to_string_lossy().into_owned());
    Reviewer { uid, name: name.unwrap_or_else(|| format!("uid {uid}")) }
}

/// Makes the folder and the empty file where they are missing, and refuses places that cannot hold a store.
pub(super) fn prepare(path: &Path) -> Result<(), StoreError> {
    // The -shm file comes out as the umask leaves it: under 022 a colleague of the same group gets "readonly database".
    rustix::process::umask(Mode::RWXO);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| cannot_write(path, &error))?;
    refuse_network(folder)?;
    match OpenOptions::new().write(true).create_new(true).mode(0o660).open(path) {
        Ok(_) => Ok(()),
        // A link may lead from a local folder to a mount.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => refuse_network(path),
        Err(error) => Err(cannot_write(path, &error)),
    }
}

/// Opens the file that `prepare` has made sure of.
pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    if path.is_dir() {
        return Err(cannot_write(path, &io::Error::from(ErrorKind::IsADirectory)));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    configure(&connection)?;
    switch_to_wal(&connection)?;
    Ok(connection)
}

/// What every connection needs, on disk or in memory.
pub(super) fn configure(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    // FULL: a decision that was answered with "done" survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(())
}

/// Write-ahead logging, so that readers never wait. The switch itself answers "busy" at once, whatever the busy timeout,
/// when several desks open a new store in the same moment.
fn switch_to_wal(connection: &Connection) -> Result<(), StoreError> {
    let begun = Instant::now();
    loop {
        let answer = connection
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))
            .map(|mode| mode.eq_ignore_ascii_case("wal"));
        match answer {
            Ok(true) => return Ok(()),
            Ok(false) => {
                return Err(StoreError::Refused(Phrase::new(
                    "存储文件所在的地方不支持预写日志，请换一个本地目录",
                    "the place of the store does not support write-ahead logging; use a local folder",
                )));
            }
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && begun.elapsed() < PATIENCE => {
                thread::sleep(Duration::from_millis(10));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Refuses a place on a network mount.
fn refuse_network(path: &Path) -> Result<(), StoreError> {
    let found = rustix::fs::statfs(path).map_err(|error| cannot_write(path, &error.into()))?;
    // The kernel's numbers have 32 bits; some platforms widen them with the sign.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "only the low 32 bits mean something")]
    let magic = found.f_type as u32;
    let Some(kind) = network_mount(magic) else { return Ok(()) };
    let path = path.display();
    Err(StoreError::Refused(Phrase::new(
        format!("{path} 在网络文件系统（{kind}）上，不能放存储文件：多人同时写会损坏；请放在本机磁盘上"),
        format!("{path} is on a network mount ({kind}), where several desks would damage the store; use a local disk"),
    )))
}

/// The answer for a place that cannot be written.
fn cannot_write(path: &Path, error: &io::Error) -> StoreError {
    let path = path.display();
    StoreError::Refused(Phrase::new(
        format!("存储文件 {path} 不能写：{error}"),
        format!("the store {path} cannot be written: {error}"),
    ))
}
