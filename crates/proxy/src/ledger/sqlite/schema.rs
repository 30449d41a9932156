//! Opens the database file, locks it and creates its tables.

use crate::ledger::error::LedgerError;
use rusqlite::{Connection, Transaction};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::ops::RangeInclusive;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// "TNL1". It marks the file as a ledger; a database of another program is refused.
pub(super) const APPLICATION_ID: i32 = 0x544e_4c31;

/// The versions of the tables that this program can use.
pub(super) const VERSIONS: RangeInclusive<i32> = 1..=3;

/// The size of the write-ahead log, in pages (32 MB), at which SQLite moves it into the file.
/// Requests wait during that time, so it should be rare.
const CHECKPOINT: u32 = 8000;

/// The time for which a write waits for a write of another process. A command of the operator takes a
/// few milliseconds.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

const SCHEMA: &str = "
    PRAGMA application_id = 0x544e4c31;
    PRAGMA user_version = 3;
    CREATE TABLE attempt (
        caller TEXT NOT NULL,
        id BLOB NOT NULL,
        fingerprint BLOB NOT NULL,
        state INTEGER NOT NULL,
        answer TEXT NOT NULL,
        at INTEGER NOT NULL,
        ticket INTEGER,
        unknown_at INTEGER,
        text_mark BLOB,
        entry TEXT,
        read_at INTEGER,
        finding INTEGER,
        found_at INTEGER,
        PRIMARY KEY (caller, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX attempt_at ON attempt (at);
    CREATE INDEX attempt_unknown ON attempt (at) WHERE state = 2;
    CREATE INDEX attempt_mark ON attempt (text_mark) WHERE text_mark IS NOT NULL;
    CREATE UNIQUE INDEX attempt_entry ON attempt (ticket, entry) WHERE entry IS NOT NULL;
    CREATE TABLE resolution (
        caller TEXT NOT NULL,
        id BLOB NOT NULL,
        ticket INTEGER,
        is_saved INTEGER NOT NULL,
        resolved_by TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE clock (at INTEGER NOT NULL) STRICT;
    INSERT INTO clock VALUES (0);";

/// Adds the columns and tables that a ledger of version 0.1 lacks. Rows of that version have no ticket.
pub(super) const FROM_VERSION_1: &str = "
    ALTER TABLE attempt ADD COLUMN ticket INTEGER;
    ALTER TABLE attempt ADD COLUMN unknown_at INTEGER;
    CREATE INDEX attempt_unknown ON attempt (at) WHERE state = 2;
    CREATE TABLE resolution (
        caller TEXT NOT NULL,
        id BLOB NOT NULL,
        ticket INTEGER,
        is_saved INTEGER NOT NULL,
        resolved_by TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT;
    PRAGMA user_version = 2;";

/// Adds the columns for reading tickets. The indexes have only rows of attempts whose ticket may be read.
const FROM_VERSION_2: &str = "
    ALTER TABLE attempt ADD COLUMN text_mark BLOB;
    ALTER TABLE attempt ADD COLUMN entry TEXT;
    ALTER TABLE attempt ADD COLUMN read_at INTEGER;
    ALTER TABLE attempt ADD COLUMN finding INTEGER;
    ALTER TABLE attempt ADD COLUMN found_at INTEGER;
    CREATE INDEX attempt_mark ON attempt (text_mark) WHERE text_mark IS NOT NULL;
    CREATE UNIQUE INDEX attempt_entry ON attempt (ticket, entry) WHERE entry IS NOT NULL;
    PRAGMA user_version = 3;";

/// A database file, or a database in memory, that this process owns.
#[derive(Debug)]
pub(super) struct OwnedDatabase {
    pub(super) connection: Connection,
    /// Closed after the connection, because closing any handle of a file releases the locks that SQLite has
    /// on it.
    owned: Option<OwnedFile>,
}

/// A file that is locked against other proxies.
#[derive(Debug)]
struct OwnedFile {
    path: PathBuf,
    file: File,
}

impl OwnedDatabase {
    /// Returns whether the path has another file by now, or none. What is written is then lost with this process,
    /// and another proxy can use the path.
    pub(super) fn is_replaced(&self) -> bool {
        self.owned.as_ref().is_some_and(|OwnedFile { path, file }| {
            let identity = |about: fs::Metadata| (about.dev(), about.ino());
            match (fs::metadata(path).map(identity), file.metadata().map(identity)) {
                (Ok(there), Ok(own)) => there != own,
                (Err(error), _) => error.kind() == ErrorKind::NotFound,
                _ => false,
            }
        })
    }
}

/// Opens the database and creates its tables if there are none. Without a file it is in memory.
pub(super) fn open(file: Option<&Path>) -> Result<OwnedDatabase, LedgerError> {
    let owned = file.map(own).transpose()?;
    let mut connection = match connect(file, "NORMAL") {
        // A full disk has no space for the file that SQLite shares with other processes. A proxy must
        // start even then. Until its next start, the commands of the operator cannot read the ledger.
        Err(LedgerError::Database(_)) if file.is_some() => connect(file, "EXCLUSIVE")?,
        connection => connection?,
    };
    let transaction = connection.transaction()?;
    prepare(&transaction)?;
    transaction.commit()?;
    Ok(OwnedDatabase { connection, owned })
}

fn connect(file: Option<&Path>, locking_mode: &str) -> Result<Connection, LedgerError> {
    let connection = match file {
        // SQLite does not take an absolute path for `:memory:` or for a `file:` URI. Either would
        // lose the ledger at the end of the process.
        Some(path) => Connection::open(std::path::absolute(path)?)?,
        None => Connection::open_in_memory()?,
    };
    configure(&connection, locking_mode)?;
    Ok(connection)
}

/// Locks the file for this process, and creates it if there is none.
///
/// It gets mode 0600; SQLite would let every user read it. A named pipe is refused, because opening
/// it would block. The lock is not one of SQLite's, so the commands `unknown` and `resolve` can use
/// the file meanwhile.
fn own(path: &Path) -> Result<OwnedFile, LedgerError> {
    if fs::metadata(path).is_ok_and(|about| !about.is_file()) {
        return Err(LedgerError::NotAFile);
    }
    let file = OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(OwnedFile { path: path.to_owned(), file }),
        Err(TryLockError::WouldBlock) => Err(LedgerError::Locked),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Makes every commit wait for the disk, and every write wait for a command of the operator.
fn configure(connection: &Connection, locking_mode: &str) -> Result<(), LedgerError> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "locking_mode", locking_mode)?;
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
        (_, APPLICATION_ID, 1) => {
            transaction.execute_batch(FROM_VERSION_1)?;
            Ok(transaction.execute_batch(FROM_VERSION_2)?)
        }
        (_, APPLICATION_ID, 2) => Ok(transaction.execute_batch(FROM_VERSION_2)?),
        (_, APPLICATION_ID, 3) => Ok(()),
        _ => Err(LedgerError::NotALedger),
    }
}
