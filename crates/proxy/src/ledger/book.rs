//! The rows, in SQLite.

use super::entry::{Claim, Fingerprint, Key, Settlement};
use super::time::LedgerTime;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Transaction, params};
use std::path::PathBuf;
use std::sync::Arc;
use std::{fmt, io};

/// Where the ledger is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In this file, and the two that SQLite keeps beside it.
    File(PathBuf),
    /// In memory, for as long as the process lives.
    Memory,
}

/// Why the ledger could not do what was asked.
#[derive(Clone, Debug)]
pub enum LedgerError {
    /// Another process owns the file.
    Owned,
    /// The file is something else than a ledger of this version.
    Foreign,
    /// The database failed: disk full, no permission, a broken file.
    Database(Arc<rusqlite::Error>),
    /// The ledger's thread could not be started.
    Thread(Arc<io::Error>),
    /// More is waiting than the disk can take.
    Overrun,
}

impl fmt::Display for LedgerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Owned => formatter.write_str("another process owns it"),
            Self::Foreign => formatter.write_str("it is not a ledger of this version"),
            Self::Database(error) => error.fmt(formatter),
            Self::Thread(error) => error.fmt(formatter),
            Self::Overrun => formatter.write_str("more is waiting than the disk can take"),
        }
    }
}

impl std::error::Error for LedgerError {}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Owned,
            Some(ErrorCode::NotADatabase) => Self::Foreign,
            _ => Self::Database(Arc::new(error)),
        }
    }
}

/// The most rows in all: about 250 MB on disk. What is over it is turned away: dropping a row that
/// is still wanted could add a note twice.
const MAX_ROWS: i64 = 1_000_000;

/// How long a row lives, in seconds: 8 days, longer than any draft.
const LIFETIME: i64 = 8 * 24 * 60 * 60;

/// The rows that one transaction clears away at most, so that no post waits for a long clean-up.
const MAX_CLEARED: u32 = 100;

const APPLICATION_ID: i32 = 0x544e_4c31;

const IN_FLIGHT: u8 = 0;
const DONE: u8 = 1;
const UNKNOWN: u8 = 2;

const SCHEMA: &str = "
    PRAGMA application_id = 0x544e4c31;
    PRAGMA user_version = 1;
    CREATE TABLE attempt (
        caller TEXT NOT NULL,
        id BLOB NOT NULL,
        fingerprint BLOB NOT NULL,
        state INTEGER NOT NULL,
        answer TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (caller, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX attempt_at ON attempt (at);
    CREATE TABLE clock (at INTEGER NOT NULL) STRICT;
    INSERT INTO clock VALUES (0);";

/// An open ledger.
#[derive(Debug)]
pub(super) struct Book {
    connection: Connection,
    time: LedgerTime,
    rows: i64,
}

impl Book {
    pub(super) fn open(place: &Place) -> Result<Self, LedgerError> {
        let mut connection = match place {
            Place::File(path) => Connection::open(path)?,
            Place::Memory => Connection::open_in_memory()?,
        };
        own(&connection)?;
        let transaction = connection.transaction()?;
        prepare(&transaction)?;
        transaction.execute("UPDATE attempt SET state = ?1 WHERE state = ?2", params![UNKNOWN, IN_FLIGHT])?;
        let sql = "SELECT max(at) FROM (SELECT at FROM clock UNION ALL SELECT max(at) FROM attempt)";
        let last = transaction.query_row(sql, [], |row| row.get(0))?;
        let rows = transaction.query_row("SELECT count(*) FROM attempt", [], |row| row.get(0))?;
        transaction.commit()?;
        Ok(Self { connection, time: LedgerTime::from(last), rows })
    }

    /// Opens a transaction.
    pub(super) fn turn(&mut self) -> Result<Page<'_>, LedgerError> {
        let now = self.time.now();
        let rows = self.rows;
        Ok(Page { transaction: self.connection.transaction()?, now, rows, total: &mut self.rows })
    }
}

/// Takes the file for this process alone, and has every commit reach the disk.
fn own(connection: &Connection) -> Result<(), LedgerError> {
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // A file that others can only read fails here, not at the first post.
    Ok(connection.execute_batch("BEGIN EXCLUSIVE; COMMIT")?)
}

fn prepare(transaction: &Transaction<'_>) -> Result<(), LedgerError> {
    let pragma = |name| transaction.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let tables: u32 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (tables, pragma("application_id")?, pragma("user_version")?) {
        (0, 0, 0) => Ok(transaction.execute_batch(SCHEMA)?),
        (_, APPLICATION_ID, 1) => Ok(()),
        _ => Err(LedgerError::Foreign),
    }
}

/// A transaction. What is entered counts once [`write`](Page::write) has returned well.
#[derive(Debug)]
pub(super) struct Page<'book> {
    transaction: Transaction<'book>,
    now: i64,
    rows: i64,
    total: &'book mut i64,
}

impl Page<'_> {
    pub(super) fn claim(&mut self, key: &Key, fingerprint: Fingerprint) -> Result<Claim, LedgerError> {
        match self.find(key)? {
            Some((found, ..)) if found != *fingerprint.as_bytes() => Ok(Claim::OtherNote),
            Some((_, DONE, answer)) => Ok(Claim::Done(answer)),
            // `in flight` too: nobody here is at it, or it would not have come this far.
            Some(_) => Ok(Claim::Unknown),
            None if self.rows >= MAX_ROWS => Ok(Claim::Full),
            None => self.insert(key, fingerprint),
        }
    }

    fn find(&self, key: &Key) -> Result<Option<([u8; 32], u8, String)>, LedgerError> {
        let sql = "SELECT fingerprint, state, answer FROM attempt WHERE caller = ?1 AND id = ?2 AND at > ?3";
        let mut query = self.transaction.prepare_cached(sql)?;
        let oldest = self.now - LIFETIME;
        let row = params![key.caller, key.attempt.as_bytes(), oldest];
        Ok(query.query_row(row, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?)
    }

    fn insert(&mut self, key: &Key, fingerprint: Fingerprint) -> Result<Claim, LedgerError> {
        self.clear_expired()?;
        let sql = "INSERT OR REPLACE INTO attempt VALUES (?1, ?2, ?3, ?4, '', ?5)";
        let row = params![key.caller, key.attempt.as_bytes(), fingerprint.as_bytes(), IN_FLIGHT, self.now];
        self.transaction.prepare_cached(sql)?.execute(row)?;
        self.rows += 1;
        Ok(Claim::Yours)
    }

    fn clear_expired(&mut self) -> Result<(), LedgerError> {
        let sql = "DELETE FROM attempt WHERE (caller, id) IN
            (SELECT caller, id FROM attempt WHERE at <= ?1 ORDER BY at LIMIT ?2)";
        let cleared =
            self.transaction.prepare_cached(sql)?.execute(params![self.now - LIFETIME, MAX_CLEARED])?;
        self.rows -= count(cleared);
        Ok(())
    }

    pub(super) fn settle(&mut self, key: &Key, settlement: &Settlement) -> Result<(), LedgerError> {
        match settlement {
            Settlement::Done(answer) => self.mark(key, DONE, answer),
            Settlement::Unknown => self.mark(key, UNKNOWN, ""),
            Settlement::NotSent => self.forget(key),
        }
    }

    fn mark(&self, key: &Key, state: u8, answer: &str) -> Result<(), LedgerError> {
        let sql = "UPDATE attempt SET state = ?1, answer = ?2 WHERE caller = ?3 AND id = ?4";
        let row = params![state, answer, key.caller, key.attempt.as_bytes()];
        self.transaction.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }

    fn forget(&mut self, key: &Key) -> Result<(), LedgerError> {
        let sql = "DELETE FROM attempt WHERE caller = ?1 AND id = ?2";
        let row = params![key.caller, key.attempt.as_bytes()];
        let gone = self.transaction.prepare_cached(sql)?.execute(row)?;
        self.rows -= count(gone);
        Ok(())
    }

    /// Keeps the ledger's time across a restart.
    pub(super) fn mark_time(&mut self) -> Result<(), LedgerError> {
        self.transaction.prepare_cached("UPDATE clock SET at = ?1")?.execute([self.now])?;
        Ok(())
    }

    /// Commits: on disk once this returns well.
    pub(super) fn write(self) -> Result<(), LedgerError> {
        self.transaction.commit()?;
        *self.total = self.rows;
        Ok(())
    }
}

fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
