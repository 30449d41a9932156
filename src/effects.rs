//! Performs what the state asks for: requests, drafts, waits, the focus, and the text in the form.
//! The effects report with actions.

mod clock;
mod drafts;
mod emit;
mod network;
mod notifier;
mod requests;

pub(crate) use network::is_offline;
pub(crate) use requests::Broadcast;

use crate::focus;
use crate::host::Host;
use crate::settings::{Rejection, Settings};
use crate::shell::Shell;
use crate::storage::DraftSource;
use crate::text_area;
use crate::type_list;
use clock::Clock;
use drafts::Drafts;
use js_sys::JsString;
use network::Network;
use notifier::{News, Notifier};
use requests::Requests;
use std::cell::RefCell;
use std::rc::Rc;
use ticket_note_core::attempt::Attempt;
use ticket_note_core::deadline::Timestamp;
use ticket_note_core::draft::Draft;
use ticket_note_core::outcome::Outcome;
use ticket_note_core::settings::Subject;
use ticket_note_core::state::{Action, State};
use ticket_note_core::step::Stop;
use ticket_note_core::wire::shorten;
use web_sys::StorageEvent;
use yew::Callback;

/// The running effects of a form. Dropping this value ends all of them except the requests in
/// flight.
#[derive(Debug)]
pub(crate) struct Effects {
    host: Host,
    on_action: Callback<Action>,
    requests: RefCell<Requests>,
    drafts: Drafts,
    clock: RefCell<Clock>,
    notifier: RefCell<Notifier>,
    /// The text that the form last read from the text area or wrote to it.
    area_text: RefCell<Rc<str>>,
    /// The IDs of the unknown attempts whose status the element's script asks for; `None` before the first
    /// state.
    watched: RefCell<Option<String>>,
    _network: Network,
}

impl Effects {
    /// Starts the effects of a form. `broadcast` applies an outcome to every form of the page.
    pub(crate) fn new(host: Host, on_action: Callback<Action>, broadcast: Broadcast) -> Self {
        Self {
            requests: RefCell::new(Requests::new(host.clone(), on_action.clone(), broadcast)),
            drafts: Drafts::new(&on_action, host.storage()),
            _network: Network::listen(&on_action),
            on_action,
            host,
            clock: RefCell::default(),
            notifier: RefCell::default(),
            watched: RefCell::default(),
            area_text: RefCell::new(Rc::from("")),
        }
    }

    /// Returns the draft for new settings, unless the form has it already. A form that has a draft
    /// does not load the saved one.
    pub(crate) fn restore(&self, settings: &Settings, source: DraftSource) -> Option<(Draft, Timestamp)> {
        self.drafts.restore(settings.note.subject, settings.drafts, source)
    }

    /// Records that the draft of a subject came from another window. If this form saved it again,
    /// that window would see a change.
    pub(crate) fn adopt_draft(&self, state: &State, subject: Subject) {
        self.drafts.adopt(state, subject);
    }

    /// Saves drafts, then sends the requests that must be in flight, so a draft names its attempt
    /// before the request leaves. Starts or stops the clock.
    pub(crate) fn perform(&self, state: &State, settings: Option<&Rc<Settings>>) {
        self.drafts.save(state);
        if let Some(settings) = settings {
            self.requests.borrow_mut().send(state, settings);
            self.watch(state, &settings.endpoint);
        }
        self.clock.borrow_mut().run(state.has_wait(), &self.on_action);
    }

    /// Asks the element's script to find out about the unknown attempts (`static/attempts.js`).
    fn watch(&self, state: &State, endpoint: &str) {
        let mut ids = String::new();
        for attempt in state.unknown() {
            ids.push_str(&attempt.id.to_text());
            ids.push(' ');
        }
        if self.watched.borrow().as_ref() != Some(&ids) {
            self.host.watch(endpoint, &ids);
            self.watched.replace(Some(ids));
        }
    }

    /// Ends an unknown attempt whose note was added, as the proxy knows.
    pub(crate) fn found_saved(&self, attempt: &Attempt, message: &str) {
        // Every form gets the outcome, this one too: the requests must not be borrowed meanwhile.
        let broadcast = self.requests.borrow().broadcast();
        requests::end(&self.host, broadcast, attempt, &Outcome::Saved { message: shorten(message) });
    }

    /// Returns whether a draft could not be saved since the last call.
    pub(crate) fn storage_failed(&self) -> bool {
        self.drafts.has_failed()
    }

    /// Reads the text area if its text is new to the form. A script or an extension may have
    /// written it without an event.
    pub(crate) fn read_unknown_text(&self, shell: &Shell) -> Option<Action> {
        let action = text_area::read(shell.area());
        let is_known =
            matches!(&action, Action::TextChanged { text, .. } if *text == *self.area_text.borrow());
        self.note_typed(&action);
        (!is_known).then_some(action)
    }

    /// Records that the text of an action came from the text area.
    pub(crate) fn note_typed(&self, action: &Action) {
        if let Action::TextChanged { text, .. } = action {
            self.note_text(text.clone());
        }
    }

    /// Records the text in the text area.
    pub(crate) fn note_text(&self, text: Rc<str>) {
        self.area_text.replace(text);
    }

    /// Writes text that did not come from the text area. If the text area already holds it, the
    /// caret stays where it is.
    pub(crate) fn write_text(&self, shell: &Shell, text: &Rc<str>) {
        if *self.area_text.borrow() != *text {
            text_area::write(shell.area(), &JsString::from(&**text));
            self.area_text.replace(text.clone());
            self.host.text_written();
        }
    }

    /// Writes the type and the text into a form that has rendered.
    pub(crate) fn show(&self, state: &State, shell: &Shell) {
        type_list::write_type(shell, state.work.note_type);
        self.write_text(shell, state.work.text.as_rc());
    }

    /// Moves the focus to the problem that stopped a send.
    pub(crate) fn focus(&self, shell: &Shell, stop: &Stop) {
        focus::focus_problem(shell, stop);
    }

    /// Returns the events about the state that the page has not seen.
    pub(crate) fn news(&self, state: &'static str, rejection: Option<&Rejection>) -> News {
        self.notifier.borrow_mut().news(state, rejection)
    }

    /// Returns the name of the state in the last event.
    pub(crate) fn shown_state(&self) -> Option<&'static str> {
        self.notifier.borrow().state()
    }

    /// Saves the drafts at once.
    pub(crate) fn save_drafts(&self) {
        self.drafts.save_now();
    }

    /// Reports the drafts that changed while the page was hidden, or the one that a storage event is about.
    pub(crate) fn compare_drafts(&self, event: Option<StorageEvent>) {
        self.drafts.compare(event);
    }

    /// Saves the drafts and frees their places in the storage.
    pub(crate) fn close(&self) {
        self.drafts.close();
        self.clock.borrow_mut().stop();
        self.host.watch("", "");
    }
}
