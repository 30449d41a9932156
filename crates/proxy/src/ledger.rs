//! What became of each attempt (contract, section 3).
//!
//! One row per caller and attempt: `in flight` from before the vendor is called until its answer is
//! recorded, then `done` or `unknown`; a note that was not sent leaves no row. One thread owns the
//! file and takes what waits in one transaction, so that many posts share one write to the disk.

mod book;
mod clerk;
mod count;
mod entry;
mod error;
mod schema;
mod time;

pub use entry::{Claim, Fingerprint, Key, Settlement};
pub use error::LedgerError;
pub use schema::Place;

use book::Book;
use clerk::Task;
use std::sync::mpsc;
use tokio::sync::oneshot;

/// The ledger, as the rest of the proxy sees it. Clones share one file.
#[derive(Clone, Debug)]
pub struct Ledger {
    tasks: mpsc::SyncSender<Task>,
}

/// More waiting entries than this mean a disk that does not keep up: they are turned away.
const MAX_WAITING: usize = 4096;

impl Ledger {
    /// Opens the ledger and takes sole ownership of it. Rows that are `in flight` become `unknown`;
    /// on a full disk they stay as they are, and read as `unknown`.
    ///
    /// # Errors
    /// When another process owns the file, when it is not a ledger, or when it cannot be made.
    pub fn open(place: &Place) -> Result<Self, LedgerError> {
        let book = Book::open(place)?;
        let (tasks, waiting) = mpsc::sync_channel(MAX_WAITING);
        clerk::employ(book, waiting)?;
        Ok(Self { tasks })
    }

    /// Claims an attempt: after [`Claim::Yours`], which is on disk by then, the vendor may be called.
    ///
    /// # Errors
    /// When the ledger cannot be written. Then nothing may be sent.
    pub async fn claim(&self, key: Key, fingerprint: Fingerprint) -> Result<Claim, LedgerError> {
        self.ask(|reply| Task::Claim { key, fingerprint, reply }).await
    }

    /// Records how a claimed attempt ended.
    ///
    /// # Errors
    /// When the ledger cannot be written. The row stays `in flight`, which reads as `unknown`.
    pub async fn settle(&self, key: Key, settlement: Settlement) -> Result<(), LedgerError> {
        self.ask(|reply| Task::Settle { key, settlement, reply }).await
    }

    /// Writes a mark, to find out whether a claim could be written now.
    ///
    /// # Errors
    /// When it could not.
    pub async fn probe(&self) -> Result<(), LedgerError> {
        self.ask(|reply| Task::Probe { reply }).await
    }

    async fn ask<T>(
        &self,
        task: impl FnOnce(oneshot::Sender<Result<T, LedgerError>>) -> Task,
    ) -> Result<T, LedgerError> {
        let (reply, answer) = oneshot::channel();
        self.tasks.try_send(task(reply)).map_err(|_| LedgerError::Busy)?;
        answer.await.unwrap_or(Err(LedgerError::Busy))
    }
}
