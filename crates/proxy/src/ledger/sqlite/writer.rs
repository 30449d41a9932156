//! The thread that owns the ledger file.

use super::store::{Store, Transaction};
use crate::evidence::{Contender, Decision, TextMark};
use crate::ledger::entry::{Attempt, Claim, Key, RecordedState, Settlement, Size};
use crate::ledger::error::LedgerError;
use crate::ledger::reading::Reading;
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::Duration;
use tokio::sync::oneshot;

type ReplySender<T> = oneshot::Sender<Result<T, LedgerError>>;

/// A request to the thread, with the channel for its result.
#[derive(Debug)]
pub(super) enum Task {
    Claim { attempt: Attempt, reply: ReplySender<Claim> },
    Settle { key: Key, settlement: Settlement, reply: ReplySender<()> },
    Probe { reply: ReplySender<()> },
    State { key: Key, reply: ReplySender<Option<RecordedState>> },
    Find { attempt: Attempt, reply: ReplySender<Option<Claim>> },
    Secret { reply: ReplySender<[u8; 32]> },
    Measure { reply: ReplySender<Size> },
    StartReading { key: Key, mark: TextMark, pause: Duration, reply: ReplySender<Option<Reading>> },
    Contenders { attempt: Attempt, reply: ReplySender<Vec<Contender>> },
    Conclude { key: Key, decision: Decision, reply: ReplySender<bool> },
}

/// The maximum number of tasks in one transaction. It limits the wait of the first task.
const MAX_BATCH: usize = 256;

/// Starts the thread. It ends when every handle is dropped.
pub(super) fn spawn(mut store: Store, queue: Receiver<Task>) -> Result<(), LedgerError> {
    let work = move || {
        while let Ok(first) = queue.recv() {
            let rest = queue.try_iter().take(MAX_BATCH - 1);
            write_batch(&mut store, std::iter::once(first).chain(rest));
        }
    };
    thread::Builder::new().name("ledger".to_owned()).spawn(work).map(drop).map_err(LedgerError::from)
}

/// Writes a batch in one transaction. Results are sent only after the commit.
fn write_batch(store: &mut Store, batch: impl Iterator<Item = Task>) {
    let mut transaction = match store.begin() {
        Ok(transaction) => transaction,
        Err(error) => return batch.for_each(|task| reject(task, &error)),
    };
    let deleted = transaction.delete_expired();
    let replies: Vec<Reply> = batch.map(|task| apply(&mut transaction, task)).collect();
    let committed = deleted.and_then(|()| transaction.commit());
    for reply in replies {
        reply.send(&committed);
    }
}

/// A result that is sent after the commit.
enum Reply {
    Claim(ReplySender<Claim>, Result<Claim, LedgerError>),
    Done(ReplySender<()>, Result<(), LedgerError>),
    State(ReplySender<Option<RecordedState>>, Result<Option<RecordedState>, LedgerError>),
    Found(ReplySender<Option<Claim>>, Result<Option<Claim>, LedgerError>),
    Secret(ReplySender<[u8; 32]>, Result<[u8; 32], LedgerError>),
    Size(ReplySender<Size>, Result<Size, LedgerError>),
    Reading(ReplySender<Option<Reading>>, Result<Option<Reading>, LedgerError>),
    Contenders(ReplySender<Vec<Contender>>, Result<Vec<Contender>, LedgerError>),
    IsSaved(ReplySender<bool>, Result<bool, LedgerError>),
}

impl Reply {
    /// Sends the result, or the error of the commit. The receiver may have been dropped, which is
    /// fine.
    fn send(self, committed: &Result<(), LedgerError>) {
        match self {
            Self::Claim(sender, result) => drop(sender.send(committed.clone().and(result))),
            Self::Done(sender, result) => drop(sender.send(committed.clone().and(result))),
            Self::State(sender, result) => drop(sender.send(committed.clone().and(result))),
            Self::Found(sender, result) => drop(sender.send(committed.clone().and(result))),
            Self::Secret(sender, result) => drop(sender.send(committed.clone().and(result))),
            Self::Size(sender, result) => drop(sender.send(committed.clone().and(result))),
            Self::Reading(sender, result) => drop(sender.send(committed.clone().and(result))),
            Self::Contenders(sender, result) => drop(sender.send(committed.clone().and(result))),
            Self::IsSaved(sender, result) => drop(sender.send(committed.clone().and(result))),
        }
    }
}

fn apply(transaction: &mut Transaction<'_>, task: Task) -> Reply {
    match task {
        Task::Claim { attempt, reply } => Reply::Claim(reply, transaction.claim(&attempt)),
        Task::Settle { key, settlement, reply } => Reply::Done(reply, transaction.settle(&key, &settlement)),
        Task::Probe { reply } => Reply::Done(reply, transaction.save_time()),
        Task::State { key, reply } => Reply::State(reply, transaction.state(&key)),
        Task::Find { attempt, reply } => Reply::Found(reply, transaction.recorded(&attempt)),
        Task::Secret { reply } => Reply::Secret(reply, transaction.secret()),
        Task::Measure { reply } => Reply::Size(reply, transaction.size()),
        Task::StartReading { key, mark, pause, reply } => {
            let pause = i64::try_from(pause.as_secs()).unwrap_or(i64::MAX);
            Reply::Reading(reply, transaction.start_reading(&key, mark, pause))
        }
        Task::Contenders { attempt, reply } => Reply::Contenders(reply, transaction.contenders(&attempt)),
        Task::Conclude { key, decision, reply } => {
            Reply::IsSaved(reply, transaction.conclude(&key, &decision))
        }
    }
}

fn reject(task: Task, error: &LedgerError) {
    match task {
        Task::Claim { reply, .. } => drop(reply.send(Err(error.clone()))),
        Task::State { reply, .. } => drop(reply.send(Err(error.clone()))),
        Task::Find { reply, .. } => drop(reply.send(Err(error.clone()))),
        Task::Secret { reply } => drop(reply.send(Err(error.clone()))),
        Task::Measure { reply } => drop(reply.send(Err(error.clone()))),
        Task::StartReading { reply, .. } => drop(reply.send(Err(error.clone()))),
        Task::Contenders { reply, .. } => drop(reply.send(Err(error.clone()))),
        Task::Conclude { reply, .. } => drop(reply.send(Err(error.clone()))),
        Task::Settle { reply, .. } | Task::Probe { reply } => drop(reply.send(Err(error.clone()))),
    }
}
