//! What the vendor does, and what is said of it.

use crate::support::{NOTE, Program, Proxy, Reply, SUCCESS, Upstream, fresh_key};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

fn proxy_of(reply: Reply) -> (Upstream, Proxy) {
    let upstream = Upstream::new(reply);
    let proxy = Program::upstream(upstream.address).with(&["--upstream-timeout", "1"]).start();
    (upstream, proxy)
}

#[track_caller]
fn ends(reply: Reply, status: u16, code: &str, sent: &str) {
    let (_upstream, proxy) = proxy_of(reply);
    proxy.post(&fresh_key(), NOTE).is(status, code, sent);
}

#[test]
fn a_note_goes_out_as_multipart_with_the_key_in_the_query() {
    let (upstream, proxy) = proxy_of(Reply::success());
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
fn a_note_goes_out_as_json_with_the_key_in_a_header() {
    let upstream = Upstream::new(Reply::success());
    let settings = ["--api-key-in", "header", "--upstream-encoding", "json"];
    let proxy = Program::upstream(upstream.address).with(&settings).start();
    proxy.post(&fresh_key(), NOTE).is_saved();
    let request = &upstream.requests()[0];
    assert!(request.starts_with("POST /api/v2/message HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("\r\napikey: cAnArY+kEy/7f3=9&zQ\r\n"), "{request}");
    assert!(request.contains("\r\ncontent-type: application/json\r\n"), "{request}");
    assert!(request.ends_with(NOTE), "{request}");
}

#[test]
fn nothing_of_the_caller_but_the_note_reaches_the_vendor() {
    let (upstream, proxy) = proxy_of(Reply::success());
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
fn the_vendors_sentence_is_passed_on() {
    let (_upstream, proxy) = proxy_of(Reply::success());
    assert_eq!(proxy.post(&fresh_key(), NOTE).text(), SUCCESS);
}

#[test]
fn a_4xx_is_a_refusal_in_the_vendors_words() {
    ends(Reply::http("400 Bad Request", ""), 502, "upstream_refused", "no");
    ends(Reply::http("404 Not Found", "<html>"), 502, "upstream_refused", "no");
    let body = format!(r#"{{"status":"error","message":"No <b>ticket</b>\n{}"}}"#, "x".repeat(1000));
    let (_upstream, proxy) = proxy_of(Reply::http("400 Bad Request", &body));
    let answer = proxy.post(&fresh_key(), NOTE);
    let words = answer.is(502, "upstream_refused", "no").json()["message"].as_str().unwrap().to_owned();
    assert!(words.starts_with("No <b>ticket</b> xxx"), "{words}");
    assert_eq!(words.chars().count(), 500);
}

#[test]
fn a_200_with_an_error_body_is_a_refusal() {
    let body = r#"{"status":"error","message":"Ticket was not found"}"#;
    let (_upstream, proxy) = proxy_of(Reply::http("200 OK", body));
    let answer = proxy.post(&fresh_key(), NOTE);
    assert_eq!(answer.is(502, "upstream_refused", "no").json()["message"], "Ticket was not found");
}

#[test]
fn a_refused_key_is_a_misconfiguration() {
    ends(Reply::http("401 Unauthorized", ""), 502, "upstream_misconfigured", "no");
    ends(Reply::http("403 Forbidden", "{}"), 502, "upstream_misconfigured", "no");
}

#[test]
fn a_429_is_passed_on_with_its_wait() {
    for (head, wait) in [
        ("429 Too Many\r\nretry-after: 7", "7"),
        ("429 Too Many\r\nretry-after: -1", "30"),
        ("429 Too Many\r\nretry-after: 999999", "300"),
        ("429 Too Many", "30"),
    ] {
        let (_upstream, proxy) = proxy_of(Reply::http(head, ""));
        let answer = proxy.post(&fresh_key(), NOTE);
        assert_eq!(answer.is(429, "rate_limited", "no").header("retry-after"), Some(wait));
    }
}

#[test]
fn an_answer_that_is_not_documented_leaves_the_outcome_unknown() {
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
        ends(Reply::http(head, body), 502, "outcome_unknown", "unknown");
    }
}

#[test]
fn a_redirect_is_not_followed_and_leaves_the_outcome_unknown() {
    let target = Upstream::new(Reply::success());
    for status in [301, 302, 303, 307, 308] {
        let head = format!("{status} Elsewhere\r\nlocation: http://{}/", target.address);
        ends(Reply::http(&head, ""), 502, "outcome_unknown", "unknown");
    }
    assert_eq!(target.calls(), 0);
}

#[test]
fn an_exchange_that_breaks_off_leaves_the_outcome_unknown() {
    for reply in [
        Reply::Close,
        Reply::Reset,
        Reply::Bytes(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec()),
        Reply::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"type\":\"result\"".to_vec()),
        Reply::Bytes(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n".to_vec()),
        Reply::Bytes(b"\x16\x03\x01\x00\x05garbage\r\n\r\n".to_vec()),
    ] {
        ends(reply, 502, "outcome_unknown", "unknown");
    }
}

#[test]
fn a_connection_that_has_rested_is_not_trusted_with_a_note() {
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{SUCCESS}", SUCCESS.len());
    let (upstream, proxy) = proxy_of(Reply::Once(answer.into_bytes()));
    for _ in 0..2 {
        proxy.post(&fresh_key(), NOTE).is_saved();
        // What is waited for is time itself: the rest that a connection to the vendor may have.
        thread::sleep(Duration::from_millis(1100));
    }
    assert_eq!(upstream.calls(), 2);
}

#[test]
fn no_answer_in_time_leaves_the_outcome_unknown() {
    let dribble = b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{\"type\":\"result\"".to_vec();
    ends(Reply::Silence, 504, "outcome_unknown", "unknown");
    ends(Reply::Dribble(dribble), 504, "outcome_unknown", "unknown");
}

#[test]
fn nobody_at_the_address_is_unreachable_and_the_next_try_goes_out() {
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let proxy = Program::upstream(free).start();
    let key = fresh_key();
    proxy.post(&key, NOTE).is(502, "upstream_unreachable", "no");
    proxy.post(&key, NOTE).is(502, "upstream_unreachable", "no");
}
