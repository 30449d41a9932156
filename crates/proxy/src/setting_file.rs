//! Reads the files that settings name. No kind of file makes the proxy wait for ever, except for a disk that
//! hangs and a pipe whose writer stays silent.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::{error, fmt};
use tokio::net::unix::pipe;
use tokio::runtime;

/// The maximum size of a file, in bytes. A users file of this size has several hundred thousand lines.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// The occasion on which a file is read. It decides which kinds of files are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAt {
    /// The start, `--check` or a command: a regular file or a pipe, such as `<(…)` of a shell.
    Start,
    /// SIGHUP: a regular file, because a pipe can be read only once.
    Reload,
}

/// The reason why a file cannot be read. The content is not part of it.
#[derive(Debug)]
pub enum FileError {
    /// The system refused it.
    Io(io::Error),
    /// It is a folder, a device or a socket, or after the start a pipe.
    NotARegularFile,
    /// It is a pipe, and nothing writes to it.
    EmptyPipe,
    /// It is larger than 16 MiB, or has no end.
    TooLarge,
    /// It is not UTF-8.
    NotUtf8,
}

impl fmt::Display for FileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(formatter),
            Self::NotARegularFile => formatter.write_str("it is not a regular file; choose another path"),
            Self::EmptyPipe => {
                formatter.write_str("it is a pipe that nothing writes to; choose a regular file")
            }
            Self::TooLarge => formatter.write_str("it is larger than 16 MiB; choose another path"),
            Self::NotUtf8 => formatter.write_str("it is not UTF-8; save it as UTF-8"),
        }
    }
}

impl error::Error for FileError {}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads a file as text.
///
/// # Errors
/// [`FileError`] if the file is of a wrong kind, too large or not UTF-8.
pub(crate) fn read_text(path: &Path, at: ReadAt) -> Result<String, FileError> {
    String::from_utf8(read_bytes(path, at)?).map_err(|_| FileError::NotUtf8)
}

/// Reads a file.
///
/// # Errors
/// [`FileError`] if the file is of a wrong kind or too large.
pub(crate) fn read_bytes(path: &Path, at: ReadAt) -> Result<Vec<u8>, FileError> {
    let kind = fs::metadata(path)?.file_type();
    let is_pipe = kind.is_fifo() && at == ReadAt::Start;
    let file = match () {
        () if is_pipe => open_pipe(path)?,
        () if kind.is_file() => File::open(path)?,
        () => return Err(FileError::NotARegularFile),
    };
    let mut bytes = Vec::new();
    let count = file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    match count {
        0 if is_pipe => Err(FileError::EmptyPipe),
        _ if bytes.len() as u64 > MAX_BYTES => Err(FileError::TooLarge),
        _ => Ok(bytes),
    }
}

/// Opens a pipe without waiting for a process that writes to it, as [`File::open`] would. Reading then
/// waits only while there is such a process.
fn open_pipe(path: &Path) -> io::Result<File> {
    let runtime = runtime::Builder::new_current_thread().enable_io().build()?;
    let context = runtime.enter();
    let pipe = pipe::OpenOptions::new().open_receiver(path).and_then(pipe::Receiver::into_blocking_fd);
    drop(context);
    // A command may run in a runtime of its own, in which this one must not be dropped.
    runtime.shutdown_background();
    pipe.map(File::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_and_folders_are_refused() {
        for path in ["/dev/zero", "/dev/null", "/"] {
            for at in [ReadAt::Start, ReadAt::Reload] {
                let error = read_bytes(Path::new(path), at).unwrap_err();
                assert!(matches!(error, FileError::NotARegularFile), "{path}: {error}");
            }
        }
    }
}
