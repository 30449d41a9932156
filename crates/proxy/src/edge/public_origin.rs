use std::fmt;
use std::str::FromStr;
use url::Url;

/// An origin as a browser writes it in the `Origin` header: scheme, host, and port unless it is the
/// scheme's default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    text: String,
    host: String,
}

/// The reason why a value is not an `http` or `https` origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidOrigin {
    /// It has no scheme or no host, or its host has a wildcard.
    NotAnOrigin,
    /// It has parts that an origin does not have, or browsers write it differently. Contains the
    /// origin.
    NotCanonical(String),
}

impl fmt::Display for InvalidOrigin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnOrigin => formatter
                .write_str("expected an origin such as https://crm.example, without a path or a wildcard"),
            Self::NotCanonical(origin) => write!(formatter, "expected {origin}, as browsers write it"),
        }
    }
}

impl std::error::Error for InvalidOrigin {}

impl FromStr for Origin {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        let url = Url::parse(text).map_err(|_| InvalidOrigin::NotAnOrigin)?;
        let origin = url.origin().ascii_serialization();
        // The URL parser drops or rewrites the parts that do not belong in an origin, such as a
        // path or the default port.
        let is_origin = text.trim_end_matches('/').eq_ignore_ascii_case(&origin);
        match origin.split_once("://") {
            Some(("http" | "https", host)) if is_host(host) => match is_origin {
                true => Ok(Self { host: host.to_owned(), text: origin }),
                false => Err(InvalidOrigin::NotCanonical(origin)),
            },
            _ => Err(InvalidOrigin::NotAnOrigin),
        }
    }
}

/// Returns whether a host is safe to print into a Content-Security-Policy. The URL parser accepts
/// `*` and `;` in a host, which have a meaning there.
fn is_host(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte))
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// The origins and hosts that the proxy accepts requests for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicOrigins {
    /// Any host that a request names.
    FromRequest,
    /// These origins only.
    Listed(Vec<Origin>),
}

impl PublicOrigins {
    /// Accepts these origins. An empty list accepts any host.
    #[must_use]
    pub fn new(origins: Vec<Origin>) -> Self {
        if origins.is_empty() { Self::FromRequest } else { Self::Listed(origins) }
    }

    /// Returns whether the proxy accepts requests with this `Host`.
    #[must_use]
    pub fn allow_host(&self, host: &str) -> bool {
        match self {
            Self::FromRequest => true,
            Self::Listed(origins) => origins.iter().any(|origin| origin.matches_host(host)),
        }
    }

    /// Returns whether `origin` is an origin of the proxy, for a request with this `Host`.
    #[must_use]
    pub fn allow_origin(&self, origin: &str, host: &str) -> bool {
        let Ok(origin) = origin.parse::<Origin>() else { return false };
        match self {
            Self::FromRequest => origin.matches_host(host),
            Self::Listed(origins) => origins.contains(&origin),
        }
    }
}

impl Origin {
    /// Compares with a `Host` header, which may name the scheme's default port.
    fn matches_host(&self, host: &str) -> bool {
        let scheme = self.text.split_once(':').map_or("", |(scheme, _)| scheme);
        let default_port = if scheme == "https" { ":443" } else { ":80" };
        let host = host.strip_suffix(default_port).unwrap_or(host);
        self.host.eq_ignore_ascii_case(host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_scheme_host_and_port() {
        for (text, read) in [
            ("https://crm.example", "https://crm.example"),
            ("https://CRM.example/", "https://crm.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().to_string(), read);
        }
    }

    #[test]
    fn other_texts_are_not_origins() {
        for text in [
            "",
            "*",
            "null",
            "crm.example",
            "https://",
            "ftp://a",
            "https://a;script-src *",
            "https://a;script-src",
            "https://*.crm.example",
            "https://*",
            "https://a b",
            "data:text/html,x",
        ] {
            assert_eq!(text.parse::<Origin>(), Err(InvalidOrigin::NotAnOrigin), "{text}");
        }
    }

    #[test]
    fn an_error_names_the_origin_in_a_text() {
        for (text, origin) in [
            ("https://a/b", "https://a"),
            ("https://a?b", "https://a"),
            ("https://u@a", "https://a"),
            ("https://crm.example:443", "https://crm.example"),
            ("https://ü.example", "https://xn--tda.example"),
            (" https://crm.example", "https://crm.example"),
        ] {
            assert_eq!(text.parse::<Origin>(), Err(InvalidOrigin::NotCanonical(origin.to_owned())));
        }
    }

    #[test]
    fn without_a_list_the_origin_must_match_the_host() {
        let origins = PublicOrigins::FromRequest;
        assert!(origins.allow_origin("http://localhost:8080", "localhost:8080"));
        assert!(origins.allow_origin("https://crm.example", "crm.example"));
        assert!(origins.allow_origin("https://crm.example", "crm.example:443"));
        assert!(!origins.allow_origin("https://crm.example", "crm.example:80"));
        assert!(!origins.allow_origin("http://localhost:8081", "localhost:8080"));
        assert!(!origins.allow_origin("null", "localhost:8080"));
    }

    #[test]
    fn with_a_list_only_listed_origins_match() {
        let origins = PublicOrigins::new(vec!["https://crm.example".parse().unwrap()]);
        assert!(origins.allow_origin("https://crm.example", "crm.example"));
        assert!(!origins.allow_origin("http://crm.example", "crm.example"));
        assert!(origins.allow_host("CRM.example"));
        assert!(!origins.allow_host("evil.example"));
        assert!(!origins.allow_host("crm.example.evil"));
    }
}
