//! Finds what stands in the form, and moves the focus to it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::NodeRef;

/// Moves the focus to what a selector finds in the form, anew where it is there: a screen reader says
/// what has become of a control when it gets the focus. What cannot take it leaves it where it is.
pub fn focus(form: &NodeRef, selector: &str) {
    if let Some(element) = find::<HtmlElement>(form, selector) {
        let _ = element.blur().and_then(|()| element.focus());
    }
}

/// What a selector finds in the form.
#[must_use]
pub fn find<T: JsCast>(form: &NodeRef, selector: &str) -> Option<T> {
    form.cast::<Element>()?.query_selector(selector).ok()??.dyn_into().ok()
}
