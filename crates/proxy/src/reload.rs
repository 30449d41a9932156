//! Reads the files of the settings again, after SIGHUP (`docs/specification.md`, section 7.13).

mod queue;

pub use queue::ReloadQueue;

use crate::bundle::Bundle;
use crate::endpoint::NoteService;
use crate::reloadable::Reloadable;
use crate::setting_file::ReadAt;
use crate::settings::{
    AuthenticationFiles, SettingError, SettingNames, Settings, read_key_file, read_reading_key_file,
    read_session_keys, read_token_keys, read_users,
};
use crate::start::StartError;
use crate::upstream::Upstream;
use std::path::PathBuf;
use std::sync::Arc;

/// Replaces the parts of a running proxy that come from files. A request in progress keeps the parts
/// that it began with.
#[derive(Debug)]
pub struct Reloader {
    files: ReloadedFiles,
    names: SettingNames,
    upstream: Upstream,
    service: Arc<NoteService>,
    bundle: Option<Reloadable<Bundle>>,
}

/// The files that are read again.
#[derive(Clone, Debug)]
pub struct ReloadedFiles {
    key: Option<PathBuf>,
    read_key: Option<PathBuf>,
    authentication: AuthenticationFiles,
    dist: Option<PathBuf>,
}

impl ReloadedFiles {
    /// Returns the files that the settings name.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        Self {
            key: settings.key_file.clone(),
            read_key: settings
                .reading
                .as_ref()
                .and_then(|reading| reading.key.as_ref())
                .map(|(path, _)| path.clone()),
            authentication: settings.authentication_files.clone(),
            dist: settings.dist.clone(),
        }
    }
}

impl Reloader {
    /// Creates the reloader of these parts.
    #[must_use]
    pub fn new(
        files: ReloadedFiles,
        names: SettingNames,
        upstream: Upstream,
        service: Arc<NoteService>,
        bundle: Option<Reloadable<Bundle>>,
    ) -> Self {
        Self { files, names, upstream, service, bundle }
    }

    /// Reads each file again. If a file cannot be used, its part stays as it is. Logs one line for each
    /// part.
    pub fn reload(&self) {
        if self.files.key.is_some() {
            report("API key", self.reload_key());
        }
        if self.files.read_key.is_some() {
            report("API key for reading tickets", self.reload_read_key());
        }
        let files = &self.files.authentication;
        if files.users.is_some() {
            report("users", self.reload_users());
        }
        if files.session_keys.is_some() {
            report("session keys", self.reload_session_keys());
        }
        if files.token_keys.is_some() {
            report("keys of tokens", self.reload_token_keys());
        }
        if self.files.dist.is_some() {
            report("bundle", self.reload_bundle());
        }
    }

    fn reload_key(&self) -> Result<(), String> {
        let Some(path) = &self.files.key else { return Ok(()) };
        let key = read_key_file(path, ReadAt::Reload).map_err(|error| error.message(&self.names))?;
        self.upstream.replace_key(&key);
        Ok(())
    }

    fn reload_read_key(&self) -> Result<(), String> {
        let Some(path) = &self.files.read_key else { return Ok(()) };
        let key = read_reading_key_file(path, ReadAt::Reload).map_err(|error| error.message(&self.names))?;
        self.upstream.replace_read_key(&key);
        Ok(())
    }

    fn reload_users(&self) -> Result<(), String> {
        let (Some((path, case)), Some(current)) =
            (&self.files.authentication.users, &self.service.authenticator.users)
        else {
            return Ok(());
        };
        current.set(read_users(path, *case, ReadAt::Reload).map_err(|error| error.message(&self.names))?);
        Ok(())
    }

    fn reload_session_keys(&self) -> Result<(), String> {
        let (Some((path, credentials)), Some(sessions)) =
            (&self.files.authentication.session_keys, &self.service.authenticator.sessions)
        else {
            return Ok(());
        };
        let keys = read_session_keys(path, credentials.as_deref(), ReadAt::Reload);
        sessions.replace_keys(&keys.map_err(|error| SettingError::from(error).message(&self.names))?);
        Ok(())
    }

    fn reload_token_keys(&self) -> Result<(), String> {
        let (Some(path), Some(tokens)) =
            (&self.files.authentication.token_keys, &self.service.authenticator.tokens)
        else {
            return Ok(());
        };
        let keys = read_token_keys(path, ReadAt::Reload);
        tokens.keys.replace(keys.map_err(|error| SettingError::from(error).message(&self.names))?);
        Ok(())
    }

    fn reload_bundle(&self) -> Result<(), String> {
        let (Some(folder), Some(current)) = (&self.files.dist, &self.bundle) else { return Ok(()) };
        let bundle = Bundle::read(folder).map_err(|error| StartError::Dist(error).message(&self.names))?;
        current.set(bundle);
        Ok(())
    }
}

fn report(part: &str, result: Result<(), String>) {
    match result {
        Ok(()) => tracing::info!(part, "reloaded"),
        Err(cause) => tracing::error!(part, cause, "not reloaded, so the previous one stays in use"),
    }
}
