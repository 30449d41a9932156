//! Opens a ledger that another process, a proxy, may own.

use super::schema::{APPLICATION_ID, BUSY_TIMEOUT, VERSIONS};
use crate::ledger::error::LedgerError;
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, OpenOptions};
use std::io;
use std::ops::RangeInclusive;
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

/// Checks that a file can be created in the folder, by creating a different one.
fn check_folder(path: &Path) -> Result<(), LedgerError> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".check-{}", std::process::id()));
    OpenOptions::new().write(true).create_new(true).open(&name)?;
    Ok(fs::remove_file(name)?)
}

fn check_database(path: &Path) -> Result<(), LedgerError> {
    match open_unchecked(path).and_then(|connection| check_tables(&connection)) {
        // If another process has locked it, that process is a proxy, so it is a ledger.
        Err(LedgerError::Locked) => Ok(()),
        checked => checked,
    }
}

fn check_tables(connection: &Connection) -> Result<(), LedgerError> {
    if !is_ledger(connection, VERSIONS)? {
        return Err(LedgerError::NotALedger);
    }
    let problem: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if problem == "ok" { Ok(()) } else { Err(LedgerError::Damaged) }
}

fn is_ledger(connection: &Connection, versions: RangeInclusive<i32>) -> Result<bool, LedgerError> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    Ok(pragma("application_id")? == APPLICATION_ID && versions.contains(&pragma("user_version")?))
}

/// Opens a ledger of the current version for reading.
pub(super) fn open_read_only(path: &Path) -> Result<Connection, LedgerError> {
    fs::metadata(path)?;
    require_current(open_unchecked(path)?)
}

/// Opens a ledger of the current version for a write.
pub(super) fn open_for_writing(path: &Path) -> Result<Connection, LedgerError> {
    let path = std::path::absolute(path)?;
    fs::metadata(&path)?;
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    require_current(connection)
}

/// A start of the proxy brings a ledger to the current version.
fn require_current(connection: Connection) -> Result<Connection, LedgerError> {
    let current = *VERSIONS.end();
    match is_ledger(&connection, current..=current)? {
        true => Ok(connection),
        false => Err(LedgerError::NotALedger),
    }
}

/// Opens a ledger without a change to it or to its folder.
///
/// Without a write-ahead log, no process has the file open. It is then opened as immutable, because
/// otherwise SQLite would create the files that processes share.
fn open_unchecked(path: &Path) -> Result<Connection, LedgerError> {
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
