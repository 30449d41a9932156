//! Tests of the ledger in PostgreSQL, with a real server, and of several proxies that share it.
//!
//! Each test starts a server of its own in a temporary folder. Without PostgreSQL on the machine
//! the tests pass without a check, unless `CI` is set.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "test support fails like a test")]

mod exchange;
mod failures;
mod limits;
mod migrate;
mod operator;
mod reading;
mod schema;
mod soak;
#[path = "../sockets/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the module belongs to the other target, which uses all of it")]
mod sockets;
mod start;
mod store;
mod support;
