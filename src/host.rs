//! The element that a form belongs to: its events, its promises, and the drafts that it holds in memory.

use crate::events::{Event, dispatch};
use crate::settings::DraftMode;
use crate::storage::{self, Environment, Memory, Storage};
use js_sys::{Function, Promise};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use ticket_note_core::attempt::{Attempt, AttemptId};
use ticket_note_core::note::NoteType;
use ticket_note_core::outcome::Outcome;
use wasm_bindgen::JsValue;
use web_sys::{Element, EventTarget, RequestInit};

/// The key, in the element's memory, of the text that a form had when it ended.
const TEXT: &str = "";

/// The element that a form belongs to. It outlives the form, so it still reports a request that is
/// in flight when the form is removed.
#[derive(Clone, Debug)]
pub(crate) struct Host(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    /// The element, while the form is mounted or a request is in flight.
    element: RefCell<Option<EventTarget>>,
    is_mounted: Cell<bool>,
    environment: Environment,
    memory: Memory,
    requests: Cell<u32>,
    /// The calls of `submit()` that wait for the outcome of an attempt.
    submits: RefCell<Vec<(AttemptId, Function)>>,
    /// The events and outcomes that wait until the form shows them.
    reports: RefCell<Vec<Report>>,
    is_held: Cell<bool>,
    is_unaddressed: Cell<bool>,
}

#[derive(Debug)]
enum Report {
    Responded(Attempt, Outcome),
    Settle(Function, &'static str),
}

impl Host {
    /// Creates the host of a form that has not been mounted yet.
    pub(crate) fn new(environment: Environment) -> Self {
        Self(Rc::new(Inner {
            element: RefCell::default(),
            is_mounted: Cell::new(false),
            environment,
            memory: Memory::default(),
            requests: Cell::new(0),
            submits: RefCell::default(),
            reports: RefCell::default(),
            is_held: Cell::new(false),
            is_unaddressed: Cell::new(false),
        }))
    }

    /// Attaches the element that a form is mounted in.
    pub(crate) fn attach(&self, element: EventTarget) {
        self.0.element.replace(Some(element));
        self.0.is_mounted.set(true);
    }

    /// Releases an element whose form has nothing left to report.
    fn detach(&self) {
        if !self.0.is_mounted.get() && !self.has_request() {
            self.0.element.take();
        }
    }

    fn element(&self) -> Option<EventTarget> {
        self.0.element.borrow().clone()
    }

    /// Begins a form. Returns any text that the previous form held without a ticket.
    pub(crate) fn begin(&self) -> Option<String> {
        let text = self.0.memory.get(TEXT).filter(|_| self.0.is_unaddressed.take());
        self.clear_text();
        text
    }

    /// Ends a form, and reports everything that waits for a render.
    pub(crate) fn end(&self, text: &str, is_unaddressed: bool) {
        self.0.memory.set(TEXT, (!text.is_empty()).then(|| text.to_owned()));
        self.0.is_unaddressed.set(is_unaddressed);
        self.release();
        self.flush();
        self.0.is_mounted.set(false);
        self.detach();
    }

    /// Returns the text that the form had when it ended, unless that text was added since.
    pub(crate) fn text(&self) -> String {
        self.0.memory.get(TEXT).unwrap_or_default()
    }

    /// Forgets the text that the form had when it ended.
    pub(crate) fn clear_text(&self) {
        self.0.memory.set(TEXT, None);
    }

    /// Returns the storage of the element's drafts, in the mode `off`.
    pub(crate) fn storage(&self) -> Storage {
        Storage::new(self.0.environment.clone(), DraftMode::Off, self.0.memory.clone())
    }

    /// Removes the drafts that hold the text of an added note.
    pub(crate) fn remove_added_drafts(&self, attempt: AttemptId) {
        storage::remove_added_drafts(&self.0.environment, attempt);
        self.0.memory.remove_added(attempt);
    }

    /// Notifies the element's script that the form wrote text that the user did not type.
    pub(crate) fn text_written(&self) {
        if let Some(element) = self.element() {
            self.0.environment.text_written(&element);
        }
    }

    /// Remembers the type of a note that was added, for the next ticket.
    pub(crate) fn remember(&self, note_type: NoteType) {
        if let Some(element) = self.element() {
            self.0.environment.remember(&element, note_type.code());
        }
    }

    /// Asks the element's script to find out about unknown attempts. `ids` are separated by spaces.
    pub(crate) fn watch(&self, endpoint: &str, ids: &str) {
        if let Some(element) = self.element() {
            self.0.environment.watch(&element, endpoint, ids);
        }
    }

    /// Sends a request of the element, with its token if there is one. `None` if there is no element.
    /// `sender` is the digest of the caller of the attempt; `NaN` if it is not known.
    pub(crate) fn request(&self, endpoint: &str, init: &RequestInit, sender: f64) -> Option<Promise> {
        Some(self.0.environment.request(&self.element()?, endpoint, init, sender))
    }

    /// Puts the rendered parts of the form into the page.
    pub(crate) fn place(&self, [above, below_type, below_text]: &[Element; 3]) {
        if let Some(element) = self.element() {
            self.0.environment.place(&element, above, below_type, below_text);
        }
    }

    /// Returns whether the element's form left no data that a later form needs.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.memory.is_empty() && !self.has_request()
    }

    /// Dispatches `note-ready`.
    pub(crate) fn dispatch_ready(&self) {
        self.dispatch(Event::Ready { engine: &self.0.environment.engine() });
    }

    /// Dispatches an event at the element. Returns `false` if the page cancelled it.
    pub(crate) fn dispatch(&self, event: Event<'_>) -> bool {
        self.element().is_none_or(|element| dispatch(&element, event))
    }

    /// Counts a request that begins.
    pub(crate) fn begin_request(&self) {
        self.0.requests.set(self.0.requests.get() + 1);
    }

    /// Returns whether a request is in flight.
    pub(crate) fn has_request(&self) -> bool {
        self.0.requests.get() > 0
    }

    /// Counts a request that ended.
    pub(crate) fn end_request(&self) {
        self.0.requests.set(self.0.requests.get().saturating_sub(1));
    }

    /// Reports the outcome of an attempt, once the form shows it.
    pub(crate) fn report(&self, attempt: &Attempt, outcome: &Outcome) {
        if matches!(outcome, Outcome::Saved { .. }) {
            self.clear_text();
        }
        self.0.reports.borrow_mut().push(Report::Responded(attempt.clone(), outcome.clone()));
        for (id, settle) in self.0.submits.take() {
            if id == attempt.id {
                self.settle(settle, outcome_name(outcome));
            } else {
                self.join(id, settle);
            }
        }
        if !self.is_held() {
            self.flush();
        }
        self.detach();
    }

    /// Settles a call of `submit()` with the outcome of an attempt in flight.
    pub(crate) fn join(&self, attempt: AttemptId, settle: Function) {
        self.0.submits.borrow_mut().push((attempt, settle));
    }

    /// Settles a call of `submit()`, once the form shows why.
    pub(crate) fn settle(&self, settle: Function, outcome: &'static str) {
        self.0.reports.borrow_mut().push(Report::Settle(settle, outcome));
    }

    /// Delays reports until the next render.
    pub(crate) fn hold(&self) {
        self.0.is_held.set(true);
    }

    /// Ends the delay of reports.
    pub(crate) fn release(&self) {
        self.0.is_held.set(false);
    }

    /// Returns whether reports wait for a render.
    pub(crate) fn is_held(&self) -> bool {
        self.0.is_held.get()
    }

    /// Dispatches the events and settles the promises that waited. A listener may cause another
    /// render. The remaining reports then wait for that render.
    pub(crate) fn flush(&self) {
        while !self.is_held() {
            let mut reports = self.0.reports.borrow_mut();
            if reports.is_empty() {
                return;
            }
            let report = reports.remove(0);
            drop(reports);
            match report {
                Report::Responded(attempt, outcome) => {
                    self.dispatch(Event::Responded(&attempt, &outcome));
                }
                Report::Settle(settle, outcome) => {
                    // The function resolves a promise and throws no exception.
                    let _ = settle.call1(&JsValue::UNDEFINED, &JsValue::from_str(outcome));
                }
            }
        }
    }
}

const fn outcome_name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Saved { .. } => "saved",
        Outcome::Refused(_) => "refused",
        Outcome::Unknown => "unknown",
    }
}
