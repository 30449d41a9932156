use super::{Request, Response, exchange, get, post};
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use std::{fs, thread};

/// The key that no answer and no log may show.
pub(crate) const CANARY: &str = "cAnArY+kEy/7f3=9&zQ";

/// A folder that goes with the test.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("ticket-note-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// With the vendor's key, for its owner only.
    pub(crate) fn with_key(self, key: &str) -> Self {
        let folder = self.with("key", key);
        fs::set_permissions(folder.file("key"), fs::Permissions::from_mode(0o600)).unwrap();
        folder
    }

    pub(crate) fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A command line of the proxy.
#[derive(Debug)]
pub(crate) struct Program {
    command: Command,
    folder: Option<Folder>,
}

impl Program {
    /// The program with these arguments, and nothing of this process's environment.
    pub(crate) fn new(arguments: &[&str]) -> Self {
        Self::bare(&["--listen", "127.0.0.1:0"]).with(arguments)
    }

    /// The same, where it listens left open.
    pub(crate) fn bare(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ticket-note-proxy"));
        command.env_clear().args(arguments);
        Self { command, folder: None }
    }

    /// A proxy of the embedded sandbox.
    pub(crate) fn sandbox() -> Self {
        Self::new(&["--sandbox"])
    }

    /// A proxy of this upstream, with a ledger of its own.
    pub(crate) fn upstream(address: SocketAddr) -> Self {
        let folder = Folder::new().with_key(CANARY);
        let (key, ledger, upstream) =
            (folder.file("key"), folder.file("ledger"), format!("http://{address}"));
        let mut program = Self::new(&["--upstream", &upstream, "--api-key-file", &key, "--anonymous"])
            .with(&["--ledger", &ledger]);
        program.folder = Some(folder);
        program
    }

    pub(crate) fn with(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    /// The same with another address for its upstream.
    pub(crate) fn with_upstream(self, address: &str) -> Self {
        let arguments: Vec<_> =
            self.command.get_args().map(|word| word.to_str().unwrap().to_owned()).collect();
        let mut command = Command::new(self.command.get_program());
        command.env_clear().envs(self.command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let mut is_address = false;
        for word in arguments {
            command.arg(if is_address { address } else { &word });
            is_address = word == "--upstream";
        }
        Self { command, folder: self.folder }
    }

    /// The folder of its key and ledger.
    pub(crate) fn folder(&self) -> &Folder {
        self.folder.as_ref().unwrap()
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// The same where no file grows over a size: a disk that fills.
    pub(crate) fn limited_to_kib(self, most: u32) -> Self {
        let mut command = Command::new("bash");
        // A write over the limit fails like one to a full disk, unless its signal kills first.
        let limit = format!("trap '' XFSZ; ulimit -f {most}; exec \"$0\" \"$@\"");
        command
            .env_clear()
            .args(["-c", &limit])
            .arg(self.command.get_program())
            .args(self.command.get_args());
        Self { command, folder: self.folder }
    }

    /// Starts it, and waits for the line that says where it listens.
    pub(crate) fn start(mut self) -> Proxy {
        let mut child = self.command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let log = collect(child.stderr.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").map(str::parse);
        let Some(Ok(address)) = address else { panic!("{line:?} {}", log.lock().unwrap()) };
        Proxy { child, address, stdout, log, _folder: self.folder }
    }

    /// Runs it to its end: the exit code, and what it printed to stderr.
    pub(crate) fn fail(mut self) -> (i32, String) {
        let mut child = self.command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let start = Instant::now();
        while child.try_wait().unwrap().is_none() && start.elapsed() < Duration::from_secs(10) {
            thread::sleep(Duration::from_millis(5));
        }
        // One that did not fail has a code of its own: it was killed.
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        (output.status.code().unwrap_or(-1), String::from_utf8(output.stderr).unwrap())
    }
}

fn collect(mut from: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let log = Arc::new(Mutex::new(String::new()));
    let into = log.clone();
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            into.lock().unwrap().push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
    });
    log
}

/// A running proxy. It ends with the test.
#[derive(Debug)]
pub(crate) struct Proxy {
    child: Child,
    pub(crate) address: SocketAddr,
    stdout: BufReader<std::process::ChildStdout>,
    log: Arc<Mutex<String>>,
    _folder: Option<Folder>,
}

impl Proxy {
    #[track_caller]
    pub(crate) fn send(&self, request: &Request) -> Response {
        exchange(self.address, &request.bytes(self.address)).expect("an answer")
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.send(&get(path))
    }

    pub(crate) fn post(&self, key: &str, body: &str) -> Response {
        self.send(&post(key, body))
    }

    /// Tells the embedded sandbox how to behave.
    pub(crate) fn behave(&self, behaviour: &str) {
        let answer = self.send(&Request::new("PUT", "/sandbox/behaviour").body(behaviour));
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    /// What the embedded sandbox has.
    pub(crate) fn notes(&self) -> Vec<serde_json::Value> {
        self.get("/sandbox/notes").json().as_array().unwrap().clone()
    }

    /// The next line of its stdout.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Sends a signal by its name, as `kill` knows it.
    pub(crate) fn signal(&self, name: &str) {
        let status = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(status.unwrap().success());
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

/// Waits until something holds: ten seconds at most.
#[track_caller]
pub(crate) fn eventually(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(10), "never: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}
