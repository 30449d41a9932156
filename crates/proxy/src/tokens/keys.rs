//! The keys of an issuer, from a file or a URL.

use super::fetch::{client, fetch};
use super::key_set::KeySet;
use reqwest::Client;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;
use url::Url;

/// The time after which keys are fetched again.
const FRESH: Duration = Duration::from_secs(600);

/// The minimum time between two fetches for key IDs that are not known, and after a failure.
const PAUSE: Duration = Duration::from_secs(60);

/// The minimum time between two fetches while there are no keys at all.
const FIRST_PAUSE: Duration = Duration::from_secs(10);

/// The time for which old keys are used while no new ones can be fetched.
const STALE: Duration = Duration::from_secs(24 * 3600);

/// The place of a key set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// A file.
    File(PathBuf),
    /// An https URL.
    Url(Url),
}

/// The keys of an issuer. Keys of a URL are fetched when a token needs them.
#[derive(Debug)]
pub struct TokenKeys(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    remote: Option<Remote>,
    /// The newest keys. A token whose key is known never waits for a fetch.
    state: RwLock<State>,
}

/// A key set at a URL.
#[derive(Debug)]
struct Remote {
    client: Client,
    url: Url,
    /// Held during a fetch, so that several requests at once wait for one.
    fetching: Arc<Mutex<()>>,
}

/// The newest keys, and the times of the fetches.
#[derive(Clone, Debug, Default)]
struct State {
    keys: Option<Arc<KeySet>>,
    fetched: Option<Instant>,
    tried: Option<Instant>,
}

impl TokenKeys {
    /// Uses the keys of a file.
    #[must_use]
    pub fn from_file(keys: KeySet) -> Self {
        let state = RwLock::new(State { keys: Some(Arc::new(keys)), ..State::default() });
        Self(Arc::new(Shared { remote: None, state }))
    }

    /// Uses the keys at a URL. Sends no request.
    ///
    /// # Errors
    /// [`reqwest::Error`] if TLS or the root certificates of the machine are not usable.
    pub fn from_url(url: Url) -> Result<Self, reqwest::Error> {
        let remote = Remote { client: client()?, url, fetching: Arc::default() };
        Ok(Self(Arc::new(Shared { remote: Some(remote), state: RwLock::default() })))
    }

    /// Uses other keys of the file from now on.
    pub fn replace(&self, keys: KeySet) {
        self.0.change(|state| state.keys = Some(Arc::new(keys)));
    }

    /// Returns the keys. If they are not fresh, fetches new ones in the background, so that a slow server
    /// delays no request. Waits for the fetch only if there are no keys, or if they are too old. `None` if
    /// that fetch failed.
    pub(super) async fn get(&self) -> Option<Arc<KeySet>> {
        if let Some(keys) = self.0.usable() {
            self.refresh_in_background();
            return Some(keys);
        }
        self.0.refresh_if(State::is_due).await;
        self.0.usable()
    }

    /// Returns keys that replaced `known`, and fetches them if the last fetch was a minute ago.
    pub(super) async fn newer_than(&self, known: &Arc<KeySet>) -> Option<Arc<KeySet>> {
        let is_known = |state: &State| state.keys.as_ref().is_some_and(|keys| Arc::ptr_eq(keys, known));
        self.0.refresh_if(|state, now| is_known(state) && state.has_paused(now, PAUSE)).await;
        if is_known(&self.0.state()) { None } else { self.0.usable() }
    }

    /// Starts a task that fetches the keys, if a fetch is due and none is in progress.
    fn refresh_in_background(&self) {
        let Some(remote) = &self.0.remote else { return };
        let Ok(fetching) = remote.fetching.clone().try_lock_owned() else { return };
        if self.0.state().is_due(Instant::now()) {
            let shared = self.0.clone();
            tokio::spawn(async move {
                shared.refresh().await;
                drop(fetching);
            });
        }
    }
}

impl Shared {
    /// Fetches the keys if they are at a URL and the condition holds, also after the wait for another fetch.
    async fn refresh_if(&self, condition: impl Fn(&State, Instant) -> bool) {
        let Some(remote) = &self.remote else { return };
        if !condition(&self.state(), Instant::now()) {
            return;
        }
        let _fetching = remote.fetching.lock().await;
        if condition(&self.state(), Instant::now()) {
            self.refresh().await;
        }
    }

    async fn refresh(&self) {
        let Some(remote) = &self.remote else { return };
        let fetched = fetch(&remote.client, &remote.url).await;
        // Only now, so that requests meanwhile wait for this fetch.
        self.change(|state| state.tried = Some(Instant::now()));
        match fetched {
            Ok(keys) => {
                tracing::info!(?keys, "the keys of tokens were fetched");
                self.change(|state| {
                    state.keys = Some(Arc::new(keys));
                    state.fetched = Some(Instant::now());
                });
            }
            Err(error) => tracing::error!(%error, "the keys of tokens cannot be fetched"),
        }
    }

    fn usable(&self) -> Option<Arc<KeySet>> {
        self.state().usable(Instant::now(), self.remote.is_some())
    }

    fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
    }
}

impl State {
    /// Returns whether a fetch of the keys is due.
    fn is_due(&self, now: Instant) -> bool {
        let pause = if self.keys.is_some() { PAUSE } else { FIRST_PAUSE };
        let is_fresh = self.fetched.is_some_and(|fetched| now - fetched < FRESH);
        !is_fresh && self.has_paused(now, pause)
    }

    fn has_paused(&self, now: Instant, pause: Duration) -> bool {
        self.tried.is_none_or(|tried| now - tried >= pause)
    }

    fn usable(&self, now: Instant, is_remote: bool) -> Option<Arc<KeySet>> {
        let is_young = self.fetched.is_some_and(|fetched| now - fetched < STALE);
        self.keys.clone().filter(|_| is_young || !is_remote)
    }
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
