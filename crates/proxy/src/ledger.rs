//! What became of each attempt (contract, section 3).
//!
//! One row per caller and attempt: `in flight` from before the vendor is called until its answer is
//! recorded, then `done` or `unknown`; a note that was not sent leaves no row. One thread owns the
//! file and takes what waits in one transaction, so that many posts share one write to the disk.

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

use std::sync::mpsc;
use store::Store;
use tokio::sync::oneshot;
use writer::Task;

/// The ledger, as the rest of the proxy sees it. Clones share one file.
#[derive(Clone, Debug)]
pub struct Ledger {
    tasks: mpsc::SyncSender<Task>,
}

/// More queue entries than this mean a disk that does not keep up: they are turned away.
const MAX_QUEUED: usize = 4096;

impl Ledger {
    /// Opens the ledger and takes sole ownership of it. Rows that are `in flight` become `unknown`;
    /// on a full disk they stay as they are, and read as `unknown`.
    ///
    /// # Errors
    /// When another process owns the file, when it is not a ledger, or when it cannot be made.
    pub fn open(location: &Location) -> Result<Self, LedgerError> {
        let store = Store::open(location)?;
        let (tasks, queue) = mpsc::sync_channel(MAX_QUEUED);
        writer::spawn(store, queue)?;
        Ok(Self { tasks })
    }

    /// Claims an attempt: after [`Claim::Accepted`], which is on disk by then, the vendor may be called.
    ///
    /// # Errors
    /// When the ledger cannot be written. Then nothing may be sent.
    pub async fn claim(&self, key: Key, fingerprint: Fingerprint) -> Result<Claim, LedgerError> {
        self.submit(|reply| Task::Claim { key, fingerprint, reply }).await
    }

    /// Records how a claimed attempt ended.
    ///
    /// # Errors
    /// When the ledger cannot be written. The row stays `in flight`, which reads as `unknown`.
    pub async fn settle(&self, key: Key, settlement: Settlement) -> Result<(), LedgerError> {
        self.submit(|reply| Task::Settle { key, settlement, reply }).await
    }

    /// Writes a mark, to find out whether a claim could be written now.
    ///
    /// # Errors
    /// When it could not.
    pub async fn probe(&self) -> Result<(), LedgerError> {
        self.submit(|reply| Task::Probe { reply }).await
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
