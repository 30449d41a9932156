//! Paths of the ledger that SQLite or the operating system treats differently from a file.

use crate::support::{Folder, NOTE, Program, fresh_key};
use std::fs;

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
    let folder = Folder::new().with_pipe("pipe");
    let pipe = folder.file("pipe");
    for path in [&pipe, "/dev/null", "/"] {
        let line = format!("--ledger: {path}: it is not a regular file; choose another path");
        let failure = Program::sandbox().with(&["--ledger", path]).fail();
        assert_eq!(failure, (2, format!("ticket-note-proxy: {line}\n")));
    }
}

#[test]
fn a_mistyped_address_is_refused_and_not_printed() {
    let carriage_return = "has a control character, such as a carriage return; remove the character";
    let white_space = "begins or ends with white space; remove the white space";
    let password = "has a password, which other users of the machine could read; set it to an address such as \
        postgres://USER@HOST/DATABASE, and set --ledger-password-file or PGPASSWORD";
    let scheme = "is an address that does not begin with postgres:// in small letters; set it to an address such \
        as postgres://USER@HOST/DATABASE, or to the path of a file";
    for (value, problem) in [
        ("POSTGRES://notes:canary@localhost/notes", scheme),
        ("postgres+tls://notes:canary@localhost/notes", scheme),
        ("mysql://notes:canary@localhost/notes", scheme),
        ("postgresql:notes:canary@localhost/notes", scheme),
        ("postgres:/notes:canary@localhost/notes", scheme),
        (" postgres://notes:canary@localhost/notes", white_space),
        ("postgres://notes@localhost/notes ", white_space),
        ("ledger ", white_space),
        ("postgres://notes@localhost/notes\r", carriage_return),
        ("ledger\u{1b}[31m", carriage_return),
        ("host=localhost user=notes password=canary dbname=notes", password),
        ("host=localhost Password = canary", password),
    ] {
        let folder = Folder::new();
        let program = |arguments: &[&str]| Program::new(arguments).in_folder(&folder);
        let (flag, name) = (["--ledger", value], "TICKET_NOTE_LEDGER");
        for (program, name) in [
            (program(&["--sandbox"]).with(&flag), "--ledger"),
            (program(&["--sandbox", "--check"]).with(&flag), "--ledger"),
            (program(&["--sandbox"]).env(name, value), name),
            (Program::bare(&["unknown"]).with(&flag).in_folder(&folder), "--ledger"),
        ] {
            assert_eq!(program.fail(), (2, format!("ticket-note-proxy: {name} {problem}\n")), "{value}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{value}");
    }
}

#[test]
fn swapped_arguments_of_a_migration_are_not_printed() {
    let problem = "the first argument is not the path of a file; write the file first, then the address of the database";
    for address in ["postgres://notes:canary@localhost/notes", "mysql://notes:canary@localhost/notes"] {
        let failure = Program::bare(&["migrate-ledger", address, "ledger.sqlite"]).fail();
        assert_eq!(failure, (2, format!("ticket-note-proxy: migrate-ledger: {problem}\n")));
    }
}
