//! The stand-in for the vendor.

use crate::support::{NOTE, Program, Request, fresh_key};

#[test]
fn an_accepted_note_is_in_the_sandbox_as_it_was_sent() {
    for settings in [
        &[] as &[&str],
        &["--api-key-in", "header"],
        &["--upstream-encoding", "json"],
        &["--api-key-in", "header", "--upstream-encoding", "json"],
    ] {
        let proxy = Program::sandbox().with(settings).start();
        proxy.post(&fresh_key(), NOTE).is_saved();
        let mut note = proxy.notes().remove(0);
        let received = note.as_object_mut().unwrap().remove("receivedAt").unwrap();
        assert!(received.as_str().unwrap().ends_with('Z'));
        assert_eq!(note, serde_json::from_str::<serde_json::Value>(NOTE).unwrap());
    }
}

#[test]
fn a_note_without_an_author_has_none() {
    let proxy = Program::sandbox().start();
    proxy.post(&fresh_key(), r#"{"ticketID":1,"type":"1","message":"Hello"}"#).is_saved();
    assert!(proxy.notes()[0].get("userID").is_none());
}

#[test]
fn the_sandbox_can_be_emptied() {
    let proxy = Program::sandbox().start();
    proxy.post(&fresh_key(), NOTE).is_saved();
    assert_eq!(proxy.send(&Request::new("DELETE", "/sandbox/notes")).status, 204);
    assert!(proxy.notes().is_empty());
}

#[test]
fn every_fault_ends_as_the_contract_says() {
    let proxy = Program::sandbox().start();
    for (fault, status, code, sent, kept) in [
        ("empty400", 502, "upstream_refused", "no", 0),
        ("error400", 502, "upstream_refused", "no", 0),
        ("unauthorized", 502, "upstream_misconfigured", "no", 0),
        ("rate_limited", 429, "rate_limited", "no", 0),
        ("http500", 502, "outcome_unknown", "unknown", 0),
        ("html200", 502, "outcome_unknown", "unknown", 0),
        ("not_json200", 502, "outcome_unknown", "unknown", 0),
        ("error200", 502, "upstream_refused", "no", 0),
        ("reset_before", 502, "outcome_unknown", "unknown", 0),
        ("reset_after", 502, "outcome_unknown", "unknown", 1),
        ("redirect", 502, "outcome_unknown", "unknown", 0),
        ("none", 200, "result", "", 1),
    ] {
        assert_eq!(proxy.send(&Request::new("DELETE", "/sandbox/notes")).status, 204);
        proxy.behave(&format!(r#"{{"delayMs":0,"fault":"{fault}"}}"#));
        proxy.post(&fresh_key(), NOTE).is(status, code, sent);
        assert_eq!(proxy.notes().len(), kept, "{fault}");
    }
}

#[test]
fn a_sandbox_that_hangs_is_waited_for_no_longer_than_the_timeout() {
    let proxy = Program::sandbox().with(&["--upstream-timeout", "1"]).start();
    proxy.behave(r#"{"fault":"hang"}"#);
    proxy.post(&fresh_key(), NOTE).is(504, "outcome_unknown", "unknown");
}

#[test]
fn a_delay_is_waited_for() {
    let proxy = Program::sandbox().start();
    proxy.behave(r#"{"delayMs":200}"#);
    let start = std::time::Instant::now();
    proxy.post(&fresh_key(), NOTE).is_saved();
    assert!(start.elapsed().as_millis() >= 200);
}

#[test]
fn the_behaviour_can_be_read_and_odd_ones_are_refused() {
    let proxy = Program::sandbox().start();
    proxy.behave(r#"{"delayMs":3,"fault":"redirect"}"#);
    for odd in ["", "{}x", r#"{"fault":"flood"}"#, r#"{"delayMs":-1}"#, r#"{"other":1}"#] {
        let answer = proxy.send(&Request::new("PUT", "/sandbox/behaviour").body(odd));
        answer.is(400, "invalid_json", "no");
    }
    assert_eq!(proxy.get("/sandbox/behaviour").text(), r#"{"delayMs":3,"fault":"redirect"}"#);
}

#[test]
fn the_demo_may_frame_its_own_origin_and_no_other_page_may() {
    let proxy = Program::sandbox().start();
    let policy = |path| proxy.get(path).header("content-security-policy").unwrap().to_owned();
    assert!(policy("/demo").ends_with("; frame-src 'self'"));
    assert!(!policy("/demo/demo.js").contains("frame-src"));
    for (path, media_type) in [
        ("/demo", "text/html; charset=utf-8"),
        ("/demo/demo.css", "text/css; charset=utf-8"),
        ("/demo/demo.js", "text/javascript; charset=utf-8"),
    ] {
        assert_eq!(proxy.get(path).header("content-type"), Some(media_type));
    }
}
