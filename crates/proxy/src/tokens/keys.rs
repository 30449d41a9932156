//! The keys of an issuer, from a file or a URL.

use super::fetch::{client, fetch};
use super::key_set::KeySet;
use reqwest::Client;
use std::path::PathBuf;
use std::sync::Arc;
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
pub struct TokenKeys {
    remote: Option<(Client, Url)>,
    state: Mutex<State>,
}

/// The newest keys, and the times of the fetches.
#[derive(Debug, Default)]
struct State {
    keys: Option<Arc<KeySet>>,
    fetched: Option<Instant>,
    tried: Option<Instant>,
}

impl TokenKeys {
    /// Uses the keys of a file.
    #[must_use]
    pub fn from_file(keys: KeySet) -> Self {
        Self { remote: None, state: Mutex::new(State { keys: Some(Arc::new(keys)), ..State::default() }) }
    }

    /// Uses the keys at a URL. Sends no request.
    ///
    /// # Errors
    /// [`reqwest::Error`] if TLS or the root certificates of the machine are not usable.
    pub fn from_url(url: Url) -> Result<Self, reqwest::Error> {
        Ok(Self { remote: Some((client()?, url)), state: Mutex::default() })
    }

    /// Uses other keys of the file from now on. It blocks, so it must not be called in async code.
    pub fn replace(&self, keys: KeySet) {
        self.state.blocking_lock().keys = Some(Arc::new(keys));
    }

    /// Returns the keys, and fetches them if they are not fresh. `None`: there are none, or they are too
    /// old. Several requests at once wait for one fetch.
    pub(super) async fn get(&self) -> Option<Arc<KeySet>> {
        let mut state = self.state.lock().await;
        if let Some(remote) = &self.remote
            && state.is_due(Instant::now())
        {
            state.refresh(remote).await;
        }
        state.usable(Instant::now(), self.remote.is_some())
    }

    /// Returns keys that replaced `known`, and fetches them if the last fetch was a minute ago.
    pub(super) async fn newer_than(&self, known: &Arc<KeySet>) -> Option<Arc<KeySet>> {
        let mut state = self.state.lock().await;
        let is_known = |state: &State| state.keys.as_ref().is_some_and(|keys| Arc::ptr_eq(keys, known));
        if let Some(remote) = &self.remote
            && is_known(&state)
            && state.has_paused(Instant::now(), PAUSE)
        {
            state.refresh(remote).await;
        }
        if is_known(&state) { None } else { state.usable(Instant::now(), self.remote.is_some()) }
    }
}

impl State {
    /// Returns whether the keys should be fetched before they are used.
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

    async fn refresh(&mut self, (client, url): &(Client, Url)) {
        self.tried = Some(Instant::now());
        match fetch(client, url).await {
            Ok(keys) => {
                tracing::info!(?keys, "the keys of tokens were fetched");
                self.keys = Some(Arc::new(keys));
                self.fetched = Some(Instant::now());
            }
            Err(error) => tracing::error!(%error, "the keys of tokens cannot be fetched"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(fetched: Duration, tried: Duration, now: Instant) -> State {
        State {
            keys: Some(Arc::new(KeySet::empty())),
            fetched: Some(now - fetched),
            tried: Some(now - tried),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn keys_are_fetched_every_ten_minutes() {
        tokio::time::advance(STALE * 2).await;
        let now = Instant::now();
        assert!(State::default().is_due(now));
        assert!(!state(Duration::from_secs(599), Duration::from_secs(599), now).is_due(now));
        assert!(state(FRESH, FRESH, now).is_due(now));
        assert!(!state(FRESH, Duration::from_secs(59), now).is_due(now));
        assert!(state(FRESH, PAUSE, now).is_due(now));
    }

    #[tokio::test(start_paused = true)]
    async fn old_keys_are_used_for_a_day_at_most() {
        tokio::time::advance(STALE * 2).await;
        let now = Instant::now();
        let almost = state(STALE - Duration::from_secs(1), PAUSE, now);
        assert!(almost.usable(now, true).is_some());
        assert!(state(STALE, PAUSE, now).usable(now, true).is_none());
        assert!(State::default().usable(now, true).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn without_keys_a_failed_fetch_is_tried_again_after_ten_seconds() {
        let start = Instant::now();
        let state = State { tried: Some(start), ..State::default() };
        assert!(!state.is_due(start + Duration::from_secs(9)));
        assert!(state.is_due(start + FIRST_PAUSE));
    }

    #[tokio::test]
    async fn a_file_has_no_newer_keys_until_it_is_read_again() {
        let keys = TokenKeys::from_file(KeySet::empty());
        let first = keys.get().await.unwrap();
        assert!(keys.newer_than(&first).await.is_none());
    }
}
