//! The paths.

use crate::bundle::{self, Bundle};
use crate::edge::{Security, answer_panics, drain_unread, secure};
use crate::endpoint::{Desk, add_note};
use crate::refusal::Refusal;
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
pub struct Parts {
    /// Where notes go.
    pub desk: Arc<Desk>,
    /// The headers of every answer.
    pub security: Arc<Security>,
    /// The widget's files, where they are served.
    pub bundle: Option<Bundle>,
    /// The stand-in for the vendor, where there is one.
    pub sandbox: Option<Sandbox>,
}

/// All paths, with what goes for every request around them.
pub fn app(parts: Parts) -> Router {
    let api = Router::new()
        .route(ENDPOINT, only(post(add_note), "POST"))
        .route("/healthz", only(get(|| async { "alive\n" }), "GET, HEAD"))
        .route("/readyz", only(get(ready), "GET, HEAD"))
        .with_state(parts.desk);
    let files = match parts.bundle {
        Some(bundle) => api.fallback_service(bundle::serve(bundle)),
        None => api.fallback(|| async { Refusal::new(Code::NotFound) }),
    };
    let routes = match parts.sandbox {
        Some(sandbox) => files.merge(sandbox::routes(sandbox)),
        None => files,
    };
    routes
        .layer(from_fn(answer_panics))
        .layer(from_fn(drain_unread))
        .layer(from_fn_with_state(parts.security, secure))
}

/// A path's methods; any other is told which.
pub fn only<S: Clone + Send + Sync + 'static>(
    methods: MethodRouter<S>,
    allow: &'static str,
) -> MethodRouter<S> {
    methods.fallback(move || async move { Refusal::of_method(allow) })
}

async fn ready(State(desk): State<Arc<Desk>>) -> Response {
    match desk.is_ready().await {
        true => "ready\n".into_response(),
        false => (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response(),
    }
}
