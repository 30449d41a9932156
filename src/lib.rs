//! The widget: the form for a helpdesk note, in the browser.
//!
//! Knowledge points one way: `boundary` → [`app`] → [`components`] → core's state, and
//! [`effects`] → [`api`], [`events`]. Only [`boundary`] talks to the element's script; only
//! [`api`] talks to the proxy; only [`events`] talks to the page.

pub mod api;
pub mod app;
pub mod boundary;
pub mod components;
pub mod config;
pub mod effects;
pub mod events;
pub mod i18n;
