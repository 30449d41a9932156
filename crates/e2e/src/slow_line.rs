use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// A slow line between a browser and a proxy: all connections together receive a limited number of bytes
/// a second. Dropping this value ends the line; open connections stay open.
#[derive(Debug)]
pub struct SlowLine {
    address: SocketAddr,
    is_ended: Arc<AtomicBool>,
}

impl SlowLine {
    /// Starts a line to an origin such as `http://127.0.0.1:8080`.
    ///
    /// # Panics
    /// If no port of the loopback interface is free.
    #[must_use]
    pub fn to(origin: &str, bytes_per_second: usize) -> Self {
        let target = origin.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let is_ended = Arc::new(AtomicBool::new(false));
        let (ends, free_from) = (is_ended.clone(), Arc::new(Mutex::new(Instant::now())));
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if ends.load(Ordering::Relaxed) {
                    break;
                }
                let Ok(server) = TcpStream::connect(&target) else { continue };
                join(&client, &server, bytes_per_second, &free_from);
            }
        });
        Self { address, is_ended }
    }

    /// The line's origin, by which a browser reaches the proxy.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for SlowLine {
    fn drop(&mut self) {
        self.is_ended.store(true, Ordering::Relaxed);
        // The listener waits for a connection before it looks.
        let _ = TcpStream::connect(self.address);
    }
}

/// Joins two connections. What the server sends passes in turn with the other connections of the line: each
/// chunk takes the next free time, and a connection has one chunk at a time.
fn join(client: &TcpStream, server: &TcpStream, bytes_per_second: usize, free_from: &Arc<Mutex<Instant>>) {
    let copy = |stream: &TcpStream| stream.try_clone().expect("a second handle of a socket");
    let (mut from_client, mut to_server) = (copy(client), copy(server));
    thread::spawn(move || {
        let _ = std::io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(Shutdown::Write);
    });
    let (mut from_server, mut to_client, free_from) = (copy(server), copy(client), free_from.clone());
    thread::spawn(move || {
        let mut chunk = vec![0; (bytes_per_second / 20).max(1)];
        while let Ok(length @ 1..) = from_server.read(&mut chunk) {
            let time = Duration::from_secs_f64(length as f64 / bytes_per_second as f64);
            let end = {
                let mut free_from = free_from.lock().unwrap_or_else(PoisonError::into_inner);
                *free_from = (*free_from).max(Instant::now()) + time;
                *free_from
            };
            thread::sleep(end.saturating_duration_since(Instant::now()));
            if to_client.write_all(&chunk[..length]).is_err() {
                break;
            }
        }
        let _ = to_client.shutdown(Shutdown::Both);
    });
}
