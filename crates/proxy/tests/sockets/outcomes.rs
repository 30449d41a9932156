//! The outcome that each response of the upstream leads to, and the request that it gets.

use crate::support::{NOTE, Program, Proxy, Reply, SUCCESS, Upstream, fresh_key};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

fn start(reply: Reply) -> (Upstream, Proxy) {
    let upstream = Upstream::new(reply);
    let proxy = Program::upstream(upstream.address).with(&["--upstream-timeout", "1"]).start();
    (upstream, proxy)
}

#[track_caller]
fn expect(reply: Reply, status: u16, code: &str, sent: &str) {
    let (_upstream, proxy) = start(reply);
    proxy.post(&fresh_key(), NOTE).is(status, code, sent);
}

#[test]
fn a_note_is_sent_as_multipart_with_the_key_in_the_query() {
    let (upstream, proxy) = start(Reply::success());
    proxy.post(&fresh_key(), r#"{"ticketID":7,"type":"10","message":"Zoë\r\nsaid"}"#).is_saved();
    let request = &upstream.requests()[0];
    assert!(request.starts_with("POST /api/v2/message?apiKey=cAnArY%2BkEy%2F7f3%3D9%26zQ HTTP/1.1\r\n"));
    assert!(request.contains("content-type: multipart/form-data; boundary="));
    for part in [
        "name=\"ticketID\"\r\n\r\n7\r\n",
        "name=\"type\"\r\n\r\n10\r\n",
        "name=\"message\"\r\n\r\nZoë\nsaid\r\n",
    ] {
        assert!(request.contains(part), "{request}");
    }
    assert!(!request.contains("userID"));
}

#[test]
fn a_note_is_sent_as_json_with_the_key_in_a_header() {
    let upstream = Upstream::new(Reply::success());
    let flags = ["--api-key-in", "header", "--upstream-encoding", "json"];
    let proxy = Program::upstream(upstream.address).with(&flags).start();
    proxy.post(&fresh_key(), NOTE).is_saved();
    let request = &upstream.requests()[0];
    assert!(request.starts_with("POST /api/v2/message HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("\r\napikey: cAnArY+kEy/7f3=9&zQ\r\n"), "{request}");
    assert!(request.contains("\r\ncontent-type: application/json\r\n"), "{request}");
    assert!(request.ends_with(NOTE), "{request}");
}

#[test]
fn no_header_of_the_client_reaches_the_upstream() {
    let (upstream, proxy) = start(Reply::success());
    let request = crate::support::post(&fresh_key(), NOTE)
        .header("cookie", "session=s3cr3t")
        .header("authorization", "Bearer s3cr3t")
        .header("referer", "http://portal.example/s3cr3t")
        .header("x-forwarded-for", "s3cr3t")
        .header("user-agent", "s3cr3t");
    proxy.send(&request).is_saved();
    assert!(!upstream.requests()[0].contains("s3cr3t"));
}

#[test]
fn the_success_message_of_omnidesk_is_passed_on() {
    let (_upstream, proxy) = start(Reply::success());
    assert_eq!(proxy.post(&fresh_key(), NOTE).text(), SUCCESS);
}

#[test]
fn a_4xx_is_refused_with_the_message_of_omnidesk() {
    expect(Reply::http("400 Bad Request", ""), 422, "upstream_refused", "no");
    expect(Reply::http("404 Not Found", "<html>"), 422, "upstream_refused", "no");
    let body = format!(r#"{{"status":"error","message":"No <b>ticket</b>\n{}"}}"#, "x".repeat(1000));
    let (_upstream, proxy) = start(Reply::http("400 Bad Request", &body));
    let response = proxy.post(&fresh_key(), NOTE);
    let message = response.is(422, "upstream_refused", "no").json()["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("No <b>ticket</b> xxx"), "{message}");
    assert_eq!(message.chars().count(), 500);
}

#[test]
fn a_200_with_an_error_body_is_refused() {
    let body = r#"{"status":"error","message":"Ticket was not found"}"#;
    let (_upstream, proxy) = start(Reply::http("200 OK", body));
    let response = proxy.post(&fresh_key(), NOTE);
    assert_eq!(response.is(422, "upstream_refused", "no").json()["message"], "Ticket was not found");
}

#[test]
fn a_401_or_403_is_reported_as_misconfigured() {
    expect(Reply::http("401 Unauthorized", ""), 424, "upstream_misconfigured", "no");
    expect(Reply::http("403 Forbidden", "{}"), 424, "upstream_misconfigured", "no");
}

#[test]
fn a_429_is_passed_on_with_retry_after() {
    for (head, seconds) in [
        ("429 Too Many\r\nretry-after: 7", "7"),
        ("429 Too Many\r\nretry-after: -1", "30"),
        ("429 Too Many\r\nretry-after: 999999", "300"),
        ("429 Too Many", "30"),
    ] {
        let (_upstream, proxy) = start(Reply::http(head, ""));
        let response = proxy.post(&fresh_key(), NOTE);
        assert_eq!(response.is(429, "rate_limited", "no").header("retry-after"), Some(seconds));
    }
}

#[test]
fn an_undocumented_response_leaves_the_outcome_unknown() {
    for (head, body) in [
        ("500 Internal Server Error", "<html>"),
        ("503 Service Unavailable", SUCCESS),
        ("200 OK", ""),
        ("200 OK", "<html>"),
        ("200 OK", r#"{"type":"resul"#),
        ("200 OK", r#"{"type":"other","message":"x"}"#),
        ("200 OK", r#"{"type":"result","status":"error"}"#),
        ("200 OK", "[]"),
        ("201 Created", SUCCESS),
        ("204 No Content", ""),
    ] {
        expect(Reply::http(head, body), 502, "outcome_unknown", "unknown");
    }
}

#[test]
fn a_redirect_is_not_followed_and_leaves_the_outcome_unknown() {
    let target = Upstream::new(Reply::success());
    for status in [301, 302, 303, 307, 308] {
        let head = format!("{status} Elsewhere\r\nlocation: http://{}/", target.address);
        expect(Reply::http(&head, ""), 502, "outcome_unknown", "unknown");
    }
    assert_eq!(target.calls(), 0);
}

#[test]
fn a_response_cut_off_leaves_the_outcome_unknown() {
    for reply in [
        Reply::Close,
        Reply::Reset,
        Reply::Bytes(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec()),
        Reply::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"type\":\"result\"".to_vec()),
        Reply::Bytes(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n".to_vec()),
        Reply::Bytes(b"\x16\x03\x01\x00\x05garbage\r\n\r\n".to_vec()),
    ] {
        expect(reply, 502, "outcome_unknown", "unknown");
    }
}

#[test]
fn an_idle_upstream_connection_is_not_reused() {
    let success = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{SUCCESS}", SUCCESS.len());
    let (upstream, proxy) = start(Reply::Once(success.into_bytes()));
    for _ in 0..2 {
        proxy.post(&fresh_key(), NOTE).is_saved();
        // Longer than the proxy keeps an idle connection to the upstream: no event marks its end.
        thread::sleep(Duration::from_millis(1100));
    }
    assert_eq!(upstream.calls(), 2);
}

#[test]
fn a_response_timeout_leaves_the_outcome_unknown() {
    let dribble = b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{\"type\":\"result\"".to_vec();
    expect(Reply::Silence, 504, "outcome_unknown", "unknown");
    expect(Reply::Dribble(dribble), 504, "outcome_unknown", "unknown");
}

#[test]
fn a_closed_port_is_unreachable_and_a_retry_is_sent() {
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let proxy = Program::upstream(free).start();
    let key = fresh_key();
    proxy.post(&key, NOTE).is(424, "upstream_unreachable", "no");
    proxy.post(&key, NOTE).is(424, "upstream_unreachable", "no");
}
