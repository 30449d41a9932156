use rusqlite::ErrorCode;
use std::sync::Arc;
use std::{error, fmt, io};
use tokio_postgres::error::SqlState;

/// The reason why a ledger operation failed.
#[derive(Clone, Debug)]
pub enum LedgerError {
    /// Another process owns the file.
    Locked,
    /// The path is a folder, a named pipe or a device.
    NotAFile,
    /// The file is not a ledger of this version.
    NotALedger,
    /// The file was moved, deleted or replaced while this process has it open.
    Replaced,
    /// The file is a ledger, but SQLite cannot read all of it.
    Damaged,
    /// SQLite reported an error, such as a full disk.
    Database(Arc<rusqlite::Error>),
    /// The file could not be created, or the thread could not be started.
    System(Arc<io::Error>),
    /// The queue is full, or the ledger's thread has ended.
    Busy,
    /// The database did not respond in time.
    Slow,
    /// PostgreSQL refused a statement, or the connection failed.
    Postgres(Arc<tokio_postgres::Error>),
    /// TLS to the database cannot be set up. Contains the reason.
    Tls(String),
    /// The tables belong to a newer version, which this one cannot run beside.
    TooNew,
    /// The server is an older PostgreSQL than version 15. Contains its version.
    TooOld(String),
}

impl LedgerError {
    /// Returns whether a later attempt may succeed without a change of the settings.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Locked | Self::Busy | Self::Slow => true,
            Self::NotAFile
            | Self::NotALedger
            | Self::Replaced
            | Self::Damaged
            | Self::Tls(_)
            | Self::TooNew
            | Self::TooOld(_) => false,
            Self::Postgres(error) => error.code().is_none_or(may_pass),
            // SQLite reports an exceeded quota or file size limit as an I/O failure.
            Self::Database(error) => matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::OutOfMemory)
            ),
            Self::System(error) => !matches!(
                error.kind(),
                io::ErrorKind::NotFound
                    | io::ErrorKind::PermissionDenied
                    | io::ErrorKind::IsADirectory
                    | io::ErrorKind::NotADirectory
                    | io::ErrorKind::ReadOnlyFilesystem
            ),
        }
    }

    /// Returns whether another instance changed the same thing at the same time.
    pub(super) fn is_conflict(&self) -> bool {
        let conflicts = [
            SqlState::UNIQUE_VIOLATION,
            SqlState::DUPLICATE_TABLE,
            SqlState::DUPLICATE_OBJECT,
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
        ];
        self.state().is_some_and(|state| conflicts.contains(state))
    }

    /// Returns whether a table does not exist.
    pub(super) fn is_undefined_table(&self) -> bool {
        self.state() == Some(&SqlState::UNDEFINED_TABLE)
    }

    fn state(&self) -> Option<&SqlState> {
        match self {
            Self::Postgres(error) => error.code(),
            _ => None,
        }
    }
}

/// Returns whether a statement that PostgreSQL refused may succeed later: not if the password, the
/// database, a table or a permission is wrong.
fn may_pass(state: &SqlState) -> bool {
    !["28", "3D", "3F", "42", "0A", "22"].iter().any(|class| state.code().starts_with(class))
}

/// Writes an error with its causes. The client library's errors name only the outermost one.
fn write_with_causes(error: &dyn error::Error, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(formatter, "{error}")?;
    let (mut written, mut next) = (error.to_string(), error.source());
    while let Some(cause) = next {
        let text = cause.to_string();
        if !written.contains(&text) {
            write!(formatter, ": {text}")?;
            written = text;
        }
        next = cause.source();
    }
    Ok(())
}

impl fmt::Display for LedgerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked => {
                formatter.write_str("another process owns it; stop that process, or choose another file")
            }
            Self::NotAFile => formatter.write_str("it is not a regular file; choose another path"),
            Self::NotALedger => {
                formatter.write_str("it is not a ledger of this version; choose another file")
            }
            Self::Replaced => formatter.write_str(
                "the file was moved, deleted or replaced; put it back, or restart the proxy",
            ),
            Self::Damaged => formatter.write_str("it is damaged; restore a backup"),
            Self::Database(error) => error.fmt(formatter),
            Self::System(error) => error.fmt(formatter),
            Self::Busy => formatter.write_str("its queue is full"),
            Self::Slow => formatter.write_str("the database did not respond in time"),
            Self::Postgres(error) => write_with_causes(&**error, formatter),
            Self::Tls(reason) => formatter.write_str(reason),
            Self::TooOld(version) => {
                write!(formatter, "the server is PostgreSQL {version}; upgrade it to version 15 or newer")
            }
            Self::TooNew => formatter.write_str(
                "its tables belong to a newer version, which this version cannot run beside; upgrade the proxy",
            ),
        }
    }
}

impl std::error::Error for LedgerError {}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::NotADatabase) => Self::NotALedger,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged,
            _ => Self::Database(Arc::new(error)),
        }
    }
}

impl From<tokio_postgres::Error> for LedgerError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Postgres(Arc::new(error))
    }
}

impl From<io::Error> for LedgerError {
    fn from(error: io::Error) -> Self {
        Self::System(Arc::new(error))
    }
}
