//! Signed tokens beside the other ways: trust, and attempts whose way changes.

use crate::support::issuer::{AUDIENCE, ISSUER, Issuer, claims, key_set, merged, without};
use crate::support::sign_in::{HOST, ORIGIN, session, signed_in};
use crate::support::{Folder, NOTE, Program, Proxy, fresh_key, get, post};
use serde_json::json;

fn start(issuer: &Issuer, flags: &[&str]) -> (Proxy, Folder) {
    let folder = Folder::new().with("keys", key_set(&[issuer])).with("users", "zoe 7\nbob 8\nzoe@idp 7\n");
    let (keys, users) = (folder.file("keys"), folder.file("users"));
    let tokens = ["--jwt-keys", &keys, "--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE];
    let others = ["--user-header", "X-Agent", "--users", &users, "--public-origin", ORIGIN];
    (Program::sandbox().with(&tokens).with(&others).with(flags).start(), folder)
}

const TOKEN: &str = "x-ticket-note-token";

#[test]
fn a_token_of_an_untrusted_peer_counts() {
    let issuer = Issuer::ed("k");
    let (proxy, _folder) = start(&issuer, &["--trusted-proxy", "10.0.0.0/8"]);
    let token = issuer.token(&claims("zoe"));
    let note = post(&fresh_key(), NOTE).header("host", HOST).header(TOKEN, &token);
    proxy.send(&note).is_saved();
    assert_eq!(proxy.notes()[0]["userID"], 7);
    assert_eq!(proxy.send(&session("GET").header(TOKEN, &token)).json()["way"], "token");
    // The identity header of that peer still refuses the request.
    proxy.send(&note.header("x-agent", "zoe")).is(401, "unauthenticated", "no");
    proxy.logs("reason=\"untrusted_peer\" login=\"zoe\" way=\"header\"");
}

#[test]
fn a_retry_after_the_way_changed_is_one_note() {
    let issuer = Issuer::ec("k");
    let (proxy, _folder) = start(&issuer, &[]);
    let (token, other) = (issuer.token(&claims("zoe@idp")), issuer.token(&claims("bob")));
    let cookie = signed_in(&proxy, "zoe");
    let ways = [("x-agent", "zoe"), (TOKEN, &token), ("cookie", &cookie)];
    for (index, first) in ways.into_iter().enumerate() {
        let key = fresh_key();
        let send = |(name, value)| proxy.send(&post(&key, NOTE).header("host", HOST).header(name, value));
        let path = format!("/api/ticket-note/attempts/{}", key.trim_matches('"'));
        let status = |(name, value)| proxy.send(&get(&path).header("host", HOST).header(name, value)).json();
        let sent = send(first);
        assert_eq!(sent.is_saved().header("idempotency-replayed"), None);
        for way in ways {
            let retry = send(way);
            assert_eq!(
                retry.is_saved().header("idempotency-replayed"),
                Some("true"),
                "{} {}",
                first.0,
                way.0
            );
            assert_eq!(retry.json()["caller"], sent.json()["caller"]);
            assert_eq!(status(way)["status"], "saved");
        }
        assert_eq!(status((TOKEN, &other))["code"], "not_found");
        assert_eq!(proxy.notes().len(), index + 1);
    }
}

#[test]
fn another_claim_can_name_the_user() {
    let issuer = Issuer::ed("k");
    let (proxy, _folder) = start(&issuer, &["--jwt-user-claim", "preferred_username"]);
    let send = |claims| {
        proxy.send(&post(&fresh_key(), NOTE).header("host", HOST).header(TOKEN, &issuer.token(&claims)))
    };
    send(merged(claims("bob"), &json!({"preferred_username": "zoe"}))).is_saved();
    send(without(merged(claims("-"), &json!({"preferred_username": "zoe"})), "sub")).is_saved();
    assert!(proxy.notes().iter().all(|note| note["userID"] == 7));
    // The subject of such a token is not the user, even if the users file has it.
    send(claims("bob")).is(401, "unauthenticated", "no");
    proxy.logs("reason=\"missing_claim\" way=\"token\"");
    send(merged(claims("bob"), &json!({"preferred_username": "eve"}))).is(403, "unknown_user", "no");
    assert_eq!(proxy.notes().len(), 2);
}

#[test]
fn two_tokens_in_a_header_of_another_name_are_refused() {
    let issuer = Issuer::ed("k");
    let (proxy, _folder) = start(&issuer, &["--jwt-header", "Cf-Access-Jwt-Assertion"]);
    let token = issuer.token(&claims("zoe"));
    let header = "cf-access-jwt-assertion";
    let once = || post(&fresh_key(), NOTE).header("host", HOST).header(header, &token);
    proxy.send(&once()).is_saved();
    for second in [token.as_str(), "x", ""] {
        proxy.send(&once().header(header, second)).is(401, "unauthenticated", "no");
    }
    proxy.send(&once().header("CF-ACCESS-JWT-ASSERTION", &token)).is(401, "unauthenticated", "no");
    proxy.logs("reason=\"two_values\" way=\"token\"");
    assert_eq!(proxy.notes().len(), 1);
}
