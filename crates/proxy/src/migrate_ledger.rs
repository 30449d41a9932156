//! The command `migrate-ledger`: moves the rows of an SQLite ledger to PostgreSQL.

use crate::ledger::{
    Database, DatabaseSecrets, InvalidDatabase, InvalidLocation, LedgerError, Location, Transfer, transfer,
};
use crate::settings::Environment;
use clap::Args;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Moves the attempts of an SQLite ledger to a PostgreSQL database.
///
/// Stop the proxy first. Afterwards the file has the ending `.moved`, and each proxy needs the setting
/// --ledger URL.
#[derive(Debug, Args)]
pub struct MigrateLedger {
    /// SQLite file of the proxy, which must not run
    file: PathBuf,

    /// Database: `postgres://USER@HOST/DATABASE`
    url: String,

    /// File that contains the password of the database. PGPASSWORD and a passfile also work
    #[arg(long, env = "TICKET_NOTE_LEDGER_PASSWORD_FILE", value_name = "FILE", hide_env_values = true)]
    ledger_password_file: Option<PathBuf>,
}

/// The reason why nothing, or not everything, was moved. Each prints as one line.
#[derive(Debug)]
pub enum MigrationError {
    /// The first argument is not a path. It is not printed, because it may be an address with a password.
    File,
    /// The address of the database is not valid.
    Address(InvalidDatabase),
    /// The file or the database failed.
    Ledger(PathBuf, Location, LedgerError),
}

impl MigrationError {
    /// Returns whether repeating the command may help. If not, an argument must be fixed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::File | Self::Address(_) => false,
            Self::Ledger(_, _, error) => error.is_transient(),
        }
    }
}

impl fmt::Display for MigrationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => formatter.write_str(
                "migrate-ledger: the first argument is not the path of a file; \
                 write the file first, then the address of the database",
            ),
            Self::Address(error) => write!(formatter, "migrate-ledger: the database {error}"),
            Self::Ledger(file, database, error) => {
                write!(formatter, "migrate-ledger: {} to {database}: {error}", file.display())
            }
        }
    }
}

impl std::error::Error for MigrationError {}

impl MigrateLedger {
    /// Moves the rows. Returns a report for the operator.
    ///
    /// # Errors
    /// [`MigrationError`] if the file or the database cannot be used. The command can be repeated.
    pub async fn run(self, environment: Environment) -> Result<String, MigrationError> {
        if InvalidLocation::find_in(&self.file).is_err() || Database::is_address(&self.file.to_string_lossy())
        {
            return Err(MigrationError::File);
        }
        let secrets = DatabaseSecrets {
            password_file: self.ledger_password_file,
            password: environment.database_password,
            passfile: environment.passfile,
        };
        // No claim is made, so the lease does not matter.
        let database = Database::new(&self.url, Duration::ZERO, &secrets).map_err(MigrationError::Address)?;
        let moved = transfer(&self.file, &database).await;
        let moved = moved.map_err(|error| {
            MigrationError::Ledger(self.file.clone(), Location::Postgres(Box::new(database)), error)
        })?;
        Ok(report(&self.file, &moved))
    }
}

fn report(file: &Path, moved: &Transfer) -> String {
    let Transfer { rows, added, keeps_callers, renamed_to } = moved;
    let known = rows - added;
    let callers = match keeps_callers {
        true => "",
        false => {
            "the database has attempts of another ledger and keeps its secret: open forms take unknown notes of \
             this file for another user's\n"
        }
    };
    format!(
        "moved {rows} attempts; the database had {known} of them already\n{callers}{} is now {}\n",
        file.display(),
        renamed_to.display()
    )
}
