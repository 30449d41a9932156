use std::fmt;
use std::future::pending;
use std::mem::take;
use std::sync::Arc;
use tokio::task::{JoinHandle, spawn_blocking};

/// Runs reloads one after the other, each in a thread of its own. So a file that cannot be read, such as
/// one on a network drive that hangs, stops neither the requests nor the signals.
pub struct ReloadQueue {
    reload: Arc<dyn Fn() + Send + Sync>,
    running: Option<JoinHandle<()>>,
    /// Whether files may have changed after the running reload read them.
    is_due: bool,
}

impl fmt::Debug for ReloadQueue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ReloadQueue").finish_non_exhaustive()
    }
}

impl ReloadQueue {
    /// Creates the queue of a function that reads the files.
    pub fn new(reload: impl Fn() + Send + Sync + 'static) -> Self {
        Self { reload: Arc::new(reload), running: None, is_due: false }
    }

    /// Starts a reload, or puts it off until the running one has ended.
    pub fn request(&mut self) {
        if self.running.is_none() {
            self.start();
        } else {
            self.is_due = true;
            tracing::warn!("the previous reload still reads a file, so the files are read again afterwards");
        }
    }

    /// Waits until the running reload has ended, and starts the next one if it is due. Does not end if no
    /// reload runs. It may be cancelled and called again.
    pub async fn advance(&mut self) {
        let Some(running) = &mut self.running else { return pending().await };
        // A panic is logged, and the parts stay as they are.
        let _ = running.await;
        self.running = None;
        if take(&mut self.is_due) {
            self.start();
        }
    }

    fn start(&mut self) {
        let reload = self.reload.clone();
        self.running = Some(spawn_blocking(move || reload()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use std::sync::mpsc::channel;
    use std::time::Duration;
    use tokio::time::timeout;

    #[tokio::test]
    async fn a_reload_that_blocks_does_not_block_the_caller() {
        let (started, starts) = channel();
        let (unblock, blocked) = channel();
        let blocked = Mutex::new(blocked);
        let mut queue = ReloadQueue::new(move || {
            started.send(()).unwrap();
            blocked.lock().unwrap().recv().unwrap();
        });
        queue.request();
        starts.recv().unwrap();
        queue.request();
        queue.request();
        assert!(timeout(Duration::from_millis(10), queue.advance()).await.is_err());
        assert!(starts.try_recv().is_err());
        for _ in 0..2 {
            unblock.send(()).unwrap();
            queue.advance().await;
        }
        assert_eq!(starts.try_iter().count(), 1);
        assert!(timeout(Duration::from_millis(10), queue.advance()).await.is_err());
    }
}
