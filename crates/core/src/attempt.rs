//! One wish to add a note. However often an attempt is tried, it adds at most one.

use crate::note::Note;
use std::fmt;
use std::str::FromStr;

/// The id of an attempt: a UUID of version 4, in lower case. It is the idempotency key of each try.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttemptId([u8; 16]);

impl AttemptId {
    /// Makes an id of sixteen random bytes, six bits of which give way to version and variant.
    #[must_use]
    pub const fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self(bytes)
    }

    /// The sixteen bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// Not a UUID of version 4 as RFC 9562 writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidAttemptId;

impl fmt::Display for InvalidAttemptId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected a UUID of version 4")
    }
}

impl std::error::Error for InvalidAttemptId {}

impl FromStr for AttemptId {
    type Err = InvalidAttemptId;

    fn from_str(text: &str) -> Result<Self, InvalidAttemptId> {
        let id = bytes(text).map(Self::from_random).ok_or(InvalidAttemptId)?;
        // `from_random` sets version and variant: a text that had others comes back different.
        if id.to_string().eq_ignore_ascii_case(text) { Ok(id) } else { Err(InvalidAttemptId) }
    }
}

fn bytes(text: &str) -> Option<[u8; 16]> {
    let mut digits = text.chars().filter(|&letter| letter != '-').map(|letter| letter.to_digit(16));
    let mut bytes = [0; 16];
    for byte in &mut bytes {
        let (high, low) = (digits.next()??, digits.next()??);
        *byte = u8::try_from(high << 4 | low).ok()?;
    }
    digits.next().is_none().then_some(bytes)
}

impl fmt::Display for AttemptId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                formatter.write_str("-")?;
            }
            write!(formatter, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for AttemptId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "AttemptId({self})")
    }
}

/// An attempt: its id, and the note that the id is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The idempotency key of every try.
    pub id: AttemptId,
    /// What is to be added: ticket, type, author and text.
    pub note: Note,
    /// Which try this is, from 1. It tells a late answer to an earlier try from the awaited one.
    pub number: u32,
    /// Whether an earlier try may have added it: no refusal of a later one says that it did not.
    pub may_be_saved: bool,
}

/// One request of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId {
    /// The attempt.
    pub id: AttemptId,
    /// Which of its tries, from 1.
    pub number: u32,
}

impl Attempt {
    /// A first try.
    #[must_use]
    pub const fn new(id: AttemptId, note: Note) -> Self {
        Self { id, note, number: 1, may_be_saved: false }
    }

    /// The next try of the same attempt.
    #[must_use]
    pub fn again(&self) -> Self {
        Self { number: self.number.saturating_add(1), ..self.clone() }
    }

    /// The request that this try makes.
    #[must_use]
    pub const fn request_id(&self) -> RequestId {
        RequestId { id: self.id, number: self.number }
    }

    /// Whether the attempt is bound to this very note, and so may be tried again for it.
    #[must_use]
    pub fn is_bound_to(&self, note: &Note) -> bool {
        self.note == *note
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a3bb189e-8bf9-4a1b-9b3c-0123456789ab";

    #[test]
    fn an_id_reads_back_as_written() {
        assert_eq!(TEXT.parse::<AttemptId>().unwrap().to_string(), TEXT);
        assert_eq!(TEXT.to_uppercase().parse::<AttemptId>().unwrap().to_string(), TEXT);
    }

    #[test]
    fn random_bytes_get_version_and_variant() {
        let id = AttemptId::from_random([0xff; 16]);
        assert_eq!(id.to_string(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }

    #[test]
    fn anything_but_a_version_4_uuid_is_refused() {
        for text in [
            "",
            "a3bb189e",
            "a3bb189e8bf94a1b9b3c0123456789ab",
            "a3bb189e-8bf9-1a1b-9b3c-0123456789ab",
            "a3bb189e-8bf9-4a1b-7b3c-0123456789ab",
            "a3bb189e-8bf9-4a1b-9b3c-0123456789ab0",
            "a3bb189e-8bf9-4a1b-9b3c-0123456789ag",
            "a3bb-189e8bf9-4a1b-9b3c-0123456789ab",
        ] {
            assert_eq!(text.parse::<AttemptId>(), Err(InvalidAttemptId), "{text}");
        }
    }
}
