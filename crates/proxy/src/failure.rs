//! The reasons why the program ends with an error.

use crate::settings::{SettingError, SettingNames};
use crate::start::StartError;
use std::{fmt, io};

/// The reason why the program ends with an error. Each prints as one line.
#[derive(Debug)]
pub enum Failure {
    /// A setting is not valid. With the names for the message.
    Setting(SettingError, SettingNames),
    /// The proxy could not start. With the names for the message.
    Start(StartError, SettingNames),
    /// stdout cannot be written.
    Stdout(io::Error),
    /// The system refused a thread, a signal handler or the like.
    System(io::Error),
}

impl Failure {
    /// Returns the exit code. 2: a setting must be fixed, and a restart does not help. 1: a restart
    /// may help.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Setting(..) => 2,
            Self::Start(error, _) if !error.is_transient() => 2,
            Self::Start(..) | Self::Stdout(_) | Self::System(_) => 1,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting(error, names) => formatter.write_str(&error.message(names)),
            Self::Start(error, names) => formatter.write_str(&error.message(names)),
            Self::Stdout(error) => write!(formatter, "cannot write to stdout: {error}"),
            Self::System(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for Failure {}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}
