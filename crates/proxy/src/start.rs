//! From settings to a proxy that listens.

use crate::app::{Parts, app};
use crate::bundle::{Bundle, BundleError};
use crate::edge::Security;
use crate::endpoint::Desk;
use crate::exchange::Exchanges;
use crate::ledger::{Ledger, LedgerError};
use crate::sandbox::Sandbox;
use crate::settings::{Settings, Upstream};
use crate::vendor::{Terms, Vendor};
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
    Ledger(LedgerError),
    /// No TLS for the vendor.
    Tls(reqwest::Error),
    /// `--sandbox`
    Sandbox(io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen(address, error) => {
                write!(formatter, "--listen: cannot listen on {address}: {error}")
            }
            Self::Dist(error) => write!(formatter, "--dist: {error}"),
            Self::Ledger(error) => write!(formatter, "--ledger: {error}"),
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
    let ledger = Ledger::open(&settings.ledger).map_err(StartError::Ledger)?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|error| StartError::Listen(settings.listen, error))?;
    let security = Security::new(&settings.frame_ancestors);
    let (max_chars, hosts) = (settings.max_chars, settings.hosts.clone());
    let (vendor, sandbox) = vendor(settings).await?;
    let exchanges = Exchanges::new(ledger, Arc::new(vendor), MAX_EXCHANGES);
    let desk = Arc::new(Desk { exchanges, hosts, max_chars, is_closing: AtomicBool::new(false) });
    let has_sandbox = sandbox.is_some();
    let router = app(Parts { desk: desk.clone(), security, bundle, sandbox });
    Ok(Started { listener, router, desk, has_sandbox })
}

async fn vendor(settings: Settings) -> Result<(Vendor, Option<Sandbox>), StartError> {
    let (base, key, sandbox) = match settings.upstream {
        Upstream::Vendor(base, key) => (base, key, None),
        Upstream::Sandbox => {
            let sandbox = Sandbox::start().await.map_err(StartError::Sandbox)?;
            (sandbox.base(), sandbox.key(), Some(sandbox))
        }
    };
    let (key_place, encoding, timeout) = (settings.key_place, settings.encoding, settings.upstream_timeout);
    let vendor = Vendor::new(Terms { base, key, key_place, encoding, timeout }).map_err(StartError::Tls)?;
    Ok((vendor, sandbox))
}
