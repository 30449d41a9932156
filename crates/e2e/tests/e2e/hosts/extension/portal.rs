//! A portal before the proxy. Its sign-in sets a `Lax` cookie, and its requests carry the identity header.

use std::io::{Read, Result, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;

/// The author of every note.
pub(super) const USER: u64 = 254;

const COOKIE: &str = "portal=1";
const SIGNED_IN: &str = "HTTP/1.1 200 OK\r\nSet-Cookie: portal=1; Path=/; Secure; HttpOnly; SameSite=Lax\r\n\
    Content-Type: text/html\r\nContent-Length: 9\r\nConnection: close\r\n\r\nSigned in";

/// The portal, on a port of its own until the test process ends.
#[derive(Debug)]
pub(super) struct Portal {
    origin: String,
}

impl Portal {
    /// Starts a portal before this origin.
    pub(super) fn start(proxy: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let target = proxy.trim_start_matches("http://").to_owned();
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let target = target.clone();
                // An error ends this connection only.
                thread::spawn(move || serve(client, &target));
            }
        });
        Self { origin }
    }

    pub(super) fn origin(&self) -> &str {
        &self.origin
    }
}

/// Serves one request. Removes a header of the client, and adds the identity of a signed-in user.
fn serve(mut client: TcpStream, target: &str) -> Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte)? == 1 {
        head.push(byte[0]);
    }
    let text = String::from_utf8_lossy(&head);
    if text.starts_with("GET /sign-in ") {
        return client.write_all(SIGNED_IN.as_bytes());
    }
    let is_signed_in = text.lines().any(|line| {
        let line = line.to_ascii_lowercase();
        line.starts_with("cookie:") && line.contains(COOKIE)
    });
    let is_removed = |line: &str| {
        let line = line.to_ascii_lowercase();
        line.starts_with("connection:") || line.starts_with("x-user:")
    };
    let kept: String =
        text.trim_end().lines().filter(|line| !is_removed(line)).flat_map(|line| [line, "\r\n"]).collect();
    let identity = if is_signed_in { format!("X-User: {USER}\r\n") } else { String::new() };
    let mut server = TcpStream::connect(target)?;
    server.write_all(format!("{kept}{identity}Connection: close\r\n\r\n").as_bytes())?;
    let (mut body, mut to_server) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || std::io::copy(&mut body, &mut to_server));
    std::io::copy(&mut server, &mut client)?;
    client.shutdown(Shutdown::Both)
}
