//! The events of the element (docs/specification.md, section 4.5).

mod detail;

use crate::settings::Rejection;
use detail::detail;
use ticket_note_core::attempt::Attempt;
use ticket_note_core::outcome::Outcome;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, EventTarget};

/// An event of the element.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Event {
    /// The form was rendered for the first time.
    Ready,
    /// The state changed.
    Change {
        /// The name of the state.
        state: &'static str,
    },
    /// A note is about to be sent. The page may cancel the event.
    Submit {
        /// The attempt whose request is about to begin.
        attempt: Attempt,
    },
    /// A request ended.
    Responded {
        /// The attempt whose request ended.
        attempt: Attempt,
        /// The outcome of that request.
        outcome: Outcome,
    },
    /// An attribute is invalid.
    ConfigError(Rejection),
}

impl Event {
    const fn name(&self) -> &'static str {
        match self {
            Self::Ready => "note-ready",
            Self::Change { .. } => "note-change",
            Self::Submit { .. } => "note-submit",
            Self::Responded { outcome: Outcome::Saved { .. }, .. } => "note-saved",
            Self::Responded { outcome: Outcome::Refused(_), .. } => "note-refused",
            Self::Responded { outcome: Outcome::Unknown, .. } => "note-unknown",
            Self::ConfigError(_) => "note-config-error",
        }
    }
}

/// Dispatches an event at the element. It bubbles and crosses shadow boundaries. Returns `false` if
/// the page cancelled it; only [`Event::Submit`] can be cancelled.
pub(crate) fn dispatch(element: &EventTarget, event: &Event) -> bool {
    // The browser accepts every event of this shape, and an exception in a listener does not reach
    // Rust.
    try_dispatch(element, event).unwrap_or(true)
}

fn try_dispatch(element: &EventTarget, event: &Event) -> Result<bool, JsValue> {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_cancelable(matches!(event, Event::Submit { .. }));
    init.set_detail(&detail(event));
    element.dispatch_event(&*CustomEvent::new_with_event_init_dict(event.name(), &init)?)
}
