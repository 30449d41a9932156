//! The log: one line per request, and its level.

use crate::support::{CANARY, Folder, NOTE, Program, Proxy, Reply, Upstream, eventually, fresh_key};
use serde_json::{Value, json};

/// Returns the lines of a JSON log with this message.
fn lines(proxy: &Proxy, message: &str) -> Vec<Value> {
    let lines =
        proxy.log().lines().filter_map(|line| serde_json::from_str(line).ok()).collect::<Vec<Value>>();
    lines.into_iter().filter(|line| line["message"] == message).collect()
}

#[test]
fn a_request_is_one_log_line_with_outcome_and_attempt() {
    let proxy = Program::sandbox().with(&["--log-format", "json"]).start();
    let key = fresh_key();
    proxy.post(&key, NOTE).is_saved();
    eventually("the line is written", || lines(&proxy, "request").len() == 1);
    let line = &lines(&proxy, "request")[0];
    for (field, value) in [
        ("outcome", json!("saved")),
        ("attempt", json!(key.trim_matches('"'))),
        ("ticket", json!(858_462)),
        ("replayed", json!(false)),
    ] {
        assert_eq!(line[field], value, "{line}");
    }
    assert!(line["milliseconds"].is_u64() && line["span"]["request"].is_u64(), "{line}");
    assert!(!proxy.log().contains("Called back"));
}

#[test]
fn an_unknown_log_level_stops_the_start() {
    let (code, text) = Program::sandbox().env("RUST_LOG", "loud and clear").fail();
    assert_eq!(
        (code, text.as_str()),
        (
            2,
            "ticket-note-proxy: RUST_LOG: \"loud and clear\" is not a level; set off, error, warn, info, debug or trace\n"
        )
    );
}

#[test]
fn at_level_warn_a_saved_note_is_not_logged() {
    let upstream = Upstream::new(Reply::success());
    let proxy = Program::upstream(upstream.address).env("RUST_LOG", "warn").start();
    proxy.post(&fresh_key(), NOTE).is_saved();
    eventually("the warning is written", || proxy.log().ends_with('\n'));
    assert!(proxy.log().contains("--anonymous: anyone who can reach the port can post as any author"));
    assert_eq!(proxy.log().lines().count(), 1, "{}", proxy.log());
}

#[test]
fn the_start_logs_version_commit_and_settings_without_the_key() {
    let upstream = Upstream::new(Reply::success());
    let folder = Folder::new().with("users", "zoë 254").with_key(CANARY);
    let address = format!("http://{}", upstream.address);
    let (ledger, users, key) = (folder.file("ledger"), folder.file("users"), folder.file("key"));
    let proxy = Program::new(&["--upstream", &address, "--api-key-file", &key, "--log-format", "json"])
        .with(&["--user-header", "X-Agent", "--ledger", &ledger, "--users", &users])
        .env("TICKET_NOTE_PUBLIC_ORIGIN", "https://crm.example,https://desk.example")
        .start();
    eventually("the line is written", || lines(&proxy, "start").len() == 1);
    let line = &lines(&proxy, "start")[0];
    for (field, value) in [
        ("version", json!(env!("CARGO_PKG_VERSION"))),
        ("listen", json!(proxy.address.to_string())),
        ("upstream", json!(address)),
        ("api_key_file", json!(key)),
        ("api_key_in", json!("query")),
        ("user_header", json!("x-agent")),
        ("users", json!(users)),
        ("trusted_proxy", json!("127.0.0.0/8,::1/128")),
        ("public_origin", json!("https://crm.example,https://desk.example")),
        ("ledger", json!(ledger)),
        ("rate_limit", json!(60)),
        ("drain_delay", json!(0)),
        ("log_format", json!("json")),
        ("log_level", json!("info")),
        ("anonymous", json!(false)),
        ("dist", json!(null)),
    ] {
        assert_eq!(line[field], value, "{field}: {line}");
    }
    assert!(line["commit"].as_str().is_some_and(|commit| !commit.is_empty()), "{line}");
    assert!(!proxy.log().contains("cAnArY") && !proxy.log().contains("--anonymous"), "{}", proxy.log());
}
