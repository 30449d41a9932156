use super::sign_in::CHALLENGE;
use ticket_note_proxy::sessions::{Challenge, Session, SessionKeys, SessionRules, Sessions, unix_now};

/// Seals sessions of any time, with the key of a proxy.
pub(crate) struct Sealer(Sessions);

impl Sealer {
    pub(crate) fn new(key: &str, origin: &str) -> Self {
        let rules = SessionRules { lifetime: 10 * 3600, not_before: 0 };
        Self(Sessions::new(&SessionKeys::read(key).unwrap(), origin.to_owned(), rules))
    }

    fn session(&self, login: &str, age: i64) -> Session {
        self.0.begin(login, login, "header", unix_now() - age).unwrap()
    }

    /// Returns a code that was issued this many seconds ago.
    pub(crate) fn code(&self, login: &str, age: i64) -> String {
        self.0.seal_code(self.session(login, age), &Challenge::read(CHALLENGE).unwrap()).unwrap()
    }

    /// Returns the cookie of a session that began and was used this many seconds ago.
    pub(crate) fn cookie(&self, login: &str, age: i64, unused: i64) -> String {
        let session = self.session(login, age).used_at(unix_now() - unused);
        format!("__Host-ticket-note={}", self.0.seal_cookie(&session).unwrap())
    }

    /// Returns a bearer that was issued this many seconds ago.
    pub(crate) fn bearer(&self, login: &str, age: i64) -> String {
        self.0.seal_bearer(self.session(login, age), unix_now() - age).unwrap().0
    }
}
