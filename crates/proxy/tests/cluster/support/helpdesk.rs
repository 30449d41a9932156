use crate::sockets::SUCCESS;
use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What the helpdesk does with a note. The text of the note names it, so that every request of an
/// attempt meets the same.
const SLOW: &str = "slow";
const LOST: &str = "lost";
const REFUSED: &str = "refused";

/// A stand-in for Omnidesk that keeps every note, and counts equal texts.
///
/// A text with `slow` is kept after 3 seconds. With `lost`, it is kept and the response is lost.
/// With `refused`, it is not kept. Any other text is kept after up to 30 milliseconds.
#[derive(Debug)]
pub(crate) struct Helpdesk {
    pub(crate) address: SocketAddr,
    notes: Arc<Mutex<HashMap<String, u32>>>,
}

impl Helpdesk {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let notes = Arc::new(Mutex::new(HashMap::new()));
        let kept = notes.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = kept.clone();
                thread::spawn(move || serve(stream, &kept));
            }
        });
        Self { address, notes }
    }

    /// Returns how many notes have this text.
    pub(crate) fn count(&self, text: &str) -> u32 {
        self.notes.lock().unwrap().get(text).copied().unwrap_or(0)
    }

    /// Returns how many notes there are.
    pub(crate) fn total(&self) -> u32 {
        self.notes.lock().unwrap().values().sum()
    }
}

fn serve(mut stream: TcpStream, notes: &Mutex<HashMap<String, u32>>) {
    let mut read = Vec::new();
    while let Some(text) = read_note(&mut stream, &mut read) {
        let number = text.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
        let pause = if text.contains(SLOW) { 3000 } else { number % 30 };
        thread::sleep(Duration::from_millis(pause));
        if text.contains(REFUSED) {
            let body = r#"{"status":"error","message":"Ticket is closed"}"#;
            let _ = respond(&mut stream, "400 Bad Request", body);
            continue;
        }
        *notes.lock().unwrap().entry(text.clone()).or_default() += 1;
        if text.contains(LOST) || respond(&mut stream, "200 OK", SUCCESS).is_err() {
            return;
        }
    }
}

fn respond(stream: &mut TcpStream, status: &str, body: &str) -> std::io::Result<()> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}");
    stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes())
}

/// Reads the text of the next note: the field `message` of a request in JSON.
fn read_note(stream: &mut TcpStream, read: &mut Vec<u8>) -> Option<String> {
    loop {
        if let Some((text, rest)) = split_request(read) {
            *read = rest;
            return Some(text);
        }
        let mut buffer = [0; 8192];
        match stream.read(&mut buffer) {
            Ok(count @ 1..) => read.extend_from_slice(&buffer[..count]),
            _ => return None,
        }
    }
}

fn split_request(read: &[u8]) -> Option<(String, Vec<u8>)> {
    let head = read.windows(4).position(|bytes| bytes == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&read[..head]).to_lowercase();
    let length: usize = text.lines().find_map(|line| line.strip_prefix("content-length: "))?.parse().ok()?;
    let body = read.get(head..head + length)?;
    let note: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    Some((note["message"].as_str().unwrap_or_default().to_owned(), read[head + length..].to_vec()))
}
