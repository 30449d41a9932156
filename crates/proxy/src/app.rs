//! The routes, and the middleware around them.

use crate::bundle::{self, Bundle};
use crate::edge::{SecurityHeaders, add_security_headers, drain_unread, run_in_task};
use crate::endpoint::{
    ATTEMPT_STATUS, NoteService, SESSION, SIGN_IN, add_note, attempt_status, begin_session, end_session,
    get_session, sign_in_page,
};
use crate::error_response::ErrorResponse;
use crate::reloadable::Reloadable;
use crate::sandbox::{self, Sandbox};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;
use ticket_note_core::wire::{Code, ENDPOINT};

/// The state that the routes need.
#[derive(Debug)]
pub struct Components {
    /// Handles the requests that add a note.
    pub service: Arc<NoteService>,
    /// The headers that every response carries.
    pub security_headers: Arc<SecurityHeaders>,
    /// The widget's files. `None`: the proxy serves the API only.
    pub bundle: Option<Reloadable<Bundle>>,
    /// The embedded sandbox. `None` with a real upstream.
    pub sandbox: Option<Sandbox>,
    /// Whether the sandbox plays an authentication proxy. No effect without the sandbox.
    pub sandbox_sign_in: bool,
}

/// Builds the router. The middleware applies to every route, including unknown paths.
pub fn app(components: Components) -> Router {
    let running = components.service.running.clone();
    let api = Router::new()
        .route(ENDPOINT, only(post(add_note), "POST"))
        .route(ATTEMPT_STATUS, only(get(attempt_status), "GET, HEAD"))
        .route(
            SESSION,
            only(get(get_session).post(begin_session).delete(end_session), "GET, HEAD, POST, DELETE"),
        )
        .route(SIGN_IN, only(get(sign_in_page), "GET, HEAD"))
        .route("/healthz", only(get(|| async { "alive\n" }), "GET, HEAD"))
        .route("/readyz", only(get(ready), "GET, HEAD"))
        .with_state(components.service);
    let files = match components.bundle {
        Some(bundle) => api.fallback_service(bundle::serve(bundle)),
        None => api.fallback(|| async { ErrorResponse::new(Code::NotFound) }),
    };
    let routes = match components.sandbox {
        Some(sandbox) if components.sandbox_sign_in => {
            sandbox::play_authentication_proxy(files.merge(sandbox::routes(sandbox)))
        }
        Some(sandbox) => files.merge(sandbox::routes(sandbox)),
        None => files,
    };
    routes
        .layer(from_fn_with_state(running, run_in_task))
        .layer(from_fn(drain_unread))
        .layer(from_fn_with_state(components.security_headers, add_security_headers))
}

/// Responds to every method that `methods` does not handle with 405 and `Allow: {allow}`.
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
