//! Tests of the rules for rows.

use super::*;
use crate::ledger::entry::{Fingerprint, Refusal};
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::wire::{Code, RawNote};

fn key(caller: &str, seed: u8) -> Key {
    Key { caller: caller.to_owned(), attempt: AttemptId::from_random([seed; 16]) }
}

fn fingerprint(text: &str) -> Fingerprint {
    let raw = serde_json::json!({"ticketID": 1, "type": "1", "message": text});
    Fingerprint::of(&serde_json::from_value::<RawNote>(raw).unwrap().check(100).unwrap())
}

fn claim(store: &mut Store, key: &Key, text: &str) -> Claim {
    let mut transaction = store.begin().unwrap();
    transaction.delete_expired().unwrap();
    let (key, fingerprint, ticket) = (key.clone(), fingerprint(text), "1".parse().unwrap());
    let claim = transaction.claim(&Attempt { key, fingerprint, ticket, mark: None }).unwrap();
    transaction.commit().unwrap();
    claim
}

fn settle(store: &mut Store, key: &Key, settlement: &Settlement) {
    let mut transaction = store.begin().unwrap();
    transaction.settle(key, settlement).unwrap();
    transaction.commit().unwrap();
}

fn age(store: &Store, seconds: i64) {
    store.database.connection.execute("UPDATE attempt SET at = at - ?1", [seconds]).unwrap();
}

fn rows(store: &Store) -> i64 {
    store.database.connection.query_row("SELECT count(*) FROM attempt", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_row_belongs_to_its_caller_and_its_note() {
    let mut store = Store::open(None).unwrap();
    assert_eq!(claim(&mut store, &key("zoë", 1), "Hello"), Claim::Accepted(OWNER));
    assert_eq!(claim(&mut store, &key("zoë", 1), "Other"), Claim::KeyReused);
    assert_eq!(claim(&mut store, &key("bob", 1), "Other"), Claim::Accepted(OWNER));
    assert_eq!(claim(&mut store, &key("zoë", 2), "Hello"), Claim::Accepted(OWNER));
}

#[test]
fn a_row_left_in_flight_is_unknown() {
    let mut store = Store::open(None).unwrap();
    assert_eq!(claim(&mut store, &key("", 1), "Hello"), Claim::Accepted(OWNER));
    assert_eq!(claim(&mut store, &key("", 1), "Hello"), Claim::Unknown);
}

#[test]
fn a_claim_returns_the_recorded_outcome() {
    let mut store = Store::open(None).unwrap();
    let refusal = Refusal { code: Code::UpstreamRefused, message: String::new(), retry_after: None };
    for (seed, settlement, found) in [
        (1, Settlement::Done("Done.".to_owned()), Claim::Done("Done.".to_owned())),
        (2, Settlement::Unknown, Claim::Unknown),
        (3, Settlement::Refused(refusal), Claim::Accepted(OWNER)),
    ] {
        assert_eq!(claim(&mut store, &key("", seed), "Hello"), Claim::Accepted(OWNER));
        settle(&mut store, &key("", seed), &settlement);
        assert_eq!(claim(&mut store, &key("", seed), "Hello"), found);
    }
}

#[test]
fn a_row_expires_after_8_days() {
    let mut store = Store::open(None).unwrap();
    claim(&mut store, &key("", 1), "Hello");
    age(&store, LIFETIME - 60);
    assert_eq!(claim(&mut store, &key("", 1), "Hello"), Claim::Unknown);
    age(&store, 60);
    assert_eq!(claim(&mut store, &key("", 1), "Hello"), Claim::Accepted(OWNER));
    assert_eq!(rows(&store), 1);
}

#[test]
fn existing_rows_count_towards_the_limits() {
    let path = std::env::temp_dir().join(format!("ticket-note-store-{}", std::process::id()));
    let mut store = Store::open(Some(&path)).unwrap();
    claim(&mut store, &key("zoë", 1), "Hello");
    let copies = "WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 20000)
        INSERT INTO attempt (caller, id, fingerprint, state, answer, at)
        SELECT caller, randomblob(16), fingerprint, state, answer, at FROM attempt, more";
    store.database.connection.execute(copies, []).unwrap();
    drop(store);
    let mut store = Store::open(Some(&path)).unwrap();
    assert_eq!(claim(&mut store, &key("zoë", 2), "Hello"), Claim::CallerFull);
    assert_eq!(claim(&mut store, &key("bob", 2), "Hello"), Claim::Accepted(OWNER));
    drop(store);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn new_rows_are_never_older_than_the_newest_row() {
    let mut store = Store::open(None).unwrap();
    let far = 99_999_999_999;
    store.time = LedgerTime::from(far);
    claim(&mut store, &key("", 1), "Hello");
    let newest: i64 =
        store.database.connection.query_row("SELECT max(at) FROM attempt", [], |row| row.get(0)).unwrap();
    assert!(newest >= far);
}

#[test]
fn a_ledger_of_an_older_version_is_changed_and_keeps_its_rows() {
    for migrations in ["", schema::FROM_VERSION_1] {
        let path = std::env::temp_dir().join(format!("ticket-note-old-version-{}", std::process::id()));
        let old = Connection::open(&path).unwrap();
        old.execute_batch(
            "PRAGMA application_id = 0x544e4c31;
            PRAGMA user_version = 1;
            CREATE TABLE attempt (caller TEXT NOT NULL, id BLOB NOT NULL, fingerprint BLOB NOT NULL,
                state INTEGER NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (caller, id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX attempt_at ON attempt (at);
            CREATE TABLE clock (at INTEGER NOT NULL) STRICT;
            INSERT INTO clock VALUES (0);",
        )
        .unwrap();
        old.execute_batch(migrations).unwrap();
        let (key, fingerprint) = (key("zoë", 1), fingerprint("Hello"));
        let (id, far) = (key.attempt.as_bytes(), i64::MAX / 2);
        let row = params![key.caller, id, fingerprint.as_bytes(), DONE, "Done.", far];
        let sql = "INSERT INTO attempt (caller, id, fingerprint, state, answer, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        old.execute(sql, row).unwrap();
        drop(old);
        for _start in 0..2 {
            let mut store = Store::open(Some(&path)).unwrap();
            assert_eq!(claim(&mut store, &key, "Hello"), Claim::Done("Done.".to_owned()));
            store
                .connection()
                .execute("UPDATE attempt SET entry = '7', text_mark = zeroblob(32)", [])
                .unwrap();
        }
        std::fs::remove_file(path).unwrap();
    }
}
