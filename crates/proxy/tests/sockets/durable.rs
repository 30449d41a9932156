//! What the ledger holds, whatever becomes of the process.

use crate::support::{
    CANARY, Folder, NOTE, Program, Proxy, Reply, Request, Upstream, eventually, exchange, fresh_key, post,
};
use std::io::Write;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use std::{fs, thread};

/// A folder with a key, where a ledger can outlive its proxy.
fn home() -> Folder {
    Folder::new().with_key(CANARY)
}

fn program(home: &Folder, upstream: &Upstream) -> Program {
    let address = format!("http://{}", upstream.address);
    Program::new(&["--upstream", &address, "--anonymous"]).with(&[
        "--api-key-file",
        &home.file("key"),
        "--ledger",
        &home.file("ledger"),
    ])
}

/// Sends a post and does not wait for its answer.
fn begin(proxy: &Proxy, upstream: &Upstream, key: &str) -> TcpStream {
    let before = upstream.calls();
    let mut stream = TcpStream::connect(proxy.address).unwrap();
    stream.write_all(&post(key, NOTE).bytes(proxy.address)).unwrap();
    eventually("the vendor is called", || upstream.calls() > before);
    stream
}

/// A proxy that is killed while the vendor has the note; the vendor answers from then on.
fn is_killed_in_an_exchange(home: &Folder, upstream: &Upstream, key: &str) {
    let mut proxy = program(home, upstream).start();
    let _client = begin(&proxy, upstream, key);
    proxy.signal("KILL");
    proxy.wait();
    upstream.replies(Reply::success());
}

#[test]
fn a_done_attempt_is_done_after_a_restart() {
    let (home, upstream, key) = (home(), Upstream::new(Reply::success()), fresh_key());
    let proxy = program(&home, &upstream).start();
    proxy.post(&key, NOTE).is_saved();
    drop(proxy);
    let proxy = program(&home, &upstream).start();
    assert_eq!(proxy.post(&key, NOTE).is_saved().header("idempotency-replayed"), Some("true"));
    proxy.post(&key, &NOTE.replace("back", "again")).is(422, "key_reused", "no");
    assert_eq!(upstream.calls(), 1);
}

#[test]
fn an_attempt_that_was_in_flight_when_the_process_was_killed_is_unknown() {
    let (home, upstream, key) = (home(), Upstream::new(Reply::Silence), fresh_key());
    is_killed_in_an_exchange(&home, &upstream, &key);
    let proxy = program(&home, &upstream).start();
    proxy.post(&key, NOTE).is(502, "outcome_unknown", "unknown");
    assert_eq!(upstream.calls(), 1);
    proxy.post(&fresh_key(), NOTE).is_saved();
}

#[test]
fn a_second_process_on_the_ledger_does_not_start() {
    let (home, upstream) = (home(), Upstream::new(Reply::success()));
    let proxy = program(&home, &upstream).start();
    let (code, text) = program(&home, &upstream).fail();
    let line = format!("ticket-note-proxy: --ledger: {}: another process owns it\n", home.file("ledger"));
    assert_eq!((code, text), (1, line));
    proxy.post(&fresh_key(), NOTE).is_saved();
}

#[test]
fn a_file_that_is_not_a_ledger_is_left_alone() {
    let upstream = Upstream::new(Reply::success());
    let text = "Dear diary, today I was not a database. ".repeat(100);
    let home = home().with("ledger", &text);
    let (code, line) = program(&home, &upstream).fail();
    assert_eq!((code, line.contains("not a ledger of this version")), (2, true), "{line}");
    assert_eq!(fs::read_to_string(home.file("ledger")).unwrap(), text);
    let other = rusqlite::Connection::open(home.file("other")).unwrap();
    other.execute_batch("CREATE TABLE diary (day)").unwrap();
    drop(other);
    let (code, line) = program(&home, &upstream).with(&["--ledger", &home.file("other")]).fail();
    assert_eq!((code, line.contains("--ledger")), (2, true), "{line}");
}

#[test]
fn a_ledger_that_cannot_be_made_stops_the_start() {
    let (home, upstream) = (home(), Upstream::new(Reply::success()));
    let (code, line) = program(&home, &upstream).with(&["--ledger", "/nonexistent/ledger"]).fail();
    assert_eq!((code, line.lines().count(), line.contains("--ledger")), (2, 1, true), "{line}");
}

#[test]
fn the_ledger_is_for_its_owner_only_and_holds_no_text() {
    let (home, upstream) = (home(), Upstream::new(Reply::success()));
    let mut proxy = program(&home, &upstream).start();
    proxy.post(&fresh_key(), NOTE).is_saved();
    proxy.signal("TERM");
    proxy.wait();
    let mode = fs::metadata(home.file("ledger")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    for entry in fs::read_dir(home.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(11).any(|part| part == b"Called back"), "{}", path.display());
    }
}

#[test]
fn a_full_disk_sends_nothing_and_says_so() {
    let (home, upstream, key) = (home(), Upstream::new(Reply::success()), fresh_key());
    let proxy = program(&home, &upstream).limited_to_kib(256).start();
    let mut last = proxy.post(&key, NOTE);
    let mut saved = 0;
    while last.status == 200 {
        saved += 1;
        assert!(saved < 10_000, "the disk never fills");
        last = proxy.post(&fresh_key(), NOTE);
    }
    last.is(503, "unavailable", "no");
    assert_eq!(upstream.calls(), saved);
    assert_eq!(proxy.get("/readyz").status, 503);
    assert_eq!(proxy.get("/healthz").status, 200);
    assert!(proxy.log().contains("the ledger cannot be written"), "{}", proxy.log());
}

#[test]
fn a_full_disk_does_not_keep_it_from_starting() {
    let (home, upstream, key) = (home(), Upstream::new(Reply::Silence), fresh_key());
    is_killed_in_an_exchange(&home, &upstream, &key);
    // What is there can be read, and nothing can be added to it.
    let proxy = program(&home, &upstream).limited_to_kib(1).start();
    assert_eq!(proxy.get("/readyz").status, 503);
    assert_eq!(proxy.get("/healthz").status, 200);
    proxy.post(&fresh_key(), NOTE).is(503, "unavailable", "no");
    // What was under way is unknown, though that cannot be written down.
    proxy.post(&key, NOTE).is(502, "outcome_unknown", "unknown");
    drop(proxy);
    let proxy = program(&home, &upstream).start();
    proxy.post(&key, NOTE).is(502, "outcome_unknown", "unknown");
    assert_eq!(upstream.calls(), 1);
    proxy.post(&fresh_key(), NOTE).is_saved();
}

#[test]
fn a_disk_too_full_for_a_new_ledger_may_have_room_later() {
    let (home, upstream) = (home(), Upstream::new(Reply::success()));
    let (code, line) = program(&home, &upstream).limited_to_kib(1).fail();
    assert_eq!((code, line.lines().count(), line.contains("--ledger")), (1, 1, true), "{line}");
}

#[test]
fn rows_that_have_lived_long_enough_are_cleared() {
    let (home, upstream, key) = (home(), Upstream::new(Reply::success()), fresh_key());
    let run = || {
        let mut proxy = program(&home, &upstream).start();
        let answer = proxy.post(&key, NOTE);
        proxy.signal("TERM");
        proxy.wait();
        answer
    };
    run().is_saved();
    let age = |days: i64| {
        let ledger = rusqlite::Connection::open(home.file("ledger")).unwrap();
        ledger.execute("UPDATE attempt SET at = at - ?1", [days * 86_400]).unwrap();
    };
    age(7);
    assert_eq!(run().is_saved().header("idempotency-replayed"), Some("true"));
    age(1);
    assert_eq!(run().is_saved().header("idempotency-replayed"), None);
    assert_eq!(upstream.calls(), 2);
}

#[test]
fn a_ledger_from_the_future_keeps_its_rows_when_the_clock_has_gone_back() {
    let (home, upstream, key) = (home(), Upstream::new(Reply::success()), fresh_key());
    let mut proxy = program(&home, &upstream).start();
    proxy.post(&key, NOTE).is_saved();
    proxy.signal("TERM");
    proxy.wait();
    let ledger = rusqlite::Connection::open(home.file("ledger")).unwrap();
    ledger.execute("UPDATE attempt SET at = at + 86400 * 365", []).unwrap();
    drop(ledger);
    let proxy = program(&home, &upstream).start();
    assert_eq!(proxy.post(&key, NOTE).is_saved().header("idempotency-replayed"), Some("true"));
    proxy.post(&fresh_key(), NOTE).is_saved();
}

#[test]
fn a_caller_has_room_for_so_many_attempts_and_others_have_theirs() {
    let (home, upstream) = (home(), Upstream::new(Reply::success()));
    let signed_in = || {
        let address = format!("http://{}", upstream.address);
        Program::new(&["--upstream", &address, "--user-header", "x-agent"])
            .with(&["--api-key-file", &home.file("key"), "--ledger", &home.file("ledger")])
            .start()
    };
    let post_by = |proxy: &Proxy, agent: &str| proxy.send(&post(&fresh_key(), NOTE).header("x-agent", agent));
    let mut proxy = signed_in();
    post_by(&proxy, "7").is_saved();
    proxy.signal("TERM");
    proxy.wait();
    let ledger = rusqlite::Connection::open(home.file("ledger")).unwrap();
    let copies = "WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 19999)
        INSERT INTO attempt SELECT caller, randomblob(16), fingerprint, state, answer, at FROM attempt, more";
    ledger.execute(copies, []).unwrap();
    drop(ledger);
    let proxy = signed_in();
    let answer = post_by(&proxy, "7");
    assert_eq!(answer.is(429, "rate_limited", "no").header("retry-after"), Some("300"));
    post_by(&proxy, "8").is_saved();
    assert_eq!(upstream.calls(), 2);
}

#[test]
fn too_many_exchanges_at_once_are_turned_away_and_not_sent() {
    let upstream = Upstream::new(Reply::success_after(Duration::from_secs(2)));
    let home = home();
    let proxy = program(&home, &upstream).with(&["--rate-limit", "1000"]).start();
    let arrivals: Vec<_> = (0..300)
        .map(|_| {
            let (address, request) = (proxy.address, post(&fresh_key(), NOTE).bytes(proxy.address));
            thread::spawn(move || exchange(address, &request).unwrap().verdict())
        })
        .collect();
    let answers: Vec<_> = arrivals.into_iter().map(|arrival| arrival.join().unwrap()).collect();
    let count = |status| answers.iter().filter(|answer| answer.0 == status).count();
    assert_eq!((count(200), count(503)), (256, 44));
    assert_eq!(upstream.calls(), 256);
}

#[test]
fn the_sandbox_keeps_its_ledger_where_it_is_told_to() {
    let (home, key) = (home(), fresh_key());
    for replayed in [None, Some("true")] {
        let proxy = Program::sandbox().with(&["--ledger", &home.file("ledger")]).start();
        let answer = proxy.send(&Request::clone(&post(&key, NOTE)));
        assert_eq!(answer.is_saved().header("idempotency-replayed"), replayed);
    }
}
