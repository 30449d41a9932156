//! The details of the events. An absent value is `null`.

use super::Event;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use ticket_note_core::attempt::Attempt;
use ticket_note_core::note::UserId;
use ticket_note_core::outcome::{Outcome, Refusal};
use ticket_note_core::wire::Fields;

/// Serialises to plain objects: a page expects neither `Map` nor `undefined`.
pub(super) const fn as_plain_objects() -> serde_wasm_bindgen::Serializer {
    serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true).serialize_maps_as_objects(true)
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut detail = serializer.serialize_struct("detail", 0)?;
        match self {
            Self::Ready => detail.serialize_field("version", env!("CARGO_PKG_VERSION"))?,
            Self::Change { state } => detail.serialize_field("state", state)?,
            Self::Submit { attempt } => {
                attempted(&mut detail, attempt)?;
                detail.serialize_field("text", attempt.note.text.as_str())?;
            }
            Self::Responded { attempt, outcome } => {
                attempted(&mut detail, attempt)?;
                responded(&mut detail, outcome)?;
            }
            Self::ConfigError(rejection) => {
                detail.serialize_field("attribute", rejection.attribute)?;
                detail.serialize_field("value", rejection.value.as_str())?;
                detail.serialize_field("reason", rejection.reason.code())?;
            }
        }
        detail.end()
    }
}

fn attempted<D: SerializeStruct>(detail: &mut D, attempt: &Attempt) -> Result<(), D::Error> {
    detail.serialize_field("ticketId", &attempt.note.ticket.get())?;
    detail.serialize_field("type", attempt.note.note_type.code())?;
    detail.serialize_field("userId", &attempt.note.author.map(UserId::get))?;
    detail.serialize_field("attemptId", attempt.id.to_string().as_str())
}

fn responded<D: SerializeStruct>(detail: &mut D, outcome: &Outcome) -> Result<(), D::Error> {
    match outcome {
        Outcome::Saved { message } => detail.serialize_field("message", message.as_str()),
        Outcome::Refused(refusal) => refused(detail, refusal),
        Outcome::Unknown => Ok(()),
    }
}

fn refused<D: SerializeStruct>(detail: &mut D, refusal: &Refusal) -> Result<(), D::Error> {
    detail.serialize_field("code", &refusal.code.map(|code| code.as_str()))?;
    detail.serialize_field("status", &refusal.status)?;
    detail.serialize_field("message", &refusal.message)?;
    detail.serialize_field("fields", &Fields(&refusal.fields))
}
