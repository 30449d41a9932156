//! Who writes, and who says so.

use crate::support::{Folder, NOTE, Program, Proxy, Reply, Request, Upstream, fresh_key, post};

struct Desk {
    upstream: Upstream,
    proxy: Proxy,
    _folder: Folder,
}

/// A proxy behind a sign-in that sends `X-Agent`.
fn signed_in(settings: &[&str]) -> Desk {
    let upstream = Upstream::new(Reply::success());
    let folder = Folder::new().with_key("k-1234").with("users", "zoë@crm.example 7\nbob 8\n");
    let (address, key, ledger) =
        (format!("http://{}", upstream.address), folder.file("key"), folder.file("ledger"));
    let proxy = Program::new(&["--upstream", &address, "--api-key-file", &key, "--ledger", &ledger])
        .with(&["--user-header", "X-Agent"])
        .with(
            &settings
                .iter()
                .map(|word| word.replace("USERS", &folder.file("users")))
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>(),
        )
        .start();
    Desk { upstream, proxy, _folder: folder }
}

fn by(agent: &str) -> Request {
    post(&fresh_key(), NOTE).header("x-agent", agent)
}

#[test]
fn the_author_is_whom_the_sign_in_names_and_never_whom_the_body_names() {
    let desk = signed_in(&[]);
    desk.proxy.send(&by("7")).is_saved();
    desk.proxy.send(&by("7").body(NOTE.replace("254", "-1"))).is_saved();
    desk.proxy.send(&by("7").body(NOTE.replace(r#","userID":254"#, ""))).is_saved();
    for request in desk.upstream.requests() {
        assert!(request.contains("name=\"userID\"\r\n\r\n7\r\n") && !request.contains("254"), "{request}");
    }
    assert_eq!(desk.upstream.calls(), 3);
}

#[test]
fn an_identity_that_is_not_exactly_one_good_value_is_none() {
    let desk = signed_in(&[]);
    let nobody = || post(&fresh_key(), NOTE);
    for request in [
        nobody(),
        by(""),
        by("0"),
        by("-7"),
        by("7.0"),
        by("seven"),
        by("7, 8"),
        by("9007199254740992"),
        by("7").header("x-agent", "8"),
        by("7").header("X-AGENT", "7"),
        by("7").header("x_agent", "8"),
        nobody().header("x_agent", "7"),
        by("7").header("connection", "keep-alive, X-Agent"),
        by("7").header("connection", "x-agent"),
    ] {
        desk.proxy.send(&request).is(401, "unauthenticated", "no");
    }
    assert_eq!(desk.upstream.calls(), 0);
}

#[test]
fn a_peer_that_is_not_trusted_vouches_for_nobody() {
    let desk = signed_in(&["--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "2001:db8::/32"]);
    desk.proxy.send(&by("7")).is(401, "unauthenticated", "no");
    assert_eq!(desk.upstream.calls(), 0);
    let desk = signed_in(&["--trusted-proxy", "10.0.0.0/8,127.0.0.1"]);
    desk.proxy.send(&by("7")).is_saved();
}

#[test]
fn a_login_is_its_author_and_an_unknown_one_is_nobody() {
    let desk = signed_in(&["--users", "USERS"]);
    desk.proxy.send(&by("zoë@crm.example")).is_saved();
    assert!(desk.upstream.requests()[0].contains("name=\"userID\"\r\n\r\n7\r\n"));
    for login in ["Bob", "8", "eve", "bob bob"] {
        desk.proxy.send(&by(login)).is(401, "unauthenticated", "no");
    }
}

#[test]
fn an_attempt_is_not_shared_between_callers() {
    let desk = signed_in(&[]);
    let key = fresh_key();
    let of = |agent: &str| desk.proxy.send(&post(&key, NOTE).header("x-agent", agent));
    assert_eq!(of("7").is_saved().header("idempotency-replayed"), None);
    assert_eq!(of("8").is_saved().header("idempotency-replayed"), None);
    assert_eq!(of("7").is_saved().header("idempotency-replayed"), Some("true"));
    assert_eq!(desk.upstream.calls(), 2);
}

#[test]
fn a_number_written_in_two_ways_is_one_caller() {
    let desk = signed_in(&["--rate-limit", "3"]);
    let key = fresh_key();
    let of = |agent: &str| desk.proxy.send(&post(&key, NOTE).header("x-agent", agent));
    assert_eq!(of("7").is_saved().header("idempotency-replayed"), None);
    assert_eq!(of("07").is_saved().header("idempotency-replayed"), Some("true"));
    assert_eq!(of("007").is_saved().header("idempotency-replayed"), Some("true"));
    assert_eq!(desk.upstream.calls(), 1);
    of("0007").is(429, "rate_limited", "no");
}

#[test]
fn without_a_sign_in_the_body_names_the_author() {
    let upstream = Upstream::new(Reply::success());
    let proxy = Program::upstream(upstream.address).start();
    proxy.send(&by("7")).is_saved();
    assert!(upstream.requests()[0].contains("name=\"userID\"\r\n\r\n254\r\n"));
}

#[test]
fn a_caller_who_comes_too_often_is_told_when_to_come_again() {
    let desk = signed_in(&["--rate-limit", "3"]);
    for _ in 0..3 {
        desk.proxy.send(&by("7")).is_saved();
    }
    let answer = desk.proxy.send(&by("7"));
    let wait: u64 = answer.is(429, "rate_limited", "no").header("retry-after").unwrap().parse().unwrap();
    assert!((1..=20).contains(&wait), "{wait}");
    desk.proxy.send(&by("8")).is_saved();
    assert_eq!(desk.upstream.calls(), 4);
}

#[test]
fn an_address_is_counted_where_there_is_no_identity() {
    let upstream = Upstream::new(Reply::success());
    let of =
        |proxy: &Proxy, hops: &str| proxy.send(&post(&fresh_key(), NOTE).header("x-forwarded-for", hops));
    let behind = Program::upstream(upstream.address).with(&["--rate-limit", "1"]).start();
    of(&behind, "203.0.113.1").is_saved();
    of(&behind, "198.51.100.7, 203.0.113.1").is(429, "rate_limited", "no");
    of(&behind, "203.0.113.1, 203.0.113.2").is_saved();
    let bare = Program::upstream(upstream.address)
        .with(&["--rate-limit", "1", "--trusted-proxy", "10.0.0.0/8"])
        .start();
    of(&bare, "203.0.113.1").is_saved();
    of(&bare, "203.0.113.2").is(429, "rate_limited", "no");
}

#[test]
fn a_public_origin_is_the_only_one_and_so_is_its_host() {
    let upstream = Upstream::new(Reply::success());
    let settings = ["--public-origin", "https://crm.example", "--public-origin", "https://desk.example:8443"];
    let proxy = Program::upstream(upstream.address).with(&settings).start();
    let unmarked = |host: &str, origin: &str| {
        post(&fresh_key(), NOTE).without("sec-fetch-site").header("host", host).header("origin", origin)
    };
    proxy.send(&unmarked("crm.example", "https://crm.example")).is_saved();
    proxy.send(&unmarked("desk.example:8443", "https://desk.example:8443")).is_saved();
    proxy.send(&post(&fresh_key(), NOTE).header("host", "crm.example")).is_saved();
    for request in [
        unmarked("crm.example", "http://crm.example"),
        unmarked("evil.example", "https://evil.example"),
        unmarked("evil.example", "https://crm.example"),
        post(&fresh_key(), NOTE),
        post(&fresh_key(), NOTE).header("host", "evil.example"),
        post(&fresh_key(), NOTE).header("host", "crm.example").header("host", "evil.example"),
    ] {
        proxy.send(&request).is(403, "cross_site", "no");
    }
    assert_eq!(upstream.calls(), 3);
}
