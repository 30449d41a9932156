use super::Dispatch;
use std::rc::Rc;
use ticket_note_core::state::Action;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;

/// Takes up a text that the page put in before the form was there.
#[hook]
pub fn use_given_text(text: Option<&str>, dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    use_effect_with(text.map(Rc::<str>::from), move |text| {
        if let Some(text) = text {
            dispatch.dispatch(Action::Typed(text.clone()));
        }
    });
}

/// Puts the state's text into the form where it is another, as after a save. While a person types,
/// the form's text is the state's, and nothing is written: caret and composition stay.
#[hook]
pub fn use_text_in_form(text: &Rc<str>, form: &NodeRef) {
    let form = form.clone();
    use_effect_with(text.clone(), move |text| {
        if let Some(area) = text_area(&form) {
            if area.value() != **text {
                area.set_value(text);
            }
            grow(&area);
        }
    });
}

fn text_area(form: &NodeRef) -> Option<HtmlTextAreaElement> {
    form.cast::<Element>()?.query_selector("textarea").ok()??.dyn_into().ok()
}

/// Makes the area as high as its text, up to the style sheet's limit, in browsers whose style
/// sheets cannot (`field-sizing`).
fn grow(area: &HtmlTextAreaElement) {
    let style = area.style();
    if style.get_property_value("field-sizing").is_ok_and(|value| value == "content") {
        return;
    }
    let borders = area.offset_height() - area.client_height();
    // A browser that refuses a height leaves the area as it was.
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", area.scroll_height() + borders));
}
