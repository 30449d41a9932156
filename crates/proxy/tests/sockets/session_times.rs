//! The times of codes, cookies and bearers, and which response renews a cookie.

use crate::support::sign_in::{
    HOST, KEY, ORIGIN, VERIFIER, cookie_of, redeem, session, signed_in, start_with_key,
};
use crate::support::{NOTE, Proxy, Request, Response, Sealer, fresh_key, get, post};
use serde_json::{Value, json};
use ticket_note_proxy::sessions::unix_now;

const HOURS: i64 = 3600;

fn note(cookie: &str) -> Request {
    post(&fresh_key(), NOTE).header("host", HOST).header("cookie", cookie)
}

fn get_session(proxy: &Proxy, cookie: &str) -> Response {
    proxy.send(&session("GET").header("cookie", cookie))
}

/// Returns the seconds until a session ends.
fn rest(begun: &Value) -> i64 {
    let end: jiff::Timestamp = begun["expiresAt"].as_str().unwrap().parse().unwrap();
    end.as_second() - unix_now()
}

#[test]
fn a_code_is_late_after_a_minute() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let sealer = Sealer::new(KEY, ORIGIN);
    for kind in ["cookie", "bearer"] {
        assert_eq!(proxy.send(&redeem(&sealer.code("7", 50), VERIFIER, kind)).status, 200);
        let late = proxy.send(&redeem(&sealer.code("7", 61), VERIFIER, kind));
        assert_eq!(late.is(401, "unauthenticated", "no").header("set-cookie"), None);
    }
    proxy.logs("reason=\"expired\"");
}

#[test]
fn an_expired_cookie_adds_no_note_and_is_deleted() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let sealer = Sealer::new(KEY, ORIGIN);
    for cookie in [
        sealer.cookie("7", 10 * HOURS + 1, 0),
        sealer.cookie("7", 3 * HOURS, 2 * HOURS + 1),
        sealer.cookie("7", -120, 0),
    ] {
        let refused = proxy.send(&note(&cookie));
        let deletion = refused.is(401, "unauthenticated", "no").header("set-cookie");
        assert!(deletion.unwrap().contains("Max-Age=0"), "{deletion:?}");
        assert_eq!(get_session(&proxy, &cookie).json(), json!({"signedIn": false, "canSignIn": true}));
    }
    proxy.send(&note(&sealer.cookie("7", 10 * HOURS - 60, 2 * HOURS - 60))).is_saved();
    assert_eq!(proxy.notes().len(), 1);
}

#[test]
fn a_bearer_adds_no_note_after_an_hour() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let sealer = Sealer::new(KEY, ORIGIN);
    let with = |age| {
        let request = post(&fresh_key(), NOTE).header("host", HOST);
        proxy.send(&request.header("x-ticket-note-token", &sealer.bearer("7", age)))
    };
    with(HOURS - 60).is_saved();
    with(HOURS + 1).is(401, "unauthenticated", "no");
}

#[test]
fn a_session_lives_ten_hours_or_as_many_as_set() {
    for (flags, hours) in [(&[][..], 10), (&["--session-hours", "1"], 1), (&["--session-hours", "24"], 24)] {
        let (proxy, _folder) = start_with_key(KEY, ORIGIN, flags);
        let rest = rest(&get_session(&proxy, &signed_in(&proxy, "7")).json());
        assert!((hours * HOURS - 60..=hours * HOURS).contains(&rest), "{hours}: {rest}");
    }
}

#[test]
fn only_the_question_for_the_session_renews_the_cookie() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let old = Sealer::new(KEY, ORIGIN).cookie("7", HOURS, 600);
    let key = fresh_key();
    let status = get(&format!("/api/ticket-note/attempts/{}", key.trim_matches('"')));
    for request in [note(&old), note(&old).body("{"), status.header("host", HOST).header("cookie", &old)] {
        assert_eq!(proxy.send(&request).header("set-cookie"), None);
    }
    let renewed = get_session(&proxy, &old);
    let set = renewed.header("set-cookie").unwrap();
    assert!(!set.contains("Max-Age") && !set.contains(old.as_str()), "{set}");
    let again = get_session(&proxy, &cookie_of(&renewed));
    assert_eq!((again.header("set-cookie"), &again.json()), (None, &renewed.json()));
}

#[test]
fn a_refused_request_renews_no_cookie() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let old = Sealer::new(KEY, ORIGIN).cookie("7", HOURS, 600);
    for (name, value) in [("x-agent", "8"), ("x-agent", "eve"), ("x_agent", "7"), ("origin", "null")] {
        let request = session("GET").header("cookie", &old).header(name, value);
        let request = if name == "origin" { request.without("sec-fetch-site") } else { request };
        let refused = proxy.send(&request);
        assert!(matches!(refused.status, 401 | 403), "{}", refused.text());
        assert_eq!(refused.header("set-cookie"), None, "{name}: {value}");
    }
    // The limit refills by two a second, so a slow machine needs more than 120 requests.
    let limited = (0..2000).map(|_| get_session(&proxy, &old)).find(|response| response.status != 200);
    assert_eq!(limited.unwrap().is(429, "rate_limited", "no").header("set-cookie"), None);
}
