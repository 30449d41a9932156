//! Compressed responses of Omnidesk, although the proxy requests uncompressed ones.

use crate::support::{NOTE, Program, Proxy, Reply, SUCCESS, Upstream, fresh_key};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;

fn gzip(write: impl FnOnce(&mut GzEncoder<Vec<u8>>)) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    write(&mut encoder);
    encoder.finish().unwrap()
}

fn reply(head: &str, coding: &str, body: &[u8]) -> Reply {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {head}\r\nconnection: close\r\ncontent-encoding: {coding}\r\ncontent-length: {length}\r\n\r\n"
    );
    Reply::Bytes([head.as_bytes(), body].concat())
}

fn proxy_with(reply: Reply) -> (Upstream, Proxy) {
    let upstream = Upstream::new(reply);
    let proxy = Program::upstream(upstream.address).start();
    (upstream, proxy)
}

#[test]
fn the_request_asks_for_an_uncompressed_response() {
    let (upstream, proxy) = proxy_with(Reply::success());
    proxy.post(&fresh_key(), NOTE).is_saved();
    let request = &upstream.requests()[0];
    assert!(request.contains("\r\naccept-encoding: identity\r\n"), "{request}");
    assert_eq!(request.matches("accept-encoding").count(), 1, "{request}");
}

#[test]
fn a_gzip_response_is_decoded() {
    let body = gzip(|encoder| encoder.write_all(SUCCESS.as_bytes()).unwrap());
    for coding in ["gzip", "GZIP", "x-gzip"] {
        let (_upstream, proxy) = proxy_with(reply("200 OK", coding, &body));
        let response = proxy.post(&fresh_key(), NOTE);
        assert!(response.is_saved().text().contains("Message has been sent"), "{coding}");
    }
    let body = gzip(|encoder| encoder.write_all(br#"{"status":"error","message":"Closed"}"#).unwrap());
    let (_upstream, proxy) = proxy_with(reply("400 Bad Request", "gzip", &body));
    let response = proxy.post(&fresh_key(), NOTE);
    assert_eq!(response.is(422, "upstream_refused", "no").json()["message"], "Closed");
}

#[test]
fn a_response_that_cannot_be_decoded_is_outcome_unknown() {
    let whole = gzip(|encoder| encoder.write_all(SUCCESS.as_bytes()).unwrap());
    for (coding, body) in [
        ("gzip", SUCCESS.as_bytes()),
        ("gzip", &whole[..whole.len() / 2]),
        ("br", &whole),
        ("zstd", &whole),
        ("gzip, gzip", &whole),
    ] {
        let (_upstream, proxy) = proxy_with(reply("200 OK", coding, body));
        proxy.post(&fresh_key(), NOTE).is(502, "outcome_unknown", "unknown");
    }
}

/// Returns the largest amount of memory that the process has used, in KiB.
fn peak_memory(proxy: &Proxy) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", proxy.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn a_gzip_bomb_does_not_grow_memory() {
    let spaces = vec![b' '; 1024 * 1024];
    // Compressed, 32 MiB are below the limit for a body, and 256 MiB are above it.
    for mebibytes in [32, 256] {
        let bomb = gzip(|encoder| (0..mebibytes).for_each(|_| encoder.write_all(&spaces).unwrap()));
        let (_upstream, proxy) = proxy_with(reply("200 OK", "gzip", &bomb));
        proxy.post(&fresh_key(), NOTE).is(502, "outcome_unknown", "unknown");
        let before = peak_memory(&proxy);
        for _ in 0..8 {
            proxy.post(&fresh_key(), NOTE).is(502, "outcome_unknown", "unknown");
        }
        let growth = peak_memory(&proxy) - before;
        assert!(growth < 8 * 1024, "{growth} KiB");
    }
}
