//! The command-line program: reads the settings, starts the proxy, and stops it on a signal.

use clap::Parser;
use std::process::ExitCode;
use std::{fmt, io};
use ticket_note_proxy::logging;
use ticket_note_proxy::serve::serve;
use ticket_note_proxy::settings::{Flags, SettingError, Settings};
use ticket_note_proxy::start::{Server, StartError, start};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ticket-note-proxy: {error}");
            ExitCode::from(error.code())
        }
    }
}

/// The reason why the program ends with an error.
#[derive(Debug)]
enum Failure {
    Setting(SettingError),
    Start(StartError),
    System(io::Error),
}

impl Failure {
    /// Returns the exit code. 2: a setting must be fixed, and a restart does not help. 1: a restart
    /// may help.
    fn code(&self) -> u8 {
        match self {
            Self::Setting(_) => 2,
            Self::Start(error) if !error.is_transient() => 2,
            Self::Start(_) | Self::System(_) => 1,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting(error) => error.fmt(formatter),
            Self::Start(error) => error.fmt(formatter),
            Self::System(error) => error.fmt(formatter),
        }
    }
}

impl From<SettingError> for Failure {
    fn from(error: SettingError) -> Self {
        Self::Setting(error)
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        Self::Start(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

async fn run() -> Result<(), Failure> {
    let settings =
        Settings::resolve(flags()?, std::env::var("TICKET_NOTE_API_KEY").ok().filter(|key| !key.is_empty()))?;
    let level = std::env::var("RUST_LOG").ok();
    logging::init(settings.log_format, level.as_deref()).map_err(|_| SettingError::LogLevel)?;
    // Before the first line is printed, because its reader may send a signal at once.
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let server = start(settings).await?;
    print_addresses(&server)?;
    let stop = async {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    serve(server, stop).await;
    tracing::info!("stopped");
    Ok(())
}

/// Parses the command line. `--help` and `--version` print their text and exit here.
fn flags() -> Result<Flags, SettingError> {
    Flags::try_parse().map_err(|error| match error.use_stderr() {
        true => SettingError::Flags(error),
        false => error.exit(),
    })
}

/// Prints the addresses to stdout, for programs that start the proxy.
fn print_addresses(server: &Server) -> std::io::Result<()> {
    let address = server.listener.local_addr()?;
    println!("listening on http://{address}");
    if server.has_sandbox {
        println!("demo at http://{address}/demo");
    }
    Ok(())
}
