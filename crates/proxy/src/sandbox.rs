//! A stand-in for the vendor (contract, section 8): it speaks section 1 over HTTP on a loopback
//! port of its own, with its own reading of it, so that it can disagree with the proxy.

mod behaviour;
mod clock;
mod control;
mod note;
mod upstream;

pub use control::routes;

use crate::upstream::ApiKey;
use behaviour::Behaviour;
use note::Kept;
use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;
use url::Url;

/// The notes that are kept at most: the newest.
const MAX_KEPT: usize = 1000;

/// A running stand-in.
#[derive(Clone, Debug)]
pub struct Sandbox {
    base: Url,
    key: ApiKey,
    state: Shared,
}

/// What the stand-in keeps, and how it is told to behave.
#[derive(Clone, Debug, Default)]
struct Shared(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    notes: VecDeque<Kept>,
    behaviour: Behaviour,
}

impl Sandbox {
    /// Starts on a free loopback port, with a key made for this run.
    ///
    /// # Errors
    /// When there is no port, or no randomness.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let invalid = |_| io::Error::from(io::ErrorKind::InvalidData);
        let base = Url::parse(&format!("http://{}", listener.local_addr()?))
            .map_err(|_| io::ErrorKind::InvalidData)?;
        let secret = random_key()?;
        let key = ApiKey::new(&secret).map_err(invalid)?;
        let state = Shared::default();
        tokio::spawn(upstream::serve(listener, state.clone(), secret.into()));
        Ok(Self { base, key, state })
    }

    /// Where it listens.
    #[must_use]
    pub fn base(&self) -> Url {
        self.base.clone()
    }

    /// Where a note is posted to, with the key in its query: for whoever speaks to the stand-in
    /// without the proxy.
    #[must_use]
    pub fn endpoint(&self) -> Url {
        let mut endpoint = self.base();
        endpoint.set_path("/api/v2/message");
        endpoint.query_pairs_mut().append_pair("apiKey", self.key.expose());
        endpoint
    }

    /// The key that it takes.
    #[must_use]
    pub fn key(&self) -> ApiKey {
        self.key.clone()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, note: Kept) {
        let notes = &mut self.lock().notes;
        notes.push_back(note);
        if notes.len() > MAX_KEPT {
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
