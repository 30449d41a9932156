use serde_json::Value;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// A raw HTTP request. A header may repeat; only `Host` and `Content-Length` are added.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    has_content_length: bool,
}

/// Builds a GET request for a path.
pub(crate) fn get(path: &str) -> Request {
    Request::new("GET", path)
}

/// Builds the request by which the form sends a note.
pub(crate) fn post(key: &str, body: &str) -> Request {
    Request::new("POST", "/api/ticket-note/message")
        .header("content-type", "application/json")
        .header("accept", "application/json")
        .header("sec-fetch-site", "same-origin")
        .header("idempotency-key", key)
        .body(body)
}

impl Request {
    pub(crate) fn new(method: &str, path: &str) -> Self {
        let line = format!("{method} {path} HTTP/1.1");
        Self { line, headers: Vec::new(), body: Vec::new(), has_content_length: true }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn with(self, name: &str, value: &str) -> Self {
        self.without(name).header(name, value)
    }

    pub(crate) fn body(mut self, body: impl AsRef<[u8]>) -> Self {
        self.body = body.as_ref().to_vec();
        self
    }

    pub(crate) fn chunked(mut self) -> Self {
        let mut body = format!("{:x}\r\n", self.body.len()).into_bytes();
        body.extend_from_slice(&self.body);
        body.extend_from_slice(b"\r\n0\r\n\r\n");
        self.has_content_length = false;
        self.header("transfer-encoding", "chunked").body(body)
    }

    /// Returns the bytes on the wire.
    pub(crate) fn bytes(&self, host: SocketAddr) -> Vec<u8> {
        let mut head = format!("{}\r\n", self.line);
        if !self.headers.iter().any(|(name, _)| name == "host") {
            head += &format!("host: {host}\r\n");
        }
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        if self.has_content_length {
            head += &format!("content-length: {}\r\n", self.body.len());
        }
        [head.as_bytes(), b"\r\n", &self.body].concat()
    }
}

/// An HTTP response. Header names are as received: hyper writes them in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// Returns the status, `code` and `sent`: the three values that a client acts on. A success
    /// has the code `result`.
    pub(crate) fn outcome(&self) -> (u16, String, String) {
        let json = self.json();
        let word = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        if word("type") == "result" {
            return (self.status, "result".to_owned(), String::new());
        }
        (self.status, word("code"), word("sent"))
    }

    /// Asserts the status, `code` and `sent`, and returns the response.
    #[track_caller]
    pub(crate) fn is(&self, status: u16, code: &str, sent: &str) -> &Self {
        assert_eq!(self.outcome(), (status, code.to_owned(), sent.to_owned()), "{}", self.text());
        self
    }

    /// Asserts that the note was saved, and returns the response.
    #[track_caller]
    pub(crate) fn is_saved(&self) -> &Self {
        self.is(200, "result", "")
    }
}

/// Repeats a request until the ledger supplies its response, and returns that one; fails after ten seconds.
///
/// An exchange ends a moment after its response. A request that arrives in between shares that exchange,
/// so the ledger is not asked and no ticket is read.
#[track_caller]
pub(crate) fn until_replayed(send: impl Fn() -> Response) -> Response {
    let start = Instant::now();
    loop {
        let response = send();
        if response.header("idempotency-replayed") == Some("true") {
            return response;
        }
        assert!(start.elapsed() < Duration::from_secs(10), "not replayed: {}", response.text());
        thread::sleep(Duration::from_millis(20));
    }
}

/// Sends bytes on a new connection and reads the response.
pub(crate) fn send_raw(address: SocketAddr, bytes: &[u8]) -> Option<Response> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // The proxy may respond and close before it has read everything: not a failure.
    let _ = stream.write_all(bytes);
    if bytes.starts_with(b"HEAD ") {
        read_head(&mut stream).map(|(head, _)| head)
    } else {
        read_response(&mut stream)
    }
}

/// Reads one response; `None` if the connection ends without one.
pub(crate) fn read_response(stream: &mut TcpStream) -> Option<Response> {
    let (mut response, mut body) = read_head(stream)?;
    let length = response.header("content-length").map_or(0, |value| value.parse().unwrap());
    while body.len() < length {
        read_more(stream, &mut body)?;
    }
    response.body = body;
    Some(response)
}

/// Reads the status and headers, and the part of the body that arrived with them.
fn read_head(stream: &mut TcpStream) -> Option<(Response, Vec<u8>)> {
    let mut read = Vec::new();
    let end = loop {
        if let Some(end) = read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break end;
        }
        read_more(stream, &mut read)?;
    };
    let rest = read.split_off(end + 4);
    let head = String::from_utf8(read).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().unwrap();
    let split = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
    Some((Response { status, headers: lines.filter_map(split).collect(), body: Vec::new() }, rest))
}

fn read_more(stream: &mut TcpStream, read: &mut Vec<u8>) -> Option<()> {
    let mut buffer = [0; 16 * 1024];
    match stream.read(&mut buffer) {
        Ok(count) if count > 0 => read.extend_from_slice(&buffer[..count]),
        // A process that was suspended during a read with a time limit gets this error.
        Err(error) if error.kind() == ErrorKind::Interrupted => {}
        _ => return None,
    }
    Some(())
}
