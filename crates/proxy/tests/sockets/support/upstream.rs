use super::SUCCESS;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// The stub's reaction to a whole request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// Sends these bytes and closes.
    Bytes(Vec<u8>),
    /// Waits for this time, sends these bytes and closes.
    Later(Duration, Vec<u8>),
    /// Sends these bytes and closes when a second request arrives.
    Once(Vec<u8>),
    /// Sends these bytes one by one, 100 ms apart, in an endless loop.
    Dribble(Vec<u8>),
    /// Sends these bytes in an endless loop, as fast as the proxy reads them.
    Endless(Vec<u8>),
    /// Closes the connection without a response.
    Close,
    /// Resets the connection.
    Reset,
    /// Sends nothing until the proxy closes the connection.
    Silence,
}

impl Reply {
    /// Builds an HTTP response. `head` is the status, then any headers after line breaks.
    pub(crate) fn http(head: &str, body: &str) -> Self {
        let length = body.len();
        Self::Bytes(
            format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
                .into_bytes(),
        )
    }

    pub(crate) fn success() -> Self {
        Self::http("200 OK", SUCCESS)
    }

    pub(crate) fn success_after(time: Duration) -> Self {
        match Self::success() {
            Self::Bytes(bytes) => Self::Later(time, bytes),
            other => other,
        }
    }
}

/// The replies to a note and to a request for a ticket.
#[derive(Clone)]
struct Replies {
    note: Arc<Mutex<Reply>>,
    ticket: Arc<Mutex<Reply>>,
}

/// A stub of Omnidesk that can also send bytes that no HTTP server would send.
#[derive(Debug)]
pub(crate) struct Upstream {
    pub(crate) address: SocketAddr,
    reply: Arc<Mutex<Reply>>,
    ticket: Arc<Mutex<Reply>>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Upstream {
    pub(crate) fn new(reply: Reply) -> Self {
        Self::listen(reply, serve)
    }

    /// Starts an upstream that replies on connect, before any request.
    pub(crate) fn replying_on_connect(reply: Reply) -> Self {
        Self::listen(reply, |stream, replies, _| {
            let _ = respond(stream, &replies.note.lock().unwrap().clone());
        })
    }

    fn listen(reply: Reply, serve: fn(TcpStream, &Replies, &Mutex<Vec<String>>)) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (reply, requests) = (Arc::new(Mutex::new(reply)), Arc::new(Mutex::new(Vec::new())));
        let ticket = Arc::new(Mutex::new(Reply::http("404 Not Found", "")));
        let replies = Replies { note: reply.clone(), ticket: ticket.clone() };
        let upstream = Self { address, reply, ticket, requests: requests.clone() };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (replies, requests) = (replies.clone(), requests.clone());
                thread::spawn(move || serve(stream, &replies, &requests));
            }
        });
        upstream
    }

    /// Sets the reply to the next requests.
    pub(crate) fn set_reply(&self, reply: Reply) {
        *self.reply.lock().unwrap() = reply;
    }

    /// Sets the reply to the next requests for a ticket.
    pub(crate) fn set_ticket(&self, reply: Reply) {
        *self.ticket.lock().unwrap() = reply;
    }

    /// Returns the requests for a ticket that arrived.
    pub(crate) fn readings(&self) -> Vec<String> {
        self.requests().into_iter().filter(|request| is_reading(request)).collect()
    }

    /// Returns the requests that arrived whole.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Returns the number of whole requests that arrived.
    pub(crate) fn calls(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

fn is_reading(request: &str) -> bool {
    request.starts_with("GET /api/v2/ticket/")
}

fn serve(mut stream: TcpStream, replies: &Replies, requests: &Mutex<Vec<String>>) {
    let Some(request) = read_request(&mut stream) else { return };
    let reply = if is_reading(&request) { &replies.ticket } else { &replies.note };
    let reply = reply.lock().unwrap().clone();
    requests.lock().unwrap().push(request);
    // Some tests make the proxy disconnect here: the error is expected.
    let _ = respond(stream, &reply);
}

fn respond(mut stream: TcpStream, reply: &Reply) -> std::io::Result<()> {
    match reply {
        Reply::Bytes(bytes) => stream.write_all(bytes),
        Reply::Later(time, bytes) => {
            thread::sleep(*time);
            stream.write_all(bytes)
        }
        Reply::Once(bytes) => {
            stream.write_all(bytes)?;
            stream.read(&mut [0]).map(drop)
        }
        Reply::Dribble(bytes) => loop {
            for byte in bytes {
                stream.write_all(&[*byte])?;
                thread::sleep(Duration::from_millis(100));
            }
        },
        Reply::Endless(bytes) => loop {
            stream.write_all(bytes)?;
        },
        Reply::Close => stream.shutdown(Shutdown::Both),
        Reply::Reset => reset(&stream),
        Reply::Silence => stream.read(&mut [0]).map(drop),
    }
}

/// Makes the drop of this connection send a reset: the linger time is zero.
fn reset(stream: &TcpStream) -> std::io::Result<()> {
    socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO))
}

fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut read = Vec::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if is_whole(&text) {
            return Some(text);
        }
        match stream.read(&mut buffer) {
            Ok(count) if count > 0 => read.extend_from_slice(&buffer[..count]),
            _ => return None,
        }
    }
}

fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else { return false };
    let length =
        head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}
