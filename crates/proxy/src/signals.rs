//! The signals that the process handles.

use std::{fs, io};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// SIGXFSZ on every system that the proxy is built for. tokio has no name for it.
const FILE_SIZE_LIMIT: i32 = 25;

/// Keeps SIGXFSZ from ending the process, which it would do without a line in the log. A write over
/// the file size limit then fails like one on a full disk.
///
/// Call it in the context of a tokio runtime.
///
/// # Errors
/// [`io::Error`] if the system refuses a handler.
pub fn survive_file_size_limit() -> io::Result<()> {
    // The handler stays when the stream is dropped.
    signal(SignalKind::from_raw(FILE_SIZE_LIMIT)).map(drop)
}

/// The signals that stop the proxy, or make it read its files again.
#[derive(Debug)]
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Option<Signal>,
}

/// A signal that was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceivedSignal {
    /// SIGTERM, by which a service manager stops the proxy. A load balancer may still send requests.
    Terminate,
    /// SIGINT, by which a terminal stops the proxy.
    Interrupt,
    /// SIGHUP, by which a service manager reloads the proxy.
    Hangup,
}

impl Signals {
    /// Begins to receive the signals. SIGHUP stays ignored if the proxy was started with it ignored,
    /// as `nohup` does.
    ///
    /// # Errors
    /// [`io::Error`] if the system refuses a handler.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: if is_hangup_ignored() { None } else { Some(signal(SignalKind::hangup())?) },
        })
    }

    /// Waits for the next signal.
    pub async fn recv(&mut self) -> ReceivedSignal {
        let Self { terminate, interrupt, hangup } = self;
        let hangup = async {
            match hangup {
                Some(signal) => signal.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            signal = stop(terminate, interrupt) => signal,
            _ = hangup => ReceivedSignal::Hangup,
        }
    }

    /// Waits for a signal that stops the proxy. A SIGHUP meanwhile is kept for [`Self::recv`].
    pub async fn recv_stop(&mut self) -> ReceivedSignal {
        stop(&mut self.terminate, &mut self.interrupt).await
    }
}

async fn stop(terminate: &mut Signal, interrupt: &mut Signal) -> ReceivedSignal {
    tokio::select! {
        _ = terminate.recv() => ReceivedSignal::Terminate,
        _ = interrupt.recv() => ReceivedSignal::Interrupt,
    }
}

/// Returns whether the proxy was started with SIGHUP ignored.
fn is_hangup_ignored() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}
