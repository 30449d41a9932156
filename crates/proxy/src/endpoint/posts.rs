use std::panic::resume_unwind;
use tokio::sync::watch;

/// The posts that are being answered.
///
/// Each is a task of its own: a connection that breaks takes the future of its request with it, and
/// the post would leave no line in the log.
#[derive(Debug, Default)]
pub struct Posts(watch::Sender<()>);

impl Posts {
    /// Runs a post to its end, whoever awaits it.
    pub(super) async fn run<T: Send + 'static>(&self, post: impl Future<Output = T> + Send + 'static) -> T {
        let under_way = self.0.subscribe();
        let task = async move {
            let ended = post.await;
            drop(under_way);
            ended
        };
        // Nobody stops the task: where it does not end well, it has panicked.
        tokio::spawn(task).await.unwrap_or_else(|broken| resume_unwind(broken.into_panic()))
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
        let (posts, start) = (Posts::default(), Instant::now());
        let post = posts.run(sleep(Duration::from_secs(3)));
        assert!(timeout(Duration::from_secs(1), post).await.is_err());
        posts.idle().await;
        assert_eq!(start.elapsed().as_secs(), 3);
    }
}
