//! The log of requests without a valid identity: reason, login and way, and never a token.

use crate::support::issuer::{AUDIENCE, ISSUER, Issuer, claims, encode, key_set, merged, now, without};
use crate::support::sign_in::{HOST, ORIGIN, VERIFIER, bearer_of, code_of, redeem, session, signed_in};
use crate::support::{Folder, NOTE, Program, Proxy, Request, eventually, fresh_key, get, post};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;

// cspell:disable-next-line
const KEY: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

fn folder(issuer: &Issuer) -> Folder {
    let folder =
        Folder::new().with("keys", key_set(&[issuer])).with("users", "zoe 7\nbob 8\n").with("session", KEY);
    fs::set_permissions(folder.file("session"), fs::Permissions::from_mode(0o600)).unwrap();
    folder
}

/// Starts a proxy that knows all three ways.
fn start(folder: &Folder, flags: &[&str]) -> Proxy {
    let (keys, users, session) = (folder.file("keys"), folder.file("users"), folder.file("session"));
    let ways = ["--user-header", "X-Agent", "--users", &users, "--session-key-file", &session];
    let tokens = ["--jwt-keys", &keys, "--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE];
    let program = Program::sandbox().with(&ways).with(&tokens).with(&["--public-origin", ORIGIN]);
    program.with(flags).env("RUST_LOG", "trace").start()
}

fn note() -> Request {
    post(&fresh_key(), NOTE).header("host", HOST)
}

fn status() -> Request {
    get(&format!("/api/ticket-note/attempts/{}", fresh_key().trim_matches('"'))).header("host", HOST)
}

#[track_caller]
fn refuses(proxy: &Proxy, request: &Request, line: &str) {
    let response = proxy.send(request);
    assert!(matches!(response.status, 401 | 403), "{}", response.text());
    proxy.logs(line);
}

#[test]
fn a_refused_header_is_logged_with_login_and_way() {
    let proxy = start(&folder(&Issuer::ed("k")), &[]);
    let by = |login: &str| note().header("x-agent", login);
    refuses(&proxy, &by("eve"), r#"reason="unknown_login" login="eve" way="header" milliseconds"#);
    refuses(&proxy, &by("bob").header("x-agent", "bob"), r#"reason="two_values" way="header" milliseconds"#);
    refuses(&proxy, &by("bob").header("x_agent", "bob"), r#"reason="ambiguous" way="header" milliseconds"#);
    refuses(&proxy, &note(), r#"reason="missing" milliseconds"#);
}

#[test]
fn a_refused_token_is_logged_with_login_and_way() {
    let issuer = Issuer::ed("k");
    let proxy = start(&folder(&issuer), &[]);
    for (claims, reason) in [
        (merged(claims("zoe"), &json!({"exp": now() - 100})), "expired"),
        (merged(claims("zoe"), &json!({"nbf": now() + 100})), "not_yet_valid"),
        (merged(claims("zoe"), &json!({"aud": "other"})), "wrong_audience"),
        (merged(claims("zoe"), &json!({"iss": "other"})), "wrong_issuer"),
        (without(claims("zoe"), "exp"), "missing_claim"),
    ] {
        let request = note().header("x-ticket-note-token", &issuer.token(&claims));
        refuses(&proxy, &request, &format!(r#"reason="{reason}" login="zoe" way="token" milliseconds"#));
    }
    let eve = note().header("x-ticket-note-token", &issuer.token(&claims("eve")));
    refuses(&proxy, &eve, r#"reason="unknown_login" login="eve" way="token" milliseconds"#);
    // Without a valid signature, anyone can have written the login.
    let forged = note().header("x-ticket-note-token", &Issuer::ed("k").token(&claims("zoe")));
    refuses(&proxy, &forged, r#"reason="bad_signature" way="token" milliseconds"#);
}

#[test]
fn a_refused_session_is_logged_with_login_and_way() {
    let folder = folder(&Issuer::ed("k"));
    let proxy = start(&folder, &[]);
    let (cookie, bearer, code) = (signed_in(&proxy, "zoe"), bearer_of(&proxy, "zoe"), code_of(&proxy, "zoe"));
    let other = redeem(&code, &"a".repeat(43), "cookie");
    refuses(&proxy, &other, r#"the session was refused reason="wrong_verifier" login="zoe" way="code""#);
    let unsealed = note().header("cookie", "__Host-ticket-note=AAAA");
    refuses(&proxy, &unsealed, r#"reason="bad_signature" way="cookie" milliseconds"#);
    let different = note().header("cookie", &cookie).header("x-agent", "bob");
    refuses(&proxy, &different, r#"reason="two_identities" login="zoe" way="cookie" milliseconds"#);
    // A later proxy with the same key ended all sessions.
    let later = start(&folder, &["--sessions-not-before", "2099-01-01T00:00:00Z"]);
    for (name, value, way) in [("cookie", &cookie, "cookie"), ("x-ticket-note-token", &bearer, "bearer")] {
        let line = format!(r#"reason="expired" login="zoe" way="{way}""#);
        refuses(&later, &note().header(name, value), &format!("{line} milliseconds"));
        refuses(&later, &status().header(name, value), &format!("the status was refused {line}"));
    }
    refuses(&later, &redeem(&code, VERIFIER, "cookie"), r#"reason="expired" login="zoe" way="code""#);
    assert_eq!(later.send(&session("GET").header("cookie", &cookie)).json()["signedIn"], false);
    later.logs(r#"the session was refused reason="expired" login="zoe" way="cookie""#);
}

#[test]
fn a_refused_status_is_logged_like_a_note() {
    let folder = folder(&Issuer::ed("k"));
    let users = folder.file("users");
    // At the level `info`, which is the default.
    let proxy = Program::sandbox().with(&["--user-header", "X-Agent", "--users", &users]).start();
    refuses(
        &proxy,
        &status(),
        r#"INFO ticket_note_proxy::endpoint::status: the status was refused reason="missing""#,
    );
    let eve = status().header("x-agent", "eve");
    refuses(&proxy, &eve, r#"the status was refused reason="unknown_login" login="eve" way="header""#);
    let long = "é".repeat(65);
    let line = format!("login=\"{}…\" way", "é".repeat(64));
    refuses(&proxy, &status().header("x-agent", &long), &line);
}

/// Returns the value of `login` in the lines of a JSON log.
fn logged_logins(proxy: &Proxy) -> Vec<String> {
    let lines =
        proxy.log().lines().filter_map(|line| serde_json::from_str(line).ok()).collect::<Vec<Value>>();
    lines.iter().filter_map(|line| line["login"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_login_is_escaped_in_text_and_in_json() {
    let issuer = Issuer::ed("k");
    // A header cannot have some of them; the claim of a token can.
    let in_header = "e\"\\\t\u{80}\u{85}\u{9b}31m\u{202a}\u{202e}\u{2066}\u{2069}\u{2028}\u{2029}ve";
    let in_token = format!("{in_header}\u{1b}[31m\r\n\0\u{7f}");
    let obeyed = |letter: char| {
        letter.is_control() || matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    for format in ["text", "json"] {
        let proxy = start(&folder(&issuer), &["--log-format", format]);
        refuses(&proxy, &note().header("x-agent", in_header), "unknown_login");
        refuses(&proxy, &status().header("x-agent", in_header), "the status was refused");
        let token = issuer.token(&claims(&in_token));
        refuses(&proxy, &session("GET").header("x-ticket-note-token", &token), "the session was refused");
        eventually("the lines are whole", || proxy.log().ends_with('\n'));
        let log = proxy.log();
        assert!(log.lines().all(|line| !line.contains(obeyed)), "{log:?}");
        if format == "json" {
            assert_eq!(logged_logins(&proxy), [in_header, in_header, &in_token]);
        } else {
            let escaped =
                r#"login="e\"\\\t\u{80}\u{85}\u{9b}31m\u{202a}\u{202e}\u{2066}\u{2069}\u{2028}\u{2029}ve"#;
            assert_eq!(log.matches(escaped).count(), 3, "{log}");
        }
    }
}

#[test]
fn a_refused_token_never_enters_the_log() {
    let issuer = Issuer::rsa("k");
    let proxy = start(&folder(&issuer), &[]);
    let valid = issuer.token(&claims("zoe"));
    let (signed, signature) = valid.rsplit_once('.').unwrap();
    for (token, reason) in [
        (issuer.token(&merged(claims("zoe"), &json!({"exp": now() - 100}))), "expired"),
        (issuer.token(&merged(claims("zoe"), &json!({"aud": "other"}))), "wrong_audience"),
        (Issuer::ed("other").token(&claims("zoe")), "unknown_key"),
        (Issuer::rsa("k").token(&claims("zoe")), "bad_signature"),
        (format!("{signed}.{signature}.x"), "malformed"),
        (format!("{}.{signature}", encode(b"no token")), "malformed"),
        (issuer.token(&claims("eve")), "unknown_login"),
        (format!("tn1.{signature}"), "bad_signature"),
    ] {
        for request in [note(), status(), session("GET")] {
            let before = proxy.log().matches(&format!("reason=\"{reason}\"")).count();
            assert!(matches!(proxy.send(&request.header("x-ticket-note-token", &token)).status, 401 | 403));
            eventually(reason, || proxy.log().matches(&format!("reason=\"{reason}\"")).count() > before);
        }
        for part in token.split('.').filter(|part| part.len() > 3) {
            assert!(!proxy.log().contains(part), "{reason}: {part} in {}", proxy.log());
        }
    }
}
