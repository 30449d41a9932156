//! The controls of a form.

use ticket_note_core::note::NoteType;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlSelectElement};
use yew::NodeRef;

/// Finds an element of the form.
pub(crate) fn find(form: &NodeRef, selector: &str) -> Option<Element> {
    form.get()?.unchecked_into::<Element>().query_selector(selector).ok()?
}

/// Returns the list of types.
pub(crate) fn type_list(form: &NodeRef) -> Option<HtmlSelectElement> {
    find(form, "select").map(JsCast::unchecked_into)
}

/// Selects the state's type in the list. Once the user has chosen, the attribute `selected` of an
/// option has no effect.
pub(crate) fn write_type(form: &NodeRef, note_type: Option<NoteType>) {
    let code = note_type.map_or("", NoteType::code);
    if let Some(list) = type_list(form).filter(|list| list.value() != code) {
        list.set_value(code);
    }
}
