use rcgen::generate_simple_self_signed;
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::Acceptor;
use std::collections::BTreeMap;
use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;

/// The first byte of a TLS connection.
const TLS_HANDSHAKE: u8 = 0x16;
const LONGEST_HEAD: usize = 8 * 1024;

/// The time between two looks at a `ClientHello` that has not arrived completely.
const HELLO_PAUSE: Duration = Duration::from_millis(2);
const LONGEST_HELLO: usize = 16 * 1024;

type Routes = Arc<Mutex<BTreeMap<String, Route>>>;

/// What happens to the connections for a name.
#[derive(Clone)]
enum Route {
    /// The relay ends the TLS connection, and forwards the plain bytes to this address.
    Plain(String, Arc<ServerConfig>),
    /// The server at this address ends the TLS connection.
    Tls(String),
}

/// A proxy for `CONNECT`, which also accepts TLS directly.
pub(super) struct Relay {
    address: SocketAddr,
    routes: Routes,
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Relay").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Relay {
    /// Starts the relay on a port of its own. It runs until the test process ends.
    pub(super) fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a socket for the runtime");
        let address = listener.local_addr().expect("an address");
        let routes = Routes::default();
        let accepted = routes.clone();
        thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let listener = TcpListener::from_std(listener).expect("a listener");
                while let Ok((client, _)) = listener.accept().await {
                    let routes = accepted.clone();
                    tokio::spawn(async move { relay(client, &routes).await });
                }
            });
        });
        Self { address, routes }
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Forwards the connections for a name to an address, under a new certificate.
    pub(super) fn add(&self, name: &str, target: &str) {
        let route = Route::Plain(target.to_owned(), tls_config(name));
        lock(&self.routes).insert(name.to_owned(), route);
    }

    /// Passes the connections for a name on to a server with a certificate of its own.
    pub(super) fn pass(&self, name: &str, target: &str) {
        lock(&self.routes).insert(name.to_owned(), Route::Tls(target.to_owned()));
    }

    pub(super) fn remove(&self, name: &str) {
        lock(&self.routes).remove(name);
    }
}

fn lock(routes: &Routes) -> MutexGuard<'_, BTreeMap<String, Route>> {
    routes.lock().unwrap_or_else(PoisonError::into_inner)
}

fn tls_config(name: &str) -> Arc<ServerConfig> {
    let signed = generate_simple_self_signed([name.to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signed.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            builder.with_no_client_auth().with_single_cert(vec![signed.cert.der().clone()], key)
        })
        .expect("a server configuration");
    Arc::new(config)
}

/// Serves one connection of a browser. An error ends this connection only.
async fn relay(mut client: TcpStream, routes: &Routes) -> Result<()> {
    let mut first = [0];
    client.peek(&mut first).await?;
    if first != [TLS_HANDSHAKE] {
        let name = read_name(&mut client).await?;
        if !lock(routes).contains_key(&name) {
            // A browser also connects to its vendor.
            return client.write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n").await;
        }
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    }
    let name = server_name(&client).await?;
    let route = lock(routes).get(&name).cloned();
    match route.ok_or(ErrorKind::NotFound)? {
        Route::Plain(target, tls) => {
            let mut client = TlsAcceptor::from(tls).accept(client).await?;
            copy_bidirectional(&mut client, &mut TcpStream::connect(target).await?).await.map(drop)
        }
        Route::Tls(target) => {
            copy_bidirectional(&mut client, &mut TcpStream::connect(target).await?).await.map(drop)
        }
    }
}

/// Returns the name in the `ClientHello` of a connection, and leaves its bytes unread.
async fn server_name(client: &TcpStream) -> Result<String> {
    let mut buffer = vec![0; LONGEST_HELLO];
    loop {
        let count = client.peek(&mut buffer).await?;
        let mut acceptor = Acceptor::default();
        acceptor.read_tls(&mut &buffer[..count])?;
        match acceptor.accept() {
            Ok(Some(hello)) => {
                return hello
                    .client_hello()
                    .server_name()
                    .map(str::to_owned)
                    .ok_or_else(|| ErrorKind::NotFound.into());
            }
            Ok(None) if count > 0 && count < LONGEST_HELLO => sleep(HELLO_PAUSE).await,
            _ => return Err(ErrorKind::InvalidData.into()),
        }
    }
}

/// Reads the head of a `CONNECT` request, and returns the name in it without the port.
async fn read_name(client: &mut TcpStream) -> Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() == LONGEST_HEAD {
            return Err(ErrorKind::InvalidData.into());
        }
        head.push(client.read_u8().await?);
    }
    let text = String::from_utf8_lossy(&head);
    let target = text.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next());
    let name = target.and_then(|target| target.split(':').next()).map(str::to_owned);
    name.ok_or_else(|| Error::new(ErrorKind::InvalidData, "not a CONNECT request"))
}
