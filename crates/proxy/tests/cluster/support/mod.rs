//! A PostgreSQL server, proxies that share it, and clients with a checker.

mod checker;
mod fleet;
mod helpdesk;
mod ledger;
mod postgres;
mod service;

pub(crate) use checker::{Clients, Record, Report, Seen, check, send};
pub(crate) use fleet::{Fleet, with_clock};
pub(crate) use helpdesk::Helpdesk;
pub(crate) use ledger::{attempt, claimed, key, note, open};
pub(crate) use postgres::Postgres;
pub(crate) use service::Service;

use std::net::TcpListener;

/// Returns a port that is free now.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}
