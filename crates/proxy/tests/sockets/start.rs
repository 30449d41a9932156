//! Starting, and refusing to.

use crate::support::{Folder, Program};

#[track_caller]
fn refuses(program: Program, line: &str) {
    let (code, text) = program.fail();
    assert_eq!((code, text.as_str()), (2, format!("ticket-note-proxy: {line}\n").as_str()));
}

#[test]
fn a_start_says_where_it_listens_and_where_the_demo_is() {
    let mut proxy = Program::sandbox().start();
    assert_eq!(proxy.line(), format!("demo at http://{}/demo", proxy.address));
    assert_eq!(proxy.get("/healthz").status, 200);
    assert_eq!(proxy.get("/readyz").status, 200);
}

#[test]
fn a_setting_can_come_from_the_environment() {
    let proxy = Program::new(&[]).env("TICKET_NOTE_SANDBOX", "true").start();
    assert_eq!(proxy.get("/sandbox/notes").status, 200);
}

#[test]
fn a_missing_setting_is_named() {
    refuses(Program::new(&[]), "--upstream is missing (or --sandbox, to try without an account)");
    refuses(
        Program::new(&["--upstream", "https://a.example"]),
        "--api-key-file is missing (or the variable TICKET_NOTE_API_KEY)",
    );
    let (_, text) = Program::new(&["--upstream", "https://a.example"]).env("TICKET_NOTE_API_KEY", "k").fail();
    assert!(text.contains("nothing says who may write"), "{text}");
}

#[test]
fn a_wrong_setting_is_one_line_and_exit_code_2() {
    for (arguments, named) in [
        (&["--listen", "here"] as &[&str], "--listen"),
        (&["--upstream-timeout", "26"], "--upstream-timeout"),
        (&["--upstream-timeout", "0"], "--upstream-timeout"),
        (&["--max-message-chars", "4"], "--max-message-chars"),
        (&["--api-key-in", "body"], "--api-key-in"),
        (&["--frame-ancestors", "*"], "--frame-ancestors"),
        (&["--dist", "/nonexistent"], "--dist"),
        (&["--upstream", "https://a.example"], "--upstream"),
        (&["--api-key", "canary"], "--api-key"),
        (&["--colour", "red"], "--colour"),
    ] {
        let (code, text) = Program::sandbox().with(arguments).fail();
        assert_eq!((code, text.lines().count()), (2, 1), "{text}");
        assert!(text.starts_with("ticket-note-proxy: ") && text.contains(named), "{text}");
    }
}

#[test]
fn an_upstream_is_https_or_loopback_and_nothing_more_than_a_host() {
    for address in [
        "omnidesk",
        "ftp://a.example",
        "http://a.example",
        "http://127.0.0.1.a.example",
        "https://a.example/api",
        "https://a.example/?apiKey=canary",
        "https://user:canary@a.example",
    ] {
        let (code, text) = Program::new(&["--upstream", address]).env("TICKET_NOTE_API_KEY", "k").fail();
        assert_eq!((code, text.lines().count()), (2, 1), "{text}");
        assert!(text.contains("--upstream") && !text.contains("canary"), "{text}");
    }
}

#[test]
fn a_key_never_shows_in_a_refusal_to_start() {
    let folder = Folder::new().with("key", "canary key");
    let upstream = ["--upstream", "https://a.example", "--anonymous"];
    let file = folder.file("key");
    for program in [
        Program::new(&upstream).with(&["--api-key-file", &file]),
        Program::new(&upstream).env("TICKET_NOTE_API_KEY", "canary\u{1b}"),
        Program::new(&upstream).with(&["--api-key-file", &file]).env("TICKET_NOTE_API_KEY", "canary"),
        Program::new(&upstream).with(&["--api-key=canary"]),
        Program::sandbox().env("TICKET_NOTE_API_KEY", "canary"),
    ] {
        let (code, text) = program.fail();
        assert_eq!((code, text.lines().count()), (2, 1), "{text}");
        assert!(!text.contains("canary"), "{text}");
    }
}

#[test]
fn a_folder_that_is_not_the_bundle_is_not_served() {
    let folder = Folder::new().with("embed.js", "");
    let dist = folder.path().to_str().unwrap();
    refuses(
        Program::sandbox().with(&["--dist", dist]),
        "--dist: it has no index.html, so it is not the bundle",
    );
}

#[test]
fn help_says_what_there_is_and_ends_well() {
    let (code, text) = Program::new(&["--help"]).fail();
    assert_eq!((code, text.as_str()), (0, ""));
}
