//! Does what the state asks for: the one place that touches the network, the clock, the storage, the
//! focus and the text in the form on its behalf, and answers with actions.

mod clock;
mod drafts;
mod network;
mod posts;
mod told;

pub mod text;

use crate::app::{App, Host, Signal};
use crate::config::{Rejection, Settings};
use crate::focus::focus;
use clock::Clock;
use drafts::Drafts;
use network::Network;
use posts::Posts;
use std::rc::Rc;
use ticket_note_core::context::Subject;
use ticket_note_core::draft::Draft;
use ticket_note_core::problem::Field;
use ticket_note_core::state::State;
use told::Told;
use yew::NodeRef;
use yew::html::Scope;

/// What was done so far, so that nothing is done twice. Dropped, it leaves nothing behind but the
/// tries that are under way.
#[derive(Debug)]
pub struct Effects {
    link: Scope<App>,
    host: Host,
    posts: Posts,
    drafts: Drafts,
    clock: Clock,
    told: Told,
    text: Rc<str>,
    stopped_sends: u32,
    _network: Network,
}

impl Effects {
    /// Nothing was done yet.
    #[must_use]
    pub fn new(host: Host, link: &Scope<App>) -> Self {
        Self {
            link: link.clone(),
            posts: Posts::default(),
            drafts: Drafts::new(link, &host),
            host,
            clock: Clock::default(),
            told: Told::default(),
            text: Rc::from(""),
            stopped_sends: 0,
            _network: Network::listen(link),
        }
    }

    /// The draft of what the page asks for, if the form turns to it; a form that has a text leaves one
    /// where it is.
    #[must_use]
    pub fn draft(&self, settings: &Settings, has_text: bool) -> Option<Draft> {
        self.drafts.turn_to(settings.context.subject, settings.drafts, has_text)
    }

    /// Does what this state asks for and no former one did.
    pub fn perform(&mut self, state: &State, settings: Result<&Rc<Settings>, &Rejection>, form: &NodeRef) {
        self.write_text(form, &state.session.text);
        self.focus_on_first_problem(form, state);
        // A draft names its attempt before the attempt's request leaves.
        self.drafts.keep(state);
        if let Ok(settings) = settings {
            self.posts.start(state, settings, &self.host, &self.link);
        }
        self.clock.run(state.wants_seconds(), &self.link);
        self.told.tell(state.name(), settings.err(), &self.host);
    }

    /// Whether this is the text that the form was last given.
    #[must_use]
    pub fn has_written(&self, text: &Rc<str>) -> bool {
        self.text == *text
    }

    /// The state has what another window keeps, which is not to be kept anew.
    pub fn took_up(&self, state: &State, subject: Subject) {
        self.drafts.took_up(state, subject);
    }

    /// Writes a text that was not typed. What somebody else wrote into the area meanwhile stays.
    fn write_text(&mut self, form: &NodeRef, text: &Rc<str>) {
        if self.text != *text {
            self.text = text.clone();
            text::write(form, text);
            self.host.signal(Signal::Written);
        }
    }

    fn focus_on_first_problem(&mut self, form: &NodeRef, state: &State) {
        if std::mem::replace(&mut self.stopped_sends, state.stopped_sends) == state.stopped_sends {
            return;
        }
        let control = match state.view().problems.first().map(|found| found.field) {
            Some(Field::Type) => "#type",
            _ => "#text",
        };
        focus(form, control);
    }
}
