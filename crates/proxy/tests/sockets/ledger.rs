//! The ledger: its rows after a restart, a kill and a clock that is set back.

use crate::support::{
    CANARY, Folder, NOTE, Program, Proxy, Reply, Upstream, eventually, fresh_key, post, send_raw,
};
use std::io::Write;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use std::{fs, thread};

/// Creates a folder with a key, where the ledger outlives its proxy.
pub(super) fn folder_with_key() -> Folder {
    Folder::new().with_key(CANARY)
}

pub(super) fn program(folder: &Folder, upstream: &Upstream) -> Program {
    let address = format!("http://{}", upstream.address);
    Program::new(&["--upstream", &address, "--anonymous"]).with(&[
        "--api-key-file",
        &folder.file("key"),
        "--ledger",
        &folder.file("ledger"),
    ])
}

/// Sends a note and waits until the upstream has received it, but not for the response.
pub(super) fn start_request(proxy: &Proxy, upstream: &Upstream, key: &str) -> TcpStream {
    let before = upstream.calls();
    let mut stream = TcpStream::connect(proxy.address).unwrap();
    stream.write_all(&post(key, NOTE).bytes(proxy.address)).unwrap();
    eventually("the upstream is called", || upstream.calls() > before);
    stream
}

/// Kills a proxy while the upstream holds its note. Later requests to the upstream succeed.
pub(super) fn kill_during_the_upstream_request(folder: &Folder, upstream: &Upstream, key: &str) {
    let mut proxy = program(folder, upstream).start();
    let _client = start_request(&proxy, upstream, key);
    proxy.signal("KILL");
    proxy.wait();
    upstream.set_reply(Reply::success());
}

#[test]
fn a_saved_attempt_is_replayed_after_a_restart() {
    let (folder, upstream, key) = (folder_with_key(), Upstream::new(Reply::success()), fresh_key());
    let proxy = program(&folder, &upstream).start();
    proxy.post(&key, NOTE).is_saved();
    drop(proxy);
    let proxy = program(&folder, &upstream).start();
    assert_eq!(proxy.post(&key, NOTE).is_saved().header("idempotency-replayed"), Some("true"));
    proxy.post(&key, &NOTE.replace("back", "again")).is(422, "key_reused", "no");
    assert_eq!(upstream.calls(), 1);
}

#[test]
fn an_attempt_in_flight_at_a_kill_becomes_unknown() {
    let (folder, upstream, key) = (folder_with_key(), Upstream::new(Reply::Silence), fresh_key());
    kill_during_the_upstream_request(&folder, &upstream, &key);
    let proxy = program(&folder, &upstream).start();
    proxy.post(&key, NOTE).is(502, "outcome_unknown", "unknown");
    assert_eq!(upstream.calls(), 1);
    proxy.post(&fresh_key(), NOTE).is_saved();
}

#[test]
fn a_second_process_on_one_ledger_does_not_start() {
    let (folder, upstream) = (folder_with_key(), Upstream::new(Reply::success()));
    let proxy = program(&folder, &upstream).start();
    let (code, text) = program(&folder, &upstream).fail();
    let line = format!(
        "ticket-note-proxy: --ledger: {}: another process owns it; stop that process, or choose another file\n",
        folder.file("ledger")
    );
    assert_eq!((code, text), (1, line));
    proxy.post(&fresh_key(), NOTE).is_saved();
}

#[test]
fn a_file_that_is_not_a_ledger_is_not_changed() {
    let upstream = Upstream::new(Reply::success());
    let text = "This file is not a database. ".repeat(100);
    let folder = folder_with_key().with("ledger", &text);
    let (code, line) = program(&folder, &upstream).fail();
    assert_eq!((code, line.contains("not a ledger of this version")), (2, true), "{line}");
    assert_eq!(fs::read_to_string(folder.file("ledger")).unwrap(), text);
    let other = rusqlite::Connection::open(folder.file("other")).unwrap();
    other.execute_batch("CREATE TABLE other (id)").unwrap();
    drop(other);
    let (code, line) = program(&folder, &upstream).with(&["--ledger", &folder.file("other")]).fail();
    assert_eq!((code, line.contains("--ledger")), (2, true), "{line}");
}

#[test]
fn a_ledger_that_cannot_be_created_stops_the_start() {
    let (folder, upstream) = (folder_with_key(), Upstream::new(Reply::success()));
    let (code, line) = program(&folder, &upstream).with(&["--ledger", "/nonexistent/ledger"]).fail();
    assert_eq!((code, line.lines().count(), line.contains("--ledger")), (2, 1, true), "{line}");
}

#[test]
fn the_ledger_is_readable_by_its_owner_and_holds_no_text() {
    let (folder, upstream) = (folder_with_key(), Upstream::new(Reply::success()));
    let mut proxy = program(&folder, &upstream).start();
    proxy.post(&fresh_key(), NOTE).is_saved();
    proxy.signal("TERM");
    proxy.wait();
    let mode = fs::metadata(folder.file("ledger")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(11).any(|part| part == b"Called back"), "{}", path.display());
    }
}

#[test]
fn rows_are_deleted_after_8_days() {
    let (folder, upstream, key) = (folder_with_key(), Upstream::new(Reply::success()), fresh_key());
    let run = || {
        let mut proxy = program(&folder, &upstream).start();
        let response = proxy.post(&key, NOTE);
        proxy.signal("TERM");
        proxy.wait();
        response
    };
    run().is_saved();
    let age_rows = |days: i64| {
        let ledger = rusqlite::Connection::open(folder.file("ledger")).unwrap();
        ledger.execute("UPDATE attempt SET at = at - ?1", [days * 86_400]).unwrap();
    };
    age_rows(7);
    assert_eq!(run().is_saved().header("idempotency-replayed"), Some("true"));
    age_rows(1);
    assert_eq!(run().is_saved().header("idempotency-replayed"), None);
    assert_eq!(upstream.calls(), 2);
}

#[test]
fn rows_from_the_future_survive_a_clock_set_back() {
    let (folder, upstream, key) = (folder_with_key(), Upstream::new(Reply::success()), fresh_key());
    let mut proxy = program(&folder, &upstream).start();
    proxy.post(&key, NOTE).is_saved();
    proxy.signal("TERM");
    proxy.wait();
    let ledger = rusqlite::Connection::open(folder.file("ledger")).unwrap();
    ledger.execute("UPDATE attempt SET at = at + 86400 * 365", []).unwrap();
    drop(ledger);
    let proxy = program(&folder, &upstream).start();
    assert_eq!(proxy.post(&key, NOTE).is_saved().header("idempotency-replayed"), Some("true"));
    proxy.post(&fresh_key(), NOTE).is_saved();
}

#[test]
fn the_row_limit_of_one_caller_does_not_affect_another() {
    let (folder, upstream) = (folder_with_key(), Upstream::new(Reply::success()));
    let authenticated = || {
        let address = format!("http://{}", upstream.address);
        Program::new(&["--upstream", &address, "--user-header", "x-agent"])
            .with(&["--api-key-file", &folder.file("key"), "--ledger", &folder.file("ledger")])
            .start()
    };
    let post_by = |proxy: &Proxy, agent: &str| proxy.send(&post(&fresh_key(), NOTE).header("x-agent", agent));
    let mut proxy = authenticated();
    post_by(&proxy, "7").is_saved();
    proxy.signal("TERM");
    proxy.wait();
    let ledger = rusqlite::Connection::open(folder.file("ledger")).unwrap();
    let copies = "WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 19999)
        INSERT INTO attempt (caller, id, fingerprint, state, answer, at)
        SELECT caller, randomblob(16), fingerprint, state, answer, at FROM attempt, more";
    ledger.execute(copies, []).unwrap();
    drop(ledger);
    let proxy = authenticated();
    let response = post_by(&proxy, "7");
    assert_eq!(response.is(429, "rate_limited", "no").header("retry-after"), Some("300"));
    post_by(&proxy, "8").is_saved();
    assert_eq!(upstream.calls(), 2);
}

#[test]
fn requests_over_the_concurrency_limit_are_not_sent() {
    let upstream = Upstream::new(Reply::success_after(Duration::from_secs(6)));
    let folder = folder_with_key();
    let proxy = program(&folder, &upstream).with(&["--rate-limit", "1000"]).start();
    let senders: Vec<_> = (0..300)
        .map(|_| {
            let (address, request) = (proxy.address, post(&fresh_key(), NOTE).bytes(proxy.address));
            thread::spawn(move || send_raw(address, &request).unwrap().outcome())
        })
        .collect();
    let outcomes: Vec<_> = senders.into_iter().map(|sender| sender.join().unwrap()).collect();
    let count = |status| outcomes.iter().filter(|outcome| outcome.0 == status).count();
    assert_eq!((count(200), count(503)), (256, 44));
    assert_eq!(upstream.calls(), 256);
}

#[test]
fn the_sandbox_uses_the_ledger_file_that_is_set() {
    let (folder, key) = (folder_with_key(), fresh_key());
    for replayed in [None, Some("true")] {
        let proxy = Program::sandbox().with(&["--ledger", &folder.file("ledger")]).start();
        let response = proxy.send(&post(&key, NOTE));
        assert_eq!(response.is_saved().header("idempotency-replayed"), replayed);
    }
}
