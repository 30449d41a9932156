//! A proxy to talk to, requests to send it, and an upstream that does as it is told.

mod http;
mod program;
mod upstream;

pub(crate) use http::{Request, Response, exchange, get, post, read_response};
pub(crate) use program::{CANARY, Folder, Program, Proxy, eventually};
pub(crate) use upstream::{Reply, Upstream};

use std::sync::atomic::{AtomicU32, Ordering};

/// A note that is acceptable.
pub(crate) const NOTE: &str = r#"{"ticketID":858462,"type":"calllog","message":"Called back","userID":254}"#;

/// The vendor's documented success.
pub(crate) const SUCCESS: &str =
    r#"{"type":"result","message":"Message has been sent and the ticket status was updated."}"#;

/// An attempt id that no other test uses.
pub(crate) fn fresh_key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let (process, number) = (std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    format!("\"{process:08x}-0000-4000-8000-{number:012x}\"")
}
