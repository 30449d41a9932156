//! Tokens of another issuer, with keys from a file.

use crate::support::issuer::{AUDIENCE, ISSUER, Issuer, claims, key_set, merged, now, without};
use crate::support::sign_in::{HOST, ORIGIN, session, signed_in};
use crate::support::{Folder, NOTE, Program, Proxy, Request, fresh_key, post};
use serde_json::json;
use std::fs;

fn start(issuer: &Issuer, flags: &[&str]) -> (Proxy, Folder) {
    let folder = Folder::new().with("keys", key_set(&[issuer])).with("users", "zoe 7\nbob 8\n");
    let (keys, users) = (folder.file("keys"), folder.file("users"));
    let all =
        ["--jwt-keys", &keys, "--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE, "--public-origin", ORIGIN];
    let flags: Vec<String> = flags.iter().map(|flag| flag.replace("USERS", &users)).collect();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    (Program::sandbox().with(&all).with(&flags).start(), folder)
}

fn note() -> Request {
    post(&fresh_key(), NOTE).header("host", HOST)
}

fn note_with(token: &str) -> Request {
    note().header("x-ticket-note-token", token)
}

#[test]
fn a_token_names_the_author() {
    let issuer = Issuer::rsa("k");
    let (proxy, _folder) = start(&issuer, &["--users", "USERS", "--jwt-name-claim", "name"]);
    let token = issuer.token(&merged(claims("zoe"), &json!({"name": "Zoë"})));
    proxy.send(&note_with(&token)).is_saved();
    assert_eq!(proxy.notes()[0]["userID"], 7);
    let seen = proxy.send(&session("GET").header("x-ticket-note-token", &token)).json();
    assert_eq!((&seen["name"], &seen["way"]), (&json!("Zoë"), &json!("token")));
    assert!(seen["expiresAt"].is_string());
    proxy.send(&note_with(&issuer.token(&claims("eve")))).is(403, "unknown_user", "no");
    proxy.send(&note()).is(401, "unauthenticated", "no");
    assert!(!proxy.log().contains(&token));
}

#[test]
fn a_name_is_bounded_and_an_empty_one_is_the_login() {
    let issuer = Issuer::ed("k");
    let flags = ["--users", "USERS", "--jwt-name-claim", "name", "--user-header", "X-Agent"];
    let (proxy, folder) = start(&issuer, &flags);
    let long = "z".repeat(300);
    fs::write(folder.file("users"), format!("zoe 7\n{long} 9\n")).unwrap();
    proxy.signal("HUP");
    proxy.logs("reloaded part=\"users\"");
    let name =
        |name: &str, value: &str| proxy.send(&session("GET").header(name, value)).json()["name"].clone();
    for (claim, shown) in [
        (json!("Z\u{1b}[31m\no\u{85}\u{e}ë"), "Z[31moë"),
        (json!("é".repeat(300)), &"é".repeat(200)),
        (json!(""), "zoe"),
        (json!(" \n"), "zoe"),
        (json!(7), "zoe"),
        (json!(null), "zoe"),
    ] {
        let token = issuer.token(&merged(claims("zoe"), &json!({"name": claim})));
        assert_eq!(name("x-ticket-note-token", &token), shown, "{claim}");
    }
    assert_eq!(name("x-ticket-note-token", &issuer.token(&claims(&long))), "z".repeat(200));
    assert_eq!(name("x-agent", &long), "z".repeat(200));
}

#[test]
fn the_log_names_the_rule_that_a_token_breaks() {
    let issuer = Issuer::ed("k");
    let (proxy, _folder) = start(&issuer, &[]);
    for (token, reason) in [
        (issuer.token(&merged(claims("7"), &json!({"exp": now() - 100}))), "expired"),
        (issuer.token(&merged(claims("7"), &json!({"aud": "other"}))), "wrong_audience"),
        (issuer.token(&merged(claims("7"), &json!({"iss": "other"}))), "wrong_issuer"),
        (issuer.token(&without(claims("7"), "exp")), "missing_claim"),
        (Issuer::ed("k").token(&claims("7")), "bad_signature"),
        (Issuer::ed("other").token(&claims("7")), "unknown_key"),
        (issuer.token_with(&json!({"alg": "none", "kid": "k"}), &claims("7")), "malformed"),
        (issuer.token_with(&json!({"alg": "HS256", "kid": "k"}), &claims("7")), "wrong_algorithm"),
        (issuer.token_with(&json!({"alg": "EdDSA", "kid": "k", "crit": ["x"]}), &claims("7")), "critical"),
    ] {
        proxy.send(&note_with(&token)).is(401, "unauthenticated", "no");
        proxy.logs(&format!("reason=\"{reason}\""));
    }
    assert_eq!(proxy.notes().len(), 0);
}

#[test]
fn keys_that_rotate_are_read_after_sighup() {
    let (old, new) = (Issuer::ec("old"), Issuer::ec("new"));
    let (proxy, folder) = start(&old, &[]);
    let reload = |keys: &str, line: &str| {
        fs::write(folder.file("keys"), keys).unwrap();
        proxy.signal("HUP");
        proxy.logs(line);
    };
    proxy.send(&note_with(&old.token(&claims("7")))).is_saved();
    proxy.send(&note_with(&new.token(&claims("7")))).is(401, "unauthenticated", "no");
    reload(&key_set(&[&new]), "reloaded part=\"keys of tokens\"");
    proxy.send(&note_with(&new.token(&claims("7")))).is_saved();
    proxy.send(&note_with(&old.token(&claims("7")))).is(401, "unauthenticated", "no");
    reload("{}", "not reloaded, so the previous one stays in use part=\"keys of tokens\"");
    proxy.send(&note_with(&new.token(&claims("7")))).is_saved();
}

#[test]
fn authorization_counts_only_if_it_is_named() {
    let issuer = Issuer::ed("k");
    let token = issuer.token(&claims("7"));
    let bearer = format!("Bearer {token}");
    let (proxy, _folder) = start(&issuer, &[]);
    proxy.send(&note().header("authorization", &bearer)).is(401, "unauthenticated", "no");
    let (proxy, _folder) = start(&issuer, &["--jwt-header", "Authorization"]);
    proxy.send(&note().header("authorization", &bearer)).is_saved();
    for value in [token.as_str(), "Basic QQ==", "Bearer", "Bearer "] {
        proxy.send(&note().header("authorization", value)).is(401, "unauthenticated", "no");
    }
    // Then the header of our bearers takes no token of another issuer.
    proxy.send(&note_with(&token)).is(401, "unauthenticated", "no");
}

#[test]
fn a_bad_token_never_falls_through_to_another_way() {
    let issuer = Issuer::ed("k");
    let (proxy, _folder) = start(&issuer, &["--user-header", "X-Agent"]);
    let cookie = signed_in(&proxy, "7");
    let bad = issuer.token(&merged(claims("7"), &json!({"exp": now() - 100})));
    proxy.send(&note_with(&bad).header("x-agent", "7")).is(401, "unauthenticated", "no");
    proxy.send(&note_with(&bad).header("cookie", &cookie)).is(401, "unauthenticated", "no");
    let good = issuer.token(&claims("7"));
    proxy.send(&note_with(&good).header("cookie", &cookie).header("x-agent", "7")).is_saved();
    proxy.send(&note_with(&good).header("x-agent", "8")).is(401, "two_identities", "no");
}

#[test]
fn the_settings_of_tokens_are_needed_together() {
    let folder = Folder::new().with("keys", key_set(&[&Issuer::ed("k")])).with("none", "{\"keys\":[]}");
    let (keys, none) = (folder.file("keys"), folder.file("none"));
    let rest = ["--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE];
    for (flags, message) in [
        (vec!["--jwt-keys", &keys], "--jwt-keys needs --jwt-issuer; "),
        (vec!["--jwt-issuer", ISSUER, "--jwt-keys", &keys], "--jwt-keys needs --jwt-audience; "),
        (vec!["--jwt-audience", AUDIENCE], "--jwt-audience needs --jwt-keys; "),
        ([&["--jwt-keys", "/none"], &rest[..]].concat(), "--jwt-keys: cannot read /none"),
        ([&["--jwt-keys", &none], &rest[..]].concat(), "has no key that can be used"),
        (
            [&["--jwt-keys", "http://login.example/keys"], &rest[..]].concat(),
            "expected a file, or an https URL",
        ),
        (
            [&["--jwt-keys", "https://u:p@login.example/keys"], &rest[..]].concat(),
            "expected a file, or an https URL",
        ),
        ([&["--jwt-keys", &keys, "--jwt-header", "Cookie"], &rest[..]].concat(), "'--jwt-header <NAME>'"),
        (
            [&["--jwt-keys", &keys, "--user-header", "X-A", "--jwt-header", "X-A"], &rest[..]].concat(),
            "--user-header and --jwt-header name the same header",
        ),
    ] {
        let (code, text) = Program::sandbox().with(&flags).fail();
        assert!(code == 2 && text.contains(message), "{message}: {text}");
        assert!(!text.contains("u:p"), "{text}");
    }
}
