//! Reads the ticket of an attempt whose outcome is unknown, and settles the attempt if the ticket has
//! strong evidence (`docs/specification.md`, section 3.6).

mod gate;

use crate::evidence::{Decision, TextMark, Unsettled, decide, entries_with_text, is_long};
use crate::ledger::{Attempt, Ledger, LedgerError, Reading};
use crate::metrics::METRICS;
use crate::upstream::{ReadFailure, ReadTicket};
use gate::Gate;
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::time::Duration;
use ticket_note_core::note::{Note, UserId};
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, timeout};
use tracing::Instrument;

/// The maximum number of attempts that wait for a reading. For further ones, the ticket is read when the
/// attempt arrives again.
const MAX_WATCHED: usize = 1000;

/// The maximum number of tickets in memory at a time. Each has 4 MiB at most.
const MAX_TICKETS: usize = 4;

/// The time for which a retry waits for its turn to read.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// The time for which a reading in the background waits for its turn.
const MAX_BACKGROUND_WAIT: Duration = Duration::from_secs(60);

/// How tickets are read.
#[derive(Clone, Debug)]
pub struct ReadingOptions {
    /// The time zone of the times in a ticket.
    pub zone: TimeZone,
    /// The times of the readings, counted from when the outcome became unknown.
    pub times: Vec<Duration>,
    /// The minimum time between two readings for one attempt, in whole seconds.
    pub pause: Duration,
    /// The minimum time between two readings.
    pub interval: Duration,
    /// The time for which no ticket is read after Omnidesk refused the key.
    pub rest: Duration,
}

impl ReadingOptions {
    /// Returns the options of the specification.
    #[must_use]
    pub fn new(zone: TimeZone) -> Self {
        Self {
            zone,
            times: [3, 10, 30, 120].map(Duration::from_secs).to_vec(),
            pause: Duration::from_secs(5),
            interval: Duration::from_millis(200),
            rest: Duration::from_secs(600),
        }
    }
}

/// What a reading looks for. It does not contain the text.
#[derive(Clone, Debug)]
pub struct Sought {
    attempt: Attempt,
    mark: TextMark,
    author: Option<UserId>,
    is_long: bool,
}

impl Sought {
    /// Returns what is looked for in the ticket of an attempt. `None`: the attempt has no mark.
    #[must_use]
    pub fn of(attempt: &Attempt, note: &Note) -> Option<Self> {
        let (mark, is_long) = (attempt.mark?, is_long(note.text.as_str()));
        Some(Self { attempt: attempt.clone(), mark, author: note.author, is_long })
    }
}

/// Reads tickets. Clones share one state.
#[derive(Clone, Debug)]
pub struct TicketReader(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    ledger: Ledger,
    upstream: Arc<dyn ReadTicket>,
    options: ReadingOptions,
    gate: Gate,
    watched: Arc<Semaphore>,
    tickets: Semaphore,
}

/// The result of a reading.
enum Outcome {
    /// The attempt is saved. Contains the message for its requests.
    Saved(String),
    /// The attempt may be found later.
    NotFound,
    /// No later reading helps.
    Ended,
}

impl TicketReader {
    /// Creates a reader.
    #[must_use]
    pub fn new(ledger: Ledger, upstream: Arc<dyn ReadTicket>, options: ReadingOptions) -> Self {
        let gate = Gate::new(options.interval, options.rest);
        let (watched, tickets) = (Arc::new(Semaphore::new(MAX_WATCHED)), Semaphore::new(MAX_TICKETS));
        Self(Arc::new(Shared { ledger, upstream, options, gate, watched, tickets }))
    }

    /// Reads the ticket several times in the background, until the attempt is settled. Returns at once.
    pub fn watch(&self, sought: Sought) {
        let Ok(permit) = self.0.watched.clone().try_acquire_owned() else { return };
        let shared = self.0.clone();
        let readings = async move {
            let start = Instant::now();
            for time in &shared.options.times {
                sleep(time.saturating_sub(start.elapsed())).await;
                match shared.read(&sought, MAX_BACKGROUND_WAIT).await {
                    Outcome::NotFound => {}
                    Outcome::Saved(_) | Outcome::Ended => break,
                }
            }
            drop(permit);
        };
        tokio::spawn(readings.in_current_span());
    }

    /// Reads the ticket now, if it was not read just before. Returns the message for the request if the
    /// attempt is saved.
    pub async fn look(&self, sought: &Sought) -> Option<String> {
        match self.0.read(sought, MAX_WAIT).await {
            Outcome::Saved(message) => Some(message),
            Outcome::NotFound | Outcome::Ended => None,
        }
    }
}

impl Shared {
    async fn read(&self, sought: &Sought, max_wait: Duration) -> Outcome {
        let (key, ticket) = (&sought.attempt.key, sought.attempt.ticket);
        let Ok(Ok(_permit)) = timeout(max_wait, self.tickets.acquire()).await else {
            return Outcome::NotFound;
        };
        if !self.gate.is_open() {
            return Outcome::NotFound;
        }
        // This comes before the turn, so that an attempt that arrives again and again takes none.
        let reading = match self.ledger.start_reading(key, sought.mark, self.options.pause).await {
            Ok(Some(reading)) => reading,
            Ok(None) => return Outcome::NotFound,
            Err(error) => return failed(&error),
        };
        let Some(wait) = self.gate.enter(max_wait) else { return Outcome::NotFound };
        sleep(wait).await;
        match self.upstream.read(ticket).await {
            Ok(body) => match self.decide(sought, reading, body).await {
                Some(decision) => self.conclude(sought, decision).await,
                None => Outcome::Ended,
            },
            Err(failure) => self.refused(ticket.get(), &failure),
        }
    }

    /// Records the decision.
    async fn conclude(&self, sought: &Sought, decision: Decision) -> Outcome {
        let Attempt { key, ticket, .. } = &sought.attempt;
        let result = if decision == Decision::Absent { "absent" } else { "same_text" };
        match self.ledger.conclude(key, decision).await {
            Ok(Some(message)) => {
                METRICS.count_reading("saved");
                let (caller, attempt, ticket) = (&*key.caller, key.attempt, ticket.get());
                tracing::info!(caller, %attempt, ticket, "the note is in the ticket, so the attempt is saved");
                Outcome::Saved(message)
            }
            Ok(None) => {
                METRICS.count_reading(result);
                Outcome::NotFound
            }
            Err(error) => failed(&error),
        }
    }

    /// Compares the ticket with the attempt. The other attempts are read after the ticket: each of them
    /// that has an entry in this body is in the ledger by now.
    async fn decide(&self, sought: &Sought, reading: Reading, body: Vec<u8>) -> Option<Decision> {
        let (ticket, mark, zone) = (sought.attempt.ticket, sought.mark, self.options.zone.clone());
        // A large ticket takes a while, and other requests must not wait for it.
        let read = move || entries_with_text(&body, ticket, &mark, &zone);
        let Ok(Ok(entries)) = tokio::task::spawn_blocking(read).await else {
            log_unread(ticket.get(), "the response is not this ticket");
            return None;
        };
        self.gate.succeed();
        let (author, is_long) = (sought.author, sought.is_long);
        let unsettled = Unsettled { author, is_long, sent_at: reading.sent_at, age: reading.age };
        match self.ledger.contenders(&sought.attempt).await {
            Ok(contenders) => Some(decide(&entries, &unsettled, &contenders)),
            Err(error) => {
                failed(&error);
                None
            }
        }
    }

    /// Handles a ticket that could not be read. Reading ends for it.
    fn refused(&self, ticket: u64, failure: &ReadFailure) -> Outcome {
        let is_closed_now = match failure {
            ReadFailure::KeyRefused => self.gate.refuse_key(),
            ReadFailure::TicketRefused => self.gate.refuse_ticket(ticket),
            ReadFailure::Failed(cause) => {
                log_unread(ticket, cause);
                return Outcome::Ended;
            }
        };
        METRICS.count_reading("refused");
        if is_closed_now {
            let seconds = self.options.rest.as_secs();
            tracing::warn!(
                seconds,
                "Omnidesk does not let the API key read tickets, so no ticket is read meanwhile"
            );
        }
        Outcome::Ended
    }
}

fn failed(error: &LedgerError) -> Outcome {
    METRICS.count_reading("failed");
    tracing::warn!(%error, "the ledger does not respond, so the ticket is not read");
    Outcome::Ended
}

fn log_unread(ticket: u64, cause: &str) {
    METRICS.count_reading("failed");
    tracing::info!(ticket, cause, "the ticket could not be read");
}
