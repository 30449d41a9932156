use super::resolve::ledger_location;
use super::{Environment, SettingError};
use crate::ledger::{DatabaseSecrets, Location};
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

/// The flags of a command that uses only the ledger.
#[derive(Clone, Debug, Args)]
pub struct LedgerArguments {
    /// The ledger of the proxy: an SQLite file, or `postgres://USER@HOST/DATABASE`
    #[arg(long, env = "TICKET_NOTE_LEDGER", value_name = "FILE|URL", hide_env_values = true)]
    ledger: PathBuf,

    /// File that contains the password of the PostgreSQL ledger. PGPASSWORD and a passfile also work
    #[arg(long, env = "TICKET_NOTE_LEDGER_PASSWORD_FILE", value_name = "FILE", hide_env_values = true)]
    ledger_password_file: Option<PathBuf>,
}

impl LedgerArguments {
    /// Returns the location of the ledger.
    ///
    /// # Errors
    /// [`SettingError`] if the address of a database is not valid.
    pub fn location(self, environment: Environment) -> Result<Location, SettingError> {
        let secrets = DatabaseSecrets {
            password_file: self.ledger_password_file,
            password: environment.database_password,
            passfile: environment.passfile,
        };
        // No claim is made, so the lease does not matter.
        ledger_location(Some(&self.ledger), false, Duration::ZERO, &secrets)
    }
}
