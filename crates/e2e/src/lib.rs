//! Test harness: real browsers, the real proxy and the built bundle.
//!
//! Each test starts a [`Harness`]: its own proxy with the sandbox behind it, and a browser with a new
//! tab. The test opens a page and operates the [`Form`] as a user does: it finds controls by role and
//! name, and presses real keys. It reads the notes that arrived from the [`Sandbox`]. Dropping the
//! harness ends the proxy and releases the browser.
//!
//! The crate depends on the finished programs only: the bundle in `dist/`, the proxy's binary, and
//! `docs/specification.md`. `TICKET_NOTE_ENGINE` names the engine: `chrome`,
//! `chrome-js` (Chrome without WebAssembly), `firefox` or `safari`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test harness: an unexpected error fails the test"
)]

mod browser;
mod engine;
mod form;
mod harness;
mod process;
mod proxy;
mod reverse_proxy;
mod sandbox;
mod secure_origin;
mod site;
mod slow_line;
mod wait;

pub use browser::{Browser, BrowserSettings, Extension, RoleAndName};
pub use engine::Engine;
pub use form::{ControlState, Form};
pub use harness::{Harness, ReceivedEvent};
pub use proxy::Proxy;
pub use reverse_proxy::{Backends, ReverseProxy, ReverseProxyKind};
pub use sandbox::{AcceptedNote, Fault, Sandbox};
pub use secure_origin::SecureOrigin;
pub use site::Site;
pub use slow_line::SlowLine;
pub use wait::{SLOW_RESPONSE_MS, wait_until};
