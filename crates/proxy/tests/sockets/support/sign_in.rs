use super::{Folder, Program, Proxy, Request, Response, get};
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// The host of [`ORIGIN`].
pub(crate) const HOST: &str = "desk.example";

/// The public origin of the proxies that sign in.
pub(crate) const ORIGIN: &str = "https://desk.example";

/// The example of RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) const SESSION: &str = "/api/ticket-note/session";

// cspell:disable-next-line
pub(crate) const KEY: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

/// Starts an installation with this session key and origin, and the identity header `X-Agent`. Its host is
/// [`HOST`] too.
pub(crate) fn start_with_key(key: &str, origin: &str, flags: &[&str]) -> (Proxy, Folder) {
    let folder = Folder::new().with("session", key);
    let file = folder.file("session");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let own = ["--user-header", "X-Agent", "--session-key-file", &file, "--public-origin", origin];
    (Program::sandbox().with(&own).with(&["--public-origin", ORIGIN]).with(flags).start(), folder)
}

/// Builds the request for the sign-in page, after redirects through another site.
pub(crate) fn sign_in_page(query: &str) -> Request {
    get(&format!("/api/ticket-note/sign-in?{query}"))
        .header("host", HOST)
        .header("sec-fetch-site", "cross-site")
        .header("sec-fetch-dest", "document")
}

/// Opens the sign-in page as a user of the authentication proxy, and returns the code.
#[track_caller]
pub(crate) fn code_of(proxy: &Proxy, login: &str) -> String {
    let request = sign_in_page(&format!("challenge={CHALLENGE}")).header("x-agent", login);
    let page = proxy.send(&request);
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    let (_, code) = text.split_once("data-code=\"").unwrap();
    code.split('"').next().unwrap().to_owned()
}

/// Builds a request for the session by a page of the form.
pub(crate) fn session(method: &str) -> Request {
    Request::new(method, SESSION).header("host", HOST).header("sec-fetch-site", "same-origin")
}

/// Builds the request that redeems a code.
pub(crate) fn redeem(code: &str, verifier: &str, kind: &str) -> Request {
    let body = serde_json::json!({"code": code, "verifier": verifier, "as": kind});
    session("POST").header("content-type", "application/json").body(body.to_string())
}

/// Returns the pair `name=value` of the cookie that a response sets.
#[track_caller]
pub(crate) fn cookie_of(response: &Response) -> String {
    let header = response.header("set-cookie").unwrap();
    header.split(';').next().unwrap().to_owned()
}

/// Signs in as a user, and returns the cookie.
#[track_caller]
pub(crate) fn signed_in(proxy: &Proxy, login: &str) -> String {
    let response = proxy.send(&redeem(&code_of(proxy, login), VERIFIER, "cookie"));
    assert_eq!(response.status, 200, "{}", response.text());
    cookie_of(&response)
}

/// Signs in as a user, and returns the bearer.
#[track_caller]
pub(crate) fn bearer_of(proxy: &Proxy, login: &str) -> String {
    let response = proxy.send(&redeem(&code_of(proxy, login), VERIFIER, "bearer"));
    assert_eq!(response.header("set-cookie"), None);
    response.json()["token"].as_str().unwrap().to_owned()
}
