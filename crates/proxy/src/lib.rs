//! The same-origin proxy of ticket-note. It holds the key of Omnidesk and adds each note once.
//!
//! A request passes through the modules in this order. A module uses only modules below it.
//!
//! - [`serve`]: connections, timeouts and shutdown.
//! - [`mod@app`]: the routes. [`edge`] is the middleware around them: headers, limits, and
//!   a task for each request.
//! - [`endpoint`]: one request, from its headers to a [`Note`](ticket_note_core::note::Note).
//! - [`caller`]: authentication and rate limiting. [`sessions`] and [`tokens`] are two of its ways.
//! - [`exchange`]: sends each attempt to Omnidesk once.
//! - [`reading`]: reads the ticket of an attempt whose outcome is unknown.
//! - [`ledger`]: stores the outcome of each attempt.
//! - [`evidence`]: decides from a ticket whether an attempt added its note.
//! - [`upstream`]: the HTTP request to Omnidesk, and the meaning of its response.
//!
//! Each module records its [`metrics`]. [`settings`] parses the command line, [`mod@start`] opens
//! what they name, [`setting_file`] reads the files among it, and [`mod@check`] validates it without a start. [`signals`] are those of the
//! process; [`reload`] follows SIGHUP. [`mod@probe`], [`unknown`] and [`migrate_ledger`] are
//! commands of their own, and [`failure`] is why the program ends with an error. `display_name` is the rule for names
//! of users. [`sandbox`] is an embedded substitute for Omnidesk, which the proxy calls over HTTP like the
//! real one.

pub mod app;
pub mod bundle;
pub mod caller;
pub mod check;
mod display_name;
pub mod edge;
pub mod endpoint;
pub mod error_response;
pub mod evidence;
pub mod exchange;
pub mod failure;
pub mod ledger;
pub mod logging;
pub mod metrics;
pub mod migrate_ledger;
pub mod output;
pub mod probe;
pub mod reading;
pub mod reload;
pub mod reloadable;
pub mod sandbox;
pub mod serve;
pub mod sessions;
pub mod setting_file;
pub mod settings;
pub mod signals;
pub mod start;
pub mod tokens;
pub mod unknown;
pub mod upstream;
