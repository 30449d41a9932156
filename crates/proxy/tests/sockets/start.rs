//! The start: the lines on stdout, and the settings that stop the start.

use crate::support::{Folder, Program, eventually};

#[track_caller]
fn is_refused(program: Program, line: &str) {
    let (code, text) = program.fail();
    assert_eq!((code, text.as_str()), (2, format!("ticket-note-proxy: {line}\n").as_str()));
}

#[test]
fn the_start_prints_the_address_and_the_demo_url() {
    let mut proxy = Program::sandbox().start();
    assert_eq!(proxy.line(), format!("demo at http://{}/demo", proxy.address));
    assert_eq!(proxy.get("/healthz").status, 200);
    assert_eq!(proxy.get("/readyz").status, 200);
}

#[test]
fn a_setting_can_come_from_the_environment() {
    for yes in ["true", "1", "yes", "on"] {
        let proxy = Program::new(&[]).env("TICKET_NOTE_SANDBOX", yes).env("TICKET_NOTE_API_KEY", "").start();
        assert_eq!(proxy.get("/sandbox/notes").status, 200);
    }
    let (code, text) = Program::new(&[]).env("TICKET_NOTE_SANDBOX", "perhaps").fail();
    assert_eq!(
        (code, text.as_str()),
        (2, "ticket-note-proxy: invalid value for TICKET_NOTE_SANDBOX: expected true or false\n")
    );
}

#[test]
fn a_port_in_use_is_named_with_exit_code_1() {
    let proxy = Program::sandbox().start();
    let address = proxy.address.to_string();
    let (code, text) = Program::bare(&["--sandbox", "--listen", &address]).fail();
    let line = format!("ticket-note-proxy: --listen: cannot listen on {address}: ");
    assert_eq!((code, text.starts_with(&line), text.lines().count()), (1, true, 1), "{text}");
}

#[test]
fn a_missing_setting_is_named() {
    is_refused(
        Program::new(&[]),
        "--upstream is missing; set it to https://ACCOUNT.omnidesk.com, \
         or set --sandbox to try the proxy without an account",
    );
    is_refused(
        Program::new(&["--upstream", "https://a.example"]),
        "--api-key-file is missing; set it, or set the variable TICKET_NOTE_API_KEY",
    );
    let (_, text) = Program::new(&["--upstream", "https://a.example"]).env("TICKET_NOTE_API_KEY", "k").fail();
    assert!(text.contains("--user-header is missing"), "{text}");
}

#[test]
fn an_invalid_setting_prints_one_line_and_exits_with_2() {
    for (arguments, named) in [
        (&["--listen", "here"] as &[&str], "--listen"),
        (&["--upstream-timeout", "26"], "--upstream-timeout"),
        (&["--upstream-timeout", "0"], "--upstream-timeout"),
        (&["--max-message-chars", "4"], "--max-message-chars"),
        (&["--api-key-in", "body"], "--api-key-in"),
        (&["--frame-ancestors", "*"], "--frame-ancestors"),
        (&["--frame-ancestors", "https://*.co.uk"], "--frame-ancestors"),
        (&["--public-origin", "https://*.crm.example"], "--public-origin"),
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
fn an_upstream_must_be_an_https_or_loopback_origin() {
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
fn a_failed_start_never_prints_the_key() {
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
fn a_folder_without_index_html_is_not_a_bundle() {
    let folder = Folder::new().with("embed.js", "");
    let dist = folder.path().to_str().unwrap();
    is_refused(
        Program::sandbox().with(&["--dist", dist]),
        &format!("--dist: {dist} has no index.html; set it to the folder of the built bundle"),
    );
}

#[test]
fn a_users_file_with_a_byte_order_mark_is_refused() {
    let folder = Folder::new().with("users", "\u{feff}alice 5\nbob 6\n");
    is_refused(
        Program::sandbox().with(&["--user-header", "X-Agent", "--users", &folder.file("users")]),
        "--users: the file begins with a byte order mark; save it as UTF-8 without one",
    );
}

#[test]
fn help_exits_with_0_and_no_error_output() {
    let (code, text) = Program::new(&["--help"]).fail();
    assert_eq!((code, text.as_str()), (0, ""));
}

#[test]
fn a_key_file_or_a_ledger_readable_by_others_causes_a_warning() {
    let folder = Folder::new().with_key("canary");
    let (key, ledger) = (folder.file("key"), folder.file("ledger"));
    let flags =
        ["--upstream", "https://a.example", "--anonymous", "--api-key-file", &key, "--ledger", &ledger];
    let proxy = Program::new(&flags).start();
    assert!(!proxy.log().contains("key file"), "{}", proxy.log());
    drop(proxy);
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
    let proxy = Program::new(&flags).start();
    eventually("the warning is logged", || {
        proxy.log().contains("other users of this machine can read the key file")
    });
    assert!(!proxy.log().contains("canary"), "{}", proxy.log());
    drop(proxy);
    std::fs::set_permissions(&ledger, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    let proxy = Program::new(&flags).start();
    eventually("the warning is logged", || {
        proxy.log().contains("other users of this machine can read the ledger")
    });
}

#[test]
fn contradictory_settings_are_named() {
    let upstream = ["--upstream", "https://a.example"];
    for (arguments, line) in [
        (
            &["--anonymous", "--user-header", "X-Agent"] as &[&str],
            "--anonymous and --user-header cannot be combined; remove one of them",
        ),
        (
            &["--anonymous", "--users", "/etc/hostname"],
            "--users needs --user-header or --jwt-keys; set the one that carries the login",
        ),
    ] {
        is_refused(Program::new(&upstream).with(arguments).env("TICKET_NOTE_API_KEY", "k"), line);
    }
    for (arguments, named) in [
        (&["--user-header", "Cookie"] as &[&str], "--user-header"),
        (&["--user-header", "Idempotency-Key"], "--user-header"),
        (&["--user-header", "X-Agent", "--users", "/nonexistent"], "--users"),
        (&["--user-header", "X-Agent", "--users", "/etc/passwd"], "--users: line 1"),
        (&["--trusted-proxy", "10.0.0.1/8"], "--trusted-proxy"),
        (&["--public-origin", "crm.example"], "--public-origin"),
        (&["--rate-limit", "0"], "--rate-limit"),
        (&["--log-format", "xml"], "--log-format"),
    ] {
        let (code, text) = Program::sandbox().with(arguments).fail();
        assert_eq!((code, text.lines().count()), (2, 1), "{text}");
        assert!(text.contains(named), "{text}");
    }
}
