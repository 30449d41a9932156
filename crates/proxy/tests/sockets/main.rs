//! The proxy as a program, over real sockets.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests fail like tests"
)]

mod bundle;
mod durable;
mod endpoint;
mod gone;
mod identity;
mod log;
mod once;
mod outcomes;
mod panics;
mod property;
mod sandbox;
mod secrecy;
mod slow;
mod start;
mod stop;
mod support;
mod tls;
