//! Upstreams with a wrong name, a wrong certificate or no TLS: the proxy sends no request to them.

use crate::support::{NOTE, Program, Reply, Upstream, eventually, fresh_key};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Starts a TLS server with a self-signed certificate. It counts the bytes that it can read.
fn self_signed() -> (SocketAddr, Arc<AtomicUsize>) {
    let certified =
        rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(certified.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key)
        .unwrap();
    let (config, read) = (Arc::new(config), Arc::new(AtomicUsize::new(0)));
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let (address, counter) = (listener.local_addr().unwrap(), read.clone());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut connection = ServerConnection::new(config.clone()).unwrap();
            let mut tls = rustls::Stream::new(&mut connection, &mut stream);
            let count = tls.read(&mut [0; 1024]).unwrap_or(0);
            counter.fetch_add(count, Ordering::SeqCst);
            let _ = tls.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        }
    });
    (address, read)
}

#[test]
fn a_self_signed_certificate_is_unreachable() {
    let (address, read) = self_signed();
    for host in [format!("https://{address}"), format!("https://localhost:{}", address.port())] {
        let proxy = Program::upstream(address).with_upstream(&host).start();
        let key = fresh_key();
        proxy.post(&key, NOTE).is(424, "upstream_unreachable", "no");
        proxy.post(&key, NOTE).is(424, "upstream_unreachable", "no");
        eventually("the cause is logged", || proxy.log().contains("certificate"));
    }
    assert_eq!(read.load(Ordering::SeqCst), 0);
}

#[test]
fn an_upstream_without_tls_is_unreachable() {
    for reply in [Reply::Bytes(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()), Reply::Close] {
        let upstream = Upstream::replying_on_connect(reply);
        let host = format!("https://{}", upstream.address);
        let proxy = Program::upstream(upstream.address).with_upstream(&host).start();
        proxy.post(&fresh_key(), NOTE).is(424, "upstream_unreachable", "no");
    }
}

#[test]
fn an_unfinished_tls_handshake_is_unreachable() {
    let upstream = Upstream::new(Reply::Silence);
    for timeout in ["1", "8"] {
        let host = format!("https://{}", upstream.address);
        let program = Program::upstream(upstream.address).with_upstream(&host);
        let proxy = program.with(&["--upstream-timeout", timeout]).start();
        proxy.post(&fresh_key(), NOTE).is(424, "upstream_unreachable", "no");
    }
}

#[test]
fn an_unknown_host_name_is_unreachable() {
    let upstream = Upstream::new(Reply::success());
    let proxy = Program::upstream(upstream.address).with_upstream("https://unknown.invalid").start();
    proxy.post(&fresh_key(), NOTE).is(424, "upstream_unreachable", "no");
}

#[test]
fn the_proxy_variables_of_the_system_are_ignored() {
    let (system_proxy, upstream) = (Upstream::new(Reply::success()), Upstream::new(Reply::success()));
    let address = format!("http://{}", system_proxy.address);
    let mut program = Program::upstream(upstream.address);
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"] {
        program = program.env(name, &address);
    }
    program.start().post(&fresh_key(), NOTE).is_saved();
    assert_eq!((system_proxy.calls(), upstream.calls()), (0, 1));
}
