//! The same-origin proxy of ticket-note. It holds the key of Omnidesk and adds each note once.
//!
//! A request passes through the modules in this order. A module uses only modules below it.
//!
//! - [`serve`]: connections, timeouts and shutdown.
//! - [`mod@app`]: the routes. [`edge`] is the middleware around them: headers, limits, and
//!   a task for each request.
//! - [`endpoint`]: one request, from its headers to a [`Note`](ticket_note_core::note::Note).
//! - [`caller`]: authentication and rate limiting.
//! - [`exchange`]: sends each attempt to Omnidesk once.
//! - [`ledger`]: stores the outcome of each attempt.
//! - [`upstream`]: the HTTP request to Omnidesk, and the meaning of its response.
//!
//! [`settings`] parses the command line. [`sandbox`] is an embedded substitute for Omnidesk, which
//! the proxy calls over HTTP like the real one. [`migrate_ledger`] is a command of its own.

pub mod app;
pub mod bundle;
pub mod caller;
pub mod edge;
pub mod endpoint;
pub mod error_response;
pub mod exchange;
pub mod ledger;
pub mod logging;
pub mod migrate_ledger;
pub mod output;
pub mod sandbox;
pub mod serve;
pub mod settings;
pub mod start;
pub mod upstream;
