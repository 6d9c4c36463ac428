//! The shape of the store, version by version. A change is a new file at the end of the list, never an edit.

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;
use crate::model::Phrase;

/// Marks a file as ours in SQLite's header: "gouj".
const APPLICATION: i32 = 0x676f_756a;

/// The migrations in order; the store's version is how many of them it has had.
const MIGRATIONS: [&str; 5] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
];

/// The version of the store that this program writes.
pub(super) const VERSION: usize = MIGRATIONS.len();

/// Brings the store to this program's version. Several desks may start at once: the first does it, the others find it
/// done.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    if version(connection)? == VERSION {
        return refuse_foreign(connection);
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    refuse_foreign(&transaction)?;
    let found = version(&transaction)?;
    if found > VERSION {
        return Err(StoreError::Refused(newer(found)));
    }
    for sql in &MIGRATIONS[found..] {
        transaction.execute_batch(sql)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", i64::try_from(VERSION).unwrap_or(i64::MAX))?;
    Ok(transaction.commit()?)
}

/// The store's version as it stands on disk.
pub(super) fn version(connection: &Connection) -> Result<usize, StoreError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}

/// What to say when the store was made by a newer program.
pub(super) fn newer(found: usize) -> Phrase {
    Phrase::new(
        format!("存储文件的版本是 {found}，本程序只认识到 {VERSION}；请使用较新的程序"),
        format!("the store is of version {found} and this program knows up to {VERSION}; use a newer gouji"),
    )
}

/// A database that holds something and is not marked as ours belongs to another program.
fn refuse_foreign(connection: &Connection) -> Result<(), StoreError> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application == APPLICATION {
        return Ok(());
    }
    let objects: i64 = connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    if objects == 0 {
        return Ok(());
    }
    Err(StoreError::Refused(Phrase::new(
        "这是别的程序的数据库，不是勾稽的存储文件",
        "this database belongs to another program; it is no store of gouji",
    )))
}
