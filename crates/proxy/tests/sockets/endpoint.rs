//! What is refused before anything is sent, and by which code.

use crate::support::{NOTE, Program, Proxy, Reply, Request, Upstream, fresh_key, post};

/// A proxy, and the upstream that none of these requests may reach.
fn guarded() -> (Upstream, Proxy) {
    let upstream = Upstream::new(Reply::success());
    let proxy = Program::upstream(upstream.address).start();
    (upstream, proxy)
}

fn whole() -> Request {
    post(&fresh_key(), NOTE)
}

#[test]
fn every_answer_has_the_security_headers() {
    let proxy = Program::sandbox().with(&["--frame-ancestors", "https://crm.example"]).start();
    let requests = [
        whole(),
        whole().body("{"),
        Request::new("GET", "/"),
        Request::new("GET", "/healthz"),
        Request::new("GET", "/readyz"),
        Request::new("GET", "/sandbox/notes"),
        Request::new("DELETE", "/api/ticket-note/message"),
        Request::new("OPTIONS", "/api/ticket-note/message").header("origin", "https://evil.example"),
    ];
    for request in requests {
        let answer = proxy.send(&request);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("require-trusted-types-for 'script'"), "{request:?}");
        assert!(policy.ends_with("frame-ancestors 'self' https://crm.example"), "{request:?}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{request:?}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{request:?}");
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"), "{request:?}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{request:?}");
        assert!(!answer.headers.iter().any(|(name, _)| name.starts_with("access-control")), "{request:?}");
    }
}

#[test]
fn a_method_other_than_post_is_told_so() {
    let (upstream, proxy) = guarded();
    for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        let answer = proxy.send(&Request::new(method, "/api/ticket-note/message"));
        assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")), "{method}");
    }
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn an_unknown_path_is_not_found() {
    let (_upstream, proxy) = guarded();
    for path in
        ["/", "/api", "/api/ticket-note/message/", "/API/ticket-note/message", "/demo", "/sandbox/notes"]
    {
        proxy.get(path).is(404, "not_found", "no");
    }
}

#[test]
fn a_body_that_is_not_plain_json_is_an_unsupported_media_type() {
    let (upstream, proxy) = guarded();
    for request in [
        whole().without("content-type"),
        whole().with("content-type", "text/plain"),
        whole().with("content-type", "application/x-www-form-urlencoded"),
        whole().with("content-type", "multipart/form-data; boundary=x"),
        whole().with("content-type", "application/json; charset=utf-16"),
        whole().header("content-type", "application/json"),
        whole().header("content-encoding", "gzip"),
        whole().header("content-encoding", "identity"),
    ] {
        proxy.send(&request).is(415, "unsupported_media_type", "no");
    }
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn a_request_of_another_origin_is_cross_site() {
    let (upstream, proxy) = guarded();
    let unmarked = || whole().without("sec-fetch-site");
    let own = format!("http://{}", proxy.address);
    for request in [
        unmarked(),
        unmarked().header("origin", "null"),
        unmarked().header("origin", "https://evil.example"),
        unmarked().header("origin", &format!("{own}.evil.example")),
        unmarked().header("origin", &own).header("host", "evil.example"),
        unmarked().header("origin", &own).header("origin", "https://evil.example"),
        whole().with("sec-fetch-site", "cross-site").header("origin", &own),
        whole().with("sec-fetch-site", "same-site").header("origin", &own),
        whole().with("sec-fetch-site", "none"),
        whole().header("sec-fetch-site", "cross-site"),
    ] {
        proxy.send(&request).is(403, "cross_site", "no");
    }
    assert_eq!(upstream.calls(), 0);
    proxy.send(&unmarked().header("origin", &own)).is_saved();
}

#[test]
fn a_key_is_one_quoted_uuid_of_version_4() {
    let (upstream, proxy) = guarded();
    let key = fresh_key();
    for request in [
        whole().without("idempotency-key"),
        whole().with("idempotency-key", ""),
        whole().with("idempotency-key", key.trim_matches('"')),
        whole().with("idempotency-key", "\"00000000-0000-1000-8000-000000000000\""),
        whole().with("idempotency-key", &format!("{key}, {key}")),
        whole().header("idempotency-key", &key),
    ] {
        proxy.send(&request).is(400, "invalid_key", "no");
    }
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn a_body_that_is_not_the_json_of_a_note_is_invalid() {
    let (upstream, proxy) = guarded();
    let note = |rest: &str| format!(r#"{{"ticketID":1,"type":"1","message":"Hello"{rest}}}"#);
    let deep = "[".repeat(100_000);
    for body in [
        "",
        "{",
        "null",
        "[]",
        r#"[1,"calllog","hello note",254]"#,
        r#" [1,"calllog","hello note",null]"#,
        "\"note\"",
        "NaN",
        r#"{"ticketID":NaN}"#,
        r#"{"ticketID":01,"type":"1","message":"Hello"}"#,
        r#"{"ticketID":1,"type":"1","message":"\ud800 half"}"#,
        r#"{"ticketID":1,"type":1,"message":"Hello"}"#,
        r#"{"ticketID":{},"type":"1","message":"Hello"}"#,
        &note(r#","message":"Other""#),
        &note(r#","extra":1"#),
        &note(r#","apiKey":"x""#),
        &format!("{}x", note("")),
        &format!("{}{}", note(""), note("")),
        &format!("\u{feff}{}", note("")),
        &deep,
        &format!(r#"{{"message":{deep}"#),
    ] {
        proxy.send(&post(&fresh_key(), body)).is(400, "invalid_json", "no");
    }
    let mut latin = note("").into_bytes();
    latin[40] = 0xe9;
    proxy.send(&whole().body(latin)).is(400, "invalid_json", "no");
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn a_field_that_breaks_a_rule_is_named_with_its_problem() {
    let (upstream, proxy) = guarded();
    for (field, value, problem) in [
        ("ticketID", r#""1""#, "not_an_integer"),
        ("ticketID", "1.0", "not_an_integer"),
        ("ticketID", "1e3", "not_an_integer"),
        ("ticketID", "0", "out_of_range"),
        ("ticketID", "-1", "out_of_range"),
        ("ticketID", "9007199254740992", "out_of_range"),
        ("type", r#""2""#, "unknown_type"),
        ("type", r#""""#, "missing"),
        ("message", r#""Hell""#, "too_short"),
        ("message", r#""  \n ""#, "missing"),
        ("message", r#""Hello\u0000there""#, "control_character"),
        ("userID", "0", "out_of_range"),
        ("userID", "true", "not_an_integer"),
    ] {
        let mut body: serde_json::Map<_, _> = serde_json::from_str(NOTE).unwrap();
        body.remove(field);
        let rest = serde_json::to_string(&body).unwrap();
        let body = format!(r#"{},"{field}":{value}}}"#, rest.trim_end_matches('}'));
        let answer = proxy.post(&fresh_key(), &body);
        answer.is(422, "invalid_note", "no");
        assert_eq!(answer.json()["fields"], serde_json::json!({ field: problem }));
    }
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn the_limit_on_a_text_counts_characters() {
    let upstream = Upstream::new(Reply::success());
    let proxy = Program::upstream(upstream.address).with(&["--max-message-chars", "10"]).start();
    let note = |text: &str| format!(r#"{{"ticketID":1,"type":"1","message":"{text}"}}"#);
    proxy.post(&fresh_key(), &note(&"\\ud83d\\ude00".repeat(10))).is_saved();
    let answer = proxy.post(&fresh_key(), &note(&"é".repeat(11)));
    assert_eq!(answer.is(422, "invalid_note", "no").json()["fields"]["message"], "too_long");
}

#[test]
fn a_body_over_the_limit_is_too_large_however_it_is_sent() {
    let (upstream, proxy) = guarded();
    let large = "x".repeat(1_000_000);
    for request in [
        whole().body(&large),
        whole().body(&large).chunked(),
        whole().body(&large).header("expect", "100-continue"),
    ] {
        let answer = proxy.send(&request);
        // An answer of 100 is hyper's leave to go on; the one that counts is the next.
        if answer.status != 100 {
            answer.is(413, "too_large", "no");
        }
    }
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn a_refused_body_is_read_and_the_connection_goes_on() {
    let (_upstream, proxy) = guarded();
    let refused = whole().with("sec-fetch-site", "cross-site").body("x".repeat(1_000_000));
    let mut bytes = refused.bytes(proxy.address);
    bytes.extend(whole().bytes(proxy.address));
    let mut stream = std::net::TcpStream::connect(proxy.address).unwrap();
    std::io::Write::write_all(&mut stream, &bytes).unwrap();
    crate::support::read_response(&mut stream).unwrap().is(403, "cross_site", "no");
    crate::support::read_response(&mut stream).unwrap().is_saved();
}
