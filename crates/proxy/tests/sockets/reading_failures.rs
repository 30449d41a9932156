//! Reading a ticket that cannot be read: refusals, other responses, the pace, and the key.

use crate::reading::{note, options, ticket};
use crate::support::{CANARY, Folder, InProcess, Program, Reply, Upstream, eventually, fresh_key};
use jiff::tz::TimeZone;
use serde_json::Value;
use std::fs;
use std::time::{Duration, Instant};
use ticket_note_proxy::reading::ReadingOptions;

const TEXT: &str = "The customer called twice today";

fn add_unknown(proxy: &InProcess, ticket: u64) -> String {
    let key = fresh_key();
    proxy.post(&key, &note(ticket, TEXT)).is(502, "outcome_unknown", "unknown");
    key
}

/// Adds an attempt and repeats it, which reads its ticket if reading is on.
fn read(proxy: &InProcess, ticket: u64) {
    let key = add_unknown(proxy, ticket);
    proxy.retry(&key, &note(ticket, TEXT)).is(502, "outcome_unknown", "unknown");
}

#[test]
fn a_refused_key_turns_reading_off() {
    let upstream = Upstream::new(Reply::Close);
    let rest = Duration::from_secs(2);
    let proxy = InProcess::reading(upstream.address, ReadingOptions { rest, ..options(&[]) });
    upstream.set_ticket(Reply::http("401 Unauthorized", ""));
    let start = Instant::now();
    read(&proxy, 1);
    assert_eq!(upstream.readings().len(), 1);
    // The rest begins after `start`, so the second reading comes later than its length.
    eventually("tickets are read again", || {
        read(&proxy, 2);
        upstream.readings().len() == 2
    });
    assert!(start.elapsed() >= rest, "{:?}", start.elapsed());
}

#[test]
fn three_refused_tickets_turn_reading_off_with_one_warning() {
    let (upstream, folder) = (Upstream::new(Reply::Close), Folder::new().with_key(CANARY));
    let (address, key) = (format!("http://{}", upstream.address), folder.file("key"));
    let flags = ["--upstream", &address, "--anonymous", "--api-key-file", &key, "--read-ticket", "on"];
    let ledger = folder.file("ledger");
    let program = Program::new(&flags).with(&["--upstream-time-zone", "UTC", "--ledger", &ledger]);
    let proxy = program.start();
    upstream.set_ticket(Reply::http("403 Forbidden", CANARY));
    for ticket in [1, 1, 2, 3, 4, 5] {
        let key = fresh_key();
        proxy.post(&key, &note(ticket, TEXT)).is(502, "outcome_unknown", "unknown");
        proxy.retry(&key, &note(ticket, TEXT)).is(502, "outcome_unknown", "unknown");
    }
    eventually("the warning is logged", || proxy.log().contains("so no ticket is read meanwhile"));
    assert_eq!(upstream.readings().len(), 4);
    let log = proxy.log();
    assert_eq!(log.matches("so no ticket is read meanwhile").count(), 1, "{log}");
    assert!(log.contains("seconds=600") && !log.contains("cAnArY"), "{log}");
}

/// Returns an entry of at least this many bytes.
fn padding(bytes: usize) -> Value {
    serde_json::json!({"id": 1, "type": "note", "content": "x".repeat(bytes)})
}

#[test]
fn a_ticket_of_nearly_4_mib_is_read() {
    let upstream = Upstream::new(Reply::Close);
    let proxy = InProcess::reading(upstream.address, options(&[20]));
    upstream.set_ticket(ticket(7, &[padding(4 * 1024 * 1024 - 500)]));
    let key = add_unknown(&proxy, 7);
    eventually("the ticket is read", || proxy.status(&key)["ticket"] == "absent");
}

#[test]
fn another_failure_ends_reading_for_that_ticket_only() {
    for (case, reply) in [
        ("another type", Reply::http("200 OK", "<html>")),
        ("too large", ticket(7, &[padding(4 * 1024 * 1024)])),
        ("compressed", Reply::http("200 OK\r\ncontent-encoding: br", "{}")),
        ("404", Reply::http("404 Not Found", r#"{"status":"error"}"#)),
        ("429", Reply::http("429 Slow", "")),
        ("500", Reply::http("500 Error", "")),
        ("302", Reply::http("302 Found\r\nlocation: /api/v2/ticket/8", "")),
        ("another ticket", ticket(8, &[])),
        ("closed", Reply::Close),
    ] {
        let upstream = Upstream::new(Reply::Close);
        let proxy = InProcess::reading(upstream.address, options(&[20, 120]));
        ends_reading_for_its_ticket_only(&upstream, &proxy, reply, case);
    }
}

#[test]
fn a_ticket_without_a_response_ends_reading_for_it_only() {
    let upstream = Upstream::new(Reply::Close);
    // The second time is after the time limit of the first reading.
    let proxy = InProcess::reading_within(Duration::from_secs(2), upstream.address, options(&[20, 3000]));
    ends_reading_for_its_ticket_only(&upstream, &proxy, Reply::Silence, "silent");
}

/// Asserts that after this reply the ticket is not read a second time, and that another ticket is.
#[track_caller]
fn ends_reading_for_its_ticket_only(upstream: &Upstream, proxy: &InProcess, reply: Reply, case: &str) {
    let readings = |ticket: u64| {
        let path = format!("GET /api/v2/ticket/{ticket}?");
        upstream.readings().iter().filter(|reading| reading.starts_with(&path)).count()
    };
    upstream.set_ticket(reply);
    let key = add_unknown(proxy, 7);
    eventually("the ticket is read", || readings(7) > 0);
    upstream.set_ticket(ticket(9, &[]));
    let other = add_unknown(proxy, 9);
    // The other attempt is later at each of the times, so by then the first one is past its last time.
    eventually("another ticket is read twice", || readings(9) == 2);
    eventually("another ticket has no note", || proxy.status(&other)["ticket"] == "absent");
    assert_eq!(readings(7), 1, "{case}");
    let status = proxy.status(&key);
    assert_eq!((&status["status"], status.get("ticket")), (&"unknown".into(), None), "{case}");
}

#[test]
fn the_times_of_the_readings_are_those_of_the_specification() {
    let options = ReadingOptions::new(TimeZone::UTC);
    assert_eq!(options.times, [3, 10, 30, 120].map(Duration::from_secs));
    let limits = [options.pause, options.interval, options.rest];
    assert_eq!(limits, [5000, 200, 600_000].map(Duration::from_millis));
}

#[test]
fn the_ticket_is_read_at_each_time_until_it_has_the_note() {
    let upstream = Upstream::new(Reply::Close);
    let proxy = InProcess::reading(upstream.address, options(&[50, 100, 150, 200]));
    upstream.set_ticket(ticket(7, &[]));
    let key = add_unknown(&proxy, 7);
    eventually("every reading is done", || upstream.readings().len() == 4);
    assert_eq!(proxy.status(&key)["status"], "unknown");
}

#[test]
fn an_attempt_that_arrives_again_is_read_once_in_5_seconds() {
    let upstream = Upstream::new(Reply::Close);
    let pause = Duration::from_secs(5);
    let proxy = InProcess::reading(upstream.address, ReadingOptions { pause, ..options(&[]) });
    upstream.set_ticket(ticket(7, &[]));
    let (key, start) = (add_unknown(&proxy, 7), Instant::now());
    while upstream.readings().len() < 2 {
        proxy.post(&key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
        assert!(start.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(start.elapsed() >= Duration::from_secs(4), "{:?}", start.elapsed());
}

#[test]
fn tickets_are_read_one_after_the_other() {
    let upstream = Upstream::new(Reply::Close);
    let interval = Duration::from_millis(200);
    let proxy = InProcess::reading(upstream.address, ReadingOptions { interval, ..options(&[10]) });
    let start = Instant::now();
    for number in 1..6 {
        upstream.set_ticket(ticket(number, &[]));
        add_unknown(&proxy, number);
    }
    eventually("every ticket is read", || upstream.readings().len() == 5);
    assert!(start.elapsed() >= interval * 4, "{:?}", start.elapsed());
}

#[test]
fn a_key_for_reading_is_used_for_reading_only() {
    let folder = Folder::new().with("read-key", "read-cAnArY-key\n").with_key("add-cAnArY-key");
    let upstream = Upstream::new(Reply::Close);
    let (address, key) = (format!("http://{}", upstream.address), folder.file("key"));
    let (read_key, ledger) = (folder.file("read-key"), folder.file("ledger"));
    let flags = ["--upstream", &address, "--anonymous", "--api-key-file", &key, "--ledger", &ledger];
    let reads = ["--read-ticket", "on", "--upstream-time-zone", "UTC", "--read-key-file", &read_key];
    let proxy = Program::new(&flags).with(&reads).env("RUST_LOG", "trace").start();
    upstream.set_ticket(Reply::http("302 Found\r\nlocation: /?apiKey=read-cAnArY-key", "read-cAnArY-key"));
    let read = || {
        let (key, note) = (fresh_key(), note(7, TEXT));
        let responses = [proxy.post(&key, &note), proxy.retry(&key, &note)];
        responses.map(|response| response.is(502, "outcome_unknown", "unknown").text())
    };
    let mut answers = read().to_vec();
    assert!(upstream.requests()[0].starts_with("POST /api/v2/message?apiKey=add-cAnArY-key "));
    assert!(upstream.readings()[0].starts_with("GET /api/v2/ticket/7?apiKey=read-cAnArY-key "));
    fs::write(&read_key, "new-cAnArY-key").unwrap();
    proxy.signal("HUP");
    eventually("the key is reloaded", || {
        proxy.log().contains("reloaded part=\"API key for reading tickets\"")
    });
    answers.extend(read());
    // On a slow machine, the proxy also reads the ticket of the first attempt in the background.
    let last = upstream.readings().pop().unwrap();
    assert!(last.starts_with("GET /api/v2/ticket/7?apiKey=new-cAnArY-key "), "{last}");
    let is_to_api = |request: &String| request.split(' ').nth(1).unwrap().starts_with("/api/v2/");
    assert!(upstream.requests().iter().all(is_to_api), "no redirect is followed");
    eventually("both keys that others can read are warned of", || {
        proxy.log().contains("can read the key file for reading tickets")
    });
    let output = answers.join("") + &proxy.log();
    assert!(!output.contains("cAnArY"), "{output}");
}

#[test]
fn a_ticket_that_cannot_be_read_leaves_the_attempt_unknown() {
    for fault in ["ticket_forbidden", "ticket_html"] {
        let flags = ["--read-ticket", "on", "--upstream-time-zone", "UTC"];
        let proxy = Program::sandbox().with(&flags).start();
        proxy.set_behaviour(&format!(r#"{{"fault":"{fault}"}}"#));
        let key = fresh_key();
        proxy.post(&key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
        proxy.retry(&key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
        let status = proxy.get(&format!("/api/ticket-note/attempts/{}", key.trim_matches('"'))).json();
        assert_eq!((&status["status"], status.get("ticket")), (&"unknown".into(), None), "{fault}");
        assert_eq!(proxy.notes().len(), 1);
    }
}
