//! Sessions: from the sign-in page to a note, by cookie and by bearer.

use crate::support::sign_in::{
    CHALLENGE, HOST, ORIGIN, VERIFIER, bearer_of, code_of, cookie_of, redeem, session, sign_in_page,
    signed_in,
};
use crate::support::{Folder, NOTE, Program, Proxy, Request, fresh_key, get, post};
use serde_json::{Value, json};

struct Fixture {
    proxy: Proxy,
    _folder: Folder,
}

fn start(flags: &[&str]) -> Fixture {
    let folder = Folder::new().with("users", "zoe 7\nbob 8\nzz 7\n");
    let users = folder.file("users");
    let proxy = Program::sandbox()
        .with(&["--user-header", "X-Agent", "--users", &users, "--public-origin", ORIGIN])
        .with(flags)
        .start();
    Fixture { proxy, _folder: folder }
}

fn note(key: &str) -> Request {
    post(key, NOTE).header("host", HOST)
}

fn get_session(proxy: &Proxy, cookie: &str) -> Value {
    proxy.send(&session("GET").header("cookie", cookie)).json()
}

#[test]
fn a_code_becomes_a_cookie_that_adds_notes() {
    let Fixture { proxy, .. } = start(&[]);
    let response = proxy.send(&redeem(&code_of(&proxy, "zoe"), VERIFIER, "cookie"));
    let set = response.header("set-cookie").unwrap();
    assert!(set.ends_with("; Secure; HttpOnly; SameSite=None; Partitioned; Path=/"), "{set}");
    let begun = response.json();
    assert_eq!(
        (&begun["signedIn"], &begun["name"], &begun["way"]),
        (&json!(true), &json!("zoe"), &json!("cookie"))
    );
    assert!(begun["expiresAt"].as_str().unwrap().ends_with('Z') && begun.get("token").is_none(), "{begun}");
    let cookie = cookie_of(&response);
    assert_eq!(get_session(&proxy, &cookie), begun);
    let saved = proxy.send(&note(&fresh_key()).header("cookie", &cookie));
    saved.is_saved();
    assert_eq!(saved.json()["caller"], begun["caller"]);
    assert_eq!(proxy.notes()[0]["userID"], 7);
}

#[test]
fn the_same_code_becomes_a_bearer_where_the_cookie_does_not_stick() {
    let Fixture { proxy, .. } = start(&[]);
    let code = code_of(&proxy, "zoe");
    assert_eq!(proxy.send(&redeem(&code, VERIFIER, "cookie")).status, 200);
    assert_eq!(proxy.send(&session("GET")).json(), json!({"signedIn": false, "canSignIn": true}));
    let response = proxy.send(&redeem(&code, VERIFIER, "bearer"));
    assert_eq!((response.status, response.header("set-cookie")), (200, None));
    let token = response.json()["token"].as_str().unwrap().to_owned();
    assert!(token.starts_with("tn1."));
    let by_bearer = |request: Request| request.header("x-ticket-note-token", &token);
    let seen = proxy.send(&by_bearer(session("GET"))).json();
    assert_eq!((&seen["name"], &seen["way"]), (&json!("zoe"), &json!("bearer")));
    proxy.send(&by_bearer(note(&fresh_key()))).is_saved();
    assert_eq!(proxy.notes()[0]["userID"], 7);
}

#[test]
fn deleting_the_session_ends_every_copy_of_it() {
    let Fixture { proxy, .. } = start(&[]);
    let code = code_of(&proxy, "zoe");
    let cookie = cookie_of(&proxy.send(&redeem(&code, VERIFIER, "cookie")));
    let other = signed_in(&proxy, "zoe");
    let response = proxy.send(&session("DELETE").header("cookie", &cookie));
    assert_eq!((response.status, response.json()), (200, json!({"signedIn": false, "canSignIn": true})));
    assert!(response.header("set-cookie").unwrap().ends_with("Path=/; Max-Age=0"));
    let after = proxy.send(&session("GET").header("cookie", &cookie));
    assert_eq!(after.json(), json!({"signedIn": false, "canSignIn": true}));
    assert!(after.header("set-cookie").unwrap().contains("Max-Age=0"));
    proxy.send(&note(&fresh_key()).header("cookie", &cookie)).is(401, "unauthenticated", "no");
    proxy.send(&redeem(&code, VERIFIER, "bearer")).is(401, "unauthenticated", "no");
    assert_eq!(get_session(&proxy, &other)["signedIn"], true);
    for line in [
        "the session began login=\"zoe\"",
        "the session ended login=\"zoe\"",
        "the session was refused reason=\"expired\"",
    ] {
        proxy.logs(line);
    }
}

#[test]
fn a_bearer_is_ended_too() {
    let Fixture { proxy, .. } = start(&[]);
    let token = bearer_of(&proxy, "zoe");
    let by_bearer = |method: &str| session(method).header("x-ticket-note-token", &token);
    assert_eq!(proxy.send(&by_bearer("DELETE")).status, 200);
    proxy.send(&by_bearer("GET")).is(401, "unauthenticated", "no");
}

#[test]
fn the_session_states_all_ways() {
    let Fixture { proxy, .. } = start(&[]);
    let by_header = proxy.send(&session("GET").header("x-agent", "zoe")).json();
    assert_eq!((&by_header["way"], &by_header["expiresAt"]), (&json!("header"), &Value::Null));
    let cookie = signed_in(&proxy, "zz");
    let by_cookie = get_session(&proxy, &cookie);
    assert_eq!((&by_cookie["way"], &by_cookie["name"]), (&json!("cookie"), &json!("zz")));
    // The same author has the same caller.
    assert_eq!(by_header["caller"], by_cookie["caller"]);
    let bob = proxy.send(&session("GET").header("x-agent", "bob")).json();
    assert_ne!(bob["caller"], by_header["caller"]);
    assert_eq!(bob["caller"].as_str().unwrap().len(), 22);
}

#[test]
fn a_get_is_refused_only_if_it_names_a_foreign_page() {
    let Fixture { proxy, .. } = start(&[]);
    let plain = || get("/api/ticket-note/session").header("host", HOST);
    for request in [plain(), plain().header("sec-fetch-site", "none"), plain().header("origin", ORIGIN)] {
        let response = proxy.send(&request);
        assert_eq!((response.status, response.json()), (200, json!({"signedIn": false, "canSignIn": true})));
        assert_eq!(response.header("cache-control"), Some("no-store"));
    }
    for request in [
        plain().header("sec-fetch-site", "cross-site"),
        plain().header("sec-fetch-site", "same-site"),
        plain().header("origin", "https://evil.example"),
        plain().header("origin", "null"),
    ] {
        proxy.send(&request).is(403, "cross_site", "no");
    }
    let cookie = signed_in(&proxy, "zoe");
    for method in ["POST", "DELETE"] {
        for site in ["cross-site", "same-site", "none"] {
            let request = session(method).with("sec-fetch-site", site).header("cookie", &cookie);
            proxy.send(&request).is(403, "cross_site", "no");
        }
    }
    assert_eq!(get_session(&proxy, &cookie)["signedIn"], true);
}

#[test]
fn a_user_who_is_removed_has_no_session_any_more() {
    let fixture = start(&[]);
    let cookie = signed_in(&fixture.proxy, "zoe");
    std::fs::write(fixture._folder.file("users"), "bob 8\n").unwrap();
    fixture.proxy.signal("HUP");
    fixture.proxy.logs("reloaded part=\"users\"");
    fixture.proxy.send(&session("GET").header("cookie", &cookie)).is(403, "unknown_user", "no");
    let refused = fixture.proxy.send(&note(&fresh_key()).header("cookie", &cookie));
    assert!(refused.is(403, "unknown_user", "no").header("set-cookie").unwrap().contains("Max-Age=0"));
    fixture.proxy.logs("reason=\"unknown_login\" login=\"zoe\"");
}

#[test]
fn a_retry_after_the_way_changed_adds_one_note() {
    let Fixture { proxy, .. } = start(&[]);
    let (key, cookie, token) = (fresh_key(), signed_in(&proxy, "zoe"), bearer_of(&proxy, "zoe"));
    let first = proxy.send(&note(&key).header("x-agent", "zoe"));
    assert_eq!(first.is_saved().header("idempotency-replayed"), None);
    for (name, value) in [("cookie", &cookie), ("x-ticket-note-token", &token), ("x-agent", &"zz".to_owned())]
    {
        let retry = proxy.send(&note(&key).header(name, value));
        assert_eq!(retry.is_saved().header("idempotency-replayed"), Some("true"), "{name}");
        assert_eq!(retry.json()["caller"], first.json()["caller"]);
        let id = key.trim_matches('"');
        let status = get(&format!("/api/ticket-note/attempts/{id}")).header("host", HOST).header(name, value);
        let status = proxy.send(&status).json();
        assert_eq!(
            (&status["status"], &status["caller"]),
            (&json!("saved"), &first.json()["caller"]),
            "{name}"
        );
    }
    assert_eq!(proxy.notes().len(), 1);
}

#[test]
fn without_a_way_of_authentication_there_is_no_session() {
    let proxy = Program::sandbox().with(&["--public-origin", ORIGIN]).start();
    for request in [session("GET"), session("DELETE"), redeem("c", VERIFIER, "cookie")] {
        proxy.send(&request).is(404, "not_found", "no");
    }
    assert_eq!(proxy.send(&sign_in_page(&format!("challenge={CHALLENGE}"))).status, 404);
}
