//! The sign-in page with tokens: only a token that the reverse proxy sets begins a session.

use crate::support::issuer::{AUDIENCE, ISSUER, Issuer, claims, key_set, merged, now};
use crate::support::sign_in::{CHALLENGE, HOST, ORIGIN, VERIFIER, cookie_of, redeem, session, sign_in_page};
use crate::support::{Folder, NOTE, Program, Proxy, Response, fresh_key, post};
use serde_json::{Value, json};

const ASSERTION: &str = "cf-access-jwt-assertion";

fn start(issuer: &Issuer, header: &str, flags: &[&str]) -> (Proxy, Folder) {
    let folder = Folder::new().with("keys", key_set(&[issuer])).with("users", "zoe 7\nbob 8\n");
    let (keys, users) = (folder.file("keys"), folder.file("users"));
    let all = ["--jwt-keys", &keys, "--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE, "--users", &users];
    let program = Program::sandbox().with(&all).with(&["--public-origin", ORIGIN, "--jwt-header", header]);
    (program.with(flags).start(), folder)
}

fn open_page(proxy: &Proxy, header: &str, value: &str) -> Response {
    proxy.send(&sign_in_page(&format!("challenge={CHALLENGE}")).header(header, value))
}

fn code(page: &Response) -> Option<String> {
    let text = page.text();
    let (_, rest) = text.split_once("data-code=\"")?;
    Some(rest.split('"').next().unwrap().to_owned())
}

/// Returns the seconds until a session ends.
fn rest(begun: &Value) -> i64 {
    let end: jiff::Timestamp = begun["expiresAt"].as_str().unwrap().parse().unwrap();
    end.as_second() - now()
}

#[test]
fn the_assertion_of_a_proxy_signs_in_the_window() {
    let issuer = Issuer::ec("k");
    let (proxy, _folder) = start(&issuer, ASSERTION, &[]);
    let page = open_page(&proxy, ASSERTION, &issuer.token(&claims("zoe")));
    let begun = proxy.send(&redeem(&code(&page).unwrap(), VERIFIER, "cookie")).json();
    assert_eq!((&begun["signedIn"], &begun["name"]), (&json!(true), &json!("zoe")));
    assert_eq!(open_page(&proxy, ASSERTION, "x").status, 401);
    assert_eq!(proxy.send(&sign_in_page(&format!("challenge={CHALLENGE}"))).status, 401);
}

#[test]
fn a_session_ends_with_the_token_that_began_it() {
    let issuer = Issuer::ed("k");
    let (proxy, _folder) = start(&issuer, ASSERTION, &[]);
    for (seconds, expected) in [(300, 300), (20 * 3600, 10 * 3600)] {
        let token = issuer.token(&merged(claims("zoe"), &json!({"exp": now() + seconds})));
        let code = code(&open_page(&proxy, ASSERTION, &token)).unwrap();
        let response = proxy.send(&redeem(&code, VERIFIER, "cookie"));
        let seen = proxy.send(&session("GET").header("cookie", &cookie_of(&response))).json();
        for begun in [response.json(), seen] {
            assert!((expected - 30..=expected).contains(&rest(&begun)), "{expected}: {begun}");
        }
        let bearer = proxy.send(&redeem(&code, VERIFIER, "bearer")).json();
        assert!(rest(&bearer) <= seconds.min(3600), "{bearer}");
    }
}

#[test]
fn a_token_in_its_last_minute_of_tolerance_begins_nothing() {
    let issuer = Issuer::ed("k");
    let (proxy, _folder) = start(&issuer, ASSERTION, &[]);
    let token = issuer.token(&merged(claims("zoe"), &json!({"exp": now() - 10})));
    // The token still states who sends a note.
    proxy.send(&post(&fresh_key(), NOTE).header("host", HOST).header(ASSERTION, &token)).is_saved();
    let page = open_page(&proxy, ASSERTION, &token);
    assert_eq!((page.status, code(&page)), (401, None));
    proxy.logs("reason=\"expired\" login=\"zoe\"");
}

#[test]
fn a_token_of_the_page_does_not_become_a_session() {
    let issuer = Issuer::ed("k");
    let token = issuer.token(&claims("zoe"));
    let authorization = format!("Bearer {token}");
    for (header, value) in [("x-ticket-note-token", &token), ("authorization", &authorization)] {
        let (proxy, _folder) = start(&issuer, header, &["--user-header", "X-Agent"]);
        let page = open_page(&proxy, header, value);
        assert_eq!((page.status, code(&page)), (401, None), "{header}");
        // The identity header does begin a session, and the token neither helps nor prevents this.
        let query = format!("challenge={CHALLENGE}");
        let page = proxy.send(&sign_in_page(&query).header(header, value).header("x-agent", "bob"));
        assert!(page.text().contains("<bdi>bob</bdi>") && code(&page).is_some());
    }
}

#[test]
fn a_header_and_an_assertion_of_two_users_begin_nothing() {
    let issuer = Issuer::ed("k");
    let (proxy, _folder) = start(&issuer, ASSERTION, &["--user-header", "X-Agent"]);
    let page = |agent| {
        let request = sign_in_page(&format!("challenge={CHALLENGE}")).header("x-agent", agent);
        proxy.send(&request.header(ASSERTION, &issuer.token(&claims("zoe"))))
    };
    let refused = page("bob");
    assert_eq!((refused.status, code(&refused)), (401, None));
    assert!(refused.text().contains("data-reason=\"two_identities\""), "{}", refused.text());
    assert!(refused.text().contains("You could not be signed in."), "{}", refused.text());
    // The identity header of the same user has no end, so its session ends only after `--session-hours`.
    let begun = proxy.send(&redeem(&code(&page("zoe")).unwrap(), VERIFIER, "cookie")).json();
    assert!(rest(&begun) > 9 * 3600, "{begun}");
}

#[test]
fn without_a_header_of_a_front_there_is_no_sign_in() {
    let issuer = Issuer::ed("k");
    let token = issuer.token(&claims("zoe"));
    for header in ["X-Ticket-Note-Token", "Authorization"] {
        let (proxy, folder) = start(&issuer, header, &[]);
        assert_eq!(proxy.send(&session("GET")).json(), json!({"signedIn": false, "canSignIn": false}));
        let page = open_page(&proxy, header, &token);
        assert_eq!((page.status, code(&page)), (404, None));
        assert!(page.text().contains("The note form has no sign-in here."), "{}", page.text());
        let ours = proxy.send(&session("GET").header("x-ticket-note-token", "tn1.x"));
        ours.is(401, "unauthenticated", "no");
        let flags = ["--jwt-keys", &folder.file("keys"), "--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE];
        let key = ["--public-origin", ORIGIN, "--jwt-header", header, "--session-key-file", "/none"];
        let (code, text) = Program::sandbox().with(&flags).with(&key).fail();
        let expected = "--session-key-file needs --user-header, or another --jwt-header; ";
        assert!(code == 2 && text.contains(expected), "{text}");
    }
    let (proxy, _folder) = start(&issuer, ASSERTION, &[]);
    assert_eq!(proxy.send(&session("GET")).json(), json!({"signedIn": false, "canSignIn": true}));
}

#[test]
fn without_a_public_origin_no_form_offers_a_sign_in() {
    let proxy = Program::sandbox().with(&["--user-header", "X-Agent"]).start();
    let seen = proxy.send(&session("GET"));
    assert_eq!((seen.status, seen.json()), (200, json!({"signedIn": false, "canSignIn": false})));
    assert_eq!(proxy.send(&session("GET").header("x-agent", "7")).json()["signedIn"], true);
}
