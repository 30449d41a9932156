//! Session cookies: several of them, invalid ones beside another way, and those that a sign-in replaces.

use crate::support::sign_in::{
    HOST, KEY, ORIGIN, VERIFIER, bearer_of, code_of, cookie_of, redeem, session, signed_in, start_with_key,
};
use crate::support::{NOTE, Proxy, Request, Response, fresh_key, get, post};
use serde_json::json;

const TWO: &str = "__Host-ticket-note=x; __Host-ticket-note=y";

fn note() -> Request {
    post(&fresh_key(), NOTE).header("host", HOST)
}

fn status() -> Request {
    let key = fresh_key();
    get(&format!("/api/ticket-note/attempts/{}", key.trim_matches('"'))).header("host", HOST)
}

fn is_signed_in(proxy: &Proxy, cookie: &str) -> bool {
    proxy.send(&session("GET").header("cookie", cookie)).json()["signedIn"] == true
}

#[track_caller]
fn deletes_the_cookie(response: &Response) {
    let set: Vec<_> = response.headers.iter().filter(|(name, _)| name == "set-cookie").collect();
    assert!(set.len() == 1 && set[0].1.ends_with("Path=/; Max-Age=0"), "{set:?} {}", response.text());
}

#[test]
fn an_invalid_cookie_beside_a_valid_way_is_ignored_and_deleted() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let valid = signed_in(&proxy, "7");
    for cookie in
        [TWO, &format!("{valid}; {valid}"), &format!("{valid}; __Host-ticket-note="), "__Host-ticket-note=x"]
    {
        let by_header =
            |request: Request| proxy.send(&request.header("x-agent", "8").header("cookie", cookie));
        let saved = by_header(note());
        deletes_the_cookie(saved.is_saved());
        let found = by_header(status());
        deletes_the_cookie(found.is(404, "not_found", "no"));
        let seen = by_header(session("GET"));
        deletes_the_cookie(&seen);
        assert_eq!((&seen.json()["way"], &seen.json()["name"]), (&json!("header"), &json!("8")));
    }
    assert!(proxy.notes().iter().all(|note| note["userID"] == 8));
}

#[test]
fn an_invalid_cookie_alone_is_deleted_by_each_response() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    for request in [note(), status()] {
        let refused = proxy.send(&request.header("cookie", TWO));
        deletes_the_cookie(refused.is(401, "unauthenticated", "no"));
    }
    let seen = proxy.send(&session("GET").header("cookie", TWO));
    deletes_the_cookie(&seen);
    assert_eq!(seen.json(), json!({"signedIn": false, "canSignIn": true}));
}

#[test]
fn a_line_with_another_cookie_in_utf_8_does_not_hide_ours() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let cookie = signed_in(&proxy, "7");
    assert!(is_signed_in(&proxy, &format!("name=Zoë; {cookie}")));
    proxy.send(&note().header("cookie", &format!("{cookie}; name=Zoë"))).is_saved();
    // Two session cookies among them still count as two.
    let two = format!("name=Zoë; {cookie}; {cookie}");
    proxy.send(&note().header("cookie", &two)).is(401, "unauthenticated", "no");
}

#[test]
fn a_sign_in_ends_the_session_whose_cookie_it_replaces() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let (seven, elsewhere) = (signed_in(&proxy, "7"), signed_in(&proxy, "7"));
    let request = redeem(&code_of(&proxy, "8"), VERIFIER, "cookie").header("cookie", &seven);
    let eight = cookie_of(&proxy.send(&request));
    assert!(is_signed_in(&proxy, &eight) && !is_signed_in(&proxy, &seven));
    assert!(is_signed_in(&proxy, &elsewhere), "a session of another browser stays");
    proxy.logs("the session ended login=\"7\"");
}

#[test]
fn a_repeated_redemption_does_not_end_its_own_session() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let code = code_of(&proxy, "7");
    let first = cookie_of(&proxy.send(&redeem(&code, VERIFIER, "cookie")));
    let again = proxy.send(&redeem(&code, VERIFIER, "cookie").header("cookie", &first));
    assert!(is_signed_in(&proxy, &cookie_of(&again)) && is_signed_in(&proxy, &first));
    // A refused redemption ends nothing.
    proxy.send(&redeem("x", VERIFIER, "cookie").header("cookie", &first)).is(401, "unauthenticated", "no");
    assert!(is_signed_in(&proxy, &first));
}

#[test]
fn two_identities_are_told_and_a_sign_out_solves_it() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let (seven, eight) = (signed_in(&proxy, "7"), bearer_of(&proxy, "8"));
    let both = |method| session(method).header("cookie", &seven).header("x-ticket-note-token", &eight);
    let beside_header = |method| session(method).header("cookie", &seven).header("x-agent", "9");
    for request in [both("GET"), beside_header("GET")] {
        let refused = proxy.send(&request);
        assert_eq!(refused.is(401, "two_identities", "no").header("set-cookie"), None);
    }
    let ended = proxy.send(&both("DELETE"));
    assert_eq!(ended.json(), json!({"signedIn": false, "canSignIn": true}));
    deletes_the_cookie(&ended);
    assert!(!is_signed_in(&proxy, &seven));
    proxy.send(&session("GET").header("x-ticket-note-token", &eight)).is(401, "unauthenticated", "no");
    let other = signed_in(&proxy, "7");
    let ended = proxy.send(&session("DELETE").header("cookie", &other).header("x-agent", "9"));
    deletes_the_cookie(&ended);
    assert!(!is_signed_in(&proxy, &other));
    assert_eq!(proxy.send(&session("GET").header("x-agent", "9")).json()["name"], "9");
}
