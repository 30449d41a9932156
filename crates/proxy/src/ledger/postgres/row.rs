//! The content of a row: the meaning of the states and of the column `answer`.

use crate::ledger::entry::{Claim, Fingerprint, RecordedState, Refusal, Settlement};
use crate::ledger::error::LedgerError;
use crate::ledger::reading::read_finding;
use crate::ledger::state::{DONE, IN_FLIGHT, REFUSED, UNKNOWN};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use ticket_note_core::wire::Code;
use tokio_postgres::Row;

/// A refusal, as the column `answer` stores it.
#[derive(Deserialize, Serialize)]
struct StoredRefusal {
    code: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
}

/// Reads a row that the statement `FIND` returned.
pub(super) fn read(row: &Row, fingerprint: &Fingerprint) -> Result<Claim, LedgerError> {
    let (found, state, answer): (&[u8], i16, &[u8]) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    Ok(match state {
        // A refused attempt is over, so its ID may be used with another note.
        REFUSED => Claim::Refused(read_refusal(answer)),
        _ if found != fingerprint.as_bytes() => Claim::KeyReused,
        IN_FLIGHT => Claim::InFlight,
        DONE => Claim::Done(String::from_utf8_lossy(answer).into_owned()),
        // A newer version may have states that this one does not know.
        _ => Claim::Unknown,
    })
}

/// Reads the state of a row that the statement `FIND` returned. `None`: nothing was added.
pub(super) fn state(row: &Row) -> Result<Option<RecordedState>, LedgerError> {
    let (state, answer): (i16, &[u8]) = (row.try_get(1)?, row.try_get(2)?);
    Ok(match state {
        REFUSED => None,
        IN_FLIGHT => Some(RecordedState::InFlight),
        DONE => Some(RecordedState::Done(String::from_utf8_lossy(answer).into_owned())),
        _ => Some(RecordedState::Unknown(read_finding(row.try_get(3)?, row.try_get(4)?))),
    })
}

/// Returns the state and the answer of an outcome.
pub(super) fn write(settlement: &Settlement) -> (i16, Vec<u8>) {
    match settlement {
        Settlement::Done(message) => (DONE, message.clone().into_bytes()),
        Settlement::Unknown => (UNKNOWN, Vec::new()),
        Settlement::Refused(refusal) => (REFUSED, write_refusal(refusal)),
    }
}

fn write_refusal(refusal: &Refusal) -> Vec<u8> {
    let stored = StoredRefusal {
        code: refusal.code.as_str().to_owned(),
        message: refusal.message.clone(),
        retry_after: refusal.retry_after.map(|wait| wait.as_secs()),
    };
    serde_json::to_vec(&stored).unwrap_or_default()
}

/// Reads a refusal. Even one that this version does not understand means that nothing was added.
fn read_refusal(answer: &[u8]) -> Refusal {
    let stored: Option<StoredRefusal> = serde_json::from_slice(answer).ok();
    let code = stored.as_ref().and_then(|stored| Code::from_text(&stored.code));
    Refusal {
        code: code.unwrap_or(Code::Unavailable),
        message: stored.as_ref().map(|stored| stored.message.clone()).unwrap_or_default(),
        retry_after: stored.and_then(|stored| stored.retry_after).map(Duration::from_secs),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_refusal_is_read_as_it_was() {
        let refusal = Refusal {
            code: Code::RateLimited,
            message: "Wait.".to_owned(),
            retry_after: Some(Duration::from_secs(7)),
        };
        assert_eq!(read_refusal(&write_refusal(&refusal)), refusal);
    }

    #[test]
    fn a_refusal_of_a_newer_version_still_added_nothing() {
        for answer in ["", "{", r#"{"code":"new","message":"","more":1}"#] {
            assert_eq!(read_refusal(answer.as_bytes()).code, Code::Unavailable, "{answer}");
        }
    }
}
