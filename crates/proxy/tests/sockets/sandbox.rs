//! The sandbox: the embedded stand-in for Omnidesk, and the demo page.

use crate::support::{NOTE, Program, Request, fresh_key};

#[test]
fn an_accepted_note_is_stored_as_it_was_sent() {
    for flags in [
        &[] as &[&str],
        &["--api-key-in", "header"],
        &["--upstream-encoding", "json"],
        &["--api-key-in", "header", "--upstream-encoding", "json"],
    ] {
        let proxy = Program::sandbox().with(flags).start();
        proxy.post(&fresh_key(), NOTE).is_saved();
        let mut note = proxy.notes().remove(0);
        let received_at = note.as_object_mut().unwrap().remove("receivedAt").unwrap();
        assert!(received_at.as_str().unwrap().ends_with('Z'));
        assert_eq!(note, serde_json::from_str::<serde_json::Value>(NOTE).unwrap());
    }
}

#[test]
fn a_note_without_an_author_is_stored_without_one() {
    let proxy = Program::sandbox().start();
    proxy.post(&fresh_key(), r#"{"ticketID":1,"type":"1","message":"Hello"}"#).is_saved();
    assert!(proxy.notes()[0].get("userID").is_none());
}

#[test]
fn deleting_the_notes_empties_the_sandbox() {
    let proxy = Program::sandbox().start();
    proxy.post(&fresh_key(), NOTE).is_saved();
    assert_eq!(proxy.send(&Request::new("DELETE", "/sandbox/notes")).status, 204);
    assert!(proxy.notes().is_empty());
}

#[test]
fn every_fault_has_its_specified_outcome() {
    let proxy = Program::sandbox().start();
    for (fault, status, code, sent, stored) in [
        ("empty400", 422, "upstream_refused", "no", 0),
        ("error400", 422, "upstream_refused", "no", 0),
        ("unauthorized", 424, "upstream_misconfigured", "no", 0),
        ("rate_limited", 429, "rate_limited", "no", 0),
        ("http500", 502, "outcome_unknown", "unknown", 0),
        ("html200", 502, "outcome_unknown", "unknown", 0),
        ("not_json200", 502, "outcome_unknown", "unknown", 0),
        ("error200", 422, "upstream_refused", "no", 0),
        ("reset_before", 502, "outcome_unknown", "unknown", 0),
        ("reset_after", 502, "outcome_unknown", "unknown", 1),
        ("redirect", 502, "outcome_unknown", "unknown", 0),
        ("none", 200, "result", "", 1),
    ] {
        assert_eq!(proxy.send(&Request::new("DELETE", "/sandbox/notes")).status, 204);
        proxy.set_behaviour(&format!(r#"{{"delayMs":0,"fault":"{fault}"}}"#));
        proxy.post(&fresh_key(), NOTE).is(status, code, sent);
        assert_eq!(proxy.notes().len(), stored, "{fault}");
    }
}

#[test]
fn a_hanging_sandbox_times_out() {
    let proxy = Program::sandbox().with(&["--upstream-timeout", "1"]).start();
    proxy.set_behaviour(r#"{"fault":"hang"}"#);
    proxy.post(&fresh_key(), NOTE).is(504, "outcome_unknown", "unknown");
}

#[test]
fn a_delay_postpones_the_response() {
    let proxy = Program::sandbox().start();
    proxy.set_behaviour(r#"{"delayMs":200}"#);
    let start = std::time::Instant::now();
    proxy.post(&fresh_key(), NOTE).is_saved();
    assert!(start.elapsed().as_millis() >= 200);
}

#[test]
fn an_invalid_behaviour_is_refused_and_changes_nothing() {
    let proxy = Program::sandbox().start();
    proxy.set_behaviour(r#"{"delayMs":3,"fault":"redirect"}"#);
    for invalid in ["", "{}x", r#"{"fault":"flood"}"#, r#"{"delayMs":-1}"#, r#"{"other":1}"#] {
        let response = proxy.send(&Request::new("PUT", "/sandbox/behaviour").body(invalid));
        response.is(400, "invalid_json", "no");
    }
    assert_eq!(proxy.get("/sandbox/behaviour").text(), r#"{"delayMs":3,"fault":"redirect"}"#);
}

#[test]
fn only_the_demo_page_may_frame_its_own_origin() {
    let proxy = Program::sandbox().start();
    let policy = |path| proxy.get(path).header("content-security-policy").unwrap().to_owned();
    assert!(policy("/demo").ends_with("; frame-src 'self'"));
    assert!(!policy("/demo/demo.js").contains("frame-src"));
    for (path, media_type) in [
        ("/demo", "text/html; charset=utf-8"),
        ("/demo/demo.css", "text/css; charset=utf-8"),
        ("/demo/controls.css", "text/css; charset=utf-8"),
        ("/demo/layout.css", "text/css; charset=utf-8"),
        ("/demo/demo.js", "text/javascript; charset=utf-8"),
        ("/demo/elements.js", "text/javascript; charset=utf-8"),
        ("/demo/snippets.js", "text/javascript; charset=utf-8"),
        ("/demo/tickets.js", "text/javascript; charset=utf-8"),
    ] {
        assert_eq!(proxy.get(path).header("content-type"), Some(media_type));
    }
}
