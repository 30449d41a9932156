//! One attempt, one note.

use crate::support::{NOTE, Program, Proxy, Reply, SUCCESS, Upstream, eventually, exchange, fresh_key, post};
use std::io::Write;
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

fn proxy_of(reply: Reply) -> (Upstream, Proxy) {
    let upstream = Upstream::new(reply);
    let proxy = Program::upstream(upstream.address).start();
    (upstream, proxy)
}

#[test]
fn twelve_arrivals_at_once_make_one_call_and_get_equal_answers() {
    let (upstream, proxy) = proxy_of(Reply::success_after(Duration::from_millis(300)));
    let request = post(&fresh_key(), NOTE).bytes(proxy.address);
    let arrivals: Vec<_> = (0..12)
        .map(|_| {
            let (address, request) = (proxy.address, request.clone());
            thread::spawn(move || exchange(address, &request).unwrap())
        })
        .collect();
    let mut answers: Vec<_> = arrivals.into_iter().map(|arrival| arrival.join().unwrap()).collect();
    for answer in &mut answers {
        answer.is_saved();
        answer.headers.retain(|(name, _)| name != "date");
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(upstream.calls(), 1);
}

#[test]
fn a_done_attempt_is_answered_again_and_not_sent_again() {
    let (upstream, proxy) = proxy_of(Reply::success());
    let key = fresh_key();
    let first = proxy.post(&key, NOTE);
    assert_eq!(first.is_saved().header("idempotency-replayed"), None);
    let second = proxy.post(&key, NOTE);
    assert_eq!(second.is_saved().header("idempotency-replayed"), Some("true"));
    assert_eq!((second.text().as_str(), upstream.calls()), (SUCCESS, 1));
}

#[test]
fn an_unknown_attempt_stays_unknown_and_is_not_sent_again() {
    let (upstream, proxy) = proxy_of(Reply::Close);
    let key = fresh_key();
    proxy.post(&key, NOTE).is(502, "outcome_unknown", "unknown");
    upstream.replies(Reply::success());
    proxy.post(&key, NOTE).is(502, "outcome_unknown", "unknown");
    assert_eq!(upstream.calls(), 1);
    proxy.post(&fresh_key(), NOTE).is_saved();
}

#[test]
fn a_note_that_was_not_sent_goes_out_at_the_next_try() {
    let (upstream, proxy) = proxy_of(Reply::http("400 Bad Request", ""));
    let key = fresh_key();
    proxy.post(&key, NOTE).is(502, "upstream_refused", "no");
    upstream.replies(Reply::success());
    let answer = proxy.post(&key, NOTE);
    assert_eq!(answer.is_saved().header("idempotency-replayed"), None);
    assert_eq!(upstream.calls(), 2);
}

#[test]
fn a_key_is_bound_to_its_note() {
    let (upstream, proxy) = proxy_of(Reply::success());
    let key = fresh_key();
    proxy.post(&key, NOTE).is_saved();
    for other in [
        r#"{"ticketID":858463,"type":"calllog","message":"Called back","userID":254}"#,
        r#"{"ticketID":858462,"type":"1","message":"Called back","userID":254}"#,
        r#"{"ticketID":858462,"type":"calllog","message":"Called back!","userID":254}"#,
        r#"{"ticketID":858462,"type":"calllog","message":"Called back"}"#,
    ] {
        proxy.post(&key, other).is(422, "key_reused", "no");
    }
    let same = r#"{ "userID": 254, "message": "Called\u0020back", "type": "calllog", "ticketID": 858462 }"#;
    proxy.post(&key, same).is_saved();
    assert_eq!(upstream.calls(), 1);
}

#[test]
fn a_key_under_way_is_bound_to_its_note_too() {
    let (upstream, proxy) = proxy_of(Reply::success_after(Duration::from_millis(500)));
    let key = fresh_key();
    let request = post(&key, NOTE).bytes(proxy.address);
    let address = proxy.address;
    let first = thread::spawn(move || exchange(address, &request).unwrap());
    eventually("the vendor is called", || upstream.calls() == 1);
    proxy.post(&key, &NOTE.replace("back", "again")).is(422, "key_reused", "no");
    first.join().unwrap().is_saved();
}

#[test]
fn a_client_that_goes_away_does_not_stop_its_exchange() {
    let (upstream, proxy) = proxy_of(Reply::success_after(Duration::from_millis(300)));
    let key = fresh_key();
    let mut stream = TcpStream::connect(proxy.address).unwrap();
    stream.write_all(&post(&key, NOTE).bytes(proxy.address)).unwrap();
    eventually("the vendor is called", || upstream.calls() == 1);
    drop(stream);
    proxy.post(&key, NOTE).is_saved();
    assert_eq!(upstream.calls(), 1);
}
