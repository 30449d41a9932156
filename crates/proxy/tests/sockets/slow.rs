//! Slow clients and slow upstreams: timeouts, and bounds on memory.

use crate::support::{Folder, NOTE, Program, Proxy, Reply, Upstream, fresh_key, get, post, read_response};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

/// Reads until the connection closes and returns how long that took.
fn time_to_close(stream: &mut TcpStream) -> Duration {
    let start = Instant::now();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    start.elapsed()
}

fn connect(proxy: &Proxy, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(proxy.address).unwrap();
    stream.write_all(bytes).unwrap();
    stream
}

#[test]
fn slow_headers_time_out_while_others_are_served() {
    let proxy = Program::sandbox().start();
    let head = b"POST /api/ticket-note/message HTTP/1.1\r\nhost: a\r\nx-slow: ";
    let slow: Vec<_> = (0..100).map(|_| connect(&proxy, head)).collect();
    let clones: Vec<_> = slow.iter().map(|stream| stream.try_clone().unwrap()).collect();
    thread::spawn(move || {
        for mut stream in clones.iter().cycle().take(1000) {
            let _ = stream.write_all(b"x");
            thread::sleep(Duration::from_millis(5));
        }
    });
    proxy.post(&fresh_key(), NOTE).is_saved();
    for mut stream in slow {
        let open = time_to_close(&mut stream);
        assert!(open < Duration::from_secs(12), "{open:?}");
    }
}

#[test]
fn the_header_timeout_applies_to_each_request() {
    let proxy = Program::sandbox().start();
    let mut stream = connect(&proxy, &get("/healthz").bytes(proxy.address));
    assert_eq!(read_response(&mut stream).unwrap().status, 200);
    stream.write_all(b"GET /healthz HTT").unwrap();
    let open = time_to_close(&mut stream);
    assert!((9..12).contains(&open.as_secs()), "{open:?}");
}

#[test]
fn a_connection_may_idle_between_two_requests() {
    let proxy = Program::sandbox().start();
    let mut stream = connect(&proxy, &get("/healthz").bytes(proxy.address));
    assert_eq!(read_response(&mut stream).unwrap().status, 200);
    thread::sleep(Duration::from_secs(11));
    stream.write_all(&get("/healthz").bytes(proxy.address)).unwrap();
    assert_eq!(read_response(&mut stream).unwrap().status, 200);
}

#[test]
fn a_connection_stays_open_after_a_slow_response() {
    let upstream = Upstream::new(Reply::success_after(Duration::from_secs(11)));
    let proxy = Program::upstream(upstream.address).start();
    let mut stream = connect(&proxy, &post(&fresh_key(), NOTE).bytes(proxy.address));
    read_response(&mut stream).unwrap().is_saved();
    thread::sleep(Duration::from_millis(100));
    stream.write_all(&get("/healthz").bytes(proxy.address)).unwrap();
    assert_eq!(read_response(&mut stream).unwrap().status, 200);
}

#[test]
fn a_body_that_misses_its_deadline_gets_400() {
    let upstream = Upstream::new(Reply::success());
    let proxy = Program::upstream(upstream.address).start();
    let whole = post(&fresh_key(), NOTE).bytes(proxy.address);
    let mut stream = connect(&proxy, &whole[..whole.len() - 1]);
    proxy.post(&fresh_key(), NOTE).is_saved();
    let start = Instant::now();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    read_response(&mut stream).unwrap().is(400, "incomplete_request", "no");
    assert!((14..17).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    assert_eq!(stream.read(&mut [0]).unwrap_or(0), 0);
    assert_eq!(upstream.calls(), 1);
}

#[test]
fn a_body_cut_off_by_a_disconnect_is_not_sent() {
    let upstream = Upstream::new(Reply::success());
    let proxy = Program::upstream(upstream.address).start();
    let whole = post(&fresh_key(), NOTE).bytes(proxy.address);
    drop(connect(&proxy, &whole[..whole.len() - 1]));
    proxy.post(&fresh_key(), NOTE).is_saved();
    assert_eq!(upstream.calls(), 1);
}

#[test]
fn silent_connections_time_out_and_make_room() {
    let proxy = Program::sandbox().start();
    let silent: Vec<_> = (0..700).map(|_| connect(&proxy, b"")).collect();
    let start = Instant::now();
    proxy.post(&fresh_key(), NOTE).is_saved();
    assert!(start.elapsed() < Duration::from_secs(25), "{:?}", start.elapsed());
    drop(silent);
}

#[test]
fn slow_readers_do_not_delay_others_or_fill_memory() {
    let folder = Folder::new()
        .with("index.html", "")
        .with("embed.js", "")
        .with("large-0a1b.wasm", vec![b'x'; 8 << 20]);
    let proxy = Program::sandbox().with(&["--dist", folder.path().to_str().unwrap()]).start();
    let request = get("/large-0a1b.wasm").bytes(proxy.address);
    let readers: Vec<_> = (0..100).map(|_| connect(&proxy, &request)).collect();
    proxy.post(&fresh_key(), NOTE).is_saved();
    assert!(peak_memory(&proxy) < 64 * 1024, "{} KiB", peak_memory(&proxy));
    drop(readers);
}

#[test]
fn an_endless_upstream_response_does_not_fill_memory() {
    let head = b"HTTP/1.1 200 OK\r\n".to_vec();
    let chunk = [b"10000\r\n", &[b' '; 0x10000][..], b"\r\n"].concat();
    let endless = [
        [&head[..], b"transfer-encoding: chunked\r\n\r\n", &chunk.repeat(64)].concat(),
        [&head[..], b"content-length: 1000000000\r\n\r\n", &[b' '; 1 << 22]].concat(),
        [&head[..], &b"x-header: 0123456789abcdef0123456789abcdef\r\n".repeat(1 << 16)].concat(),
    ];
    for bytes in endless {
        let upstream = Upstream::new(Reply::Endless(bytes));
        let proxy = Program::upstream(upstream.address).with(&["--upstream-timeout", "5"]).start();
        for _ in 0..10 {
            proxy.post(&fresh_key(), NOTE).is(502, "outcome_unknown", "unknown");
        }
        assert!(peak_memory(&proxy) < 64 * 1024, "{} KiB", peak_memory(&proxy));
    }
}

/// Returns the peak resident memory of the proxy, in KiB.
fn peak_memory(proxy: &Proxy) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", proxy.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
