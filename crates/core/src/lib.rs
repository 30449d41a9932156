//! The nouns and rules of a helpdesk note, shared by the widget and the proxy.
//!
//! Knowledge points one way: the widget and the proxy know this crate, and this crate knows
//! nobody. It holds no browser, no server and no sentence for people: it speaks in values that are
//! valid once built, and in codes.
//!
//! - [`note`]: what a note is, and what can be wrong with one.
//! - [`attempt`]: one wish to add a note, which however often it is tried adds it once.
//! - [`state`] and [`mod@step`]: a person's work with the form, and its pure transition.
//! - [`wire`]: what the widget and the proxy say to each other.

pub mod attempt;
pub mod draft;
pub mod note;
pub mod outcome;
pub mod problem;
pub mod settings;
pub mod state;
pub mod step;
pub mod view;
pub mod wire;
pub mod work;
