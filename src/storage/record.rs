//! A draft as JSON text: a list of seven. The version of the shape is in the key.

use crate::object::Fields;
use js_sys::{Array, JSON};
use std::rc::Rc;
use ticket_note_core::draft::{Draft, Tried};
use wasm_bindgen::JsValue;

/// Seven days (contract, section 4), in milliseconds: less than the ledger's eight.
const MAX_AGE_MS: f64 = 7.0 * 24.0 * 3600.0 * 1000.0;

// The places in the list.
const AT: &str = "0";
const TEXT: &str = "1";
const TYPE: &str = "2";
const TRIED_ID: &str = "3";
const TRIED_TYPE: &str = "4";
const TRIED_TEXT: &str = "5";
const IS_OPEN: &str = "6";

/// Writes a draft; `at` is now, in milliseconds since 1970.
pub(super) fn write(draft: &Draft, at: f64) -> Option<String> {
    let tried = draft.tried.as_ref();
    let record: [JsValue; 7] = [
        at.into(),
        JsValue::from_str(&draft.text),
        draft.note_type.map(|note_type| note_type.code()).into(),
        tried.map(|tried| tried.id.to_string()).into(),
        tried.map(|tried| tried.note_type.code()).into(),
        tried.map(|tried| JsValue::from_str(&tried.text)).into(),
        tried.is_some_and(|tried| tried.is_open).into(),
    ];
    JSON::stringify(&Array::from_iter(record)).ok().map(String::from)
}

/// Reads a draft; `now` is in milliseconds since 1970.
pub(super) fn read(record: &Fields, now: f64) -> Option<Draft> {
    // A clock may have been wrong either way; a date far ahead would never grow old.
    if (now - record.number(AT)?).abs() > MAX_AGE_MS {
        return None;
    }
    Some(Draft {
        text: Rc::from(record.text(TEXT)?),
        note_type: record.text(TYPE).and_then(|code| code.parse().ok()),
        tried: tried(record),
    })
}

fn tried(record: &Fields) -> Option<Tried> {
    Some(Tried {
        id: record.text(TRIED_ID)?.parse().ok()?,
        note_type: record.text(TRIED_TYPE)?.parse().ok()?,
        text: Rc::from(record.text(TRIED_TEXT)?),
        is_open: record.flag(IS_OPEN),
    })
}
