//! What each way of authentication finds in the headers of a request.

use super::{Authenticator, Reason, Refused, SignedIn, Way};
use crate::sessions::{BEARER_PREFIX, SentCookie, Session, sent_cookie};
use crate::tokens::TOKEN_HEADER;
use axum::http::{HeaderMap, HeaderName, header};
use std::net::IpAddr;

/// The session cookie of a request.
#[derive(Debug)]
pub enum SeenCookie {
    /// There is no session cookie, or the proxy has no sessions.
    Absent,
    /// The cookie holds the session of a known user.
    Valid(Session),
    /// The cookie is not valid. The response deletes it.
    Invalid,
}

/// The sessions of the proxy that a request carries, whether or not their users are known.
#[derive(Debug, Default)]
pub struct SentSessions {
    /// The valid session of the cookie.
    pub cookie: Option<Session>,
    /// The valid session of the bearer.
    pub bearer: Option<Session>,
    /// The reason why the cookie or the bearer is not valid.
    pub invalid: Option<Refused>,
}

impl SentSessions {
    fn opened(&mut self, result: Result<Session, Refused>) -> Option<Session> {
        result.map_err(|refused| self.invalid = Some(refused)).ok()
    }
}

/// Returns whether a reverse proxy sets this header for tokens. The form and every other client can set
/// `X-Ticket-Note-Token` and `Authorization`.
#[must_use]
pub fn is_header_of_front(name: &HeaderName) -> bool {
    *name != TOKEN_HEADER && *name != header::AUTHORIZATION
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
        let author = self.author(login)?;
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
            return Ok(None);
        }
        let token = verifier.verify(token).await?;
        let author = self.author(&token.login)?;
        Ok(Some(SignedIn::by_token(token, author)))
    }

    fn bearer_identity(&self, headers: &HeaderMap, now: i64) -> Result<Option<SignedIn>, Refused> {
        if self.sessions.is_none() && self.tokens.is_none() {
            return Ok(None);
        }
        let Some(value) = one_value(headers, &TOKEN_HEADER)? else { return Ok(None) };
        if !value.starts_with(BEARER_PREFIX) {
            let is_token = self.tokens.as_ref().is_some_and(|verifier| verifier.header == TOKEN_HEADER);
            return if is_token { Ok(None) } else { Err(Reason::Malformed.into()) };
        }
        let sessions = self.sessions.as_ref().ok_or(Reason::Malformed)?;
        let session = sessions.open_bearer(value, now)?;
        let author = self.author(&session.login)?;
        Ok(Some(SignedIn::by_session(&session, Way::Bearer, author)))
    }

    /// Returns the identity that the session cookie states. `Ok(None)`: there is no cookie.
    pub(super) fn by_cookie(
        &self,
        headers: &HeaderMap,
        now: i64,
    ) -> (Result<Option<SignedIn>, Refused>, SeenCookie) {
        let Some(found) = self.open_cookie(headers, now) else { return (Ok(None), SeenCookie::Absent) };
        let known = found.and_then(|session| {
            let author = self.author(&session.login)?;
            Ok((SignedIn::by_session(&session, Way::Cookie, author), session))
        });
        match known {
            Ok((identity, session)) => (Ok(Some(identity)), SeenCookie::Valid(session)),
            Err(refused) => (Err(refused.by(Way::Cookie)), SeenCookie::Invalid),
        }
    }

    fn open_cookie(&self, headers: &HeaderMap, now: i64) -> Option<Result<Session, Refused>> {
        let sessions = self.sessions.as_ref()?;
        match sent_cookie(headers) {
            SentCookie::Absent => None,
            SentCookie::Ambiguous => Some(Err(Reason::TwoValues.into())),
            SentCookie::Value(text) => Some(sessions.open_cookie(text, now).map_err(Refused::from)),
        }
    }

    fn open_bearer(&self, headers: &HeaderMap, now: i64) -> Option<Result<Session, Refused>> {
        let sessions = self.sessions.as_ref()?;
        match one_value(headers, &TOKEN_HEADER) {
            Ok(Some(text)) if text.starts_with(BEARER_PREFIX) => {
                Some(sessions.open_bearer(text, now).map_err(Refused::from))
            }
            Ok(_) => None,
            Err(reason) => Some(Err(reason.into())),
        }
    }

    /// Returns the sessions of the proxy that a request carries.
    #[must_use]
    pub fn sent_sessions(&self, headers: &HeaderMap, now: i64) -> SentSessions {
        let mut sent = SentSessions::default();
        sent.cookie = self.open_cookie(headers, now).and_then(|result| sent.opened(result));
        sent.bearer = self.open_bearer(headers, now).and_then(|result| sent.opened(result));
        sent
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
