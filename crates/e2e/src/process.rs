use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// A running program. Dropping this value kills it.
#[derive(Debug)]
pub(crate) struct ChildProcess(Child);

impl ChildProcess {
    /// Starts the program, prints its output with the test's own, and returns a channel of its stdout lines.
    ///
    /// # Panics
    /// If the program cannot be started.
    pub(crate) fn start(command: &mut Command) -> (Self, Receiver<String>) {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", command.get_program().display()));
        let lines = relay(child.stdout.take().expect("stdout is piped"));
        relay(child.stderr.take().expect("stderr is piped"));
        (Self(child), lines)
    }

    /// Returns the process ID.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Whether the program has exited by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.0.try_wait().is_ok_and(|status| status.is_some())
    }
}

impl Drop for ChildProcess {
    fn drop(&mut self) {
        // Fails only if the program has exited by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Reads a stream to its end on its own thread: a program blocks while its pipe is full.
fn relay(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            println!("  {line}");
            let _ = sender.send(line);
        }
    });
    receiver
}
