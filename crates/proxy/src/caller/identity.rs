use super::users::Users;
use axum::http::{HeaderMap, HeaderName, header};
use std::fmt;
use std::str::FromStr;
use ticket_note_core::note::UserId;
use ticket_note_core::wire::IDEMPOTENCY_KEY;

/// The header by which the sign-in in front says who is writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityHeader {
    name: HeaderName,
    users: Option<Users>,
}

/// Not a header's name, or one that browsers and fronts write for other purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidIdentityHeader;

impl fmt::Display for InvalidIdentityHeader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected a header's name that only the sign-in in front sets, such as X-Agent")
    }
}

impl std::error::Error for InvalidIdentityHeader {}

/// What browsers, fronts and the widget write. `X-Forwarded-User` and its like are a sign-in's.
const RESERVED: [&str; 27] = [
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
    "range",
    "referer",
    "te",
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
];

/// The families among them.
const RESERVED_PREFIXES: [&str; 5] = ["accept-", "access-control-", "content-", "if-", "sec-"];

impl FromStr for IdentityHeader {
    type Err = InvalidIdentityHeader;

    fn from_str(text: &str) -> Result<Self, InvalidIdentityHeader> {
        let name = HeaderName::from_str(text).map_err(|_| InvalidIdentityHeader)?;
        let is_reserved = RESERVED.contains(&name.as_str())
            || RESERVED_PREFIXES.iter().any(|prefix| name.as_str().starts_with(prefix));
        if is_reserved { Err(InvalidIdentityHeader) } else { Ok(Self { name, users: None }) }
    }
}

impl IdentityHeader {
    /// The same, for a header that carries a login.
    #[must_use]
    pub fn with_users(self, users: Option<Users>) -> Self {
        Self { users, ..self }
    }

    /// The identity and its author, if there is exactly one, nobody may have slipped it in, and it
    /// is known.
    pub(super) fn read(&self, headers: &HeaderMap) -> Option<(String, UserId)> {
        let mut values = headers.get_all(&self.name).iter();
        let (Some(value), None) = (values.next(), values.next()) else { return None };
        let value = std::str::from_utf8(value.as_bytes()).ok()?;
        let (name, author) = match &self.users {
            Some(users) => (value.to_owned(), users.author(value)?),
            None => parse_user_id(value)?,
        };
        let is_unambiguous = !self.has_twin(headers) && !self.is_hop_by_hop(headers);
        is_unambiguous.then_some((name, author))
    }

    /// `X_Agent` beside `X-Agent`: to some fronts the two are one, and they overwrite only one.
    fn has_twin(&self, headers: &HeaderMap) -> bool {
        let dashed = |name: &HeaderName| name.as_str().replace('_', "-");
        headers.keys().any(|name| *name != self.name && dashed(name) == dashed(&self.name))
    }

    /// `Connection: X-Agent` tells a front to drop the header, and the caller's own may be left.
    fn is_hop_by_hop(&self, headers: &HeaderMap) -> bool {
        let lines = headers.get_all(header::CONNECTION).iter().map(|line| line.to_str().unwrap_or_default());
        lines
            .flat_map(|line| line.split(','))
            .any(|token| token.trim().eq_ignore_ascii_case(self.name.as_str()))
    }
}

/// `07` is 7: the author is one, so the caller is, and an attempt of theirs is one attempt.
fn parse_user_id(value: &str) -> Option<(String, UserId)> {
    let author: UserId = value.parse().ok()?;
    Some((author.to_string(), author))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_others_write_is_no_identity() {
        for text in [
            "",
            "Cookie",
            "host",
            "Sec-Fetch-Site",
            "X Agent",
            "authorization",
            "Idempotency-Key",
            "X-Forwarded-For",
            "X-Real-IP",
            "Forwarded",
            "Accept-Language",
            "Content-Encoding",
            "If-None-Match",
        ] {
            assert_eq!(text.parse::<IdentityHeader>(), Err(InvalidIdentityHeader), "{text}");
        }
    }

    #[test]
    fn a_header_that_sign_ins_write_is_one() {
        for text in ["X-Agent", "Remote-User", "X-Forwarded-User", "X-Forwarded-Email", "Cf-Access-User"] {
            assert!(text.parse::<IdentityHeader>().is_ok(), "{text}");
        }
    }
}
