use axum::http::{HeaderMap, HeaderValue, header};

/// The name of the cookie. The prefix binds it to this host, to https and to the path `/`.
const NAME: &str = "__Host-ticket-note";

/// Deletes the cookie.
pub const DELETED_COOKIE: HeaderValue = HeaderValue::from_static(
    "__Host-ticket-note=; Secure; HttpOnly; SameSite=None; Partitioned; Path=/; Max-Age=0",
);

/// The session cookie of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentCookie<'a> {
    /// There is none.
    Absent,
    /// There is one, with this value.
    Value(&'a str),
    /// There are several, or it is not ASCII. It is not possible to tell which one is meant.
    Ambiguous,
}

/// Returns the session cookie of a request.
#[must_use]
pub fn sent_cookie(headers: &HeaderMap) -> SentCookie<'_> {
    let mut found = SentCookie::Absent;
    // Other cookies of the host may have any byte.
    let pairs =
        headers.get_all(header::COOKIE).iter().flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    for value in pairs.filter_map(own_value) {
        found = match str::from_utf8(value) {
            Ok(text) if text.is_ascii() && found == SentCookie::Absent => SentCookie::Value(text),
            _ => SentCookie::Ambiguous,
        };
    }
    found
}

/// Returns the value of a pair `name=value`, if the name is that of the session cookie.
fn own_value(pair: &[u8]) -> Option<&[u8]> {
    pair.trim_ascii().strip_prefix(NAME.as_bytes())?.strip_prefix(b"=")
}

/// Returns the header that sets the cookie. `None` if the value cannot be in a header.
#[must_use]
pub fn set_cookie(value: &str) -> Option<HeaderValue> {
    let text = format!("{NAME}={value}; Secure; HttpOnly; SameSite=None; Partitioned; Path=/");
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(lines: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::COOKIE, line.parse().unwrap());
        }
        format!("{:?}", sent_cookie(&headers))
    }

    #[test]
    fn exactly_one_session_cookie_counts() {
        assert_eq!(sent(&["a=b; __Host-ticket-note=x; c=d"]), "Value(\"x\")");
        assert_eq!(sent(&["a=b", "__Host-ticket-note=x"]), "Value(\"x\")");
        assert_eq!(sent(&["__host-ticket-note=x; Host-ticket-note=y"]), "Absent");
        assert_eq!(sent(&["__Host-ticket-note=x; __Host-ticket-note=y"]), "Ambiguous");
        assert_eq!(sent(&["__Host-ticket-note=x", "__Host-ticket-note=x"]), "Ambiguous");
    }
    #[test]
    fn a_byte_of_another_cookie_hides_no_session() {
        assert_eq!(sent(&["name=Zoë; __Host-ticket-note=x"]), "Value(\"x\")");
        assert_eq!(sent(&["name=Zoë; __Host-ticket-note=x", "__Host-ticket-note=y"]), "Ambiguous");
        assert_eq!(sent(&["__Host-ticket-note=Zoë"]), "Ambiguous");
        assert_eq!(sent(&["__Host-ticket-note-é=x; __Host-ticket-note"]), "Absent");
    }
}
