use super::{Flags, SettingError, Settings, UpstreamTarget};
use crate::caller::{Authenticator, Cidr, IdentityHeader, Users};
use crate::edge::PublicOrigins;
use crate::ledger::Location;
use crate::upstream::{ApiKey, UpstreamOptions};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::{Host, Url};

impl Settings {
    /// Resolves the command line. `key` is the value of `TICKET_NOTE_API_KEY`.
    ///
    /// # Errors
    /// [`SettingError`] for the first setting that is not valid.
    pub fn resolve(flags: Flags, key: Option<String>) -> Result<Self, SettingError> {
        let upstream = upstream(&flags, key)?;
        let identity = identity(&flags)?;
        if matches!(upstream, UpstreamTarget::Remote(..)) && identity.is_none() && !flags.anonymous {
            return Err(SettingError::NoAuthentication);
        }
        let trusted = match flags.trusted_proxy {
            ranges if ranges.is_empty() => Cidr::loopback(),
            ranges => ranges,
        };
        Ok(Self {
            listen: flags.listen,
            dist: flags.dist,
            upstream,
            upstream_options: UpstreamOptions {
                key_location: flags.api_key_in,
                encoding: flags.upstream_encoding,
                timeout: Duration::from_secs(flags.upstream_timeout),
            },
            frame_ancestors: flags.frame_ancestors,
            public_origins: PublicOrigins::new(flags.public_origin),
            authenticator: Authenticator { identity, trusted },
            rate_limit: flags.rate_limit,
            max_chars: usize::try_from(flags.max_message_chars).unwrap_or(usize::MAX),
            exposed_key_file: flags.api_key_file.filter(|path| is_exposed(path)),
            log_format: flags.log_format,
            ledger: ledger_location(flags.ledger, flags.sandbox),
        })
    }
}

/// Returns the location of the ledger. The sandbox keeps its notes in memory, so by default its
/// ledger is in memory too.
fn ledger_location(file: Option<PathBuf>, sandbox: bool) -> Location {
    match file {
        Some(path) => Location::File(path),
        None if sandbox => Location::Memory,
        None => Location::File(PathBuf::from("ticket-note-ledger.sqlite")),
    }
}

fn identity(flags: &Flags) -> Result<Option<IdentityHeader>, SettingError> {
    match (&flags.user_header, &flags.users) {
        (Some(_), _) if flags.anonymous => Err(SettingError::AnonymousBesideHeader),
        (None, Some(_)) => Err(SettingError::UsersWithoutHeader),
        (header, file) => {
            let users = file.as_deref().map(read_users).transpose()?;
            Ok(header.clone().map(|header| header.with_users(users)))
        }
    }
}

fn read_users(path: &Path) -> Result<Users, SettingError> {
    let text = fs::read_to_string(path).map_err(|error| SettingError::UsersFile(path.to_owned(), error))?;
    Users::read(&text).map_err(SettingError::Users)
}

/// Returns whether other users of the machine can read the file.
fn is_exposed(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}

fn upstream(flags: &Flags, key: Option<String>) -> Result<UpstreamTarget, SettingError> {
    match (&flags.upstream, flags.sandbox) {
        (Some(_), true) => Err(SettingError::BesideSandbox("--upstream")),
        (None, true) if flags.api_key_file.is_some() => Err(SettingError::BesideSandbox("--api-key-file")),
        (None, true) if key.is_some() => Err(SettingError::BesideSandbox("TICKET_NOTE_API_KEY")),
        (None, true) => Ok(UpstreamTarget::Sandbox),
        (None, false) => Err(SettingError::NoUpstream),
        (Some(text), false) => {
            Ok(UpstreamTarget::Remote(base_url(text)?, read_key(flags.api_key_file.as_deref(), key)?))
        }
    }
}

fn base_url(text: &str) -> Result<Url, SettingError> {
    let url = Url::parse(text).map_err(|_| SettingError::Upstream("is not a URL"))?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let has_no_credentials = url.username().is_empty() && url.password().is_none();
    match url.scheme() {
        _ if !is_bare => Err(SettingError::Upstream("is scheme and host only, with nothing after them")),
        _ if !has_no_credentials => Err(SettingError::Upstream("may not carry a user or a password")),
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(SettingError::Upstream("must be https: plain http goes to a loopback address only")),
        _ => Err(SettingError::Upstream("must be https")),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn read_key(file: Option<&Path>, variable: Option<String>) -> Result<ApiKey, SettingError> {
    let text = match (file, variable) {
        (Some(_), Some(_)) => return Err(SettingError::TwoKeys),
        (None, None) => return Err(SettingError::NoKey),
        (None, Some(text)) => text,
        (Some(path), None) => {
            fs::read_to_string(path).map_err(|error| SettingError::KeyFile(path.to_owned(), error))?
        }
    };
    ApiKey::new(&text).map_err(|_| SettingError::Key)
}
