//! Tests of the proxy as a program, over real sockets.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "test support fails like a test")]

mod bundle;
mod check;
mod compression;
mod disconnects;
mod endpoint;
mod idempotency;
mod identity;
mod ledger;
mod ledger_path;
mod log;
mod log_reader;
mod metrics;
mod outcomes;
mod panics;
mod probe;
mod property;
mod reload;
mod sandbox;
mod sandbox_sign_in;
mod secrecy;
mod session;
mod session_attacks;
mod session_keys;
mod setting_errors;
mod sign_in_page;
mod slow;
mod start;
mod status;
mod stop;
mod support;
mod tls;
mod token_keys;
mod tokens;
mod unknown;
mod variables;
