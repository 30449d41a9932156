//! `GET /api/ticket-note/attempts/{attemptId}`: the status of an attempt, for its caller only.

use crate::support::{
    CANARY, Folder, NOTE, Program, Proxy, Reply, Request, Response, SUCCESS, Upstream, eventually, fresh_key,
    get, post, send_raw,
};
use std::thread;
use std::time::Duration;

struct Setup {
    folder: Folder,
    upstream: Upstream,
}

impl Setup {
    fn new(reply: Reply) -> Self {
        Self { folder: Folder::new().with_key(CANARY), upstream: Upstream::new(reply) }
    }

    fn start(&self) -> Proxy {
        let address = format!("http://{}", self.upstream.address);
        Program::new(&["--upstream", &address, "--user-header", "x-agent"])
            .with(&["--api-key-file", &self.folder.file("key"), "--ledger", &self.folder.file("ledger")])
            .with(&["--public-origin", "https://crm.example", "--rate-limit", "5"])
            .start()
    }
}

/// Builds the request by which the form asks for the status of an attempt, given by its quoted key.
fn status(key: &str, agent: &str) -> Request {
    get(&format!("/api/ticket-note/attempts/{}", key.trim_matches('"')))
        .header("host", "crm.example")
        .header("x-agent", agent)
}

fn add(key: &str) -> Request {
    post(key, NOTE).header("host", "crm.example").header("x-agent", "7")
}

#[track_caller]
fn is_status(response: &Response, key: &str, word: &str) {
    let json = response.json();
    assert_eq!((response.status, json["status"].as_str()), (200, Some(word)), "{}", response.text());
    assert_eq!(json["attempt"], key.trim_matches('"'));
    let time = json["checkedAt"].as_str().unwrap();
    assert_eq!((time.len(), &time[10..11], &time[19..]), (20, "T", "Z"), "{time}");
    assert_eq!(response.header("cache-control"), Some("no-store"));
}

#[track_caller]
fn is_absent(response: &Response, key: &str) {
    assert_eq!(response.is(404, "not_found", "no").json()["attempt"], key.trim_matches('"'));
    assert_eq!(response.header("cache-control"), Some("no-store"));
}

#[test]
fn the_status_follows_the_attempt_and_sends_nothing() {
    let setup = Setup::new(Reply::success_after(Duration::from_secs(3)));
    let (proxy, key) = (setup.start(), fresh_key());
    is_absent(&proxy.send(&status(&key, "7")), &key);
    let (address, request) = (proxy.address, add(&key).bytes(proxy.address));
    let client = thread::spawn(move || send_raw(address, &request).unwrap());
    eventually("the upstream is called", || setup.upstream.calls() == 1);
    is_status(&proxy.send(&status(&key, "7")), &key, "in_flight");
    client.join().unwrap().is_saved();
    let saved = proxy.send(&status(&key, "7"));
    is_status(&saved, &key, "saved");
    let body: serde_json::Value = serde_json::from_str(SUCCESS).unwrap();
    assert_eq!(saved.json()["message"], body["message"]);
    let unknown = fresh_key();
    setup.upstream.set_reply(Reply::Close);
    proxy.send(&add(&unknown)).is(502, "outcome_unknown", "unknown");
    is_status(&proxy.send(&status(&unknown, "7")), &unknown, "unknown");
    let refused = fresh_key();
    setup.upstream.set_reply(Reply::http("400 Bad Request", ""));
    proxy.send(&add(&refused)).is(422, "upstream_refused", "no");
    // The exchange ends a moment after its response, and until then the attempt is in flight.
    eventually("the attempt is not in flight", || proxy.send(&status(&refused, "7")).status == 404);
    is_absent(&proxy.send(&status(&refused, "7")), &refused);
    assert_eq!(setup.upstream.calls(), 3);
}

#[test]
fn an_attempt_that_was_cut_off_is_unknown_after_the_restart() {
    let setup = Setup::new(Reply::Silence);
    let (mut proxy, key) = (setup.start(), fresh_key());
    let (address, request) = (proxy.address, add(&key).bytes(proxy.address));
    let client = thread::spawn(move || send_raw(address, &request));
    eventually("the upstream is called", || setup.upstream.calls() == 1);
    proxy.signal("KILL");
    proxy.wait();
    assert!(client.join().unwrap().is_none());
    is_status(&setup.start().send(&status(&key, "7")), &key, "unknown");
}

#[test]
fn an_attempt_of_another_caller_is_absent() {
    let setup = Setup::new(Reply::success());
    let (proxy, key, absent) = (setup.start(), fresh_key(), fresh_key());
    proxy.send(&add(&key)).is_saved();
    let shape = |response: &Response| {
        let (mut json, mut headers) = (response.json(), response.headers.clone());
        json["attempt"] = "".into();
        json["checkedAt"] = "".into();
        headers.retain(|(name, _)| name != "date");
        (response.status, json, headers)
    };
    let (foreign, missing) = (proxy.send(&status(&key, "8")), proxy.send(&status(&absent, "8")));
    is_absent(&foreign, &key);
    assert_eq!(shape(&foreign), shape(&missing));
    is_status(&proxy.send(&status(&key, "7")), &key, "saved");
    proxy.send(&status(&key, "7").without("x-agent")).is(401, "unauthenticated", "no");
}

#[test]
fn a_status_is_refused_only_to_a_foreign_page() {
    let setup = Setup::new(Reply::success());
    let (proxy, key) = (setup.start(), fresh_key());
    for (name, value) in
        [("sec-fetch-site", "same-origin"), ("sec-fetch-site", "none"), ("origin", "https://crm.example")]
    {
        is_absent(&proxy.send(&status(&key, "7").header(name, value)), &key);
    }
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        proxy.send(&status(&key, "7").header(name, value)).is(403, "cross_site", "no");
    }
    let other = get("/api/ticket-note/attempts/7").header("x-agent", "7");
    let response = proxy.send(&other);
    assert!(response.is(404, "not_found", "no").json()["attempt"].is_null());
    let path = format!("/api/ticket-note/attempts/{}", key.trim_matches('"'));
    let response = proxy.send(&Request::new("POST", &path).header("x-agent", "7"));
    assert_eq!(response.is(405, "method_not_allowed", "no").header("allow"), Some("GET, HEAD"));
}

#[test]
fn the_status_has_a_rate_limit_of_its_own() {
    let setup = Setup::new(Reply::success());
    let (proxy, key) = (setup.start(), fresh_key());
    // Two tokens return in a second, so a slow machine needs more requests than 120.
    let mut responses = (0..2000).map(|_| proxy.send(&status(&key, "7")));
    let limited = responses.by_ref().skip(119).find(|response| response.status != 404).unwrap();
    assert!(limited.is(429, "rate_limited", "no").header("retry-after").is_some());
    is_absent(&proxy.send(&status(&key, "8")), &key);
    proxy.send(&add(&key)).is_saved();
}
