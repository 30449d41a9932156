//! Sets up the log on stderr.
//!
//! Only events of this crate are logged. Libraries see the request to Omnidesk, with the key and
//! the note. Events of this crate contain named fields, and never a URL with its query.

mod escape;
mod writer;

use std::{io, panic};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry};
use writer::LogWriter;

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// One line of text per event.
    Text,
    /// One JSON object per line.
    Json,
}

/// Writes the last lines when it is dropped. Waits one second at most.
#[derive(Debug)]
pub struct LogGuard(LogWriter);

impl Drop for LogGuard {
    fn drop(&mut self) {
        self.0.flush();
    }
}

/// Starts the log. A line that cannot be written is dropped, and the number of dropped lines is
/// logged later.
///
/// # Errors
/// [`io::Error`] if the thread that writes the log cannot be started.
pub fn init(format: LogFormat, level: LevelFilter) -> io::Result<LogGuard> {
    let writer = LogWriter::start(format)?;
    let layer = layer(format, writer.clone())
        .with_filter(filter_fn(|about| is_own_target(about.target())).and(level));
    tracing_subscriber::registry().with(layer).init();
    panic::set_hook(Box::new(|panic| {
        // Only the location is logged, because the message of a panic may contain anything, even
        // the key.
        let location = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(location, "panic");
    }));
    Ok(LogGuard(writer))
}

fn layer(format: LogFormat, writer: LogWriter) -> Box<dyn Layer<Registry> + Send + Sync> {
    let layer = fmt::layer().with_writer(writer).with_ansi(false);
    match format {
        LogFormat::Text => layer.boxed(),
        LogFormat::Json => layer.json().flatten_event(true).boxed(),
    }
}

fn is_own_target(target: &str) -> bool {
    target == "ticket_note_proxy" || target.starts_with("ticket_note_proxy::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_events_of_this_crate_are_logged() {
        assert!(is_own_target("ticket_note_proxy"));
        assert!(is_own_target("ticket_note_proxy::exchange"));
        for other in ["hyper", "reqwest::connect", "rustls", "ticket_note_proxy_other"] {
            assert!(!is_own_target(other));
        }
    }
}
