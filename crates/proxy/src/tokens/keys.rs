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
pub struct TokenKeys {
    remote: Option<Remote>,
    /// The newest keys. A token whose key is known never waits for a fetch that another token needs.
    state: RwLock<State>,
}

/// A key set at a URL.
#[derive(Debug)]
struct Remote {
    client: Client,
    url: Url,
    /// Held during a fetch, so that several requests at once wait for one.
    fetching: Mutex<()>,
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
        Self { remote: None, state: RwLock::new(State { keys: Some(Arc::new(keys)), ..State::default() }) }
    }

    /// Uses the keys at a URL. Sends no request.
    ///
    /// # Errors
    /// [`reqwest::Error`] if TLS or the root certificates of the machine are not usable.
    pub fn from_url(url: Url) -> Result<Self, reqwest::Error> {
        let remote = Remote { client: client()?, url, fetching: Mutex::default() };
        Ok(Self { remote: Some(remote), state: RwLock::default() })
    }

    /// Uses other keys of the file from now on.
    pub fn replace(&self, keys: KeySet) {
        self.change(|state| state.keys = Some(Arc::new(keys)));
    }

    /// Returns the keys, and fetches them if they are not fresh. `None`: there are none, or they are too
    /// old.
    pub(super) async fn get(&self) -> Option<Arc<KeySet>> {
        self.refresh_if(State::is_due).await;
        self.state().usable(Instant::now(), self.remote.is_some())
    }

    /// Returns keys that replaced `known`, and fetches them if the last fetch was a minute ago.
    pub(super) async fn newer_than(&self, known: &Arc<KeySet>) -> Option<Arc<KeySet>> {
        let is_known = |state: &State| state.keys.as_ref().is_some_and(|keys| Arc::ptr_eq(keys, known));
        self.refresh_if(|state, now| is_known(state) && state.has_paused(now, PAUSE)).await;
        let state = self.state();
        if is_known(&state) { None } else { state.usable(Instant::now(), self.remote.is_some()) }
    }

    /// Fetches the keys if they are at a URL and the condition holds, also after the wait for another fetch.
    async fn refresh_if(&self, condition: impl Fn(&State, Instant) -> bool) {
        let Some(remote) = &self.remote else { return };
        if !condition(&self.state(), Instant::now()) {
            return;
        }
        let _fetching = remote.fetching.lock().await;
        if condition(&self.state(), Instant::now()) {
            self.refresh(remote).await;
        }
    }

    async fn refresh(&self, remote: &Remote) {
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

    fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
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

    #[tokio::test(start_paused = true)]
    async fn an_unknown_key_is_fetched_a_minute_after_the_last_fetch() {
        tokio::time::advance(STALE).await;
        // Nothing listens there, so a fetch fails at once.
        let keys = TokenKeys::from_url("https://127.0.0.1:1/keys".parse().unwrap()).unwrap();
        for (seconds, is_fetched) in [(59, false), (60, true)] {
            let age = Duration::from_secs(seconds);
            let before = state(age, age, Instant::now());
            keys.change(|state| *state = before.clone());
            let known = before.keys.clone().unwrap();
            assert!(keys.newer_than(&known).await.is_none());
            assert_eq!(keys.state().tried != before.tried, is_fetched, "{seconds}");
            assert!(keys.get().await.is_some_and(|keys| Arc::ptr_eq(&keys, &known)), "the old keys stay");
        }
    }

    #[tokio::test]
    async fn a_file_has_no_newer_keys_until_it_is_read_again() {
        let keys = TokenKeys::from_file(KeySet::empty());
        let first = keys.get().await.unwrap();
        assert!(keys.newer_than(&first).await.is_none());
    }
}
