use crate::error_response::ErrorResponse;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use ticket_note_core::wire::Code;

/// Records whether a request may have been sent to Omnidesk. Clones share one flag.
#[derive(Clone, Debug, Default)]
pub struct UpstreamStarted(Arc<AtomicBool>);

impl UpstreamStarted {
    /// Records that from now on the note may reach Omnidesk.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn code(&self) -> Code {
        if self.0.load(Ordering::Relaxed) { Code::OutcomeUnknown } else { Code::Internal }
    }
}

/// Responds to a request whose handler panicked. The panic hook has already logged the panic.
pub async fn catch_panics(mut request: Request, next: Next) -> Response {
    let upstream_started = UpstreamStarted::default();
    request.extensions_mut().insert(upstream_started.clone());
    let response = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    response.unwrap_or_else(|_| ErrorResponse::new(upstream_started.code()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::StatusCode;
    use axum::routing::get;
    use axum::{Extension, Router};
    use tower::ServiceExt;

    async fn before() -> StatusCode {
        panic!("before")
    }

    async fn after(Extension(upstream_started): Extension<UpstreamStarted>) -> StatusCode {
        upstream_started.set();
        panic!("after")
    }

    async fn get_response(path: &str) -> Response {
        let routes: Router<()> = Router::new()
            .route("/before", get(before))
            .route("/after", get(after))
            .layer(axum::middleware::from_fn(catch_panics));
        routes.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn a_panic_before_the_upstream_call_is_internal() {
        assert_eq!(get_response("/before").await.status(), 500);
    }

    #[tokio::test]
    async fn a_panic_after_the_upstream_call_is_outcome_unknown() {
        assert_eq!(get_response("/after").await.status(), 502);
    }
}
