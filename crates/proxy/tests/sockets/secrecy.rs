//! The API key is in the request to the upstream and nowhere else, and no log holds a note.

use crate::support::{CANARY, NOTE, Program, Proxy, Reply, Response, Upstream, eventually, fresh_key};
use std::fs;

/// Every encoding in which the key could leak, in lower case: plain, URL, JSON, HTML, hex, and
/// base64 at each offset.
const FORMS: [&str; 9] = [
    "canary+key/7f3=9&zq",
    "canary%2bkey%2f7f3%3d9%26zq",
    "canary%252bkey",
    "canary\\u002bkey",
    "canary&#43;key",
    "63416e4172592b6b45792f37",
    "y0fuqxjzk2tfes83zjm9osz6u",
    "eggnbkfywstrrxkvn2yzptkmelf",
    "nbkfywstrrxkvn2yzptkmel",
];

#[track_caller]
fn is_clean(what: &str, text: &[u8]) {
    let text = String::from_utf8_lossy(text).to_lowercase();
    for form in FORMS {
        assert!(!text.contains(form), "{what}: {form} in {text}");
    }
    // A part of the key would make the rest easier to guess.
    assert!(!text.contains("canary"), "{what}: {text}");
}

fn is_clean_response(response: &Response) {
    is_clean("response", &response.body);
    for (name, value) in &response.headers {
        is_clean(name, value.as_bytes());
    }
}

/// Returns replies of an upstream that echoes the key in every encoding and place.
fn echoes() -> Vec<Reply> {
    let escaped = "cAnArY\\u002bkEy/7f3=9\\u0026zQ";
    let mut replies: Vec<Reply> = [
        CANARY,
        escaped,
        "apiKey=cAnArY%2BkEy%2F7f3%3D9%26zQ",
        "cAnArY&#43;kEy/7f3=9&amp;zQ",
        "63416e4172592b6b45792f3766333d39267a51",
        "Y0FuQXJZK2tFeS83ZjM9OSZ6UQ==",
        "eGNBbkFyWStrRXkvN2YzPTkmelF5eQ==",
        "eHhjQW5Bclkra0V5LzdmMz05JnpReXk=",
    ]
    .iter()
    .flat_map(|echo| {
        [
            Reply::http("400 Bad Request", &format!(r#"{{"status":"error","message":"bad key {echo}"}}"#)),
            Reply::http("200 OK", &format!(r#"{{"status":"error","message":"{echo}"}}"#)),
            Reply::http("200 OK", &format!(r#"{{"type":"result","message":"Done with {echo}"}}"#)),
            Reply::http("200 OK", &format!("<html>{echo}")),
        ]
    })
    .collect();
    replies.extend([
        Reply::http(&format!("302 Found\r\nlocation: /?apiKey={CANARY}\r\nset-cookie: k={CANARY}"), CANARY),
        Reply::http(&format!("500 {CANARY}\r\nx-key: {CANARY}"), CANARY),
        Reply::http(&format!("401 {CANARY}\r\nwww-authenticate: {CANARY}"), CANARY),
        Reply::http(&format!("429 Slow\r\nretry-after: {CANARY}"), CANARY),
        Reply::Bytes(format!("{CANARY}\r\n\r\n").into_bytes()),
        Reply::Bytes(format!("HTTP/1.1 200 OK\r\n{CANARY}\r\n\r\n").into_bytes()),
        Reply::Bytes(format!("HTTP/1.1 200 OK\r\ncontent-length: {CANARY}\r\n\r\n").into_bytes()),
        Reply::Close,
        Reply::Reset,
        Reply::Silence,
        Reply::success(),
    ]);
    replies
}

/// Checks every output of the proxy: responses, arguments, stdout, log and ledger.
fn is_clean_everywhere(mut proxy: Proxy, folder: &str) {
    is_clean_response(&proxy.get("/healthz"));
    is_clean_response(&proxy.get("/readyz"));
    is_clean_response(&proxy.get("/?apiKey=x"));
    let arguments = fs::read(format!("/proc/{}/cmdline", proxy.id())).unwrap();
    is_clean("arguments", &arguments);
    proxy.signal("TERM");
    assert_eq!(proxy.wait().code(), Some(0));
    is_clean("stdout", proxy.line().as_bytes());
    is_clean("log", proxy.log().as_bytes());
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().is_some_and(|name| name != "key") {
            is_clean("ledger", &fs::read(path).unwrap());
        }
    }
}

#[test]
fn the_key_never_leaks_under_any_upstream_response() {
    for place in ["query", "header"] {
        for format in ["text", "json"] {
            let upstream = Upstream::new(Reply::success());
            let flags = [
                "--api-key-in",
                place,
                "--log-format",
                format,
                "--upstream-timeout",
                "1",
                "--rate-limit",
                "1000",
            ];
            let program = Program::upstream(upstream.address).with(&flags).env("RUST_LOG", "trace");
            let folder = program.folder().path().to_str().unwrap().to_owned();
            let proxy = program.start();
            for reply in echoes() {
                upstream.set_reply(reply);
                is_clean_response(&proxy.post(&fresh_key(), NOTE));
            }
            assert!(upstream.requests().iter().all(|request| request.contains("cAnArY")));
            eventually("the log is on", || proxy.log().contains("no response from Omnidesk"));
            is_clean_everywhere(proxy, &folder);
        }
    }
}

#[test]
fn the_key_never_leaks_when_the_upstream_is_unreachable() {
    let closed = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let garbage = Upstream::new(Reply::Bytes(b"not TLS".to_vec()));
    for upstream in [
        format!("http://{closed}"),
        format!("https://{}", garbage.address),
        "https://unknown.invalid".to_owned(),
    ] {
        let program = Program::upstream(closed).with(&["--upstream-timeout", "4"]).env("RUST_LOG", "trace");
        let folder = program.folder().path().to_str().unwrap().to_owned();
        let proxy = program.with_upstream(&upstream).start();
        let response = proxy.post(&fresh_key(), NOTE);
        is_clean_response(response.is(424, "upstream_unreachable", "no"));
        eventually("the log is on", || proxy.log().contains("no response from Omnidesk"));
        is_clean_everywhere(proxy, &folder);
    }
}

#[test]
fn control_characters_never_break_a_log_line() {
    let nasty = "\\u001b[31mred\\r\\n2026-01-01T00:00:00Z  INFO forged\\u0000\\u202e";
    let body = format!(r#"{{"status":"error","message":"{nasty}"}}"#);
    for format in ["text", "json"] {
        let upstream = Upstream::new(Reply::http("400 Bad Request", &body));
        let proxy = Program::upstream(upstream.address)
            .with(&["--log-format", format])
            .env("RUST_LOG", "trace")
            .start();
        proxy.post(&fresh_key(), NOTE);
        proxy.post(&fresh_key(), &NOTE.replace("Called", nasty));
        proxy.get("/%1b%5b31m%0d%0aforged?x=%0aforged");
        upstream.set_reply(Reply::Bytes(b"HTTP/1.1 200 \x1b[31mred\r\nx: \x1b[31m\nforged\r\n\r\n".to_vec()));
        proxy.post(&fresh_key(), NOTE);
        eventually("four lines are logged", || proxy.log().matches("outcome").count() >= 4);
        let log = proxy.log();
        assert!(!log.contains(['\u{1b}', '\r', '\0', '\u{202e}']) && !log.contains("forged"), "{log}");
        for line in log.lines() {
            let is_whole = if format == "json" {
                line.starts_with('{') && line.ends_with('}')
            } else {
                line.starts_with("20")
            };
            assert!(is_whole, "{line}");
        }
    }
}

#[test]
fn the_text_of_a_note_is_never_logged() {
    for reply in echoes() {
        let upstream = Upstream::new(reply);
        let proxy = Program::upstream(upstream.address)
            .with(&["--upstream-timeout", "1"])
            .env("RUST_LOG", "trace")
            .start();
        proxy.post(&fresh_key(), &NOTE.replace("Called back", "pRivAte words"));
        eventually("the request is logged", || proxy.log().contains("outcome"));
        assert!(!proxy.log().to_lowercase().contains("private"), "{}", proxy.log());
    }
}
