use crate::process::ChildProcess;
use crate::wait::TIMEOUT;
use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

static USED_ORIGINS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// A running proxy with the sandbox behind it, on its own port.
#[derive(Debug)]
pub struct Proxy {
    origin: String,
    process: ChildProcess,
}

impl Proxy {
    /// Starts the proxy with `--sandbox`, a free port, this bundle and these further flags.
    ///
    /// No two proxies of a test run have the same port. Several tests share a browser, which has a
    /// cache and storages for each origin.
    ///
    /// # Panics
    /// If the proxy does not print its address within 20 seconds.
    #[must_use]
    pub fn start(dist: &Path, flags: &[&str]) -> Self {
        loop {
            let proxy = Self::start_on_any_port(dist, flags);
            let mut used = USED_ORIGINS.lock().unwrap_or_else(PoisonError::into_inner);
            if used.insert(proxy.origin.clone()) {
                return proxy;
            }
        }
    }

    fn start_on_any_port(dist: &Path, flags: &[&str]) -> Self {
        let mut command = Command::new(binary());
        // The proxy refuses the variables of the tests: their names begin like those of settings.
        command.env_clear();
        command.args(["--sandbox", "--listen", "127.0.0.1:0", "--dist"]).arg(dist).args(flags);
        let (process, lines) = ChildProcess::start(&mut command);
        let origin = loop {
            let line = lines.recv_timeout(TIMEOUT).expect("the proxy prints its address");
            if let Some((_, origin)) = line.split_once("listening on ") {
                break origin.trim().trim_end_matches('/').to_owned();
            }
        };
        Self { origin, process }
    }

    /// Makes the proxy read its files again.
    ///
    /// # Panics
    /// If the signal cannot be sent.
    pub fn reload(&self) {
        let sent = Command::new("kill").args(["-HUP", &self.process.id().to_string()]).status();
        assert!(sent.expect("the program kill").success(), "the proxy runs");
    }

    /// The proxy's origin, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// Returns the path of the proxy's binary: Cargo writes it one folder above the test binaries.
fn binary() -> PathBuf {
    let test = env::current_exe().expect("the path of the test binary");
    let folder = test.ancestors().nth(2).expect("a test binary in target/PROFILE/deps");
    folder.join("ticket-note-proxy")
}
