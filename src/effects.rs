//! Does what the state asks for: the one place that touches the network, the focus and the text in
//! the form on its behalf, and answers with actions.

mod posts;
mod text;

use crate::app::{App, Host};
use crate::config::{Rejection, Settings};
use crate::events::Event;
use crate::focus::focus;
use posts::Posts;
use std::rc::Rc;
use ticket_note_core::problem::Field;
use ticket_note_core::state::State;
use yew::NodeRef;
use yew::html::Scope;

/// What was done so far, so that nothing is done twice.
#[derive(Debug)]
pub struct Effects {
    host: Host,
    posts: Posts,
    told: Told,
    stopped_sends: u32,
}

/// What the page was told last.
#[derive(Debug, Default)]
struct Told {
    state: Option<&'static str>,
    rejection: Option<Rejection>,
}

impl Effects {
    /// Nothing was done yet.
    #[must_use]
    pub fn new(host: Host) -> Self {
        Self { host, posts: Posts::default(), told: Told::default(), stopped_sends: 0 }
    }

    /// Does what this state asks for and no former one did.
    pub fn perform(
        &mut self,
        state: &State,
        settings: Result<&Rc<Settings>, &Rejection>,
        form: &NodeRef,
        link: &Scope<App>,
    ) {
        text::write(form, &state.session.text);
        self.focus_on_first_problem(form, state);
        if let Ok(settings) = settings {
            self.posts.start(state, settings, &self.host, link);
        }
        self.tell(state.name(), settings.err());
    }

    fn focus_on_first_problem(&mut self, form: &NodeRef, state: &State) {
        let stopped_sends = state.session.stopped_sends;
        if std::mem::replace(&mut self.stopped_sends, stopped_sends) == stopped_sends {
            return;
        }
        let control = match state.view().problems.first().map(|found| found.field) {
            Some(Field::Type) => "#type",
            _ => "#text",
        };
        focus(form, control);
    }

    /// Tells the page that the form is there, each new state, each rejected attribute, and then
    /// what was reported meanwhile.
    fn tell(&mut self, state: &'static str, rejection: Option<&Rejection>) {
        if self.told.state.is_none() {
            self.host.tell(&Event::Ready { version: env!("CARGO_PKG_VERSION") });
        }
        if self.told.state.replace(state) != Some(state) {
            self.host.tell(&Event::Change { state });
        }
        if self.told.rejection.as_ref() != rejection {
            self.told.rejection = rejection.cloned();
            if let Some(rejection) = rejection {
                self.host.tell(&Event::ConfigError(rejection.clone()));
            }
        }
        self.host.deliver();
    }
}
