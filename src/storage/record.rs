//! A draft as an object, which the store writes with its date. The version of its shape is in the key.

use crate::object::Properties;
use serde::Serialize;
use std::rc::Rc;
use ticket_note_core::draft::{Draft, Tried};
use wasm_bindgen::JsValue;

#[derive(Serialize)]
struct Record<'a> {
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
    is_unresolved: bool,
    #[serde(rename = "hasOpenTry")]
    may_be_saved: bool,
}

pub(super) fn write(draft: &Draft) -> JsValue {
    let tried = draft.tried.as_ref();
    let record = Record {
        text: &draft.text,
        note_type: draft.note_type.as_ref().map(|note_type| note_type.code()),
        tried_id: tried.map(|tried| tried.id.to_string()),
        tried_type: tried.map(|tried| tried.note_type.code()),
        tried_text: tried.map(|tried| &*tried.text),
        is_unresolved: tried.is_some_and(|tried| tried.is_unresolved),
        may_be_saved: tried.is_some_and(|tried| tried.may_be_saved),
    };
    serde_wasm_bindgen::to_value(&record).unwrap_or_default()
}

/// `None` for what is no draft.
pub(super) fn read(record: &Properties) -> Option<Draft> {
    Some(Draft {
        text: Rc::from(record.text("text")?),
        note_type: record.text("type").and_then(|code| code.parse().ok()),
        tried: tried(record),
    })
}

fn tried(record: &Properties) -> Option<Tried> {
    Some(Tried {
        id: record.text("attemptId")?.parse().ok()?,
        note_type: record.text("triedType")?.parse().ok()?,
        text: Rc::from(record.text("triedText")?),
        is_unresolved: record.flag("isOpen"),
        may_be_saved: record.flag("hasOpenTry"),
    })
}
