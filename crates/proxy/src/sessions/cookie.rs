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
    for line in headers.get_all(header::COOKIE) {
        let Ok(line) = line.to_str() else { continue };
        let pairs = line.split(';').filter_map(|pair| pair.trim().split_once('='));
        for (_, value) in pairs.filter(|(name, _)| *name == NAME) {
            found =
                if found == SentCookie::Absent { SentCookie::Value(value) } else { SentCookie::Ambiguous };
        }
    }
    found
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

    fn sent(lines: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::COOKIE, HeaderValue::from_static(line));
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
}
