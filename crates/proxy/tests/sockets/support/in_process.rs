use super::{Request, Response, get, post, send_raw, until_replayed};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use ticket_note_proxy::app::{Components, app};
use ticket_note_proxy::caller::{Authenticator, CallerTags, Cidr, RateLimiter};
use ticket_note_proxy::edge::{PublicOrigins, RunningRequests, SecurityHeaders, Shutdown};
use ticket_note_proxy::endpoint::NoteService;
use ticket_note_proxy::exchange::Exchanges;
use ticket_note_proxy::ledger::{Ledger, Location};
use ticket_note_proxy::reading::{ReadingOptions, TicketReader};
use ticket_note_proxy::serve::serve;
use ticket_note_proxy::start::Server;
use ticket_note_proxy::upstream::{AddNote, ApiKey, Encoding, KeyLocation, Upstream, UpstreamOptions};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A proxy that runs in the test process, with its ledger in memory.
pub(crate) struct InProcess {
    address: SocketAddr,
    _runtime: Runtime,
}

impl InProcess {
    /// Starts a proxy with a stub in place of the client.
    pub(crate) fn with(vendor: impl AddNote + 'static) -> Self {
        Self::start(|_| (Arc::new(vendor), None))
    }

    /// Starts a proxy that reads tickets with these options. The time limit for a response of the upstream
    /// is one that no test reaches.
    pub(crate) fn reading(upstream: SocketAddr, options: ReadingOptions) -> Self {
        Self::reading_within(Duration::from_secs(10), upstream, options)
    }

    /// Starts a proxy that reads tickets with these options, and with this time limit for a response of the
    /// upstream.
    pub(crate) fn reading_within(timeout: Duration, upstream: SocketAddr, options: ReadingOptions) -> Self {
        let base = format!("http://{upstream}").parse().unwrap();
        let (key_location, encoding) = (KeyLocation::Query, Encoding::Json);
        let upstream_options = UpstreamOptions { key_location, encoding, timeout };
        let upstream = Upstream::new(base, &ApiKey::new("k-1234").unwrap(), upstream_options).unwrap();
        Self::start(|ledger| {
            let upstream = Arc::new(upstream);
            (upstream.clone(), Some(TicketReader::new(ledger, upstream, options)))
        })
    }

    fn start(parts: impl FnOnce(Ledger) -> (Arc<dyn AddNote>, Option<TicketReader>)) -> Self {
        let runtime = Runtime::new().unwrap();
        let ledger = runtime.block_on(Ledger::open(&Location::Memory)).unwrap();
        let (upstream, reader) = parts(ledger.clone());
        let service = Arc::new(NoteService {
            exchanges: Exchanges::new(ledger, upstream, reader, 8),
            running: RunningRequests::default(),
            public_origins: PublicOrigins::FromRequest,
            authenticator: Authenticator::anonymous(Cidr::loopback()),
            caller_tags: CallerTags::new(&[0; 32]),
            rate_limiter: RateLimiter::new(60_000),
            status_limiter: RateLimiter::new(60_000),
            session_limiter: RateLimiter::new(60),
            failure_limiter: RateLimiter::new(60),
            has_bundle: false,
            max_chars: 200,
            shutdown: Shutdown::default(),
        });
        let components = Components {
            service: service.clone(),
            security_headers: SecurityHeaders::new(&[]),
            bundle: None,
            sandbox: None,
            sandbox_sign_in: false,
        };
        let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0))).unwrap();
        let address = listener.local_addr().unwrap();
        let server = Server {
            listener,
            metrics_listener: None,
            router: app(components),
            service,
            has_sandbox: false,
            reloader: None,
        };
        runtime.spawn(serve(server, std::future::pending()));
        Self { address, _runtime: runtime }
    }

    pub(crate) fn send(&self, request: &Request) -> Response {
        send_raw(self.address, &request.bytes(self.address)).unwrap()
    }

    pub(crate) fn post(&self, key: &str, body: &str) -> Response {
        self.send(&post(key, body))
    }

    /// Sends a recorded note again, and returns the response that the ledger supplies.
    #[track_caller]
    pub(crate) fn retry(&self, key: &str, body: &str) -> Response {
        until_replayed(|| self.post(key, body))
    }

    /// Returns the status of an attempt, given by its quoted key.
    pub(crate) fn status(&self, key: &str) -> serde_json::Value {
        self.send(&get(&format!("/api/ticket-note/attempts/{}", key.trim_matches('"')))).json()
    }
}
