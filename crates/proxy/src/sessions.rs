//! Sessions of the proxy: codes, cookies and bearers (`docs/specification.md`, section 7.15).
//!
//! Nothing is stored: the content of a session is sealed in the text that the browser keeps.

mod challenge;
mod cookie;
mod ended;
mod key;
mod seal;
mod session;

pub use challenge::{Challenge, Verifier};
pub use cookie::{DELETED_COOKIE, SentCookie, sent_cookie, set_cookie};
pub use key::{InvalidSessionKeys, SessionKey, SessionKeys};
pub use seal::SealError;
pub use session::Session;

use crate::reloadable::Reloadable;
use axum::http::HeaderValue;
use ended::EndedSessions;
use seal::{Purpose, Sealers};
use serde::Serialize;
use serde::de::DeserializeOwned;
use session::{Code, Ended};
use std::time::{SystemTime, UNIX_EPOCH};

/// The beginning of a bearer. It distinguishes a bearer from a token of another issuer.
pub const BEARER_PREFIX: &str = "tn1.";

/// The lifetime of a bearer, in seconds.
const BEARER_SECONDS: i64 = 3600;

/// The rules for the time of sessions.
#[derive(Clone, Copy, Debug)]
pub struct SessionRules {
    /// The lifetime of a session in seconds.
    pub lifetime: i64,
    /// Codes and sessions that were issued before this time are not valid, in seconds since 1970.
    pub not_before: i64,
}

/// Issues and opens the sessions of this installation.
#[derive(Debug)]
pub struct Sessions {
    sealers: Reloadable<Sealers>,
    /// The first public origin. The keys are derived with it.
    origin: String,
    rules: SessionRules,
    ended: EndedSessions,
}

/// The reason why a code, cookie or bearer is not valid, with the login if its seal is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidSession {
    /// It was altered, or sealed with another key or for another purpose.
    Seal,
    /// It has expired, was not used for too long, was ended, or is from the future.
    Ended(String),
    /// The verifier does not belong to the challenge.
    Verifier(String),
}

impl Sessions {
    /// Uses these keys. `origin` is the first public origin.
    #[must_use]
    pub fn new(keys: &SessionKeys, origin: String, rules: SessionRules) -> Self {
        let sealers = Reloadable::new(Sealers::new(keys, &origin));
        Self { sealers, origin, rules, ended: EndedSessions::default() }
    }

    /// Uses other keys from now on.
    pub fn replace_keys(&self, keys: &SessionKeys) {
        self.sealers.set(Sealers::new(keys, &self.origin));
    }

    /// Begins a session. Its lifetime starts at `now`.
    ///
    /// # Errors
    /// [`SealError`] if the system has no randomness.
    pub fn begin(&self, login: &str, name: &str, way: &str, now: i64) -> Result<Session, SealError> {
        Session::begin(login, name, way, now, now + self.rules.lifetime)
    }

    /// Seals a session into a code, which only the holder of the verifier can redeem.
    ///
    /// # Errors
    /// [`SealError`] if it cannot be encrypted.
    pub fn seal_code(&self, session: Session, challenge: &Challenge) -> Result<String, SealError> {
        self.seal(Purpose::Code, &Code::new(session, challenge))
    }

    /// Opens a code.
    ///
    /// # Errors
    /// [`InvalidSession`] if it is late, foreign or altered, or the verifier is another one.
    pub fn redeem(&self, code: &str, verifier: &Verifier, now: i64) -> Result<Session, InvalidSession> {
        let code: Code = self.open(Purpose::Code, code)?;
        let session = code.redeem(verifier, now)?;
        self.check(session, now)
    }

    /// Seals a session into the value of a cookie.
    ///
    /// # Errors
    /// [`SealError`] if it cannot be encrypted.
    pub fn seal_cookie(&self, session: &Session) -> Result<String, SealError> {
        self.seal(Purpose::Cookie, session)
    }

    /// Seals a session into a bearer. Returns it with the session, which ends after an hour.
    ///
    /// # Errors
    /// [`SealError`] if it cannot be encrypted.
    pub fn seal_bearer(&self, session: Session, now: i64) -> Result<(String, Session), SealError> {
        let session = session.ending_by(now + BEARER_SECONDS);
        let sealed = self.seal(Purpose::Bearer, &session)?;
        Ok((format!("{BEARER_PREFIX}{sealed}"), session))
    }

    /// Opens the value of a cookie.
    ///
    /// # Errors
    /// [`InvalidSession`] if it is not valid now.
    pub fn open_cookie(&self, text: &str, now: i64) -> Result<Session, InvalidSession> {
        self.check(self.open(Purpose::Cookie, text)?, now)
    }

    /// Opens a bearer, with its prefix.
    ///
    /// # Errors
    /// [`InvalidSession`] if it is not valid now.
    pub fn open_bearer(&self, text: &str, now: i64) -> Result<Session, InvalidSession> {
        let sealed = text.strip_prefix(BEARER_PREFIX).ok_or(InvalidSession::Seal)?;
        self.check(self.open(Purpose::Bearer, sealed)?, now)
    }

    /// Returns the header that renews the cookie of a session. `None` if the cookie is new enough, or the
    /// session has ended since it was opened.
    #[must_use]
    pub fn renewed_cookie(&self, session: &Session, now: i64) -> Option<HeaderValue> {
        let session = self.check(session.renewed(now)?, now).ok()?;
        set_cookie(&self.seal_cookie(&session).ok()?)
    }

    /// Ends a session in this process, whichever texts hold it.
    pub fn end(&self, session: &Session, now: i64) {
        self.ended.add(session, now);
    }

    fn check(&self, session: Session, now: i64) -> Result<Session, InvalidSession> {
        let is_over = session.check(now, self.rules.not_before) == Err(Ended);
        if is_over || self.ended.contains(&session) {
            return Err(InvalidSession::Ended(session.login));
        }
        Ok(session)
    }

    fn seal(&self, purpose: Purpose, content: &impl Serialize) -> Result<String, SealError> {
        let plain = serde_json::to_vec(content).map_err(|_| SealError)?;
        self.sealers.get().seal(purpose, plain)
    }

    fn open<T: DeserializeOwned>(&self, purpose: Purpose, text: &str) -> Result<T, InvalidSession> {
        let plain = self.sealers.get().open(purpose, text).ok_or(InvalidSession::Seal)?;
        serde_json::from_slice(&plain).map_err(|_| InvalidSession::Seal)
    }
}

/// Returns the time in seconds since 1970.
#[must_use]
pub fn unix_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
