//! One attempt, one exchange with the upstream, however many ask for it and whoever has gone.

use crate::error_response::ErrorResponse;
use crate::ledger::{Claim, Fingerprint, Key, Ledger, LedgerError, Settlement};
use crate::upstream::{AddNote, NoteResult};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use ticket_note_core::note::Note;
use ticket_note_core::wire::{Code, Sent};
use tokio::sync::{Notify, watch};
use tracing::Instrument;

/// What a caller is asked to wait whose rows are at their bound: they are given up one by one, and
/// nobody can say when.
const CALLER_FULL_WAIT: Duration = Duration::from_secs(300);

/// How an attempt guard, for everyone who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeOutcome {
    /// The upstream's sentence, or why there is none.
    pub result: NoteResult,
    /// Whether the ledger gave it again, with no exchange.
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

/// The exchanges under way, and what they need.
#[derive(Clone, Debug)]
pub struct Exchanges(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    ledger: Ledger,
    upstream: Arc<dyn AddNote>,
    max_concurrent: usize,
    in_progress: Mutex<HashMap<Key, PendingExchange>>,
    exchange_ended: Notify,
}

/// An exchange under way: what it is bound to, and where its outcome will be.
#[derive(Clone, Debug)]
struct PendingExchange {
    fingerprint: Fingerprint,
    outcome: watch::Receiver<Option<ExchangeOutcome>>,
}

impl Exchanges {
    /// Exchanges with this upstream, recorded in this ledger, at most `most` at a time.
    #[must_use]
    pub fn new(ledger: Ledger, upstream: Arc<dyn AddNote>, max_concurrent: usize) -> Self {
        let (in_progress, exchange_ended) = (Mutex::default(), Notify::new());
        Self(Arc::new(Shared { ledger, upstream, max_concurrent, in_progress, exchange_ended }))
    }

    /// Adds a note, unless its attempt has an outcome already or will have one without a second
    /// exchange. Once begun, an exchange goes on though nobody awaits it.
    pub async fn add(&self, key: Key, note: Note) -> ExchangeOutcome {
        match self.join_or_start(key, note) {
            Ok(pending) => pending.outcome().await,
            Err(code) => ExchangeOutcome::error(code),
        }
    }

    fn join_or_start(&self, key: Key, note: Note) -> Result<PendingExchange, Code> {
        let fingerprint = Fingerprint::of(&note);
        let mut in_progress = self.0.lock();
        let is_full = in_progress.len() >= self.0.max_concurrent;
        match in_progress.entry(key) {
            Entry::Occupied(other) if other.get().fingerprint != fingerprint => Err(Code::KeyReused),
            Entry::Occupied(same) => Ok(same.get().clone()),
            Entry::Vacant(_) if is_full => Err(Code::Unavailable),
            Entry::Vacant(entry) => {
                let (sender, outcome) = watch::channel(None);
                let guard = ExchangeGuard { shared: self.0.clone(), key: entry.key().clone() };
                let pending = entry.insert(PendingExchange { fingerprint, outcome }).clone();
                tokio::spawn(guard.run(note, fingerprint, sender).in_current_span());
                Ok(pending)
            }
        }
    }

    /// Waits until no exchange is under way.
    pub async fn idle(&self) {
        loop {
            let exchange_ended = self.0.exchange_ended.notified();
            if self.0.lock().is_empty() {
                return;
            }
            exchange_ended.await;
        }
    }

    /// Whether a claim could be written now.
    pub async fn can_record(&self) -> bool {
        self.0.ledger.probe().await.is_ok()
    }
}

impl PendingExchange {
    /// The outcome. An exchange that ends without one has failed in a way that nobody foresaw, at a
    /// point that nobody knows.
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

    async fn exchange(&self, key: &Key, note: Note, fingerprint: Fingerprint) -> ExchangeOutcome {
        match self.ledger.claim(key.clone(), fingerprint).await {
            Ok(Claim::Accepted) => ExchangeOutcome { result: self.call(key, note).await, replayed: false },
            Ok(Claim::Done(message)) => ExchangeOutcome::replayed(Ok(message)),
            Ok(Claim::Unknown) => ExchangeOutcome::replayed(Err(Code::OutcomeUnknown.into())),
            Ok(Claim::KeyReused) => ExchangeOutcome::error(Code::KeyReused),
            Ok(Claim::CallerFull) => ExchangeOutcome::error(
                ErrorResponse::new(Code::RateLimited).with_retry_after(CALLER_FULL_WAIT),
            ),
            Ok(Claim::Full) => ExchangeOutcome::error(Code::Unavailable),
            Err(error) => {
                tracing::error!(%error, "the ledger cannot be written: nothing is sent");
                ExchangeOutcome::error(Code::Unavailable)
            }
        }
    }

    async fn call(&self, key: &Key, note: Note) -> NoteResult {
        // A task of its own: a panic in there ends as an outcome here.
        let upstream = self.upstream.clone();
        let request = async move { upstream.add(note).await };
        let result = tokio::spawn(request.in_current_span()).await.unwrap_or_else(|_| {
            tracing::error!("the exchange with the upstream panicked");
            Err(Code::OutcomeUnknown.into())
        });
        if let Err(error) = self.record(key, &result).await {
            tracing::error!(%error, "the ledger cannot be written: the attempt stays in flight");
        }
        result
    }

    async fn record(&self, key: &Key, result: &NoteResult) -> Result<(), LedgerError> {
        let settlement = match result {
            Ok(message) => Settlement::Done(message.clone()),
            Err(error) if error.code().sent() == Sent::Unknown => Settlement::Unknown,
            Err(_) => Settlement::NotSent,
        };
        self.ledger.settle(key.clone(), settlement).await
    }
}

/// Takes its exchange off the list when it goes, however it goes.
struct ExchangeGuard {
    shared: Arc<Shared>,
    key: Key,
}

impl ExchangeGuard {
    async fn run(self, note: Note, fingerprint: Fingerprint, sender: watch::Sender<Option<ExchangeOutcome>>) {
        let outcome = self.shared.exchange(&self.key, note, fingerprint).await;
        sender.send_replace(Some(outcome));
    }
}

impl Drop for ExchangeGuard {
    fn drop(&mut self) {
        self.shared.lock().remove(&self.key);
        self.shared.exchange_ended.notify_waiters();
    }
}
