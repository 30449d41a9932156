//! Starts the proxy: opens everything that the settings name, and listens.

use crate::app::{Components, app};
use crate::bundle::{Bundle, BundleError};
use crate::caller::{CallerTags, RateLimiter};
use crate::edge::{RunningRequests, SecurityHeaders, Shutdown};
use crate::endpoint::{MAX_FAILED_REQUESTS, MAX_SESSION_REQUESTS, MAX_STATUS_REQUESTS, NoteService};
use crate::exchange::Exchanges;
use crate::ledger::{Ledger, LedgerError, Location};
use crate::metrics::observe_ledger;
use crate::reading::TicketReader;
use crate::reload::{ReloadedFiles, Reloader};
use crate::reloadable::Reloadable;
use crate::sandbox::Sandbox;
use crate::settings::{ReadingSettings, SettingNames, Settings, UpstreamTarget};
use crate::upstream::{Upstream, UpstreamOptions};
use std::net::SocketAddr;
use std::sync::Arc;
use std::{fmt, io};
use tokio::net::TcpListener;

/// The maximum number of exchanges with Omnidesk at a time. If so many are waiting, Omnidesk is
/// down.
const MAX_EXCHANGES: usize = 256;

/// A proxy that listens and is ready to serve.
#[derive(Debug)]
pub struct Server {
    /// The socket that accepts connections.
    pub listener: TcpListener,
    /// The socket that accepts connections for the metrics, if they are served.
    pub metrics_listener: Option<TcpListener>,
    /// The routes of the API, the bundle and the sandbox.
    pub router: axum::Router,
    /// Handles the requests that add a note.
    pub service: Arc<NoteService>,
    /// Reads files again after SIGHUP. `None`: a test that has no files.
    pub reloader: Option<Reloader>,
    /// Whether the embedded sandbox is in use.
    pub has_sandbox: bool,
}

/// The reason why the proxy could not start. Each prints as one line that names the setting.
#[derive(Debug)]
pub enum StartError {
    /// The address of `--listen` cannot be used.
    Listen(SocketAddr, io::Error),
    /// The address of `--metrics-listen` cannot be used.
    MetricsListen(SocketAddr, io::Error),
    /// The folder of `--dist` cannot be served.
    Dist(BundleError),
    /// The file or database of `--ledger` cannot be used.
    Ledger(Location, LedgerError),
    /// No TLS client could be created.
    Tls(reqwest::Error),
    /// The sandbox could not start.
    Sandbox(io::Error),
}

impl StartError {
    /// Returns whether a restart may help. If not, a setting must be fixed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Listen(_, error) | Self::MetricsListen(_, error) => {
                matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::AddrNotAvailable)
            }
            Self::Ledger(_, error) => error.is_transient(),
            Self::Sandbox(_) => true,
            Self::Dist(_) | Self::Tls(_) => false,
        }
    }

    /// Returns the message, in which each setting has the name by which it was set.
    #[must_use]
    pub fn message(&self, names: &SettingNames) -> String {
        match self {
            Self::Listen(address, error) => {
                format!("{}: cannot listen on {address}: {error}", names.of("--listen"))
            }
            Self::MetricsListen(address, error) => {
                format!("{}: cannot listen on {address}: {error}", names.of("--metrics-listen"))
            }
            Self::Dist(error) => format!("{}: {error}", names.of("--dist")),
            Self::Ledger(location, error) => format!("{}: {location}: {error}", names.of("--ledger")),
            Self::Tls(error) => {
                let upstream = names.of("--upstream");
                format!("{upstream}: cannot set up TLS; install ca-certificates: {error}")
            }
            Self::Sandbox(error) => format!("{}: cannot start: {error}", names.of("--sandbox")),
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message(&SettingNames::default()))
    }
}

impl std::error::Error for StartError {}

/// Opens everything that the settings name, and listens.
///
/// `names` are those of the settings, for the messages of a reload.
///
/// # Errors
/// [`StartError`] for the first step that fails.
pub async fn start(settings: Settings, names: SettingNames) -> Result<Server, StartError> {
    let files = ReloadedFiles::of(&settings);
    let bundle = settings.dist.as_deref().map(Bundle::read).transpose().map_err(StartError::Dist)?;
    let bundle = bundle.map(Reloadable::new);
    let ledger = Ledger::open(&settings.ledger)
        .await
        .map_err(|error| StartError::Ledger(settings.ledger.clone(), error))?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|error| StartError::Listen(settings.listen, error))?;
    let metrics_listener = match settings.metrics_listen {
        Some(address) => Some(listen_for_metrics(address).await?),
        None => None,
    };
    if metrics_listener.is_some() {
        tokio::spawn(observe_ledger(ledger.clone()));
    }
    let (mut upstream, sandbox) = connect(settings.upstream, settings.upstream_options).await?;
    let reader = settings.reading.map(|reading| ticket_reader(reading, &ledger, &mut upstream));
    let service = Arc::new(NoteService {
        exchanges: Exchanges::new(ledger.clone(), Arc::new(upstream.clone()), reader, MAX_EXCHANGES),
        running: RunningRequests::default(),
        public_origins: settings.public_origins,
        authenticator: settings.authenticator,
        caller_tags: caller_tags(&ledger).await,
        rate_limiter: RateLimiter::new(settings.rate_limit).shared_by(ledger),
        status_limiter: RateLimiter::new(MAX_STATUS_REQUESTS),
        session_limiter: RateLimiter::new(MAX_SESSION_REQUESTS),
        failure_limiter: RateLimiter::new(MAX_FAILED_REQUESTS),
        has_bundle: bundle.is_some(),
        max_chars: settings.max_chars,
        shutdown: Shutdown::default(),
    });
    let (has_sandbox, security_headers) =
        (sandbox.is_some(), SecurityHeaders::new(&settings.frame_ancestors));
    let reloader = Reloader::new(files, names, upstream, service.clone(), bundle.clone());
    let router = app(Components {
        service: service.clone(),
        security_headers,
        bundle,
        sandbox,
        sandbox_sign_in: settings.sandbox_sign_in,
    });
    Ok(Server { listener, metrics_listener, router, service, reloader: Some(reloader), has_sandbox })
}

/// Creates the reader of tickets, and gives the client its key.
fn ticket_reader(reading: ReadingSettings, ledger: &Ledger, upstream: &mut Upstream) -> TicketReader {
    if let Some((_, key)) = &reading.key {
        *upstream = upstream.clone().with_read_key(key);
    }
    TicketReader::new(ledger.clone(), Arc::new(upstream.clone()), reading.options)
}

/// Returns the tags of callers. If the disk is full, the ledger may have no secret yet: the tags then change
/// with the next start.
async fn caller_tags(ledger: &Ledger) -> CallerTags {
    let secret = ledger.secret().await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the ledger has no secret, so the callers of responses change at the next start");
        let mut secret = [0; 32];
        // Without randomness, the tags are only less opaque.
        let _ = getrandom::fill(&mut secret);
        secret
    });
    CallerTags::new(&secret)
}

async fn listen_for_metrics(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| StartError::MetricsListen(address, error))
}

/// Creates the client for the upstream, and starts the sandbox if it is the upstream.
pub(crate) async fn connect(
    target: UpstreamTarget,
    options: UpstreamOptions,
) -> Result<(Upstream, Option<Sandbox>), StartError> {
    let (base, key, sandbox) = match target {
        UpstreamTarget::Remote(base, key) => (base, key, None),
        UpstreamTarget::Sandbox => {
            let sandbox = Sandbox::start().await.map_err(StartError::Sandbox)?;
            (sandbox.base(), sandbox.key(), Some(sandbox))
        }
    };
    let upstream = Upstream::new(base, &key, options).map_err(StartError::Tls)?;
    Ok((upstream, sandbox))
}
