//! The widget: the form for a helpdesk note, in the browser.
//!
//! Knowledge points one way: [`boundary`] → [`app`] → [`components`] → core's state, and [`app`] →
//! [`effects`] → [`api`], [`events`], [`storage`]. Effects know no form: what happens they tell by a
//! callback. The element's script calls [`boundary`], and hears of [`host`]'s signals; only [`api`]
//! talks to the proxy; only [`events`] talks to the page.

/// Two kilobytes (brotli) less than the standard library's.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

pub mod api;
pub mod app;
pub mod boundary;
pub mod components;
pub mod config;
pub mod effects;
pub mod events;
pub mod focus;
pub mod fresh;
pub mod host;
pub mod i18n;
pub mod object;
pub mod storage;
pub mod text;
