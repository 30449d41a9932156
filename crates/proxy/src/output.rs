//! Writes to stdout and stderr without waiting for a reader that is stopped.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

/// The time limit for a reader. After it, the proxy continues.
const TIMEOUT: Duration = Duration::from_secs(1);

/// A standard stream of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// The standard output.
    Stdout,
    /// The standard error output.
    Stderr,
}

impl Stream {
    /// Returns a copy of the stream. Unlike the stream of `std::io`, it has no lock and no buffer.
    ///
    /// # Errors
    /// [`io::Error`] if there is no file descriptor left.
    pub(crate) fn open(self) -> io::Result<File> {
        let copy = match self {
            Self::Stdout => io::stdout().as_fd().try_clone_to_owned(),
            Self::Stderr => io::stderr().as_fd().try_clone_to_owned(),
        };
        copy.map(File::from)
    }

    /// Writes text in a thread of its own, and waits for it for one second at most.
    ///
    /// # Errors
    /// [`io::Error`] if the write fails. A write that is still blocked after a second is not an
    /// error.
    pub fn write(self, text: String) -> io::Result<()> {
        let mut file = self.open()?;
        let (sender, result) = sync_channel(1);
        let write = move || drop(sender.try_send(file.write_all(text.as_bytes())));
        thread::Builder::new().name("output".to_owned()).spawn(write)?;
        result.recv_timeout(TIMEOUT).unwrap_or(Ok(()))
    }
}
