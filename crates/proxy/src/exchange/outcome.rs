//! What the ledger and Omnidesk say about an attempt, as an outcome or as a record.

use super::ExchangeOutcome;
use crate::error_response::ErrorResponse;
use crate::ledger::{Claim, LedgerError, Refusal, Settlement};
use crate::upstream::NoteResult;
use std::time::Duration;
use ticket_note_core::wire::{Code, Sent};

/// The `Retry-After` for a caller whose ledger rows are at their limit. Rows expire one by one, so
/// there is no exact time.
const CALLER_FULL_WAIT: Duration = Duration::from_secs(300);

/// Logs that the ledger failed before anything was sent, and returns that outcome.
pub(super) fn unwritable(error: &LedgerError) -> ExchangeOutcome {
    tracing::error!(%error, "the ledger cannot be written, so nothing is sent");
    ExchangeOutcome::error(Code::Unavailable)
}

/// Returns the outcome of an attempt that needs no request to Omnidesk.
pub(super) fn recorded(claim: Claim) -> ExchangeOutcome {
    match claim {
        Claim::Done(message) => ExchangeOutcome::replayed(Ok(message)),
        Claim::Refused(refusal) => ExchangeOutcome::replayed(Err(response(refusal))),
        // `Accepted` and `InFlight` do not reach this point. If one did, the outcome would be unknown.
        Claim::Unknown | Claim::Accepted(_) | Claim::InFlight => {
            ExchangeOutcome::replayed(Err(Code::OutcomeUnknown.into()))
        }
        Claim::KeyReused => ExchangeOutcome::error(Code::KeyReused),
        Claim::CallerFull => {
            ExchangeOutcome::error(ErrorResponse::new(Code::RateLimited).with_retry_after(CALLER_FULL_WAIT))
        }
        Claim::Full => ExchangeOutcome::error(Code::Unavailable),
    }
}

fn response(refusal: Refusal) -> ErrorResponse {
    let response = ErrorResponse::new(refusal.code).with_message(refusal.message);
    match refusal.retry_after {
        Some(wait) => response.with_retry_after(wait),
        None => response,
    }
}

/// Returns what the ledger records of a response.
pub(super) fn settlement(result: &NoteResult) -> Settlement {
    match result {
        Ok(message) => Settlement::Done(message.clone()),
        Err(error) if error.code().sent() == Sent::Unknown => Settlement::Unknown,
        Err(error) => Settlement::Refused(Refusal {
            code: error.code(),
            message: error.message().to_owned(),
            retry_after: error.retry_after(),
        }),
    }
}
