use super::refusal::Reason;
use crate::tokens::TOKEN_HEADER;
use axum::http::{HeaderMap, HeaderName, header};
use std::fmt;
use std::str::FromStr;
use ticket_note_core::wire::IDEMPOTENCY_KEY;

/// The header in which the authentication proxy names the signed-in user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityHeader {
    name: HeaderName,
}

/// The reason why a value cannot be the name of the identity header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidIdentityHeader {
    /// It is not a header name.
    NotAName,
    /// Browsers, reverse proxies or the form use the header for another purpose.
    Reserved,
}

impl fmt::Display for InvalidIdentityHeader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotAName => "expected the name of a header, such as X-Agent",
            Self::Reserved => {
                "expected a header that browsers, reverse proxies and the form do not set, such as X-Agent"
            }
        })
    }
}

impl std::error::Error for InvalidIdentityHeader {}

/// Headers that browsers, reverse proxies or the widget set. `X-Forwarded-User` and the like are
/// not among them, because authentication proxies set them.
const RESERVED: [&str; 30] = [
    "accept",
    "authorization",
    "cache-control",
    "connection",
    "cookie",
    "date",
    "dnt",
    "expect",
    "forwarded",
    "host",
    IDEMPOTENCY_KEY,
    "keep-alive",
    "origin",
    "pragma",
    "proxy-authorization",
    "range",
    "referer",
    "te",
    "ticket-note-caller",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-proto",
    "x-real-ip",
    "x-ticket-note-token",
];

/// Prefixes of further reserved headers.
const RESERVED_PREFIXES: [&str; 5] = ["accept-", "access-control-", "content-", "if-", "sec-"];

impl FromStr for IdentityHeader {
    type Err = InvalidIdentityHeader;

    fn from_str(text: &str) -> Result<Self, InvalidIdentityHeader> {
        let name = HeaderName::from_str(text).map_err(|_| InvalidIdentityHeader::NotAName)?;
        if is_reserved(&name) { Err(InvalidIdentityHeader::Reserved) } else { Ok(Self { name }) }
    }
}

/// Some servers treat `_` in a name as `-`, so a name with `_` is reserved too.
fn is_reserved(name: &HeaderName) -> bool {
    let dashed = name.as_str().replace('_', "-");
    RESERVED.contains(&dashed.as_str()) || RESERVED_PREFIXES.iter().any(|prefix| dashed.starts_with(prefix))
}

/// Parses the name of the header that carries a token. Two reserved headers are allowed: the one in which
/// the form sends tokens, and `Authorization`, because the operator names it.
///
/// # Errors
/// [`InvalidIdentityHeader`] if it is not a header name, or has another purpose.
pub fn check_token_header(text: &str) -> Result<HeaderName, InvalidIdentityHeader> {
    let name = HeaderName::from_str(text).map_err(|_| InvalidIdentityHeader::NotAName)?;
    let is_allowed = [TOKEN_HEADER, header::AUTHORIZATION].contains(&name) || !is_reserved(&name);
    if is_allowed { Ok(name) } else { Err(InvalidIdentityHeader::Reserved) }
}

impl fmt::Display for IdentityHeader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name.as_str())
    }
}

impl IdentityHeader {
    /// Returns the name of the header.
    #[must_use]
    pub const fn name(&self) -> &HeaderName {
        &self.name
    }

    /// Returns the value. `None` if the header is absent.
    ///
    /// # Errors
    /// [`Reason`] if the header is repeated, ambiguous or not UTF-8.
    pub(super) fn read<'a>(&self, headers: &'a HeaderMap) -> Result<Option<&'a str>, Reason> {
        if self.has_twin(headers) {
            return Err(Reason::Ambiguous);
        }
        let mut values = headers.get_all(&self.name).iter();
        let value = match (values.next(), values.next()) {
            (None, _) => return Ok(None),
            (Some(value), None) => value,
            _ => return Err(Reason::TwoValues),
        };
        if self.is_hop_by_hop(headers) {
            return Err(Reason::Ambiguous);
        }
        match std::str::from_utf8(value.as_bytes()) {
            Ok(text) if !text.is_empty() => Ok(Some(text)),
            _ => Err(Reason::Malformed),
        }
    }

    /// Returns whether the request carries `X_Agent` in addition to `X-Agent`. Some servers treat
    /// the two as one header but overwrite only one of them.
    fn has_twin(&self, headers: &HeaderMap) -> bool {
        let dashed = |name: &HeaderName| name.as_str().replace('_', "-");
        headers.keys().any(|name| *name != self.name && dashed(name) == dashed(&self.name))
    }

    /// Returns whether `Connection` lists the header. Reverse proxies remove such a header, and a
    /// value that the caller set could remain.
    fn is_hop_by_hop(&self, headers: &HeaderMap) -> bool {
        let lines = headers.get_all(header::CONNECTION).iter().map(|line| line.to_str().unwrap_or_default());
        lines
            .flat_map(|line| line.split(','))
            .any(|token| token.trim().eq_ignore_ascii_case(self.name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reserved_header_cannot_carry_an_identity() {
        for text in [
            "Cookie",
            "host",
            "Sec-Fetch-Site",
            "authorization",
            "Idempotency-Key",
            "X-Forwarded-For",
            "X-Real-IP",
            "Forwarded",
            "Accept-Language",
            "Content-Encoding",
            "If-None-Match",
            "Proxy-Authorization",
            "X-Ticket-Note-Token",
            "Ticket-Note-Caller",
            "X_Forwarded_For",
            "X_Ticket_Note_Token",
        ] {
            assert_eq!(text.parse::<IdentityHeader>(), Err(InvalidIdentityHeader::Reserved), "{text}");
        }
        for text in ["", "X Agent", "X-Agënt"] {
            assert_eq!(text.parse::<IdentityHeader>(), Err(InvalidIdentityHeader::NotAName), "{text}");
        }
    }

    #[test]
    fn a_token_may_be_in_authorization_but_not_in_a_cookie() {
        assert!(check_token_header("Authorization").is_ok());
        assert!(check_token_header("Cf-Access-Jwt-Assertion").is_ok());
        assert!(check_token_header("X-Ticket-Note-Token").is_ok());
        for text in
            ["Cookie", "X-Forwarded-For", "Idempotency-Key", "Ticket-Note-Caller", "X_Ticket_Note_Token"]
        {
            assert_eq!(check_token_header(text), Err(InvalidIdentityHeader::Reserved), "{text}");
        }
    }

    #[test]
    fn headers_of_authentication_proxies_are_accepted() {
        for text in ["X-Agent", "Remote-User", "X-Forwarded-User", "X-Forwarded-Email", "Cf-Access-User"] {
            assert!(text.parse::<IdentityHeader>().is_ok(), "{text}");
        }
    }
}
