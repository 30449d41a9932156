//! The command-line program: reads the settings, starts the proxy, and stops it on a signal.

use std::env;
use std::ffi::OsString;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;
use ticket_note_proxy::check::check;
use ticket_note_proxy::endpoint::NoteService;
use ticket_note_proxy::failure::Failure;
use ticket_note_proxy::ledger::Location;
use ticket_note_proxy::logging;
use ticket_note_proxy::output::Stream;
use ticket_note_proxy::probe::probe;
use ticket_note_proxy::reload::{ReloadQueue, Reloader};
use ticket_note_proxy::serve::serve;
use ticket_note_proxy::sessions::SessionKey;
use ticket_note_proxy::settings::{
    Command, CommandLine, Environment, Flags, LedgerArguments, SettingError, SettingNames, Settings,
    check_variables,
};
use ticket_note_proxy::signals::{ReceivedSignal, Signals, survive_file_size_limit};
use ticket_note_proxy::start::{Server, start};
use tokio::net::TcpListener;
use tokio::runtime::{self, Handle, Runtime};
use tokio::task::spawn_blocking;
use tokio::time::sleep;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let lines = failure.lines().into_iter().map(|line| format!("ticket-note-proxy: {line}\n"));
            // There is no other place to report that stderr cannot be written.
            let _ = Stream::Stderr.write(lines.collect());
            ExitCode::from(failure.code())
        }
    }
}

fn run() -> Result<(), Failure> {
    let Some((line, names)) = command_line()? else { return Ok(()) };
    let text = |text: OsString| text.to_string_lossy().into_owned();
    let variables = env::vars_os().map(|(name, value)| (text(name), text(value)));
    check_variables(variables).map_err(|error| Failure::Settings(vec![error], names.clone()))?;
    match line.command {
        Some(command) => print(run_command(command, names)?),
        None if line.check => print(report(Settings::resolve(line.flags, Environment::read()), &names)?),
        None => run_until_stopped(resolve(line.flags, &names)?, names),
    }
}

fn resolve(flags: Flags, names: &SettingNames) -> Result<Settings, Failure> {
    Settings::resolve(flags, Environment::read()).map_err(|errors| Failure::Settings(errors, names.clone()))
}

fn print(text: String) -> Result<(), Failure> {
    Stream::Stdout.write(text).map_err(Failure::Stdout)
}

/// Runs a command, and returns its output.
fn run_command(command: Command, names: SettingNames) -> Result<String, Failure> {
    match command {
        Command::Unknown(command) => {
            let location = location(command.ledger.clone(), names)?;
            runtime()?.block_on(command.run(location)).map_err(Failure::Unknown)
        }
        Command::Resolve(command) => {
            let location = location(command.ledger.clone(), names)?;
            runtime()?.block_on(command.run(location, user())).map_err(Failure::Unknown)
        }
        Command::SessionKey => {
            let failed = |_| Failure::Command("session-key: the system has no randomness".to_owned());
            Ok(SessionKey::generate().map_err(failed)?.to_line() + "\n")
        }
        Command::MigrateLedger(command) => {
            runtime()?.block_on(command.run(Environment::read())).map_err(Failure::Migration)
        }
        Command::Probe(command) => {
            let settings = resolve(command.flags.clone(), &names)?;
            let note = command.note(settings.max_chars).map_err(Failure::Arguments)?;
            let report = runtime()?.block_on(probe(note, settings));
            let report = report.map_err(|error| Failure::Start(error, names))?;
            print(report.text)?;
            let failed = || Failure::Command("probe: the note was not confirmed as saved".to_owned());
            report.is_saved.then(String::new).ok_or_else(failed)
        }
    }
}

fn location(arguments: LedgerArguments, names: SettingNames) -> Result<Location, Failure> {
    arguments.location(Environment::read()).map_err(|error| Failure::Settings(vec![error], names))
}

/// Returns the user of the operating system; under `sudo`, the user that called it.
fn user() -> Option<String> {
    ["SUDO_USER", "USER", "LOGNAME"]
        .iter()
        .find_map(|name| env::var(name).ok().filter(|user| !user.is_empty()))
}

/// Reads the command line. Prints the text of `--help` and `--version`, and returns `None`.
fn command_line() -> Result<Option<(CommandLine, SettingNames)>, Failure> {
    let arguments: Vec<_> = env::args_os().collect();
    match CommandLine::read(&arguments) {
        Ok(read) => Ok(Some(read)),
        Err((error, names)) if error.use_stderr() => {
            Err(Failure::Settings(vec![SettingError::Flags(error)], names))
        }
        Err((text, _)) => print(text.to_string()).map(|()| None),
    }
}

/// Reports every problem of the settings and of everything that they name.
fn report(settings: Result<Settings, Vec<SettingError>>, names: &SettingNames) -> Result<String, Failure> {
    let problems: Vec<String> = match settings {
        Ok(settings) => {
            runtime()?.block_on(check(settings)).iter().map(|error| error.message(names)).collect()
        }
        Err(errors) => errors.iter().map(|error| error.message(names)).collect(),
    };
    match problems.is_empty() {
        true => Ok("the settings are valid\n".to_owned()),
        false => Err(Failure::Check(problems)),
    }
}

fn run_until_stopped(settings: Settings, names: SettingNames) -> Result<(), Failure> {
    let _flushed_at_the_end = logging::init(settings.log_format, settings.log_level)?;
    let runtime = runtime()?;
    let result = runtime.block_on(run_server(settings, names));
    // Not dropped, because a drop would wait for a name lookup or a reload that hangs.
    runtime.shutdown_background();
    result
}

fn runtime() -> io::Result<Runtime> {
    let runtime = runtime::Builder::new_multi_thread().enable_all().build()?;
    let context = runtime.enter();
    survive_file_size_limit()?;
    drop(context);
    Ok(runtime)
}

async fn run_server(settings: Settings, names: SettingNames) -> Result<(), Failure> {
    // This comes before the first line is printed, because its reader may send a signal at once.
    let mut signals = Signals::listen()?;
    let (drain_delay, summary) = (settings.drain_delay, settings.summary());
    let Some(mut server) = start_or_stop(settings, names, &mut signals).await? else {
        tracing::info!("stopped during the start");
        return Ok(());
    };
    let address = server.listener.local_addr()?;
    print_addresses(address, &server)?;
    summary.log(address);
    let service = server.service.clone();
    let reloader = server.reloader.take();
    let reloads = ReloadQueue::new(move || reloader.iter().for_each(Reloader::reload));
    serve(server, stop_requested(signals, reloads, &service, drain_delay)).await;
    tracing::info!("stopped");
    Ok(())
}

/// Starts the proxy. Returns `None` if a signal stops it meanwhile: files and databases may hang.
async fn start_or_stop(
    settings: Settings,
    names: SettingNames,
    signals: &mut Signals,
) -> Result<Option<Server>, Failure> {
    let reload_names = names.clone();
    // On a thread of its own, because the system blocks a thread that reads a file.
    let starting = spawn_blocking(move || Handle::current().block_on(start(settings, reload_names)));
    tokio::select! {
        started = starting => {
            let server = started.map_err(io::Error::from)?;
            server.map(Some).map_err(|error| Failure::Start(error, names))
        }
        _ = signals.recv_stop() => Ok(None),
    }
}

/// Waits until the proxy should close its port (`docs/specification.md`, section 7.10). Meanwhile,
/// SIGHUP reads the files again.
///
/// After SIGTERM a load balancer sends requests until its next health check. So the port stays open
/// for the delay, or until a second signal.
async fn stop_requested(
    mut signals: Signals,
    mut reloads: ReloadQueue,
    service: &NoteService,
    delay: Duration,
) {
    let signal = next_stop(&mut signals, &mut reloads).await;
    service.shutdown.announce();
    if signal == ReceivedSignal::Terminate && !delay.is_zero() {
        tracing::info!(seconds = delay.as_secs(), "the port closes after the drain delay");
        tokio::select! {
            () = sleep(delay) => {}
            _ = next_stop(&mut signals, &mut reloads) => {}
        }
    }
}

/// Waits for a signal that stops the proxy.
async fn next_stop(signals: &mut Signals, reloads: &mut ReloadQueue) -> ReceivedSignal {
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                ReceivedSignal::Hangup => reloads.request(),
                signal => return signal,
            },
            () = reloads.advance() => {}
        }
    }
}

/// Prints the addresses to stdout, for programs that start the proxy.
fn print_addresses(address: SocketAddr, server: &Server) -> Result<(), Failure> {
    let demo = if server.has_sandbox { format!("demo at http://{address}/demo\n") } else { String::new() };
    let metrics = match server.metrics_listener.as_ref().map(TcpListener::local_addr).transpose()? {
        Some(address) => format!("metrics at http://{address}/metrics\n"),
        None => String::new(),
    };
    print(format!("listening on http://{address}\n{demo}{metrics}"))
}
