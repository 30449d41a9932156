//! Clients that half-close the connection, and clients that disconnect.

use crate::support::{
    NOTE, Program, Proxy, Reply, Upstream, eventually, fresh_key, get, post, read_response,
};
use serde_json::{Value, json};
use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

fn program(upstream: &Upstream) -> Program {
    Program::upstream(upstream.address).with(&["--log-format", "json"])
}

fn slow(reply: Reply) -> Upstream {
    let Reply::Bytes(bytes) = reply else { panic!("not a reply of bytes") };
    Upstream::new(Reply::Later(Duration::from_millis(300), bytes))
}

fn connect(proxy: &Proxy, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(proxy.address).unwrap();
    stream.write_all(bytes).unwrap();
    stream
}

/// Drops the connection with a reset: its linger time is zero.
fn reset(stream: TcpStream) {
    socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap();
    drop(stream);
}

/// Stops the proxy and returns the log line of its only request.
#[track_caller]
fn only_request_line(mut proxy: Proxy) -> Value {
    proxy.signal("TERM");
    assert_eq!(proxy.wait().code(), Some(0));
    eventually("the end is logged", || proxy.log().contains("stopped"));
    let log = proxy.log();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut posts = lines.into_iter().filter(|line| line["message"] == "request");
    match (posts.next(), posts.next()) {
        (Some(line), None) => line,
        _ => panic!("not exactly one request line: {log}"),
    }
}

#[test]
fn a_half_closed_client_gets_the_whole_response() {
    let upstream = slow(Reply::success());
    let proxy = program(&upstream).start();
    let mut stream = connect(&proxy, &post(&fresh_key(), NOTE).bytes(proxy.address));
    stream.shutdown(Shutdown::Write).unwrap();
    read_response(&mut stream).unwrap().is_saved();
    // The client cannot send another request, so the proxy closes after the response.
    assert!(read_response(&mut stream).is_none());
    let mut stream = connect(&proxy, &get("/healthz").bytes(proxy.address));
    stream.shutdown(Shutdown::Write).unwrap();
    assert_eq!(read_response(&mut stream).unwrap().text(), "alive\n");
    assert_eq!(only_request_line(proxy)["outcome"], "saved");
}

#[test]
fn a_half_closed_client_with_a_short_body_gets_400() {
    let upstream = Upstream::new(Reply::success());
    let proxy = program(&upstream).start();
    let whole = post(&fresh_key(), NOTE).bytes(proxy.address);
    let mut stream = connect(&proxy, &whole[..whole.len() - 1]);
    stream.shutdown(Shutdown::Write).unwrap();
    read_response(&mut stream).unwrap().is(400, "incomplete_request", "no");
    assert_eq!(only_request_line(proxy)["outcome"], "incomplete_request");
    assert_eq!(upstream.calls(), 0);
}

#[test]
fn a_client_that_disconnects_leaves_one_log_line() {
    for disconnect in [drop::<TcpStream>, reset] {
        for (reply, outcome) in
            [(Reply::success(), "saved"), (Reply::http("500 Broken", ""), "outcome_unknown")]
        {
            let upstream = slow(reply);
            let (proxy, key) = (program(&upstream).start(), fresh_key());
            let stream = connect(&proxy, &post(&key, NOTE).bytes(proxy.address));
            eventually("the upstream is called", || upstream.calls() == 1);
            disconnect(stream);
            let line = only_request_line(proxy);
            for (field, value) in [
                ("outcome", json!(outcome)),
                ("caller", json!("")),
                ("attempt", json!(key.trim_matches('"'))),
                ("ticket", json!(858_462)),
            ] {
                assert_eq!(line[field], value, "{line}");
            }
        }
    }
}

#[test]
fn a_connection_reset_does_not_lose_the_log_line() {
    let upstream = slow(Reply::success());
    let proxy = program(&upstream).start();
    let mut stream = connect(&proxy, &get("/healthz").bytes(proxy.address));
    assert_eq!(read_response(&mut stream).unwrap().status, 200);
    // The proxy cannot write `100 Continue` to the closed connection, so hyper ends it at once.
    let request = post(&fresh_key(), NOTE).header("expect", "100-continue");
    proxy.signal("STOP");
    stream.write_all(&request.bytes(proxy.address)).unwrap();
    reset(stream);
    proxy.signal("CONT");
    eventually("the upstream is called", || upstream.calls() == 1);
    let line = only_request_line(proxy);
    assert_eq!((&line["outcome"], &line["ticket"]), (&json!("saved"), &json!(858_462)), "{line}");
}
