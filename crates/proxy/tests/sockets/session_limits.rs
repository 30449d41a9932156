//! The limits of requests for the session: by author, and of failed ones by address.

use crate::support::sign_in::{KEY, ORIGIN, VERIFIER, redeem, session, signed_in, start_with_key};
use crate::support::{Proxy, Request, Response};

const BAD: &str = "__Host-ticket-note=x";

/// Sends requests until one is limited, and returns its response. At least `most` requests are not limited.
/// The limit refills with time, so a slow machine needs more requests.
#[track_caller]
fn limited(proxy: &Proxy, most: usize, request: impl Fn() -> Request) -> Response {
    let responses = (0..20 * most).map(|_| proxy.send(&request()));
    let (count, response) = responses.enumerate().find(|(_, response)| response.status == 429).unwrap();
    assert!(count >= most, "{count}");
    response
}

#[track_caller]
fn deletes_the_cookie(response: &Response) {
    assert!(response.header("set-cookie").unwrap().contains("Max-Age=0"));
}

fn lines(proxy: &Proxy) -> usize {
    proxy.log().matches("the session was refused").count()
}

#[test]
fn questions_with_an_invalid_cookie_count_as_failures() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let valid = signed_in(&proxy, "7");
    let response = limited(&proxy, 60, || session("GET").header("cookie", BAD));
    deletes_the_cookie(response.is(429, "rate_limited", "no"));
    // An office has one address, so the limit of the address counts failed requests only.
    assert_eq!(proxy.send(&session("GET").header("cookie", &valid)).status, 200);
    assert_eq!(proxy.send(&session("GET")).status, 200);
    let known = lines(&proxy);
    for _ in 0..20 {
        proxy.send(&session("GET").header("cookie", BAD));
    }
    // Over the limit, the log does not grow with each request.
    assert!(lines(&proxy) < known + 15, "{known} {}", lines(&proxy));
}

#[test]
fn ends_of_invalid_sessions_count_as_failures() {
    for (name, value) in [("cookie", BAD), ("x-ticket-note-token", "tn1.x")] {
        let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
        let valid = signed_in(&proxy, "7");
        let response = limited(&proxy, 60, || session("DELETE").header(name, value));
        deletes_the_cookie(response.is(429, "rate_limited", "no"));
        // A user can always sign out.
        let ended = proxy.send(&session("DELETE").header("cookie", &valid));
        assert_eq!(ended.status, 200);
        deletes_the_cookie(&ended);
        assert_eq!(proxy.send(&session("DELETE")).status, 200);
    }
}

#[test]
fn an_author_over_the_limit_waits_and_an_office_does_not() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let by = |agent: &str| session("GET").header("x-agent", agent);
    limited(&proxy, 120, || by("7")).is(429, "rate_limited", "no");
    for _ in 0..130 {
        assert_eq!(proxy.send(&session("GET")).status, 200);
    }
    limited(&proxy, 60, || redeem("c", VERIFIER, "cookie")).is(429, "rate_limited", "no");
    assert_eq!(proxy.send(&by("8")).status, 200);
}
