//! A port for a program that a test starts, and that cannot take port 0: another program has its
//! address before it runs, or it starts again at the same address.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering::Relaxed};

/// The ports are lower than those that Linux gives to outgoing connections (by default, 32,768 and up).
/// One of those could be taken by a connection before the program listens, or while it is stopped.
const FIRST: u16 = 20_000;
const COUNT: u16 = 12_000;

static CALLS: AtomicU16 = AtomicU16::new(0);

/// Returns a loopback port on which no program listens. Calls in one process return different ports,
/// until all 12,000 have been returned. Processes that run at the same time begin far from each other.
///
/// # Panics
/// If programs listen on all the ports.
#[must_use]
#[allow(clippy::expect_used, reason = "a helper of tests: without a port, the test fails")]
pub fn free_port() -> u16 {
    // Process ids are often consecutive. A multiple of a large prime spreads them.
    let begin = (std::process::id() as u16).wrapping_mul(7_919) % COUNT;
    (0..COUNT)
        .map(|_| FIRST + (begin + CALLS.fetch_add(1, Relaxed) % COUNT) % COUNT)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a port on which no program listens")
}

#[cfg(test)]
mod tests {
    use super::free_port;
    use std::collections::HashSet;
    use std::net::TcpListener;
    use std::sync::Mutex;
    use std::thread;

    /// The tests that count on the order of the calls run one after the other.
    static ORDERED: Mutex<()> = Mutex::new(());

    #[test]
    fn calls_at_the_same_time_return_different_ports() {
        let _ordered = ORDERED.lock();
        let ports = Mutex::new(HashSet::new());
        let call = || {
            let port = free_port();
            assert!(ports.lock().unwrap().insert(port));
        };
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..50).for_each(|_| call()));
            }
        });
    }

    #[test]
    fn a_port_on_which_a_program_listens_is_not_returned() {
        let _ordered = ORDERED.lock();
        let listener = TcpListener::bind(("127.0.0.1", free_port())).unwrap();
        let port = listener.local_addr().unwrap().port();
        assert!((0..super::COUNT).all(|_| free_port() != port));
    }

    #[test]
    fn no_outgoing_connection_gets_the_port() {
        let range = std::fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap();
        let first: u16 = range.split_whitespace().next().unwrap().parse().unwrap();
        assert!(free_port() < first);
    }
}
