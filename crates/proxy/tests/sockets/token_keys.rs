//! Keys of tokens at a URL: when they are fetched, and what a bad server can do.

use crate::support::issuer::{AUDIENCE, ISSUER, Issuer, claims, key_set};
use crate::support::{Folder, NOTE, Program, Proxy, fresh_key, post};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What the server of the keys does after it has read a request.
#[derive(Clone)]
enum Reply {
    Keys(String),
    Slow(String),
    Status(&'static str),
    Redirect(String),
    Large,
    Hang,
}

/// An https server of keys. It counts its requests.
struct KeyServer {
    address: SocketAddr,
    reply: Arc<Mutex<Reply>>,
    requests: Arc<Mutex<Vec<String>>>,
    folder: Folder,
}

impl KeyServer {
    fn new(reply: Reply) -> Self {
        let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let folder = Folder::new().with("ca.pem", certified.cert.pem());
        let key = PrivateKeyDer::try_from(certified.signing_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certified.cert.der().clone()], key)
            .unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (reply, requests) = (Arc::new(Mutex::new(reply)), Arc::new(Mutex::new(Vec::new())));
        let (config, replies, seen) = (Arc::new(config), reply.clone(), requests.clone());
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let (config, replies, seen) = (config.clone(), replies.clone(), seen.clone());
                thread::spawn(move || {
                    let mut connection = ServerConnection::new(config).unwrap();
                    let mut tls = rustls::Stream::new(&mut connection, &mut stream);
                    let mut buffer = [0; 4096];
                    let count = tls.read(&mut buffer).unwrap_or(0);
                    seen.lock().unwrap().push(String::from_utf8_lossy(&buffer[..count]).into_owned());
                    let reply = replies.lock().unwrap().clone();
                    let _ = respond(&mut tls, &reply);
                });
            }
        });
        Self { address, reply, requests, folder }
    }

    fn url(&self) -> String {
        format!("https://localhost:{}/keys", self.address.port())
    }

    fn set(&self, reply: Reply) {
        *self.reply.lock().unwrap() = reply;
    }

    fn calls(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    /// Starts a proxy that trusts the certificate of this server.
    fn proxy(&self) -> Proxy {
        let flags = ["--jwt-keys", &self.url(), "--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE];
        Program::sandbox().env("SSL_CERT_FILE", &self.folder.file("ca.pem")).with(&flags).start()
    }
}

fn respond(tls: &mut impl Write, reply: &Reply) -> std::io::Result<()> {
    let whole = |head: &str, body: &str| {
        format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
    };
    match reply {
        Reply::Keys(keys) => tls.write_all(whole("200 OK", keys).as_bytes()),
        Reply::Slow(keys) => {
            thread::sleep(Duration::from_secs(1));
            tls.write_all(whole("200 OK", keys).as_bytes())
        }
        Reply::Status(status) => tls.write_all(whole(status, "{}").as_bytes()),
        Reply::Redirect(to) => tls.write_all(whole(&format!("302 Found\r\nlocation: {to}"), "").as_bytes()),
        Reply::Large => {
            tls.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"keys\":[")?;
            for _ in 0..10 * 1024 {
                tls.write_all(&[b' '; 1024])?;
            }
            Ok(())
        }
        Reply::Hang => {
            tls.write_all(b"HTTP/1.1 200 OK\r\n")?;
            thread::sleep(Duration::from_secs(30));
            Ok(())
        }
    }?;
    tls.flush()
}

fn status(proxy: &Proxy, token: &str) -> (u16, String) {
    let response = proxy.send(&post(&fresh_key(), NOTE).header("x-ticket-note-token", token));
    let (status, code, _) = response.outcome();
    (status, code)
}

fn saved() -> (u16, String) {
    (200, "result".to_owned())
}

fn unavailable() -> (u16, String) {
    (503, "unavailable".to_owned())
}

#[test]
fn keys_are_fetched_once_when_a_token_needs_them() {
    let issuer = Issuer::ec("a");
    let server = KeyServer::new(Reply::Keys(key_set(&[&issuer])));
    let proxy = server.proxy();
    assert_eq!(proxy.get("/readyz").status, 200);
    assert_eq!(server.calls(), 0);
    for _ in 0..3 {
        assert_eq!(status(&proxy, &issuer.token(&claims("7"))), saved());
    }
    assert_eq!(server.calls(), 1);
    let request = server.requests.lock().unwrap()[0].clone();
    assert!(request.starts_with("GET /keys HTTP/1.1\r\n") && !request.contains("referer"), "{request}");
}

#[test]
fn an_unknown_key_id_fetches_at_most_once_a_minute() {
    let (old, new) = (Issuer::ec("old"), Issuer::ec("new"));
    let server = KeyServer::new(Reply::Keys(key_set(&[&old])));
    let proxy = server.proxy();
    assert_eq!(status(&proxy, &old.token(&claims("7"))), saved());
    server.set(Reply::Keys(key_set(&[&new])));
    // The first fetch was just now. A flood of invented key IDs must not become a flood of fetches.
    for kid in ["x", "../x", "https://evil.example/keys", "new"] {
        let token = new.token_with(&serde_json::json!({"alg": "ES256", "kid": kid}), &claims("7"));
        assert_eq!(status(&proxy, &token), (401, "unauthenticated".to_owned()), "{kid}");
    }
    assert_eq!(server.calls(), 1);
    assert_eq!(status(&proxy, &old.token(&claims("7"))), saved());
}

#[test]
fn a_server_that_hangs_costs_five_seconds_once() {
    let issuer = Issuer::ec("a");
    let server = KeyServer::new(Reply::Hang);
    let proxy = server.proxy();
    let (start, token) = (Instant::now(), issuer.token(&claims("7")));
    assert_eq!(status(&proxy, &token), unavailable());
    let first = start.elapsed();
    assert!((Duration::from_secs(4)..Duration::from_secs(9)).contains(&first), "{first:?}");
    let start = Instant::now();
    assert_eq!(status(&proxy, &token), unavailable());
    assert!(start.elapsed() < Duration::from_secs(2));
    assert_eq!(server.calls(), 1);
    proxy.logs("no complete response within 5 seconds");
    proxy.logs("reason=\"keys_unavailable\"");
}

#[test]
fn requests_at_once_wait_for_one_fetch() {
    let issuer = Issuer::ec("a");
    let server = KeyServer::new(Reply::Slow(key_set(&[&issuer])));
    let proxy = server.proxy();
    let token = issuer.token(&claims("7"));
    thread::scope(|scope| {
        for request in [(); 4].map(|()| scope.spawn(|| status(&proxy, &token))) {
            assert_eq!(request.join().unwrap(), saved());
        }
    });
    assert_eq!(server.calls(), 1);
}

#[test]
fn a_bad_response_gives_no_keys() {
    let issuer = Issuer::ec("a");
    let other = KeyServer::new(Reply::Keys(key_set(&[&issuer])));
    for (reply, cause) in [
        (Reply::Large, "the response is larger than 256 KiB"),
        (Reply::Redirect(other.url()), "status 302 instead of 200"),
        (Reply::Status("500 Internal Server Error"), "status 500 instead of 200"),
        (Reply::Keys("<html>".to_owned()), "is not a JSON Web Key Set"),
        (Reply::Keys("{\"keys\":[]}".to_owned()), "has no key that can be used"),
    ] {
        let server = KeyServer::new(reply);
        let proxy = server.proxy();
        assert_eq!(status(&proxy, &issuer.token(&claims("7"))), unavailable(), "{cause}");
        proxy.logs(cause);
    }
    assert_eq!(other.calls(), 0);
}

#[test]
fn a_server_without_a_trusted_certificate_gives_no_keys() {
    let issuer = Issuer::ec("a");
    let server = KeyServer::new(Reply::Keys(key_set(&[&issuer])));
    let flags = ["--jwt-keys", &server.url(), "--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE];
    let proxy = Program::sandbox().with(&flags).start();
    assert_eq!(status(&proxy, &issuer.token(&claims("7"))), unavailable());
    proxy.logs("the keys of tokens cannot be fetched");
}

#[test]
fn a_settings_check_fetches_nothing() {
    let server = KeyServer::new(Reply::Status("500 Internal Server Error"));
    let flags = ["--check", "--jwt-keys", &server.url(), "--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE];
    let (code, text, _) = Program::sandbox().with(&flags).run();
    assert_eq!((code, text.as_str()), (0, "the settings are valid\n"));
    assert_eq!(server.calls(), 0);
}
