//! The widget in a real browser: what a person meets, with the proxy's part played by the test.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

mod configuring;
mod heard;
mod keeping;
mod network;
mod page;
mod sending;
mod telling;
mod typing;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
