use std::fmt;
use std::str::FromStr;
use url::Url;

/// An origin as a browser writes it in `Origin`: scheme, host, and port where it is not the
/// scheme's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    text: String,
    host: String,
}

/// Not an `http` or `https` origin: something is missing, or there is more than an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidOrigin;

impl fmt::Display for InvalidOrigin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected an origin such as https://crm.example")
    }
}

impl std::error::Error for InvalidOrigin {}

impl FromStr for Origin {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        let url = Url::parse(text).map_err(|_| InvalidOrigin)?;
        let origin = url.origin().ascii_serialization();
        // What a parser drops or rewrites was not an origin: a path, a user, a second port.
        let is_origin = text.trim_end_matches('/').eq_ignore_ascii_case(&origin);
        match origin.split_once("://") {
            Some(("http" | "https", host)) if is_origin && is_host(host) => {
                Ok(Self { host: host.to_owned(), text: origin })
            }
            _ => Err(InvalidOrigin),
        }
    }
}

/// A URL's host may have characters that no name has, `*` and `;` among them: to a policy they
/// mean something else.
fn is_host(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte))
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// The origins and host names that the proxy answers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicOrigins {
    /// Whatever host the request names.
    FromRequest,
    /// These only.
    Listed(Vec<Origin>),
}

impl PublicOrigins {
    /// The hosts of these origins; with none named, whatever is asked for.
    #[must_use]
    pub fn new(origins: Vec<Origin>) -> Self {
        if origins.is_empty() { Self::FromRequest } else { Self::Listed(origins) }
    }

    /// Whether the proxy answers to this `Host`.
    #[must_use]
    pub fn allow_host(&self, host: &str) -> bool {
        match self {
            Self::FromRequest => true,
            Self::Listed(origins) => origins.iter().any(|origin| origin.matches_host(host)),
        }
    }

    /// Whether a page of this origin is the proxy's own, in a request to this `Host`.
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
    /// A port that is the scheme's own may stand in a `Host`, though not in an origin.
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
    fn an_origin_is_scheme_host_and_port() {
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
    fn anything_else_is_no_origin() {
        for text in [
            "",
            "*",
            "null",
            "crm.example",
            "https://",
            "https://a/b",
            "https://a?b",
            "https://u@a",
            "ftp://a",
            "https://a;script-src *",
            "https://a;script-src",
            "https://*.crm.example",
            "https://*",
            "https://a b",
            "data:text/html,x",
        ] {
            assert_eq!(text.parse::<Origin>(), Err(InvalidOrigin), "{text}");
        }
    }

    #[test]
    fn an_origin_is_the_proxys_own_at_the_host_that_was_asked() {
        let origins = PublicOrigins::FromRequest;
        assert!(origins.allow_origin("http://localhost:8080", "localhost:8080"));
        assert!(origins.allow_origin("https://crm.example", "crm.example"));
        assert!(origins.allow_origin("https://crm.example", "crm.example:443"));
        assert!(!origins.allow_origin("https://crm.example", "crm.example:80"));
        assert!(!origins.allow_origin("http://localhost:8081", "localhost:8080"));
        assert!(!origins.allow_origin("null", "localhost:8080"));
    }

    #[test]
    fn named_origins_are_the_only_ones() {
        let origins = PublicOrigins::new(vec!["https://crm.example".parse().unwrap()]);
        assert!(origins.allow_origin("https://crm.example", "crm.example"));
        assert!(!origins.allow_origin("http://crm.example", "crm.example"));
        assert!(origins.allow_host("CRM.example"));
        assert!(!origins.allow_host("evil.example"));
        assert!(!origins.allow_host("crm.example.evil"));
    }
}
