//! Sockets: how many, how long each may take, and how they end.

mod timeouts;

use crate::caller::PeerAddress;
use crate::endpoint::NoteService;
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

/// The most connections at a time; the next ones wait in the kernel's queue until one ends. With as
/// many exchanges as there may be, they fit under the usual limit of 1024 open files.
const MAX_CONNECTIONS: usize = 512;

/// How long a connection may rest between two requests (contract, section 7).
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// The most bytes of a request's headers.
const MAX_HEADERS: usize = 32 * 1024;

/// How long running running have to finish: longer than any exchange with the vendor.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(40);

/// Serves until `stop` comes, then lets what runs finish: nothing new is taken, running running are
/// answered, and exchanges are recorded though nobody awaits them.
pub async fn serve(server: Server, stop: impl Future<Output = ()>) {
    let Server { listener, router, service, .. } = server;
    let connections = Connections::new(router);
    tokio::select! {
        () = connections.accept(&listener) => {}
        () = stop => {}
    }
    drop(listener);
    service.close();
    if timeout(DRAIN_TIMEOUT, connections.finish(&service)).await.is_err() {
        tracing::warn!("some running did not finish in time");
    }
}

struct Connections {
    router: Router,
    permits: Arc<Semaphore>,
    graceful: GracefulShutdown,
}

impl Connections {
    fn new(router: Router) -> Self {
        let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        Self { router, permits, graceful: GracefulShutdown::new() }
    }

    async fn accept(&self, listener: &TcpListener) {
        loop {
            let Ok(permit) = self.permits.clone().acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, peer)) => self.spawn(stream, peer, permit),
                // No descriptors left, most likely: one that closes makes permits.
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
        // Who has said all there is to say may still be listening. Who has gone for good is found
        // out when the answer is written, which no request keeps waiting for longer than its deadlines.
        .half_close(true)
        .serve_connection(io, service);
    // How a connection ends is the other side's business: there is nobody left to tell.
    let _ = watcher.watch(connection).await;
    drop(permit);
}
