//! Sends each attempt to Omnidesk once, however often it is requested.
//!
//! An exchange is what one attempt needs: its claim in the ledger, the request to Omnidesk, and the
//! record of the outcome.

mod outcome;
mod run;
mod status;

pub use status::AttemptStatus;

use crate::error_response::ErrorResponse;
use crate::evidence::TextMark;
use crate::ledger::{Attempt, Fingerprint, Key, Ledger};
use crate::reading::TicketReader;
use crate::upstream::{AddNote, NoteResult};
use futures_util::FutureExt;
use run::OutcomeSender;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use ticket_note_core::note::{Note, UserId};
use ticket_note_core::wire::Code;
use tokio::sync::{Notify, watch};
use tracing::Instrument;

/// The outcome of an attempt, as each request for it receives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeOutcome {
    /// The message of Omnidesk, or the reason why there is none.
    pub result: NoteResult,
    /// Whether the ledger supplied the result, without a request to Omnidesk.
    pub replayed: bool,
}

impl ExchangeOutcome {
    fn error(error: impl Into<ErrorResponse>) -> Self {
        Self { result: Err(error.into()), replayed: false }
    }

    fn replayed(result: NoteResult) -> Self {
        Self { result, replayed: true }
    }
}

/// The caller that an earlier version recorded for the same author, which is the login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerCaller {
    /// The login.
    pub name: String,
    /// Whether the login is also the number of an author, whose rows these can be. Then a row is an attempt of
    /// this caller only if it has the same note, which includes the author.
    pub is_author: bool,
}

impl FormerCaller {
    /// Returns the former caller of a login. `None` if it was the same as `name`, the present caller.
    #[must_use]
    pub fn of(login: &str, name: &str) -> Option<Self> {
        // Callers are author numbers without leading zeros.
        let is_author = login.parse().is_ok_and(|author: UserId| author.to_string() == login);
        (login != name).then(|| Self { name: login.to_owned(), is_author })
    }
}

/// The exchanges with Omnidesk that are in progress. Clones share one state.
#[derive(Clone, Debug)]
pub struct Exchanges(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    ledger: Ledger,
    upstream: Arc<dyn AddNote>,
    reader: Option<TicketReader>,
    max_concurrent: usize,
    in_progress: Mutex<HashMap<Key, PendingExchange>>,
    exchange_ended: Notify,
}

/// An exchange in progress: the note that it is bound to, and its future outcome.
#[derive(Clone, Debug)]
struct PendingExchange {
    fingerprint: Fingerprint,
    outcome: watch::Receiver<Option<ExchangeOutcome>>,
}

impl Exchanges {
    /// Creates the state for an upstream and a ledger. `reader` reads the tickets of attempts whose
    /// outcome is unknown. `max_concurrent` limits the exchanges in progress.
    #[must_use]
    pub fn new(
        ledger: Ledger,
        upstream: Arc<dyn AddNote>,
        reader: Option<TicketReader>,
        max_concurrent: usize,
    ) -> Self {
        let (in_progress, exchange_ended) = (Mutex::default(), Notify::new());
        Self(Arc::new(Shared { ledger, upstream, reader, max_concurrent, in_progress, exchange_ended }))
    }

    /// Adds a note. If the attempt is in progress or already recorded, returns that outcome
    /// instead. An exchange continues even if the returned future is dropped.
    ///
    /// `former` is the caller that an earlier version recorded for the same author.
    pub async fn add(&self, key: Key, former: Option<FormerCaller>, note: Note) -> ExchangeOutcome {
        match self.join_or_start(key, former, note) {
            Ok(pending) => pending.outcome().await,
            Err(code) => ExchangeOutcome::error(code),
        }
    }

    fn join_or_start(
        &self,
        key: Key,
        former: Option<FormerCaller>,
        note: Note,
    ) -> Result<PendingExchange, Code> {
        let fingerprint = Fingerprint::of(&note);
        let mut in_progress = self.0.lock();
        let is_full = in_progress.len() >= self.0.max_concurrent;
        match in_progress.entry(key) {
            Entry::Occupied(other) if other.get().fingerprint != fingerprint => Err(Code::KeyReused),
            Entry::Occupied(same) => Ok(same.get().clone()),
            Entry::Vacant(_) if is_full => Err(Code::Unavailable),
            Entry::Vacant(entry) => {
                let (sender, outcome) = watch::channel(None);
                let key = entry.key().clone();
                let mark = self.0.reader.as_ref().map(|_| TextMark::of(note.ticket, note.text.as_str()));
                let attempt = Attempt { key: key.clone(), fingerprint, ticket: note.ticket, mark };
                let guard = ExchangeGuard { shared: self.0.clone(), key };
                let pending = entry.insert(PendingExchange { fingerprint, outcome }).clone();
                tokio::spawn(guard.run(attempt, former, note, sender).in_current_span());
                Ok(pending)
            }
        }
    }

    /// Waits until no exchange is in progress.
    pub async fn idle(&self) {
        loop {
            let exchange_ended = self.0.exchange_ended.notified();
            if self.0.lock().is_empty() {
                return;
            }
            exchange_ended.await;
        }
    }

    /// Returns whether a claim could be written to the ledger now.
    pub async fn can_record(&self) -> bool {
        self.0.ledger.probe().await.is_ok()
    }
}

impl PendingExchange {
    /// Waits for the outcome. It is missing only if the runtime shuts down during the exchange.
    async fn outcome(mut self) -> ExchangeOutcome {
        let outcome = self.outcome.wait_for(Option::is_some).await;
        outcome
            .ok()
            .and_then(|outcome| outcome.clone())
            .unwrap_or_else(|| ExchangeOutcome::error(Code::OutcomeUnknown))
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, PendingExchange>> {
        self.in_progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Removes its exchange from the list when it is dropped.
struct ExchangeGuard {
    shared: Arc<Shared>,
    key: Key,
}

impl ExchangeGuard {
    /// Runs the exchange. If it panics, the outcome is unknown: the row stays `in flight`, which is
    /// treated as `unknown`.
    async fn run(self, attempt: Attempt, former: Option<FormerCaller>, note: Note, sender: OutcomeSender) {
        let exchange = AssertUnwindSafe(self.shared.exchange(&attempt, former, note, &sender));
        if exchange.catch_unwind().await.is_err() && sender.borrow().is_none() {
            sender.send_replace(Some(ExchangeOutcome::error(Code::OutcomeUnknown)));
        }
    }
}

impl Drop for ExchangeGuard {
    fn drop(&mut self) {
        self.shared.lock().remove(&self.key);
        self.shared.exchange_ended.notify_waiters();
    }
}
