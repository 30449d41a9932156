//! The thread that owns the file.

use super::book::{Book, Page};
use super::entry::{Claim, Fingerprint, Key, Settlement};
use super::error::LedgerError;
use std::sync::mpsc::Receiver;
use std::thread;
use tokio::sync::oneshot;

type Reply<T> = oneshot::Sender<Result<T, LedgerError>>;

/// Something to look up or write, and who waits for it.
#[derive(Debug)]
pub(super) enum Task {
    Claim { key: Key, fingerprint: Fingerprint, reply: Reply<Claim> },
    Settle { key: Key, settlement: Settlement, reply: Reply<()> },
    Probe { reply: Reply<()> },
}

/// The most entries of one transaction: what waits longest does not wait for an endless queue.
const MAX_BATCH: usize = 256;

/// Starts the thread. It ends when nobody can send tasks any more.
pub(super) fn employ(mut book: Book, waiting: Receiver<Task>) -> Result<(), LedgerError> {
    let work = move || {
        while let Ok(first) = waiting.recv() {
            let rest = waiting.try_iter().take(MAX_BATCH - 1);
            write_down(&mut book, std::iter::once(first).chain(rest));
        }
    };
    thread::Builder::new().name("ledger".to_owned()).spawn(work).map(drop).map_err(LedgerError::from)
}

/// Writes a batch, and tells nobody that anything is written before all of it is on the disk.
fn write_down(book: &mut Book, batch: impl Iterator<Item = Task>) {
    let mut page = match book.turn() {
        Ok(page) => page,
        Err(error) => return batch.for_each(|task| refuse(task, &error)),
    };
    let cleared = page.clear_expired();
    let answers: Vec<Answer> = batch.map(|task| enter(&mut page, task)).collect();
    let written = cleared.and_then(|()| page.write());
    for answer in answers {
        answer.give(&written);
    }
}

/// An answer that is not given yet.
enum Answer {
    Claim(Reply<Claim>, Result<Claim, LedgerError>),
    Done(Reply<()>, Result<(), LedgerError>),
}

impl Answer {
    /// Whoever asked may have gone: that is no fault.
    fn give(self, written: &Result<(), LedgerError>) {
        match self {
            Self::Claim(reply, answer) => drop(reply.send(written.clone().and(answer))),
            Self::Done(reply, answer) => drop(reply.send(written.clone().and(answer))),
        }
    }
}

fn enter(page: &mut Page<'_>, task: Task) -> Answer {
    match task {
        Task::Claim { key, fingerprint, reply } => Answer::Claim(reply, page.claim(&key, fingerprint)),
        Task::Settle { key, settlement, reply } => Answer::Done(reply, page.settle(&key, &settlement)),
        Task::Probe { reply } => Answer::Done(reply, page.mark_time()),
    }
}

fn refuse(task: Task, error: &LedgerError) {
    match task {
        Task::Claim { reply, .. } => drop(reply.send(Err(error.clone()))),
        Task::Settle { reply, .. } | Task::Probe { reply } => drop(reply.send(Err(error.clone()))),
    }
}
