use crate::caller::UsersError;
use crate::ledger::InvalidDatabase;
use crate::upstream::InvalidApiKey;
use std::path::PathBuf;
use std::{fmt, io};
use ticket_note_core::wire::shorten;

/// The reason why the settings cannot be used. Each prints as one line that names the setting, the
/// problem, and what to do. The API key is never part of it.
#[derive(Debug)]
pub enum SettingError {
    /// clap could not parse the command line.
    Flags(clap::Error),
    /// Neither `--upstream` nor `--sandbox` is set.
    NoUpstream,
    /// The value of `--upstream` is not valid. It is not printed, because it may contain the key.
    Upstream(InvalidUpstream),
    /// No key is set.
    NoKey,
    /// The key is set in two places.
    TwoKeys,
    /// The key file cannot be read.
    KeyFile(PathBuf, io::Error),
    /// The content of the key file is not a key.
    KeyInFile(PathBuf, InvalidApiKey),
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
    UsersFile(PathBuf, io::Error),
    /// The users file is not valid.
    Users(UsersError),
    /// The address of `--ledger` is not valid. It is not printed, because it may contain a password.
    Ledger(InvalidDatabase),
    /// `--ledger-password-file` is set for a ledger that is a file.
    PasswordWithoutDatabase,
    /// Neither `--user-header` nor `--anonymous` is set.
    NoAuthentication,
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
        match self {
            Self::Flags(error) => formatter.write_str(&one_line(error)),
            Self::Upstream(error) => write!(formatter, "--upstream {error}"),
            Self::KeyFile(path, error) => {
                write!(formatter, "--api-key-file: cannot read {}: {error}", path.display())
            }
            Self::KeyInFile(path, error) => {
                write!(formatter, "--api-key-file: the key in {} {error}", path.display())
            }
            Self::KeyInVariable(error) => write!(formatter, "TICKET_NOTE_API_KEY: the key {error}"),
            Self::BesideSandbox(setting) => {
                write!(formatter, "--sandbox and {setting} cannot be combined; remove one of them")
            }
            Self::LogLevel(level) => write!(
                formatter,
                "RUST_LOG: {:?} is not a level; set off, error, warn, info, debug or trace",
                shorten(level)
            ),
            Self::UsersFile(path, error) => {
                write!(formatter, "--users: cannot read {}: {error}", path.display())
            }
            Self::Users(error) => write!(formatter, "--users: {error}"),
            Self::Ledger(error) => write!(formatter, "--ledger {error}"),
            other => formatter.write_str(other.fixed_message()),
        }
    }
}

impl SettingError {
    /// Returns the message of an error without data.
    const fn fixed_message(&self) -> &'static str {
        match self {
            Self::NoUpstream => {
                "--upstream is missing; set it to https://ACCOUNT.omnidesk.com, \
                 or set --sandbox to try the proxy without an account"
            }
            Self::NoKey => "--api-key-file is missing; set it, or set the variable TICKET_NOTE_API_KEY",
            Self::TwoKeys => "--api-key-file and TICKET_NOTE_API_KEY are both set; remove one of them",
            Self::AnonymousBesideHeader => {
                "--anonymous and --user-header cannot be combined; remove one of them"
            }
            Self::UsersWithoutHeader => {
                "--users needs --user-header; set it to the header that carries the login"
            }
            Self::PasswordWithoutDatabase => {
                "--ledger-password-file needs --ledger with an address such as postgres://USER@HOST/DATABASE"
            }
            Self::NoAuthentication => {
                "--user-header is missing; set it, or set --anonymous \
                 to let anyone who can reach the port post as any author"
            }
            _ => "",
        }
    }
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
fn one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let end = text.find("\n\nUsage:").or(text.find("\n\nFor more information")).unwrap_or(text.len());
    shorten(&text[..end].replace("\n\n", "; "))
}
