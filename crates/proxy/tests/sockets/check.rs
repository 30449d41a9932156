//! `--check`: every problem on a line of its own, no change, and no effect on a running proxy.

use crate::support::{CANARY, Folder, NOTE, Program, Reply, Upstream, fresh_key};
use std::fs;

/// Runs with `--check`, and asserts the exit code and the lines on stderr.
#[track_caller]
fn finds(program: Program, problems: &[&str]) {
    let (code, text) = program.with(&["--check"]).fail();
    let lines: Vec<_> =
        text.lines().map(|line| line.strip_prefix("ticket-note-proxy: ").unwrap_or(line)).collect();
    assert_eq!(lines, problems);
    assert_eq!(code, if problems.is_empty() { 0 } else { 2 }, "{text}");
}

#[test]
fn files_that_never_end_are_refused_at_once() {
    let folder = Folder::new().with_pipe("pipe").with("large", vec![b'#'; 16 * 1024 * 1024 + 1]);
    let refused = "it is not a regular file; choose another path";
    for (path, problem) in [
        (folder.file("pipe"), "it is a pipe that nothing writes to; choose a regular file"),
        (folder.file("large"), "it is larger than 16 MiB; choose another path"),
        ("/dev/zero".to_owned(), refused),
        ("/".to_owned(), refused),
    ] {
        let ways = ["--user-header", "X-Agent"];
        let origin = ["--public-origin", "https://a.example"];
        let tokens = ["--jwt-issuer", "i", "--jwt-audience", "a"];
        let database = ["--ledger", "postgres://notes@localhost/notes"];
        for (flag, program) in [
            ("--users", Program::sandbox().with(&ways)),
            ("--session-key-file", Program::sandbox().with(&ways).with(&origin)),
            ("--jwt-keys", Program::sandbox().with(&tokens)),
            ("--api-key-file", Program::new(&["--upstream", "https://a.example", "--anonymous"])),
        ] {
            finds(program.with(&[flag, &path]), &[&format!("{flag}: cannot read {path}: {problem}")]);
        }
        let password = Program::sandbox().with(&database).with(&["--ledger-password-file", &path, "--check"]);
        let (code, text) = password.fail();
        assert_eq!((code, text.lines().count(), text.contains(problem)), (2, 1, true), "{text}");
    }
}

fn files(folder: &Folder) -> Vec<String> {
    let names = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<_> = names.map(|name| name.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn valid_settings_exit_with_0_and_leave_no_file() {
    let upstream = Upstream::new(Reply::success());
    let program = Program::upstream(upstream.address);
    let path = program.folder().path().to_owned();
    let (code, text) = program.with(&["--check"]).fail();
    assert_eq!((code, text.as_str()), (0, ""));
    assert!(!path.join("ledger").exists());
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn every_problem_is_reported() {
    let folder = Folder::new().with("ledger", "not a database ".repeat(100));
    let (ledger, dist) = (folder.file("ledger"), folder.path().to_str().unwrap());
    finds(
        Program::bare(&["--sandbox", "--listen", "192.0.2.1:80", "--ledger", &ledger, "--dist", dist]),
        &[
            &format!("--dist: {dist} has no embed.js; set it to the folder of the built bundle"),
            &format!("--ledger: {ledger}: it is not a ledger of this version; choose another file"),
            "--listen: cannot listen on 192.0.2.1:80: Cannot assign requested address (os error 99)",
        ],
    );
    finds(
        Program::new(&["--upstream", "omnidesk", "--user-header", "X-Agent", "--users", &ledger])
            .env("TICKET_NOTE_API_KEY", CANARY)
            .env("RUST_LOG", "loud"),
        &[
            "--upstream is not a URL; expected an address such as https://ACCOUNT.omnidesk.com",
            "--users: line 1 has \"a\" instead of a user ID; \
             expected a whole number from 1 to 9007199254740991",
            "RUST_LOG: \"loud\" is not a level; set off, error, warn, info, debug or trace",
        ],
    );
}

#[test]
fn a_ledger_that_cannot_be_created_is_reported() {
    for path in ["/nonexistent/ledger", "/etc/hostname/ledger"] {
        let (code, text) = Program::sandbox().with(&["--ledger", path, "--check"]).fail();
        assert_eq!((code, text.lines().count()), (2, 1), "{text}");
        assert!(text.contains(&format!("--ledger: {path}: ")), "{text}");
    }
}

#[test]
fn certificates_that_cannot_be_read_are_reported() {
    let folder = Folder::new().with_key(CANARY).with("certificates", "none");
    let (code, text) = Program::new(&["--upstream", "https://a.example", "--anonymous", "--check"])
        .with(&["--api-key-file", &folder.file("key"), "--ledger", &folder.file("ledger")])
        .env("SSL_CERT_FILE", &folder.file("certificates"))
        .env("SSL_CERT_DIR", &folder.file("nothing"))
        .fail();
    assert_eq!((code, text.lines().count()), (2, 1), "{text}");
    assert!(text.contains("--upstream: cannot set up TLS; install ca-certificates"), "{text}");
}

#[test]
fn a_running_proxy_is_not_disturbed() {
    let upstream = Upstream::new(Reply::success());
    let folder = Folder::new().with_key(CANARY);
    let address = format!("http://{}", upstream.address);
    let (key, ledger) = (folder.file("key"), folder.file("ledger"));
    let flags = ["--upstream", &address, "--anonymous", "--api-key-file", &key, "--ledger", &ledger];
    let mut proxy = Program::new(&flags).start();
    proxy.post(&fresh_key(), NOTE).is_saved();
    let listen = proxy.address.to_string();
    finds(Program::bare(&flags).with(&["--listen", &listen]), &[]);
    proxy.post(&fresh_key(), NOTE).is_saved();
    proxy.signal("TERM");
    proxy.wait();
    // The last connection to close moves the write-ahead log into the file, and deletes it.
    let connection = rusqlite::Connection::open(&ledger).unwrap();
    connection.query_row("SELECT count(*) FROM attempt", [], |row| row.get::<_, i64>(0)).unwrap();
    drop(connection);
    let before = files(&folder);
    finds(Program::new(&flags), &[]);
    assert_eq!(files(&folder), before);
}
