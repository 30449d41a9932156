//! Attacks on codes, cookies and bearers.

use crate::support::sign_in::{
    HOST, KEY, ORIGIN, VERIFIER, bearer_of, code_of, redeem, session, signed_in, start_with_key,
};
use crate::support::{NOTE, Request, fresh_key, post};
use serde_json::json;

const OTHER_KEY: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

fn note() -> Request {
    post(&fresh_key(), NOTE).header("host", HOST)
}

#[test]
fn a_code_needs_its_verifier() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let code = code_of(&proxy, "7");
    for verifier in ["", "short", &"a".repeat(43), &VERIFIER.to_lowercase(), &"a".repeat(129)] {
        proxy.send(&redeem(&code, verifier, "cookie")).is(401, "unauthenticated", "no");
    }
    let without = json!({"code": code, "as": "cookie"}).to_string();
    let request = redeem(&code, VERIFIER, "cookie").body(without);
    proxy.send(&request).is(400, "invalid_json", "no");
    proxy.logs("reason=\"wrong_verifier\"");
    assert_eq!(proxy.send(&redeem(&code, VERIFIER, "cookie")).status, 200);
}

#[test]
fn a_code_of_another_key_or_origin_is_refused() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let (other_key, _folder) = start_with_key(OTHER_KEY, ORIGIN, &[]);
    let (other_origin, _folder) = start_with_key(KEY, "https://other.example", &[]);
    for other in [&other_key, &other_origin] {
        let (code, cookie, token) = (code_of(other, "7"), signed_in(other, "7"), bearer_of(other, "7"));
        proxy.send(&redeem(&code, VERIFIER, "cookie")).is(401, "unauthenticated", "no");
        proxy.send(&note().header("cookie", &cookie)).is(401, "unauthenticated", "no");
        proxy.send(&note().header("x-ticket-note-token", &token)).is(401, "unauthenticated", "no");
    }
    let (same, _folder) = start_with_key(KEY, ORIGIN, &[]);
    proxy.send(&note().header("cookie", &signed_in(&same, "7"))).is_saved();
}

#[test]
fn code_cookie_and_bearer_do_not_replace_each_other() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let (code, cookie, bearer) = (code_of(&proxy, "7"), signed_in(&proxy, "7"), bearer_of(&proxy, "7"));
    let sealed = cookie.split_once('=').unwrap().1;
    let bare = bearer.strip_prefix("tn1.").unwrap();
    for text in [code.as_str(), &bearer, bare] {
        let request = note().header("cookie", &format!("__Host-ticket-note={text}"));
        proxy.send(&request).is(401, "unauthenticated", "no");
    }
    for text in [&code, sealed, bare, &format!("tn1.{code}"), &format!("tn1.{sealed}")] {
        proxy.send(&note().header("x-ticket-note-token", text)).is(401, "unauthenticated", "no");
    }
    for text in [sealed, bare, &bearer] {
        proxy.send(&redeem(text, VERIFIER, "cookie")).is(401, "unauthenticated", "no");
    }
    assert_eq!(proxy.notes().len(), 0);
}

#[test]
fn an_invalid_redemption_is_a_4xx() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let code = code_of(&proxy, "7");
    let valid = || redeem(&code, VERIFIER, "cookie");
    for body in [
        String::new(),
        "[]".to_owned(),
        json!([code, VERIFIER, "cookie"]).to_string(),
        json!({"code": code, "verifier": VERIFIER, "as": "header"}).to_string(),
        json!({"code": code, "verifier": VERIFIER, "as": "cookie", "more": 1}).to_string(),
        json!({"code": 1, "verifier": VERIFIER, "as": "cookie"}).to_string(),
    ] {
        proxy.send(&valid().body(body)).is(400, "invalid_json", "no");
    }
    proxy.send(&valid().body("x".repeat(9000))).is(413, "too_large", "no");
    proxy.send(&valid().with("content-type", "text/plain")).is(415, "unsupported_media_type", "no");
    proxy.send(&redeem("", VERIFIER, "cookie")).is(401, "unauthenticated", "no");
}

#[test]
fn two_cookies_or_two_tokens_are_refused() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let (cookie, bearer) = (signed_in(&proxy, "7"), bearer_of(&proxy, "7"));
    let twice = note().header("cookie", &format!("{cookie}; {cookie}"));
    proxy.send(&twice).is(401, "unauthenticated", "no");
    let twice = note().header("x-ticket-note-token", &bearer).header("x-ticket-note-token", &bearer);
    proxy.send(&twice).is(401, "unauthenticated", "no");
    proxy.logs("reason=\"two_values\"");
}

#[test]
fn two_valid_identities_that_differ_are_refused() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let (seven, eight) = (signed_in(&proxy, "7"), bearer_of(&proxy, "8"));
    let both = note().header("cookie", &seven).header("x-ticket-note-token", &eight);
    proxy.send(&both).is(401, "two_identities", "no");
    proxy.send(&note().header("cookie", &seven).header("x-agent", "8")).is(401, "two_identities", "no");
    proxy.send(&note().header("cookie", &seven).header("x-agent", "07")).is_saved();
    proxy.logs("reason=\"two_identities\"");
}

#[test]
fn a_forged_header_does_not_replace_a_session() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let cookie = signed_in(&proxy, "7");
    for (name, value, status) in [("x_agent", "8", 401), ("x-agent", "7, 8", 403), ("x-agent", "", 401)] {
        let request = note().header("cookie", &cookie).header(name, value);
        assert_eq!(proxy.send(&request).status, status, "{value}");
    }
    assert_eq!(proxy.notes().len(), 0);
}

#[test]
fn no_code_cookie_or_bearer_is_logged() {
    let (proxy, _folder) = start_with_key(KEY, ORIGIN, &[]);
    let (code, cookie, bearer) = (code_of(&proxy, "7"), signed_in(&proxy, "7"), bearer_of(&proxy, "7"));
    proxy.send(&note().header("cookie", &cookie).header("x-ticket-note-token", &bearer)).is_saved();
    proxy.send(&redeem(&bearer, VERIFIER, "cookie"));
    proxy.send(&session("DELETE").header("cookie", &cookie));
    for secret in [code.as_str(), cookie.split_once('=').unwrap().1, &bearer[4..], VERIFIER, KEY] {
        assert!(!proxy.log().contains(secret), "{}", proxy.log());
    }
}
