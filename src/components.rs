//! The parts of the form that the user sees. Each is a function of values and one callback.

mod actions;
mod config_notice;
mod counter;
mod field;
pub(crate) mod form;
mod problem;
mod status;
mod text_field;
mod type_field;
