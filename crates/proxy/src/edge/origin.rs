use super::public_origin::PublicOrigins;
use axum::http::{HeaderMap, HeaderName, Uri, header};
use ticket_note_core::wire::Code;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Checks that a request comes from a page of this origin (`docs/specification.md`, section 7).
///
/// `Sec-Fetch-Site` must be `same-origin`. If it is absent, `Origin` must be a public origin. A
/// request with neither header is refused. Browsers send `Sec-Fetch-Site` to https and loopback
/// only.
///
/// # Errors
/// Returns [`Code::CrossSite`] if the check fails.
pub fn require_same_origin(origins: &PublicOrigins, uri: &Uri, headers: &HeaderMap) -> Result<(), Code> {
    let is_same = host(uri, headers).is_some_and(|host| {
        origins.allow_host(host)
            && match single(headers, &SEC_FETCH_SITE) {
                SingleHeader::Value(site) => site == "same-origin",
                SingleHeader::Invalid => false,
                SingleHeader::Absent => {
                    matches!(single(headers, &header::ORIGIN), SingleHeader::Value(origin) if origins.allow_origin(origin, host))
                }
            }
    });
    if is_same { Ok(()) } else { Err(Code::CrossSite) }
}

/// Checks that a request names a host of the proxy, for a page that other sites may lead to.
///
/// # Errors
/// Returns [`Code::CrossSite`] if the check fails.
pub fn require_own_host(origins: &PublicOrigins, uri: &Uri, headers: &HeaderMap) -> Result<(), Code> {
    let is_own = host(uri, headers).is_some_and(|host| origins.allow_host(host));
    if is_own { Ok(()) } else { Err(Code::CrossSite) }
}

fn host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    match (uri.authority(), single(headers, &header::HOST)) {
        (None, SingleHeader::Value(host)) => Some(host),
        (Some(asked), SingleHeader::Value(host)) if asked.as_str() == host => Some(host),
        _ => None,
    }
}

/// The value of a header that a request may carry once at most.
enum SingleHeader<'a> {
    Absent,
    Value(&'a str),
    Invalid,
}

fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> SingleHeader<'a> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => SingleHeader::Absent,
        (Some(value), None) => value.to_str().map_or(SingleHeader::Invalid, SingleHeader::Value),
        _ => SingleHeader::Invalid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[track_caller]
    fn check(headers: &[(&'static str, &'static str)]) -> Result<(), Code> {
        let mut map = HeaderMap::new();
        map.insert(header::HOST, HeaderValue::from_static("desk.example"));
        for &(name, value) in headers {
            map.append(name, HeaderValue::from_static(value));
        }
        require_same_origin(&PublicOrigins::FromRequest, &Uri::from_static("/"), &map)
    }

    #[test]
    fn sec_fetch_site_takes_precedence_over_origin() {
        assert_eq!(check(&[("sec-fetch-site", "same-origin")]), Ok(()));
        for site in ["same-site", "cross-site", "none", "", "Same-Origin"] {
            let headers = [("sec-fetch-site", site), ("origin", "https://desk.example")];
            assert_eq!(check(&headers), Err(Code::CrossSite), "{site}");
        }
    }

    #[test]
    fn origin_is_checked_if_sec_fetch_site_is_absent() {
        assert_eq!(check(&[("origin", "http://desk.example")]), Ok(()));
        for origin in ["null", "", "https://evil.example", "https://desk.example.evil", "desk.example"] {
            assert_eq!(check(&[("origin", origin)]), Err(Code::CrossSite), "{origin}");
        }
        assert_eq!(check(&[]), Err(Code::CrossSite));
    }

    #[test]
    fn a_repeated_header_is_refused() {
        let same = ("sec-fetch-site", "same-origin");
        let origin = ("origin", "https://desk.example");
        assert_eq!(check(&[same, same]), Err(Code::CrossSite));
        assert_eq!(check(&[origin, origin]), Err(Code::CrossSite));
        assert_eq!(check(&[same, ("host", "evil.example")]), Err(Code::CrossSite));
    }
}
