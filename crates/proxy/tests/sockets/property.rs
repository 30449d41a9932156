//! For any body, and for any answer of the vendor's: no panic, and an answer that the contract has.

use crate::support::{NOTE, Program, Proxy, Reply, Response, Upstream, fresh_key, post};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

/// Bytes that are JSON, nearly JSON, or anything.
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
        |(mut note, place, byte)| {
            let place = place.index(note.len());
            note[place] = byte;
            note
        },
    );
    prop_oneof![object, damaged, prop::collection::vec(any::<u8>(), 0..200)]
}

fn is_of_the_contract(answer: &Response) -> bool {
    let known = ticket_note_core::wire::Code::ALL.iter().any(|code| {
        answer.verdict() == (code.status(), code.as_str().to_owned(), code.sent().as_str().to_owned())
    });
    known || answer.verdict().1 == "result"
}

fn clean(proxy: &Proxy) {
    assert!(!proxy.log().contains("panic"), "{}", proxy.log());
}

#[test]
fn any_body_is_a_note_or_a_4xx() {
    let upstream = Upstream::new(Reply::success());
    let proxy = Program::upstream(upstream.address).with(&["--rate-limit", "1000000"]).start();
    runner(1000)
        .run(&bodies(), |body| {
            let answer = proxy.send(&post(&fresh_key(), NOTE).body(&body));
            prop_assert!(matches!(answer.status, 200 | 400 | 422), "{} {body:?}", answer.text());
            prop_assert!(is_of_the_contract(&answer), "{}", answer.text());
            Ok(())
        })
        .unwrap();
    clean(&proxy);
}

#[test]
fn any_answer_of_the_vendors_has_an_outcome() {
    let upstream = Upstream::new(Reply::success());
    let settings = ["--rate-limit", "1000000", "--upstream-timeout", "1"];
    let proxy = Program::upstream(upstream.address).with(&settings).start();
    let answers = (200_u16..600, bodies());
    runner(500)
        .run(&answers, |(status, body)| {
            let head =
                format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            upstream.replies(Reply::Bytes([head.as_bytes(), &body].concat()));
            let answer = proxy.post(&fresh_key(), NOTE);
            prop_assert!(answer.status != 500 && is_of_the_contract(&answer), "{}", answer.text());
            let sent = answer.verdict().2;
            prop_assert!(
                status / 100 == 4 || status == 200 || sent == "unknown",
                "{status} {}",
                answer.text()
            );
            prop_assert!(status / 100 != 4 || sent == "no", "{status} {}", answer.text());
            Ok(())
        })
        .unwrap();
    clean(&proxy);
}

#[test]
fn any_bytes_on_the_wire_have_an_outcome() {
    let upstream = Upstream::new(Reply::success());
    let settings = ["--rate-limit", "1000000", "--upstream-timeout", "1"];
    let proxy = Program::upstream(upstream.address).with(&settings).start();
    let head = prop_oneof![
        Just(&b""[..]),
        Just(&b"HTTP/1.1 200 OK\r\n"[..]),
        Just(&b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"[..])
    ];
    runner(300)
        .run(&(head, prop::collection::vec(any::<u8>(), 0..200)), |(head, rest)| {
            upstream.replies(Reply::Bytes([head, &rest].concat()));
            let answer = proxy.post(&fresh_key(), NOTE);
            prop_assert!(answer.verdict().2 == "unknown" && is_of_the_contract(&answer), "{}", answer.text());
            Ok(())
        })
        .unwrap();
    clean(&proxy);
}
