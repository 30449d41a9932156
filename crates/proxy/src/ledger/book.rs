//! The rows, in SQLite.

use super::count::Count;
use super::entry::{Claim, Fingerprint, Key, Settlement};
use super::error::LedgerError;
use super::schema::{self, DONE, IN_FLIGHT, Place, UNKNOWN};
use super::time::LedgerTime;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// How long a row lives, in seconds: 8 days, longer than any draft.
const LIFETIME: i64 = 8 * 24 * 60 * 60;

/// The rows that one transaction clears away at most, so that no post waits for a long clean-up.
const MAX_CLEARED: u32 = 500;

/// An open ledger.
#[derive(Debug)]
pub(super) struct Book {
    connection: Connection,
    time: LedgerTime,
    count: Count,
}

impl Book {
    pub(super) fn open(place: &Place) -> Result<Self, LedgerError> {
        let mut connection = schema::open(place)?;
        match give_up_in_flight(&mut connection) {
            // They read as `unknown` all the same, and whoever asks has an answer meanwhile.
            Err(error) if error.may_pass() => {
                tracing::warn!(%error, "the ledger cannot be written: attempts stay in flight");
            }
            given_up => given_up?,
        }
        let transaction = connection.transaction()?;
        let last = "SELECT max(at) FROM (SELECT at FROM clock UNION ALL SELECT max(at) FROM attempt)";
        let time = LedgerTime::from(transaction.query_row(last, [], |row| row.get(0))?);
        let count = Count::read(&transaction)?;
        transaction.commit()?;
        Ok(Self { connection, time, count })
    }

    /// Opens a transaction.
    pub(super) fn turn(&mut self) -> Result<Page<'_>, LedgerError> {
        let (now, count) = (self.time.now(), &mut self.count);
        Ok(Page { transaction: self.connection.transaction()?, now, count, changes: Vec::new() })
    }
}

/// Rows that are `in flight` at the start were so when their process ended.
fn give_up_in_flight(connection: &mut Connection) -> Result<(), LedgerError> {
    let transaction = connection.transaction()?;
    transaction.execute("UPDATE attempt SET state = ?1 WHERE state = ?2", params![UNKNOWN, IN_FLIGHT])?;
    Ok(transaction.commit()?)
}

/// A transaction. What is entered counts once [`write`](Page::write) has returned well.
#[derive(Debug)]
pub(super) struct Page<'book> {
    transaction: Transaction<'book>,
    now: i64,
    count: &'book mut Count,
    changes: Vec<(String, i64)>,
}

impl Page<'_> {
    pub(super) fn claim(&mut self, key: &Key, fingerprint: Fingerprint) -> Result<Claim, LedgerError> {
        match self.find(key)? {
            Some((found, ..)) if found != *fingerprint.as_bytes() => Ok(Claim::OtherNote),
            Some((_, DONE, answer)) => Ok(Claim::Done(answer)),
            // `in flight` too: nobody here is at it, or it would not have come this far.
            Some(_) => Ok(Claim::Unknown),
            None if self.count.is_full() => Ok(Claim::Full),
            None if self.count.is_too_many(&key.caller) => Ok(Claim::TooMany),
            None => self.insert(key, fingerprint).map(|()| Claim::Yours),
        }
    }

    fn find(&self, key: &Key) -> Result<Option<([u8; 32], u8, String)>, LedgerError> {
        let sql = "SELECT fingerprint, state, answer FROM attempt WHERE caller = ?1 AND id = ?2";
        let mut query = self.transaction.prepare_cached(sql)?;
        let row = params![key.caller, key.attempt.as_bytes()];
        Ok(query.query_row(row, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?)
    }

    fn insert(&mut self, key: &Key, fingerprint: Fingerprint) -> Result<(), LedgerError> {
        let sql = "INSERT INTO attempt VALUES (?1, ?2, ?3, ?4, '', ?5)";
        let row = params![key.caller, key.attempt.as_bytes(), fingerprint.as_bytes(), IN_FLIGHT, self.now];
        self.transaction.prepare_cached(sql)?.execute(row)?;
        self.changes.push((key.caller.clone(), 1));
        Ok(())
    }

    /// Clears rows away that have lived long enough.
    pub(super) fn clear_expired(&mut self) -> Result<(), LedgerError> {
        let sql = "DELETE FROM attempt WHERE (caller, id) IN
            (SELECT caller, id FROM attempt WHERE at <= ?1 ORDER BY at LIMIT ?2) RETURNING caller";
        let mut query = self.transaction.prepare_cached(sql)?;
        let cleared = query.query_map(params![self.now - LIFETIME, MAX_CLEARED], |row| row.get(0))?;
        for caller in cleared {
            self.changes.push((caller?, -1));
        }
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
        if self.transaction.prepare_cached(sql)?.execute(row)? > 0 {
            self.changes.push((key.caller.clone(), -1));
        }
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
        for (caller, change) in self.changes {
            self.count.change(&caller, change);
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
