//! Authentication and rate limiting (`docs/specification.md`, section 7.4).

mod address;
mod cidr;
mod identity;
mod rate_limiter;
mod refusal;
mod tag;
mod users;
mod ways;
mod who;

pub use address::PeerAddress;
pub use cidr::{Cidr, InvalidCidr};
pub use identity::{IdentityHeader, InvalidIdentityHeader, check_token_header};
pub use rate_limiter::RateLimiter;
pub use refusal::{Reason, Refused, logged_login};
pub use tag::CallerTags;
pub use users::{InvalidLine, LoginCase, Users, UsersError};
pub use ways::{SeenCookie, SentSessions, is_header_of_front};
pub use who::{SignedIn, Way};

use crate::exchange::FormerCaller;
use crate::reloadable::Reloadable;
use crate::sessions::Sessions;
use crate::tokens::TokenVerifier;
use address::{nearest_untrusted, network_key};
use axum::http::HeaderMap;
use std::net::IpAddr;
use std::sync::Arc;
use ticket_note_core::note::UserId;

/// The sender of a request, as the proxy identifies it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The caller in the ledger: the author. Empty without authentication.
    pub name: String,
    /// The caller that an earlier version recorded for the same author: the login.
    pub former: Option<FormerCaller>,
    /// The signed-in user. `None` without authentication: the `userID` of the body is used.
    pub signed_in: Option<SignedIn>,
    /// The rate-limit key: the author, or else the network address.
    pub rate_limit_key: String,
}

/// The result of an authentication.
#[derive(Debug)]
pub struct Authentication {
    /// The caller, or the reason why there is none.
    pub result: Result<Caller, Refused>,
    /// The session cookie of the request, whatever the result.
    pub cookie: SeenCookie,
}

/// Identifies callers. Each way that is configured is looked at; without any, callers are identified by
/// their address.
#[derive(Debug)]
pub struct Authenticator {
    /// The identity header.
    pub identity: Option<IdentityHeader>,
    /// The peers whose identity header and `X-Forwarded-For` are accepted.
    pub trusted: Vec<Cidr>,
    /// The users file. `None`: a login is a user ID.
    pub users: Option<Reloadable<Users>>,
    /// The sessions of the proxy.
    pub sessions: Option<Arc<Sessions>>,
    /// The tokens of another issuer.
    pub tokens: Option<Arc<TokenVerifier>>,
}

impl Authenticator {
    /// Accepts every caller from these trusted peers, without authentication.
    #[must_use]
    pub const fn anonymous(trusted: Vec<Cidr>) -> Self {
        Self { identity: None, trusted, users: None, sessions: None, tokens: None }
    }

    /// Returns whether a way of authentication is configured.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        self.identity.is_some() || self.sessions.is_some() || self.tokens.is_some()
    }

    /// Identifies the caller from the peer's address and the request headers.
    ///
    /// An identity header or token that is present and not valid refuses the request, and so do two
    /// identities of different authors. A session cookie that is not valid counts only if there is no
    /// other identity, and is deleted.
    pub async fn authenticate(&self, peer: IpAddr, headers: &HeaderMap, now: i64) -> Authentication {
        if !self.is_required() {
            return Authentication { result: Ok(self.unnamed(peer, headers)), cookie: SeenCookie::Absent };
        }
        let (identity, cookie) = self.by_cookie(headers, now);
        let result = match self.without_cookie(peer, headers, now).await {
            Ok(found) => agree(found, identity),
            Err(refused) => Err(refused),
        };
        Authentication { result: result.map(Caller::from), cookie }
    }

    /// Identifies the user on the sign-in page: by the identity header, or by a token in a header that the
    /// reverse proxy sets. A session does not count, because it would prolong itself. A token of the page does
    /// not count, because it would become a session that lives longer.
    ///
    /// # Errors
    /// [`Refused`] if there is no valid identity, or if it has reached its end.
    pub async fn authenticate_sign_in(
        &self,
        peer: IpAddr,
        headers: &HeaderMap,
        now: i64,
    ) -> Result<SignedIn, Refused> {
        let header = self.by_header(peer, headers)?;
        let is_of_front = self.tokens.as_ref().is_some_and(|tokens| is_header_of_front(&tokens.header));
        let token = if is_of_front { self.by_token(headers).await? } else { None };
        let signed_in = agree([header, token].into_iter().flatten().collect(), Ok(None))?;
        match signed_in.expires.is_some_and(|end| end <= now) {
            true => Err(Refused::of_login(Reason::Expired, &signed_in.login)),
            false => Ok(signed_in),
        }
    }

    /// Returns the valid identities of all ways but the cookie, in their order.
    async fn without_cookie(
        &self,
        peer: IpAddr,
        headers: &HeaderMap,
        now: i64,
    ) -> Result<Vec<SignedIn>, Refused> {
        let found =
            [self.by_header(peer, headers)?, self.by_token(headers).await?, self.by_bearer(headers, now)?];
        Ok(found.into_iter().flatten().collect())
    }

    /// Returns the author of a login.
    ///
    /// # Errors
    /// [`Refused`] if the login has none.
    pub fn author(&self, login: &str) -> Result<UserId, Refused> {
        let author = match &self.users {
            Some(users) => users.get().author(login),
            None => login.parse().ok(),
        };
        author.ok_or_else(|| Refused::of_login(Reason::UnknownLogin, login))
    }

    fn unnamed(&self, peer: IpAddr, headers: &HeaderMap) -> Caller {
        let rate_limit_key = self.address(peer, headers);
        Caller { name: String::new(), former: None, signed_in: None, rate_limit_key }
    }

    fn trusts(&self, peer: IpAddr) -> bool {
        self.trusted.iter().any(|range| range.contains(peer))
    }

    /// Returns the rate-limit key of the network address that a request comes from.
    #[must_use]
    pub fn address(&self, peer: IpAddr, headers: &HeaderMap) -> String {
        let forwarded = self.trusts(peer).then(|| nearest_untrusted(headers, |hop| self.trusts(hop)));
        network_key(forwarded.flatten().unwrap_or(peer))
    }
}

/// Returns the first identity, if all of them are of the same author. The cookie counts last, and a
/// cookie that is not valid only if there is no other identity.
fn agree(mut found: Vec<SignedIn>, cookie: Result<Option<SignedIn>, Refused>) -> Result<SignedIn, Refused> {
    match cookie {
        Ok(identity) => found.extend(identity),
        Err(refused) if found.is_empty() => return Err(refused),
        Err(_) => {}
    }
    let mut found = found.into_iter();
    let first = found.next().ok_or(Reason::Missing)?;
    match found.find(|other| other.author != first.author) {
        Some(other) => Err(Refused::of_login(Reason::TwoIdentities, &other.login).by(other.way)),
        None => Ok(first),
    }
}

impl From<SignedIn> for Caller {
    fn from(signed_in: SignedIn) -> Self {
        let name = signed_in.author.get().to_string();
        let former = FormerCaller::of(&signed_in.login, &name);
        Self { rate_limit_key: name.clone(), name, former, signed_in: Some(signed_in) }
    }
}

impl Caller {
    /// Returns the author that belongs to the identity.
    #[must_use]
    pub fn author(&self) -> Option<UserId> {
        self.signed_in.as_ref().map(|signed_in| signed_in.author)
    }
}

#[cfg(test)]
mod tests;
