//! The page of the sign-in window.

use crate::support::sign_in::{CHALLENGE, HOST, ORIGIN, sign_in_page};
use crate::support::{Folder, Program, Proxy, Request, Response, get};
use sha2::{Digest, Sha256};

fn start(flags: &[&str]) -> (Proxy, Folder) {
    let folder = Folder::new()
        .with("users", "zoë 7\n<b> 8\n")
        .with("dist/embed.js", "export {}")
        .with("dist/index.html", "<!doctype html>");
    let (users, dist) = (folder.file("users"), folder.file("dist"));
    let flags =
        [&["--user-header", "X-Agent", "--users", &users, "--public-origin", ORIGIN, "--dist", &dist], flags];
    (Program::sandbox().with(&flags.concat()).start(), folder)
}

fn page() -> Request {
    sign_in_page(&format!("challenge={CHALLENGE}&ticketId=858462&lang=nl")).header("x-agent", "zoë")
}

/// Returns the inline element's content.
fn content<'a>(page: &'a str, element: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("<{element}>")).unwrap();
    rest.split_once(&format!("</{element}>")).unwrap().0
}

fn hash(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text))
}

#[track_caller]
fn is_protected(response: &Response) {
    let policy = response.header("content-security-policy").unwrap();
    let text = response.text();
    for part in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'none'",
        &format!("script-src 'sha256-{}'", hash(content(&text, "script"))),
        &format!("style-src 'sha256-{}'", hash(content(&text, "style"))),
    ] {
        assert!(policy.contains(part), "{part}: {policy}");
    }
    assert_eq!(response.header("cache-control"), Some("no-store"));
    assert_eq!(response.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(response.header("cross-origin-opener-policy"), None);
    assert!(!content(&text, "title").is_empty());
}

#[test]
fn the_page_has_a_code_a_language_and_a_strict_policy() {
    let (proxy, _folder) = start(&[]);
    let response = proxy.send(&page());
    assert_eq!(response.status, 200);
    is_protected(&response);
    let text = response.text();
    assert!(text.contains("<html lang=\"nl\" dir=\"ltr\">") && text.contains("<bdi>zoë</bdi>"), "{text}");
    assert!(
        text.contains("href=\"/ticket-note/index.html?ticketId=858462&amp;lang=nl&amp;signIn\""),
        "{text}"
    );
    assert!(text.contains(" data-code=\""), "{text}");
}

#[test]
fn a_page_without_a_user_says_why_and_has_no_code() {
    let (proxy, _folder) = start(&[]);
    let other = |query: &str| sign_in_page(query).header("x-agent", "zoë");
    for (request, status, reason) in [
        (page().without("x-agent"), 401, "unauthenticated"),
        (page().with("x-agent", "eve"), 403, "unknown_user"),
        (page().header("x-agent", "zoë"), 401, "unauthenticated"),
        (page().header("x_agent", "zoë"), 401, "unauthenticated"),
        (other(""), 400, "invalid_challenge"),
        (other("challenge=plain"), 400, "invalid_challenge"),
        (other(&format!("challenge={CHALLENGE}&challenge={CHALLENGE}")), 400, "invalid_challenge"),
        (page().with("host", "evil.example"), 403, "cross_site"),
        (page().with("sec-fetch-dest", "iframe"), 403, "cross_site"),
        (page().with("sec-fetch-dest", "empty"), 403, "cross_site"),
    ] {
        let response = proxy.send(&request);
        let text = response.text();
        assert_eq!(response.status, status, "{reason}");
        assert!(
            text.contains(&format!("data-reason=\"{reason}\"")) && !text.contains("data-code=\""),
            "{text}"
        );
        is_protected(&response);
    }
    proxy.logs("reason=\"unknown_login\" login=\"eve\"");
}

#[test]
fn the_language_follows_the_browser_without_a_parameter() {
    let (proxy, _folder) = start(&[]);
    for (accepted, lang) in [("ar,en;q=0.5", "ar\" dir=\"rtl"), ("de-AT", "de"), ("xx", "en")] {
        let request = sign_in_page("").header("x-agent", "zoë").header("accept-language", accepted);
        let text = proxy.send(&request).text();
        assert!(text.contains(&format!("<html lang=\"{lang}\"")), "{text}");
    }
}

#[test]
fn a_login_with_markup_is_text() {
    let (proxy, _folder) = start(&[]);
    let text = proxy.send(&page().with("x-agent", "<b>")).text();
    assert!(text.contains("<bdi>&lt;b&gt;</bdi>"), "{text}");
}

#[test]
fn other_methods_and_errors_of_the_path_keep_the_opener() {
    let (proxy, _folder) = start(&[]);
    let response = proxy.send(&Request::new("POST", "/api/ticket-note/sign-in").header("host", HOST));
    response.is(405, "method_not_allowed", "no");
    assert_eq!(response.header("cross-origin-opener-policy"), None);
}

#[test]
fn the_pages_with_a_form_allow_popups_and_the_others_do_not() {
    let (proxy, _folder) = start(&[]);
    let policy = |path: &str| {
        let response = proxy.send(&get(path).header("host", HOST));
        response.header("cross-origin-opener-policy").unwrap_or_default().to_owned()
    };
    for path in ["/", "/index.html", "/ticket-note/", "/ticket-note/index.html", "/demo"] {
        assert_eq!(policy(path), "same-origin-allow-popups", "{path}");
    }
    for path in ["/embed.js", "/api/ticket-note/session", "/nothing", "/healthz"] {
        assert_eq!(policy(path), "same-origin", "{path}");
    }
}
