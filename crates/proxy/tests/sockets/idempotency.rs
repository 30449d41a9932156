//! One attempt adds at most one note.

use crate::support::{NOTE, Program, Proxy, Reply, SUCCESS, Upstream, eventually, fresh_key, post, send_raw};
use std::io::Write;
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

fn start(reply: Reply) -> (Upstream, Proxy) {
    let upstream = Upstream::new(reply);
    let proxy = Program::upstream(upstream.address).start();
    (upstream, proxy)
}

#[test]
fn concurrent_retries_make_one_call_and_get_one_response() {
    let (upstream, proxy) = start(Reply::success_after(Duration::from_millis(300)));
    let request = post(&fresh_key(), NOTE).bytes(proxy.address);
    let senders: Vec<_> = (0..12)
        .map(|_| {
            let (address, request) = (proxy.address, request.clone());
            thread::spawn(move || send_raw(address, &request).unwrap())
        })
        .collect();
    let mut responses: Vec<_> = senders.into_iter().map(|sender| sender.join().unwrap()).collect();
    for response in &mut responses {
        response.is_saved();
        response.headers.retain(|(name, _)| name != "date");
    }
    assert!(responses.iter().all(|response| *response == responses[0]));
    assert_eq!(upstream.calls(), 1);
}

#[test]
fn a_saved_attempt_is_replayed_and_not_sent_again() {
    let (upstream, proxy) = start(Reply::success());
    let key = fresh_key();
    let first = proxy.post(&key, NOTE);
    assert_eq!(first.is_saved().header("idempotency-replayed"), None);
    let second = proxy.retry(&key, NOTE);
    assert_eq!((second.is_saved().text().as_str(), upstream.calls()), (SUCCESS, 1));
}

#[test]
fn an_unknown_attempt_stays_unknown_and_is_not_sent_again() {
    let (upstream, proxy) = start(Reply::Close);
    let key = fresh_key();
    proxy.post(&key, NOTE).is(502, "outcome_unknown", "unknown");
    upstream.set_reply(Reply::success());
    proxy.post(&key, NOTE).is(502, "outcome_unknown", "unknown");
    assert_eq!(upstream.calls(), 1);
    proxy.post(&fresh_key(), NOTE).is_saved();
}

#[test]
fn a_refused_note_is_sent_again_on_retry() {
    let (upstream, proxy) = start(Reply::http("400 Bad Request", ""));
    let key = fresh_key();
    proxy.post(&key, NOTE).is(422, "upstream_refused", "no");
    upstream.set_reply(Reply::success());
    // The first retry can share the exchange of the refused request, which has not ended.
    eventually("the note is sent again", || {
        let retry = proxy.post(&key, NOTE);
        retry.status == 200 && retry.header("idempotency-replayed").is_none()
    });
    assert_eq!(upstream.calls(), 2);
}

#[test]
fn a_key_cannot_be_reused_for_another_note() {
    let (upstream, proxy) = start(Reply::success());
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
fn a_key_in_flight_cannot_be_reused_for_another_note() {
    let (upstream, proxy) = start(Reply::success_after(Duration::from_millis(500)));
    let key = fresh_key();
    let request = post(&key, NOTE).bytes(proxy.address);
    let address = proxy.address;
    let first = thread::spawn(move || send_raw(address, &request).unwrap());
    eventually("the upstream is called", || upstream.calls() == 1);
    proxy.post(&key, &NOTE.replace("back", "again")).is(422, "key_reused", "no");
    first.join().unwrap().is_saved();
}

#[test]
fn a_disconnect_does_not_cancel_the_upstream_request() {
    let (upstream, proxy) = start(Reply::success_after(Duration::from_millis(300)));
    let key = fresh_key();
    let mut stream = TcpStream::connect(proxy.address).unwrap();
    stream.write_all(&post(&key, NOTE).bytes(proxy.address)).unwrap();
    eventually("the upstream is called", || upstream.calls() == 1);
    drop(stream);
    proxy.post(&key, NOTE).is_saved();
    assert_eq!(upstream.calls(), 1);
}
