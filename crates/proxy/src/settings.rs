//! The command line, parsed once and checked against itself (contract, section 7).

mod flags;
mod problem;
mod resolve;

pub use flags::Flags;
pub use problem::SettingError;

use crate::caller::Reception;
use crate::edge::{Hosts, Origin};
use crate::journal::LogFormat;
use crate::ledger::Place;
use crate::vendor::{ApiKey, Leg};
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
    pub upstream: Upstream,
    /// How they are spoken to.
    pub leg: Leg,
    /// Who may frame the page, beside its own origin.
    pub frame_ancestors: Vec<Origin>,
    /// The origins and hosts that the proxy answers to.
    pub hosts: Hosts,
    /// How callers are told apart.
    pub reception: Reception,
    /// Posts a minute for one caller.
    pub rate_limit: u32,
    /// The most characters of a text.
    pub max_chars: usize,
    /// The key's file, where others on the machine can read it.
    pub exposed_key_file: Option<PathBuf>,
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
