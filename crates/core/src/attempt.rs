//! Attempts: a note under one idempotency key, however often it is sent.

use crate::note::Note;
use std::fmt;
use std::str::FromStr;

/// The ID of an attempt: a UUID of version 4, written in lower case. It is the idempotency key of each
/// request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttemptId([u8; 16]);

impl AttemptId {
    /// Makes an ID from 16 random bytes. The version and the variant replace six of the bits.
    #[must_use]
    pub const fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self(bytes)
    }

    /// Returns the ID as text, as `Display` writes it.
    #[must_use]
    pub fn to_text(self) -> String {
        let mut text = String::with_capacity(36);
        for (index, byte) in self.0.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for digit in [byte >> 4, byte & 0xf] {
                text.push(char::from(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit }));
            }
        }
        text
    }

    /// Returns the 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// The text is not a UUID of version 4 as RFC 9562 writes it.
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
        // `from_random` sets the version and variant. Text with other values, or with more or fewer
        // digits, would not read back as written.
        if id.to_text().eq_ignore_ascii_case(text) { Ok(id) } else { Err(InvalidAttemptId) }
    }
}

/// Returns the bytes of the last 32 hexadecimal digits.
fn bytes(text: &str) -> Option<[u8; 16]> {
    let mut number: u128 = 0;
    for letter in text.chars().filter(|&letter| letter != '-') {
        number = number << 4 | u128::from(letter.to_digit(16)?);
    }
    Some(number.to_be_bytes())
}

impl fmt::Display for AttemptId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.to_text())
    }
}

impl fmt::Debug for AttemptId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "AttemptId({self})")
    }
}

/// A digest of the opaque caller (docs/specification.md, section 2.11), which the element's script computes.
/// Two callers share a digest in one case of four billion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller(pub u32);

/// A note under one idempotency key. However often it is sent, it is added at most once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The idempotency key of each request.
    pub id: AttemptId,
    /// The note: ticket, type, author and text.
    pub note: Note,
    /// The number of the last request, from 1. It distinguishes a late response from the awaited one.
    pub number: u32,
    /// Whether an earlier request may have added the note. If a later request is refused, the outcome
    /// stays unknown.
    pub may_be_saved: bool,
    /// The caller of the first request that may have added the note; `None` if it is not known.
    pub caller: Option<Caller>,
}

/// Identifies one request of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId {
    /// The ID of the attempt.
    pub attempt: AttemptId,
    /// The number of the request, from 1.
    pub number: u32,
}

impl Attempt {
    /// Returns an attempt with its first request.
    #[must_use]
    pub const fn new(id: AttemptId, note: Note) -> Self {
        Self { id, note, number: 1, may_be_saved: false, caller: None }
    }

    /// Returns the same attempt with its next request.
    #[must_use]
    pub fn retry(&self) -> Self {
        Self { number: self.number.saturating_add(1), ..self.clone() }
    }

    /// Returns the ID of the last request.
    #[must_use]
    pub const fn request_id(&self) -> RequestId {
        RequestId { attempt: self.id, number: self.number }
    }

    /// Returns whether the attempt is bound to this note and can be retried for it.
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
