use super::{SettingNames, SignInError};
use crate::caller::UsersError;
use crate::ledger::{InvalidDatabase, InvalidLocation};
use crate::setting_file::FileError;
use crate::upstream::InvalidApiKey;
use std::fmt;
use std::path::PathBuf;
use ticket_note_core::wire::shorten;

/// The reason why the settings cannot be used. Each prints as one line that names the setting, the
/// problem, and what to do. The API key is never part of it.
#[derive(Debug)]
pub enum SettingError {
    /// clap could not parse the command line.
    Flags(clap::Error),
    /// A variable looks like a setting and is none. Its value is not kept.
    UnknownVariable {
        /// The name of the variable.
        name: String,
        /// The variable of the setting whose name is most similar.
        nearest: String,
    },
    /// Neither `--upstream` nor `--sandbox` is set.
    NoUpstream,
    /// The value of `--upstream` is not valid. It is not printed, because it may contain the key.
    Upstream(InvalidUpstream),
    /// No key is set.
    NoKey,
    /// The key is set in two places.
    TwoKeys,
    /// The key file that this flag names cannot be read.
    KeyFile(&'static str, PathBuf, FileError),
    /// The content of the key file that this flag names is not a key.
    KeyInFile(&'static str, PathBuf, InvalidApiKey),
    /// The value of `TICKET_NOTE_API_KEY` is not a key.
    KeyInVariable(InvalidApiKey),
    /// This setting cannot be combined with `--sandbox`.
    BesideSandbox(&'static str),
    /// `RUST_LOG` is not a level.
    LogLevel(String),
    /// `--anonymous` is combined with `--user-header`.
    AnonymousBesideHeader,
    /// `--users` is set without `--user-header`.
    UsersWithoutHeader,
    /// The users file cannot be read.
    UsersFile(PathBuf, FileError),
    /// The users file is not valid.
    Users(UsersError),
    /// `--read-ticket` is on without `--upstream-time-zone`.
    NoTimeZone,
    /// `--read-key-file` is set without `--read-ticket on`.
    ReadKeyWithoutReading,
    /// `--metrics-listen` has the port of `--listen`.
    MetricsAreNotPublic,
    /// The address of `--ledger` is not valid. It is not printed, because it may contain a password.
    Ledger(InvalidDatabase),
    /// The value of `--ledger` is neither the address of a database nor a path. It is not printed.
    Location(InvalidLocation),
    /// `--ledger-password-file` is set for a ledger that is a file.
    PasswordWithoutDatabase,
    /// No way of authentication and no `--anonymous` is set.
    NoAuthentication,
    /// A setting of sessions or tokens is not valid.
    SignIn(SignInError),
}

impl From<SignInError> for SettingError {
    fn from(error: SignInError) -> Self {
        Self::SignIn(error)
    }
}

/// The reason why a URL cannot be the address of Omnidesk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidUpstream {
    /// It is not a URL.
    NotAUrl,
    /// It still contains the placeholder of the guide.
    Placeholder,
    /// It has a path other than `/`.
    Path,
    /// It has a query.
    Query,
    /// It has a fragment.
    Fragment,
    /// It has a user name or a password.
    Credentials,
    /// It is plain http to an address other than loopback.
    PlainHttp,
    /// Its scheme is neither http nor https.
    Scheme,
}

impl fmt::Display for SettingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message(&SettingNames::default()))
    }
}

impl SettingError {
    /// Returns the message, in which each setting has the name by which it was set.
    #[must_use]
    pub fn message(&self, names: &SettingNames) -> String {
        let [key_file, users] = ["--api-key-file", "--users"].map(|flag| names.of(flag));
        match self {
            Self::Flags(error) => one_line(error, names),
            Self::UnknownVariable { name, nearest } => format!(
                "{} is not a setting; the nearest one is {nearest}; rename or remove the variable",
                shorten(name)
            ),
            Self::Upstream(error) => format!("{} {error}", names.of("--upstream")),
            Self::KeyFile(flag, path, error) => {
                format!("{}: cannot read {}: {error}", names.of(flag), path.display())
            }
            Self::KeyInFile(flag, path, error) => {
                format!("{}: the key in {} {error}", names.of(flag), path.display())
            }
            Self::KeyInVariable(error) => format!("TICKET_NOTE_API_KEY: the key {error}"),
            Self::BesideSandbox(setting) => exclude_each_other("--sandbox", setting, names),
            Self::LogLevel(level) => format!(
                "RUST_LOG: {:?} is not a level; set off, error, warn, info, debug or trace",
                shorten(level)
            ),
            Self::UsersFile(path, error) => format!("{users}: cannot read {}: {error}", path.display()),
            Self::Users(error) => format!("{users}: {error}"),
            Self::AnonymousBesideHeader => exclude_each_other("--anonymous", "--user-header", names),
            Self::UsersWithoutHeader => {
                format!("{users} needs --user-header or --jwt-keys; set the one that carries the login")
            }
            Self::TwoKeys => format!("{key_file} and TICKET_NOTE_API_KEY are both set; remove one of them"),
            Self::Ledger(error) => format!("{} {error}", names.of("--ledger")),
            Self::Location(error) => format!("{} {error}", names.of("--ledger")),
            Self::PasswordWithoutDatabase => format!(
                "{} needs --ledger with an address such as postgres://USER@HOST/DATABASE",
                names.of("--ledger-password-file")
            ),
            Self::NoTimeZone => format!(
                "{} needs --upstream-time-zone; set it to the time zone of your Omnidesk account, \
                 such as Europe/Amsterdam",
                names.of("--read-ticket")
            ),
            Self::ReadKeyWithoutReading => {
                format!("{} needs --read-ticket on", names.of("--read-key-file"))
            }
            Self::MetricsAreNotPublic => format!(
                "{} has the port of {}; choose another port, because metrics are not public",
                names.of("--metrics-listen"),
                names.of("--listen")
            ),
            Self::SignIn(error) => error.message(names),
            Self::NoUpstream | Self::NoKey | Self::NoAuthentication => self.missing_setting().to_owned(),
        }
    }

    /// Returns the message about a setting that is not set.
    const fn missing_setting(&self) -> &'static str {
        match self {
            Self::NoUpstream => {
                "--upstream is missing; set it to https://ACCOUNT.omnidesk.com, \
                 or set --sandbox to try the proxy without an account"
            }
            Self::NoKey => "--api-key-file is missing; set it, or set the variable TICKET_NOTE_API_KEY",
            _ => {
                "--user-header is missing; set it or --jwt-keys, or set --anonymous \
                 to let anyone who can reach the port post as any author"
            }
        }
    }
}

fn exclude_each_other(one: &str, other: &str, names: &SettingNames) -> String {
    format!("{} and {} cannot be combined; remove one of them", names.of(one), names.of(other))
}

impl std::error::Error for SettingError {}

impl fmt::Display for InvalidUpstream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = match self {
            Self::Placeholder => {
                return formatter
                    .write_str("has the placeholder ACCOUNT; replace it with the name of your account");
            }
            Self::NotAUrl => "is not a URL",
            Self::Path => "has a path",
            Self::Query => "has a query",
            Self::Fragment => "has a fragment",
            Self::Credentials => "has a user name or password",
            Self::PlainHttp => "uses plain http, which is allowed to a loopback address only",
            Self::Scheme => "is neither https nor http",
        };
        write!(formatter, "{problem}; expected an address such as https://ACCOUNT.omnidesk.com")
    }
}

/// Returns clap's problem and hint, without its usage, on one line.
fn one_line(error: &clap::Error, names: &SettingNames) -> String {
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let end = text.find("\n\nUsage:").or(text.find("\n\nFor more information")).unwrap_or(text.len());
    shorten(&names.rename_refused(error, &text[..end]).replace("\n\n", "; "))
}
