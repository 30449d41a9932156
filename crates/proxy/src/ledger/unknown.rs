//! The attempts whose outcome is unknown, for the operator. A proxy may use the ledger meanwhile.

use super::error::LedgerError;
use super::{Location, postgres, sqlite};
use ticket_note_core::attempt::AttemptId;

/// The message that a retry gets for an attempt that an operator settled as saved.
pub(super) const CONFIRMED: &str = "An administrator confirmed that the note is in the ticket.";

/// An attempt whose outcome is unknown. Times are in UTC, as RFC 3339 writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownAttempt {
    /// The identity of the caller. Empty without authentication.
    pub caller: String,
    /// The ID of the attempt.
    pub attempt: AttemptId,
    /// The ticket. `None`: the row is from version 0.1.0, which did not record it.
    pub ticket: Option<i64>,
    /// When the note was sent.
    pub sent_at: String,
    /// When the outcome became unknown.
    pub unknown_at: Option<String>,
}

/// A decision of an operator about an unknown attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The identity of the caller.
    pub caller: String,
    /// The ID of the attempt.
    pub attempt: AttemptId,
    /// Whether the note is in the ticket. If not, a retry sends it.
    pub is_saved: bool,
    /// The name of the operator.
    pub by: String,
}

/// Returns the unknown attempts, the oldest first.
///
/// # Errors
/// [`LedgerError`] if the ledger does not exist or cannot be read.
pub async fn unknown_attempts(location: &Location) -> Result<Vec<UnknownAttempt>, LedgerError> {
    match location {
        Location::File(path) => sqlite::unknown_attempts(path),
        Location::Memory => Ok(Vec::new()),
        Location::Postgres(database) => postgres::unknown_attempts(database).await,
    }
}

/// Settles an unknown attempt, and records who did so and when. Returns whether it was unknown.
///
/// # Errors
/// [`LedgerError`] if the ledger does not exist or cannot be written.
pub async fn resolve(location: &Location, resolution: &Resolution) -> Result<bool, LedgerError> {
    match location {
        Location::File(path) => sqlite::resolve(path, resolution),
        Location::Memory => Ok(false),
        Location::Postgres(database) => postgres::resolve(database, resolution).await,
    }
}
