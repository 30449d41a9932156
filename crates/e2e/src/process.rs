use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// A program that ends with this value.
#[derive(Debug)]
pub(crate) struct ChildProcess(Child);

impl ChildProcess {
    /// Starts it; what it prints shows with the test's own output, and its lines on stdout come back.
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

    /// Whether it has ended by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.0.try_wait().is_ok_and(|status| status.is_some())
    }
}

impl Drop for ChildProcess {
    fn drop(&mut self) {
        // Fails only where the program has ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Reads to the end, since a program whose pipe is full stands still.
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

/// A port that nobody listens on. Another program may take it first.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port");
    listener.local_addr().expect("a bound address").port()
}
