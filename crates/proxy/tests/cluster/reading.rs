//! Reading tickets with several instances on one database.

use crate::sockets::{CANARY, Folder, Program, Proxy, Reply, Upstream, fresh_key};
use crate::support::{Postgres, attempt, claimed, open};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::thread;
use std::time::{Duration, Instant};
use ticket_note_core::wire::TicketFinding;
use ticket_note_proxy::evidence::{Decision, EntryId};
use ticket_note_proxy::ledger::{Claim, Finding, Ledger, RecordedState, Settlement};

const TEXT: &str = "The customer called twice today";
const PAUSE: Duration = Duration::from_secs(5);

async fn add(ledger: &Ledger, seed: u8, settlement: Settlement) {
    let attempt = attempt("", seed, TEXT);
    let claim = claimed(ledger.claim(&attempt).await.unwrap());
    ledger.settle(&attempt.key, claim, &settlement).await.unwrap();
}

fn entry(id: &str) -> EntryId {
    EntryId::stored(id.to_owned()).unwrap()
}

#[tokio::test]
async fn every_instance_sees_what_one_has_read() {
    let Some(postgres) = Postgres::start() else { return };
    let (first, second) = (open(&postgres, 5).await, open(&postgres, 5).await);
    add(&first, 1, Settlement::Unknown).await;
    let attempt = attempt("", 1, TEXT);
    let (key, mark) = (&attempt.key, attempt.mark.unwrap());
    let reading = first.start_reading(key, mark, PAUSE).await.unwrap().unwrap();
    assert!(reading.sent_at > 1_700_000_000 && (0..5).contains(&reading.age), "{reading:?}");
    assert_eq!(second.start_reading(key, mark, PAUSE).await.unwrap(), None, "within five seconds");
    assert!(second.start_reading(key, mark, Duration::ZERO).await.unwrap().is_some());
    assert_eq!(first.conclude(key, Decision::Absent).await.unwrap(), None);
    let state = second.state(key).await.unwrap();
    let Some(RecordedState::Unknown(Some(Finding { ticket, at }))) = state else { panic!("{state:?}") };
    assert_eq!((ticket, (0..5).contains(&(at - reading.sent_at))), (TicketFinding::Absent, true));
    let message = first.conclude(key, Decision::Found(entry("7"))).await.unwrap().unwrap();
    assert_eq!(second.claim(&attempt).await.unwrap(), Claim::Done(message.clone()));
    assert_eq!(second.start_reading(key, mark, Duration::ZERO).await.unwrap(), None);
    // A lost response of the database makes no difference.
    assert_eq!(first.conclude(key, Decision::Found(entry("7"))).await.unwrap(), Some(message));
}

#[tokio::test]
async fn one_entry_settles_one_attempt() {
    let Some(postgres) = Postgres::start() else { return };
    let ledgers = [open(&postgres, 5).await, open(&postgres, 5).await];
    for seed in 0..10 {
        add(&ledgers[0], seed, Settlement::Unknown).await;
    }
    let conclusions = (0..10_u8).map(|seed| {
        let ledger = ledgers[usize::from(seed) % 2].clone();
        let key = attempt("", seed, TEXT).key;
        tokio::spawn(async move { ledger.conclude(&key, Decision::Found(entry("7"))).await.unwrap() })
    });
    let (mut saved, conclusions): (_, Vec<_>) = (0, conclusions.collect());
    for conclusion in conclusions {
        saved += usize::from(conclusion.await.unwrap().is_some());
    }
    assert_eq!(saved, 1);
    assert_eq!(postgres.sql("SELECT count(*) FROM ticket_note_attempt WHERE state = 1"), "1");
    assert_eq!(postgres.sql("SELECT count(*) FROM ticket_note_attempt WHERE finding = 1"), "9");
}

#[tokio::test]
async fn attempts_that_may_have_an_entry_are_counted() {
    let Some(postgres) = Postgres::start() else { return };
    let ledger = open(&postgres, 5).await;
    let refusal = ticket_note_proxy::ledger::Refusal {
        code: ticket_note_core::wire::Code::UpstreamRefused,
        message: String::new(),
        retry_after: None,
    };
    add(&ledger, 1, Settlement::Done("Done.".to_owned())).await;
    add(&ledger, 2, Settlement::Unknown).await;
    add(&ledger, 3, Settlement::Refused(refusal)).await;
    claimed(ledger.claim(&attempt("", 4, TEXT)).await.unwrap());
    claimed(ledger.claim(&attempt("", 5, "Another text on this ticket")).await.unwrap());
    // An instance of the previous version writes no mark.
    claimed(ledger.claim(&attempt("", 6, "Any text")).await.unwrap());
    postgres.sql(
        "UPDATE ticket_note_attempt SET text_mark = NULL
        WHERE claimed_at = (SELECT max(claimed_at) FROM ticket_note_attempt)",
    );
    let seen = ledger.contenders(&attempt("", 2, TEXT)).await.unwrap();
    let mut older: Vec<_> = seen.iter().map(|contender| contender.is_older).collect();
    older.sort_unstable();
    // The saved one is older. The one in flight and the one without a mark are newer.
    assert_eq!(older, [false, false, true], "{seen:?}");
    assert_eq!(ledger.contenders(&attempt("", 5, "Another text on this ticket")).await.unwrap().len(), 1);
    postgres.sql(
        "UPDATE ticket_note_attempt SET claimed_at = claimed_at - interval '20 minutes'
        WHERE text_mark IS NULL",
    );
    assert_eq!(ledger.contenders(&attempt("", 2, TEXT)).await.unwrap().len(), 2);
    postgres.sql(
        "UPDATE ticket_note_attempt SET claimed_at = claimed_at - interval '38 hours'
        WHERE state = 1",
    );
    assert_eq!(ledger.contenders(&attempt("", 2, TEXT)).await.unwrap().len(), 1);
}

/// Returns the ticket 7 with a note of each text, as Omnidesk sends it.
fn ticket(texts: &[&str]) -> Reply {
    let time = TimeZone::UTC.to_datetime(Timestamp::now()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    let entry = |(id, text): (usize, &&str)| {
        let content = format!("<p>{text}</p>");
        serde_json::json!({"id": id, "type": "note", "user_id": 254, "content": content, "created_at": time})
    };
    let timeline: Vec<_> = texts.iter().enumerate().map(entry).collect();
    let body = serde_json::json!({"type": "item", "item": {"id": 7, "timeline": timeline}});
    Reply::http("200 OK", &body.to_string())
}

fn instance(postgres: &Postgres, folder: &Folder, upstream: &Upstream) -> Proxy {
    let (address, url, key) = (format!("http://{}", upstream.address), postgres.url(), folder.file("key"));
    Program::new(&["--upstream", &address, "--anonymous", "--api-key-file", &key, "--ledger", &url])
        .with(&["--read-ticket", "on", "--upstream-time-zone", "UTC", "--ledger-lease", "5"])
        .start()
}

/// The attempt of an instance that was killed is read when it arrives at another one.
#[test]
fn another_instance_reads_the_ticket_of_a_lost_response() {
    let Some(postgres) = Postgres::start() else { return };
    let (folder, upstream) = (Folder::new().with_key(CANARY), Upstream::new(Reply::Close));
    let start = || instance(&postgres, &folder, &upstream);
    let note = |text: &str| format!(r#"{{"ticketID":7,"type":"1","message":"{text}","userID":254}}"#);
    let status = |proxy: &Proxy, key: &str| {
        proxy.get(&format!("/api/ticket-note/attempts/{}", key.trim_matches('"'))).json()
    };
    let (first, second, key) = (start(), start(), fresh_key());
    first.post(&key, &note(TEXT)).is(502, "outcome_unknown", "unknown");
    drop(first);
    upstream.set_ticket(ticket(&[TEXT]));
    let retry = second.post(&key, &note(TEXT));
    assert_eq!(retry.is_saved().header("idempotency-replayed"), Some("true"));
    let third = start();
    assert_eq!(status(&third, &key)["status"], "saved");
    assert_eq!(third.post(&key, &note(TEXT)).is_saved().header("idempotency-replayed"), Some("true"));

    // The instance that sent the next note reads its ticket by itself. Another one reports the result.
    let (key, other) = (fresh_key(), "Another text on the same ticket");
    upstream.set_ticket(ticket(&[TEXT, other]));
    second.post(&key, &note(other)).is(502, "outcome_unknown", "unknown");
    let start = Instant::now();
    while status(&third, &key)["status"] != "saved" {
        assert!(start.elapsed() < Duration::from_secs(20), "{}", status(&third, &key));
        thread::sleep(Duration::from_millis(300));
    }
    let notes = upstream.requests().iter().filter(|request| request.starts_with("POST ")).count();
    assert_eq!((notes, upstream.readings().len()), (2, 2));
    assert_eq!(postgres.sql("SELECT count(DISTINCT entry) FROM ticket_note_attempt"), "2");
}
