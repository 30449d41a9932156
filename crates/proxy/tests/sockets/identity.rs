//! Authentication by identity header, rate limits by caller, and public origins.

use crate::support::{Folder, NOTE, Program, Proxy, Reply, Request, Upstream, fresh_key, post};

struct Fixture {
    upstream: Upstream,
    proxy: Proxy,
    _folder: Folder,
}

/// Starts a proxy that takes the identity from the header `X-Agent`. `USERS` in a flag stands for
/// the path of a users file.
fn authenticated(flags: &[&str]) -> Fixture {
    let upstream = Upstream::new(Reply::success());
    let folder = Folder::new().with_key("k-1234").with("users", "zoë@crm.example 7\nbob 8\n");
    let (address, key, ledger) =
        (format!("http://{}", upstream.address), folder.file("key"), folder.file("ledger"));
    let proxy = Program::new(&["--upstream", &address, "--api-key-file", &key, "--ledger", &ledger])
        .with(&["--user-header", "X-Agent"])
        .with(
            &flags
                .iter()
                .map(|flag| flag.replace("USERS", &folder.file("users")))
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>(),
        )
        .start();
    Fixture { upstream, proxy, _folder: folder }
}

fn post_by(agent: &str) -> Request {
    post(&fresh_key(), NOTE).header("x-agent", agent)
}

#[test]
fn the_author_comes_from_the_header_never_from_the_body() {
    let fixture = authenticated(&[]);
    fixture.proxy.send(&post_by("7")).is_saved();
    fixture.proxy.send(&post_by("7").body(NOTE.replace("254", "-1"))).is_saved();
    fixture.proxy.send(&post_by("7").body(NOTE.replace(r#","userID":254"#, ""))).is_saved();
    for request in fixture.upstream.requests() {
        assert!(
            request.contains("name=\"userID\"\r\n\r\n7\r\n") && !request.contains("\n254\r"),
            "{request}"
        );
    }
    assert_eq!(fixture.upstream.calls(), 3);
}

#[test]
fn an_identity_must_be_exactly_one_valid_value() {
    let fixture = authenticated(&[]);
    let anonymous = || post(&fresh_key(), NOTE);
    for request in [
        anonymous(),
        post_by(""),
        post_by("7").header("x-agent", "8"),
        post_by("7").header("X-AGENT", "7"),
        post_by("7").header("x_agent", "8"),
        anonymous().header("x_agent", "7"),
        post_by("7").header("connection", "keep-alive, X-Agent"),
        post_by("7").header("connection", "x-agent"),
    ] {
        fixture.proxy.send(&request).is(401, "unauthenticated", "no");
    }
    assert_eq!(fixture.upstream.calls(), 0);
}

#[test]
fn a_login_that_is_no_user_id_gets_403() {
    let fixture = authenticated(&[]);
    for login in ["0", "-7", "7.0", "seven", "7, 8", "9007199254740992"] {
        fixture.proxy.send(&post_by(login)).is(403, "unknown_user", "no");
        fixture.proxy.logs(&format!("reason=\"unknown_login\" login=\"{login}\""));
    }
    assert_eq!(fixture.upstream.calls(), 0);
}

#[test]
fn the_identity_header_of_an_untrusted_peer_is_refused() {
    let fixture = authenticated(&["--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "2001:db8::/32"]);
    fixture.proxy.send(&post_by("7")).is(401, "unauthenticated", "no");
    assert_eq!(fixture.upstream.calls(), 0);
    let fixture = authenticated(&["--trusted-proxy", "10.0.0.0/8,127.0.0.1"]);
    fixture.proxy.send(&post_by("7")).is_saved();
}

#[test]
fn a_login_maps_to_its_user_id_an_unknown_one_gets_403() {
    let fixture = authenticated(&["--users", "USERS"]);
    fixture.proxy.send(&post_by("zoë@crm.example")).is_saved();
    assert!(fixture.upstream.requests()[0].contains("name=\"userID\"\r\n\r\n7\r\n"));
    for login in ["Bob", "8", "eve", "bob bob"] {
        fixture.proxy.send(&post_by(login)).is(403, "unknown_user", "no");
    }
    fixture.proxy.logs("outcome=\"unknown_user\" reason=\"unknown_login\" login=\"bob bob\"");
}

#[test]
fn an_attempt_is_not_shared_between_callers() {
    let fixture = authenticated(&[]);
    let key = fresh_key();
    let send_by = |agent: &str| fixture.proxy.send(&post(&key, NOTE).header("x-agent", agent));
    assert_eq!(send_by("7").is_saved().header("idempotency-replayed"), None);
    assert_eq!(send_by("8").is_saved().header("idempotency-replayed"), None);
    assert_eq!(send_by("7").is_saved().header("idempotency-replayed"), Some("true"));
    assert_eq!(fixture.upstream.calls(), 2);
}

#[test]
fn an_id_with_leading_zeros_is_the_same_caller() {
    let fixture = authenticated(&["--rate-limit", "3"]);
    let key = fresh_key();
    let send_by = |agent: &str| fixture.proxy.send(&post(&key, NOTE).header("x-agent", agent));
    assert_eq!(send_by("7").is_saved().header("idempotency-replayed"), None);
    assert_eq!(send_by("07").is_saved().header("idempotency-replayed"), Some("true"));
    assert_eq!(send_by("007").is_saved().header("idempotency-replayed"), Some("true"));
    assert_eq!(fixture.upstream.calls(), 1);
    send_by("0007").is(429, "rate_limited", "no");
}

#[test]
fn without_authentication_the_body_names_the_author() {
    let upstream = Upstream::new(Reply::success());
    let proxy = Program::upstream(upstream.address).start();
    proxy.send(&post_by("7")).is_saved();
    assert!(upstream.requests()[0].contains("name=\"userID\"\r\n\r\n254\r\n"));
}

#[test]
fn a_caller_over_the_rate_limit_gets_retry_after() {
    let fixture = authenticated(&["--rate-limit", "3"]);
    for _ in 0..3 {
        fixture.proxy.send(&post_by("7")).is_saved();
    }
    let response = fixture.proxy.send(&post_by("7"));
    let wait: u64 = response.is(429, "rate_limited", "no").header("retry-after").unwrap().parse().unwrap();
    assert!((1..=20).contains(&wait), "{wait}");
    fixture.proxy.send(&post_by("8")).is_saved();
    assert_eq!(fixture.upstream.calls(), 4);
}

#[test]
fn without_an_identity_the_address_is_rate_limited() {
    let upstream = Upstream::new(Reply::success());
    let send_from =
        |proxy: &Proxy, hops: &str| proxy.send(&post(&fresh_key(), NOTE).header("x-forwarded-for", hops));
    let behind = Program::upstream(upstream.address).with(&["--rate-limit", "1"]).start();
    send_from(&behind, "203.0.113.1").is_saved();
    send_from(&behind, "198.51.100.7, 203.0.113.1").is(429, "rate_limited", "no");
    send_from(&behind, "203.0.113.1, 203.0.113.2").is_saved();
    let bare = Program::upstream(upstream.address)
        .with(&["--rate-limit", "1", "--trusted-proxy", "10.0.0.0/8"])
        .start();
    send_from(&bare, "203.0.113.1").is_saved();
    send_from(&bare, "203.0.113.2").is(429, "rate_limited", "no");
}

#[test]
fn only_the_public_origins_and_their_hosts_are_accepted() {
    let upstream = Upstream::new(Reply::success());
    let flags = ["--public-origin", "https://crm.example", "--public-origin", "https://portal.example:8443"];
    let proxy = Program::upstream(upstream.address).with(&flags).start();
    let without_site = |host: &str, origin: &str| {
        post(&fresh_key(), NOTE).without("sec-fetch-site").header("host", host).header("origin", origin)
    };
    proxy.send(&without_site("crm.example", "https://crm.example")).is_saved();
    proxy.send(&without_site("portal.example:8443", "https://portal.example:8443")).is_saved();
    proxy.send(&post(&fresh_key(), NOTE).header("host", "crm.example")).is_saved();
    for request in [
        without_site("crm.example", "http://crm.example"),
        without_site("evil.example", "https://evil.example"),
        without_site("evil.example", "https://crm.example"),
        post(&fresh_key(), NOTE),
        post(&fresh_key(), NOTE).header("host", "evil.example"),
        post(&fresh_key(), NOTE).header("host", "crm.example").header("host", "evil.example"),
    ] {
        proxy.send(&request).is(403, "cross_site", "no");
    }
    assert_eq!(upstream.calls(), 3);
}

#[test]
fn the_log_says_in_one_word_why_there_is_no_identity() {
    let fixture = authenticated(&["--users", "USERS"]);
    let long = "é\u{1b}[31m".repeat(30);
    for (request, line) in [
        (post(&fresh_key(), NOTE), "reason=\"missing\" milliseconds"),
        (post_by("bob").header("x-agent", "bob"), "reason=\"two_values\""),
        (post_by("bob").header("x_agent", "bob"), "reason=\"ambiguous\""),
        (post_by(&long.replace('\u{1b}', "")), "reason=\"unknown_login\" login=\"é[31mé[31m"),
    ] {
        assert!(matches!(fixture.proxy.send(&request).status, 401 | 403));
        fixture.proxy.logs(line);
    }
    assert!(!fixture.proxy.log().contains(&"é[31m".repeat(20)), "{}", fixture.proxy.log());
}

#[test]
fn case_can_be_ignored_but_collisions_stop_the_start() {
    let fixture = authenticated(&["--users", "USERS", "--users-ignore-case"]);
    fixture.proxy.send(&post_by("BOB")).is_saved();
    fixture.proxy.send(&post_by("ZOë@CRM.example")).is_saved();
    fixture.proxy.send(&post_by("ZOË@crm.example")).is(403, "unknown_user", "no");
    let folder = Folder::new().with("users", "bob 7\nBob 8\n");
    let flags = ["--user-header", "X-Agent", "--users", &folder.file("users"), "--users-ignore-case"];
    let (code, text) = Program::sandbox().with(&flags).fail();
    assert_eq!((code, text.contains("line 2 has the same login as line 1")), (2, true), "{text}");
}
