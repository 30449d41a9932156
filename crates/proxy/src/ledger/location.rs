use super::postgres::Database;
use std::fmt;
use std::path::PathBuf;

/// The place where the ledger is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file, with the write-ahead log that SQLite keeps beside it.
    File(PathBuf),
    /// Memory, until the process ends.
    Memory,
    /// A PostgreSQL database, which any number of proxies share.
    Postgres(Box<Database>),
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(formatter),
            Self::Memory => formatter.write_str("memory"),
            Self::Postgres(database) => database.fmt(formatter),
        }
    }
}
