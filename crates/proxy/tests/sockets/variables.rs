//! Settings that come from variables: the names in messages, and variables that are not settings.

use crate::support::{Folder, Program};

#[track_caller]
fn prints(program: Program, line: &str) {
    assert_eq!(program.fail(), (2, format!("ticket-note-proxy: {line}\n")));
}

#[test]
fn an_unknown_variable_stops_the_start_without_its_value() {
    prints(
        Program::sandbox().env("TICKET_NOTE_RATELIMIT", "canary"),
        "TICKET_NOTE_RATELIMIT is not a setting; the nearest one is TICKET_NOTE_RATE_LIMIT; \
         rename or remove the variable",
    );
    let (code, text) = Program::sandbox().env("TICKET_NOTE_\u{1b}[31m", "canary").fail();
    assert_eq!((code, text.lines().count()), (2, 1), "{text}");
    assert!(!text.contains('\u{1b}') && !text.contains("canary"), "{text}");
}

#[test]
fn the_variables_of_a_kubernetes_service_do_not_stop_the_start() {
    let proxy = Program::sandbox()
        .env("TICKET_NOTE_PORT", "tcp://10.0.0.1:8080")
        .env("TICKET_NOTE_PORT_8080_TCP_ADDR", "10.0.0.1")
        .env("TICKET_NOTE_SERVICE_HOST", "10.0.0.1")
        .start();
    assert_eq!(proxy.get("/healthz").status, 200);
}

#[test]
fn a_message_names_the_variable_that_was_set() {
    prints(
        Program::bare(&["--sandbox"]).env("TICKET_NOTE_LISTEN", "here"),
        "invalid value for TICKET_NOTE_LISTEN: \
         expected an IP address and a port, such as 127.0.0.1:8080",
    );
    prints(
        Program::sandbox().env("TICKET_NOTE_API_KEY_IN", "canary"),
        "invalid value for TICKET_NOTE_API_KEY_IN [possible values: query, header]",
    );
    prints(
        Program::sandbox().env("TICKET_NOTE_JWT_ISSUER", ""),
        "invalid value for TICKET_NOTE_JWT_ISSUER: \
         expected the issuer of the tokens, such as https://login.example",
    );
    prints(
        Program::new(&[]).env("TICKET_NOTE_UPSTREAM", "omnidesk").env("TICKET_NOTE_API_KEY", "k"),
        "TICKET_NOTE_UPSTREAM is not a URL; expected an address such as https://ACCOUNT.omnidesk.com",
    );
    prints(
        Program::sandbox().env("TICKET_NOTE_UPSTREAM", "https://a.example"),
        "--sandbox and TICKET_NOTE_UPSTREAM cannot be combined; remove one of them",
    );
    let folder = Folder::new().with("users", "bob");
    prints(
        Program::sandbox()
            .with(&["--user-header", "X-Agent"])
            .env("TICKET_NOTE_USERS", &folder.file("users")),
        "TICKET_NOTE_USERS: line 1 has no user ID; write `login userID`",
    );
    let dist = folder.path().to_str().unwrap();
    prints(
        Program::sandbox().env("TICKET_NOTE_DIST", dist),
        &format!("TICKET_NOTE_DIST: {dist} has no embed.js; set it to the folder of the built bundle"),
    );
    let ledger = "it is not a regular file; choose another path";
    prints(Program::sandbox().env("TICKET_NOTE_LEDGER", "/"), &format!("TICKET_NOTE_LEDGER: /: {ledger}"));
}

#[test]
fn a_flag_takes_precedence_in_the_message_too() {
    prints(
        Program::bare(&["--sandbox", "--listen", "here"]).env("TICKET_NOTE_LISTEN", "127.0.0.1:0"),
        "invalid value 'here' for '--listen <ADDR:PORT>': \
         expected an IP address and a port, such as 127.0.0.1:8080",
    );
    prints(
        Program::bare(&["--sandbox", "--listen=here"]).env("TICKET_NOTE_LISTEN", "127.0.0.1:0"),
        "invalid value 'here' for '--listen <ADDR:PORT>': \
         expected an IP address and a port, such as 127.0.0.1:8080",
    );
}
