use super::SUCCESS;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What an upstream does with a request once it has read it whole.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// Sends these bytes and closes.
    Bytes(Vec<u8>),
    /// Sends these bytes after a while and closes.
    Later(Duration, Vec<u8>),
    /// Sends these bytes and closes when it is asked again.
    Once(Vec<u8>),
    /// Sends these bytes one by one, a tenth of a second apart, over and over.
    Dribble(Vec<u8>),
    /// Sends these bytes over and over, as fast as they are taken.
    Endless(Vec<u8>),
    /// Closes.
    Close,
    /// Resets the connection.
    Reset,
    /// Does nothing until the other side goes.
    Silence,
}

impl Reply {
    /// An HTTP answer.
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

/// An upstream that misbehaves on the wire in ways that no HTTP server would.
#[derive(Debug)]
pub(crate) struct Upstream {
    pub(crate) address: SocketAddr,
    reply: Arc<Mutex<Reply>>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Upstream {
    pub(crate) fn new(reply: Reply) -> Self {
        Self::listen(reply, serve)
    }

    /// One that does not wait for a request.
    pub(crate) fn greeting(reply: Reply) -> Self {
        Self::listen(reply, |stream, reply, _| {
            let _ = answer(stream, &reply.lock().unwrap().clone());
        })
    }

    fn listen(reply: Reply, serve: fn(TcpStream, &Mutex<Reply>, &Mutex<Vec<String>>)) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (reply, requests) = (Arc::new(Mutex::new(reply)), Arc::new(Mutex::new(Vec::new())));
        let upstream = Self { address, reply: reply.clone(), requests: requests.clone() };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (reply, requests) = (reply.clone(), requests.clone());
                thread::spawn(move || serve(stream, &reply, &requests));
            }
        });
        upstream
    }

    pub(crate) fn replies(&self, reply: Reply) {
        *self.reply.lock().unwrap() = reply;
    }

    /// The requests that arrived whole.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn calls(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

fn serve(mut stream: TcpStream, reply: &Mutex<Reply>, requests: &Mutex<Vec<String>>) {
    let Some(request) = read_request(&mut stream) else { return };
    requests.lock().unwrap().push(request);
    let reply = reply.lock().unwrap().clone();
    // The other side may go at any time: that is what some tests are for.
    let _ = answer(stream, &reply);
}

fn answer(mut stream: TcpStream, reply: &Reply) -> std::io::Result<()> {
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

/// A connection that is dropped with unread bytes, or with no time to linger, ends in a reset.
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
