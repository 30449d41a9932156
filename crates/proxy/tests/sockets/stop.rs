//! The graceful shutdown: SIGTERM and SIGINT drain the running requests.

use crate::support::{
    Folder, NOTE, Program, Reply, Upstream, eventually, fresh_key, post, read_response, send_raw, signal,
};
use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

#[test]
fn a_running_request_finishes_before_the_exit() {
    for signal in ["TERM", "INT"] {
        let upstream = Upstream::new(Reply::success_after(Duration::from_millis(500)));
        let mut proxy = Program::upstream(upstream.address).start();
        let (address, request) = (proxy.address, post(&fresh_key(), NOTE).bytes(proxy.address));
        let response = thread::spawn(move || send_raw(address, &request).unwrap());
        eventually("the upstream is called", || upstream.calls() == 1);
        proxy.signal(signal);
        response.join().unwrap().is_saved();
        assert_eq!(proxy.wait().code(), Some(0));
    }
}

#[test]
fn an_upstream_request_without_a_client_finishes_too() {
    let upstream = Upstream::new(Reply::success_after(Duration::from_millis(500)));
    let mut proxy = Program::upstream(upstream.address).start();
    let start = Instant::now();
    let mut stream = TcpStream::connect(proxy.address).unwrap();
    stream.write_all(&post(&fresh_key(), NOTE).bytes(proxy.address)).unwrap();
    eventually("the upstream is called", || upstream.calls() == 1);
    drop(stream);
    proxy.signal("TERM");
    assert_eq!(proxy.wait().code(), Some(0));
    assert!(start.elapsed() >= Duration::from_millis(500), "{:?}", start.elapsed());
}

#[test]
fn an_idle_connection_does_not_delay_the_exit() {
    let mut proxy = Program::sandbox().start();
    let mut stream = TcpStream::connect(proxy.address).unwrap();
    stream.write_all(&crate::support::get("/healthz").bytes(proxy.address)).unwrap();
    assert_eq!(read_response(&mut stream).unwrap().status, 200);
    proxy.signal("TERM");
    assert_eq!(proxy.wait().code(), Some(0));
}

#[test]
fn no_connection_is_accepted_after_the_signal() {
    let upstream = Upstream::new(Reply::success_after(Duration::from_millis(800)));
    let mut proxy = Program::upstream(upstream.address).start();
    let (address, request) = (proxy.address, post(&fresh_key(), NOTE).bytes(proxy.address));
    let running = thread::spawn(move || send_raw(address, &request).unwrap());
    eventually("the upstream is called", || upstream.calls() == 1);
    proxy.signal("TERM");
    eventually("connections are refused", || TcpStream::connect(proxy.address).is_err());
    running.join().unwrap().is_saved();
    assert_eq!(proxy.wait().code(), Some(0));
    assert_eq!(upstream.calls(), 1);
}

#[test]
fn after_sigterm_the_port_stays_open_for_the_drain_delay() {
    let upstream = Upstream::new(Reply::success());
    let mut proxy = Program::upstream(upstream.address).with(&["--drain-delay", "5"]).start();
    assert_eq!(proxy.get("/readyz").status, 200);
    let start = Instant::now();
    proxy.signal("TERM");
    eventually("/readyz is 503", || proxy.get("/readyz").status == 503);
    assert_eq!(proxy.get("/healthz").status, 200);
    proxy.post(&fresh_key(), NOTE).is_saved();
    assert_eq!(proxy.wait().code(), Some(0));
    assert!(start.elapsed() >= Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn a_second_signal_ends_the_drain_delay() {
    let mut proxy = Program::sandbox().with(&["--drain-delay", "60"]).start();
    proxy.signal("TERM");
    eventually("/readyz is 503", || proxy.get("/readyz").status == 503);
    proxy.signal("TERM");
    assert_eq!(proxy.wait().code(), Some(0));
}

#[test]
fn sigint_closes_the_port_without_a_delay() {
    let mut proxy = Program::sandbox().with(&["--drain-delay", "60"]).start();
    proxy.signal("INT");
    assert_eq!(proxy.wait().code(), Some(0));
}

#[test]
fn sighup_is_ignored_if_the_proxy_was_started_with_nohup() {
    let mut proxy = Program::sandbox().with_sighup_ignored().start();
    proxy.signal("HUP");
    assert_eq!(proxy.get("/healthz").status, 200);
    proxy.signal("TERM");
    assert_eq!(proxy.wait().code(), Some(0));
}

#[test]
fn a_start_that_waits_for_its_database_ends_with_the_signal() {
    for name in ["TERM", "INT"] {
        let database = TcpListener::bind("127.0.0.1:0").unwrap();
        let ledger = format!("postgres://notes@{}/notes", database.local_addr().unwrap());
        let mut child = Program::sandbox().with(&["--ledger", &ledger]).spawn();
        let _silent = database.accept().unwrap();
        signal(&child, name);
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn a_start_that_waits_for_its_file_ends_with_the_signal() {
    let folder = Folder::new();
    let ledger = folder.file("ledger");
    let other = rusqlite::Connection::open(&ledger).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let mut child = Program::sandbox().with(&["--ledger", &ledger]).spawn();
    // The start then waits for 2 seconds, and would fail.
    eventually("SIGTERM is caught", || catches_sigterm(child.id()));
    signal(&child, "TERM");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

fn catches_sigterm(process: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
    u64::from_str_radix(mask.trim(), 16).unwrap() & (1 << 14) != 0
}
