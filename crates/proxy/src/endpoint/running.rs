use std::panic::resume_unwind;
use tokio::sync::watch;

/// The requests that are being answered.
///
/// Each is a task of its own: a connection that breaks takes the future of its request with it, and
/// the request would leave no line in the log.
#[derive(Debug, Default)]
pub struct RunningRequests(watch::Sender<()>);

impl RunningRequests {
    /// Runs a request to its end, whoever awaits it.
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
        // Nobody stops the task: where it does not end well, it has panicked.
        tokio::spawn(task).await.unwrap_or_else(|error| resume_unwind(error.into_panic()))
    }

    /// Waits until none is under way.
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
    async fn a_post_that_nobody_awaits_ends_and_is_waited_for() {
        let (requests, start) = (RunningRequests::default(), Instant::now());
        let request = requests.run(sleep(Duration::from_secs(3)));
        assert!(timeout(Duration::from_secs(1), request).await.is_err());
        requests.idle().await;
        assert_eq!(start.elapsed().as_secs(), 3);
    }
}
