//! The events that the page receives.

use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, EventTarget};

const EVENTS: [&str; 6] =
    ["note-ready", "note-change", "note-saved", "note-refused", "note-unknown", "note-config-error"];

/// The events so far, each with its detail as JSON.
pub(crate) struct EventLog {
    events: Rc<RefCell<Vec<(String, String)>>>,
    _listener: Closure<dyn FnMut(CustomEvent)>,
}

impl EventLog {
    /// Records the events of an element.
    pub(crate) fn at(host: &EventTarget) -> Self {
        let events = Rc::new(RefCell::new(Vec::new()));
        let seen = events.clone();
        let listener = Closure::new(move |event: CustomEvent| {
            let detail = js_sys::JSON::stringify(&event.detail()).unwrap();
            seen.borrow_mut().push((event.type_(), detail.into()));
        });
        for name in EVENTS {
            host.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref()).unwrap();
        }
        Self { events, _listener: listener }
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.events.borrow().iter().map(|(name, _)| name.clone()).collect()
    }

    /// Returns the details of all events with a name.
    pub(crate) fn details(&self, name: &str) -> Vec<String> {
        let events = self.events.borrow();
        events.iter().filter(|(found, _)| found == name).map(|(_, detail)| detail.clone()).collect()
    }
}
