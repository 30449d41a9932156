use crate::error_response::ErrorResponse;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use ticket_note_core::wire::Code;

/// How far a request has come: whether the vendor may have been called for it.
#[derive(Clone, Debug, Default)]
pub struct UpstreamStarted(Arc<AtomicBool>);

impl UpstreamStarted {
    /// From here on, nobody can say that nothing was sent.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn code(&self) -> Code {
        if self.0.load(Ordering::Relaxed) { Code::OutcomeUnknown } else { Code::Internal }
    }
}

/// Answers a request whose handler panicked, by how far it had come. The panic hook has logged it.
pub async fn catch_panics(mut request: Request, next: Next) -> Response {
    let upstream_started = UpstreamStarted::default();
    request.extensions_mut().insert(upstream_started.clone());
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    answered.unwrap_or_else(|_| ErrorResponse::new(upstream_started.code()).into_response())
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

    async fn answer(path: &str) -> Response {
        let routes: Router<()> = Router::new()
            .route("/before", get(before))
            .route("/after", get(after))
            .layer(axum::middleware::from_fn(catch_panics));
        routes.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn a_panic_before_the_vendor_is_called_is_internal() {
        assert_eq!(answer("/before").await.status(), 500);
    }

    #[tokio::test]
    async fn a_panic_after_that_leaves_the_outcome_unknown() {
        assert_eq!(answer("/after").await.status(), 502);
    }
}
