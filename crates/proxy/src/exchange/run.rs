//! One exchange: the claim, the request to Omnidesk, and the record of the outcome.

use super::outcome::{recorded, settlement, unwritable};
use super::{ExchangeOutcome, FormerCaller, Shared};
use crate::ledger::{Attempt, Claim, ClaimId, LedgerError, Settled, Settlement};
use crate::reading::Sought;
use crate::upstream::NoteResult;
use std::convert::Infallible;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use ticket_note_core::note::Note;
use ticket_note_core::wire::Code;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

/// Receives the outcome, for all requests that wait for it.
pub(super) type OutcomeSender = watch::Sender<Option<ExchangeOutcome>>;

/// The pause between two checks of an attempt that another instance has in flight. It grows.
const FIRST_PAUSE: Duration = Duration::from_millis(25);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// The time limit of the wait for another instance. Its exchange ends earlier, and so does the lease.
const WAIT_LIMIT: Duration = Duration::from_secs(60);

/// A claim that this instance holds, and the time at which its lease ends by this instance's own
/// monotonic clock. This is never later than by the clock of the database, because the instance takes
/// the time before it sends the statement. `None`: the claim needs no lease.
struct Held {
    id: ClaimId,
    until: Mutex<Option<Instant>>,
}

impl Held {
    fn until(&self) -> Option<Instant> {
        *self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn extend(&self, until: Instant) {
        *self.until.lock().unwrap_or_else(PoisonError::into_inner) = Some(until);
    }

    fn has_ended(&self) -> bool {
        self.until().is_some_and(|until| Instant::now() >= until)
    }

    /// Returns the longest pause between two tries to record the outcome. Without a lease, there may be many:
    /// each is a line in the log.
    fn longest_pause(&self) -> Duration {
        if self.until().is_some() { LONGEST_PAUSE } else { LONGEST_PAUSE * 10 }
    }
}

impl Shared {
    /// Runs the exchange, and sends its outcome as soon as it is known. The record of the outcome
    /// may take longer if the ledger does not respond.
    pub(super) async fn exchange(
        &self,
        attempt: &Attempt,
        former: Option<FormerCaller>,
        note: Note,
        sender: &OutcomeSender,
    ) {
        let claimed = match self.find_former(attempt, former).await {
            Some(recorded) => Err(recorded),
            None => self.claim(attempt).await.map_err(|outcome| (attempt.clone(), outcome)),
        };
        let held = match claimed {
            Ok(held) => held,
            Err((recorded, outcome)) => {
                let outcome = self.look_in_ticket(&recorded, &note, outcome).await;
                return drop(sender.send_replace(Some(outcome)));
            }
        };
        if held.has_ended() {
            // The process was suspended after the claim. Other instances report it as unknown.
            tracing::warn!("the lease ended before the note was sent, so nothing is sent");
            return drop(sender.send_replace(Some(ExchangeOutcome::error(Code::Unavailable))));
        }
        let sought = self.reader.as_ref().and_then(|_| Sought::of(attempt, &note));
        let result = self.call(attempt, &held, note).await;
        let settlement = settlement(&result);
        let outcome = ExchangeOutcome { result, replayed: false };
        self.record(attempt, &held, &settlement, || drop(sender.send_replace(Some(outcome)))).await;
        if let (Settlement::Unknown, Some(reader), Some(sought)) = (settlement, &self.reader, sought) {
            reader.watch(sought);
        }
    }

    /// Reads the ticket of an attempt that is unknown in the ledger. If the note is there, returns that it
    /// was saved.
    async fn look_in_ticket(
        &self,
        attempt: &Attempt,
        note: &Note,
        outcome: ExchangeOutcome,
    ) -> ExchangeOutcome {
        let is_unknown = outcome.result.as_ref().is_err_and(|error| error.code() == Code::OutcomeUnknown);
        let (true, Some(reader), Some(sought)) = (is_unknown, &self.reader, Sought::of(attempt, note)) else {
            return outcome;
        };
        match reader.look(&sought).await {
            Some(message) => ExchangeOutcome::replayed(Ok(message)),
            None => outcome,
        }
    }

    /// Returns the attempt that an earlier version recorded under a former caller, and its outcome.
    /// `None`: there is none, or it added nothing.
    async fn find_former(
        &self,
        attempt: &Attempt,
        former: Option<FormerCaller>,
    ) -> Option<(Attempt, ExchangeOutcome)> {
        let FormerCaller { name, is_author } = former?;
        let mut earlier = attempt.clone();
        earlier.key.caller = name;
        let found = match self.ledger.find_former(&earlier).await {
            Ok(Some(Claim::InFlight)) => self.wait(&earlier, Instant::now() + WAIT_LIMIT).await,
            Ok(found) => found,
            Err(error) => return Some((earlier, unwritable(&error))),
        };
        let claim = found.filter(|claim| match claim {
            Claim::Refused(_) => false,
            Claim::KeyReused => !is_author,
            _ => true,
        })?;
        Some((earlier, recorded(claim)))
    }

    /// Claims the attempt. If another instance has it in flight, waits for that outcome.
    async fn claim(&self, attempt: &Attempt) -> Result<Held, ExchangeOutcome> {
        let start = Instant::now();
        loop {
            let before = Instant::now();
            match self.ledger.claim(attempt).await {
                Ok(Claim::Accepted(id)) => {
                    let until = Mutex::new(self.ledger.lease().map(|lease| before + lease));
                    return Ok(Held { id, until });
                }
                Ok(Claim::InFlight) => {
                    if let Some(claim) = self.wait(attempt, start + WAIT_LIMIT).await {
                        return Err(recorded(claim));
                    }
                }
                Ok(claim) => return Err(recorded(claim)),
                Err(error) => return Err(unwritable(&error)),
            }
        }
    }

    /// Waits for the outcome of an attempt that another instance has in flight. `None`: the attempt
    /// no longer has a row, so it can be claimed.
    async fn wait(&self, attempt: &Attempt, deadline: Instant) -> Option<Claim> {
        let mut pause = FIRST_PAUSE;
        loop {
            sleep(pause).await;
            match self.ledger.find(attempt).await {
                Ok(Some(Claim::InFlight)) => {}
                Ok(claim) => return claim,
                Err(error) => {
                    tracing::warn!(%error, "the ledger cannot be read; another instance has the attempt");
                }
            }
            if Instant::now() >= deadline {
                return Some(Claim::Unknown);
            }
            pause = (pause * 3 / 2).min(LONGEST_PAUSE);
        }
    }

    /// Calls Omnidesk, and meanwhile renews the lease of the claim.
    async fn call(&self, attempt: &Attempt, held: &Held, note: Note) -> NoteResult {
        tokio::select! {
            result = self.upstream.add(note) => result,
            never = self.renew(attempt, held) => match never {},
        }
    }

    /// Renews the lease three times within its duration.
    async fn renew(&self, attempt: &Attempt, held: &Held) -> Infallible {
        let Some(lease) = self.ledger.lease() else { return std::future::pending().await };
        loop {
            sleep(lease / 3).await;
            let before = Instant::now();
            match self.ledger.renew(&attempt.key, held.id).await {
                Ok(true) => held.extend(before + lease),
                Ok(false) => tracing::warn!("the lease of the attempt has ended"),
                Err(error) => tracing::warn!(%error, "the lease of the attempt cannot be renewed"),
            }
        }
    }

    /// Records the outcome. If the ledger cannot be written, publishes the outcome, and records it when the
    /// ledger can be written again. If a lease ends before that, the attempt is unknown in the ledger.
    async fn record(&self, attempt: &Attempt, held: &Held, settlement: &Settlement, publish: impl FnOnce()) {
        let first = self.ledger.settle(&attempt.key, held.id, settlement).await;
        publish();
        let mut settled = first;
        let mut pause = FIRST_PAUSE;
        while let Err(error) = settled {
            let is_lost = match held.until() {
                Some(_) => held.has_ended(),
                None => !error.is_transient(),
            };
            if is_lost {
                return log_lost(&error);
            }
            tracing::warn!(%error, "the ledger cannot be written; the outcome is kept");
            sleep(pause).await;
            pause = (pause * 2).min(held.longest_pause());
            settled = self.ledger.settle(&attempt.key, held.id, settlement).await;
        }
        if settled.is_ok_and(|settled| settled == Settled::Stale) {
            tracing::warn!("the lease of the attempt had ended, so its outcome stays unknown in the ledger");
        }
    }
}

fn log_lost(error: &LedgerError) {
    tracing::error!(%error, "the ledger cannot be written; the attempt will be unknown");
}
