//! The ledger: the outcome of each attempt, in SQLite (`docs/specification.md`, section 3).
//!
//! There is one row for each caller and attempt. It is `in flight` from before Omnidesk is called
//! until the outcome is recorded, then `done` or `unknown`. A note that was not sent leaves no row.
//! One thread owns the file. It writes all queued tasks in one transaction, so concurrent requests
//! share one fsync.

mod check;
mod entry;
mod error;
mod row_counts;
mod schema;
mod store;
mod time;
mod writer;

pub use entry::{Claim, Fingerprint, Key, Settlement};
pub use error::LedgerError;
pub use schema::Location;

use crate::metrics::METRICS;
use std::sync::mpsc;
use store::Store;
use tokio::sync::oneshot;
use writer::Task;

/// A handle to the ledger. Clones share one file.
#[derive(Clone, Debug)]
pub struct Ledger {
    tasks: mpsc::SyncSender<Task>,
}

/// The maximum number of queued tasks. A longer queue means that the disk is too slow.
const MAX_QUEUED: usize = 4096;

impl Ledger {
    /// Opens the ledger and locks it for this process. Rows that are `in flight` become `unknown`.
    /// If the disk is full they stay as they are, and are treated as `unknown`.
    ///
    /// # Errors
    /// [`LedgerError`] if another process owns the file, if it is not a ledger, or if it cannot be
    /// created.
    pub fn open(location: &Location) -> Result<Self, LedgerError> {
        let store = Store::open(location)?;
        let (tasks, queue) = mpsc::sync_channel(MAX_QUEUED);
        writer::spawn(store, queue)?;
        Ok(Self { tasks })
    }

    /// Claims an attempt. [`Claim::Accepted`] is on disk when this returns; then Omnidesk may be
    /// called.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be written. Then nothing may be sent.
    pub async fn claim(&self, key: Key, fingerprint: Fingerprint) -> Result<Claim, LedgerError> {
        METRICS.measure_ledger("claim", self.submit(|reply| Task::Claim { key, fingerprint, reply })).await
    }

    /// Records the outcome of a claimed attempt.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be written. The row stays `in flight`, which is treated
    /// as `unknown`.
    pub async fn settle(&self, key: Key, settlement: Settlement) -> Result<(), LedgerError> {
        METRICS.measure_ledger("settle", self.submit(|reply| Task::Settle { key, settlement, reply })).await
    }

    /// Checks that the ledger is writable, by a small write.
    ///
    /// # Errors
    /// [`LedgerError`] if the write fails.
    pub async fn probe(&self) -> Result<(), LedgerError> {
        METRICS.measure_ledger("probe", self.submit(|reply| Task::Probe { reply })).await
    }

    async fn submit<T>(
        &self,
        task: impl FnOnce(oneshot::Sender<Result<T, LedgerError>>) -> Task,
    ) -> Result<T, LedgerError> {
        let (reply, response) = oneshot::channel();
        self.tasks.try_send(task(reply)).map_err(|_| LedgerError::Busy)?;
        response.await.unwrap_or(Err(LedgerError::Busy))
    }
}
