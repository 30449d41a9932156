//! From settings to a proxy that listens.

use crate::app::{Parts, app};
use crate::bundle::{Bundle, BundleError};
use crate::caller::Turnstile;
use crate::edge::Security;
use crate::endpoint::{Desk, Posts};
use crate::exchange::Exchanges;
use crate::ledger::{Ledger, LedgerError, Place};
use crate::sandbox::Sandbox;
use crate::settings::{Settings, Upstream};
use crate::vendor::{Leg, Vendor};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::{fmt, io};
use tokio::net::TcpListener;

/// The most exchanges with the vendor at a time. A helpdesk that is slow for so many is down.
const MAX_EXCHANGES: usize = 256;

/// A proxy that is ready to serve.
#[derive(Debug)]
pub struct Started {
    /// Where connections come in.
    pub listener: TcpListener,
    /// Every path.
    pub router: axum::Router,
    /// Where notes go.
    pub desk: Arc<Desk>,
    /// Whether the stand-in for the vendor is in use.
    pub has_sandbox: bool,
}

/// Why the proxy could not start. Each prints as one line that names the setting.
#[derive(Debug)]
pub enum StartError {
    /// `--listen`
    Listen(SocketAddr, io::Error),
    /// `--dist`
    Dist(BundleError),
    /// `--ledger`
    Ledger(Place, LedgerError),
    /// No TLS for the vendor.
    Tls(reqwest::Error),
    /// `--sandbox`
    Sandbox(io::Error),
}

impl StartError {
    /// Whether it may pass by itself, so that another try makes sense. What does not is a setting
    /// that somebody has to put right.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Listen(_, error) => {
                matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::AddrNotAvailable)
            }
            Self::Ledger(_, error) => error.may_pass(),
            Self::Sandbox(_) => true,
            Self::Dist(_) | Self::Tls(_) => false,
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen(address, error) => {
                write!(formatter, "--listen: cannot listen on {address}: {error}")
            }
            Self::Dist(error) => write!(formatter, "--dist: {error}"),
            Self::Ledger(place, error) => write!(formatter, "--ledger: {place}: {error}"),
            Self::Tls(error) => {
                write!(formatter, "--upstream: no TLS on this machine (ca-certificates?): {error}")
            }
            Self::Sandbox(error) => write!(formatter, "--sandbox: cannot start the stand-in: {error}"),
        }
    }
}

impl std::error::Error for StartError {}

/// Opens everything that the settings name, and listens.
///
/// # Errors
/// [`StartError`], for the first that cannot be had.
pub async fn start(settings: Settings) -> Result<Started, StartError> {
    let bundle = settings.dist.as_deref().map(Bundle::read).transpose().map_err(StartError::Dist)?;
    let ledger =
        Ledger::open(&settings.ledger).map_err(|error| StartError::Ledger(settings.ledger.clone(), error))?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|error| StartError::Listen(settings.listen, error))?;
    let (vendor, sandbox) = vendor(settings.upstream, settings.leg).await?;
    let desk = Arc::new(Desk {
        exchanges: Exchanges::new(ledger, Arc::new(vendor), MAX_EXCHANGES),
        posts: Posts::default(),
        hosts: settings.hosts,
        reception: settings.reception,
        turnstile: Turnstile::new(settings.rate_limit),
        max_chars: settings.max_chars,
        is_closing: AtomicBool::new(false),
    });
    if let Some(path) = settings.exposed_key_file {
        tracing::warn!(?path, "others on this machine can read the key file: chmod 600");
    }
    let (has_sandbox, security) = (sandbox.is_some(), Security::new(&settings.frame_ancestors));
    let router = app(Parts { desk: desk.clone(), security, bundle, sandbox });
    Ok(Started { listener, router, desk, has_sandbox })
}

async fn vendor(upstream: Upstream, leg: Leg) -> Result<(Vendor, Option<Sandbox>), StartError> {
    let (base, key, sandbox) = match upstream {
        Upstream::Vendor(base, key) => (base, key, None),
        Upstream::Sandbox => {
            let sandbox = Sandbox::start().await.map_err(StartError::Sandbox)?;
            (sandbox.base(), sandbox.key(), Some(sandbox))
        }
    };
    let vendor = Vendor::new(base, key, leg).map_err(StartError::Tls)?;
    Ok((vendor, sandbox))
}
