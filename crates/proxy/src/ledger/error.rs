use rusqlite::ErrorCode;
use std::sync::Arc;
use std::{fmt, io};

/// The reason why a ledger operation failed.
#[derive(Clone, Debug)]
pub enum LedgerError {
    /// Another process owns the file.
    Locked,
    /// The path is a folder, a named pipe or a device.
    NotAFile,
    /// The file is not a ledger of this version.
    NotALedger,
    /// SQLite reported an error, such as a full disk or a damaged file.
    Database(Arc<rusqlite::Error>),
    /// The file could not be created, or the thread could not be started.
    System(Arc<io::Error>),
    /// The queue is full, or the ledger's thread has ended.
    Busy,
}

impl LedgerError {
    /// Returns whether a later attempt may succeed without a change of the settings.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Locked | Self::Busy => true,
            Self::NotAFile | Self::NotALedger => false,
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
            Self::Database(error) => error.fmt(formatter),
            Self::System(error) => error.fmt(formatter),
            Self::Busy => formatter.write_str("its queue is full"),
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
