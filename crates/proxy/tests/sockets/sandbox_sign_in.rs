//! The stand-in for an authentication proxy, which exists in the sandbox only.

use crate::support::sign_in::{CHALLENGE, SESSION, VERIFIER, cookie_of};
use crate::support::{NOTE, Program, Proxy, Request, Response, fresh_key, get, post};
use serde_json::json;

fn sign_in(proxy: &Proxy, login: &str) -> Response {
    let query = format!("challenge={CHALLENGE}");
    let asked = proxy.get(&format!("/api/ticket-note/sign-in?{query}"));
    assert_eq!(asked.header("location"), Some(format!("/sandbox/sign-in?{query}").as_str()));
    let choice = proxy.get(asked.header("location").unwrap());
    assert!(
        choice.text().contains(&format!("href=\"/sandbox/sign-in/{login}?{query}\"")),
        "{}",
        choice.text()
    );
    let chosen = proxy.get(&format!("/sandbox/sign-in/{login}?{query}"));
    for response in [&asked, &choice, &chosen] {
        assert_eq!(response.header("cross-origin-opener-policy"), None);
    }
    proxy.send(&get(chosen.header("location").unwrap()).header("cookie", &cookie_of(&chosen)))
}

#[test]
fn a_developer_can_try_the_whole_way() {
    let proxy = Program::sandbox().with(&["--sandbox-sign-in"]).start();
    let page = sign_in(&proxy, "alice").text();
    let code = page.split_once("data-code=\"").unwrap().1.split('"').next().unwrap();
    let body = json!({"code": code, "verifier": VERIFIER, "as": "cookie"}).to_string();
    let request = Request::new("POST", SESSION)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json")
        .body(body);
    let cookie = cookie_of(&proxy.send(&request));
    proxy.post(&fresh_key(), NOTE).is(401, "unauthenticated", "no");
    proxy.send(&post(&fresh_key(), NOTE).header("cookie", &cookie)).is_saved();
    assert_eq!(proxy.notes()[0]["userID"], 254);
    assert!(sign_in(&proxy, "eve").text().contains("data-reason=\"unknown_user\""));
}

#[test]
fn the_browser_cannot_set_the_identity_of_the_stand_in() {
    let proxy = Program::sandbox().with(&["--sandbox-sign-in"]).start();
    let forged = post(&fresh_key(), NOTE).header("x-sandbox-user", "alice");
    proxy.send(&forged).is(401, "unauthenticated", "no");
    let forged =
        get(&format!("/api/ticket-note/sign-in?challenge={CHALLENGE}")).header("x-sandbox-user", "alice");
    assert_eq!(proxy.send(&forged).status, 303);
}

#[test]
fn the_stand_in_needs_the_sandbox() {
    let flags = ["--upstream", "https://a.example", "--user-header", "X-Agent", "--sandbox-sign-in"];
    let (code, text) = Program::new(&flags).env("TICKET_NOTE_API_KEY", "k").fail();
    assert_eq!((code, text.contains("--sandbox-sign-in needs --sandbox")), (2, true), "{text}");
    let (code, text) = Program::sandbox().with(&["--sandbox-sign-in", "--user-header", "X-Agent"]).fail();
    assert_eq!(
        (code, text.contains("--sandbox-sign-in and --user-header cannot be combined")),
        (2, true),
        "{text}"
    );
    let proxy = Program::sandbox().start();
    assert_eq!(proxy.get("/sandbox/sign-in").status, 404);
}
