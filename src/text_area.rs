//! The text area of a form. It holds the text that the user sees, and the state follows it.

use crate::decimal::decimal;
use crate::fresh::fresh_attempt_id;
use js_sys::JsString;
use std::ops::Range;
use std::rc::Rc;
use ticket_note_core::state::Action;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, HtmlTextAreaElement};

/// Returns the text as a JavaScript string, which may contain lone surrogates.
pub(crate) fn value(area: &HtmlTextAreaElement) -> JsString {
    area.unchecked_ref::<RawTextArea>().value()
}

/// Writes text, unless the text area already holds it: the caret and an IME composition then stay.
pub(crate) fn write(area: &HtmlTextAreaElement, text: &JsString) {
    if value(area) != *text {
        area.unchecked_ref::<RawTextArea>().set_value(text);
    }
}

/// Returns the action for the text in the text area.
pub(crate) fn read(area: &HtmlTextAreaElement) -> Action {
    text_changed(&value(area))
}

/// Returns the action for new text. A lone surrogate, which a Rust string cannot hold, becomes
/// U+FFFD.
pub(crate) fn text_changed(text: &JsString) -> Action {
    Action::TextChanged {
        is_well_formed: text.is_well_formed(),
        text: Rc::from(String::from(text)),
        fresh: fresh_attempt_id(),
    }
}

/// Selects characters, in UTF-16 code units, and scrolls them into view.
pub(crate) fn select(area: &HtmlTextAreaElement, selection: &Range<u32>) {
    // The range is within the text, and the element is a text area: neither call throws.
    let _ = area.set_selection_range(selection.start, selection.end);
    if let Some(height) = height_before(area, selection.start) {
        area.set_scroll_top(height - area.client_height() / 2);
    }
}

/// Returns the height of the text before a character, measured in a copy of the text area. Browsers
/// differ in how they scroll to a selection that a script made.
fn height_before(area: &HtmlTextAreaElement, end: u32) -> Option<i32> {
    let copy: HtmlTextAreaElement = area.clone_node().ok()?.unchecked_into();
    let before = value(area).substring(0, end);
    copy.unchecked_ref::<RawTextArea>().set_value(&before);
    copy.set_rows(1);
    let style = copy.unchecked_ref::<HtmlElement>().style();
    for (name, value) in [("position", "absolute"), ("visibility", "hidden"), ("height", "0")] {
        style.set_property(name, value).ok()?;
    }
    let mut width = decimal(area.offset_width().unsigned_abs().into());
    width.push_str("px");
    style.set_property("width", &width).ok()?;
    area.parent_node()?.append_child(&copy).ok()?;
    let height = copy.scroll_height();
    copy.remove();
    Some(height)
}

#[wasm_bindgen]
extern "C" {
    /// A text area whose value stays a JavaScript string.
    type RawTextArea;

    #[wasm_bindgen(method, getter)]
    fn value(this: &RawTextArea) -> JsString;

    #[wasm_bindgen(method, setter)]
    fn set_value(this: &RawTextArea, value: &JsString);
}
