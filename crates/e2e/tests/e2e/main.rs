//! The specification's promises to users and page authors, tested in a real browser.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod accessibility;
mod attempts;
mod bundle;
mod delivery;
mod demo;
mod drafts;
mod element;
mod examples;
mod frame;
mod host_script;
mod hosts;
mod languages;
mod manifest;
mod offline;
mod parent_page;
mod playground;
mod sending;
mod sentences;
mod settings;
mod sign_in;
mod sign_in_window;
mod texts;
mod upstream_faults;
mod validation;
mod waiting;
mod windows;
