use super::LogFormat;
use super::escape::escaped;
use crate::metrics::METRICS;
use crate::output::Stream;
use std::fs::File;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};
use tracing_subscriber::fmt::MakeWriter;

/// The maximum number of lines that wait for a slow reader, about 300 KB.
const MAX_QUEUED: usize = 1024;

/// The time limit for writing the last lines at the end of the process.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(1);

/// The minimum time between two reports of dropped lines, so that a slow reader is not flooded.
const REPORT_INTERVAL: Duration = Duration::from_secs(1);

/// Writes log lines in a thread of its own.
///
/// A write to a terminal or a pipe blocks while its reader is stopped. Here only the thread blocks.
/// A line is dropped and counted if the queue is full or the line cannot be written.
#[derive(Clone, Debug)]
pub(super) struct LogWriter(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    queue: SyncSender<Message>,
    dropped: AtomicU64,
    is_reported: AtomicBool,
    thread: OnceLock<ThreadId>,
    stderr: File,
    format: LogFormat,
}

#[derive(Debug)]
enum Message {
    Line(Vec<u8>),
    Flush(SyncSender<()>),
}

impl LogWriter {
    /// Starts the thread. It ends with the process.
    ///
    /// # Errors
    /// [`io::Error`] if there is no file descriptor or no thread left.
    pub(super) fn start(format: LogFormat) -> io::Result<Self> {
        let (queue, messages) = sync_channel(MAX_QUEUED);
        let writer = Self(Arc::new(Shared {
            queue,
            dropped: AtomicU64::default(),
            is_reported: AtomicBool::default(),
            thread: OnceLock::new(),
            stderr: Stream::Stderr.open()?,
            format,
        }));
        let in_thread = writer.0.clone();
        thread::Builder::new().name("log".to_owned()).spawn(move || in_thread.run(&messages))?;
        Ok(writer)
    }

    /// Waits until the lines so far are written, for one second at most.
    pub(super) fn flush(&self) {
        let deadline = Instant::now() + FLUSH_TIMEOUT;
        let (sender, flushed) = sync_channel(1);
        let mut message = Message::Flush(sender);
        while let Err(TrySendError::Full(returned)) = self.0.queue.try_send(message) {
            if Instant::now() >= deadline {
                return;
            }
            message = returned;
            thread::sleep(Duration::from_millis(10));
        }
        let _ = flushed.recv_timeout(deadline.saturating_duration_since(Instant::now()));
    }
}

impl Shared {
    fn run(&self, messages: &Receiver<Message>) {
        let _ = self.thread.set(thread::current().id());
        let mut next_report = Instant::now();
        while let Ok(message) = messages.recv() {
            match message {
                Message::Line(line) if (&self.stderr).write_all(&line).is_err() => self.count_dropped(1),
                Message::Line(_) if Instant::now() < next_report => {}
                Message::Line(_) => {
                    self.report_dropped();
                    next_report = Instant::now() + REPORT_INTERVAL;
                }
                Message::Flush(sender) => {
                    self.report_dropped();
                    let _ = sender.try_send(());
                }
            }
        }
    }

    /// Logs the number of dropped lines. The subscriber formats the event and passes it to
    /// [`Shared::write_report`] in this thread.
    fn report_dropped(&self) {
        let lines = self.dropped.load(Ordering::Relaxed);
        if lines > 0 {
            tracing::warn!(lines, "log lines were dropped because they could not be written");
            if self.is_reported.swap(false, Ordering::Relaxed) {
                self.dropped.fetch_sub(lines, Ordering::Relaxed);
            }
        }
    }

    fn write_report(&self, line: &[u8]) {
        let is_written = (&self.stderr).write_all(line).is_ok();
        self.is_reported.store(is_written, Ordering::Relaxed);
    }

    fn count_dropped(&self, lines: u64) {
        self.dropped.fetch_add(lines, Ordering::Relaxed);
        METRICS.count_dropped_lines(lines);
    }

    fn is_in_thread(&self) -> bool {
        self.thread.get() == Some(&thread::current().id())
    }
}

impl Write for &LogWriter {
    /// Escapes and queues one line. Never blocks, except in the writer's own thread, and never fails: the
    /// subscriber would print the failure to stderr.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let shared = &self.0;
        if shared.is_in_thread() {
            shared.write_report(line);
        } else if shared.queue.try_send(Message::Line(escaped(line, shared.format).into_owned())).is_err() {
            shared.count_dropped(1);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for LogWriter {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> &'a Self {
        self
    }
}
