//! The messages about invalid settings: one cause, the expected value, and the next step.

use crate::support::{Folder, Program, eventually, fresh_key, post};
use crate::support::{NOTE, Reply, Upstream};
use std::fs;
use std::os::unix::fs::PermissionsExt;

#[track_caller]
fn prints(program: Program, line: &str) {
    assert_eq!(program.fail(), (2, format!("ticket-note-proxy: {line}\n")));
}

#[test]
fn an_invalid_argument_without_a_flag_names_no_variable() {
    let program = Program::bare(&["resolve", "nope", "--saved", "--by", "me", "--ledger", "x"]);
    prints(program, "invalid value 'nope' for '<ATTEMPT>': expected a UUID of version 4");
}

#[test]
fn an_invalid_flag_names_the_value_and_the_expectation() {
    for (flag, value, message) in [
        ("--log-format", "xml", "'--log-format <LOG_FORMAT>' [possible values: text, json]"),
        (
            "--listen",
            "here",
            "'--listen <ADDR:PORT>': expected an IP address and a port, such as 127.0.0.1:8080",
        ),
        ("--rate-limit", "x", "'--rate-limit <N>': expected a whole number from 1 to 1000000"),
        ("--upstream-timeout", "26", "'--upstream-timeout <SECONDS>': expected a whole number from 1 to 25"),
        (
            "--trusted-proxy",
            "10/8",
            "'--trusted-proxy <CIDR>': expected an address range such as 10.0.0.0/8 or ::1",
        ),
        (
            "--trusted-proxy",
            "10.0.0.1/8",
            "'--trusted-proxy <CIDR>': expected the bits after the prefix to be 0, as in 10.0.0.0/8",
        ),
        (
            "--user-header",
            "Cookie",
            "'--user-header <NAME>': \
             expected a header that browsers, reverse proxies and the form do not set, such as X-Agent",
        ),
        (
            "--user-header",
            "X-Ticket-Note-Token",
            "'--user-header <NAME>': \
             expected a header that browsers, reverse proxies and the form do not set, such as X-Agent",
        ),
        (
            "--jwt-issuer",
            "",
            "'--jwt-issuer <TEXT>': expected the issuer of the tokens, such as https://login.example",
        ),
        (
            "--jwt-audience",
            " ",
            "'--jwt-audience <TEXT>': expected the audience of the tokens, such as ticket-note",
        ),
        ("--jwt-user-claim", "", "'--jwt-user-claim <NAME>': expected the name of a claim, such as sub"),
        ("--jwt-name-claim", "", "'--jwt-name-claim <NAME>': expected the name of a claim, such as sub"),
    ] {
        prints(Program::bare(&["--sandbox", flag, value]), &format!("invalid value '{value}' for {message}"));
    }
}

#[test]
fn a_control_character_in_a_claim_is_refused() {
    for (flag, variable) in [
        ("--jwt-audience", "TICKET_NOTE_JWT_AUDIENCE"),
        ("--jwt-issuer", "TICKET_NOTE_JWT_ISSUER"),
        ("--jwt-user-claim", "TICKET_NOTE_JWT_USER_CLAIM"),
        ("--jwt-name-claim", "TICKET_NOTE_JWT_NAME_CLAIM"),
    ] {
        for value in ["b\r", "b\u{1b}c", "\u{7f}b"] {
            let problem = "it has a control character, such as a carriage return; remove the character";
            let by_variable = Program::sandbox().with(&["--check"]).env(variable, value);
            prints(by_variable, &format!("invalid value for {variable}: {problem}"));
            let (code, text) = Program::sandbox().with(&[flag, value]).fail();
            assert_eq!((code, text.lines().count()), (2, 1), "{text}");
            assert!(text.contains(flag) && text.contains(problem), "{text}");
        }
    }
}

#[test]
fn an_invalid_origin_names_the_origin_in_it() {
    for (value, origin) in [
        ("https://crm.example:443", "https://crm.example"),
        ("https://crm.example/desk", "https://crm.example"),
        ("https://ü.example", "https://xn--tda.example"),
    ] {
        prints(
            Program::sandbox().with(&["--public-origin", value]),
            &format!(
                "invalid value '{value}' for '--public-origin <ORIGIN>': \
                 expected {origin}, as browsers write it"
            ),
        );
    }
}

#[test]
fn a_control_character_in_a_path_is_escaped() {
    let (code, text) = Program::sandbox().with(&["--dist", "/none\n\u{1b}[31m/x"]).fail();
    assert_eq!((code, text.lines().count()), (2, 1), "{text}");
    assert!(text.contains("/none\\n\\u{1b}[31m/x"), "{text}");
}

#[test]
fn the_placeholder_of_the_documents_is_not_an_upstream() {
    prints(
        Program::new(&["--upstream", "https://ACCOUNT.omnidesk.com"]).env("TICKET_NOTE_API_KEY", "k"),
        "--upstream has the placeholder ACCOUNT; replace it with the name of your account",
    );
}

#[test]
fn an_invalid_users_file_names_the_line_and_one_cause() {
    for (text, message) in [
        ("alice 5\nbob\n", "line 2 has no user ID; write `login userID`"),
        ("alice 5\nalice 6\n", "line 2 has the same login as line 1; remove one of them"),
        ("bob 7 8\n", "line 1 has \"8\" after the user ID; write `login userID` only"),
    ] {
        let folder = Folder::new().with("users", text);
        let flags = ["--user-header", "X-Agent", "--users", &folder.file("users")];
        prints(Program::sandbox().with(&flags), &format!("--users: {message}"));
    }
}

#[test]
fn an_invalid_key_names_its_source_and_one_cause() {
    let flags = ["--upstream", "https://a.example", "--anonymous"];
    let variable = Program::new(&flags).env("TICKET_NOTE_API_KEY", " ");
    prints(variable, "TICKET_NOTE_API_KEY: the key is empty; copy the API key from Omnidesk");
    let folder = Folder::new().with("key", "one\ntwo\n");
    let file = folder.file("key");
    prints(
        Program::new(&flags).with(&["--api-key-file", &file]),
        &format!(
            "--api-key-file: the key in {file} contains a space, a second line \
             or a character outside ASCII; copy the API key only"
        ),
    );
}

#[test]
fn an_invalid_upstream_names_one_cause() {
    for (address, problem) in [
        ("omnidesk", "is not a URL"),
        ("https://a.example/api", "has a path"),
        ("https://a.example/?apiKey=k", "has a query"),
        ("https://u:p@a.example", "has a user name or password"),
        ("http://a.example", "uses plain http, which is allowed to a loopback address only"),
        ("ftp://a.example", "is neither https nor http"),
    ] {
        prints(
            Program::new(&["--upstream", address]).env("TICKET_NOTE_API_KEY", "k"),
            &format!("--upstream {problem}; expected an address such as https://ACCOUNT.omnidesk.com"),
        );
    }
}

#[test]
fn reading_tickets_needs_a_time_zone() {
    let upstream = ["--upstream", "https://a.example", "--anonymous"];
    let program = |flags: &[&str]| Program::new(&upstream).env("TICKET_NOTE_API_KEY", "k").with(flags);
    prints(
        program(&["--read-ticket", "on"]),
        "--read-ticket needs --upstream-time-zone; set it to the time zone of your Omnidesk account, \
         such as Europe/Amsterdam",
    );
    prints(
        program(&[]).env("TICKET_NOTE_READ_TICKET", "on"),
        "TICKET_NOTE_READ_TICKET needs --upstream-time-zone; set it to the time zone of your Omnidesk \
         account, such as Europe/Amsterdam",
    );
    let zone = ["--upstream-time-zone", "Europe/Amsterdam"];
    prints(program(&zone).with(&["--read-key-file", "k"]), "--read-key-file needs --read-ticket on");
    let missing = program(&zone).with(&["--read-ticket", "on", "--read-key-file", "/nonexistent"]);
    prints(missing, "--read-key-file: cannot read /nonexistent: No such file or directory (os error 2)");
    prints(
        Program::sandbox().with(&["--read-key-file", "k"]),
        "--sandbox and --read-key-file cannot be combined; remove one of them",
    );
    for zone in ["Amsterdam", "+01:00", "CEST", "", "Etc/Unknown", "../etc/passwd"] {
        let (code, text) = program(&["--upstream-time-zone", zone]).fail();
        assert_eq!((code, text.lines().count()), (2, 1), "{text}");
        assert!(text.contains("--upstream-time-zone"), "{text}");
    }
    let (code, text) = program(&zone).with(&["--read-ticket", "perhaps"]).fail();
    assert_eq!((code, text.contains("--read-ticket"), text.lines().count()), (2, true, 1), "{text}");
}

#[test]
fn the_start_logs_how_tickets_are_read() {
    let flags = ["--read-ticket", "on", "--upstream-time-zone", "europe/amsterdam"];
    let proxy = Program::sandbox().with(&flags).start();
    eventually("the start is logged", || proxy.log().contains(" start version="));
    assert!(proxy.log().contains("read_ticket=\"on\""), "{}", proxy.log());
    assert!(proxy.log().contains("upstream_time_zone=\"Europe/Amsterdam\""), "{}", proxy.log());
}

/// Starts with a key file of this mode, and returns whether the log warns of it. `credentials` is the
/// folder that `CREDENTIALS_DIRECTORY` names, of those in the test's own.
fn warns(mode: u32, credentials: &str) -> bool {
    let folder = Folder::new().with("credentials/key", "k-1234").with("other/file", "");
    let (key, ledger) = (folder.file("credentials/key"), folder.file("ledger"));
    fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
    let upstream = Upstream::new(Reply::success());
    let address = format!("http://{}", upstream.address);
    let flags = ["--upstream", &address, "--anonymous", "--api-key-file", &key, "--ledger", &ledger];
    let program = Program::new(&flags).env("CREDENTIALS_DIRECTORY", &folder.file(credentials));
    let proxy = program.start();
    proxy.send(&post(&fresh_key(), NOTE)).is_saved();
    // The warning comes before the first request.
    eventually("the request is logged", || proxy.log().contains("outcome"));
    proxy.log().contains("other users of this machine can read the key file")
}

#[test]
fn a_systemd_credential_with_mode_0440_causes_no_warning() {
    assert!(!warns(0o440, "credentials"));
    assert!(warns(0o440, "other"));
    assert!(warns(0o444, "credentials"));
}

#[test]
fn an_ipv4_mapped_trusted_proxy_matches_the_ipv4_peer() {
    let upstream = Upstream::new(Reply::success());
    let folder = Folder::new().with_key("k-1234");
    let address = format!("http://{}", upstream.address);
    let flags = ["--upstream", &address, "--api-key-file", &folder.file("key"), "--user-header", "X-Agent"];
    let proxy = Program::new(&flags)
        .with(&["--ledger", &folder.file("ledger"), "--trusted-proxy", "::ffff:127.0.0.1"])
        .start();
    proxy.send(&post(&fresh_key(), NOTE).header("x-agent", "7")).is_saved();
}
