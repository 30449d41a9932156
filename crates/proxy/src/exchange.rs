//! One attempt, one exchange with the vendor, however many ask for it and whoever has gone.

use crate::ledger::{Claim, Fingerprint, Key, Ledger, LedgerError, Settlement};
use crate::refusal::Refusal;
use crate::vendor::{AddNote, Verdict};
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
const FULL_WAIT: Duration = Duration::from_secs(300);

/// How an attempt ended, for everyone who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The vendor's sentence, or why there is none.
    pub verdict: Verdict,
    /// Whether the ledger gave it again, with no exchange.
    pub replayed: bool,
}

impl Answer {
    fn refused(refusal: impl Into<Refusal>) -> Self {
        Self { verdict: Err(refusal.into()), replayed: false }
    }

    fn again(verdict: Verdict) -> Self {
        Self { verdict, replayed: true }
    }
}

/// The exchanges under way, and what they need.
#[derive(Clone, Debug)]
pub struct Exchanges(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    ledger: Ledger,
    vendor: Arc<dyn AddNote>,
    most: usize,
    under_way: Mutex<HashMap<Key, Awaited>>,
    one_ended: Notify,
}

/// An exchange under way: what it is bound to, and where its answer will be.
#[derive(Clone, Debug)]
struct Awaited {
    fingerprint: Fingerprint,
    answer: watch::Receiver<Option<Answer>>,
}

impl Exchanges {
    /// Exchanges with this vendor, recorded in this ledger, at most `most` at a time.
    #[must_use]
    pub fn new(ledger: Ledger, vendor: Arc<dyn AddNote>, most: usize) -> Self {
        let (under_way, one_ended) = (Mutex::default(), Notify::new());
        Self(Arc::new(Shared { ledger, vendor, most, under_way, one_ended }))
    }

    /// Adds a note, unless its attempt has an answer already or will have one without a second
    /// exchange. Once begun, an exchange goes on though nobody awaits it.
    pub async fn add(&self, key: Key, note: Note) -> Answer {
        match self.join_or_begin(key, note) {
            Ok(awaited) => awaited.outcome().await,
            Err(code) => Answer::refused(code),
        }
    }

    fn join_or_begin(&self, key: Key, note: Note) -> Result<Awaited, Code> {
        let fingerprint = Fingerprint::of(&note);
        let mut under_way = self.0.lock();
        let is_full = under_way.len() >= self.0.most;
        match under_way.entry(key) {
            Entry::Occupied(other) if other.get().fingerprint != fingerprint => Err(Code::KeyReused),
            Entry::Occupied(same) => Ok(same.get().clone()),
            Entry::Vacant(_) if is_full => Err(Code::Unavailable),
            Entry::Vacant(place) => {
                let (sender, answer) = watch::channel(None);
                let ended = Ended { shared: self.0.clone(), key: place.key().clone() };
                let awaited = place.insert(Awaited { fingerprint, answer }).clone();
                tokio::spawn(ended.conduct(note, fingerprint, sender).in_current_span());
                Ok(awaited)
            }
        }
    }

    /// Waits until no exchange is under way.
    pub async fn idle(&self) {
        loop {
            let one_ended = self.0.one_ended.notified();
            if self.0.lock().is_empty() {
                return;
            }
            one_ended.await;
        }
    }

    /// Whether a claim could be written now.
    pub async fn can_record(&self) -> bool {
        self.0.ledger.probe().await.is_ok()
    }
}

impl Awaited {
    /// The answer. An exchange that ends without one has failed in a way that nobody foresaw, at a
    /// point that nobody knows.
    async fn outcome(mut self) -> Answer {
        let answer = self.answer.wait_for(Option::is_some).await;
        answer.ok().and_then(|answer| answer.clone()).unwrap_or_else(|| Answer::refused(Code::OutcomeUnknown))
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Awaited>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn exchange(&self, key: &Key, note: Note, fingerprint: Fingerprint) -> Answer {
        match self.ledger.claim(key.clone(), fingerprint).await {
            Ok(Claim::Yours) => Answer { verdict: self.call(key, note).await, replayed: false },
            Ok(Claim::Done(message)) => Answer::again(Ok(message)),
            Ok(Claim::Unknown) => Answer::again(Err(Code::OutcomeUnknown.into())),
            Ok(Claim::OtherNote) => Answer::refused(Code::KeyReused),
            Ok(Claim::TooMany) => Answer::refused(Refusal::new(Code::RateLimited).after(FULL_WAIT)),
            Ok(Claim::Full) => Answer::refused(Code::Unavailable),
            Err(error) => {
                tracing::error!(%error, "the ledger cannot be written: nothing is sent");
                Answer::refused(Code::Unavailable)
            }
        }
    }

    async fn call(&self, key: &Key, note: Note) -> Verdict {
        // A task of its own: a panic in there ends as an answer here.
        let vendor = self.vendor.clone();
        let conversation = async move { vendor.add(note).await };
        let verdict = tokio::spawn(conversation.in_current_span()).await.unwrap_or_else(|_| {
            tracing::error!("the exchange with the vendor panicked");
            Err(Code::OutcomeUnknown.into())
        });
        if let Err(error) = self.record(key, &verdict).await {
            tracing::error!(%error, "the ledger cannot be written: the attempt stays in flight");
        }
        verdict
    }

    async fn record(&self, key: &Key, verdict: &Verdict) -> Result<(), LedgerError> {
        let settlement = match verdict {
            Ok(message) => Settlement::Done(message.clone()),
            Err(refusal) if refusal.code().sent() == Sent::Unknown => Settlement::Unknown,
            Err(_) => Settlement::NotSent,
        };
        self.ledger.settle(key.clone(), settlement).await
    }
}

/// Takes its exchange off the list when it goes, however it goes.
struct Ended {
    shared: Arc<Shared>,
    key: Key,
}

impl Ended {
    async fn conduct(self, note: Note, fingerprint: Fingerprint, sender: watch::Sender<Option<Answer>>) {
        let answer = self.shared.exchange(&self.key, note, fingerprint).await;
        sender.send_replace(Some(answer));
    }
}

impl Drop for Ended {
    fn drop(&mut self) {
        self.shared.lock().remove(&self.key);
        self.shared.one_ended.notify_waiters();
    }
}
