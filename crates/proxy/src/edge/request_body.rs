//! Reading a body: never more than the limit, never longer than the deadline, and never left unread.

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

/// How long a body may take from its first byte to its last (contract, section 7).
const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// How much of a refused body is read before the connection is given up. An answer that leaves
/// while the client still writes can reach it as a reset, and then it sends the post again.
const MAX_DRAINED: usize = 8 * 1024 * 1024;

/// A body that two can read, one after the other: the handler, and whoever drains what it leaves.
#[derive(Clone, Debug)]
pub struct RequestBody {
    body: Arc<Mutex<Body>>,
    deadline: Instant,
}

/// Why a body could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It is over the limit.
    TooLarge,
    /// It was not all there by its deadline, or broke off.
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

    /// Reads the body to its end, if it has at most `limit` bytes.
    ///
    /// # Errors
    /// [`BodyError`].
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

/// Reads what a handler left of a body before its answer goes out.
pub async fn drain_unread(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let request_body = RequestBody::new(body);
    parts.extensions.insert(request_body.clone());
    let response = next.run(Request::from_parts(parts, Body::new(request_body.clone()))).await;
    request_body.drain().await;
    response
}
