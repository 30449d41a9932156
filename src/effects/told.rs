//! Tells the page what is new.

use crate::config::Rejection;
use crate::events::Event;
use crate::host::Host;
use ticket_note_core::state::State;

/// What the page was told last.
#[derive(Debug, Default)]
pub(super) struct Told {
    state: Option<&'static str>,
    rejection: Option<Rejection>,
}

impl Told {
    /// Tells the page that the form is there, each new state, each rejected attribute, and then
    /// what was reported meanwhile.
    pub(super) fn tell(&mut self, state: &State, rejection: Option<&Rejection>, host: &Host) {
        if self.state.is_none() {
            host.tell(&Event::Ready { version: env!("CARGO_PKG_VERSION") });
        }
        let name = state.name();
        if self.state.replace(name) != Some(name) {
            host.tell(&Event::Change { state: name });
        }
        if self.rejection.as_ref() != rejection {
            self.rejection = rejection.cloned();
            if let Some(rejection) = rejection {
                host.tell(&Event::ConfigError(rejection.clone()));
            }
        }
        host.deliver(|attempt| state.wanted_posts().all(|wanted| wanted != attempt));
    }
}
