use std::env;
use std::path::PathBuf;

/// The environment variables that are not also flags.
#[derive(Clone, Default)]
pub struct Environment {
    /// `TICKET_NOTE_API_KEY`: the API key of Omnidesk.
    pub api_key: Option<String>,
    /// `RUST_LOG`: the level of the log.
    pub log_level: Option<String>,
    /// `CREDENTIALS_DIRECTORY`: the folder in which systemd hands over credentials.
    pub credentials: Option<PathBuf>,
    /// `PGPASSWORD`: the password of the PostgreSQL ledger.
    pub database_password: Option<String>,
    /// `PGPASSFILE`, or else `.pgpass` in `HOME`: the passfile of PostgreSQL's programs.
    pub passfile: Option<PathBuf>,
}

impl Environment {
    /// Reads the variables. An empty one is treated as absent.
    #[must_use]
    pub fn read() -> Self {
        let value = |name| env::var_os(name).filter(|value| !value.is_empty());
        let text = |name| value(name).map(|value| value.to_string_lossy().into_owned());
        Self {
            api_key: text("TICKET_NOTE_API_KEY"),
            log_level: text("RUST_LOG"),
            credentials: value("CREDENTIALS_DIRECTORY").map(PathBuf::from),
            database_password: text("PGPASSWORD"),
            passfile: value("PGPASSFILE")
                .map(PathBuf::from)
                .or_else(|| Some(PathBuf::from(value("HOME")?).join(".pgpass"))),
        }
    }
}

/// Does not print the API key or the password.
impl std::fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Environment").finish_non_exhaustive()
    }
}
