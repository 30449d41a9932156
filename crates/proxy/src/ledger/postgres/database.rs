use super::password::{DatabaseSecrets, PassfileEntry};
use super::tls::Tls;
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use url::form_urlencoded;

/// The time limit for a new connection to one host.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// The time after which a connection counts as broken if the database does not acknowledge sent data.
const USER_TIMEOUT: Duration = Duration::from_secs(5);

/// A PostgreSQL database: its address, the password, and how TLS verifies it.
#[derive(Clone, PartialEq, Eq)]
pub struct Database {
    /// The URL without its query. It contains no password.
    address: String,
    config: Config,
    tls: Tls,
    lease: Duration,
}

/// The reason why a URL cannot be the address of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidDatabase {
    /// It is not a URL that PostgreSQL's clients accept.
    NotAUrl,
    /// The user, the host or the database is missing.
    Incomplete,
    /// It contains a password.
    Password,
    /// `sslmode` is neither `verify-full` nor `disable`.
    SslMode,
    /// The file with passwords cannot be used. Contains its path and the problem.
    PasswordFile(PathBuf, String),
}

impl Database {
    /// Returns whether a value of `--ledger` is the address of a database.
    #[must_use]
    pub fn is_address(text: &str) -> bool {
        text.starts_with("postgres://") || text.starts_with("postgresql://")
    }

    /// Parses an address, and finds the password for it. `lease` is the time after which a claim
    /// that is not renewed becomes `unknown`.
    ///
    /// # Errors
    /// [`InvalidDatabase`] if the address or a file with passwords cannot be used.
    pub fn new(url: &str, lease: Duration, secrets: &DatabaseSecrets) -> Result<Self, InvalidDatabase> {
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let options = Options::read(query)?;
        let separator = if options.others.is_empty() { "" } else { "?" };
        let mut config = Config::from_str(&format!("{address}{separator}{}", options.others))
            .map_err(|_| InvalidDatabase::NotAUrl)?;
        if config.get_password().is_some() {
            return Err(InvalidDatabase::Password);
        }
        let entry = PassfileEntry::of(&config).ok_or(InvalidDatabase::Incomplete)?;
        if let Some(password) = secrets.password_for(&entry)? {
            config.password(password);
        }
        let tls = match (options.verifies, options.authorities) {
            (Some(false), _) => Tls::Off,
            (_, Some(path)) => Tls::Authorities(path),
            (None, None) if config.get_hosts().iter().all(is_local) => Tls::Off,
            (_, None) => Tls::System,
        };
        complete(&mut config, &tls);
        Ok(Self { address: address.to_owned(), config, tls, lease })
    }

    pub(super) const fn config(&self) -> &Config {
        &self.config
    }

    pub(super) const fn tls(&self) -> &Tls {
        &self.tls
    }

    pub(super) const fn lease(&self) -> Duration {
        self.lease
    }
}

/// The options of the URL that the client library does not know, and the others.
#[derive(Default)]
struct Options {
    verifies: Option<bool>,
    authorities: Option<PathBuf>,
    others: String,
}

impl Options {
    fn read(query: &str) -> Result<Self, InvalidDatabase> {
        let (mut options, mut others) = (Self::default(), form_urlencoded::Serializer::new(String::new()));
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (&*name, &*value) {
                ("sslmode", "disable") => options.verifies = Some(false),
                ("sslmode", "verify-full") => options.verifies = Some(true),
                // The other modes accept any certificate, or no encryption at all.
                ("sslmode", _) => return Err(InvalidDatabase::SslMode),
                ("sslrootcert", path) => options.authorities = Some(PathBuf::from(path)),
                ("password", _) => return Err(InvalidDatabase::Password),
                (name, value) => drop(others.append_pair(name, value)),
            }
        }
        // The client library decodes percent signs only.
        options.others = others.finish().replace('+', "%20");
        Ok(options)
    }
}

/// Sets the options that every connection needs.
fn complete(config: &mut Config, tls: &Tls) {
    config.ssl_mode(if *tls == Tls::Off { SslMode::Disable } else { SslMode::Require });
    config.application_name("ticket-note-proxy");
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    config.tcp_user_timeout(USER_TIMEOUT).keepalives_idle(Duration::from_secs(30));
    // With several hosts, one may be a replica.
    if config.get_hosts().len() > 1 {
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    }
}

/// Returns whether a connection to the host stays on this machine.
fn is_local(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        Host::Unix(_) => true,
    }
}

/// Does not print the password.
impl fmt::Debug for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Database").field(&self.address).finish()
    }
}

impl fmt::Display for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.address.fmt(formatter)
    }
}

impl fmt::Display for InvalidDatabase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = match self {
            Self::NotAUrl => "is not the URL of a database",
            Self::Incomplete => "names no user, no host or no database",
            Self::Password => {
                return formatter.write_str(
                    "has a password, which other users of the machine could read; \
                     remove it, and set --ledger-password-file or PGPASSWORD",
                );
            }
            Self::SslMode => {
                return formatter
                    .write_str("has an sslmode that does not verify the server; set verify-full or disable");
            }
            Self::PasswordFile(path, problem) => {
                return write!(formatter, "needs the passwords in {}: {problem}", path.display());
            }
        };
        write!(formatter, "{problem}; expected an address such as postgres://USER@HOST/DATABASE")
    }
}

impl std::error::Error for InvalidDatabase {}

#[cfg(test)]
#[path = "database_tests.rs"]
mod tests;
