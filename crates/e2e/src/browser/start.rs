use crate::engine::Engine;
use crate::process::ChildProcess;
use crate::wait::wait_until;
use std::net::TcpStream;
use std::process::Command as Program;
use std::time::Duration;
use thirtyfour::{Capabilities, WebDriver};
use ticket_note_free_port::free_port;
use tokio::runtime::Runtime;
use tokio::time::timeout;

const ATTEMPTS: usize = 3;
const SESSION_TIMEOUT: Duration = Duration::from_secs(40);

/// Starts a driver and its browser, and returns the session, the driver and its port.
///
/// About one start in a hundred fails, because `WebKit` hangs or another program takes the port first.
///
/// # Panics
/// If three starts in a row fail.
pub(super) fn start(
    engine: Engine,
    capabilities: &Capabilities,
    arguments: &[&str],
    runtime: &Runtime,
) -> (WebDriver, ChildProcess, u16) {
    let mut started = try_once(engine, capabilities, arguments, runtime);
    for _ in 1..ATTEMPTS {
        started = started.or_else(|_| try_once(engine, capabilities, arguments, runtime));
    }
    started.unwrap_or_else(|error| panic!("{engine:?} does not start: {error}"))
}

fn try_once(
    engine: Engine,
    capabilities: &Capabilities,
    arguments: &[&str],
    runtime: &Runtime,
) -> Result<(WebDriver, ChildProcess, u16), String> {
    let port = free_port();
    let mut driver = Program::new(engine.driver());
    // The framed page uses the browser's language, and the tests expect English.
    driver.arg(format!("--port={port}")).args(arguments).env("LC_ALL", "C.UTF-8").env_remove("LANGUAGE");
    let (mut driver, _) = ChildProcess::start(&mut driver);
    wait_until("a driver that listens", || TcpStream::connect(("127.0.0.1", port)).is_ok(), |is_up| *is_up);
    if driver.has_ended() {
        return Err("another program listens on its port".to_owned());
    }
    let session = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities.clone());
    match runtime.block_on(async { timeout(SESSION_TIMEOUT, session).await }) {
        Ok(Ok(session)) => Ok((session, driver, port)),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("no response".to_owned()),
    }
}
