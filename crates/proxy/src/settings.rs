//! The command line, parsed once and checked against itself (contract, section 7).

mod flags;
mod problem;
mod resolve;

pub use flags::Flags;
pub use problem::SettingError;

use crate::edge::{Hosts, Origin};
use crate::journal::LogFormat;
use crate::ledger::Place;
use crate::vendor::{ApiKey, Encoding, KeyPlace};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// The settings in force: every one has its value, and they agree with each other.
#[derive(Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The bundle's folder.
    pub dist: Option<PathBuf>,
    /// Who adds the notes.
    pub upstream: Upstream,
    /// Where the key goes in a request.
    pub key_place: KeyPlace,
    /// How a note goes in a request.
    pub encoding: Encoding,
    /// The whole exchange with the vendor.
    pub upstream_timeout: Duration,
    /// Who may frame the page, beside its own origin.
    pub frame_ancestors: Vec<Origin>,
    /// The origins and hosts that the proxy answers to.
    pub hosts: Hosts,
    /// The most characters of a text.
    pub max_chars: usize,
    /// How the log is written.
    pub log_format: LogFormat,
    /// Where the attempts are kept.
    pub ledger: Place,
}

/// Who adds the notes.
#[derive(Debug)]
pub enum Upstream {
    /// The vendor, at this address, with this key.
    Vendor(Url, ApiKey),
    /// The embedded stand-in.
    Sandbox,
}
