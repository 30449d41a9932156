//! The parts of the form that Yew renders. Each is a function of values and one callback.

mod actions;
mod audience;
mod config_notice;
mod counter;
pub(crate) mod form;
mod hint;
mod icon;
mod line;
mod problem;
mod row;
mod status;
mod type_field;
