//! Opens the database file, locks it and creates its tables.

use crate::ledger::error::LedgerError;
use rusqlite::{Connection, Transaction};
use std::fs::OpenOptions;
use std::ops::RangeInclusive;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// "TNL1". It marks the file as a ledger; a database of another program is refused.
pub(super) const APPLICATION_ID: i32 = 0x544e_4c31;

/// The versions of the tables that this program can use.
pub(super) const VERSIONS: RangeInclusive<i32> = 1..=2;

/// The size of the write-ahead log, in pages (32 MB), at which SQLite moves it into the file.
/// Requests wait during that time, so it should be rare.
const CHECKPOINT: u32 = 8000;

const SCHEMA: &str = "
    PRAGMA application_id = 0x544e4c31;
    PRAGMA user_version = 2;
    CREATE TABLE attempt (
        caller TEXT NOT NULL,
        id BLOB NOT NULL,
        fingerprint BLOB NOT NULL,
        state INTEGER NOT NULL,
        answer TEXT NOT NULL,
        at INTEGER NOT NULL,
        ticket INTEGER,
        unknown_at INTEGER,
        PRIMARY KEY (caller, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX attempt_at ON attempt (at);
    CREATE TABLE clock (at INTEGER NOT NULL) STRICT;
    INSERT INTO clock VALUES (0);";

/// Adds the columns that a ledger of version 0.1 lacks. Rows of that version have no ticket.
const FROM_VERSION_1: &str = "
    ALTER TABLE attempt ADD COLUMN ticket INTEGER;
    ALTER TABLE attempt ADD COLUMN unknown_at INTEGER;
    PRAGMA user_version = 2;";

/// Opens the database and creates its tables if there are none. Without a file it is in memory.
pub(super) fn open(file: Option<&Path>) -> Result<Connection, LedgerError> {
    let mut connection = match file {
        Some(path) => {
            create_private(path)?;
            // SQLite does not take an absolute path for `:memory:` or for a `file:` URI. Either would
            // lose the ledger at the end of the process.
            Connection::open(std::path::absolute(path)?)?
        }
        None => Connection::open_in_memory()?,
    };
    lock(&connection)?;
    let transaction = connection.transaction()?;
    prepare(&transaction)?;
    transaction.commit()?;
    Ok(connection)
}

/// Creates the file with mode 0600. SQLite would let every user read it. A named pipe is refused,
/// because to open it would block.
fn create_private(path: &Path) -> Result<(), LedgerError> {
    if std::fs::metadata(path).is_ok_and(|about| !about.is_file()) {
        return Err(LedgerError::NotAFile);
    }
    Ok(OpenOptions::new().append(true).create(true).mode(0o600).open(path).map(drop)?)
}

/// Locks the file for this process, and makes every commit wait for the disk.
fn lock(connection: &Connection) -> Result<(), LedgerError> {
    connection.busy_timeout(std::time::Duration::ZERO)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
    Ok(connection.execute_batch("BEGIN EXCLUSIVE; COMMIT")?)
}

fn prepare(transaction: &Transaction<'_>) -> Result<(), LedgerError> {
    let pragma = |name| transaction.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let tables: u32 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (tables, pragma("application_id")?, pragma("user_version")?) {
        (0, 0, 0) => Ok(transaction.execute_batch(SCHEMA)?),
        (_, APPLICATION_ID, 1) => Ok(transaction.execute_batch(FROM_VERSION_1)?),
        (_, APPLICATION_ID, 2) => Ok(()),
        _ => Err(LedgerError::NotALedger),
    }
}
