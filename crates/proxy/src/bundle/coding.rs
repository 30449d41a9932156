use axum::http::{HeaderMap, HeaderValue, header};

/// A content coding in which a file of the bundle may exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    /// Both codings. The one that compresses better comes first.
    pub(super) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// The suffix of a variant's file name.
    pub(super) const fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// The name in `Accept-Encoding` and `Content-Encoding`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    pub(super) fn header(self) -> Option<HeaderValue> {
        Some(HeaderValue::from_static(self.name()))
    }

    /// Returns whether the client accepts this coding (RFC 9110, 12.5.3).
    pub(super) fn is_accepted(self, request_headers: &HeaderMap) -> bool {
        let lists = request_headers.get_all(header::ACCEPT_ENCODING).iter();
        lists
            .filter_map(|list| list.to_str().ok())
            .flat_map(|list| list.split(','))
            .any(|item| self.is_named_in(item))
    }

    fn is_named_in(self, item: &str) -> bool {
        let mut parts = item.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(self.name()));
        is_named && !parts.any(is_zero_quality)
    }
}

/// Returns whether a parameter is `q=0`, which refuses the coding.
fn is_zero_quality(parameter: &str) -> bool {
    let value = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q="));
    value.is_some_and(|value| value.parse() == Ok(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(list: &'static str) -> Vec<&'static str> {
        let request_headers =
            HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(list))]);
        Coding::ALL
            .into_iter()
            .filter(|coding| coding.is_accepted(&request_headers))
            .map(Coding::name)
            .collect()
    }

    #[test]
    fn a_coding_is_accepted_if_listed_without_q_0() {
        assert_eq!(accepted("gzip, deflate, br, zstd"), ["br", "gzip"]);
        assert_eq!(accepted("br;q=0.0, GZIP;q=0.1"), ["gzip"]);
        assert_eq!(accepted("identity"), [""; 0]);
        assert_eq!(accepted("*"), [""; 0]);
    }
}
