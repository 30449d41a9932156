//! Moves the rows of an SQLite file to a PostgreSQL database.

use super::error::LedgerError;
use super::postgres::{self, Database};
use super::sqlite::Export;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The number of rows that one statement writes.
const BATCH: u32 = 1000;

/// A finished attempt, as it moves from one store to the other. Times are seconds since 1970.
#[derive(Debug)]
pub(super) struct StoredRow {
    pub(super) caller: String,
    pub(super) id: Vec<u8>,
    pub(super) fingerprint: Vec<u8>,
    pub(super) state: i16,
    pub(super) answer: String,
    pub(super) at: i64,
    pub(super) ticket: Option<i64>,
    pub(super) unknown_at: Option<i64>,
    pub(super) mark: Option<Vec<u8>>,
    pub(super) entry: Option<String>,
}

/// The result of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The number of rows in the file.
    pub rows: u64,
    /// The number of them that the database did not have yet.
    pub added: u64,
    /// Whether responses have the same opaque callers as before. If not, the database had attempts of another
    /// ledger, whose secret it keeps.
    pub keeps_callers: bool,
    /// The new name of the file. Under its old name, a proxy could be started on it by mistake.
    pub renamed_to: PathBuf,
}

/// Moves every row of the file and the secret of the opaque callers to the database, then renames the file.
/// Attempts in flight in the file become unknown. An interrupted transfer can be repeated.
///
/// # Errors
/// [`LedgerError`] if a proxy owns the file, if it does not exist, or if the database cannot be
/// written.
pub async fn transfer(file: &Path, database: &Database) -> Result<Transfer, LedgerError> {
    if !file.exists() {
        return Err(io::Error::from(io::ErrorKind::NotFound).into());
    }
    let mut export = Export::open(file)?;
    let import = postgres::Import::open(database).await?;
    // A form compares the opaque caller, so it would take the notes from before the move for another user's.
    let keeps_callers = import.write_secret(&export.secret()?).await?;
    let (mut rows, mut added) = (0, 0);
    loop {
        let batch = export.next(BATCH)?;
        if batch.is_empty() {
            break;
        }
        rows += u64::try_from(batch.len()).unwrap_or_default();
        added += import.write(&batch).await?;
    }
    // Closing moves the write-ahead log into the file.
    drop(export);
    let mut name = file.as_os_str().to_owned();
    name.push(".moved");
    let renamed_to = PathBuf::from(name);
    fs::rename(file, &renamed_to)?;
    Ok(Transfer { rows, added, keeps_callers, renamed_to })
}
