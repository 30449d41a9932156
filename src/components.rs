//! The parts of the form that Yew renders. Each is a function of values and one callback.

pub(crate) mod actions;
mod below_text;
mod config_notice;
mod counter;
pub(crate) mod form;
mod hint;
mod problem;
mod status;
