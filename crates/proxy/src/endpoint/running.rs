use std::panic::resume_unwind;
use tokio::sync::watch;

/// The requests that have no response yet.
///
/// Each one runs in a task of its own. If the client disconnects, hyper drops the future of its
/// request; the task still ends and writes its log line.
#[derive(Debug, Default)]
pub struct RunningRequests(watch::Sender<()>);

impl RunningRequests {
    /// Runs a request to its end, even if the returned future is dropped.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        request: impl Future<Output = T> + Send + 'static,
    ) -> T {
        let guard = self.0.subscribe();
        let task = async move {
            let result = request.await;
            drop(guard);
            result
        };
        // The task is never aborted, so an error means that it panicked.
        tokio::spawn(task).await.unwrap_or_else(|error| resume_unwind(error.into_panic()))
    }

    /// Waits until no request is running.
    pub async fn idle(&self) {
        self.0.closed().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::time::{Instant, sleep, timeout};

    #[tokio::test(start_paused = true)]
    async fn a_request_without_a_client_ends_and_is_waited_for() {
        let (requests, start) = (RunningRequests::default(), Instant::now());
        let request = requests.run(sleep(Duration::from_secs(3)));
        assert!(timeout(Duration::from_secs(1), request).await.is_err());
        requests.idle().await;
        assert_eq!(start.elapsed().as_secs(), 3);
    }
}
