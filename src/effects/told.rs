//! Tells the page what is new.

use crate::config::Rejection;
use crate::events::Event;
use crate::host::Host;
use ticket_note_core::state::State;
use web_sys::Element;
use yew::NodeRef;

/// What the page was told last.
#[derive(Debug, Default)]
pub(super) struct Told {
    state: Option<&'static str>,
    rejection: Option<Rejection>,
}

impl Told {
    /// Tells the page that the form is there, each new state, each rejected attribute, and then
    /// what was reported meanwhile.
    ///
    /// The state's name is at the form by then, and not before: who finds it there finds the text of
    /// that state, too.
    pub(super) fn tell(&mut self, state: &State, rejection: Option<&Rejection>, host: &Host, form: &NodeRef) {
        let name = state.name();
        let former = self.state.replace(name);
        if former != Some(name)
            && let Some(form) = form.cast::<Element>()
        {
            // The browser refuses no attribute of this name.
            let _ = form.set_attribute("data-state", name);
        }
        if former.is_none() {
            host.tell(&Event::Ready { version: env!("CARGO_PKG_VERSION") });
        }
        if former != Some(name) {
            host.tell(&Event::Change { state: name });
        }
        if self.rejection.as_ref() != rejection {
            self.rejection = rejection.cloned();
            if let Some(rejection) = rejection {
                host.tell(&Event::ConfigError(rejection.clone()));
            }
        }
        host.deliver(|attempt| state.in_flight().all(|wanted| wanted != attempt));
    }
}
