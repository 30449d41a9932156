use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// From the first byte of a request to the last of its headers (contract, section 7).
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a reader may take nothing at all.
const WRITE_TIMEOUT: Duration = Duration::from_secs(60);

/// Whether a request of the connection is being served: its headers are all there, its answer is
/// not. It counts beginnings and ends, so that a request is seen that came and went between two
/// looks.
#[derive(Clone, Debug, Default)]
pub(super) struct RequestCounter(Arc<AtomicU64>);

impl RequestCounter {
    /// The headers of a request are all there.
    pub(super) fn request_started(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// The answer to it is there.
    pub(super) fn response_ready(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn transitions(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A stream that gives up on a peer that does not get on.
///
/// hyper has one timer for the rest between requests and for their headers; here the headers have
/// their own, and so has a peer that stops reading.
#[derive(Debug)]
pub(super) struct TimeoutStream<S> {
    stream: S,
    requests: RequestCounter,
    transitions: u64,
    header_timer: Option<Pin<Box<Sleep>>>,
    write_timer: Option<Pin<Box<Sleep>>>,
}

impl<S> TimeoutStream<S> {
    /// The first request is expected at once: who connects has something to say.
    pub(super) fn new(stream: S, requests: RequestCounter) -> Self {
        let header_timer = Some(Box::pin(sleep(HEADER_TIMEOUT)));
        Self { stream, requests, transitions: 0, header_timer, write_timer: None }
    }

    /// While a request is served nothing is read: the deadline of its headers may be over by now.
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

    /// Without this hyper copies each file for each reader, and slow readers are memory.
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
    async fn who_says_nothing_is_given_up_after_ten_seconds() {
        let (mut near, _far, _) = connection();
        let start = Instant::now();
        assert_eq!(near.read_u8().await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(start.elapsed().as_secs(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_served_is_not_given_up() {
        let (mut near, mut far, requests) = connection();
        requests.request_started();
        tokio::spawn(async move {
            sleep(Duration::from_secs(30)).await;
            far.write_u8(7).await.unwrap();
        });
        assert_eq!(near.read_u8().await.unwrap(), 7);
    }

    #[tokio::test(start_paused = true)]
    async fn a_next_request_has_ten_seconds_from_its_first_byte() {
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
        // hyper has its own deadline for this rest: here there is none.
        near.header_timer = None;
        assert_eq!(near.read_u8().await.unwrap(), 2);
        let _far = writer.await.unwrap();
        assert_eq!(near.read_u8().await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(start.elapsed().as_secs(), 60);
    }

    #[tokio::test(start_paused = true)]
    async fn the_deadline_of_headers_that_were_read_is_not_the_next_requests() {
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
    async fn who_reads_nothing_is_given_up_after_a_minute() {
        let (mut near, _far, _) = connection();
        let start = Instant::now();
        let error = near.write_all(&[0; 1000]).await.unwrap_err();
        assert_eq!((error.kind(), start.elapsed().as_secs()), (io::ErrorKind::TimedOut, 60));
    }
}
