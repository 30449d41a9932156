use super::{Folder, Proxy};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
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
        Proxy::started(self.spawn(), self.folder)
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
