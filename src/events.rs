//! What leaves the widget: the events of section 4 of the contract.

mod detail;

use crate::config::Rejection;
use detail::as_plain_objects;
use serde::Serialize;
use ticket_note_core::attempt::Attempt;
use ticket_note_core::outcome::Outcome;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, EventTarget};

/// Something that the page is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The form is there.
    Ready {
        /// The version of the widget.
        version: &'static str,
    },
    /// The state is now another.
    Change {
        /// Its name.
        state: &'static str,
    },
    /// A person wants a note sent. The page may cancel it.
    Submit {
        /// What is to be tried.
        attempt: Attempt,
    },
    /// A try ended.
    Answered {
        /// What was tried.
        attempt: Attempt,
        /// How it ended.
        answer: Outcome,
    },
    /// An attribute is not acceptable.
    ConfigError(Rejection),
}

impl Event {
    const fn name(&self) -> &'static str {
        match self {
            Self::Ready { .. } => "note-ready",
            Self::Change { .. } => "note-change",
            Self::Submit { .. } => "note-submit",
            Self::Answered { answer: Outcome::Saved { .. }, .. } => "note-saved",
            Self::Answered { answer: Outcome::Refused(_), .. } => "note-refused",
            Self::Answered { answer: Outcome::Unknown, .. } => "note-unknown",
            Self::ConfigError(_) => "note-config-error",
        }
    }
}

/// Dispatches an event at the element; it bubbles, and crosses shadow boundaries. Whether the page
/// lets it be: it can cancel [`Event::Submit`] only.
pub fn dispatch(host: &EventTarget, event: &Event) -> bool {
    // Neither an event of this shape nor a listener that throws makes the browser refuse.
    try_dispatch(host, event).unwrap_or(true)
}

fn try_dispatch(host: &EventTarget, event: &Event) -> Result<bool, JsValue> {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_cancelable(matches!(event, Event::Submit { .. }));
    dispatch_as(host, event.name(), &init, &event.serialize(&as_plain_objects())?)
}

/// Dispatches an event of this name, shape and detail.
///
/// # Errors
/// When the browser refuses it.
pub(crate) fn dispatch_as(
    target: &EventTarget,
    name: &str,
    init: &CustomEventInit,
    detail: &JsValue,
) -> Result<bool, JsValue> {
    init.set_detail(detail);
    target.dispatch_event(&*CustomEvent::new_with_event_init_dict(name, init)?)
}
