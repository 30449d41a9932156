//! What reading the ticket of an unknown attempt needs from the ledger (`docs/specification.md`,
//! section 3.6).

use super::entry::{Attempt, Finding, Key};
use super::error::LedgerError;
use super::{Ledger, Store};
use crate::evidence::{Contender, Decision, TextMark};
use std::time::Duration;
use ticket_note_core::wire::TicketFinding;

/// The message that a retry gets for an attempt whose note was found in the ticket.
pub(super) const FOUND: &str = "The note is in the ticket.";

/// The values of the column `finding`, as both stores write them.
const SAME_TEXT: i16 = 1;
const ABSENT: i16 = 2;

/// The times of an attempt whose ticket may be read now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// When the note was sent, in seconds since 1970.
    pub sent_at: i64,
    /// The time since then, in seconds.
    pub age: i64,
}

impl Ledger {
    /// Records that the ticket of an unknown attempt is read now. `None`: the attempt is not unknown, or
    /// its ticket was read less than `pause` ago, by any instance.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be written.
    pub async fn start_reading(
        &self,
        key: &Key,
        mark: TextMark,
        pause: Duration,
    ) -> Result<Option<Reading>, LedgerError> {
        match &self.0 {
            Store::Sqlite(ledger) => ledger.start_reading(key.clone(), mark, pause).await,
            Store::Postgres(ledger) => ledger.start_reading(key, mark, pause).await,
        }
    }

    /// Returns the other attempts with the same text on the ticket that may have added an entry, and
    /// those without a mark that were sent to the ticket at about the same time.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be read.
    pub async fn contenders(&self, attempt: &Attempt) -> Result<Vec<Contender>, LedgerError> {
        match &self.0 {
            Store::Sqlite(ledger) => ledger.contenders(attempt.clone()).await,
            Store::Postgres(ledger) => ledger.contenders(attempt).await,
        }
    }

    /// Records what the ticket says about an unknown attempt. Returns the message of Omnidesk if the
    /// attempt is saved now: the entry was found, and no other attempt has it.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be written.
    pub async fn conclude(&self, key: &Key, decision: Decision) -> Result<Option<String>, LedgerError> {
        let is_saved = match &self.0 {
            Store::Sqlite(ledger) => ledger.conclude(key.clone(), decision).await?,
            Store::Postgres(ledger) => ledger.conclude(key, &decision).await?,
        };
        Ok(is_saved.then(|| FOUND.to_owned()))
    }
}

/// Returns the value of the column `finding`.
pub(super) const fn write_finding(finding: TicketFinding) -> i16 {
    match finding {
        TicketFinding::SameText => SAME_TEXT,
        TicketFinding::Absent => ABSENT,
    }
}

/// Reads the columns `finding` and `found_at`.
pub(super) fn read_finding(finding: Option<i16>, at: Option<i64>) -> Option<Finding> {
    let ticket = match finding? {
        SAME_TEXT => TicketFinding::SameText,
        ABSENT => TicketFinding::Absent,
        // A newer version may have findings that this one does not know.
        _ => return None,
    };
    Some(Finding { ticket, at: at? })
}
