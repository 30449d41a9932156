//! Property tests: for any request body and any upstream response, the proxy does not panic. Its
//! response is one that docs/specification.md, section 2, lists.

use crate::support::{NOTE, Program, Proxy, Reply, Response, Upstream, fresh_key, post};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

/// Generates bodies that are JSON, damaged JSON, or any bytes.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let value = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| number.to_string()),
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
        Just("null".to_owned()),
        Just("[{}]".to_owned()),
        Just("\"calllog\"".to_owned()),
    ];
    let name = prop_oneof![
        Just("ticketID".to_owned()),
        Just("type".to_owned()),
        Just("message".to_owned()),
        Just("userID".to_owned()),
        "[a-z]{0,8}",
    ];
    let object = prop::collection::vec((name, value), 0..6).prop_map(|fields| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", fields.join(",")).into_bytes()
    });
    let damaged = (Just(NOTE.as_bytes().to_vec()), any::<prop::sample::Index>(), any::<u8>()).prop_map(
        |(mut note, position, byte)| {
            let position = position.index(note.len());
            note[position] = byte;
            note
        },
    );
    prop_oneof![object, damaged, prop::collection::vec(any::<u8>(), 0..200)]
}

fn is_specified(response: &Response) -> bool {
    let known = ticket_note_core::wire::Code::ALL.iter().any(|code| {
        response.outcome() == (code.status(), code.as_str().to_owned(), code.sent().as_str().to_owned())
    });
    known || response.outcome().1 == "result"
}

fn has_not_panicked(proxy: &Proxy) {
    assert!(!proxy.log().contains("panic"), "{}", proxy.log());
}

#[test]
fn any_body_gets_200_400_or_422() {
    let upstream = Upstream::new(Reply::success());
    let proxy = Program::upstream(upstream.address).with(&["--rate-limit", "1000000"]).start();
    runner(1000)
        .run(&bodies(), |body| {
            let response = proxy.send(&post(&fresh_key(), NOTE).body(&body));
            prop_assert!(matches!(response.status, 200 | 400 | 422), "{} {body:?}", response.text());
            prop_assert!(is_specified(&response), "{}", response.text());
            Ok(())
        })
        .unwrap();
    has_not_panicked(&proxy);
}

#[test]
fn any_upstream_response_has_a_specified_outcome() {
    let upstream = Upstream::new(Reply::success());
    let flags = ["--rate-limit", "1000000", "--upstream-timeout", "1"];
    let proxy = Program::upstream(upstream.address).with(&flags).start();
    let responses = (200_u16..600, bodies());
    runner(500)
        .run(&responses, |(status, body)| {
            let head =
                format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            upstream.set_reply(Reply::Bytes([head.as_bytes(), &body].concat()));
            let response = proxy.post(&fresh_key(), NOTE);
            prop_assert!(response.status != 500 && is_specified(&response), "{}", response.text());
            let sent = response.outcome().2;
            prop_assert!(
                status / 100 == 4 || status == 200 || sent == "unknown",
                "{status} {}",
                response.text()
            );
            prop_assert!(status / 100 != 4 || sent == "no", "{status} {}", response.text());
            Ok(())
        })
        .unwrap();
    has_not_panicked(&proxy);
}

#[test]
fn any_upstream_bytes_leave_the_outcome_unknown() {
    let upstream = Upstream::new(Reply::success());
    let flags = ["--rate-limit", "1000000", "--upstream-timeout", "1"];
    let proxy = Program::upstream(upstream.address).with(&flags).start();
    let head = prop_oneof![
        Just(&b""[..]),
        Just(&b"HTTP/1.1 200 OK\r\n"[..]),
        Just(&b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"[..])
    ];
    runner(300)
        .run(&(head, prop::collection::vec(any::<u8>(), 0..200)), |(head, rest)| {
            upstream.set_reply(Reply::Bytes([head, &rest].concat()));
            let response = proxy.post(&fresh_key(), NOTE);
            prop_assert!(response.outcome().2 == "unknown" && is_specified(&response), "{}", response.text());
            Ok(())
        })
        .unwrap();
    has_not_panicked(&proxy);
}
