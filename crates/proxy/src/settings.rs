//! The settings: the command line and environment, parsed and checked once
//! (`docs/specification.md`, section 7).

mod authentication;
mod command_line;
mod environment;
mod error;
mod flags;
mod ledger_arguments;
mod names;
mod reading;
mod resolve;
mod sign_in_error;
mod sign_in_flags;
mod summary;
mod variables;

pub use authentication::AuthenticationFiles;
pub(crate) use authentication::{read_session_keys, read_token_keys, read_users};
pub use command_line::{Command, CommandLine};
pub use environment::Environment;
pub use error::{InvalidUpstream, SettingError};
pub use flags::Flags;
pub use ledger_arguments::LedgerArguments;
pub use names::SettingNames;
pub(crate) use reading::read_reading_key_file;
pub(crate) use resolve::read_key_file;
pub use sign_in_error::SignInError;
pub use sign_in_flags::SignInFlags;
pub use summary::{COMMIT, Summary, VERSION};
pub use variables::check_variables;

use crate::caller::Authenticator;
use crate::edge::{FrameAncestor, PublicOrigins};
use crate::ledger::Location;
use crate::logging::LogFormat;
use crate::reading::ReadingOptions;
use crate::upstream::{ApiKey, UpstreamOptions};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tracing::level_filters::LevelFilter;
use url::Url;

/// The resolved settings. They are complete and consistent.
#[derive(Debug)]
pub struct Settings {
    /// The flags as they were given, for the log.
    given: Flags,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The address of the metrics. `None`: they are not served.
    pub metrics_listen: Option<SocketAddr>,
    /// The folder of the bundle. `None`: the proxy serves the API only.
    pub dist: Option<PathBuf>,
    /// The system that notes are sent to.
    pub upstream: UpstreamTarget,
    /// The options of the requests to it.
    pub upstream_options: UpstreamOptions,
    /// How tickets are read. `None`: they are not read.
    pub reading: Option<ReadingSettings>,
    /// The origins that may frame the page, in addition to its own.
    pub frame_ancestors: Vec<FrameAncestor>,
    /// The origins and hosts that requests are accepted for.
    pub public_origins: PublicOrigins,
    /// Finds the identity and the author of a request.
    pub authenticator: Authenticator,
    /// The number of requests that a caller may send in a minute.
    pub rate_limit: u32,
    /// The maximum length of a note, in characters (Unicode scalar values).
    pub max_chars: usize,
    /// The key file. `None`: the key comes from a variable or the sandbox.
    pub key_file: Option<PathBuf>,
    /// The files of the ways of authentication.
    pub authentication_files: AuthenticationFiles,
    /// Whether the sandbox plays an authentication proxy.
    pub sandbox_sign_in: bool,
    /// The files with secrets that other users of the machine can read.
    pub exposed_files: Vec<ExposedFile>,
    /// The format of the log.
    pub log_format: LogFormat,
    /// The level of the log.
    pub log_level: LevelFilter,
    /// The time between SIGTERM and the closing of the port.
    pub drain_delay: Duration,
    /// The place where attempts are stored.
    pub ledger: Location,
}

/// How tickets are read.
#[derive(Debug)]
pub struct ReadingSettings {
    /// The time zone and the times of the readings.
    pub options: ReadingOptions,
    /// The key for reading, with its file. `None`: the key that adds notes.
    pub key: Option<(PathBuf, ApiKey)>,
}

/// A file with a secret that other users of the machine can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExposedFile {
    /// What it is, for the log.
    pub what: &'static str,
    /// Its path.
    pub path: PathBuf,
}

/// The system that notes are sent to.
#[derive(Debug)]
pub enum UpstreamTarget {
    /// Omnidesk, at this address, with this key.
    Remote(Url, ApiKey),
    /// The embedded sandbox.
    Sandbox,
}
