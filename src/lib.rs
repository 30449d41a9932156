//! The widget: the form for a helpdesk note, in the browser.
//!
//! Dependencies point one way: `handle` → `mounted_form` → `components` → core's state, and
//! `mounted_form` → `effects` → `api`, `events`, `storage`. Effects do not refer to the
//! form; they report by actions. The element's script holds a [`handle::NoteForm`] and nothing
//! else. Only `api` sends requests to the proxy, and only `events` dispatches events at the
//! element.

/// This allocator is two kilobytes (brotli) smaller than the standard library's.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

pub(crate) mod api;
pub(crate) mod components;
pub(crate) mod decimal;
pub(crate) mod effects;
pub(crate) mod events;
#[cfg(feature = "first-view")]
pub mod first_view;
pub(crate) mod focus;
pub(crate) mod fresh;
pub mod handle;
pub(crate) mod host;
pub(crate) mod i18n;
pub(crate) mod mounted_form;
pub(crate) mod object;
pub(crate) mod roots;
pub(crate) mod settings;
pub(crate) mod shell;
pub(crate) mod storage;
pub(crate) mod text_area;
pub(crate) mod time;
pub(crate) mod type_list;
