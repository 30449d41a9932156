use super::{Folder, Request, Response, get, post, send_raw, until_replayed};
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// An API key that no response, log or file of the proxy may contain.
pub(crate) const CANARY: &str = "cAnArY+kEy/7f3=9&zQ";

/// A command line of the proxy, before it is started.
#[derive(Debug)]
pub(crate) struct Program {
    command: Command,
    folder: Option<Folder>,
}

impl Program {
    /// Runs with these arguments, on a free port and without a drain delay. The environment has
    /// nothing else.
    pub(crate) fn new(arguments: &[&str]) -> Self {
        Self::bare(&["--listen", "127.0.0.1:0"]).with(arguments)
    }

    /// Like [`Program::new`], but the arguments decide where it listens.
    pub(crate) fn bare(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ticket-note-proxy"));
        command.env_clear().env("TICKET_NOTE_DRAIN_DELAY", "0").args(arguments);
        Self { command, folder: None }
    }

    /// Runs with the embedded sandbox.
    pub(crate) fn sandbox() -> Self {
        Self::new(&["--sandbox"])
    }

    /// Runs with this upstream, a new ledger and the key [`CANARY`].
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

    /// Replaces the URL of the upstream.
    pub(crate) fn with_upstream(self, address: &str) -> Self {
        let arguments: Vec<_> =
            self.command.get_args().map(|argument| argument.to_str().unwrap().to_owned()).collect();
        let mut command = Command::new(self.command.get_program());
        command.env_clear().envs(self.command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let mut is_upstream = false;
        for argument in arguments {
            command.arg(if is_upstream { address } else { &argument });
            is_upstream = argument == "--upstream";
        }
        Self { command, folder: self.folder }
    }

    /// Returns the folder that holds the key and the ledger.
    pub(crate) fn folder(&self) -> &Folder {
        self.folder.as_ref().unwrap()
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Starts the proxy with this folder as its working directory.
    pub(crate) fn in_folder(mut self, folder: &Folder) -> Self {
        self.command.current_dir(folder.path());
        self
    }

    /// Limits the size of every file that the proxy writes, to simulate a full disk. The system sends
    /// SIGXFSZ before such a write fails.
    pub(crate) fn limited_to_kib(self, most: u32) -> Self {
        self.after_shell_command(&format!("ulimit -f {most}"))
    }

    /// Starts the proxy with SIGHUP ignored, as `nohup` does.
    pub(crate) fn with_sighup_ignored(self) -> Self {
        self.after_shell_command("trap '' HUP")
    }

    /// Hands over a text at `/dev/fd/9`, by a pipe whose writer starts slowly, as `<(…)` of a shell does.
    pub(crate) fn with_piped(self, text: &str) -> Self {
        self.after_shell_command(&format!("exec 9< <(sleep 0.3; printf '%s' '{text}')"))
    }

    fn after_shell_command(self, shell_command: &str) -> Self {
        let mut command = Command::new("bash");
        command
            .env_clear()
            .envs(self.command.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .args(["-c", &format!("{shell_command}; exec \"$0\" \"$@\"")])
            .arg(self.command.get_program())
            .args(self.command.get_args());
        Self { command, folder: self.folder }
    }

    /// Starts the proxy without waiting for anything.
    pub(crate) fn spawn(&mut self) -> Child {
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Starts the proxy and waits until it prints its address.
    pub(crate) fn start(mut self) -> Proxy {
        let mut child = self.spawn();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let log = collect(child.stderr.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").map(str::parse);
        let Some(Ok(address)) = address else { panic!("{line:?} {}", log.lock().unwrap()) };
        Proxy { child, address, stdout, log, _folder: self.folder }
    }

    /// Runs the program until it exits by itself. Returns the exit code, stdout and stderr.
    pub(crate) fn run(mut self) -> (i32, String, String) {
        let output = self.command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    /// Runs the proxy until it exits by itself. Returns the exit code and stderr; the code is -1 if
    /// it had to be killed after 10 seconds.
    pub(crate) fn fail(mut self) -> (i32, String) {
        let mut child = self.command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let start = Instant::now();
        while child.try_wait().unwrap().is_none() && start.elapsed() < Duration::from_secs(10) {
            thread::sleep(Duration::from_millis(5));
        }
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        (output.status.code().unwrap_or(-1), String::from_utf8(output.stderr).unwrap())
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

/// Waits until the condition holds; fails after a minute, because a loaded machine can need long.
#[track_caller]
pub(crate) fn eventually(condition: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(60), "timed out: {condition}");
        thread::sleep(Duration::from_millis(5));
    }
}
