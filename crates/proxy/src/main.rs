//! The command-line program: reads the settings, starts the proxy, and stops it on a signal.

use clap::Parser;
use std::process::ExitCode;
use std::{fmt, fs, io};
use ticket_note_proxy::logging;
use ticket_note_proxy::migrate_ledger::{MigrateLedger, MigrationError};
use ticket_note_proxy::output::Stream;
use ticket_note_proxy::serve::serve;
use ticket_note_proxy::settings::{Environment, Flags, SettingError, Settings};
use ticket_note_proxy::start::{Server, StartError, start};
use tokio::runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // There is no other place to report that stderr cannot be written.
            let message = escape_controls(&failure.to_string());
            let _ = Stream::Stderr.write(format!("ticket-note-proxy: {message}\n"));
            ExitCode::from(failure.code())
        }
    }
}

/// Escapes control characters, which a path may contain. The message stays one line.
fn escape_controls(text: &str) -> String {
    let escaped = |letter: char| match letter.is_control() {
        true => letter.escape_debug().to_string(),
        false => letter.to_string(),
    };
    text.chars().map(escaped).collect()
}

/// The reason why the program ends with an error.
#[derive(Debug)]
enum Failure {
    Setting(SettingError),
    Start(StartError),
    Migration(MigrationError),
    Stdout(io::Error),
    System(io::Error),
}

impl Failure {
    /// Returns the exit code. 2: a setting must be fixed, and a restart does not help. 1: a restart
    /// may help.
    fn code(&self) -> u8 {
        match self {
            Self::Setting(_) => 2,
            Self::Start(error) if !error.is_transient() => 2,
            Self::Migration(error) if !error.is_transient() => 2,
            Self::Start(_) | Self::Migration(_) | Self::Stdout(_) | Self::System(_) => 1,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting(error) => error.fmt(formatter),
            Self::Start(error) => error.fmt(formatter),
            Self::Migration(error) => error.fmt(formatter),
            Self::Stdout(error) => write!(formatter, "cannot write to stdout: {error}"),
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

fn run() -> Result<(), Failure> {
    if std::env::args_os().nth(1).is_some_and(|name| name == "migrate-ledger") {
        return migrate_ledger();
    }
    let Some(flags) = flags()? else { return Ok(()) };
    let settings = Settings::resolve(flags, Environment::read())?;
    let _flushed_at_the_end = logging::init(settings.log_format, settings.log_level)?;
    let runtime = runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(run_server(settings));
    // Not dropped, because a drop would wait for a name lookup that hangs.
    runtime.shutdown_background();
    result
}

/// Runs the command `migrate-ledger`.
fn migrate_ledger() -> Result<(), Failure> {
    let command = match MigrateLedger::try_parse_from(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(error) if error.use_stderr() => return Err(SettingError::Flags(error).into()),
        Err(text) => return Stream::Stdout.write(text.to_string()).map_err(Failure::Stdout),
    };
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(command.run(Environment::read())).map_err(Failure::Migration)?;
    Stream::Stdout.write(report).map_err(Failure::Stdout)
}

async fn run_server(settings: Settings) -> Result<(), Failure> {
    // This comes before the first line is printed, because its reader may send a signal at once.
    let mut signals = StopSignals::listen()?;
    let server = start(settings).await?;
    print_addresses(&server)?;
    serve(server, signals.recv()).await;
    tracing::info!("stopped");
    Ok(())
}

/// Parses the command line. Prints the text of `--help` and `--version`, and returns `None`.
fn flags() -> Result<Option<Flags>, Failure> {
    match Flags::try_parse() {
        Ok(flags) => Ok(Some(flags)),
        Err(error) if error.use_stderr() => Err(SettingError::Flags(error).into()),
        Err(text) => Stream::Stdout.write(text.to_string()).map(|()| None).map_err(Failure::Stdout),
    }
}

/// Prints the addresses to stdout, for programs that start the proxy.
fn print_addresses(server: &Server) -> Result<(), Failure> {
    let address = server.listener.local_addr()?;
    let demo = if server.has_sandbox { format!("demo at http://{address}/demo\n") } else { String::new() };
    Stream::Stdout.write(format!("listening on http://{address}\n{demo}")).map_err(Failure::Stdout)
}

/// The signals that stop the proxy.
struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Option<Signal>,
}

impl StopSignals {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: if is_hangup_ignored() { None } else { Some(signal(SignalKind::hangup())?) },
        })
    }

    async fn recv(&mut self) {
        let hangup = async {
            match &mut self.hangup {
                Some(signal) => signal.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
            _ = hangup => {}
        }
    }
}

/// Returns whether the proxy was started with SIGHUP ignored, as `nohup` does.
fn is_hangup_ignored() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}
