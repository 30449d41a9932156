//! The log: one line per request, and its level.

use crate::support::{NOTE, Program, Reply, Upstream, eventually, fresh_key};

#[test]
fn a_request_is_one_log_line_with_outcome_and_attempt() {
    let proxy = Program::sandbox().with(&["--log-format", "json"]).start();
    let key = fresh_key();
    proxy.post(&key, NOTE).is_saved();
    eventually("the line is written", || proxy.log().ends_with('\n'));
    let line: serde_json::Value = serde_json::from_str(&proxy.log()).unwrap();
    for (field, value) in [
        ("outcome", serde_json::json!("saved")),
        ("attempt", serde_json::json!(key.trim_matches('"'))),
        ("ticket", serde_json::json!(858_462)),
        ("replayed", serde_json::json!(false)),
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
    assert_eq!(proxy.log(), "");
}
