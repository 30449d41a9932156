//! The details of the events. An absent value is `null`.

use super::Event;
use crate::object::{Value, object};
use ticket_note_core::attempt::Attempt;
use ticket_note_core::outcome::{Outcome, Refusal};
use wasm_bindgen::JsValue;

type Properties<'a> = Vec<(&'static str, Value<'a>)>;

/// Returns the detail of an event.
pub(super) fn detail(event: Event<'_>) -> JsValue {
    match event {
        Event::Ready { engine } => {
            object(&[("version", Value::Text(env!("CARGO_PKG_VERSION"))), ("engine", Value::Text(engine))])
        }
        Event::Change { state } => object(&[("state", Value::Text(state))]),
        Event::Submit(attempt) => {
            of_attempt(attempt, vec![("text", Value::Text(attempt.note.text.as_str()))])
        }
        Event::Responded(attempt, outcome) => match outcome {
            Outcome::Saved { message } => of_attempt(attempt, vec![("message", Value::Text(message))]),
            Outcome::Refused(refusal) => refused(attempt, refusal),
            Outcome::Unknown => of_attempt(attempt, Vec::new()),
        },
        Event::ConfigError(rejection) => object(&[
            ("attribute", Value::Text(rejection.attribute)),
            ("value", Value::Text(&rejection.value)),
            ("reason", Value::Text(rejection.reason.code())),
        ]),
    }
}

fn of_attempt(attempt: &Attempt, more: Properties<'_>) -> JsValue {
    let id = attempt.id.to_text();
    let author = attempt.note.author.map(|author| Value::Number(author.get() as f64));
    let mut properties = vec![
        ("ticketId", Value::Number(attempt.note.ticket.get() as f64)),
        ("type", Value::Text(attempt.note.note_type.code())),
        ("userId", author.unwrap_or(Value::Null)),
        ("attemptId", Value::Text(&id)),
    ];
    properties.extend(more);
    object(&properties)
}

fn refused(attempt: &Attempt, refusal: &Refusal) -> JsValue {
    let fields: Properties<'_> = refusal
        .fields
        .iter()
        .map(|found| (found.field.wire_name(), Value::Text(found.problem.code())))
        .collect();
    let more = vec![
        ("code", Value::text(refusal.code.map(|code| code.as_str()))),
        ("status", Value::Number(f64::from(refusal.status))),
        ("message", Value::text(refusal.message.as_deref())),
        ("fields", Value::Object(&fields)),
    ];
    of_attempt(attempt, more)
}
