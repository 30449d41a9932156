//! The text in the form's area, which is the truth while a person types.

use crate::focus::find;
use js_sys::JsString;
use std::rc::Rc;
use ticket_note_core::state::Action;
use wasm_bindgen::prelude::*;
use web_sys::HtmlTextAreaElement;
use yew::NodeRef;

/// Puts the state's text into the form where it is another, as after a save. While a person types,
/// the form's text is the state's, and nothing is written: caret and composition stay.
pub fn write(form: &NodeRef, text: &str) {
    let area = find::<HtmlTextAreaElement>(form, "textarea");
    if let Some(area) = area.filter(|area| area.value() != text) {
        area.set_value(text);
    }
}

/// The text as it stands in the form.
#[must_use]
pub fn read(form: &NodeRef) -> Option<Action> {
    find::<HtmlTextAreaElement>(form, "textarea").map(|area| typed(&area))
}

/// The text as it stands in an area. Half of a character, which JavaScript has and Rust has not, is
/// U+FFFD in it.
#[must_use]
pub fn typed(area: &HtmlTextAreaElement) -> Action {
    let text = area.unchecked_ref::<Area>().value();
    Action::TextChanged { is_well_formed: text.is_well_formed(), text: Rc::from(String::from(text)) }
}

#[wasm_bindgen]
extern "C" {
    /// A text area whose value is not yet Rust's.
    type Area;

    #[wasm_bindgen(method, getter)]
    fn value(this: &Area) -> JsString;
}
