//! Reads request bodies within a size limit and a deadline, and drains the rest.

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use bytes::{Buf, Bytes};
use http_body::{Body as _, Frame};
use http_body_util::BodyExt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use ticket_note_core::wire::Code;
use tokio::time::{Instant, timeout_at};

/// The time from the start of a body to its end (`docs/specification.md`, section 7).
const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// The maximum number of bytes that are drained from a refused body. If the proxy closed the
/// connection while the client still writes, the client could see a reset and repeat the request.
const MAX_DRAINED: usize = 8 * 1024 * 1024;

/// A request body that the handler reads first and [`drain_unread`] reads to its end.
#[derive(Clone, Debug)]
pub struct RequestBody {
    body: Arc<Mutex<Body>>,
    deadline: Instant,
}

/// The reason why a body could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// The body exceeds the limit.
    TooLarge,
    /// The body was not complete at its deadline, or the connection broke.
    Incomplete,
}

impl From<BodyError> for Code {
    fn from(reason: BodyError) -> Self {
        match reason {
            BodyError::TooLarge => Self::TooLarge,
            BodyError::Incomplete => Self::IncompleteRequest,
        }
    }
}

impl RequestBody {
    fn new(body: Body) -> Self {
        Self { body: Arc::new(Mutex::new(body)), deadline: Instant::now() + BODY_TIMEOUT }
    }

    /// Reads the whole body, if it has at most `limit` bytes.
    ///
    /// # Errors
    /// [`BodyError`] if the body is too large or incomplete.
    pub async fn read(mut self, limit: usize) -> Result<Vec<u8>, BodyError> {
        let known = self.size_hint().lower();
        if usize::try_from(known).map_or(true, |known| known > limit) {
            return Err(BodyError::TooLarge);
        }
        let mut read = Vec::new();
        while let Some(data) = self.next_chunk().await? {
            if read.len() + data.len() > limit {
                return Err(BodyError::TooLarge);
            }
            read.extend_from_slice(&data);
        }
        Ok(read)
    }

    async fn next_chunk(&mut self) -> Result<Option<Bytes>, BodyError> {
        match timeout_at(self.deadline, self.frame()).await {
            Ok(None) => Ok(None),
            Ok(Some(Ok(frame))) => Ok(Some(frame.into_data().unwrap_or_default())),
            Ok(Some(Err(_))) | Err(_) => Err(BodyError::Incomplete),
        }
    }

    async fn drain(mut self) {
        let mut left = MAX_DRAINED;
        while let Ok(Some(data)) = self.next_chunk().await {
            match left.checked_sub(data.remaining()) {
                Some(rest) => left = rest,
                None => return,
            }
        }
    }

    fn with_body<T>(&self, read: impl FnOnce(Pin<&mut Body>) -> T) -> T {
        read(Pin::new(&mut self.body.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl http_body::Body for RequestBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.with_body(|body| body.poll_frame(context))
    }

    fn is_end_stream(&self) -> bool {
        self.with_body(|body| body.is_end_stream())
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.with_body(|body| body.size_hint())
    }
}

/// Drains the part of the body that the handler did not read, before the response is sent.
pub async fn drain_unread(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let request_body = RequestBody::new(body);
    parts.extensions.insert(request_body.clone());
    let response = next.run(Request::from_parts(parts, Body::new(request_body.clone()))).await;
    request_body.drain().await;
    response
}
