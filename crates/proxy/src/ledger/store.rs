//! The rows and the rules for them.

use super::entry::{Claim, Fingerprint, Key, Settlement};
use super::error::LedgerError;
use super::row_counts::RowCounts;
use super::schema::{self, DONE, IN_FLIGHT, Location, UNKNOWN};
use super::time::LedgerTime;
use rusqlite::{Connection, OptionalExtension, params};

/// The lifetime of a row, in seconds: 8 days, longer than that of any draft.
const LIFETIME: i64 = 8 * 24 * 60 * 60;

/// The maximum number of rows that one transaction deletes, so that no request waits for long.
const MAX_DELETED: u32 = 500;

/// An open ledger, and the counts of its rows.
#[derive(Debug)]
pub(super) struct Store {
    connection: Connection,
    time: LedgerTime,
    row_counts: RowCounts,
}

impl Store {
    pub(super) fn open(location: &Location) -> Result<Self, LedgerError> {
        let mut connection = schema::open(location)?;
        match mark_in_flight_unknown(&mut connection) {
            // The rows are treated as `unknown` anyway, so the proxy can start.
            Err(error) if error.is_transient() => {
                tracing::warn!(%error, "the ledger cannot be written, so attempts stay in flight");
            }
            marked => marked?,
        }
        let transaction = connection.transaction()?;
        let last = "SELECT max(at) FROM (SELECT at FROM clock UNION ALL SELECT max(at) FROM attempt)";
        let time = LedgerTime::from(transaction.query_row(last, [], |row| row.get(0))?);
        let row_counts = RowCounts::read(&transaction)?;
        transaction.commit()?;
        Ok(Self { connection, time, row_counts })
    }

    /// Begins a transaction.
    pub(super) fn begin(&mut self) -> Result<Transaction<'_>, LedgerError> {
        let (now, row_counts) = (self.time.now(), &mut self.row_counts);
        Ok(Transaction { inner: self.connection.transaction()?, now, row_counts, changes: Vec::new() })
    }
}

/// Marks rows that the previous process left `in flight` as `unknown`.
fn mark_in_flight_unknown(connection: &mut Connection) -> Result<(), LedgerError> {
    let transaction = connection.transaction()?;
    transaction.execute("UPDATE attempt SET state = ?1 WHERE state = ?2", params![UNKNOWN, IN_FLIGHT])?;
    Ok(transaction.commit()?)
}

/// A transaction. Its changes take effect when [`commit`](Transaction::commit) succeeds.
#[derive(Debug)]
pub(super) struct Transaction<'store> {
    inner: rusqlite::Transaction<'store>,
    now: i64,
    row_counts: &'store mut RowCounts,
    changes: Vec<(String, i64)>,
}

impl Transaction<'_> {
    pub(super) fn claim(&mut self, key: &Key, fingerprint: Fingerprint) -> Result<Claim, LedgerError> {
        match self.find(key)? {
            Some((found, ..)) if found != *fingerprint.as_bytes() => Ok(Claim::KeyReused),
            Some((_, DONE, message)) => Ok(Claim::Done(message)),
            // `in flight` included: [`Exchanges`](crate::exchange::Exchanges) has no exchange for
            // it, so its process has ended.
            Some(_) => Ok(Claim::Unknown),
            None if self.row_counts.is_full() => Ok(Claim::Full),
            None if self.row_counts.is_caller_full(&key.caller) => Ok(Claim::CallerFull),
            None => self.insert(key, fingerprint).map(|()| Claim::Accepted),
        }
    }

    fn find(&self, key: &Key) -> Result<Option<([u8; 32], u8, String)>, LedgerError> {
        let sql = "SELECT fingerprint, state, answer FROM attempt WHERE caller = ?1 AND id = ?2";
        let mut query = self.inner.prepare_cached(sql)?;
        let row = params![key.caller, key.attempt.as_bytes()];
        Ok(query.query_row(row, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?)
    }

    fn insert(&mut self, key: &Key, fingerprint: Fingerprint) -> Result<(), LedgerError> {
        let sql = "INSERT INTO attempt VALUES (?1, ?2, ?3, ?4, '', ?5)";
        let row = params![key.caller, key.attempt.as_bytes(), fingerprint.as_bytes(), IN_FLIGHT, self.now];
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
            Settlement::NotSent => self.delete(key),
        }
    }

    fn set_state(&self, key: &Key, state: u8, message: &str) -> Result<(), LedgerError> {
        let sql = "UPDATE attempt SET state = ?1, answer = ?2 WHERE caller = ?3 AND id = ?4";
        let row = params![state, message, key.caller, key.attempt.as_bytes()];
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

    /// Stores the ledger's time, so that it continues after a restart.
    pub(super) fn save_time(&mut self) -> Result<(), LedgerError> {
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
