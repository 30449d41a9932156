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
