use super::{Flags, SettingNames};
use crate::migrate_ledger::MigrateLedger;
use crate::probe::Probe;
use crate::unknown::{ListUnknown, ResolveAttempt};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;

/// Adds notes to Omnidesk tickets, for web pages on the same origin.
///
/// Set the Omnidesk API key with --api-key-file or the variable TICKET_NOTE_API_KEY. It cannot be an argument, because other users of the machine could read it.
#[derive(Debug, Parser)]
#[command(name = "ticket-note-proxy", version, args_conflicts_with_subcommands = true)]
pub struct CommandLine {
    /// The settings.
    #[command(flatten)]
    pub flags: Flags,

    /// Check every setting, the files that they name, and the ledger. Then exit with 0 or 2
    #[arg(long)]
    pub check: bool,

    /// The command to run instead of the server.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// A command that the program runs instead of the server.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Sends one test note, and prints what Omnidesk responds.
    Probe(Box<Probe>),
    /// Lists the attempts whose outcome is unknown.
    Unknown(ListUnknown),
    /// Settles an attempt whose outcome is unknown.
    Resolve(ResolveAttempt),
    /// Prints a new key for `--session-key-file`.
    SessionKey,
    /// Moves the attempts of an SQLite ledger to PostgreSQL.
    MigrateLedger(MigrateLedger),
}

impl CommandLine {
    /// Parses the arguments of the process, and the variables of the flags that are not among them.
    ///
    /// # Errors
    /// [`clap::Error`], with the names for its message. The texts of `--help` and `--version` are
    /// errors too.
    pub fn read(arguments: &[OsString]) -> Result<(Self, SettingNames), (clap::Error, SettingNames)> {
        let mut command = Self::command();
        let parsed = command.try_get_matches_from_mut(arguments).and_then(|matches| {
            let names = SettingNames::of_matches(&command, &matches);
            Ok((Self::from_arg_matches(&matches)?, names))
        });
        parsed.map_err(|error| {
            let names = SettingNames::of_error(&error, arguments);
            (error, names)
        })
    }
}
