use super::authentication::authentication;
use super::error::InvalidUpstream;
use super::reading::{exposed_files, reading};
use super::{
    AuthenticationFiles, Environment, Flags, ReadingSettings, SettingError, Settings, UpstreamTarget,
};
use crate::caller::Authenticator;
use crate::edge::PublicOrigins;
use crate::ledger::{Database, DatabaseSecrets, InvalidLocation, Location};
use crate::setting_file::{ReadAt, read_text};
use crate::upstream::{ApiKey, UpstreamOptions};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tracing::level_filters::LevelFilter;
use url::{Host, Url};

/// The settings that are read from a file or checked together with others.
struct Checked {
    upstream: UpstreamTarget,
    authenticator: Authenticator,
    authentication_files: AuthenticationFiles,
    log_level: LevelFilter,
    ledger: Location,
    reading: Option<ReadingSettings>,
}

impl Settings {
    /// Resolves the command line and the environment.
    ///
    /// # Errors
    /// A [`SettingError`] for each setting that is not valid, at least one.
    pub fn resolve(flags: Flags, environment: Environment) -> Result<Self, Vec<SettingError>> {
        let credentials = environment.credentials.clone();
        let checked = check(&flags, environment)?;
        let exposed_files = exposed_files(&flags, &checked.ledger, credentials.as_deref());
        let given = flags.clone();
        Ok(Self {
            given,
            listen: flags.listen,
            metrics_listen: flags.metrics_listen,
            dist: flags.dist,
            upstream: checked.upstream,
            upstream_options: UpstreamOptions {
                key_location: flags.api_key_in,
                encoding: flags.upstream_encoding,
                timeout: Duration::from_secs(flags.upstream_timeout),
            },
            reading: checked.reading,
            frame_ancestors: flags.frame_ancestors,
            public_origins: PublicOrigins::new(flags.public_origin),
            authenticator: checked.authenticator,
            rate_limit: flags.rate_limit,
            max_chars: flags.max_message_chars,
            key_file: flags.api_key_file.clone(),
            authentication_files: checked.authentication_files,
            sandbox_sign_in: flags.sign_in.sandbox_sign_in,
            drain_delay: Duration::from_secs(flags.drain_delay),
            log_format: flags.log_format,
            log_level: checked.log_level,
            ledger: checked.ledger,
            exposed_files,
        })
    }
}

/// Checks every setting, so that the operator sees all errors at once.
fn check(flags: &Flags, environment: Environment) -> Result<Checked, Vec<SettingError>> {
    let mut errors = Vec::new();
    let upstream = keep(upstream(flags, environment.api_key.clone()), &mut errors);
    let authentication = keep(authentication(flags, &environment), &mut errors);
    let log_level = keep(log_level(environment.log_level.clone()), &mut errors);
    let reading = keep(reading(flags), &mut errors);
    if flags.metrics_listen.is_some_and(|metrics| is_same_port(flags.listen, metrics)) {
        errors.push(SettingError::MetricsAreNotPublic);
    }
    let is_open = authentication.as_ref().is_some_and(|(authenticator, _)| !authenticator.is_required());
    if !flags.anonymous && !flags.sandbox && flags.upstream.is_some() && is_open {
        errors.push(SettingError::NoAuthentication);
    }
    let ledger = keep(ledger(flags, environment), &mut errors);
    match (upstream, authentication, log_level, ledger, reading) {
        (
            Some(upstream),
            Some((authenticator, authentication_files)),
            Some(log_level),
            Some(ledger),
            Some(reading),
        ) if errors.is_empty() => {
            Ok(Checked { upstream, authenticator, authentication_files, log_level, ledger, reading })
        }
        _ => Err(errors),
    }
}

fn ledger(flags: &Flags, environment: Environment) -> Result<Location, SettingError> {
    let lease = Duration::from_secs(flags.ledger_lease);
    let secrets = DatabaseSecrets {
        password_file: flags.ledger_password_file.clone(),
        password: environment.database_password,
        passfile: environment.passfile,
    };
    ledger_location(flags.ledger.as_deref(), flags.sandbox, lease, &secrets)
}

/// Returns the value, or `None` and adds the error to the list.
fn keep<T>(result: Result<T, SettingError>, errors: &mut Vec<SettingError>) -> Option<T> {
    result.map_err(|error| errors.push(error)).ok()
}

/// Returns whether two listeners would have the same port of the same address.
fn is_same_port(one: SocketAddr, other: SocketAddr) -> bool {
    let is_same_address = one.ip() == other.ip() || one.ip().is_unspecified() || other.ip().is_unspecified();
    one.port() != 0 && one.port() == other.port() && is_same_address
}

/// Returns the location of the ledger. The sandbox keeps its notes in memory, so by default its
/// ledger is in memory too.
pub(super) fn ledger_location(
    place: Option<&Path>,
    sandbox: bool,
    lease: Duration,
    secrets: &DatabaseSecrets,
) -> Result<Location, SettingError> {
    place.map_or(Ok(()), InvalidLocation::find_in).map_err(SettingError::Location)?;
    let address = place.and_then(Path::to_str).filter(|text| Database::is_address(text));
    Ok(match (address, place) {
        (Some(url), _) => {
            let database = Database::new(url, lease, secrets).map_err(SettingError::Ledger)?;
            Location::Postgres(Box::new(database))
        }
        _ if secrets.password_file.is_some() => return Err(SettingError::PasswordWithoutDatabase),
        (None, Some(path)) => Location::File(path.to_owned()),
        (None, None) if sandbox => Location::Memory,
        (None, None) => Location::File(PathBuf::from("ticket-note-ledger.sqlite")),
    })
}

fn log_level(text: Option<String>) -> Result<LevelFilter, SettingError> {
    let Some(text) = text else { return Ok(LevelFilter::INFO) };
    text.parse().map_err(|_| SettingError::LogLevel(text))
}

fn upstream(flags: &Flags, key: Option<String>) -> Result<UpstreamTarget, SettingError> {
    match (&flags.upstream, flags.sandbox) {
        (Some(_), true) => Err(SettingError::BesideSandbox("--upstream")),
        (None, true) if flags.api_key_file.is_some() => Err(SettingError::BesideSandbox("--api-key-file")),
        (None, true) if key.is_some() => Err(SettingError::BesideSandbox("TICKET_NOTE_API_KEY")),
        (None, true) => Ok(UpstreamTarget::Sandbox),
        (None, false) => Err(SettingError::NoUpstream),
        (Some(text), false) => {
            Ok(UpstreamTarget::Remote(base_url(text)?, key_of(flags.api_key_file.as_deref(), key)?))
        }
    }
}

fn base_url(text: &str) -> Result<Url, SettingError> {
    // With the placeholder, the first note would send the key to an account of another customer.
    if text.contains("//ACCOUNT.") {
        return Err(SettingError::Upstream(InvalidUpstream::Placeholder));
    }
    let url = Url::parse(text).map_err(|_| SettingError::Upstream(InvalidUpstream::NotAUrl))?;
    let problem = match url.scheme() {
        _ if !url.username().is_empty() || url.password().is_some() => InvalidUpstream::Credentials,
        "http" if !is_loopback(&url) => InvalidUpstream::PlainHttp,
        "http" | "https" if url.query().is_some() => InvalidUpstream::Query,
        "http" | "https" if url.fragment().is_some() => InvalidUpstream::Fragment,
        "http" | "https" if url.path() != "/" => InvalidUpstream::Path,
        "http" | "https" => return Ok(url),
        _ => InvalidUpstream::Scheme,
    };
    Err(SettingError::Upstream(problem))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn key_of(file: Option<&Path>, variable: Option<String>) -> Result<ApiKey, SettingError> {
    match (file, variable) {
        (Some(_), Some(_)) => Err(SettingError::TwoKeys),
        (None, None) => Err(SettingError::NoKey),
        (None, Some(text)) => ApiKey::new(&text).map_err(SettingError::KeyInVariable),
        (Some(path), None) => read_key_file(path, ReadAt::Start),
    }
}

/// Reads the key file.
///
/// # Errors
/// [`SettingError`] if it cannot be read or holds no key.
pub(crate) fn read_key_file(path: &Path, at: ReadAt) -> Result<ApiKey, SettingError> {
    read_key("--api-key-file", path, at)
}

/// Reads the key in the file that a flag names.
pub(super) fn read_key(flag: &'static str, path: &Path, at: ReadAt) -> Result<ApiKey, SettingError> {
    let text = read_text(path, at).map_err(|error| SettingError::KeyFile(flag, path.to_owned(), error))?;
    ApiKey::new(&text).map_err(|error| SettingError::KeyInFile(flag, path.to_owned(), error))
}
