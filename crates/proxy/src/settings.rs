//! The command line, parsed once and checked against itself (contract, section 7).

mod error;
mod flags;
mod resolve;

pub use error::SettingError;
pub use flags::Flags;

use crate::caller::Authenticator;
use crate::edge::{Origin, PublicOrigins};
use crate::ledger::Location;
use crate::logging::LogFormat;
use crate::upstream::{ApiKey, UpstreamOptions};
use std::net::SocketAddr;
use std::path::PathBuf;
use url::Url;

/// The settings in force: every one has its value, and they agree with each other.
#[derive(Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The bundle's folder.
    pub dist: Option<PathBuf>,
    /// Who adds the notes.
    pub upstream: UpstreamTarget,
    /// How they are spoken to.
    pub upstream_options: UpstreamOptions,
    /// Who may frame the page, beside its own origin.
    pub frame_ancestors: Vec<Origin>,
    /// The origins and hosts that the proxy answers to.
    pub public_origins: PublicOrigins,
    /// How callers are told apart.
    pub authenticator: Authenticator,
    /// RunningRequests a minute for one caller.
    pub rate_limit: u32,
    /// The most characters of a text.
    pub max_chars: usize,
    /// The key's file, where others on the machine can read it.
    pub exposed_key_file: Option<PathBuf>,
    /// How the log is written.
    pub log_format: LogFormat,
    /// Where the attempts are kept.
    pub ledger: Location,
}

/// Who adds the notes.
#[derive(Debug)]
pub enum UpstreamTarget {
    /// The vendor, at this address, with this key.
    Remote(Url, ApiKey),
    /// The embedded stand-in.
    Sandbox,
}
