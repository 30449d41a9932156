//! Moves the focus in a form.

use crate::controls::{find, type_list};
use crate::text_area;
use ticket_note_core::problem::Field;
use ticket_note_core::step::Stop;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::NodeRef;

/// Moves the focus to an element of the form. If the element already has the focus, it loses it
/// first, because a screen reader reads the state of a control that gets the focus. If the element
/// cannot have the focus, the focus does not move.
pub(crate) fn focus(form: &NodeRef, selector: &str) {
    if let Some(element) = find(form, selector) {
        let element: HtmlElement = element.unchecked_into();
        let _ = element.blur().and_then(|()| element.focus());
    }
}

/// Moves the focus to the problem that stopped a send, and selects the characters that cause it.
pub(crate) fn focus_problem(form: &NodeRef, stop: &Stop) {
    let control = if stop.problem.field == Field::Type { "#type" } else { "#text" };
    focus(form, control);
    if let Some(selection) = &stop.selection {
        text_area::select(form, selection);
    }
}

/// Returns the list of types unless a type is chosen or locked, else the text area.
pub(crate) fn target(form: &NodeRef, has_type: bool) -> Option<HtmlElement> {
    let needs_type = !has_type && type_list(form).is_some_and(|list| !list.disabled());
    find(form, if needs_type { "select" } else { "textarea" }).map(JsCast::unchecked_into)
}
