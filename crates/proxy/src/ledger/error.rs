use rusqlite::ErrorCode;
use std::sync::Arc;
use std::{fmt, io};

/// Why the ledger could not do what was asked.
#[derive(Clone, Debug)]
pub enum LedgerError {
    /// Another process owns the file.
    Locked,
    /// The file is something else than a ledger of this version.
    NotALedger,
    /// The database failed: disk full, no permission, a broken file.
    Database(Arc<rusqlite::Error>),
    /// The file could not be made, or the ledger's thread could not be started.
    System(Arc<io::Error>),
    /// More is waiting than the disk can take, or nobody is left to take it.
    Busy,
}

impl LedgerError {
    /// Whether it may pass by itself: a disk that is full, an owner that ends.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Locked | Self::Busy => true,
            Self::NotALedger => false,
            // SQLite calls a quota, and a limit on a file's size, a failure of the system's.
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
}

impl fmt::Display for LedgerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked => formatter.write_str("another process owns it"),
            Self::NotALedger => formatter.write_str("it is not a ledger of this version"),
            Self::Database(error) => error.fmt(formatter),
            Self::System(error) => error.fmt(formatter),
            Self::Busy => formatter.write_str("it takes no more entries now"),
        }
    }
}

impl std::error::Error for LedgerError {}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::NotADatabase) => Self::NotALedger,
            _ => Self::Database(Arc::new(error)),
        }
    }
}

impl From<io::Error> for LedgerError {
    fn from(error: io::Error) -> Self {
        Self::System(Arc::new(error))
    }
}
