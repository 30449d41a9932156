//! Plays the authentication proxy of a real installation, so that a developer can try the sign-in window.
//!
//! It asks its own sign-in before the sign-in page only, like a session cookie that a frame in another
//! site does not carry.

use crate::app::only;
use crate::caller::{IdentityHeader, LoginCase, Users};
use crate::endpoint::SIGN_IN;
use crate::error_response::ErrorResponse;
use axum::Router;
use axum::extract::{Path, RawQuery, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ticket_note_core::wire::Code;

/// The path of the page that asks who signs in, and the beginning of those that sign in.
pub const SANDBOX_SIGN_IN: &str = "/sandbox/sign-in";

/// The identity header, which the browser cannot set: it is removed from each request.
const HEADER: HeaderName = HeaderName::from_static("x-sandbox-user");

/// The cookie of the stand-in. The browser sends it to the sign-in page only.
const COOKIE: &str = "ticket-note-sandbox";

/// The logins of the page. The last one has no author.
const LOGINS: [&str; 3] = ["alice", "bob", "eve"];

/// Returns the identity header that the sandbox sets.
#[must_use]
pub fn identity_header() -> Option<IdentityHeader> {
    HEADER.as_str().parse().ok()
}

/// Returns the users of the sandbox.
#[must_use]
pub fn users() -> Users {
    Users::read("alice 254\nbob 255\n", LoginCase::Exact).unwrap_or_default()
}

/// Puts the stand-in in front of the routes of the sandbox.
pub fn play_authentication_proxy(routes: Router) -> Router {
    let pages = Router::new()
        .route(SANDBOX_SIGN_IN, only(get(choose), "GET, HEAD"))
        .route("/sandbox/sign-in/{login}", only(get(sign_in), "GET, HEAD"));
    routes.merge(pages).layer(from_fn(authenticate))
}

/// Removes the identity header of the browser. Adds it to a request for the sign-in page with a sign-in.
async fn authenticate(mut request: Request, next: Next) -> Response {
    let headers = request.headers_mut();
    headers.remove(&HEADER);
    let login = login_of(headers);
    if request.uri().path() != SIGN_IN {
        return next.run(request).await;
    }
    let Some(login) = login else {
        return redirect(SANDBOX_SIGN_IN, request.uri().query());
    };
    request.headers_mut().insert(HEADER, HeaderValue::from_static(login));
    let mut response = next.run(request).await;
    // The next sign-in asks again, so that another user can be tried.
    response.headers_mut().append(header::SET_COOKIE, cookie("", 0));
    response
}

fn login_of(headers: &HeaderMap) -> Option<&'static str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, login) = pairs.find(|(name, _)| *name == COOKIE)?;
    LOGINS.into_iter().find(|known| *known == login)
}

fn cookie(login: &str, seconds: u32) -> HeaderValue {
    let text = format!("{COOKIE}={login}; Path={SIGN_IN}; HttpOnly; SameSite=Lax; Max-Age={seconds}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("x=; Max-Age=0"))
}

fn redirect(path: &str, query: Option<&str>) -> Response {
    let location = format!("{path}?{}", query.unwrap_or_default());
    match HeaderValue::from_str(&location) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => ErrorResponse::new(Code::NotFound).into_response(),
    }
}

/// Responds with a page that offers the logins.
async fn choose(RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default().replace('&', "&amp;").replace('"', "%22").replace('<', "%3C");
    let links = LOGINS.map(|login| {
        format!("<li><a href=\"{SANDBOX_SIGN_IN}/{login}?{query}\">Sign in as {login}</a></li>")
    });
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sign in to the sandbox</title>\
         </head><body><main><h1>Sign in to the sandbox</h1><ul>{}</ul>\
         <p>eve has no user in Omnidesk.</p></main></body></html>",
        links.concat()
    );
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// Signs in, and continues with the sign-in page of the proxy.
async fn sign_in(Path(login): Path<String>, RawQuery(query): RawQuery) -> Response {
    if !LOGINS.contains(&login.as_str()) {
        return ErrorResponse::new(Code::NotFound).into_response();
    }
    let mut response = redirect(SIGN_IN, query.as_deref());
    response.headers_mut().append(header::SET_COOKIE, cookie(&login, 60));
    response
}
