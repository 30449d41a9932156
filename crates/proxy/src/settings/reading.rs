use super::flags::Switch;
use super::resolve::read_key;
use super::{ExposedFile, Flags, ReadingSettings, SettingError};
use crate::ledger::Location;
use crate::reading::ReadingOptions;
use crate::setting_file::ReadAt;
use crate::upstream::ApiKey;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Resolves how tickets are read. `None`: they are not read.
pub(super) fn reading(flags: &Flags) -> Result<Option<ReadingSettings>, SettingError> {
    if flags.sandbox && flags.read_key_file.is_some() {
        return Err(SettingError::BesideSandbox("--read-key-file"));
    }
    match (flags.read_ticket, &flags.upstream_time_zone) {
        (Switch::Off, _) if flags.read_key_file.is_some() => Err(SettingError::ReadKeyWithoutReading),
        (Switch::Off, _) => Ok(None),
        (Switch::On, None) => Err(SettingError::NoTimeZone),
        (Switch::On, Some(zone)) => {
            let key = flags.read_key_file.as_deref().map(key_with_file).transpose()?;
            Ok(Some(ReadingSettings { options: ReadingOptions::new(zone.clone()), key }))
        }
    }
}

fn key_with_file(path: &Path) -> Result<(PathBuf, ApiKey), SettingError> {
    Ok((path.to_owned(), read_reading_key_file(path, ReadAt::Start)?))
}

/// Reads the file with the key for reading tickets.
///
/// # Errors
/// [`SettingError`] if it cannot be read or holds no key.
pub(crate) fn read_reading_key_file(path: &Path, at: ReadAt) -> Result<ApiKey, SettingError> {
    read_key("--read-key-file", path, at)
}

/// Returns the files with secrets that other users of the machine can read. `credentials` is the folder
/// in which systemd hands over credentials.
pub(super) fn exposed_files(
    flags: &Flags,
    ledger: &Location,
    credentials: Option<&Path>,
) -> Vec<ExposedFile> {
    let ledger = match ledger {
        Location::File(path) => Some(path.clone()),
        Location::Memory | Location::Postgres(_) => None,
    };
    let files = [
        ("ledger", &ledger),
        ("key file", &flags.api_key_file),
        ("key file for reading tickets", &flags.read_key_file),
        ("password file of the ledger", &flags.ledger_password_file),
    ];
    let given = files.into_iter().filter_map(|(what, path)| Some((what, path.clone()?)));
    given
        .filter(|(_, path)| is_exposed(path, credentials))
        .map(|(what, path)| ExposedFile { what, path })
        .collect()
}

/// Returns whether other users of the machine can read the file.
///
/// systemd hands over a credential with mode 0440. Its access control list names the user of the
/// service, and the mode of the group is the mask of that list.
pub(super) fn is_exposed(path: &Path, credentials: Option<&Path>) -> bool {
    let is_credential = || Some(path.canonicalize().ok()?.starts_with(credentials?.canonicalize().ok()?));
    let private = if is_credential() == Some(true) { 0o037 } else { 0o077 };
    fs::metadata(path).is_ok_and(|about| about.permissions().mode() & private != 0)
}
