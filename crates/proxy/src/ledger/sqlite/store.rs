//! The rows and the rules for them.

use super::OWNER;
use super::row_counts::RowCounts;
use super::schema::{self, OwnedDatabase};
use super::time::LedgerTime;
use crate::evidence::TextMark;
use crate::ledger::entry::{Attempt, Claim, Finding, Key, RecordedState, Settlement, Size};
use crate::ledger::error::LedgerError;
use crate::ledger::limits::{LIFETIME, MAX_DELETED};
use crate::ledger::reading::read_finding;
use crate::ledger::state::{DONE, IN_FLIGHT, UNKNOWN};
use rusqlite::{Connection, OptionalExtension, params};
use std::path::Path;
use ticket_note_core::attempt::AttemptId;

/// An open ledger, and the counts of its rows.
#[derive(Debug)]
pub(super) struct Store {
    database: OwnedDatabase,
    time: LedgerTime,
    row_counts: RowCounts,
}

impl Store {
    pub(super) fn open(file: Option<&Path>) -> Result<Self, LedgerError> {
        let mut database = schema::open(file)?;
        let connection = &mut database.connection;
        let last = "SELECT max(at) FROM (SELECT at FROM clock UNION ALL SELECT max(at) FROM attempt)";
        let time = LedgerTime::from(connection.query_row(last, [], |row| row.get(0))?);
        warn_cut_off(connection)?;
        match mark_in_flight_unknown(connection, time.now()) {
            // The rows are treated as `unknown` anyway, so the proxy can start.
            Err(error) if error.is_transient() => {
                tracing::warn!(%error, "the ledger cannot be written, so attempts stay in flight");
            }
            marked => marked?,
        }
        let transaction = connection.transaction()?;
        let row_counts = RowCounts::read(&transaction)?;
        transaction.commit()?;
        Ok(Self { database, time, row_counts })
    }

    /// Returns the connection, for reading.
    pub(super) const fn connection(&self) -> &Connection {
        &self.database.connection
    }

    /// Begins a transaction.
    pub(super) fn begin(&mut self) -> Result<Transaction<'_>, LedgerError> {
        let (now, row_counts) = (self.time.now(), &mut self.row_counts);
        let is_replaced = self.database.is_replaced();
        Ok(Transaction {
            inner: self.database.connection.transaction()?,
            is_replaced,
            now,
            row_counts,
            changes: Vec::new(),
        })
    }
}

/// Logs each attempt that the previous process did not finish, so that the operator can check the
/// ticket.
fn warn_cut_off(connection: &Connection) -> Result<(), LedgerError> {
    let mut query = connection.prepare("SELECT caller, id, ticket FROM attempt WHERE state = ?1")?;
    let mut rows = query.query([IN_FLIGHT])?;
    while let Some(row) = rows.next()? {
        let (caller, id, ticket): (String, _, Option<i64>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let attempt = AttemptId::from_random(id).to_text();
        tracing::warn!(ticket, caller, attempt, "the attempt was cut off; its outcome is unknown");
    }
    Ok(())
}

/// Marks rows that the previous process left `in flight` as `unknown`.
fn mark_in_flight_unknown(connection: &mut Connection, now: i64) -> Result<(), LedgerError> {
    let transaction = connection.transaction()?;
    let sql = "UPDATE attempt SET state = ?1, unknown_at = ?2 WHERE state = ?3";
    transaction.execute(sql, params![UNKNOWN, now, IN_FLIGHT])?;
    Ok(transaction.commit()?)
}

/// A transaction. Its changes take effect when [`commit`](Transaction::commit) succeeds.
#[derive(Debug)]
pub(super) struct Transaction<'store> {
    pub(super) inner: rusqlite::Transaction<'store>,
    /// Whether another process could use the path of the file.
    is_replaced: bool,
    pub(super) now: i64,
    row_counts: &'store mut RowCounts,
    changes: Vec<(String, i64)>,
}

impl Transaction<'_> {
    pub(super) fn claim(&mut self, attempt: &Attempt) -> Result<Claim, LedgerError> {
        match self.recorded(attempt)? {
            Some(recorded) => Ok(recorded),
            None if self.is_replaced => Err(LedgerError::Replaced),
            None if self.row_counts.is_full() => Ok(Claim::Full),
            None if self.row_counts.is_caller_full(&attempt.key.caller) => Ok(Claim::CallerFull),
            None => self.insert(attempt).map(|()| Claim::Accepted(OWNER)),
        }
    }

    /// Returns what the row of an attempt says. `None`: it has no row.
    pub(super) fn recorded(&self, attempt: &Attempt) -> Result<Option<Claim>, LedgerError> {
        Ok(self.find(&attempt.key)?.map(|(found, state, message)| match state {
            _ if found != *attempt.fingerprint.as_bytes() => Claim::KeyReused,
            DONE => Claim::Done(message),
            // `in flight` included: [`Exchanges`](crate::exchange::Exchanges) has no exchange for
            // it, so its process has ended.
            _ => Claim::Unknown,
        }))
    }

    /// Returns the secret of the ledger. It is created with the first call.
    pub(super) fn secret(&self) -> Result<[u8; 32], LedgerError> {
        let table = "CREATE TABLE IF NOT EXISTS secret (secret BLOB NOT NULL) STRICT";
        self.inner.execute(table, [])?;
        let stored = self.inner.query_row("SELECT secret FROM secret", [], |row| row.get(0)).optional()?;
        if let Some(secret) = stored {
            return Ok(secret);
        }
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|_| LedgerError::Busy)?;
        self.inner.execute("INSERT INTO secret VALUES (?1)", [secret])?;
        Ok(secret)
    }

    fn find(&self, key: &Key) -> Result<Option<([u8; 32], i16, String)>, LedgerError> {
        let sql = "SELECT fingerprint, state, answer FROM attempt WHERE caller = ?1 AND id = ?2";
        let mut query = self.inner.prepare_cached(sql)?;
        let row = params![key.caller, key.attempt.as_bytes()];
        Ok(query.query_row(row, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?)
    }

    pub(super) fn state(&self, key: &Key) -> Result<Option<RecordedState>, LedgerError> {
        let Some((_, state, message)) = self.find(key)? else { return Ok(None) };
        Ok(Some(match state {
            DONE => RecordedState::Done(message),
            IN_FLIGHT => RecordedState::InFlightHere,
            _ => RecordedState::Unknown(self.finding(key)?),
        }))
    }

    fn finding(&self, key: &Key) -> Result<Option<Finding>, LedgerError> {
        let sql = "SELECT finding, found_at FROM attempt WHERE caller = ?1 AND id = ?2";
        let mut query = self.inner.prepare_cached(sql)?;
        let row = params![key.caller, key.attempt.as_bytes()];
        Ok(query.query_row(row, |row| Ok(read_finding(row.get(0)?, row.get(1)?)))?)
    }

    fn insert(&mut self, attempt: &Attempt) -> Result<(), LedgerError> {
        let sql = "INSERT INTO attempt (caller, id, fingerprint, state, answer, at, ticket, text_mark)
            VALUES (?1, ?2, ?3, ?4, '', ?5, ?6, ?7)";
        let (key, fingerprint) = (&attempt.key, attempt.fingerprint.as_bytes());
        let ticket = i64::try_from(attempt.ticket.get()).unwrap_or(i64::MAX);
        let mark = attempt.mark.as_ref().map(TextMark::as_bytes);
        let row = params![key.caller, key.attempt.as_bytes(), fingerprint, IN_FLIGHT, self.now, ticket, mark];
        self.inner.prepare_cached(sql)?.execute(row)?;
        self.changes.push((key.caller.clone(), 1));
        Ok(())
    }

    /// Deletes rows that are older than their lifetime.
    pub(super) fn delete_expired(&mut self) -> Result<(), LedgerError> {
        let sql = "DELETE FROM attempt WHERE (caller, id) IN
            (SELECT caller, id FROM attempt WHERE at <= ?1 ORDER BY at LIMIT ?2) RETURNING caller";
        let mut query = self.inner.prepare_cached(sql)?;
        let deleted = query.query_map(params![self.now - LIFETIME, MAX_DELETED], |row| row.get(0))?;
        for caller in deleted {
            self.changes.push((caller?, -1));
        }
        Ok(())
    }

    pub(super) fn settle(&mut self, key: &Key, settlement: &Settlement) -> Result<(), LedgerError> {
        match settlement {
            Settlement::Done(message) => self.set_state(key, DONE, message),
            Settlement::Unknown => self.set_state(key, UNKNOWN, ""),
            Settlement::Refused(_) => self.delete(key),
        }
    }

    fn set_state(&self, key: &Key, state: i16, message: &str) -> Result<(), LedgerError> {
        let sql = "UPDATE attempt SET state = ?1, answer = ?2, unknown_at = ?3 WHERE caller = ?4 AND id = ?5";
        let unknown_at = (state == UNKNOWN).then_some(self.now);
        let row = params![state, message, unknown_at, key.caller, key.attempt.as_bytes()];
        self.inner.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }

    fn delete(&mut self, key: &Key) -> Result<(), LedgerError> {
        let sql = "DELETE FROM attempt WHERE caller = ?1 AND id = ?2";
        let row = params![key.caller, key.attempt.as_bytes()];
        if self.inner.prepare_cached(sql)?.execute(row)? > 0 {
            self.changes.push((key.caller.clone(), -1));
        }
        Ok(())
    }

    /// Returns the size of the ledger.
    pub(super) fn size(&self) -> Result<Size, LedgerError> {
        let sql = "SELECT (SELECT count(*) FROM attempt WHERE state = 2),
            (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)";
        let mut query = self.inner.prepare_cached(sql)?;
        let (unknown, bytes) = query.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Size { rows: self.row_counts.total(), unknown, bytes: Some(bytes) })
    }

    /// Stores the ledger's time, so that it continues after a restart.
    pub(super) fn save_time(&mut self) -> Result<(), LedgerError> {
        if self.is_replaced {
            return Err(LedgerError::Replaced);
        }
        self.inner.prepare_cached("UPDATE clock SET at = ?1")?.execute([self.now])?;
        Ok(())
    }

    /// Commits the transaction. The changes are on disk when this returns `Ok`.
    pub(super) fn commit(self) -> Result<(), LedgerError> {
        self.inner.commit()?;
        for (caller, change) in self.changes {
            self.row_counts.change(&caller, change);
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
