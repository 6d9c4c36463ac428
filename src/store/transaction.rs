//! One way to write, and what SQLite's refusals mean to a reviewer.

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use super::{StoreError, schema};
use crate::model::Phrase;

/// Runs `work` in one transaction that takes the write lock at once. A deferred transaction that reads first and then
/// writes fails with "busy" whenever another desk has written in between, whatever the busy timeout.
pub(super) fn write<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = schema::version(&transaction)?;
    if found != schema::VERSION {
        return Err(StoreError::Refused(schema::newer(found)));
    }
    let done = work(&transaction)?;
    transaction.commit()?;
    Ok(done)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match phrase(error.sqlite_error_code()) {
            Some(phrase) => Self::Refused(phrase),
            None => Self::Other(anyhow::Error::new(error)),
        }
    }
}

/// Words for the failures that a person can do something about.
fn phrase(code: Option<ErrorCode>) -> Option<Phrase> {
    let (zh, en) = match code? {
        ErrorCode::DiskFull => ("磁盘已满，没有写入", "the disk is full; nothing was written"),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
            ("存储文件没有写权限", "there is no permission to write the store")
        }
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            ("存储文件一直被别的程序占用，没有写入", "another program has kept the store locked; nothing was written")
        }
        ErrorCode::DatabaseCorrupt => ("存储文件已损坏", "the store is damaged"),
        ErrorCode::NotADatabase => ("这个文件不是数据库", "this file is no database"),
        ErrorCode::CannotOpen => ("存储文件打不开", "the store cannot be opened"),
        _ => return None,
    };
    Some(Phrase::new(zh, en))
}
