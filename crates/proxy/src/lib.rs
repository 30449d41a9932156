//! The same-origin proxy of ticket-note: it holds the vendor's key and adds each note once.
//!
//! A post goes through the files in this order, and knowledge points down the list only:
//!
//! - [`serve`]: sockets, deadlines of a connection, draining.
//! - [`mod@app`]: the paths; around each of them, [`edge`]: headers, limits, the last resort.
//! - [`endpoint`]: one post, from its headers to a [`Note`](ticket_note_core::note::Note).
//! - [`caller`]: who writes, and who vouches for it.
//! - [`exchange`]: one attempt, one conversation with the vendor, whoever waits for it.
//! - [`ledger`]: what became of each attempt.
//! - [`upstream`]: the conversation, and what its end means.
//!
//! [`settings`] is the command line, parsed once. [`sandbox`] is a stand-in for the vendor, reached
//! by its address like any other.

pub mod app;
pub mod bundle;
pub mod caller;
pub mod edge;
pub mod endpoint;
pub mod error_response;
pub mod exchange;
pub mod ledger;
pub mod logging;
pub mod sandbox;
pub mod serve;
pub mod settings;
pub mod start;
pub mod upstream;
