use sha2::{Digest, Sha256};
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::note::{Note, UserId};

/// Whose attempt: attempts of different callers never meet, whatever ids they carry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The identity of the caller; empty where there is none.
    pub caller: String,
    /// The attempt's id.
    pub attempt: AttemptId,
}

/// What an attempt is bound to: ticket, type, effective author and text, as one hash. The text
/// itself is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of a note.
    #[must_use]
    pub fn of(note: &Note) -> Self {
        let author = note.author.map_or(0, UserId::get);
        let hash = Sha256::new()
            .chain_update(note.ticket.get().to_be_bytes())
            .chain_update(author.to_be_bytes())
            .chain_update(note.note_type.code())
            // No code has this byte, so no two notes run together.
            .chain_update([0])
            .chain_update(note.text.as_str());
        Self(hash.finalize().into())
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What a claim found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The attempt is new, and now `in flight` for whoever claimed it.
    Accepted,
    /// The note was added; the vendor said this.
    Done(String),
    /// Nobody can say whether the note was added.
    Unknown,
    /// The attempt is bound to another note.
    KeyReused,
    /// The caller has as many attempts in the ledger as one may have.
    CallerFull,
    /// The ledger has as many rows as it may have.
    Full,
}

/// How a claimed attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The note was added; the vendor said this.
    Done(String),
    /// Nobody can say.
    Unknown,
    /// Nothing was sent: the attempt is forgotten, and the next try goes out.
    NotSent,
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
