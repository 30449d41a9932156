//! Does what the state asks for: the one place that touches the network, the clock, the storage, the
//! focus and the text in the form on its behalf, and answers with actions.

mod clock;
mod drafts;
mod network;
mod posts;
mod told;

use crate::config::{Rejection, Settings};
use crate::focus::{find, focus};
use crate::host::{Host, Signal};
use crate::text;
use clock::Clock;
use drafts::Drafts;
use network::Network;
use posts::Posts;
use std::rc::Rc;
use ticket_note_core::draft::Draft;
use ticket_note_core::note::NoteType;
use ticket_note_core::problem::Field;
use ticket_note_core::settings::Subject;
use ticket_note_core::state::{Action, State};
use told::Told;
use web_sys::HtmlSelectElement;
use yew::{Callback, NodeRef};

/// What was done so far, so that nothing is done twice. Dropped, it leaves nothing behind but the
/// tries that are under way.
#[derive(Debug)]
pub struct Effects {
    on_action: Callback<Action>,
    tell_all: fn(&Action),
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
    /// Nothing was done yet. What happens is told by `on_action`, and by `tell_all` what concerns every
    /// form.
    #[must_use]
    pub fn new(host: Host, on_action: Callback<Action>, tell_all: fn(&Action)) -> Self {
        Self {
            posts: Posts::default(),
            drafts: Drafts::new(&on_action, &host),
            _network: Network::listen(&on_action),
            on_action,
            tell_all,
            host,
            clock: Clock::default(),
            told: Told::default(),
            text: Rc::from(""),
            stopped_sends: 0,
        }
    }

    /// Turns to what the page asks for. Gives its draft, if the form did not have that before; a form that
    /// has a text leaves a draft where it is.
    #[must_use]
    pub fn turn_to(&self, settings: &Settings, has_text: bool) -> Option<Draft> {
        self.drafts.turn_to(settings.note.subject, settings.drafts, has_text)
    }

    /// Does what this state asks for and no former one did.
    pub fn perform(&mut self, state: &State, settings: Result<&Rc<Settings>, &Rejection>, form: &NodeRef) {
        write_type(form, state.work.note_type);
        if self.stopped_sends != state.stopped_sends {
            focus_on_first_problem(form, state);
            self.tell_stopped(state);
        }
        self.post(state, settings);
        self.clock.run(state.has_wait(), &self.on_action);
        self.told.tell(state, settings.err(), &self.host, form);
    }

    /// Keeps drafts and posts what is to be sent. A draft names its attempt before the attempt's request
    /// leaves.
    pub fn post(&mut self, state: &State, settings: Result<&Rc<Settings>, &Rejection>) {
        self.drafts.keep(state);
        if let Ok(settings) = settings {
            self.posts.start(state, settings, &self.host, &self.on_action, self.tell_all);
        }
    }

    /// The state has what another window keeps, which is not to be kept anew.
    pub fn took_up(&self, state: &State, subject: Subject) {
        self.drafts.took_up(state, subject);
    }

    /// A text came from the form's area, which has it, or a newer one.
    pub fn was_typed(&mut self, text: &Rc<str>) {
        self.text = text.clone();
    }

    /// Writes a text that was not typed. What somebody else wrote into the area meanwhile stays.
    pub fn write_text(&mut self, form: &NodeRef, text: &Rc<str>) {
        if self.text != *text {
            self.text = text.clone();
            text::write(form, text);
            self.host.signal(Signal::Written);
        }
    }

    /// Tells the element's script of each send that a problem stopped. It is time for that once the form
    /// shows the problem, so that who waited for the send finds it there, or another send begins.
    pub fn tell_stopped(&mut self, state: &State) {
        for _ in std::mem::replace(&mut self.stopped_sends, state.stopped_sends)..state.stopped_sends {
            self.host.signal(Signal::Invalid);
        }
    }
}

fn focus_on_first_problem(form: &NodeRef, state: &State) {
    let control = match state.view().problems.first().map(|found| found.field) {
        Some(Field::Type) => "#type",
        _ => "#text",
    };
    focus(form, control);
}

/// Shows the state's type in the list. An option's attribute `selected` would not: it says nothing any
/// more once a person has chosen.
fn write_type(form: &NodeRef, note_type: Option<NoteType>) {
    let code = note_type.map_or("", NoteType::code);
    if let Some(list) = find::<HtmlSelectElement>(form, "select").filter(|list| list.value() != code) {
        list.set_value(code);
    }
}
