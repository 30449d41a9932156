//! The header `Ticket-Note-Caller`: the proxy adds no note under another name than the form shows.

use crate::support::sign_in::{HOST, ORIGIN, session, signed_in};
use crate::support::{NOTE, Program, Proxy, Request, Response, fresh_key, get, post};

const HEADER: &str = "ticket-note-caller";

fn start() -> Proxy {
    Program::sandbox().with(&["--user-header", "X-Agent", "--public-origin", ORIGIN]).start()
}

fn note(key: &str, cookie: &str) -> Request {
    post(key, NOTE).header("host", HOST).header("cookie", cookie)
}

fn status(key: &str, cookie: &str) -> Request {
    let path = format!("/api/ticket-note/attempts/{}", key.trim_matches('"'));
    get(&path).header("host", HOST).header("cookie", cookie)
}

/// Returns the opaque caller of a cookie, as the form learns it.
fn caller(proxy: &Proxy, cookie: &str) -> String {
    let seen = proxy.send(&session("GET").header("cookie", cookie)).json();
    seen["caller"].as_str().unwrap().to_owned()
}

#[track_caller]
fn is_of_other_caller(response: &Response, current: &str) {
    assert_eq!(response.is(409, "other_caller", "no").json()["caller"], current);
    assert!(response.json()["message"].is_string() && response.json()["status"] == "error");
}

#[test]
fn a_note_is_added_under_the_name_that_the_form_shows() {
    let proxy = start();
    let cookie = signed_in(&proxy, "7");
    let expected = caller(&proxy, &cookie);
    proxy.send(&note(&fresh_key(), &cookie).header(HEADER, &expected)).is_saved();
    assert_eq!(proxy.notes()[0]["userID"], 7);
}

#[test]
fn no_note_is_added_under_another_name_than_shown() {
    let proxy = start();
    let (seven, eight) = (signed_in(&proxy, "7"), signed_in(&proxy, "8"));
    let (shown, current) = (caller(&proxy, &seven), caller(&proxy, &eight));
    let key = fresh_key();
    let twice = |request: Request| request.header(HEADER, &current).header(HEADER, &current);
    for request in [
        note(&key, &eight).header(HEADER, &shown),
        note(&key, &eight).header(HEADER, &current.to_lowercase()),
        note(&key, &eight).header(HEADER, "8"),
        note(&key, &eight).header(HEADER, ""),
        note(&key, &eight).header(HEADER, "é"),
        note(&key, &eight).header(HEADER, &format!("{current}, {current}")),
        twice(note(&key, &eight)),
    ] {
        is_of_other_caller(&proxy.send(&request), &current);
    }
    assert_eq!(proxy.notes().len(), 0);
    // The attempt was not recorded either.
    assert_eq!(proxy.send(&status(&key, &eight)).status, 404);
    let first = proxy.send(&note(&key, &eight).header(HEADER, &current));
    assert_eq!(first.is_saved().header("idempotency-replayed"), None);
}

#[test]
fn the_status_is_that_of_the_user_whom_the_form_shows() {
    let proxy = start();
    let (seven, eight) = (signed_in(&proxy, "7"), signed_in(&proxy, "8"));
    let (shown, current) = (caller(&proxy, &seven), caller(&proxy, &eight));
    let key = fresh_key();
    proxy.send(&note(&key, &seven)).is_saved();
    is_of_other_caller(&proxy.send(&status(&key, &eight).header(HEADER, &shown)), &current);
    is_of_other_caller(&proxy.send(&status(&key, &seven).header(HEADER, "")), &shown);
    let own = proxy.send(&status(&key, &seven).header(HEADER, &shown));
    assert_eq!(own.json()["status"], "saved");
}

#[test]
fn a_request_without_a_user_is_not_of_the_shown_one() {
    let proxy = start();
    let shown = caller(&proxy, &signed_in(&proxy, "7"));
    let signed_out = post(&fresh_key(), NOTE).header("host", HOST).header(HEADER, &shown);
    proxy.send(&signed_out).is(401, "unauthenticated", "no");
    let anonymous = Program::sandbox().start();
    let response = anonymous.send(&post(&fresh_key(), NOTE).header(HEADER, &shown));
    assert!(response.is(409, "other_caller", "no").json().get("caller").is_none());
    assert_eq!(anonymous.notes().len(), 0);
}
