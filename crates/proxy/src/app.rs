//! The paths.

use crate::bundle::{self, Bundle};
use crate::edge::{SecurityHeaders, add_security_headers, catch_panics, drain_unread};
use crate::endpoint::{NoteService, add_note};
use crate::error_response::ErrorResponse;
use crate::sandbox::{self, Sandbox};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;
use ticket_note_core::wire::{Code, ENDPOINT};

/// What the paths lead to.
#[derive(Debug)]
pub struct Components {
    /// Where notes go.
    pub service: Arc<NoteService>,
    /// The headers of every answer.
    pub security_headers: Arc<SecurityHeaders>,
    /// The widget's files, where they are served.
    pub bundle: Option<Bundle>,
    /// The stand-in for the vendor, where there is one.
    pub sandbox: Option<Sandbox>,
}

/// All paths, with what goes for every request around them.
pub fn app(components: Components) -> Router {
    let api = Router::new()
        .route(ENDPOINT, only(post(add_note), "POST"))
        .route("/healthz", only(get(|| async { "alive\n" }), "GET, HEAD"))
        .route("/readyz", only(get(ready), "GET, HEAD"))
        .with_state(components.service);
    let files = match components.bundle {
        Some(bundle) => api.fallback_service(bundle::serve(bundle)),
        None => api.fallback(|| async { ErrorResponse::new(Code::NotFound) }),
    };
    let routes = match components.sandbox {
        Some(sandbox) => files.merge(sandbox::routes(sandbox)),
        None => files,
    };
    routes
        .layer(from_fn(catch_panics))
        .layer(from_fn(drain_unread))
        .layer(from_fn_with_state(components.security_headers, add_security_headers))
}

/// A path's methods; any other is told which.
pub fn only<S: Clone + Send + Sync + 'static>(
    methods: MethodRouter<S>,
    allow: &'static str,
) -> MethodRouter<S> {
    methods.fallback(move || async move { ErrorResponse::method_not_allowed(allow) })
}

async fn ready(State(service): State<Arc<NoteService>>) -> Response {
    match service.is_ready().await {
        true => "ready\n".into_response(),
        false => (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response(),
    }
}
