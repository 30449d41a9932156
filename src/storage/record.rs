//! The JSON of a draft. The version of the format is in the key.

use super::frames;
use crate::object::Properties;
use serde::Serialize;
use std::rc::Rc;
use ticket_note_core::draft::{Draft, Tried};

/// A draft is removed seven days after it was saved.
const MAX_AGE_MS: f64 = 7.0 * 24.0 * 3_600_000.0;

/// A draft as it was saved.
#[derive(Debug)]
pub(crate) struct Record {
    /// The draft.
    pub(crate) draft: Draft,
    /// The place in the frame tree of the page that saved it: see [`frames::own_path`].
    pub(super) frame: String,
}

#[derive(Serialize)]
struct RecordBody<'a> {
    at: f64,
    text: &'a str,
    #[serde(rename = "type")]
    note_type: Option<&'a str>,
    #[serde(rename = "attemptId")]
    attempt_id: Option<String>,
    frame: String,
    tried: Option<TriedBody<'a>>,
}

#[derive(Serialize)]
struct TriedBody<'a> {
    #[serde(rename = "attemptId")]
    attempt_id: String,
    #[serde(rename = "type")]
    note_type: &'a str,
    text: &'a str,
    #[serde(rename = "isUnresolved")]
    is_unresolved: bool,
    #[serde(rename = "mayBeSaved")]
    may_be_saved: bool,
}

/// Returns the JSON of a draft that is saved now.
pub(super) fn write(draft: &Draft) -> String {
    let body = RecordBody {
        at: js_sys::Date::now(),
        text: &draft.text,
        note_type: draft.note_type.as_ref().map(|note_type| note_type.code()),
        attempt_id: draft.attempt_id.map(|id| id.to_string()),
        frame: frames::own_path(),
        tried: draft.tried.as_ref().map(|tried| TriedBody {
            attempt_id: tried.id.to_string(),
            note_type: tried.note_type.code(),
            text: &tried.text,
            is_unresolved: tried.is_unresolved,
            may_be_saved: tried.may_be_saved,
        }),
    };
    let body = serde_wasm_bindgen::to_value(&body).unwrap_or_default();
    js_sys::JSON::stringify(&body).map(String::from).unwrap_or_default()
}

impl Record {
    /// Parses the JSON of a draft. Returns `None` if it is not a draft, is older than seven days, or is
    /// dated more than seven days ahead.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let record = Properties(js_sys::JSON::parse(text).ok()?);
        let age = js_sys::Date::now() - record.number("at")?;
        let draft = Draft {
            text: Rc::from(record.text("text")?),
            attempt_id: record.text("attemptId").and_then(|id| id.parse().ok()),
            note_type: record.text("type").and_then(|code| code.parse().ok()),
            tried: tried(&record.object("tried")),
        };
        (age.abs() < MAX_AGE_MS).then(|| Self { draft, frame: record.text("frame").unwrap_or_default() })
    }

    /// Returns whether the draft holds the text of this attempt, and nothing that was typed later.
    pub(super) fn is_added(&self, attempt: ticket_note_core::attempt::AttemptId) -> bool {
        self.draft.tried.as_ref().is_some_and(|tried| tried.id == attempt && tried.text == self.draft.text)
    }
}

fn tried(record: &Properties) -> Option<Tried> {
    Some(Tried {
        id: record.text("attemptId")?.parse().ok()?,
        note_type: record.text("type")?.parse().ok()?,
        text: Rc::from(record.text("text")?),
        is_unresolved: record.flag("isUnresolved"),
        may_be_saved: record.flag("mayBeSaved"),
    })
}
