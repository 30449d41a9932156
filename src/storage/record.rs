//! A draft as JSON text. The version of its shape is in the key.

use crate::object::Fields;
use js_sys::JSON;
use serde::Serialize;
use std::rc::Rc;
use ticket_note_core::draft::{Draft, Tried};

/// Seven days (contract, section 4), in milliseconds: less than the ledger's eight.
const MAX_AGE_MS: f64 = 7.0 * 24.0 * 3600.0 * 1000.0;

/// What is written. An object throughout: pages have been met whose lists write themselves to JSON in
/// a way of their own (`Array.prototype.toJSON`).
#[derive(Serialize)]
struct Record<'a> {
    at: f64,
    text: &'a str,
    #[serde(rename = "type")]
    note_type: Option<&'a str>,
    #[serde(rename = "attemptId")]
    tried_id: Option<String>,
    #[serde(rename = "triedType")]
    tried_type: Option<&'a str>,
    #[serde(rename = "triedText")]
    tried_text: Option<&'a str>,
    #[serde(rename = "isOpen")]
    is_open: bool,
}

/// Writes a draft; `at` is now, in milliseconds since 1970.
pub(super) fn write(draft: &Draft, at: f64) -> Option<String> {
    let tried = draft.tried.as_ref();
    let record = Record {
        at,
        text: &draft.text,
        note_type: draft.note_type.as_ref().map(|note_type| note_type.code()),
        tried_id: tried.map(|tried| tried.id.to_string()),
        tried_type: tried.map(|tried| tried.note_type.code()),
        tried_text: tried.map(|tried| &*tried.text),
        is_open: tried.is_some_and(|tried| tried.is_open),
    };
    JSON::stringify(&serde_wasm_bindgen::to_value(&record).ok()?).ok().map(String::from)
}

/// Reads a draft; `now` is in milliseconds since 1970.
pub(super) fn read(record: &Fields, now: f64) -> Option<Draft> {
    // A clock may have been wrong either way; a date far ahead would never grow old.
    if (now - record.number("at")?).abs() > MAX_AGE_MS {
        return None;
    }
    Some(Draft {
        text: Rc::from(record.text("text")?),
        note_type: record.text("type").and_then(|code| code.parse().ok()),
        tried: tried(record),
    })
}

fn tried(record: &Fields) -> Option<Tried> {
    Some(Tried {
        id: record.text("attemptId")?.parse().ok()?,
        note_type: record.text("triedType")?.parse().ok()?,
        text: Rc::from(record.text("triedText")?),
        is_open: record.flag("isOpen"),
    })
}
