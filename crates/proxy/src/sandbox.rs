//! The sandbox: an embedded stand-in for Omnidesk (docs/specification.md, section 8).
//!
//! It serves the API of section 1 over HTTP, on a loopback port of its own. It validates notes with
//! code of its own instead of the core's, so that tests find any difference between the two.

mod behaviour;
mod clock;
mod control;
mod note;
mod sign_in;
mod ticket;
mod upstream;

pub use control::routes;
pub use sign_in::{SANDBOX_SIGN_IN, identity_header, play_authentication_proxy, users};

use crate::upstream::ApiKey;
use behaviour::Behaviour;
use note::StoredNote;
use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;
use url::Url;

/// The maximum number of stored notes. At this limit, the oldest note is dropped.
const MAX_NOTES: usize = 1000;

/// The IDs of timeline entries begin after this number.
const FIRST_ID: u64 = 3_143_280;

/// A running sandbox. It stops with the process.
#[derive(Clone, Debug)]
pub struct Sandbox {
    base: Url,
    key: ApiKey,
    state: SharedState,
}

/// The state that the upstream API and the control paths share.
#[derive(Clone, Debug, Default)]
struct SharedState(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    notes: VecDeque<StoredNote>,
    stored: u64,
    behaviour: Behaviour,
}

impl Sandbox {
    /// Starts a sandbox on a free loopback port, with a random API key.
    ///
    /// # Errors
    /// If the system has no free port or no source of randomness.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let invalid = |_| io::Error::from(io::ErrorKind::InvalidData);
        let base = Url::parse(&format!("http://{}", listener.local_addr()?))
            .map_err(|_| io::ErrorKind::InvalidData)?;
        let secret = random_key()?;
        let key = ApiKey::new(&secret).map_err(invalid)?;
        let state = SharedState::default();
        tokio::spawn(upstream::serve(listener, state.clone(), secret.into()));
        Ok(Self { base, key, state })
    }

    /// Returns the base URL of its API.
    #[must_use]
    pub fn base(&self) -> Url {
        self.base.clone()
    }

    /// Returns the URL that takes a note, with the API key in its query. A client can use it without
    /// the proxy.
    #[must_use]
    pub fn endpoint(&self) -> Url {
        let mut endpoint = self.base();
        endpoint.set_path("/api/v2/message");
        endpoint.query_pairs_mut().append_pair("apiKey", self.key.expose());
        endpoint
    }

    /// Returns the API key that it accepts.
    #[must_use]
    pub fn key(&self) -> ApiKey {
        self.key.clone()
    }
}

impl SharedState {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn store(&self, mut note: StoredNote) {
        let mut state = self.lock();
        state.stored += 1;
        note.id = FIRST_ID + state.stored;
        let notes = &mut state.notes;
        notes.push_back(note);
        if notes.len() > MAX_NOTES {
            notes.pop_front();
        }
    }

    fn behaviour(&self) -> Behaviour {
        self.lock().behaviour
    }
}

fn random_key() -> io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
