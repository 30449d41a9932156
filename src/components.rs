//! The parts of the form that Yew renders. Each is a function of values and one callback.

pub(crate) mod actions;
pub(crate) mod audience;
mod config_notice;
mod counter;
pub(crate) mod form;
mod hint;
pub(crate) mod icon;
mod line;
mod problem;
mod row;
pub(crate) mod sequence;
mod status;
