use crate::error_response::ErrorResponse;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use ticket_note_core::wire::Code;
use tokio::sync::watch;
use tokio::task::JoinError;

/// The requests that have no response yet. Clones share one count.
#[derive(Clone, Debug, Default)]
pub struct RunningRequests(Arc<watch::Sender<()>>);

impl RunningRequests {
    /// Runs a request in a task of its own, which runs to completion even if the returned future is
    /// dropped.
    ///
    /// # Errors
    /// [`JoinError`] if the task panics. It is never aborted.
    async fn run<T: Send + 'static>(
        &self,
        request: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, JoinError> {
        let guard = self.0.subscribe();
        let task = async move {
            let result = request.await;
            drop(guard);
            result
        };
        tokio::spawn(task).await
    }

    /// Waits until no request is running.
    pub async fn idle(&self) {
        self.0.closed().await;
    }
}

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

/// Runs the handler of a request in a task of its own, and responds if the handler panics.
///
/// If the client disconnects, hyper drops the future of the request. The task still completes and
/// writes its log line. The panic hook has already logged a panic.
pub async fn run_in_task(
    State(running): State<RunningRequests>,
    mut request: Request,
    next: Next,
) -> Response {
    let upstream_started = UpstreamStarted::default();
    request.extensions_mut().insert(upstream_started.clone());
    let response = running.run(next.run(request)).await;
    response.unwrap_or_else(|_panic| ErrorResponse::new(upstream_started.code()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::StatusCode;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use axum::{Extension, Router};
    use std::time::Duration;
    use tokio::time::{Instant, sleep, timeout};
    use tower::ServiceExt;

    async fn before() -> StatusCode {
        panic!("before")
    }

    async fn after(Extension(upstream_started): Extension<UpstreamStarted>) -> StatusCode {
        upstream_started.set();
        panic!("after")
    }

    async fn status(path: &str) -> u16 {
        let routes: Router<()> = Router::new()
            .route("/before", get(before))
            .route("/after", get(after))
            .layer(from_fn_with_state(RunningRequests::default(), run_in_task));
        let request = Request::get(path).body(Body::empty()).unwrap();
        routes.oneshot(request).await.unwrap().status().as_u16()
    }

    #[tokio::test]
    async fn a_panic_before_the_upstream_call_is_internal() {
        assert_eq!(status("/before").await, 500);
    }

    #[tokio::test]
    async fn a_panic_after_the_upstream_call_is_outcome_unknown() {
        assert_eq!(status("/after").await, 502);
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_without_a_client_ends_and_is_waited_for() {
        let (requests, start) = (RunningRequests::default(), Instant::now());
        let request = requests.run(sleep(Duration::from_secs(3)));
        assert!(timeout(Duration::from_secs(1), request).await.is_err());
        requests.idle().await;
        assert_eq!(start.elapsed().as_secs(), 3);
    }
}
