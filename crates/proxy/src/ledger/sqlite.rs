//! The ledger in an SQLite file, which one process owns.
//!
//! One thread owns the file. It writes all queued tasks in one transaction, so concurrent requests
//! share one fsync.

mod export;
mod other_process;
mod reading;
mod row_counts;
mod schema;
mod store;
mod time;
mod unknown;
mod writer;

pub(super) use export::Export;
pub(super) use other_process::check;
pub(super) use unknown::{resolve, unknown_attempts};

use super::entry::{Attempt, Claim, ClaimId, Key, RecordedState, Settlement, Size};
use super::error::LedgerError;
use super::reading::Reading;
use crate::evidence::{Contender, Decision, TextMark};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;
use store::Store;
use tokio::sync::oneshot;
use writer::Task;

/// The number of every claim. This process is the only owner of the file.
const OWNER: ClaimId = ClaimId([0; 16]);

/// The maximum number of queued tasks. A longer queue means that the disk is too slow.
const MAX_QUEUED: usize = 4096;

/// A handle to the ledger. Clones share one file.
#[derive(Clone, Debug)]
pub(super) struct SqliteLedger {
    tasks: mpsc::SyncSender<Task>,
}

impl SqliteLedger {
    /// Opens the ledger and locks it for this process. Rows that are `in flight` become `unknown`.
    /// If the disk is full they stay as they are, and are treated as `unknown`. Without a file, the
    /// ledger is in memory.
    pub(super) fn open(file: Option<&Path>) -> Result<Self, LedgerError> {
        let store = Store::open(file)?;
        let (tasks, queue) = mpsc::sync_channel(MAX_QUEUED);
        writer::spawn(store, queue)?;
        Ok(Self { tasks })
    }

    pub(super) async fn claim(&self, attempt: Attempt) -> Result<Claim, LedgerError> {
        self.submit(|reply| Task::Claim { attempt, reply }).await
    }

    pub(super) async fn settle(&self, key: Key, settlement: Settlement) -> Result<(), LedgerError> {
        self.submit(|reply| Task::Settle { key, settlement, reply }).await
    }

    pub(super) async fn probe(&self) -> Result<(), LedgerError> {
        self.submit(|reply| Task::Probe { reply }).await
    }

    pub(super) async fn state(&self, key: Key) -> Result<Option<RecordedState>, LedgerError> {
        self.submit(|reply| Task::State { key, reply }).await
    }

    pub(super) async fn find(&self, attempt: Attempt) -> Result<Option<Claim>, LedgerError> {
        self.submit(|reply| Task::Find { attempt, reply }).await
    }

    pub(super) async fn secret(&self) -> Result<[u8; 32], LedgerError> {
        self.submit(|reply| Task::Secret { reply }).await
    }

    pub(super) async fn size(&self) -> Result<Size, LedgerError> {
        self.submit(|reply| Task::Measure { reply }).await
    }

    pub(super) async fn start_reading(
        &self,
        key: Key,
        mark: TextMark,
        pause: Duration,
    ) -> Result<Option<Reading>, LedgerError> {
        self.submit(|reply| Task::StartReading { key, mark, pause, reply }).await
    }

    pub(super) async fn contenders(&self, attempt: Attempt) -> Result<Vec<Contender>, LedgerError> {
        self.submit(|reply| Task::Contenders { attempt, reply }).await
    }

    pub(super) async fn conclude(&self, key: Key, decision: Decision) -> Result<bool, LedgerError> {
        self.submit(|reply| Task::Conclude { key, decision, reply }).await
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
