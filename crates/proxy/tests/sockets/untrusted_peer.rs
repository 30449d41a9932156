//! A peer that is not trusted: the proxy refuses its identity header at each path, and the other ways work.

use crate::support::sign_in::{
    CHALLENGE, HOST, KEY, ORIGIN, bearer_of, session, sign_in_page, signed_in, start_with_key,
};
use crate::support::{Folder, NOTE, Proxy, Request, fresh_key, get, post};

/// Starts two proxies of one installation: the first does not trust the test as a peer, the second does.
fn start() -> (Proxy, Proxy, [Folder; 2]) {
    let (untrusting, folder) = start_with_key(KEY, ORIGIN, &["--trusted-proxy", "10.0.0.0/8"]);
    let (trusting, other) = start_with_key(KEY, ORIGIN, &[]);
    (untrusting, trusting, [folder, other])
}

fn note() -> Request {
    post(&fresh_key(), NOTE).header("host", HOST)
}

fn status() -> Request {
    let key = fresh_key();
    get(&format!("/api/ticket-note/attempts/{}", key.trim_matches('"'))).header("host", HOST)
}

#[test]
fn its_identity_header_is_refused_at_each_path() {
    let (proxy, trusting, _folders) = start();
    let cookie = signed_in(&trusting, "7");
    for request in [note(), status(), session("GET")] {
        proxy.send(&request.clone().header("x-agent", "7")).is(401, "unauthenticated", "no");
        // The header does not fall through to a valid cookie.
        let both = request.header("x-agent", "7").header("cookie", &cookie);
        proxy.send(&both).is(401, "unauthenticated", "no");
    }
    let page = proxy.send(&sign_in_page(&format!("challenge={CHALLENGE}")).header("x-agent", "7"));
    assert!(page.status == 401 && !page.text().contains("data-code=\""), "{}", page.text());
    assert_eq!(proxy.notes().len(), 0);
    proxy.logs("reason=\"untrusted_peer\" login=\"7\"");
}

#[test]
fn its_cookie_and_its_bearer_work() {
    let (proxy, trusting, _folders) = start();
    let (cookie, bearer) = (signed_in(&trusting, "7"), bearer_of(&trusting, "7"));
    for (name, value) in [("cookie", &cookie), ("x-ticket-note-token", &bearer)] {
        proxy.send(&note().header(name, value)).is_saved();
        proxy.send(&status().header(name, value)).is(404, "not_found", "no");
        assert_eq!(proxy.send(&session("GET").header(name, value)).json()["name"], "7");
        assert_eq!(proxy.send(&session("DELETE").header(name, value)).status, 200);
    }
    assert!(proxy.notes().iter().all(|note| note["userID"] == 7));
}
