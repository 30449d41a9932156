//! The events about the state of a form.

use crate::events::Event;
use crate::settings::Rejection;

/// Remembers the events that were dispatched.
#[derive(Debug, Default)]
pub(super) struct Notifier {
    state: Option<&'static str>,
    rejection: Option<Rejection>,
}

impl Notifier {
    /// Returns the events to dispatch, once each: the form is ready, its state changed, an attribute is
    /// rejected.
    pub(super) fn news(&mut self, state: &'static str, rejection: Option<Rejection>) -> Vec<Event> {
        let mut news = Vec::new();
        let previous = self.state.replace(state);
        if previous.is_none() {
            news.push(Event::Ready);
        }
        if previous != Some(state) {
            news.push(Event::Change { state });
        }
        if self.rejection != rejection {
            self.rejection.clone_from(&rejection);
            news.extend(rejection.map(Event::ConfigError));
        }
        news
    }

    /// Returns the state in the last event.
    pub(super) const fn state(&self) -> Option<&'static str> {
        self.state
    }
}
