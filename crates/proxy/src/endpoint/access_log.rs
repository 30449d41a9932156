use crate::caller::Refused;
use crate::error_response::ErrorResponse;
use crate::exchange::ExchangeOutcome;
use crate::ledger::Key;
use crate::metrics::METRICS;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use ticket_note_core::note::{Note, TicketId};
use tracing::Span;

/// Writes one log line for each request, and counts its outcome. The line identifies the attempt and never contains the
/// text.
#[derive(Debug)]
pub(super) struct AccessLog {
    request: u64,
    start: Instant,
    note: OnceLock<(Key, TicketId)>,
    refused: OnceLock<Refused>,
}

impl AccessLog {
    pub(super) fn start() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let request = NEXT.fetch_add(1, Ordering::Relaxed);
        Self { request, start: Instant::now(), note: OnceLock::new(), refused: OnceLock::new() }
    }

    /// Returns the span for other events that are logged during the request.
    pub(super) fn span(&self) -> Span {
        tracing::info_span!("request", request = self.request)
    }

    /// Adds the attempt and the ticket to the line, once they are known.
    pub(super) fn set_note(&self, key: &Key, note: &Note) {
        // `set_note` is called once per request, so the cell is empty.
        let _ = self.note.set((key.clone(), note.ticket));
    }

    /// Adds the reason why the request has no valid identity.
    pub(super) fn set_refused(&self, refused: &Refused) {
        let _ = self.refused.set(refused.clone());
    }

    /// Writes the line, and counts the outcome.
    pub(super) fn write(&self, result: &Result<ExchangeOutcome, ErrorResponse>) {
        let error = match result {
            Ok(outcome) => outcome.result.as_ref().err(),
            Err(error) => Some(error),
        };
        let code = error.map_or("saved", |error| error.code().as_str());
        let replayed = result.as_ref().is_ok_and(|outcome| outcome.replayed);
        METRICS.count_request(code, replayed);
        let milliseconds = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        match self.note.get() {
            Some((key, ticket)) => {
                let (caller, attempt, ticket) = (&*key.caller, key.attempt, ticket.get());
                tracing::info!(outcome = code, caller, %attempt, ticket, replayed, milliseconds, "request");
            }
            None => match self.refused.get() {
                Some(Refused { reason, login, way }) => {
                    let reason = reason.as_str();
                    tracing::info!(outcome = code, reason, login, way, milliseconds, "request");
                }
                None => tracing::info!(outcome = code, milliseconds, "request"),
            },
        }
    }
}
