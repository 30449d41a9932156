use crate::process::ChildProcess;
use crate::wait::TIMEOUT;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The proxy's binary with the sandbox behind it, on a port of its own.
#[derive(Debug)]
pub struct Proxy {
    origin: String,
    _process: ChildProcess,
}

impl Proxy {
    /// Starts it in front of a bundle, with more flags than those.
    ///
    /// # Panics
    /// When it does not say where it listens.
    #[must_use]
    pub fn start(dist: &Path, flags: &[&str]) -> Self {
        let mut command = Command::new(binary());
        command.args(["--sandbox", "--listen", "127.0.0.1:0", "--dist"]).arg(dist).args(flags);
        let (process, lines) = ChildProcess::start(&mut command);
        let origin = loop {
            let line = lines.recv_timeout(TIMEOUT).expect("the proxy says where it listens");
            if let Some((_, origin)) = line.split_once("listening on ") {
                break origin.trim().trim_end_matches('/').to_owned();
            }
        };
        Self { origin, _process: process }
    }

    /// Its origin, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// Cargo puts a workspace's programs into one folder, and its tests into one below.
fn binary() -> PathBuf {
    let test = env::current_exe().expect("a test is a program");
    let folder = test.ancestors().nth(2).expect("a test lies in target/PROFILE/deps");
    folder.join("ticket-note-proxy")
}
