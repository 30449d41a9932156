//! A running proxy, raw HTTP requests, and a stub upstream whose responses a test chooses.

mod folder;
mod http;
mod in_process;
pub(crate) mod issuer;
mod program;
mod proxy;
mod sealer;
pub(crate) mod sign_in;
mod upstream;

pub(crate) use folder::Folder;
pub(crate) use http::{Request, Response, get, post, read_response, send_raw, until_replayed};
pub(crate) use in_process::InProcess;
pub(crate) use program::{CANARY, Program};
pub(crate) use proxy::{Proxy, eventually, signal};
pub(crate) use sealer::Sealer;
pub(crate) use upstream::{Reply, Upstream};

use std::sync::atomic::{AtomicU32, Ordering};

/// The JSON of a valid note.
pub(crate) const NOTE: &str = r#"{"ticketID":858462,"type":"calllog","message":"Called back","userID":254}"#;

/// The success body that Omnidesk documents (docs/specification.md, section 1).
pub(crate) const SUCCESS: &str =
    r#"{"type":"result","message":"Message has been sent and the ticket status was updated."}"#;

/// Returns an `Idempotency-Key` that no other test uses.
pub(crate) fn fresh_key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let (process, number) = (std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    format!("\"{process:08x}-0000-4000-8000-{number:012x}\"")
}
