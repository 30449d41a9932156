use crate::attempt::{AttemptId, InvalidAttemptId};

/// The request header that contains the attempt ID, as in draft-ietf-httpapi-idempotency-key-header.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The response header of a response that the ledger replays.
pub const IDEMPOTENCY_REPLAYED: &str = "idempotency-replayed";

/// The request header with the opaque caller of the user that the form shows (`docs/specification.md`, section
/// 2.11).
pub const EXPECTED_CALLER: &str = "ticket-note-caller";

/// Formats an attempt ID as the value of the header: a quoted string.
#[must_use]
pub fn write_key(id: AttemptId) -> String {
    let mut key = String::from('"');
    key.push_str(&id.to_text());
    key.push('"');
    key
}

/// Parses the value of the header.
///
/// # Errors
/// [`InvalidAttemptId`] unless the value is a quoted UUID of version 4.
pub fn read_key(value: &str) -> Result<AttemptId, InvalidAttemptId> {
    value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or(InvalidAttemptId)?.parse()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_as_written() {
        let id = AttemptId::from_random([7; 16]);
        assert_eq!(read_key(&write_key(id)), Ok(id));
    }

    #[test]
    fn a_key_without_quotes_is_refused() {
        let id = AttemptId::from_random([7; 16]).to_string();
        for value in [id.clone(), format!("\"{id}"), "\"\"".to_owned(), "\"".to_owned()] {
            assert_eq!(read_key(&value), Err(InvalidAttemptId));
        }
    }
}
