use super::{Folder, Request, Response, get, post, send_raw, until_replayed};
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A running proxy, killed on drop.
#[derive(Debug)]
pub(crate) struct Proxy {
    child: Child,
    pub(crate) address: SocketAddr,
    stdout: BufReader<std::process::ChildStdout>,
    log: Arc<Mutex<String>>,
    _folder: Option<Folder>,
}

impl Proxy {
    /// Waits until a program that was started prints its address. Keeps its folder as long as it runs.
    pub(super) fn started(mut child: Child, folder: Option<Folder>) -> Self {
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let log = collect(child.stderr.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").map(str::parse);
        let Some(Ok(address)) = address else { panic!("{line:?} {}", log.lock().unwrap()) };
        Self { child, address, stdout, log, _folder: folder }
    }

    #[track_caller]
    pub(crate) fn send(&self, request: &Request) -> Response {
        let response = send_raw(self.address, &request.bytes(self.address));
        response.unwrap_or_else(|| panic!("no response: {}", self.log()))
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.send(&get(path))
    }

    pub(crate) fn post(&self, key: &str, body: &str) -> Response {
        self.send(&post(key, body))
    }

    /// Sends a recorded note again, and returns the response that the ledger supplies.
    #[track_caller]
    pub(crate) fn retry(&self, key: &str, body: &str) -> Response {
        until_replayed(|| self.post(key, body))
    }

    /// Sets the behaviour of the embedded sandbox, given as JSON.
    pub(crate) fn set_behaviour(&self, behaviour: &str) {
        let response = self.send(&Request::new("PUT", "/sandbox/behaviour").body(behaviour));
        assert_eq!(response.status, 200, "{}", response.text());
    }

    /// Returns the notes that the embedded sandbox has stored.
    pub(crate) fn notes(&self) -> Vec<serde_json::Value> {
        self.get("/sandbox/notes").json().as_array().unwrap().clone()
    }

    /// Reads the next line of stdout.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Waits until the log contains a text.
    #[track_caller]
    pub(crate) fn logs(&self, text: &str) {
        eventually(text, || self.log().contains(text));
    }

    /// Sends a signal; see [`signal`].
    pub(crate) fn signal(&self, name: &str) {
        signal(&self.child, name);
    }

    /// Limits the size of every file that the proxy writes from now on, to simulate a full disk. `None` ends it.
    pub(crate) fn limit_to_kib(&self, most: Option<u32>) {
        let most = most.map_or_else(|| "unlimited".to_owned(), |most| (most * 1024).to_string());
        let arguments =
            ["--pid".to_owned(), self.child.id().to_string(), format!("--fsize={most}:unlimited")];
        assert!(Command::new("prlimit").args(arguments).status().unwrap().success());
    }

    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn collect(mut source: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let log = Arc::new(Mutex::new(String::new()));
    let into = log.clone();
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = source.read(&mut buffer) {
            into.lock().unwrap().push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
    });
    log
}

/// Sends a signal to a program, named as for `kill`: `TERM`, `KILL`, …
pub(crate) fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status();
    assert!(status.unwrap().success());
}

/// Waits until the condition holds; fails after a minute, because a loaded machine can need long.
#[track_caller]
pub(crate) fn eventually(condition: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(60), "timed out: {condition}");
        thread::sleep(Duration::from_millis(5));
    }
}
