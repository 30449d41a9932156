use super::Postgres;
use std::time::Duration;
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::note::Note;
use ticket_note_core::wire::RawNote;
use ticket_note_proxy::evidence::TextMark;
use ticket_note_proxy::ledger::{
    Attempt, Claim, ClaimId, Database, DatabaseSecrets, Fingerprint, Key, Ledger, Location,
};

/// Returns the server's database, with a lease of this many seconds.
fn database(url: &str, lease: u64) -> Location {
    let database = Database::new(url, Duration::from_secs(lease), &DatabaseSecrets::default());
    Location::Postgres(Box::new(database.unwrap()))
}

/// Opens the ledger as another instance of the proxy.
pub(crate) async fn open(postgres: &Postgres, lease: u64) -> Ledger {
    Ledger::open(&database(&postgres.url(), lease)).await.unwrap()
}

pub(crate) fn key(caller: &str, seed: u8) -> Key {
    Key { caller: caller.to_owned(), attempt: AttemptId::from_random([seed; 16]) }
}

pub(crate) fn note(text: &str) -> Note {
    let raw = serde_json::json!({"ticketID": 858_462, "type": "1", "message": text});
    serde_json::from_value::<RawNote>(raw).unwrap().check(100).unwrap()
}

/// Returns an attempt to add a note with this text.
pub(crate) fn attempt(caller: &str, seed: u8, text: &str) -> Attempt {
    let note = note(text);
    let mark = Some(TextMark::of(note.ticket, text));
    Attempt { key: key(caller, seed), fingerprint: Fingerprint::of(&note), ticket: note.ticket, mark }
}

/// Returns the number of an accepted claim.
#[track_caller]
pub(crate) fn claimed(claim: Claim) -> ClaimId {
    match claim {
        Claim::Accepted(id) => id,
        other => panic!("not accepted: {other:?}"),
    }
}
