//! The reasons why the program ends with an error.

use crate::migrate_ledger::MigrationError;
use crate::settings::{SettingError, SettingNames};
use crate::start::StartError;
use crate::unknown::UnknownError;
use std::io;

/// The reason why the program ends with an error.
#[derive(Debug)]
pub enum Failure {
    /// Settings are not valid. The first one is reported, with its name from the second value.
    Settings(Vec<SettingError>, SettingNames),
    /// The proxy could not start. Contains the names of the settings for the message.
    Start(StartError, SettingNames),
    /// `--check` found these problems.
    Check(Vec<String>),
    /// `unknown` or `resolve` failed.
    Unknown(UnknownError),
    /// `migrate-ledger` failed.
    Migration(MigrationError),
    /// A command failed, for this reason.
    Command(String),
    /// The arguments of a command are not valid, for this reason.
    Arguments(&'static str),
    /// stdout cannot be written.
    Stdout(io::Error),
    /// The system refused a resource, such as a thread or a signal handler.
    System(io::Error),
}

impl Failure {
    /// Returns the messages, one line for each problem. Control characters, which a path may contain, are
    /// escaped.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let messages = match self {
            Self::Settings(errors, names) => {
                errors.iter().take(1).map(|error| error.message(names)).collect()
            }
            Self::Start(error, names) => vec![error.message(names)],
            Self::Check(problems) => problems.clone(),
            Self::Unknown(error) => vec![error.to_string()],
            Self::Migration(error) => vec![error.to_string()],
            Self::Command(message) => vec![message.clone()],
            Self::Arguments(message) => vec![(*message).to_owned()],
            Self::Stdout(error) => vec![format!("cannot write to stdout: {error}")],
            Self::System(error) => vec![error.to_string()],
        };
        messages.iter().map(|message| escape_controls(message)).collect()
    }

    /// Returns the exit code. 2: a setting must be fixed, and a restart does not help. 1: a restart
    /// may help.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Settings(..) | Self::Check(_) | Self::Arguments(_) => 2,
            Self::Start(error, _) if !error.is_transient() => 2,
            Self::Unknown(error) if !error.is_transient() => 2,
            Self::Migration(error) if !error.is_transient() => 2,
            Self::Start(..)
            | Self::Unknown(_)
            | Self::Migration(_)
            | Self::Command(_)
            | Self::Stdout(_)
            | Self::System(_) => 1,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// Escapes control characters, so that a text stays one line and does not control the terminal.
pub(crate) fn escape_controls(text: &str) -> String {
    let escaped = |letter: char| match letter.is_control() {
        true => letter.escape_debug().to_string(),
        false => letter.to_string(),
    };
    text.chars().map(escaped).collect()
}
