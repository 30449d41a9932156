//! The attributes of the custom element.

use crate::note::Note;
use web_sys::{CustomEvent, CustomEventInit, Element};
use yew::Properties;

#[derive(Clone, PartialEq, Properties)]
pub struct FormProps {
    element: Element,
    user: Option<u64>,
    pub ticket: String,
    pub kind: String,
    pub endpoint: String,
}

impl FormProps {
    pub fn of(element: Element) -> Self {
        let attribute = |name| element.get_attribute(name).unwrap_or_default();
        Self {
            user: attribute("user-id").parse().ok(),
            ticket: attribute("ticket-id"),
            kind: attribute("type"),
            endpoint: attribute("endpoint"),
            element,
        }
    }

    pub fn note(&self, kind: &str, text: &str) -> Note {
        Note {
            ticket: self.ticket.parse().unwrap_or_default(),
            kind: kind.into(),
            text: text.into(),
            user: self.user,
        }
    }

    pub fn dispatch(&self, name: &str, note: &Note) {
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_composed(true);
        init.set_detail(&serde_wasm_bindgen::to_value(note).unwrap_or_default());
        if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
            // The result says whether a listener cancelled the event, which nothing depends on.
            let _ = self.element.dispatch_event(&event);
        }
    }
}
