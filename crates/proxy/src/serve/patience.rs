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
pub(super) struct Serving(Arc<AtomicU64>);

impl Serving {
    /// The headers of a request are all there.
    pub(super) fn begin(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// The answer to it is there.
    pub(super) fn end(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn turns(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A stream that gives up on a peer that does not get on.
///
/// hyper has one timer for the rest between requests and for their headers; here the headers have
/// their own, and so has a peer that stops reading.
#[derive(Debug)]
pub(super) struct Patient<S> {
    stream: S,
    serving: Serving,
    turns: u64,
    headers: Option<Pin<Box<Sleep>>>,
    writing: Option<Pin<Box<Sleep>>>,
}

impl<S> Patient<S> {
    /// The first request is expected at once: who connects has something to say.
    pub(super) fn new(stream: S, serving: Serving) -> Self {
        let headers = Some(Box::pin(sleep(HEADER_TIMEOUT)));
        Self { stream, serving, turns: 0, headers, writing: None }
    }

    /// While a request is served nothing is read: the deadline of its headers may be over by now.
    fn forget_served_headers(&mut self) {
        let turns = self.serving.turns();
        if turns != self.turns {
            self.turns = turns;
            self.headers = None;
        }
    }

    const fn is_serving(&self) -> bool {
        self.turns % 2 == 1
    }
}

fn expired(timer: &mut Option<Pin<Box<Sleep>>>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
    match timer {
        Some(timer) => timer.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into())),
        None => Poll::Pending,
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.forget_served_headers();
        let before = buffer.filled().len();
        if Pin::new(&mut self.stream).poll_read(context, buffer)?.is_pending() {
            return expired(&mut self.headers, context);
        }
        let is_first = buffer.filled().len() > before && self.headers.is_none() && !self.is_serving();
        if is_first {
            self.headers = Some(Box::pin(sleep(HEADER_TIMEOUT)));
        }
        Poll::Ready(Ok(()))
    }
}

impl<S> Patient<S> {
    fn check_writing(
        &mut self,
        written: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.writing = None;
            return written;
        }
        self.writing.get_or_insert_with(|| Box::pin(sleep(WRITE_TIMEOUT)));
        expired(&mut self.writing, context).map_ok(|()| 0)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.check_writing(written, context)
    }

    /// Without this hyper copies each file for each reader, and slow readers are memory.
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.check_writing(written, context)
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

    fn connection() -> (Patient<DuplexStream>, DuplexStream, Serving) {
        let (near, far) = duplex(16);
        let serving = Serving::default();
        (Patient::new(near, serving.clone()), far, serving)
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
        let (mut near, mut far, serving) = connection();
        serving.begin();
        tokio::spawn(async move {
            sleep(Duration::from_secs(30)).await;
            far.write_u8(7).await.unwrap();
        });
        assert_eq!(near.read_u8().await.unwrap(), 7);
    }

    #[tokio::test(start_paused = true)]
    async fn a_next_request_has_ten_seconds_from_its_first_byte() {
        let (mut near, mut far, serving) = connection();
        serving.begin();
        far.write_u8(1).await.unwrap();
        near.read_u8().await.unwrap();
        serving.end();
        let writer = tokio::spawn(async move {
            sleep(Duration::from_secs(50)).await;
            far.write_u8(2).await.unwrap();
            far
        });
        let start = Instant::now();
        // hyper has its own deadline for this rest: here there is none.
        near.headers = None;
        assert_eq!(near.read_u8().await.unwrap(), 2);
        let _far = writer.await.unwrap();
        assert_eq!(near.read_u8().await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(start.elapsed().as_secs(), 60);
    }

    #[tokio::test(start_paused = true)]
    async fn the_deadline_of_headers_that_were_read_is_not_the_next_requests() {
        let (mut near, mut far, serving) = connection();
        far.write_u8(1).await.unwrap();
        near.read_u8().await.unwrap();
        serving.begin();
        sleep(Duration::from_secs(11)).await;
        serving.end();
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
