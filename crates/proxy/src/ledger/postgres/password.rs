//! The password of the database, from a file of its own, `PGPASSWORD` or a passfile.

use super::database::InvalidDatabase;
use crate::setting_file::{ReadAt, read_text};
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tokio_postgres::Config;
use tokio_postgres::config::Host;

/// The places where the password of the database may be. The first one with a password is used.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct DatabaseSecrets {
    /// A file that contains only the password.
    pub password_file: Option<PathBuf>,
    /// The variable `PGPASSWORD`.
    pub password: Option<String>,
    /// A passfile, as PostgreSQL's own programs read it. It may be absent.
    pub passfile: Option<PathBuf>,
}

/// Does not print the password.
impl fmt::Debug for DatabaseSecrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("DatabaseSecrets").finish_non_exhaustive()
    }
}

/// The four values by which a passfile names a password.
#[derive(Debug)]
pub(super) struct PassfileEntry([String; 4]);

impl PassfileEntry {
    /// Returns the values of a connection: host, port, database and user. `None` if the address
    /// names no host, no database or no user.
    pub(super) fn of(config: &Config) -> Option<Self> {
        let host = match config.get_hosts().first()? {
            Host::Tcp(name) => name.clone(),
            Host::Unix(_) => "localhost".to_owned(),
        };
        let port = config.get_ports().first().copied().unwrap_or(5432);
        let (database, user) = (config.get_dbname()?.to_owned(), config.get_user()?.to_owned());
        (!host.is_empty()).then_some(Self([host, port.to_string(), database, user]))
    }

    fn password_in(&self, text: &str) -> Option<String> {
        text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
            let fields = split(line);
            let is_match = self.0.iter().zip(&fields).all(|(value, field)| field == "*" || field == value);
            (is_match && fields.len() > 4).then(|| fields[4].clone())
        })
    }
}

/// Splits a line at its colons. A backslash protects the next character.
fn split(line: &str) -> Vec<String> {
    let (mut fields, mut letters) = (vec![String::new()], line.chars());
    while let Some(letter) = letters.next() {
        match letter {
            ':' => fields.push(String::new()),
            '\\' => push(&mut fields, letters.next().unwrap_or(letter)),
            _ => push(&mut fields, letter),
        }
    }
    fields
}

fn push(fields: &mut [String], letter: char) {
    if let Some(field) = fields.last_mut() {
        field.push(letter);
    }
}

impl DatabaseSecrets {
    /// Returns the password for a connection, if any place has one.
    pub(super) fn password_for(&self, entry: &PassfileEntry) -> Result<Option<String>, InvalidDatabase> {
        if let Some(path) = &self.password_file {
            let text = read_text(path, ReadAt::Start).map_err(|error| unusable(path, error.to_string()))?;
            return Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()));
        }
        if self.password.is_some() {
            return Ok(self.password.clone());
        }
        self.passfile.as_deref().map_or(Ok(None), |path| read_passfile(path, entry))
    }
}

fn read_passfile(path: &Path, entry: &PassfileEntry) -> Result<Option<String>, InvalidDatabase> {
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Ok(about) if about.permissions().mode() & 0o077 != 0 => {
            return Err(unusable(path, "other users can read it; run chmod 600 on it".to_owned()));
        }
        _ => {}
    }
    let text = read_text(path, ReadAt::Start).map_err(|error| unusable(path, error.to_string()))?;
    Ok(entry.password_in(&text))
}

fn unusable(path: &Path, problem: String) -> InvalidDatabase {
    InvalidDatabase::PasswordFile(path.to_owned(), problem)
}
