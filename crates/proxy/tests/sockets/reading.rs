//! Reading the ticket of an attempt whose outcome is unknown: what settles it, and what does not.

use crate::support::{InProcess, Program, Proxy, Reply, Upstream, eventually, fresh_key, get};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use std::thread;
use std::time::{Duration, Instant};
use ticket_note_proxy::reading::ReadingOptions;

/// A time zone without summer time, so that no hour of the year is ambiguous.
pub(crate) const ZONE: &str = "Asia/Kathmandu";
pub(crate) const TEXT: &str = "The customer called <twice> today & will call again";
const AUTHOR: u64 = 254;

pub(crate) fn note(ticket: u64, text: &str) -> String {
    serde_json::json!({"ticketID": ticket, "type": "calllog", "message": text, "userID": AUTHOR}).to_string()
}

/// Reads at these times in milliseconds, and as often as it is asked to.
pub(crate) fn options(times: &[u64]) -> ReadingOptions {
    let times = times.iter().copied().map(Duration::from_millis).collect();
    let (pause, interval) = (Duration::ZERO, Duration::ZERO);
    ReadingOptions { times, pause, interval, ..ReadingOptions::new(TimeZone::get(ZONE).unwrap()) }
}

/// A time as Omnidesk writes it, this many seconds from now.
fn time(seconds: i64) -> String {
    let now = Timestamp::from_second(Timestamp::now().as_second() + seconds).unwrap();
    TimeZone::get(ZONE).unwrap().to_datetime(now).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

pub(crate) fn entry() -> Value {
    let content = "<p>The customer called &lt;twice&gt; today<br />\n&amp; will call again</p>";
    serde_json::json!({
        "id": "3143281", "type": "note", "user_id": AUTHOR, "content": content, "created_at": time(0),
        "ticket_id": 7, "channel_id": 0,
    })
}

/// Returns the entry with another value of a field.
fn with(field: &str, value: impl Into<Value>) -> Value {
    let mut entry = entry();
    entry[field] = value.into();
    entry
}

pub(crate) fn ticket(number: u64, entries: &[Value]) -> Reply {
    let event = serde_json::json!({"id": 4_090_647, "item_type": "assigned_group_id", "type": "event"});
    let entries: Vec<_> = std::iter::once(&event).chain(entries).collect();
    let body = serde_json::json!({"type": "item", "item": {"id": number, "timeline": entries}});
    Reply::http("200 OK\r\ncontent-type: application/json", &body.to_string())
}

/// Waits until the status of an attempt has a finding, and returns it.
fn finding(proxy: &InProcess, key: &str) -> String {
    eventually("the ticket is read", || !proxy.status(key)["ticket"].is_null());
    let status = proxy.status(key);
    assert_eq!(status["status"], "unknown");
    let time = status["ticketReadAt"].as_str().unwrap();
    assert_eq!((time.len(), &time[10..11], &time[19..]), (20, "T", "Z"), "{time}");
    status["ticket"].as_str().unwrap().to_owned()
}

fn status(proxy: &Proxy, key: &str) -> Value {
    proxy.get(&format!("/api/ticket-note/attempts/{}", key.trim_matches('"'))).json()
}

fn sandbox(fault: &str) -> Proxy {
    let flags = ["--read-ticket", "on", "--upstream-time-zone", "UTC"];
    let proxy = Program::sandbox().with(&flags).start();
    proxy.set_behaviour(&format!(r#"{{"fault":"{fault}"}}"#));
    proxy
}

#[test]
fn a_lost_response_becomes_saved_by_reading_the_ticket() {
    let (proxy, key, start) = (sandbox("reset_after"), fresh_key(), Instant::now());
    proxy.post(&key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
    let unread = status(&proxy, &key);
    // The ticket is read for the first time after 3 seconds. A slow machine may take longer to get here.
    if start.elapsed() < Duration::from_secs(3) {
        assert_eq!((&unread["status"], &unread["ticket"]), (&"unknown".into(), &Value::Null));
    }
    let line = "the note is in the ticket, so the attempt is saved";
    eventually("the attempt is saved", || proxy.log().contains(line));
    let saved = status(&proxy, &key);
    assert_eq!((&saved["status"], saved.get("ticket")), (&"saved".into(), None));
    assert_eq!(saved["message"], "The note is in the ticket.");
    proxy.retry(&key, &note(7, TEXT)).is_saved();
    assert_eq!(proxy.notes().len(), 1);
    let log = proxy.log();
    assert!(!log.contains("customer") && !log.contains("314328"), "{log}");
}

#[test]
fn a_retry_reads_the_ticket_at_once() {
    let (proxy, key) = (sandbox("reset_after"), fresh_key());
    proxy.post(&key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
    proxy.retry(&key, &note(7, TEXT)).is_saved();
    assert_eq!((status(&proxy, &key)["status"].as_str(), proxy.notes().len()), (Some("saved"), 1));
}

#[test]
fn a_note_that_did_not_arrive_is_absent() {
    let (proxy, key) = (sandbox("reset_before"), fresh_key());
    proxy.post(&key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
    proxy.retry(&key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
    assert_eq!(status(&proxy, &key)["ticket"], "absent");
}

#[test]
fn a_note_that_appears_later_is_found_later() {
    let (proxy, key, start) = (sandbox("ticket_late"), fresh_key(), Instant::now());
    proxy.post(&key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
    proxy.retry(&key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
    assert_eq!(status(&proxy, &key)["ticket"], "absent");
    while status(&proxy, &key)["status"] != "saved" {
        assert!(start.elapsed() < Duration::from_secs(60), "{}", status(&proxy, &key));
        thread::sleep(Duration::from_millis(200));
    }
    assert!(start.elapsed() >= Duration::from_secs(20));
}

#[test]
fn a_note_that_was_edited_stays_unknown() {
    let (proxy, key) = (sandbox("ticket_edited"), fresh_key());
    proxy.post(&key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
    proxy.retry(&key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
    assert_eq!(status(&proxy, &key)["ticket"], "absent");
}

#[test]
fn an_entry_that_fulfils_every_condition_is_evidence() {
    let upstream = Upstream::new(Reply::Close);
    let entries: [fn() -> Value; 4] =
        [entry, || with("id", 3_143_281), || with("user_id", "254"), || with("created_at", time(-290))];
    for entry in entries {
        let (proxy, key) = (InProcess::reading(upstream.address, options(&[50])), fresh_key());
        // The time of the entry is relative to that of the note, so the entry is made just before.
        let entry = entry();
        upstream.set_ticket(ticket(7, std::slice::from_ref(&entry)));
        proxy.post(&key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
        eventually(&format!("saved: {entry}"), || proxy.status(&key)["status"] == "saved");
    }
}

#[test]
fn an_entry_that_fails_a_condition_leaves_the_attempt_unknown() {
    let upstream = Upstream::new(Reply::Close);
    for (entry, text) in [
        (with("user_id", 255), TEXT),
        (with("user_id", Value::Null), TEXT),
        (with("created_at", time(-400)), TEXT),
        (with("created_at", time(3600)), TEXT),
        (with("created_at", Value::Null), TEXT),
        (with("id", Value::Null), TEXT),
        (with("content", "Too short a text"), "Too short a text"),
    ] {
        let (proxy, key) = (InProcess::reading(upstream.address, options(&[50])), fresh_key());
        upstream.set_ticket(ticket(7, std::slice::from_ref(&entry)));
        proxy.post(&key, &note(7, text)).is(502, "outcome_unknown", "unknown");
        assert_eq!(finding(&proxy, &key), "same_text", "{entry}");
        let answers = [proxy.status(&key).to_string(), proxy.post(&key, &note(7, text)).text()];
        for answer in answers {
            assert!(!answer.contains("3143281") && !answer.contains(&text[4..]), "{answer}");
        }
    }
    let without_author = note(7, TEXT).replace(",\"userID\":254", "");
    let (proxy, key) = (InProcess::reading(upstream.address, options(&[50])), fresh_key());
    upstream.set_ticket(ticket(7, &[entry()]));
    proxy.post(&key, &without_author).is(502, "outcome_unknown", "unknown");
    assert_eq!(finding(&proxy, &key), "same_text");
}

#[test]
fn an_entry_of_a_saved_attempt_is_no_evidence() {
    let upstream = Upstream::new(Reply::success());
    let proxy = InProcess::reading(upstream.address, options(&[50]));
    let [saved, lost, found] = [fresh_key(), fresh_key(), fresh_key()];
    proxy.post(&saved, &note(7, TEXT)).is_saved();
    upstream.set_reply(Reply::Close);
    upstream.set_ticket(ticket(7, &[entry()]));
    proxy.post(&lost, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
    assert_eq!(finding(&proxy, &lost), "same_text");
    // With a second entry there is one for each of the two, but not for a third attempt.
    upstream.set_ticket(ticket(7, &[entry(), with("id", 3_143_282)]));
    proxy.retry(&lost, &note(7, TEXT)).is_saved();
    proxy.post(&found, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
    assert_eq!(finding(&proxy, &found), "same_text");
}

#[test]
fn one_entry_does_not_settle_two_unknown_attempts() {
    let upstream = Upstream::new(Reply::Close);
    let proxy = InProcess::reading(upstream.address, options(&[]));
    let keys = [fresh_key(), fresh_key()];
    for key in &keys {
        proxy.post(key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
    }
    upstream.set_ticket(ticket(7, &[entry()]));
    for key in &keys {
        proxy.retry(key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
        assert_eq!(finding(&proxy, key), "same_text");
    }
    upstream.set_ticket(ticket(7, &[entry(), with("id", 3_143_282)]));
    for key in &keys {
        // A request can share the exchange of the earlier retry, which has not ended, and its response.
        eventually("the attempt is saved", || proxy.post(key, &note(7, TEXT)).status == 200);
    }
}

#[test]
fn an_unknown_attempt_is_found_after_a_restart() {
    let (upstream, folder) = (Upstream::new(Reply::Close), crate::support::Folder::new().with_key("k-1234"));
    let start = |reads: &str| {
        let address = format!("http://{}", upstream.address);
        let flags = ["--upstream", &address, "--anonymous", "--read-ticket", reads];
        let (key, ledger) = (folder.file("key"), folder.file("ledger"));
        let files = ["--upstream-time-zone", ZONE, "--api-key-file", &key, "--ledger", &ledger];
        Program::new(&flags).with(&files).start()
    };
    upstream.set_ticket(ticket(7, &[entry()]));
    let key = fresh_key();
    let proxy = start("off");
    for _ in 0..2 {
        proxy.post(&key, &note(7, TEXT)).is(502, "outcome_unknown", "unknown");
    }
    assert_eq!(upstream.readings().len(), 0);
    drop(proxy);
    start("on").post(&key, &note(7, TEXT)).is_saved();
    assert_eq!((upstream.readings().len(), upstream.calls()), (1, 2));
    let get = get("/api/v2/ticket/7?apiKey=k-1234").bytes(upstream.address);
    let line = String::from_utf8(get).unwrap().lines().next().unwrap().to_owned();
    assert!(upstream.readings()[0].starts_with(&line), "{:?}", upstream.readings());
}
