//! What the person at the form and the page's author were promised, in a real browser.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod accessibility;
mod attempts;
mod bundle;
mod config;
mod demo;
mod drafts;
mod element;
mod faults;
mod frame;
mod host;
mod languages;
mod manifest;
mod notes;
mod playground;
mod sending;
mod texts;
mod validation;
mod waiting;
mod windows;
