//! Readers of stdout and stderr that stop, and full disks.

use crate::support::{NOTE, Request, Response, fresh_key, get, post, send_raw};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A proxy whose log is read only when the test asks for it.
struct Proxy {
    child: Child,
    address: SocketAddr,
    log: ChildStderr,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ticket-note-proxy"));
    command.env_clear().env("TICKET_NOTE_DRAIN_DELAY", "0");
    command.args(["--sandbox", "--listen", "127.0.0.1:0"]).args(arguments);
    command
}

impl Proxy {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().parse().unwrap();
        let log = child.stderr.take().unwrap();
        Self { child, address, log }
    }

    fn send(&self, request: &Request) -> Response {
        send_raw(self.address, &request.bytes(self.address)).unwrap()
    }

    /// Sends requests that are refused at once and leave one log line each.
    fn send_many(&self, count: usize) {
        let request = post(&fresh_key(), NOTE).with("sec-fetch-site", "cross-site");
        for _ in 0..count {
            self.send(&request).is(403, "cross_site", "no");
        }
    }

    fn terminate(&mut self) -> ExitStatus {
        let status = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(status.unwrap().success());
        wait(&mut self.child)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for the end, for ten seconds at most.
#[track_caller]
fn wait(child: &mut Child) -> ExitStatus {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        assert!(start.elapsed() < Duration::from_secs(10), "the proxy does not end");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_stopped_log_reader_stops_neither_requests_nor_the_exit() {
    let mut proxy = Proxy::start(&["--rate-limit", "1000"]);
    for _ in 0..400 {
        proxy.send(&post(&fresh_key(), NOTE)).is_saved();
    }
    // A pipe takes 64 KiB and the queue 1024 lines: from here on lines are dropped.
    proxy.send_many(2000);
    assert_eq!(proxy.send(&get("/healthz")).status, 200);
    assert_eq!(proxy.send(&get("/readyz")).status, 200);
    let start = Instant::now();
    assert_eq!(proxy.terminate().code(), Some(0));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn dropped_log_lines_are_counted_once_the_reader_is_back() {
    let mut proxy = Proxy::start(&["--log-format", "json"]);
    let sent = 3000;
    proxy.send_many(sent);
    let mut log = std::mem::replace(&mut proxy.log, dead_pipe());
    let reader = thread::spawn(move || {
        let mut text = String::new();
        log.read_to_string(&mut text).unwrap();
        text
    });
    assert_eq!(proxy.terminate().code(), Some(0));
    let text = reader.join().unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let written = lines.iter().filter(|line| line["message"] == "request").count();
    let dropped: u64 = lines
        .iter()
        .filter(|line| line["message"] == "log lines were dropped because they could not be written")
        .map(|line| line["lines"].as_u64().unwrap())
        .sum();
    assert!(dropped > 0);
    assert_eq!(written as u64 + dropped, sent as u64, "every request is written or counted");
    assert!(text.contains("\"stopped\""), "{text}");
}

/// Returns a pipe to put in the place of the log.
fn dead_pipe() -> ChildStderr {
    let mut child = Command::new("true").stderr(Stdio::piped()).spawn().unwrap();
    child.wait().unwrap();
    child.stderr.take().unwrap()
}

fn full_disk() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

#[test]
fn stdout_on_a_full_disk_is_one_line_and_exit_code_1() {
    for arguments in [&[] as &[&str], &["--help"], &["--version"]] {
        let output = command(arguments).stdout(full_disk()).stderr(Stdio::piped()).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert_eq!(
            text,
            "ticket-note-proxy: cannot write to stdout: No space left on device (os error 28)\n"
        );
        let status = command(arguments).stdout(full_disk()).stderr(full_disk()).status().unwrap();
        assert_eq!(status.code(), Some(1));
    }
    let status = command(&["--colour"]).stderr(full_disk()).status().unwrap();
    assert_eq!(status.code(), Some(2));
}

#[test]
fn stderr_on_a_full_disk_stops_neither_requests_nor_the_exit() {
    let mut child = command(&[]).stdout(Stdio::piped()).stderr(full_disk()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap().parse().unwrap();
    let log = dead_pipe();
    let mut proxy = Proxy { child, address, log };
    for _ in 0..10 {
        proxy.send(&post(&fresh_key(), NOTE)).is_saved();
    }
    assert_eq!(proxy.terminate().code(), Some(0));
}
