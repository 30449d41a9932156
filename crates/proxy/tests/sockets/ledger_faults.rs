//! Faults of the ledger file: a full disk, damage, and a file that is no longer there.

use crate::ledger::{folder_with_key, kill_during_the_upstream_request, program, start_request};
use crate::support::{NOTE, Reply, Upstream, eventually, fresh_key};
use std::fs;
use std::time::Duration;

#[test]
fn on_a_full_disk_notes_get_503_and_are_not_sent() {
    let (folder, upstream, key) = (folder_with_key(), Upstream::new(Reply::success()), fresh_key());
    let proxy = program(&folder, &upstream).limited_to_kib(256).start();
    let mut last = proxy.post(&key, NOTE);
    let mut saved = 0;
    while last.status == 200 {
        saved += 1;
        assert!(saved < 10_000, "the limit is never reached");
        last = proxy.post(&fresh_key(), NOTE);
    }
    last.is(503, "unavailable", "no");
    assert_eq!(upstream.calls(), saved);
    // There may be space for a few probes, which are smaller than a row (section 9.4).
    eventually("the proxy is not ready", || proxy.get("/readyz").status == 503);
    assert_eq!(proxy.get("/healthz").status, 200);
    eventually("the failure is logged", || proxy.log().contains("the ledger cannot be written"));
}

#[test]
fn an_outcome_that_a_full_disk_does_not_take_is_recorded_later() {
    let (folder, key) = (folder_with_key(), fresh_key());
    let upstream = Upstream::new(Reply::success_after(Duration::from_secs(1)));
    let proxy = program(&folder, &upstream).start();
    let client = start_request(&proxy, &upstream, &key);
    proxy.limit_to_kib(Some(1));
    eventually("the outcome is kept", || proxy.log().contains("the outcome is kept"));
    drop(client);
    // The exchange has not ended, so the retry gets its outcome.
    assert_eq!(proxy.post(&key, NOTE).is_saved().header("idempotency-replayed"), None);
    proxy.limit_to_kib(None);
    let is_replayed = || proxy.post(&key, NOTE).is_saved().header("idempotency-replayed") == Some("true");
    eventually("the outcome is recorded", is_replayed);
    drop(proxy);
    let proxy = program(&folder, &upstream).start();
    proxy.post(&key, NOTE).is_saved();
    assert_eq!(upstream.calls(), 1);
}

#[test]
fn the_proxy_starts_on_a_full_disk() {
    let (folder, upstream, key) = (folder_with_key(), Upstream::new(Reply::Silence), fresh_key());
    kill_during_the_upstream_request(&folder, &upstream, &key);
    // At this limit the existing rows can be read, but no row can be added.
    let proxy = program(&folder, &upstream).limited_to_kib(1).start();
    assert_eq!(proxy.get("/readyz").status, 503);
    assert_eq!(proxy.get("/healthz").status, 200);
    proxy.post(&fresh_key(), NOTE).is(503, "unavailable", "no");
    // The attempt in flight is unknown, even though that state cannot be written.
    proxy.post(&key, NOTE).is(502, "outcome_unknown", "unknown");
    drop(proxy);
    let proxy = program(&folder, &upstream).start();
    proxy.post(&key, NOTE).is(502, "outcome_unknown", "unknown");
    assert_eq!(upstream.calls(), 1);
    proxy.post(&fresh_key(), NOTE).is_saved();
}

#[test]
fn no_room_for_a_new_ledger_is_exit_code_1() {
    let (folder, upstream) = (folder_with_key(), Upstream::new(Reply::success()));
    let (code, line) = program(&folder, &upstream).limited_to_kib(1).fail();
    assert_eq!((code, line.lines().count(), line.contains("--ledger")), (1, 1, true), "{line}");
}

#[test]
fn a_damaged_ledger_is_named_at_the_start_and_by_check() {
    const PAGE: usize = 4096;
    let (folder, upstream) = (folder_with_key(), Upstream::new(Reply::success()));
    let proxy = program(&folder, &upstream).start();
    for _ in 0..50 {
        proxy.post(&fresh_key(), NOTE).is_saved();
    }
    drop(proxy);
    // Moves the write-ahead log into the file.
    let database = rusqlite::Connection::open(folder.file("ledger")).unwrap();
    database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(database);
    let sound = fs::read(folder.file("ledger")).unwrap();
    for page in 1..sound.len() / PAGE {
        let mut damaged = sound.clone();
        damaged[page * PAGE..(page + 1) * PAGE].fill(0);
        fs::write(folder.file("ledger"), damaged).unwrap();
        let (code, line) = program(&folder, &upstream).with(&["--check"]).fail();
        assert_eq!(
            (code, line.contains("it is damaged; restore a backup")),
            (2, true),
            "page {page}: {line}"
        );
    }
    let (code, line) = program(&folder, &upstream).fail();
    assert_eq!((code, line.contains("it is damaged; restore a backup")), (2, true), "{line}");
}

#[test]
fn without_its_ledger_file_a_proxy_sends_no_new_note() {
    for is_replaced in [false, true] {
        let (folder, upstream, key) = (folder_with_key(), Upstream::new(Reply::success()), fresh_key());
        let proxy = program(&folder, &upstream).start();
        proxy.post(&key, NOTE).is_saved();
        fs::rename(folder.file("ledger"), folder.file("kept")).unwrap();
        if is_replaced {
            fs::write(folder.file("ledger"), "").unwrap();
        }
        proxy.post(&fresh_key(), NOTE).is(503, "unavailable", "no");
        // What the ledger has is still known.
        proxy.post(&key, NOTE).is_saved();
        assert_eq!(upstream.calls(), 1);
        assert_eq!(proxy.get("/readyz").status, 503);
        eventually("the cause is logged", || proxy.log().contains("was moved, deleted or replaced"));
        fs::rename(folder.file("kept"), folder.file("ledger")).unwrap();
        eventually("the proxy is ready", || proxy.get("/readyz").status == 200);
        proxy.post(&fresh_key(), NOTE).is_saved();
    }
}
