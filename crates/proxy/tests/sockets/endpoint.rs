//! Requests that are refused before a request to the upstream, and their codes.

use crate::support::{NOTE, Program, Proxy, Reply, Request, Upstream, fresh_key, post};

/// Starts a proxy, and an upstream that none of the refused requests may reach.
fn start() -> (Upstream, Proxy) {
    let upstream = Upstream::new(Reply::success());
    let proxy = Program::upstream(upstream.address).start();
    (upstream, proxy)
}

fn valid() -> Request {
    post(&fresh_key(), NOTE)
}

#[test]
fn every_response_has_the_security_headers() {
    let proxy = Program::sandbox().with(&["--frame-ancestors", "https://crm.example"]).start();
    let requests = [
        valid(),
        valid().body("{"),
        Request::new("GET", "/nothing"),
        Request::new("GET", "/healthz"),
        Request::new("GET", "/readyz"),
        Request::new("GET", "/sandbox/notes"),
        Request::new("DELETE", "/api/ticket-note/message"),
        Request::new("OPTIONS", "/api/ticket-note/message").header("origin", "https://evil.example"),
    ];
    for request in requests {
        let response = proxy.send(&request);
        let policy = response.header("content-security-policy").unwrap();
        assert!(policy.contains("require-trusted-types-for 'script'"), "{request:?}");
        assert!(policy.ends_with("frame-ancestors 'self' https://crm.example"), "{request:?}");
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{request:?}");
        assert_eq!(response.header("referrer-policy"), Some("no-referrer"), "{request:?}");
        assert_eq!(response.header("cross-origin-opener-policy"), Some("same-origin"), "{request:?}");
        assert_eq!(response.header("cache-control"), Some("no-store"), "{request:?}");
        assert!(!response.headers.iter().any(|(name, _)| name.starts_with("access-control")), "{request:?}");
    }
}

#[test]
fn a_method_other_than_post_gets_405_with_allow() {
    let (upstream, proxy) = start();
    for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        let response = proxy.send(&Request::new(method, "/api/ticket-note/message"));
        assert_eq!((response.status, response.header("allow")), (405, Some("POST")), "{method}");
    }
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn an_unknown_path_is_not_found() {
    let (_upstream, proxy) = start();
    for path in
        ["/", "/api", "/api/ticket-note/message/", "/API/ticket-note/message", "/demo", "/sandbox/notes"]
    {
        proxy.get(path).is(404, "not_found", "no");
    }
}

#[test]
fn a_content_type_other_than_plain_json_gets_415() {
    let (upstream, proxy) = start();
    for request in [
        valid().without("content-type"),
        valid().with("content-type", "text/plain"),
        valid().with("content-type", "application/x-www-form-urlencoded"),
        valid().with("content-type", "multipart/form-data; boundary=x"),
        valid().with("content-type", "application/json; charset=utf-16"),
        valid().header("content-type", "application/json"),
        valid().header("content-encoding", "gzip"),
        valid().header("content-encoding", "identity"),
    ] {
        proxy.send(&request).is(415, "unsupported_media_type", "no");
    }
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn a_request_from_another_origin_is_cross_site() {
    let (upstream, proxy) = start();
    let without_site = || valid().without("sec-fetch-site");
    let own_origin = format!("http://{}", proxy.address);
    for request in [
        without_site(),
        without_site().header("origin", "null"),
        without_site().header("origin", "https://evil.example"),
        without_site().header("origin", &format!("{own_origin}.evil.example")),
        without_site().header("origin", &own_origin).header("host", "evil.example"),
        without_site().header("origin", &own_origin).header("origin", "https://evil.example"),
        valid().with("sec-fetch-site", "cross-site").header("origin", &own_origin),
        valid().with("sec-fetch-site", "same-site").header("origin", &own_origin),
        valid().with("sec-fetch-site", "none"),
        valid().header("sec-fetch-site", "cross-site"),
    ] {
        proxy.send(&request).is(403, "cross_site", "no");
    }
    assert_eq!(upstream.calls(), 0);
    proxy.send(&without_site().header("origin", &own_origin)).is_saved();
}

#[test]
fn the_idempotency_key_must_be_one_quoted_uuid_v4() {
    let (upstream, proxy) = start();
    let key = fresh_key();
    for request in [
        valid().without("idempotency-key"),
        valid().with("idempotency-key", ""),
        valid().with("idempotency-key", key.trim_matches('"')),
        valid().with("idempotency-key", "\"00000000-0000-1000-8000-000000000000\""),
        valid().with("idempotency-key", &format!("{key}, {key}")),
        valid().header("idempotency-key", &key),
    ] {
        proxy.send(&request).is(400, "invalid_key", "no");
    }
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn a_body_that_is_not_a_note_in_json_gets_invalid_json() {
    let (upstream, proxy) = start();
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
    proxy.send(&valid().body(latin)).is(400, "invalid_json", "no");
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn an_invalid_field_is_reported_by_name_and_problem() {
    let (upstream, proxy) = start();
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
        let response = proxy.post(&fresh_key(), &body);
        response.is(422, "invalid_note", "no");
        assert_eq!(response.json()["fields"], serde_json::json!({ field: problem }));
    }
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn the_text_limit_counts_characters_not_bytes() {
    let upstream = Upstream::new(Reply::success());
    let proxy = Program::upstream(upstream.address).with(&["--max-message-chars", "10"]).start();
    let note = |text: &str| format!(r#"{{"ticketID":1,"type":"1","message":"{text}"}}"#);
    proxy.post(&fresh_key(), &note(&"\\ud83d\\ude00".repeat(10))).is_saved();
    let response = proxy.post(&fresh_key(), &note(&"é".repeat(11)));
    assert_eq!(response.is(422, "invalid_note", "no").json()["fields"]["message"], "too_long");
}

#[test]
fn an_oversized_body_gets_413_with_any_framing() {
    let (upstream, proxy) = start();
    let large = "x".repeat(1_000_000);
    for request in [
        valid().body(&large),
        valid().body(&large).chunked(),
        valid().body(&large).header("expect", "100-continue"),
    ] {
        let response = proxy.send(&request);
        // hyper may send 100 Continue first; the test reads only one response.
        if response.status != 100 {
            response.is(413, "too_large", "no");
        }
    }
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn a_refused_body_is_drained_and_the_connection_reused() {
    let (_upstream, proxy) = start();
    let refused = valid().with("sec-fetch-site", "cross-site").body("x".repeat(1_000_000));
    let mut bytes = refused.bytes(proxy.address);
    bytes.extend(valid().bytes(proxy.address));
    let mut stream = std::net::TcpStream::connect(proxy.address).unwrap();
    std::io::Write::write_all(&mut stream, &bytes).unwrap();
    crate::support::read_response(&mut stream).unwrap().is(403, "cross_site", "no");
    crate::support::read_response(&mut stream).unwrap().is_saved();
}
