//! Accepts connections, limits their number and duration, and drains them at shutdown.

mod timeouts;

use crate::caller::PeerAddress;
use crate::endpoint::NoteService;
use crate::metrics::serve_metrics;
use crate::start::Server;
use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use timeouts::{RequestCounter, TimeoutStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

/// The maximum number of open connections. Further ones wait in the kernel's queue. Together with
/// the connections to Omnidesk they stay below the usual limit of 1024 open files.
const MAX_CONNECTIONS: usize = 512;

/// The time that a connection may be idle between two requests (`docs/specification.md`, section
/// 7).
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// The maximum size of a request's headers, in bytes.
const MAX_HEADERS: usize = 32 * 1024;

/// The time limit for running requests at shutdown. It is longer than any exchange with Omnidesk.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(40);

/// Serves until `stop` resolves, then drains: no new connection is accepted, running requests get
/// their responses, and exchanges are recorded even if their clients have disconnected.
pub async fn serve(server: Server, stop: impl Future<Output = ()>) {
    let Server { listener, metrics_listener, router, service, .. } = server;
    // Until the process ends: the drain can be observed too.
    let _metrics = metrics_listener.map(|listener| tokio::spawn(serve_metrics(listener)));
    let connections = Connections::new(router, MAX_CONNECTIONS);
    tokio::select! {
        () = connections.accept(&listener) => {}
        () = stop => {}
    }
    drop(listener);
    service.shutdown.close();
    if timeout(DRAIN_TIMEOUT, connections.finish(&service)).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// The open connections of one listener.
pub(crate) struct Connections {
    router: Router,
    permits: Arc<Semaphore>,
    graceful: GracefulShutdown,
}

impl Connections {
    /// Serves `router` on at most `max` connections at a time. Further ones wait.
    pub(crate) fn new(router: Router, max: usize) -> Self {
        let permits = Arc::new(Semaphore::new(max));
        Self { router, permits, graceful: GracefulShutdown::new() }
    }

    /// Accepts connections until the returned future is dropped. Open ones are still served then.
    pub(crate) async fn accept(&self, listener: &TcpListener) {
        loop {
            let Ok(permit) = self.permits.clone().acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, peer)) => self.spawn(stream, peer, permit),
                // Most likely there is no free file descriptor. A connection that closes frees one.
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    fn spawn(&self, stream: TcpStream, peer: SocketAddr, permit: OwnedSemaphorePermit) {
        let _ = stream.set_nodelay(true);
        let peer = PeerAddress(peer.ip().to_canonical());
        tokio::spawn(serve_connection(stream, peer, self.router.clone(), self.graceful.watcher(), permit));
    }

    async fn finish(self, service: &NoteService) {
        self.graceful.shutdown().await;
        service.running.idle().await;
        service.exchanges.idle().await;
    }
}

async fn serve_connection(
    stream: TcpStream,
    peer: PeerAddress,
    router: Router,
    watcher: Watcher,
    permit: OwnedSemaphorePermit,
) {
    let requests = RequestCounter::default();
    let io = TokioIo::new(TimeoutStream::new(stream, requests.clone()));
    let service = service_fn(move |mut request: Request<Incoming>| {
        let (router, requests) = (router.clone(), requests.clone());
        request.extensions_mut().insert(peer);
        requests.request_started();
        async move {
            let response = router.oneshot(request).await;
            requests.response_ready();
            response
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE_TIMEOUT)
        .max_header_size(MAX_HEADERS)
        // A client that has closed its sending side may still read the response. If the client is
        // gone, the write of the response fails. Until then, the request's own deadlines limit it.
        .half_close(true)
        .serve_connection(io, service);
    // The result is ignored: a client may end its connection in any way.
    let _ = watcher.watch(connection).await;
    drop(permit);
}
