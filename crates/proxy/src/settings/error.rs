use crate::caller::UsersError;
use std::path::PathBuf;
use std::{fmt, io};

/// The reason why the settings cannot be used. Each prints as one line that names the setting.
#[derive(Debug)]
pub enum SettingError {
    /// clap could not parse the command line.
    Flags(clap::Error),
    /// Neither `--upstream` nor `--sandbox` is set.
    NoUpstream,
    /// The value of `--upstream` is not valid. Contains the expectation.
    Upstream(&'static str),
    /// No key is set.
    NoKey,
    /// The key is set in two places.
    TwoKeys,
    /// The key file cannot be read.
    KeyFile(PathBuf, io::Error),
    /// The key is not valid. Its value is not part of the error.
    Key,
    /// This setting cannot be combined with `--sandbox`.
    BesideSandbox(&'static str),
    /// `RUST_LOG` is not a level.
    LogLevel,
    /// `--anonymous` is combined with `--user-header`.
    AnonymousBesideHeader,
    /// `--users` is set without `--user-header`.
    UsersWithoutHeader,
    /// The users file cannot be read.
    UsersFile(PathBuf, io::Error),
    /// The users file is not valid.
    Users(UsersError),
    /// Neither `--user-header` nor `--anonymous` is set.
    NoAuthentication,
}

impl fmt::Display for SettingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flags(error) => write!(formatter, "{}", first_line(error)),
            Self::NoUpstream => {
                write!(formatter, "--upstream is missing (or --sandbox, to try without an account)")
            }
            Self::Upstream(why) => write!(formatter, "--upstream {why}"),
            Self::NoKey => {
                write!(formatter, "--api-key-file is missing (or the variable TICKET_NOTE_API_KEY)")
            }
            Self::TwoKeys => {
                write!(formatter, "--api-key-file and TICKET_NOTE_API_KEY are both set: keep one")
            }
            Self::KeyFile(path, error) => {
                write!(formatter, "--api-key-file: cannot read {}: {error}", path.display())
            }
            Self::Key => {
                write!(formatter, "the API key must be 1 to 512 visible ASCII characters on one line")
            }
            Self::BesideSandbox(flag) => {
                write!(formatter, "--sandbox cannot be combined with {flag}; remove one of them")
            }
            Self::AnonymousBesideHeader => {
                write!(formatter, "--anonymous and --user-header exclude each other: keep one")
            }
            Self::UsersWithoutHeader => {
                write!(formatter, "--users needs --user-header, which carries the login")
            }
            Self::UsersFile(path, error) => {
                write!(formatter, "--users: cannot read {}: {error}", path.display())
            }
            Self::Users(error) => write!(formatter, "--users: {error}"),
            Self::LogLevel => write!(formatter, "RUST_LOG must be off, error, warn, info, debug or trace"),
            Self::NoAuthentication => write!(
                formatter,
                "--user-header is missing (or --anonymous, to let anyone who can reach the port post as any author)"
            ),
        }
    }
}

impl std::error::Error for SettingError {}

/// Returns the first line of clap's message, which names the flag and the problem.
fn first_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
