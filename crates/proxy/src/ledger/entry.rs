use crate::evidence::TextMark;
use sha2::{Digest, Sha256};
use std::time::Duration;
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::note::{Note, TicketId, UserId};
use ticket_note_core::wire::{Code, TicketFinding};

/// The key of a row. Attempts of different callers are independent, even with the same ID.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The caller's identity. Empty without authentication.
    pub caller: String,
    /// The ID of the attempt, from `Idempotency-Key`.
    pub attempt: AttemptId,
}

/// A hash of the ticket, type, effective author and text of a note. The ledger does not store the
/// text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Returns the fingerprint of a note.
    #[must_use]
    pub fn of(note: &Note) -> Self {
        let author = note.author.map_or(0, UserId::get);
        let hash = Sha256::new()
            .chain_update(note.ticket.get().to_be_bytes())
            .chain_update(author.to_be_bytes())
            .chain_update(note.note_type.code())
            // No type code contains this byte, so it separates the type from the text.
            .chain_update([0])
            .chain_update(note.text.as_str());
        Self(hash.finalize().into())
    }

    /// Returns the bytes of the hash.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// An attempt that is to be claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The key of its row.
    pub key: Key,
    /// The hash of its note.
    pub fingerprint: Fingerprint,
    /// The ticket of its note.
    pub ticket: TicketId,
    /// The mark of its text. `None`: tickets are not read.
    pub mark: Option<TextMark>,
}

/// The number of an accepted claim. Only its owner knows it, so only its owner can settle the
/// attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimId(pub(super) [u8; 16]);

/// The result of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The attempt is new. Its row is now `in flight`.
    Accepted(ClaimId),
    /// Another instance of the proxy has the attempt in flight. Its lease has not ended.
    InFlight,
    /// The note was added before. Contains the message of Omnidesk.
    Done(String),
    /// The note was not added. Another instance has just finished the attempt with this refusal.
    Refused(Refusal),
    /// The note was sent before, and its outcome is unknown.
    Unknown,
    /// The attempt ID was used with another note.
    KeyReused,
    /// The caller has reached the row limit for one caller.
    CallerFull,
    /// The ledger has reached its row limit.
    Full,
}

/// The outcome that is recorded for a claimed attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The note was added. Contains the message of Omnidesk.
    Done(String),
    /// The note may have been added.
    Unknown,
    /// Nothing was added, so a retry is sent.
    Refused(Refusal),
}

/// The reason why an attempt added nothing, for requests that wait at another instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The code of the response.
    pub code: Code,
    /// The message of the response: plain text of at most 500 characters.
    pub message: String,
    /// The time after which a retry may succeed.
    pub retry_after: Option<Duration>,
}

/// Whether the outcome of an attempt was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The row has the outcome.
    Written,
    /// The lease had ended before. The row stays `unknown`.
    Stale,
}

/// The state of an attempt, as the ledger has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordedState {
    /// A proxy is sending the note.
    InFlight,
    /// The proxy that owns the ledger is sending the note, or it was stopped meanwhile.
    InFlightHere,
    /// The note was added. Contains the message of Omnidesk.
    Done(String),
    /// The note may have been added. Contains what the ticket said, if it was read.
    Unknown(Option<Finding>),
}

/// What the ticket of an unknown attempt said when it was last read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether an entry has the text of the note.
    pub ticket: TicketFinding,
    /// When the ticket was read, in seconds since 1970.
    pub at: i64,
}

/// The size of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// The number of attempts.
    pub rows: i64,
    /// The number of attempts whose outcome is unknown.
    pub unknown: i64,
    /// The size of the database file, or of the table with its indexes, in bytes. `None`: the database
    /// does not say.
    pub bytes: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprint(ticket: u64, code: &str, text: &str, author: Option<u64>) -> Fingerprint {
        let raw = serde_json::json!({"ticketID": ticket, "type": code, "message": text, "userID": author});
        let raw: ticket_note_core::wire::RawNote = serde_json::from_value(raw).unwrap();
        Fingerprint::of(&raw.check(100).unwrap())
    }

    #[test]
    fn every_part_of_a_note_changes_its_fingerprint() {
        let one = fingerprint(1, "1", "Hello", None);
        assert_eq!(one, fingerprint(1, "1", "Hello", None));
        for other in [
            fingerprint(2, "1", "Hello", None),
            fingerprint(1, "3", "Hello", None),
            fingerprint(1, "1", "Hello!", None),
            fingerprint(1, "1", "Hello", Some(1)),
        ] {
            assert_ne!(one, other);
        }
    }
}
