//! Real browsers against the real proxy and the built bundle.
//!
//! A test opens a [`Harness`]: a proxy of its own with the sandbox behind it, and a browser of its own.
//! Through it the test opens a page, and works the [`Form`] as a person would: found by role and
//! name, with real keys. What arrived is read from the [`Sandbox`]. All of it ends with the harness.
//!
//! The crate knows the finished programs only: the bundle in `dist/`, the proxy's binary, and what
//! the contract says of them. `TICKET_NOTE_ENGINE` names the engine: `chrome`, `firefox`, `safari`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the harness of a test: what it cannot do is the test's failure"
)]

mod browser;
mod engine;
mod form;
mod harness;
mod process;
mod proxy;
mod sandbox;
mod site;
mod wait;

pub use browser::{Browser, RoleAndName};
pub use engine::Engine;
pub use form::{ControlState, Form};
pub use harness::{Harness, ReceivedEvent};
pub use proxy::Proxy;
pub use sandbox::{AcceptedNote, Fault, Sandbox};
pub use site::Site;
pub use wait::{SLOW_RESPONSE_MS, wait_until};
