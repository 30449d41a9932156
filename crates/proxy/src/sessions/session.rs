use super::InvalidSession;
use super::challenge::{Challenge, Verifier};
use super::seal::SealError;
use crate::display_name::display_name;
use serde::{Deserialize, Serialize};

/// The lifetime of a code, in seconds.
const CODE_SECONDS: i64 = 60;

/// The time without a use after which a session ends, in seconds.
const UNUSED_SECONDS: i64 = 2 * 3600;

/// The minimum time between two renewals of a cookie, in seconds.
const RENEWAL_SECONDS: i64 = 300;

/// The difference that the clocks of two instances may have, in seconds.
const CLOCK_SKEW: i64 = 60;

/// The number of a session. Its code, cookie and bearer share it.
pub(super) type SessionId = [u8; 16];

/// The session of a signed-in user. Times are seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    id: SessionId,
    /// The login, as the way of the sign-in states it.
    pub login: String,
    /// The display name.
    pub name: String,
    /// The way of the sign-in: `header` or `token`.
    pub way: String,
    issued: i64,
    used: i64,
    expires: i64,
    /// The end of the cookie, if this is a bearer, which ends earlier.
    last_end: i64,
}

/// A session has expired, was not used for too long, is older than the operator allows, or is from the
/// future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ended;

impl Session {
    pub(super) fn begin(
        login: &str,
        name: &str,
        way: &str,
        now: i64,
        expires: i64,
    ) -> Result<Self, SealError> {
        let mut id = [0; 16];
        getrandom::fill(&mut id).map_err(|_| SealError)?;
        let name = display_name(Some(name), login);
        let (login, way) = (login.to_owned(), way.to_owned());
        Ok(Self { id, login, name, way, issued: now, used: now, expires, last_end: expires })
    }

    /// Returns the time at which the session ends at the latest.
    #[must_use]
    pub const fn expires(&self) -> i64 {
        self.expires
    }

    pub(super) const fn id(&self) -> SessionId {
        self.id
    }

    pub(super) const fn last_end(&self) -> i64 {
        self.last_end
    }

    /// Returns whether another text holds the same session.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.id == other.id
    }

    /// Returns the session with an end that is not later than a time.
    #[must_use]
    pub fn ending_by(self, time: i64) -> Self {
        Self { expires: self.expires.min(time), ..self }
    }

    /// Returns the session as used now, if its cookie should be renewed.
    #[must_use]
    pub fn renewed(&self, now: i64) -> Option<Self> {
        (now - self.used >= RENEWAL_SECONDS).then(|| self.used_at(now))
    }

    /// Returns the session as used at a time.
    #[must_use]
    pub fn used_at(&self, now: i64) -> Self {
        Self { used: now, ..self.clone() }
    }

    pub(super) const fn check(&self, now: i64, not_before: i64) -> Result<(), Ended> {
        let is_over = now >= self.expires || now - self.used >= UNUSED_SECONDS;
        let is_early = self.issued > now + CLOCK_SKEW || self.used > now + CLOCK_SKEW;
        if is_over || is_early || self.issued < not_before { Err(Ended) } else { Ok(()) }
    }
}

/// The content of a code: the session that it begins, and the challenge.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Code {
    session: Session,
    challenge: Challenge,
}

impl Code {
    pub(super) fn new(session: Session, challenge: &Challenge) -> Self {
        Self { session, challenge: challenge.clone() }
    }

    pub(super) fn redeem(self, verifier: &Verifier, now: i64) -> Result<Session, InvalidSession> {
        if now - self.session.issued >= CODE_SECONDS {
            return Err(InvalidSession::Ended(self.session.login));
        }
        match self.challenge.matches(verifier) {
            true => Ok(self.session),
            false => Err(InvalidSession::Verifier(self.session.login)),
        }
    }
}
