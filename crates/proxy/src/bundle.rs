//! Serves the widget's files.
//!
//! The proxy reads the files at the start and after SIGHUP. A request path is a key in a map, so it
//! cannot leave the folder. Replacing the files has no effect until then.

mod asset;
mod coding;
mod read;

pub use read::{Bundle, BundleError};

use crate::error_response::ErrorResponse;
use crate::reloadable::Reloadable;
use asset::Asset;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use coding::Coding;
use ticket_note_core::wire::Code;

/// Returns the routes of the bundle. Use it as the fallback of the other routes.
/// They serve the files at `/` and at `/ticket-note/`, the path in every example.
pub fn serve(bundle: Reloadable<Bundle>) -> Router {
    Router::new().fallback(respond).with_state(bundle)
}

async fn respond(State(bundle): State<Reloadable<Bundle>>, request: Request) -> Response {
    let bundle = bundle.get();
    let Some(asset) = bundle.find(request.uri().path()) else {
        return ErrorResponse::new(Code::NotFound).into_response();
    };
    match *request.method() {
        Method::GET | Method::HEAD => asset_response(asset, request.headers()),
        _ => ErrorResponse::method_not_allowed("GET, HEAD").into_response(),
    }
}

/// Builds the response to GET and HEAD. hyper omits the body of a HEAD response.
fn asset_response(asset: &Asset, request_headers: &HeaderMap) -> Response {
    let (coding, body) = asset.variant(request_headers);
    let tag = asset.tag(coding);
    let mut response = if is_unchanged(request_headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(body))
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(asset.cache_rule));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ETAG, tag);
    if asset.is_shared {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    if let Some(name) = coding.and_then(Coding::header) {
        headers.insert(header::CONTENT_ENCODING, name);
    }
    response
}

fn is_unchanged(request_headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let known = request_headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag))
}
