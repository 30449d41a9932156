//! Checks a ledger without changing it.

use super::schema::{APPLICATION_ID, VERSIONS};
use crate::ledger::error::LedgerError;
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use url::Url;

/// Checks that a proxy could use the file, or create it. Another process may own it.
pub(in crate::ledger) fn check(path: &Path) -> Result<(), LedgerError> {
    match fs::metadata(path) {
        Ok(about) if !about.is_file() => Err(LedgerError::NotAFile),
        Ok(about) => {
            OpenOptions::new().append(true).open(path)?;
            // SQLite treats an empty file as a new database.
            if about.len() == 0 { Ok(()) } else { check_database(path) }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => check_folder(path),
        Err(error) => Err(error.into()),
    }
}

/// Checks that a file can be created in the folder, by creating another one.
fn check_folder(path: &Path) -> Result<(), LedgerError> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".check-{}", std::process::id()));
    OpenOptions::new().write(true).create_new(true).open(&name)?;
    Ok(fs::remove_file(name)?)
}

fn check_database(path: &Path) -> Result<(), LedgerError> {
    match open_read_only(path).and_then(|connection| is_ledger(&connection)) {
        Ok(false) => Err(LedgerError::NotALedger),
        // If another process has locked it, that process is a proxy, so it is a ledger.
        Ok(true) | Err(LedgerError::Locked) => Ok(()),
        Err(error) => Err(error),
    }
}

fn is_ledger(connection: &Connection) -> Result<bool, LedgerError> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    Ok(pragma("application_id")? == APPLICATION_ID && VERSIONS.contains(&pragma("user_version")?))
}

/// Opens a ledger without a change to it or to its folder.
///
/// Without a write-ahead log, no process has the file open. It is then opened as immutable, because
/// otherwise SQLite would create the files that processes share.
fn open_read_only(path: &Path) -> Result<Connection, LedgerError> {
    let path = std::path::absolute(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let mut uri = Url::from_file_path(&path).map_err(|()| LedgerError::NotAFile)?;
    if !write_ahead_log(&path).exists() {
        uri.set_query(Some("immutable=1"));
    }
    Ok(Connection::open_with_flags(uri.as_str(), flags)?)
}

fn write_ahead_log(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}
