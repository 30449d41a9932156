//! Panics of the proxy after the claim: a stub in place of the upstream client panics.

use crate::support::{NOTE, Response, fresh_key, post, send_raw};
use futures_util::future::BoxFuture;
use std::net::SocketAddr;
use std::sync::Arc;
use ticket_note_core::note::Note;
use ticket_note_proxy::app::{Components, app};
use ticket_note_proxy::caller::{Authenticator, CallerTags, Cidr, RateLimiter};
use ticket_note_proxy::edge::{PublicOrigins, RunningRequests, SecurityHeaders, Shutdown};
use ticket_note_proxy::endpoint::NoteService;
use ticket_note_proxy::exchange::Exchanges;
use ticket_note_proxy::ledger::{Ledger, Location};
use ticket_note_proxy::serve::serve;
use ticket_note_proxy::start::Server;
use ticket_note_proxy::upstream::{AddNote, NoteResult};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

#[derive(Debug)]
struct PanicsAtOnce;

impl AddNote for PanicsAtOnce {
    fn add(&self, _: Note) -> BoxFuture<'static, NoteResult> {
        panic!("on the call")
    }
}

#[derive(Debug)]
struct PanicsLater;

impl AddNote for PanicsLater {
    fn add(&self, _: Note) -> BoxFuture<'static, NoteResult> {
        Box::pin(async {
            tokio::task::yield_now().await;
            panic!("while it is awaited")
        })
    }
}

/// A proxy that runs in the test process.
struct InProcess {
    address: SocketAddr,
    _runtime: Runtime,
}

impl InProcess {
    fn with(vendor: impl AddNote + 'static) -> Self {
        let runtime = Runtime::new().unwrap();
        let ledger = runtime.block_on(Ledger::open(&Location::Memory)).unwrap();
        let service = Arc::new(NoteService {
            exchanges: Exchanges::new(ledger, Arc::new(vendor), 8),
            running: RunningRequests::default(),
            public_origins: PublicOrigins::FromRequest,
            authenticator: Authenticator::anonymous(Cidr::loopback()),
            caller_tags: CallerTags::new(&[0; 32]),
            rate_limiter: RateLimiter::new(60),
            status_limiter: RateLimiter::new(60),
            session_limiter: RateLimiter::new(60),
            failure_limiter: RateLimiter::new(60),
            has_bundle: false,
            max_chars: 100,
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

    fn post(&self, key: &str) -> Response {
        send_raw(self.address, &post(key, NOTE).bytes(self.address)).unwrap()
    }
}

#[test]
fn a_panic_after_the_claim_is_recorded_as_unknown() {
    for proxy in [InProcess::with(PanicsAtOnce), InProcess::with(PanicsLater)] {
        let key = fresh_key();
        let first = proxy.post(&key);
        first.is(502, "outcome_unknown", "unknown");
        assert!(first.header("content-security-policy").is_some());
        // The first retry may share the response of the attempt in flight. A later one is a replay.
        let is_replayed = |_| {
            let retry = proxy.post(&key);
            retry.is(502, "outcome_unknown", "unknown").header("idempotency-replayed") == Some("true")
        };
        assert!((0..3).any(is_replayed));
    }
}
