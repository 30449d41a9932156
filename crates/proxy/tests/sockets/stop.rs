//! Ends: asked for, and not.

use crate::support::{NOTE, Program, Reply, Upstream, eventually, exchange, fresh_key, post, read_response};
use std::io::Write;
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

#[test]
fn a_post_under_way_is_answered_before_the_end() {
    for signal in ["TERM", "INT"] {
        let upstream = Upstream::new(Reply::success_after(Duration::from_millis(500)));
        let mut proxy = Program::upstream(upstream.address).start();
        let (address, request) = (proxy.address, post(&fresh_key(), NOTE).bytes(proxy.address));
        let answer = thread::spawn(move || exchange(address, &request).unwrap());
        eventually("the vendor is called", || upstream.calls() == 1);
        proxy.signal(signal);
        answer.join().unwrap().is_saved();
        assert_eq!(proxy.wait().code(), Some(0));
    }
}

#[test]
fn an_exchange_whose_client_has_gone_ends_before_the_end() {
    let upstream = Upstream::new(Reply::success_after(Duration::from_millis(500)));
    let mut proxy = Program::upstream(upstream.address).start();
    let mut stream = TcpStream::connect(proxy.address).unwrap();
    stream.write_all(&post(&fresh_key(), NOTE).bytes(proxy.address)).unwrap();
    eventually("the vendor is called", || upstream.calls() == 1);
    drop(stream);
    let start = std::time::Instant::now();
    proxy.signal("TERM");
    assert_eq!(proxy.wait().code(), Some(0));
    assert!(start.elapsed() >= Duration::from_millis(300), "{:?}", start.elapsed());
}

#[test]
fn a_resting_connection_does_not_hold_up_the_end() {
    let mut proxy = Program::sandbox().start();
    let mut stream = TcpStream::connect(proxy.address).unwrap();
    stream.write_all(&crate::support::get("/healthz").bytes(proxy.address)).unwrap();
    assert_eq!(read_response(&mut stream).unwrap().status, 200);
    proxy.signal("TERM");
    assert_eq!(proxy.wait().code(), Some(0));
}

#[test]
fn nothing_new_is_taken_after_the_signal() {
    let upstream = Upstream::new(Reply::success_after(Duration::from_millis(800)));
    let mut proxy = Program::upstream(upstream.address).start();
    let (address, request) = (proxy.address, post(&fresh_key(), NOTE).bytes(proxy.address));
    let running = thread::spawn(move || exchange(address, &request).unwrap());
    eventually("the vendor is called", || upstream.calls() == 1);
    proxy.signal("TERM");
    eventually("no connection is taken", || TcpStream::connect(proxy.address).is_err());
    running.join().unwrap().is_saved();
    assert_eq!(proxy.wait().code(), Some(0));
    assert_eq!(upstream.calls(), 1);
}
