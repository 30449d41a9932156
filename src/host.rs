//! The element around a form, as far as the form knows it.

use crate::events::{Event, dispatch, dispatch_as};
use crate::storage::Store;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use ticket_note_core::attempt::{Attempt, AttemptId};
use ticket_note_core::outcome::Outcome;
use wasm_bindgen::JsValue;
use web_sys::{CustomEventInit, EventTarget};

/// The element that a form belongs to, as far as the form knows it: where its events go.
#[derive(Clone, Debug)]
pub struct Host(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    element: EventTarget,
    root: EventTarget,
    store: Store,
    reports: RefCell<Vec<(Attempt, Outcome)>>,
    is_left: Cell<bool>,
    is_valid: Cell<bool>,
    parting: RefCell<Vec<Parting>>,
}

/// What is to be done at once when the form leaves the page.
struct Parting(Box<dyn FnOnce()>);

impl std::fmt::Debug for Parting {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Parting")
    }
}

/// What the element's script is told, and no page: an event at the shadow root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// A send was stopped by a problem of the form or of its settings.
    Invalid,
    /// A send began, or was asked for while one is under way: this attempt is what becomes of it.
    Joined(AttemptId),
    /// A send was stopped by the page, or there was nothing that could be sent now.
    Cancelled,
    /// The form wrote a text that was not typed.
    Written,
}

impl PartialEq for Host {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Host {
    /// A host that nothing was told yet. `root` is its shadow root; `store` is where it keeps
    /// drafts.
    #[must_use]
    pub fn new(element: EventTarget, root: EventTarget, store: Store) -> Self {
        Self(Rc::new(Inner {
            element,
            root,
            store,
            reports: RefCell::default(),
            is_left: Cell::new(false),
            is_valid: Cell::new(false),
            parting: RefCell::default(),
        }))
    }

    /// Tells the page at once. Whether the page lets it be.
    pub fn tell(&self, event: &Event) -> bool {
        dispatch(&self.0.element, event)
    }

    /// Tells the page how a try ended once the form shows it: a listener that looks at the form finds
    /// it so. A form that has left the page shows nothing more, and its reports go out at once.
    pub fn report(&self, attempt: &Attempt, answer: &Outcome) {
        self.0.reports.borrow_mut().push((attempt.clone(), answer.clone()));
        if self.has_left() {
            self.deliver(|_| true);
        }
    }

    /// Sends out what was reported of tries that are no longer under way.
    pub fn deliver(&self, has_ended: impl Fn(&Attempt) -> bool) {
        let is_due = |(attempt, _): &mut (Attempt, Outcome)| has_ended(attempt);
        // A listener may lead to another report: the list is not held meanwhile.
        let due: Vec<_> = self.0.reports.borrow_mut().extract_if(.., is_due).collect();
        for (attempt, answer) in due {
            self.tell(&Event::Answered { attempt, answer });
        }
    }

    /// Tells the element's script.
    pub fn signal(&self, signal: Signal) {
        let (name, detail) = match signal {
            Signal::Invalid => ("invalid-send", JsValue::UNDEFINED),
            Signal::Joined(attempt) => ("joined-send", JsValue::from(attempt.to_string())),
            Signal::Cancelled => ("cancelled-send", JsValue::UNDEFINED),
            Signal::Written => ("written", JsValue::UNDEFINED),
        };
        // The browser refuses no event of this shape.
        let _ = dispatch_as(&self.0.root, name, &CustomEventInit::new(), &detail);
    }

    /// Keeps whether the form could be sent, for whoever asks while the form is at work.
    pub fn keep_validity(&self, is_valid: bool) {
        self.0.is_valid.set(is_valid);
    }

    /// Whether the form could be sent when it was last looked at.
    #[must_use]
    pub fn was_valid(&self) -> bool {
        self.0.is_valid.get()
    }

    /// Has something done at the moment when the form leaves the page, before the script goes on.
    pub fn when_leaving(&self, act: impl FnOnce() + 'static) {
        self.0.parting.borrow_mut().push(Parting(Box::new(act)));
    }

    /// Where the element keeps drafts.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The form leaves the page.
    pub fn leave(&self) {
        self.0.is_left.set(true);
        self.0.parting.take().into_iter().for_each(|parting| (parting.0)());
        self.deliver(|_| true);
    }

    /// Whether the form has left the page.
    #[must_use]
    pub fn has_left(&self) -> bool {
        self.0.is_left.get()
    }
}
