//! The ledger: the outcome of each attempt (`docs/specification.md`, section 3.5).
//!
//! There is one row for each caller and attempt. It is `in flight` from before Omnidesk is called
//! until the outcome is recorded, then `done` or `unknown`. A note that was not added leaves no row
//! for long.
//!
//! The rows are in an SQLite file, which one process owns, or in a PostgreSQL database, which any
//! number of proxies share. In PostgreSQL a claim has a lease, which its instance renews. Any
//! instance reads a row whose lease has ended as `unknown`.

mod entry;
mod error;
mod limits;
mod location;
mod postgres;
mod reading;
mod sqlite;
mod state;
mod transfer;
mod unknown;

pub use entry::{
    Attempt, Claim, ClaimId, Finding, Fingerprint, Key, RecordedState, Refusal, Settled, Settlement, Size,
};
pub use error::LedgerError;
pub use location::{InvalidLocation, Location};
pub use postgres::{Database, DatabaseSecrets, InvalidDatabase};
pub use reading::Reading;
pub use transfer::{Transfer, transfer};
pub use unknown::{Resolution, UnknownAttempt, resolve, unknown_attempts};

use crate::metrics::METRICS;
use postgres::PostgresLedger;
use sqlite::SqliteLedger;
use std::path::Path;
use std::time::Duration;

/// A handle to the ledger. Clones share one file or one pool of connections.
#[derive(Clone, Debug)]
pub struct Ledger(Store);

#[derive(Clone, Debug)]
enum Store {
    Sqlite(SqliteLedger),
    Postgres(PostgresLedger),
}

impl Ledger {
    /// Opens the ledger. An SQLite file is locked for this process, and its rows that are `in
    /// flight` become `unknown`. A PostgreSQL database gets the tables that it lacks.
    ///
    /// # Errors
    /// [`LedgerError`] if another process owns the file, if the place is not a ledger, or if it
    /// cannot be reached or created.
    pub async fn open(location: &Location) -> Result<Self, LedgerError> {
        let store = match location {
            Location::File(path) => Store::Sqlite(SqliteLedger::open(Some(path))?),
            Location::Memory => Store::Sqlite(SqliteLedger::open(None::<&Path>)?),
            Location::Postgres(database) => Store::Postgres(PostgresLedger::open(database).await?),
        };
        Ok(Self(store))
    }

    /// Checks that a ledger can be used, or created if it does not exist. Nothing is changed. An SQLite
    /// file is opened read-only, so a proxy that owns it is not disturbed.
    ///
    /// # Errors
    /// [`LedgerError`] if a proxy could not use it.
    pub async fn check(location: &Location) -> Result<(), LedgerError> {
        match location {
            Location::File(path) => sqlite::check(path),
            Location::Memory => Ok(()),
            Location::Postgres(database) => PostgresLedger::check(database).await,
        }
    }

    /// Returns the time after which a claim that is not renewed becomes `unknown`. `None`: a claim
    /// lives as long as its process.
    #[must_use]
    pub fn lease(&self) -> Option<Duration> {
        match &self.0 {
            Store::Sqlite(_) => None,
            Store::Postgres(ledger) => Some(ledger.lease()),
        }
    }

    /// Claims an attempt. [`Claim::Accepted`] is on disk when this returns; then Omnidesk may be
    /// called.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be written. Then nothing may be sent.
    pub async fn claim(&self, attempt: &Attempt) -> Result<Claim, LedgerError> {
        METRICS
            .measure_ledger("claim", async {
                match &self.0 {
                    Store::Sqlite(ledger) => ledger.claim(attempt.clone()).await,
                    Store::Postgres(ledger) => ledger.claim(attempt).await,
                }
            })
            .await
    }

    /// Returns the state of an attempt that was [`Claim::InFlight`]. `None`: it no longer has a row.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be read.
    pub async fn find(&self, attempt: &Attempt) -> Result<Option<Claim>, LedgerError> {
        match &self.0 {
            // This process is the only instance.
            Store::Sqlite(_) => Ok(None),
            Store::Postgres(ledger) => ledger.find(attempt).await,
        }
    }

    /// Returns what the ledger has of an attempt that an earlier version recorded under another caller.
    /// `None`: it has no row. Changes nothing.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be read.
    pub async fn find_former(&self, attempt: &Attempt) -> Result<Option<Claim>, LedgerError> {
        match &self.0 {
            Store::Sqlite(ledger) => ledger.find(attempt.clone()).await,
            Store::Postgres(ledger) => ledger.find(attempt).await,
        }
    }

    /// Returns the secret of the ledger, which all its proxies share. It makes the opaque callers of
    /// responses.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger has none and cannot be written.
    pub async fn secret(&self) -> Result<[u8; 32], LedgerError> {
        match &self.0 {
            Store::Sqlite(ledger) => ledger.secret().await,
            Store::Postgres(ledger) => ledger.secret().await,
        }
    }

    /// Returns the state of an attempt, for any note. `None`: nothing was added, or it has no row.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be read.
    pub async fn state(&self, key: &Key) -> Result<Option<RecordedState>, LedgerError> {
        match &self.0 {
            Store::Sqlite(ledger) => ledger.state(key.clone()).await,
            Store::Postgres(ledger) => ledger.state(key).await,
        }
    }

    /// Extends the lease of a claim. Returns whether the claim still has one.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be written.
    pub async fn renew(&self, key: &Key, claim: ClaimId) -> Result<bool, LedgerError> {
        match &self.0 {
            Store::Sqlite(_) => Ok(true),
            Store::Postgres(ledger) => ledger.renew(key, claim).await,
        }
    }

    /// Records the outcome of a claimed attempt.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be written. The row stays `in flight`, which is treated
    /// as `unknown` after a restart, or when the lease has ended.
    pub async fn settle(
        &self,
        key: &Key,
        claim: ClaimId,
        settlement: &Settlement,
    ) -> Result<Settled, LedgerError> {
        METRICS
            .measure_ledger("settle", async {
                match &self.0 {
                    Store::Sqlite(ledger) => {
                        ledger.settle(key.clone(), settlement.clone()).await.map(|()| Settled::Written)
                    }
                    Store::Postgres(ledger) => ledger.settle(key, claim, settlement).await,
                }
            })
            .await
    }

    /// Counts a request of a caller among those of all instances. `Some` is the time until the next
    /// request of this caller is allowed. A ledger that one process owns allows all requests.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be written.
    pub async fn count_request(
        &self,
        caller: &str,
        per_minute: u32,
    ) -> Result<Option<Duration>, LedgerError> {
        match &self.0 {
            Store::Sqlite(_) => Ok(None),
            Store::Postgres(ledger) => ledger.count_request(caller, per_minute).await,
        }
    }

    /// Returns the size of the ledger.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be read.
    pub async fn size(&self) -> Result<Size, LedgerError> {
        match &self.0 {
            Store::Sqlite(ledger) => ledger.size().await,
            Store::Postgres(ledger) => ledger.size().await,
        }
    }

    /// Checks that the ledger is writable, by a small write.
    ///
    /// # Errors
    /// [`LedgerError`] if the write fails.
    pub async fn probe(&self) -> Result<(), LedgerError> {
        METRICS
            .measure_ledger("probe", async {
                match &self.0 {
                    Store::Sqlite(ledger) => ledger.probe().await,
                    Store::Postgres(ledger) => ledger.probe().await,
                }
            })
            .await
    }
}
