//! Unknown attempts: the warnings at the start, and the commands `unknown` and `resolve`.

use crate::support::{CANARY, Folder, NOTE, Program, Proxy, Reply, Upstream, eventually, fresh_key, post};
use serde_json::Value;
use std::io::Write;
use std::net::TcpStream;

/// A proxy with an identity header, and its ledger in a folder.
struct Setup {
    folder: Folder,
    upstream: Upstream,
}

impl Setup {
    fn new() -> Self {
        Self { folder: Folder::new().with_key(CANARY), upstream: Upstream::new(Reply::Close) }
    }

    fn ledger(&self) -> String {
        self.folder.file("ledger")
    }

    fn start(&self) -> Proxy {
        let address = format!("http://{}", self.upstream.address);
        Program::new(&["--upstream", &address, "--user-header", "x-agent"])
            .with(&["--api-key-file", &self.folder.file("key"), "--ledger", &self.ledger()])
            .start()
    }

    /// Runs a command with the ledger. Returns the exit code, stdout and stderr.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        Program::bare(arguments).with(&["--ledger", &self.ledger()]).env("USER", "root").run()
    }

    #[track_caller]
    fn succeeds(&self, arguments: &[&str]) -> String {
        let (code, output, errors) = self.run(arguments);
        assert_eq!((code, errors.as_str()), (0, ""), "{output}");
        output
    }

    fn unknown(&self) -> Vec<Value> {
        let output = self.succeeds(&["unknown", "--json"]);
        serde_json::from_str::<Value>(&output).unwrap().as_array().unwrap().clone()
    }
}

fn add_unknown(proxy: &Proxy, agent: &str) -> (String, String) {
    let key = fresh_key();
    proxy.send(&post(&key, NOTE).header("x-agent", agent)).is(502, "outcome_unknown", "unknown");
    (key.clone(), key.trim_matches('"').to_owned())
}

#[test]
fn unknown_attempts_are_listed_while_the_proxy_runs() {
    let setup = Setup::new();
    let proxy = setup.start();
    assert_eq!(setup.unknown(), [] as [Value; 0]);
    assert_eq!(setup.succeeds(&["unknown"]), "no attempt is unknown\n");
    let (_, attempt) = add_unknown(&proxy, "7");
    let rows = setup.unknown();
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["ticket"], &rows[0]["caller"]), (&858_462.into(), &"7".into()));
    assert_eq!(rows[0]["attempt"], attempt);
    for name in ["sentAt", "unknownAt"] {
        let time = rows[0][name].as_str().unwrap();
        assert_eq!((time.len(), &time[10..11], &time[19..]), (20, "T", "Z"), "{time}");
    }
    let table = setup.succeeds(&["unknown"]);
    let lines: Vec<_> = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).collect();
    assert_eq!(lines[0], ["TICKET", "CALLER", "ATTEMPT", "SENT", "UNKNOWN", "SINCE"]);
    assert_eq!((lines.len(), &lines[1][..3]), (2, &["858462", "7", &*attempt][..]));
    // The proxy is not disturbed, and a second one does not start.
    setup.upstream.set_reply(Reply::success());
    proxy.send(&post(&fresh_key(), NOTE).header("x-agent", "7")).is_saved();
    let (code, text) = Program::sandbox().with(&["--ledger", &setup.ledger()]).fail();
    assert_eq!((code, text.contains("another process owns it")), (1, true), "{text}");
}

#[test]
fn an_attempt_resolved_as_saved_is_replayed_as_saved() {
    let setup = Setup::new();
    let proxy = setup.start();
    let (key, attempt) = add_unknown(&proxy, "7");
    let output = setup.succeeds(&["resolve", &attempt, "--saved", "--by", "zoë"]);
    assert_eq!(output, format!("{attempt}: saved, settled by zoë\n"));
    assert_eq!(setup.unknown().len(), 0);
    let retry = proxy.send(&post(&key, NOTE).header("x-agent", "7"));
    assert_eq!(retry.is_saved().header("idempotency-replayed"), Some("true"));
    assert_eq!(retry.json()["message"], "An administrator confirmed that the note is in the ticket.");
    assert_eq!(setup.upstream.calls(), 1);
    let ledger = rusqlite::Connection::open(setup.ledger()).unwrap();
    let row = "SELECT resolved_by, is_saved, ticket, unixepoch() - at FROM resolution";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    let (by, is_saved, ticket, age): (String, bool, i64, i64) = ledger.query_row(row, [], read).unwrap();
    assert_eq!((by.as_str(), is_saved, ticket), ("zoë", true, 858_462));
    assert!((0..60).contains(&age), "{age}");
}

#[test]
fn an_attempt_resolved_as_not_saved_is_sent_by_a_retry() {
    let setup = Setup::new();
    let proxy = setup.start();
    let (key, attempt) = add_unknown(&proxy, "7");
    let output = setup.succeeds(&["resolve", &attempt, "--not-saved"]);
    assert_eq!(output, format!("{attempt}: not saved, settled by root\n"));
    setup.upstream.set_reply(Reply::success());
    let retry = proxy.send(&post(&key, NOTE).header("x-agent", "7"));
    assert_eq!(retry.is_saved().header("idempotency-replayed"), None);
    assert_eq!(setup.upstream.calls(), 2);
}

#[test]
fn only_an_unknown_attempt_can_be_resolved() {
    let setup = Setup::new();
    let proxy = setup.start();
    let (_, attempt) = add_unknown(&proxy, "7");
    setup.upstream.set_reply(Reply::success());
    let saved = fresh_key();
    proxy.send(&post(&saved, NOTE).header("x-agent", "7")).is_saved();
    let saved = saved.trim_matches('"');
    let (code, _, errors) = setup.run(&["resolve", saved, "--not-saved"]);
    let line = format!("no attempt {saved} is unknown; list them with the command unknown");
    assert_eq!((code, errors), (2, format!("ticket-note-proxy: {line}\n")));
    for arguments in [
        &["resolve", &attempt] as &[&str],
        &["resolve", &attempt, "--saved", "--not-saved"],
        &["resolve", "7", "--saved"],
        &["resolve", &attempt, "--saved", "--caller", "8"],
    ] {
        let (code, _, errors) = setup.run(arguments);
        assert_eq!((code, errors.lines().count()), (2, 1), "{errors}");
    }
    assert_eq!(setup.unknown().len(), 1);
    let (code, _, errors) = Program::bare(&["unknown", "--ledger", "/nonexistent"]).run();
    assert_eq!(
        (code, errors.starts_with("ticket-note-proxy: the ledger /nonexistent: ")),
        (2, true),
        "{errors}"
    );
}

#[test]
fn each_attempt_that_was_cut_off_is_one_warning_at_the_start() {
    let setup = Setup::new();
    setup.upstream.set_reply(Reply::Silence);
    let mut proxy = setup.start();
    let keys = [fresh_key(), fresh_key()];
    let _clients: Vec<_> = keys
        .iter()
        .map(|key| {
            let mut stream = TcpStream::connect(proxy.address).unwrap();
            let request = post(key, NOTE).header("x-agent", "7").bytes(proxy.address);
            stream.write_all(&request).unwrap();
            stream
        })
        .collect();
    eventually("the upstream is called", || setup.upstream.calls() == 2);
    proxy.signal("KILL");
    proxy.wait();
    let proxy = setup.start();
    eventually("the start is logged", || proxy.log().contains(" start version="));
    let log = proxy.log();
    let warnings: Vec<_> = log.lines().filter(|line| line.contains("the attempt was cut off")).collect();
    assert_eq!(warnings.len(), 2, "{log}");
    for key in &keys {
        let attempt = format!("attempt={key}");
        let line = warnings.iter().find(|line| line.contains(&attempt)).unwrap();
        assert!(line.contains(" WARN ") && line.contains("ticket=858462 caller=\"7\""), "{line}");
    }
    assert_eq!(setup.unknown().len(), 2);
    drop(proxy);
    let proxy = setup.start();
    eventually("the start is logged", || proxy.log().contains(" start version="));
    assert!(!proxy.log().contains("cut off"), "{}", proxy.log());
}

#[test]
fn a_ledger_of_version_0_1_gets_the_new_columns() {
    let setup = Setup::new();
    let id = "0000000000004000800000000000000a";
    let ledger = rusqlite::Connection::open(setup.ledger()).unwrap();
    ledger
        .execute_batch(&format!(
            "PRAGMA application_id = 0x544e4c31; PRAGMA user_version = 1;
            CREATE TABLE attempt (caller TEXT NOT NULL, id BLOB NOT NULL, fingerprint BLOB NOT NULL,
                state INTEGER NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL,
                PRIMARY KEY (caller, id)) STRICT, WITHOUT ROWID;
            CREATE INDEX attempt_at ON attempt (at);
            CREATE TABLE clock (at INTEGER NOT NULL) STRICT; INSERT INTO clock VALUES (0);
            INSERT INTO attempt VALUES ('7', x'{id}', zeroblob(32), 2, '', unixepoch())"
        ))
        .unwrap();
    drop(ledger);
    let (code, _, errors) = setup.run(&["unknown"]);
    assert_eq!((code, errors.contains("not a ledger of this version")), (2, true), "{errors}");
    let proxy = setup.start();
    add_unknown(&proxy, "7");
    let tickets: Vec<_> = setup.unknown().into_iter().map(|row| row["ticket"].clone()).collect();
    assert_eq!(tickets, [Value::Null, 858_462.into()]);
}
