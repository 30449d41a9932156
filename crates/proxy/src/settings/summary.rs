use super::{ExposedFile, Flags, Settings};
use clap::ValueEnum;
use jiff::tz::TimeZone;
use std::fmt::Display;
use std::net::SocketAddr;
use std::path::Path;
use tracing::level_filters::LevelFilter;

/// The version of the proxy.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The commit that the proxy was built from, or `unknown`.
pub const COMMIT: &str = env!("TICKET_NOTE_COMMIT");

/// The settings without a secret, for the log.
#[derive(Clone, Debug)]
pub struct Summary {
    given: Flags,
    trusted_proxy: Option<String>,
    ledger: String,
    log_level: LevelFilter,
    exposed_files: Vec<ExposedFile>,
    /// The settings of sessions, if the sign-in window is configured.
    sign_in: Option<String>,
    /// The settings of tokens.
    jwt: Option<String>,
    has_temporary_session_key: bool,
}

impl Settings {
    /// Returns the summary of the settings. For the API key, it contains only the file.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let given = &self.given.sign_in;
        Summary {
            given: self.given.clone(),
            trusted_proxy: list(&self.authenticator.trusted),
            ledger: self.ledger.to_string(),
            log_level: self.log_level,
            exposed_files: self.exposed_files.clone(),
            sign_in: self.authenticator.sessions.as_ref().map(|_| given.sign_in()),
            jwt: given.jwt(),
            has_temporary_session_key: self.authenticator.sessions.is_some()
                && given.session_key_file.is_none(),
        }
    }
}

impl Summary {
    /// Logs one line with the version and the settings, and a warning for each setting that an
    /// operator should know of.
    ///
    /// `listen` is the address in use, whose port the system may have chosen.
    pub fn log(&self, listen: SocketAddr) {
        let given = &self.given;
        tracing::info!(
            version = VERSION,
            commit = COMMIT,
            %listen,
            metrics_listen = given.metrics_listen.map(|address| address.to_string()),
            dist = text(given.dist.as_deref()),
            upstream = given.upstream,
            api_key_file = text(given.api_key_file.as_deref()),
            api_key_in = name(&given.api_key_in),
            upstream_encoding = name(&given.upstream_encoding),
            upstream_timeout = given.upstream_timeout,
            read_ticket = name(&given.read_ticket),
            upstream_time_zone = given.upstream_time_zone.as_ref().and_then(TimeZone::iana_name),
            read_key_file = text(given.read_key_file.as_deref()),
            user_header = given.user_header.as_ref().map(ToString::to_string),
            users = text(given.users.as_deref()),
            users_ignore_case = given.sign_in.users_ignore_case,
            trusted_proxy = self.trusted_proxy,
            anonymous = given.anonymous,
            public_origin = list(&given.public_origin),
            frame_ancestors = list(&given.frame_ancestors),
            sign_in = self.sign_in,
            jwt = self.jwt,
            ledger = self.ledger,
            ledger_password_file = text(given.ledger_password_file.as_deref()),
            ledger_lease = given.ledger_lease,
            max_message_chars = given.max_message_chars,
            rate_limit = given.rate_limit,
            drain_delay = given.drain_delay,
            log_format = name(&given.log_format),
            log_level = self.log_level.to_string(),
            sandbox = given.sandbox,
            "start"
        );
        if given.anonymous {
            tracing::warn!("--anonymous: anyone who can reach the port can post as any author");
        }
        if self.has_temporary_session_key {
            tracing::warn!("--session-key-file is not set: sessions end with the process");
        }
        for ExposedFile { what, path } in &self.exposed_files {
            tracing::warn!(?path, "other users of this machine can read the {what}; run chmod 600 on it");
        }
    }
}

fn text(path: Option<&Path>) -> Option<String> {
    path.map(|path| path.to_string_lossy().into_owned())
}

/// Returns the values separated by commas, as in the variable of the flag. `None` if there are none.
fn list(values: &[impl Display]) -> Option<String> {
    let values: Vec<_> = values.iter().map(ToString::to_string).collect();
    (!values.is_empty()).then(|| values.join(","))
}

fn name(value: &impl ValueEnum) -> Option<String> {
    value.to_possible_value().map(|value| value.get_name().to_owned())
}
