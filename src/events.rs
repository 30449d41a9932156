//! What leaves the widget: the events of section 4 of the contract.

use crate::config::Rejection;
use serde::Serialize;
use std::collections::BTreeMap;
use ticket_note_core::answer::Answer;
use ticket_note_core::attempt::Attempt;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, EventTarget};

/// Something that the page is told. Absent values are `null`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
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
    /// A try ended.
    Answered(Box<Answered>),
    /// An attribute is not acceptable.
    ConfigError {
        /// Its name.
        attribute: &'static str,
        /// What it says.
        value: String,
        /// The code of what is wrong with it.
        reason: &'static str,
    },
}

/// The end of a try, with what the outcome at hand has to say.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answered {
    #[serde(skip)]
    name: &'static str,
    ticket_id: u64,
    #[serde(rename = "type")]
    note_type: &'static str,
    user_id: Option<u64>,
    attempt_id: String,
    #[serde(flatten)]
    outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Outcome {
    Saved {
        message: String,
    },
    Refused {
        code: Option<&'static str>,
        status: u16,
        message: Option<String>,
        fields: BTreeMap<&'static str, &'static str>,
    },
    Unknown {},
}

impl Event {
    /// The event for the end of a try.
    #[must_use]
    pub fn answered(attempt: &Attempt, answer: &Answer) -> Self {
        let (name, outcome) = match answer {
            Answer::Saved { message } => ("note-saved", Outcome::Saved { message: message.clone() }),
            Answer::Refused(refusal) => (
                "note-refused",
                Outcome::Refused {
                    code: refusal.code.map(|code| code.as_str()),
                    status: refusal.status,
                    message: refusal.message.clone(),
                    fields: refusal
                        .fields
                        .iter()
                        .map(|found| (found.field.wire_name(), found.problem.code()))
                        .collect(),
                },
            ),
            Answer::Unknown => ("note-unknown", Outcome::Unknown {}),
        };
        Self::Answered(Box::new(Answered {
            name,
            ticket_id: attempt.note.ticket.get(),
            note_type: attempt.note.note_type.code(),
            user_id: attempt.note.author.map(|author| author.get()),
            attempt_id: attempt.id.to_string(),
            outcome,
        }))
    }

    /// The event for an attribute that is not acceptable.
    #[must_use]
    pub fn config_error(rejection: &Rejection) -> Self {
        Self::ConfigError {
            attribute: rejection.attribute,
            value: rejection.value.clone(),
            reason: rejection.reason.code(),
        }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Ready { .. } => "note-ready",
            Self::Change { .. } => "note-change",
            Self::Answered(answered) => answered.name,
            Self::ConfigError { .. } => "note-config-error",
        }
    }
}

/// Dispatches an event at the element; it bubbles, and crosses shadow boundaries.
pub fn dispatch(host: &EventTarget, event: &Event) {
    // Neither an event of this shape nor a listener that throws makes the browser refuse.
    let _ = try_dispatch(host, event);
}

fn try_dispatch(host: &EventTarget, event: &Event) -> Result<bool, JsValue> {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&event.serialize(&as_plain_objects())?);
    host.dispatch_event(&*CustomEvent::new_with_event_init_dict(event.name(), &init)?)
}

fn as_plain_objects() -> serde_wasm_bindgen::Serializer {
    serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true).serialize_maps_as_objects(true)
}
