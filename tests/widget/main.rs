//! Tests of the form in a real browser. The tests respond instead of the proxy.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by failing")]

mod drafts;
mod event_log;
mod events;
mod fields;
mod network;
mod page;
mod scripts;
mod sending;
mod settings;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
