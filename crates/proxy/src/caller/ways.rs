//! What each way of authentication finds in the headers of a request.

use super::{Authenticator, Reason, Refused, SignedIn, Way};
use crate::sessions::{BEARER_PREFIX, DELETED_COOKIE, SentCookie, Session, sent_cookie, set_cookie};
use crate::tokens::TOKEN_HEADER;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use std::net::IpAddr;

/// What the session cookie says, and the change to it.
#[derive(Debug)]
pub struct CookieFinding {
    /// The identity. `Ok(None)`: there is no cookie.
    pub identity: Result<Option<SignedIn>, Refused>,
    /// The header that renews or deletes the cookie.
    pub set_cookie: Option<HeaderValue>,
}

impl Authenticator {
    /// Returns the identity that the identity header states.
    pub(super) fn by_header(&self, peer: IpAddr, headers: &HeaderMap) -> Result<Option<SignedIn>, Refused> {
        self.header_identity(peer, headers).map_err(|refused| refused.by(Way::Header))
    }

    /// Returns the identity that a token of another issuer states.
    pub(super) async fn by_token(&self, headers: &HeaderMap) -> Result<Option<SignedIn>, Refused> {
        self.token_identity(headers).await.map_err(|refused| refused.by(Way::Token))
    }

    /// Returns the identity that a bearer of the proxy states.
    pub(super) fn by_bearer(&self, headers: &HeaderMap, now: i64) -> Result<Option<SignedIn>, Refused> {
        self.bearer_identity(headers, now).map_err(|refused| refused.by(Way::Bearer))
    }

    fn header_identity(&self, peer: IpAddr, headers: &HeaderMap) -> Result<Option<SignedIn>, Refused> {
        let Some(header) = &self.identity else { return Ok(None) };
        let Some(login) = header.read(headers)? else { return Ok(None) };
        if !self.trusts(peer) {
            return Err(Refused::of_login(Reason::UntrustedPeer, login));
        }
        let author = match &self.users {
            Some(_) => self.author(login)?,
            None => login.parse().map_err(|_| Refused::of_login(Reason::Malformed, login))?,
        };
        Ok(Some(SignedIn::by_header(login.to_owned(), author)))
    }

    async fn token_identity(&self, headers: &HeaderMap) -> Result<Option<SignedIn>, Refused> {
        let Some(verifier) = &self.tokens else { return Ok(None) };
        let Some(value) = one_value(headers, &verifier.header)? else { return Ok(None) };
        let token = match verifier.header == header::AUTHORIZATION {
            true => bearer_credentials(value).ok_or(Reason::Malformed)?,
            false => value,
        };
        if token.starts_with(BEARER_PREFIX) && verifier.header == TOKEN_HEADER {
            return if self.sessions.is_some() { Ok(None) } else { Err(Reason::Malformed.into()) };
        }
        let token = verifier.verify(token).await?;
        let author = self.author(&token.login)?;
        Ok(Some(SignedIn::by_token(token, author)))
    }

    fn bearer_identity(&self, headers: &HeaderMap, now: i64) -> Result<Option<SignedIn>, Refused> {
        let Some(sessions) = &self.sessions else { return Ok(None) };
        let Some(value) = one_value(headers, &TOKEN_HEADER)? else { return Ok(None) };
        if !value.starts_with(BEARER_PREFIX) {
            let is_token = self.tokens.as_ref().is_some_and(|verifier| verifier.header == TOKEN_HEADER);
            return if is_token { Ok(None) } else { Err(Reason::Malformed.into()) };
        }
        let session = sessions.open_bearer(value, now)?;
        let author = self.author(&session.login)?;
        Ok(Some(SignedIn::by_session(&session, Way::Bearer, author)))
    }

    /// Returns the identity that the session cookie states.
    pub(super) fn by_cookie(&self, headers: &HeaderMap, now: i64) -> CookieFinding {
        let found = match (&self.sessions, sent_cookie(headers)) {
            (None, _) | (_, SentCookie::Absent) => {
                return CookieFinding { identity: Ok(None), set_cookie: None };
            }
            (Some(_), SentCookie::Ambiguous) => Err(Reason::TwoValues.into()),
            (Some(sessions), SentCookie::Value(text)) => {
                sessions.open_cookie(text, now).map_err(Refused::from)
            }
        };
        let known = found.and_then(|session| {
            let author = self.author(&session.login)?;
            Ok((SignedIn::by_session(&session, Way::Cookie, author), session))
        });
        match known {
            Ok((identity, session)) => {
                CookieFinding { identity: Ok(Some(identity)), set_cookie: self.renewal(&session, now) }
            }
            Err(refused) => {
                CookieFinding { identity: Err(refused.by(Way::Cookie)), set_cookie: Some(DELETED_COOKIE) }
            }
        }
    }

    fn renewal(&self, session: &Session, now: i64) -> Option<HeaderValue> {
        let renewed = session.renewed(now)?;
        set_cookie(&self.sessions.as_ref()?.seal_cookie(&renewed).ok()?)
    }

    /// Returns the sessions of the proxy that a request carries, whether or not their users are known.
    #[must_use]
    pub fn sent_sessions(&self, headers: &HeaderMap, now: i64) -> Vec<Session> {
        let Some(sessions) = &self.sessions else { return Vec::new() };
        let cookie = match sent_cookie(headers) {
            SentCookie::Value(text) => sessions.open_cookie(text, now).ok(),
            SentCookie::Absent | SentCookie::Ambiguous => None,
        };
        let bearer = one_value(headers, &TOKEN_HEADER).ok().flatten();
        let bearer = bearer.and_then(|text| sessions.open_bearer(text, now).ok());
        cookie.into_iter().chain(bearer).collect()
    }
}

/// Returns the only value of a header. An empty one is malformed.
fn one_value<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Reason> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => match value.to_str() {
            Ok(text) if !text.is_empty() => Ok(Some(text)),
            _ => Err(Reason::Malformed),
        },
        _ => Err(Reason::TwoValues),
    }
}

/// Returns the token of `Authorization: Bearer …` (RFC 6750, 2.1).
fn bearer_credentials(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_start())
}
