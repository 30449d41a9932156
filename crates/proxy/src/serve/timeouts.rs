use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// The time from the first byte of a request to the end of its headers (`docs/specification.md`,
/// section 7).
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// The time that a client may take to read a single byte of the response.
const WRITE_TIMEOUT: Duration = Duration::from_secs(60);

/// Counts the starts and ends of the requests of one connection. The count is odd during a request.
/// A count, rather than a flag, also shows a request that started and ended between two reads.
#[derive(Clone, Debug, Default)]
pub(super) struct RequestCounter(Arc<AtomicU64>);

impl RequestCounter {
    /// Records that the headers of a request are complete.
    pub(super) fn request_started(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// Records that the response is ready.
    pub(super) fn response_ready(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn transitions(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A stream with timeouts for the headers of a request and for a client that does not read.
///
/// hyper has only one timer, for both the idle time between requests and the headers.
#[derive(Debug)]
pub(super) struct TimeoutStream<S> {
    stream: S,
    requests: RequestCounter,
    transitions: u64,
    header_timer: Option<Pin<Box<Sleep>>>,
    write_timer: Option<Pin<Box<Sleep>>>,
}

impl<S> TimeoutStream<S> {
    /// Wraps a stream. The header timeout of the first request starts at once.
    pub(super) fn new(stream: S, requests: RequestCounter) -> Self {
        let header_timer = Some(Box::pin(sleep(HEADER_TIMEOUT)));
        Self { stream, requests, transitions: 0, header_timer, write_timer: None }
    }

    /// Stops the header timer once a request has started. The stream is not read during a request,
    /// so the timer may have expired in the meantime.
    fn reset_header_timer(&mut self) {
        let transitions = self.requests.transitions();
        if transitions != self.transitions {
            self.transitions = transitions;
            self.header_timer = None;
        }
    }

    const fn is_request_active(&self) -> bool {
        self.transitions % 2 == 1
    }
}

fn poll_timer(timer: &mut Option<Pin<Box<Sleep>>>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
    match timer {
        Some(timer) => timer.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into())),
        None => Poll::Pending,
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for TimeoutStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.reset_header_timer();
        let before = buffer.filled().len();
        if Pin::new(&mut self.stream).poll_read(context, buffer)?.is_pending() {
            return poll_timer(&mut self.header_timer, context);
        }
        let is_first =
            buffer.filled().len() > before && self.header_timer.is_none() && !self.is_request_active();
        if is_first {
            self.header_timer = Some(Box::pin(sleep(HEADER_TIMEOUT)));
        }
        Poll::Ready(Ok(()))
    }
}

impl<S> TimeoutStream<S> {
    fn check_write_timer(
        &mut self,
        written: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.write_timer = None;
            return written;
        }
        self.write_timer.get_or_insert_with(|| Box::pin(sleep(WRITE_TIMEOUT)));
        poll_timer(&mut self.write_timer, context).map_ok(|()| 0)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for TimeoutStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.check_write_timer(written, context)
    }

    /// Without this method hyper would copy the body of each response, once for each slow reader.
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.check_write_timer(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::Instant;

    fn connection() -> (TimeoutStream<DuplexStream>, DuplexStream, RequestCounter) {
        let (near, far) = duplex(16);
        let requests = RequestCounter::default();
        (TimeoutStream::new(near, requests.clone()), far, requests)
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_connection_times_out_after_10_seconds() {
        let (mut near, _far, _) = connection();
        let start = Instant::now();
        assert_eq!(near.read_u8().await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(start.elapsed().as_secs(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn the_header_timeout_is_off_during_a_request() {
        let (mut near, mut far, requests) = connection();
        requests.request_started();
        tokio::spawn(async move {
            sleep(Duration::from_secs(30)).await;
            far.write_u8(7).await.unwrap();
        });
        assert_eq!(near.read_u8().await.unwrap(), 7);
    }

    #[tokio::test(start_paused = true)]
    async fn the_next_request_has_10_seconds_from_its_first_byte() {
        let (mut near, mut far, requests) = connection();
        requests.request_started();
        far.write_u8(1).await.unwrap();
        near.read_u8().await.unwrap();
        requests.response_ready();
        let writer = tokio::spawn(async move {
            sleep(Duration::from_secs(50)).await;
            far.write_u8(2).await.unwrap();
            far
        });
        let start = Instant::now();
        // hyper has its own timer for the idle time; here there is none.
        near.header_timer = None;
        assert_eq!(near.read_u8().await.unwrap(), 2);
        let _far = writer.await.unwrap();
        assert_eq!(near.read_u8().await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(start.elapsed().as_secs(), 60);
    }

    #[tokio::test(start_paused = true)]
    async fn an_old_header_timeout_does_not_end_the_next_request() {
        let (mut near, mut far, requests) = connection();
        far.write_u8(1).await.unwrap();
        near.read_u8().await.unwrap();
        requests.request_started();
        sleep(Duration::from_secs(11)).await;
        requests.response_ready();
        let writer = tokio::spawn(async move {
            sleep(Duration::from_secs(1)).await;
            far.write_u8(2).await.unwrap();
        });
        assert_eq!(near.read_u8().await.unwrap(), 2);
        writer.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_does_not_read_times_out_after_a_minute() {
        let (mut near, _far, _) = connection();
        let start = Instant::now();
        let error = near.write_all(&[0; 1000]).await.unwrap_err();
        assert_eq!((error.kind(), start.elapsed().as_secs()), (io::ErrorKind::TimedOut, 60));
    }
}
