use std::process::{Child, Command, Stdio};
use thirtyfour::SessionId;

/// Waits until its standard input is closed, ends a session, and kills the driver.
const SCRIPT: &str = r#"
trap '' INT TERM HUP
read -r _
if exec 3<>"/dev/tcp/127.0.0.1/$1"; then
  printf 'DELETE /session/%s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
  timeout 10 cat <&3
fi
kill "$3"
"#;

/// A shell that ends a session once the test process has ended, for whatever reason.
///
/// An idle session outlives its tests, and Rust drops no statics. The operating system closes the shell's
/// standard input when the test process ends. Dropping this value only ends the shell.
#[derive(Debug)]
pub(super) struct Cleanup(Child);

impl Cleanup {
    /// Starts the shell.
    ///
    /// # Panics
    /// If there is no Bash.
    pub(super) fn start(port: u16, session: &SessionId, driver: u32) -> Self {
        let mut command = Command::new("bash");
        command.args(["-c", SCRIPT, "cleanup", &port.to_string(), &session.to_string(), &driver.to_string()]);
        let shell = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(shell.expect("bash"))
    }
}

impl Drop for Cleanup {
    fn drop(&mut self) {
        // Fails only if the shell has exited by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
