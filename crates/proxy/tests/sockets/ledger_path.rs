//! Paths of the ledger that SQLite or the operating system treats differently from a file.

use crate::support::{Folder, NOTE, Program, fresh_key};
use std::fs;
use std::process::Command;

#[test]
fn a_path_that_sqlite_takes_for_memory_is_a_file() {
    for path in [":memory:", "file:ledger?mode=memory"] {
        let folder = Folder::new();
        let key = fresh_key();
        for is_replay in [false, true] {
            let proxy = Program::sandbox().with(&["--ledger", path]).in_folder(&folder).start();
            let response = proxy.post(&key, NOTE);
            assert_eq!(response.is_saved().header("idempotency-replayed").is_some(), is_replay, "{path}");
        }
        assert!(fs::metadata(folder.path().join(path)).unwrap().len() > 0, "{path}");
    }
}

#[test]
fn a_ledger_that_is_not_a_regular_file_stops_the_start() {
    let folder = Folder::new();
    let pipe = folder.file("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status(); // cspell:disable-line
    assert!(made.unwrap().success());
    for path in [&pipe, "/dev/null", "/"] {
        let line = format!("--ledger: {path}: it is not a regular file; choose another path");
        let failure = Program::sandbox().with(&["--ledger", path]).fail();
        assert_eq!(failure, (2, format!("ticket-note-proxy: {line}\n")));
    }
}
