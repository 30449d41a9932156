//! The domain and rules of a helpdesk note, shared by the widget and the proxy.
//!
//! The widget and the proxy depend on this crate; it depends on neither. It contains no browser code, no
//! server code and no sentence for users: its values are valid once built, and its errors are codes.
//!
//! - [`note`]: a note and its fields.
//! - [`attempt`]: a note under one idempotency key, added at most once however often it is sent.
//! - [`state`] and [`mod@step`]: the state of a form, and its pure transition.
//! - [`digits`]: decimal digits, as attributes and headers have them.
//! - [`wire`]: the requests and responses between the widget and the proxy.

pub mod attempt;
pub mod deadline;
pub mod digits;
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
