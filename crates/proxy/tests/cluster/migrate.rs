//! The command that moves the rows of an SQLite ledger to PostgreSQL.

use crate::sockets::{
    CANARY, Folder, NOTE, Program, Proxy, Reply, Response, Upstream, eventually, fresh_key, get, post,
    send_raw,
};
use crate::support::Postgres;
use std::thread;

struct Setup {
    folder: Folder,
    upstream: Upstream,
}

impl Setup {
    fn new() -> Self {
        Self {
            folder: Folder::new().with_key(CANARY).with("users", "zoe 254\n"),
            upstream: Upstream::new(Reply::success()),
        }
    }

    fn start(&self, ledger: &str) -> Proxy {
        let upstream = format!("http://{}", self.upstream.address);
        Program::new(&["--upstream", &upstream, "--api-key-file", &self.folder.file("key"), "--anonymous"])
            .with(&["--rate-limit", "10000", "--ledger", ledger])
            .start()
    }

    /// Starts a proxy whose callers are users.
    fn start_with_users(&self, ledger: &str) -> Proxy {
        let upstream = format!("http://{}", self.upstream.address);
        Program::new(&["--upstream", &upstream, "--api-key-file", &self.folder.file("key")])
            .with(&["--user-header", "X-Agent", "--users", &self.folder.file("users"), "--ledger", ledger])
            .start()
    }

    fn migrate(&self, url: &str) -> (i32, String) {
        Program::bare(&["migrate-ledger", &self.folder.file("ledger"), url]).fail()
    }
}

#[test]
fn every_row_moves_and_is_replayed_from_the_database() {
    let Some(postgres) = Postgres::start() else { return };
    let setup = Setup::new();
    let keys: Vec<_> = (0..20).map(|_| fresh_key()).collect();
    let (cut_off, mut proxy) = (fresh_key(), setup.start(&setup.folder.file("ledger")));
    for key in &keys {
        proxy.post(key, NOTE).is_saved();
    }
    setup.upstream.set_reply(Reply::Silence);
    let request = post(&cut_off, NOTE).bytes(proxy.address);
    let sender = {
        let address = proxy.address;
        thread::spawn(move || send_raw(address, &request))
    };
    eventually("the note is sent", || setup.upstream.calls() > keys.len());
    let (code, line) = setup.migrate(&postgres.url());
    assert_eq!((code, line.contains("another process owns it")), (1, true), "{line}");
    proxy.signal("KILL");
    proxy.wait();
    assert!(sender.join().unwrap().is_none());

    // More rows than one statement moves.
    let ledger = rusqlite::Connection::open(setup.folder.file("ledger")).unwrap();
    let copies = "WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 60)
        INSERT INTO attempt (caller, id, fingerprint, state, answer, at, ticket, unknown_at, text_mark, entry)
        SELECT caller, randomblob(16), fingerprint, state, answer, at, ticket, unknown_at, zeroblob(32),
            CASE WHEN n = 1 THEN hex(id) END
        FROM attempt, more WHERE state = 1";
    ledger.execute(copies, []).unwrap();
    drop(ledger);
    assert_eq!(setup.migrate(&postgres.url()), (0, String::new()));
    assert!(!setup.folder.path().join("ledger").exists());
    assert!(setup.folder.path().join("ledger.moved").exists());
    let proxy = setup.start(&postgres.url());
    for key in keys.iter().step_by(5) {
        assert_eq!(proxy.post(key, NOTE).is_saved().header("idempotency-replayed"), Some("true"));
    }
    proxy.post(&cut_off, NOTE).is(502, "outcome_unknown", "unknown");
    assert_eq!(setup.upstream.calls(), keys.len() + 1);
    let rows = "SELECT count(*), count(DISTINCT id), min(ticket), count(unknown_at) FROM ticket_note_attempt";
    assert_eq!(postgres.sql(rows), "1221|1221|858462|1");
    let marked = "SELECT count(text_mark), count(DISTINCT entry) FROM ticket_note_attempt";
    assert_eq!(postgres.sql(marked), "1200|20");
}

#[test]
fn a_move_can_be_repeated() {
    let Some(postgres) = Postgres::start() else { return };
    let setup = Setup::new();
    let key = fresh_key();
    setup.start(&setup.folder.file("ledger")).post(&key, NOTE).is_saved();
    assert_eq!(setup.migrate(&postgres.url()), (0, String::new()));
    std::fs::rename(setup.folder.file("ledger.moved"), setup.folder.file("ledger")).unwrap();
    assert_eq!(setup.migrate(&postgres.url()), (0, String::new()));
    assert_eq!(postgres.sql("SELECT count(*) FROM ticket_note_attempt"), "1");
}

/// Sends a note as `zoe`, and returns the response with its opaque caller.
fn send_as_zoe(proxy: &Proxy, key: &str) -> (Response, String) {
    let reply = proxy.send(&post(key, NOTE).header("x-agent", "zoe"));
    let caller = reply.json()["caller"].as_str().unwrap().to_owned();
    (reply, caller)
}

#[test]
fn the_callers_of_responses_stay_the_same_after_a_move() {
    let Some(postgres) = Postgres::start() else { return };
    let (setup, key) = (Setup::new(), fresh_key());
    let before = send_as_zoe(&setup.start_with_users(&setup.folder.file("ledger")), &key).1;
    assert_eq!(setup.migrate(&postgres.url()), (0, String::new()));
    let proxy = setup.start_with_users(&postgres.url());
    let (retry, after) = send_as_zoe(&proxy, &key);
    assert_eq!(retry.is_saved().header("idempotency-replayed"), Some("true"));
    assert_eq!(after, before);
    let status = get(&format!("/api/ticket-note/attempts/{}", key.trim_matches('"')));
    let status = proxy.send(&status.header("x-agent", "zoe")).json();
    assert_eq!((&status["status"], &status["caller"]), (&"saved".into(), &before.into()));
}

#[test]
fn a_second_ledger_does_not_change_the_callers_of_the_first() {
    let Some(postgres) = Postgres::start() else { return };
    let (first, second) = (Setup::new(), Setup::new());
    let url = postgres.url();
    let callers = [&first, &second].map(|setup| {
        let (file, key) = (setup.folder.file("ledger"), fresh_key());
        let caller = send_as_zoe(&setup.start_with_users(&file), &key).1;
        let (code, report, errors) = Program::bare(&["migrate-ledger", &file, &url]).run();
        assert_eq!((code, errors.as_str()), (0, ""));
        (key, caller, report)
    });
    let [(key, caller, report), (other_key, _, other_report)] = callers;
    assert!(!report.contains("another ledger") && other_report.contains("another ledger"), "{other_report}");
    let proxy = first.start_with_users(&url);
    assert_eq!(send_as_zoe(&proxy, &key).1, caller);
    let retry = send_as_zoe(&proxy, &other_key).0;
    assert_eq!(retry.is_saved().header("idempotency-replayed"), Some("true"));
}

#[test]
fn a_missing_file_and_a_wrong_address_are_exit_code_2() {
    let setup = Setup::new();
    let (code, line) = setup.migrate("postgres://notes@127.0.0.1/notes");
    assert_eq!((code, line.lines().count(), line.contains("ledger")), (2, 1, true), "{line}");
    let (code, line) = setup.migrate("mysql://notes@127.0.0.1/notes");
    assert_eq!((code, line.lines().count(), line.contains("postgres://USER@HOST")), (2, 1, true), "{line}");
}
