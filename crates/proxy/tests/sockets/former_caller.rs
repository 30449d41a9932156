//! Attempts that an earlier version recorded under the login, and the opaque caller of responses.

use crate::reading::{TEXT, ZONE, entry, note, ticket};
use crate::support::{Folder, NOTE, Program, Proxy, Reply, Upstream, fresh_key, get, post};
use rusqlite::Connection;
use serde_json::json;

fn start(folder: &Folder) -> Proxy {
    let (ledger, users) = (folder.file("ledger"), folder.file("users"));
    Program::sandbox().with(&["--user-header", "X-Agent", "--users", &users, "--ledger", &ledger]).start()
}

fn folder() -> Folder {
    Folder::new().with("users", "zoe 7\nbob 8\n7 9\n")
}

/// Adds a note as `zoe`, and changes its row to the caller that an earlier version recorded.
fn add_under_the_login(folder: &Folder, key: &str) {
    let proxy = start(folder);
    proxy.send(&post(key, NOTE).header("x-agent", "zoe")).is_saved();
    drop(proxy);
    let ledger = Connection::open(folder.file("ledger")).unwrap();
    assert_eq!(ledger.execute("UPDATE attempt SET caller = 'zoe' WHERE caller = '7'", []).unwrap(), 1);
}

#[test]
fn an_attempt_recorded_under_the_login_is_found() {
    let (folder, key) = (folder(), fresh_key());
    add_under_the_login(&folder, &key);
    let proxy = start(&folder);
    let retry = proxy.send(&post(&key, NOTE).header("x-agent", "zoe"));
    assert_eq!(retry.is_saved().header("idempotency-replayed"), Some("true"));
    let id = key.trim_matches('"');
    let status = |agent: &str| {
        proxy.send(&get(&format!("/api/ticket-note/attempts/{id}")).header("x-agent", agent)).json()
    };
    assert_eq!(status("zoe")["status"], "saved");
    assert_eq!(status("bob")["code"], "not_found");
    assert_eq!(proxy.notes().len(), 0);
    let other = NOTE.replace("Called", "Calls");
    proxy.send(&post(&key, &other).header("x-agent", "zoe")).is(422, "key_reused", "no");
}

#[test]
fn the_ticket_settles_an_attempt_recorded_under_the_login() {
    let upstream = Upstream::new(Reply::Close);
    let (folder, key) = (Folder::new().with("users", "zoe 254\n").with_key("k-1234"), fresh_key());
    let (address, users) = (format!("http://{}", upstream.address), folder.file("users"));
    let (key_file, ledger) = (folder.file("key"), folder.file("ledger"));
    let start = |reads: &str| {
        let files = ["--users", &users, "--api-key-file", &key_file, "--ledger", &ledger];
        let reading = ["--read-ticket", reads, "--upstream-time-zone", ZONE];
        Program::new(&["--upstream", &address, "--user-header", "X-Agent"])
            .with(&files)
            .with(&reading)
            .start()
    };
    let send = |proxy: &Proxy| proxy.send(&post(&key, &note(7, TEXT)).header("x-agent", "zoe"));
    send(&start("off")).is(502, "outcome_unknown", "unknown");
    let rows = Connection::open(&ledger).unwrap();
    assert_eq!(rows.execute("UPDATE attempt SET caller = 'zoe' WHERE caller = '254'", []).unwrap(), 1);
    drop(rows);
    upstream.set_ticket(ticket(7, &[entry()]));
    let proxy = start("on");
    assert_eq!(send(&proxy).is_saved().header("idempotency-replayed"), Some("true"));
    let status = get(&format!("/api/ticket-note/attempts/{}", key.trim_matches('"')));
    assert_eq!(proxy.send(&status.header("x-agent", "zoe")).json()["status"], "saved");
    assert_eq!((upstream.readings().len(), upstream.calls()), (1, 2));
}

#[test]
fn a_login_that_is_a_number_does_not_find_the_rows_of_that_author() {
    let (folder, key) = (folder(), fresh_key());
    let proxy = start(&folder);
    proxy.send(&post(&key, NOTE).header("x-agent", "zoe")).is_saved();
    let id = key.trim_matches('"');
    let status = get(&format!("/api/ticket-note/attempts/{id}")).header("x-agent", "7");
    assert_eq!(proxy.send(&status).json()["code"], "not_found");
    let own = proxy.send(&post(&key, NOTE).header("x-agent", "7"));
    assert_eq!(own.is_saved().header("idempotency-replayed"), None);
    assert_eq!([&proxy.notes()[0]["userID"], &proxy.notes()[1]["userID"]], [7, 9]);
}

#[test]
fn a_retry_finds_the_row_of_a_login_that_is_a_number() {
    let (folder, key) = (folder(), fresh_key());
    let send = |proxy: &Proxy, body: &str| proxy.send(&post(&key, body).header("x-agent", "7"));
    let proxy = start(&folder);
    send(&proxy, NOTE).is_saved();
    drop(proxy);
    // An earlier version recorded the login, although it is the number of another author.
    let ledger = Connection::open(folder.file("ledger")).unwrap();
    assert_eq!(ledger.execute("UPDATE attempt SET caller = '7' WHERE caller = '9'", []).unwrap(), 1);
    drop(ledger);
    let proxy = start(&folder);
    assert_eq!(send(&proxy, NOTE).is_saved().header("idempotency-replayed"), Some("true"));
    assert_eq!(proxy.notes().len(), 0);
    // The row does not belong to author 7, and another note is not this attempt.
    proxy.send(&post(&key, NOTE).header("x-agent", "zoe")).is(422, "key_reused", "no");
    send(&proxy, &NOTE.replace("Called", "Calls")).is_saved();
    assert_eq!(proxy.notes().len(), 1);
}

#[test]
fn the_caller_of_responses_outlives_a_restart_and_hides_the_author() {
    let folder = folder();
    let caller = |agent: &str| {
        let proxy = start(&folder);
        let response = proxy.send(&post(&fresh_key(), NOTE).header("x-agent", agent)).json();
        response["caller"].as_str().unwrap().to_owned()
    };
    let first = caller("zoe");
    assert_eq!(first, caller("zoe"));
    assert_ne!(first, caller("bob"));
    let other = Folder::new().with("users", "zoe 7\n");
    let elsewhere = start(&other).send(&post(&fresh_key(), NOTE).header("x-agent", "zoe")).json();
    assert_ne!(elsewhere["caller"], json!(first));
}

#[test]
fn a_refusal_has_the_caller_and_an_anonymous_response_has_none() {
    let folder = folder();
    let proxy = start(&folder);
    let refused = proxy.send(&post(&fresh_key(), "{").header("x-agent", "zoe"));
    assert!(refused.is(400, "invalid_json", "no").json()["caller"].is_string());
    assert!(proxy.post(&fresh_key(), NOTE).is(401, "unauthenticated", "no").json().get("caller").is_none());
    let anonymous = Program::sandbox().start();
    assert!(anonymous.post(&fresh_key(), NOTE).is_saved().json().get("caller").is_none());
}
