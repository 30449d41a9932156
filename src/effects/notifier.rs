//! The events about the state of a form.

use crate::settings::Rejection;

/// Remembers the events that were dispatched.
#[derive(Debug, Default)]
pub(super) struct Notifier {
    state: Option<&'static str>,
    rejection: Option<Rejection>,
}

/// The events to dispatch, once each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct News {
    /// The form was rendered for the first time.
    pub(crate) is_ready: bool,
    /// The state changed.
    pub(crate) is_changed: bool,
    /// The first invalid attribute, or its reason, changed.
    pub(crate) is_rejected: bool,
}

impl Notifier {
    /// Returns the events to dispatch for a state.
    pub(super) fn news(&mut self, state: &'static str, rejection: Option<&Rejection>) -> News {
        let previous = self.state.replace(state);
        let is_rejected = self.rejection.as_ref() != rejection;
        self.rejection = rejection.cloned();
        News { is_ready: previous.is_none(), is_changed: previous != Some(state), is_rejected }
    }

    /// Returns the state in the last event.
    pub(super) const fn state(&self) -> Option<&'static str> {
        self.state
    }
}
