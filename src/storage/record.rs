//! The JSON of a draft. The version of the format is in the key.

use super::Environment;
use crate::object::{Properties, Value, json};
use std::rc::Rc;
use ticket_note_core::attempt::{AttemptId, Caller};
use ticket_note_core::deadline::Timestamp;
use ticket_note_core::draft::{Draft, Tried};

/// A draft is removed seven days after it was saved.
const MAX_AGE_MS: f64 = 7.0 * 24.0 * 3_600_000.0;

/// A draft as it was saved.
#[derive(Debug)]
pub(crate) struct Record {
    /// The draft as it was written, with its attempt ID.
    pub(crate) draft: Draft,
    /// The time of saving.
    pub(crate) at: Timestamp,
    /// The place, in the frame tree, of the page that saved it.
    pub(super) frame: String,
}

/// Returns the JSON of a draft, dated now.
pub(super) fn write(draft: &Draft, environment: &Environment) -> String {
    let (id, frame) = (draft.attempt_id.map(|id| id.to_text()), environment.frame_path());
    let mut text = String::new();
    describe(draft.tried.as_ref(), &mut |tried| {
        let record = [
            ("at", Value::Number(js_sys::Date::now())),
            ("text", Value::Text(&draft.text)),
            ("type", Value::text(draft.note_type.as_ref().map(|note_type| note_type.code()))),
            ("attemptId", Value::text(id.as_deref())),
            ("frame", Value::Text(&frame)),
            ("tried", tried),
        ];
        text = json(&record).map(String::from).unwrap_or_default();
    });
    text
}

/// Calls `act` with the object of an attempt, which contains that of an earlier note.
fn describe(tried: Option<&Tried>, act: &mut dyn FnMut(Value<'_>)) {
    let Some(tried) = tried else { return act(Value::Null) };
    let id = tried.id.to_text();
    describe(tried.earlier.as_deref(), &mut |earlier| {
        act(Value::Object(&[
            ("attemptId", Value::Text(&id)),
            ("type", Value::Text(tried.note_type.code())),
            ("text", Value::Text(&tried.text)),
            ("isUnresolved", Value::Flag(tried.is_unresolved)),
            ("mayBeSaved", Value::Flag(tried.may_be_saved)),
            ("caller", tried.caller.map_or(Value::Null, |Caller(digest)| Value::Number(digest.into()))),
            ("earlier", earlier),
        ]));
    });
}

impl Record {
    /// Parses the JSON of a draft. Returns `None` if it is not a draft, is older than seven days, or is
    /// dated more than seven days ahead.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let record = Properties(js_sys::JSON::parse(text).ok()?);
        let at = record.number("at")?;
        let age = js_sys::Date::now() - at;
        let draft = Draft {
            text: Rc::from(record.text("text")?),
            attempt_id: record.text("attemptId").and_then(|id| id.parse().ok()),
            note_type: record.text("type").and_then(|code| code.parse().ok()),
            tried: tried(&record.object("tried")),
        };
        let (at, frame) = (Timestamp(at as u64), record.text("frame").unwrap_or_default());
        (age.abs() < MAX_AGE_MS).then_some(Self { draft, at, frame })
    }

    /// Returns whether the draft holds the text of this attempt, and nothing that was typed later, and no other note.
    pub(super) fn is_added(&self, attempt: AttemptId) -> bool {
        let tried = self.draft.tried.as_ref();
        tried.is_some_and(|tried| {
            tried.id == attempt && tried.text == self.draft.text && tried.earlier.is_none()
        })
    }
}

fn tried(record: &Properties) -> Option<Tried> {
    Some(Tried {
        id: record.text("attemptId")?.parse().ok()?,
        note_type: record.text("type")?.parse().ok()?,
        text: Rc::from(record.text("text")?),
        is_unresolved: record.flag("isUnresolved"),
        may_be_saved: record.flag("mayBeSaved"),
        caller: record.number("caller").map(|digest| Caller(digest as u32)),
        earlier: tried(&record.object("earlier")).map(Box::new),
    })
}
