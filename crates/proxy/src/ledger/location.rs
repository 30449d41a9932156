use super::postgres::Database;
use std::fmt;
use std::path::{Path, PathBuf};

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

/// The reason why a value of `--ledger` is neither the address of a database nor a path. The value is
/// not part of it, because it may contain a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidLocation {
    /// It contains a control character.
    ControlCharacter,
    /// It begins or ends with white space.
    WhiteSpace,
    /// It contains `password=`, as the connection strings of PostgreSQL do.
    Password,
    /// It is an address, but not one of PostgreSQL.
    Scheme,
}

impl InvalidLocation {
    /// Finds the mistakes of a value that would be taken as the path of a new SQLite file.
    ///
    /// # Errors
    /// [`InvalidLocation`] for the first mistake.
    pub fn find_in(place: &Path) -> Result<(), Self> {
        let text = place.to_string_lossy();
        let dense: String = text.to_ascii_lowercase().split_whitespace().collect();
        let has_scheme = ["postgres:", "postgresql:"].iter().any(|scheme| dense.starts_with(scheme));
        match () {
            () if text.contains(char::is_control) => Err(Self::ControlCharacter),
            () if text.trim() != text => Err(Self::WhiteSpace),
            () if Database::is_address(&text) => Ok(()),
            () if dense.contains("password=") => Err(Self::Password),
            () if has_scheme || text.contains("://") => Err(Self::Scheme),
            () => Ok(()),
        }
    }
}

impl fmt::Display for InvalidLocation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::ControlCharacter => {
                "has a control character, such as a carriage return; remove the character"
            }
            Self::WhiteSpace => "begins or ends with white space; remove the white space",
            Self::Password => {
                "has a password, which other users of the machine could read; set it to an address such as \
                 postgres://USER@HOST/DATABASE, and set --ledger-password-file or PGPASSWORD"
            }
            Self::Scheme => {
                "is an address that does not begin with postgres:// in small letters; set it to an address such \
                 as postgres://USER@HOST/DATABASE, or to the path of a file"
            }
        })
    }
}

impl std::error::Error for InvalidLocation {}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(formatter),
            Self::Memory => formatter.write_str("memory"),
            Self::Postgres(database) => database.fmt(formatter),
        }
    }
}
