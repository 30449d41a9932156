//! The rules of a row.

use super::*;
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::wire::RawNote;

fn key(caller: &str, seed: u8) -> Key {
    Key { caller: caller.to_owned(), attempt: AttemptId::from_random([seed; 16]) }
}

fn fingerprint(text: &str) -> Fingerprint {
    let raw = serde_json::json!({"ticketID": 1, "type": "1", "message": text});
    Fingerprint::of(&serde_json::from_value::<RawNote>(raw).unwrap().check(100).unwrap())
}

fn claim(book: &mut Book, key: &Key, text: &str) -> Claim {
    let mut page = book.turn().unwrap();
    page.clear_expired().unwrap();
    let claim = page.claim(key, fingerprint(text)).unwrap();
    page.write().unwrap();
    claim
}

fn settle(book: &mut Book, key: &Key, settlement: &Settlement) {
    let mut page = book.turn().unwrap();
    page.settle(key, settlement).unwrap();
    page.write().unwrap();
}

fn age(book: &Book, seconds: i64) {
    book.connection.execute("UPDATE attempt SET at = at - ?1", [seconds]).unwrap();
}

fn rows(book: &Book) -> i64 {
    book.connection.query_row("SELECT count(*) FROM attempt", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_row_is_bound_to_its_caller_and_its_note() {
    let mut book = Book::open(&Place::Memory).unwrap();
    assert_eq!(claim(&mut book, &key("zoë", 1), "Hello"), Claim::Yours);
    assert_eq!(claim(&mut book, &key("zoë", 1), "Other"), Claim::OtherNote);
    assert_eq!(claim(&mut book, &key("bob", 1), "Other"), Claim::Yours);
    assert_eq!(claim(&mut book, &key("zoë", 2), "Hello"), Claim::Yours);
}

#[test]
fn a_row_in_flight_that_nobody_is_at_is_unknown() {
    let mut book = Book::open(&Place::Memory).unwrap();
    assert_eq!(claim(&mut book, &key("", 1), "Hello"), Claim::Yours);
    assert_eq!(claim(&mut book, &key("", 1), "Hello"), Claim::Unknown);
}

#[test]
fn each_settlement_is_what_the_next_claim_finds() {
    let mut book = Book::open(&Place::Memory).unwrap();
    for (seed, settlement, found) in [
        (1, Settlement::Done("Done.".to_owned()), Claim::Done("Done.".to_owned())),
        (2, Settlement::Unknown, Claim::Unknown),
        (3, Settlement::NotSent, Claim::Yours),
    ] {
        assert_eq!(claim(&mut book, &key("", seed), "Hello"), Claim::Yours);
        settle(&mut book, &key("", seed), &settlement);
        assert_eq!(claim(&mut book, &key("", seed), "Hello"), found);
    }
}

#[test]
fn a_row_lives_eight_days() {
    let mut book = Book::open(&Place::Memory).unwrap();
    claim(&mut book, &key("", 1), "Hello");
    age(&book, LIFETIME - 60);
    assert_eq!(claim(&mut book, &key("", 1), "Hello"), Claim::Unknown);
    age(&book, 60);
    assert_eq!(claim(&mut book, &key("", 1), "Hello"), Claim::Yours);
    assert_eq!(rows(&book), 1);
}

#[test]
fn the_bounds_hold_for_rows_that_were_there_at_the_start() {
    let folder = std::env::temp_dir().join(format!("ticket-note-book-{}", std::process::id()));
    let place = Place::File(folder);
    let Place::File(path) = &place else { unreachable!() };
    let mut book = Book::open(&place).unwrap();
    claim(&mut book, &key("zoë", 1), "Hello");
    let copies = "WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 20000)
        INSERT INTO attempt SELECT caller, randomblob(16), fingerprint, state, answer, at FROM attempt, more";
    book.connection.execute(copies, []).unwrap();
    drop(book);
    let mut book = Book::open(&place).unwrap();
    assert_eq!(claim(&mut book, &key("zoë", 2), "Hello"), Claim::TooMany);
    assert_eq!(claim(&mut book, &key("bob", 2), "Hello"), Claim::Yours);
    drop(book);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn time_goes_on_from_the_newest_row() {
    let mut book = Book::open(&Place::Memory).unwrap();
    let far = 99_999_999_999;
    book.time = LedgerTime::from(far);
    claim(&mut book, &key("", 1), "Hello");
    let newest: i64 = book.connection.query_row("SELECT max(at) FROM attempt", [], |row| row.get(0)).unwrap();
    assert!(newest >= far);
}
