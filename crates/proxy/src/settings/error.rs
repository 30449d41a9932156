use crate::caller::UsersError;
use std::path::PathBuf;
use std::{fmt, io};

/// Why the settings cannot be used. Each prints as one line that names the setting.
#[derive(Debug)]
pub enum SettingError {
    /// clap's own finding.
    Flags(clap::Error),
    /// Neither a vendor nor the stand-in.
    NoUpstream,
    /// The vendor's address is not one; why.
    Upstream(&'static str),
    /// No key for the vendor.
    NoKey,
    /// Two keys, and nothing says which is meant.
    TwoKeys,
    /// The key file cannot be read.
    KeyFile(PathBuf, io::Error),
    /// What was read is not a key.
    Key,
    /// A vendor or a key beside the stand-in, which has its own.
    BesideSandbox(&'static str),
    /// `RUST_LOG` is not a level.
    LogLevel,
    /// Both a sign-in and none.
    AnonymousBesideHeader,
    /// Logins, and no header that carries one.
    UsersWithoutHeader,
    /// The users' file cannot be read.
    UsersFile(PathBuf, io::Error),
    /// A line of the users' file is wrong.
    Users(UsersError),
    /// Nothing says who may write.
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
                write!(formatter, "the vendor's key must be 1 to 512 visible ASCII characters on one line")
            }
            Self::BesideSandbox(flag) => {
                write!(formatter, "--sandbox has its own upstream: leave out {flag}")
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
                "--user-header is missing (or --anonymous, to let whoever reaches the port write as any author)"
            ),
        }
    }
}

impl std::error::Error for SettingError {}

/// clap explains at length; the first line names the flag and what is wrong with it.
fn first_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
