use super::*;
use crate::sessions::{SessionKey, SessionKeys, SessionRules, set_cookie, unix_now};
use axum::http::{HeaderName, header};

const PEER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

/// Identifies by `X-Agent` and by sessions, with two users.
fn authenticator() -> Authenticator {
    let keys = SessionKeys::single(SessionKey::generate().unwrap());
    let rules = SessionRules { lifetime: 36_000, not_before: 0 };
    Authenticator {
        identity: "X-Agent".parse().ok(),
        trusted: Cidr::loopback(),
        users: Users::read("zoe 7\nbob 8\nzz 7\n", LoginCase::Exact).ok().map(Reloadable::new),
        sessions: Some(Arc::new(Sessions::new(&keys, "o".to_owned(), rules))),
        tokens: None,
    }
}

fn cookie(authenticator: &Authenticator, login: &str, now: i64) -> String {
    let sessions = authenticator.sessions.as_ref().unwrap();
    let session = sessions.begin(login, login, "header", now).unwrap();
    let set = set_cookie(&sessions.seal_cookie(&session).unwrap()).unwrap();
    set.to_str().unwrap().split(';').next().unwrap().to_owned()
}

/// Returns the caller or the reason of the refusal, and whether the cookie is valid.
async fn authenticate(authenticator: &Authenticator, headers: &[(&str, &str)]) -> (String, Option<bool>) {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
    }
    let Authentication { result, cookie } = authenticator.authenticate(PEER, &map, unix_now()).await;
    let text = match result {
        Ok(caller) => caller.name,
        Err(refused) => refused.reason.as_str().to_owned(),
    };
    let is_valid = match cookie {
        SeenCookie::Absent => None,
        SeenCookie::Valid(_) => Some(true),
        SeenCookie::Invalid => Some(false),
    };
    (text, is_valid)
}

#[tokio::test]
async fn the_caller_is_the_author_whichever_way_it_came() {
    let authenticator = authenticator();
    let cookie = cookie(&authenticator, "zoe", unix_now());
    assert_eq!(authenticate(&authenticator, &[("x-agent", "zoe")]).await, ("7".to_owned(), None));
    assert_eq!(authenticate(&authenticator, &[("cookie", &cookie)]).await, ("7".to_owned(), Some(true)));
    let both = [("cookie", cookie.as_str()), ("x-agent", "zz")];
    assert_eq!(authenticate(&authenticator, &both).await, ("7".to_owned(), Some(true)));
}

#[tokio::test]
async fn two_identities_of_different_authors_are_refused() {
    let authenticator = authenticator();
    let cookie = cookie(&authenticator, "zoe", unix_now());
    let both = [("cookie", cookie.as_str()), ("x-agent", "bob")];
    assert_eq!(authenticate(&authenticator, &both).await, ("two_identities".to_owned(), Some(true)));
}

#[tokio::test]
async fn an_invalid_cookie_counts_only_alone() {
    let authenticator = authenticator();
    let expired = cookie(&authenticator, "zoe", unix_now() - 40_000);
    let unknown = cookie(&authenticator, "eve", unix_now());
    for (cookie, reason) in [
        (expired.as_str(), "expired"),
        (&unknown, "unknown_login"),
        ("__Host-ticket-note=x", "bad_signature"),
    ] {
        let (found, is_valid) = authenticate(&authenticator, &[("cookie", cookie)]).await;
        assert_eq!(found, reason);
        assert_eq!(is_valid, Some(false), "{cookie}");
        let (found, is_valid) = authenticate(&authenticator, &[("cookie", cookie), ("x-agent", "bob")]).await;
        assert_eq!(found, "8");
        assert_eq!(is_valid, Some(false), "{cookie}");
    }
}

#[tokio::test]
async fn a_bad_header_or_token_never_falls_through_to_a_cookie() {
    let authenticator = authenticator();
    let cookie = cookie(&authenticator, "zoe", unix_now());
    for (name, value, reason) in [
        ("x-agent", "eve", "unknown_login"),
        ("x-agent", "", "malformed"),
        ("x_agent", "zoe", "ambiguous"),
        ("x-ticket-note-token", "tn1.x", "bad_signature"),
        ("x-ticket-note-token", "eyJhbGciOiJub25lIn0.e30.", "malformed"),
        ("x-ticket-note-token", "", "malformed"),
    ] {
        let (found, _) = authenticate(&authenticator, &[("cookie", &cookie), (name, value)]).await;
        assert_eq!(found, reason, "{name}: {value}");
    }
}

#[tokio::test]
async fn only_the_identity_header_needs_a_trusted_peer() {
    let mut authenticator = authenticator();
    authenticator.trusted = vec!["10.0.0.0/8".parse().unwrap()];
    let cookie = cookie(&authenticator, "zoe", unix_now());
    assert_eq!(authenticate(&authenticator, &[("x-agent", "zoe")]).await.0, "untrusted_peer");
    assert_eq!(authenticate(&authenticator, &[("cookie", &cookie)]).await.0, "7");
    assert_eq!(
        authenticate(&authenticator, &[("cookie", &cookie), ("x-agent", "zoe")]).await.0,
        "untrusted_peer"
    );
}

#[tokio::test]
async fn the_sign_in_page_ignores_sessions() {
    let authenticator = authenticator();
    let cookie = cookie(&authenticator, "zoe", unix_now());
    let headers = HeaderMap::from_iter([(header::COOKIE, cookie.parse().unwrap())]);
    let refused = authenticator.authenticate_sign_in(PEER, &headers, unix_now()).await.unwrap_err();
    assert_eq!(refused.reason, Reason::Missing);
}

#[test]
fn the_former_caller_is_the_login_unless_that_is_the_author() {
    let caller = |login: &str| Caller::from(SignedIn::by_header(login.to_owned(), "7".parse().unwrap()));
    for (login, is_author) in [("zoe", false), ("9", true), ("09", false), ("07", false), ("0", false)] {
        let former = FormerCaller { name: login.to_owned(), is_author };
        assert_eq!(caller(login).former, Some(former), "{login}");
    }
    assert_eq!(caller("7").former, None);
}
